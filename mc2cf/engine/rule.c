/*
 * rule.c - from a rule as the .cf has it to what the engine runs
 *
 * The order is sendmail's: macros are put in and conditions decided first, and
 * only then is the text cut into tokens, so a value may bring operators, quotes
 * and blanks of its own.  Metasymbols stand between two pieces of such text.
 */
#include "engine/rule_priv.h"
#include "ir/token.h"

static void grow(struct side *s, void **v, size_t *cap, size_t size)
{
	size_t more = *cap != 0 ? *cap * 2 : 64;
	void *to = arena_array(s->p->arena, more, size);

	if (*cap != 0)
		memcpy(to, *v, *cap * size);
	*v = to;
	*cap = more;
}

static inline void push(struct side *s, struct op op)
{
	if (s->n == s->work->cap)
		grow(s, (void **)&s->work->ops, &s->work->cap, sizeof(op));
	s->work->ops[s->n++] = op;
}

/* Literals side by side on the right are one piece to copy. */
static inline void push_right(struct side *s, struct tok t)
{
	struct rule_work *work = s->work;
	bool joins = s->n != s->from && work->ops[s->n - 1].kind == RHS_RUN;

	if (s->n == s->from && s->prefix == META_NONE && (is_meta(t, META_COLON) || is_meta(t, META_AT))) {
		s->prefix = (enum word_meta)t.id;
		return;
	}
	if (joins && is_meta(work->run[s->nrun - 1], META_CALL) && rule_is_quoted(word_text(&s->p->words, t.id)))
		s->quoted = true;
	if (s->nrun == work->run_cap)
		grow(s, (void **)&work->run, &work->run_cap, sizeof(t));
	work->run[s->nrun] = t;
	if (joins)
		work->ops[s->n - 1].fold++;
	else
		push(s, (struct op){RHS_RUN, (uint32_t)s->nrun, 1, 0});
	s->nrun++;
}

static inline void push_word(struct side *s, struct tok t)
{
	if (s->left)
		push(s, (struct op){LHS_LITERAL, t.id, t.fold, 0});
	else
		push_right(s, t);
}

void side_push_word(struct side *s, struct tok t)
{
	push_word(s, t);
}

void side_push_deferred(struct side *s, struct slice name)
{
	push(s, (struct op){s->left ? (uint32_t)LHS_DEFERRED : (uint32_t)RHS_DEFERRED, (uint32_t)program_macro(s->p, name), 0, 0});
}

/* A class on the right: it is text there. */
static void odd(struct side *s, const struct ir_token *t)
{
	struct buf b;
	struct tok w;

	buf_init(&b, s->p->arena);
	ir_token_put(t, &b);
	if (!words_unnamed(&s->p->words, buf_slice(&b), &w))
		program_no_memory(s->p);
	side_push_word(s, w);
}

static void position(struct side *s, unsigned n)
{
	s->positions = n > s->positions ? n : s->positions;
	push(s, (struct op){RHS_POSITION, n - 1, 0, 0});
}

/* What a symbol is on each side; 0: it is something else, or more than that. */
static const unsigned char metas[IR_T_COUNT] = {
	[IR_T_HOSTBEGIN] = META_HOSTBEGIN, [IR_T_HOSTEND] = META_HOSTEND, [IR_T_MAPBEGIN] = META_MAPBEGIN, [IR_T_MAPEND] = META_MAPEND,
	[IR_T_CALL] = META_CALL, [IR_T_MAILER] = META_MAILER, [IR_T_AT] = META_AT, [IR_T_COLON] = META_COLON, [IR_T_SEPARATOR] = META_SEPARATOR,
};
static const unsigned char operators[IR_T_COUNT] = {
	[IR_T_ZEROANY] = LHS_ZEROANY, [IR_T_ONEANY] = LHS_ONEANY, [IR_T_ONE] = LHS_ONE, [IR_T_ZERO] = LHS_ZERO,
};

static void symbol(struct side *s, const struct ir_token *t)
{
	piece_end(s);
	if (s->comment != 0)
		return;
	if (t->kind == IR_T_DEFERRED)
		side_push_deferred(s, t->text);
	else if (metas[t->kind] != META_NONE)
		push_word(s, (struct tok){metas[t->kind], metas[t->kind]});
	else if (!s->left && t->kind == IR_T_POSITION && t->text.p[0] != '0')
		position(s, (unsigned)(t->text.p[0] - '0'));
	else if (s->left && (t->kind == IR_T_CLASS || t->kind == IR_T_NOTCLASS))
		push(s, (struct op){t->kind == IR_T_CLASS ? LHS_CLASS : LHS_NOTCLASS, (uint32_t)program_class(s->p, t->text), 0, 0});
	else if (s->left && operators[t->kind] != 0)
		push(s, (struct op){operators[t->kind], 0, 0, 0});
	else
		odd(s, t);
}

static bool is_defined(const struct side *s, struct slice name)
{
	struct slice value;

	return program_macro_value(s->p, name, &value) && value.n != 0;
}

/* In what is left out because of a condition. */
static void skip(struct side *s, const struct ir_token *t)
{
	if (t->kind == IR_T_IF)
		s->skipping++;
	else if (t->kind == IR_T_FI)
		s->skipping--;
	else if (t->kind == IR_T_SEPARATOR && s->skipping == 1 && s->elses) {
		s->skipping = 0;
		s->ifs++;
	}
}

/* Conditions; true where the token was one. */
static bool condition(struct side *s, const struct ir_token *t)
{
	if (t->kind == IR_T_IF) {
		s->elses = true;
		if (is_defined(s, t->text))
			s->ifs++;
		else
			s->skipping = 1;
		return true;
	}
	if (t->kind == IR_T_SEPARATOR && s->ifs != 0) {
		s->ifs--;
		s->elses = false;
		s->skipping = 1;
		return true;
	}
	if (t->kind == IR_T_FI) {
		s->ifs -= s->ifs != 0;
		return true;
	}
	return false;
}

static void one_token(struct side *s, const struct ir_tokens *tokens, size_t i)
{
	const struct ir_token *t = &tokens->v[i];

	if (s->skipping != 0) {
		skip(s, t);
		return;
	}
	if (t->space && (s->work->text.n != 0 || side_has_comments(s)))
		buf_putc(&s->work->text, ' ');
	if (t->kind == IR_T_LITERAL)
		piece_literal(s, tokens, i);
	else if (t->kind == IR_T_DOLLAR)
		buf_putc(&s->work->text, '$');
	else if (t->kind == IR_T_MACRO)
		piece_value(s, t->text);
	else if (!condition(s, t))
		symbol(s, t);
}

/* Nine tokens of ten: where no text waits, an operator character that has been met before, or a symbol without a name.  False: it is another. */
static bool usual_token(struct side *s, const struct ir_token *t)
{
	if (t->kind == IR_T_LITERAL) {
		struct tok known = t->text.n == 1 ? s->work->operators[(unsigned char)t->text.p[0]] : (struct tok){META_NONE, 0};

		if (known.id == META_NONE || s->piece == ENGINE_TOKENS_MAX)
			return false;
		s->piece++;
		push_word(s, known);
		return true;
	}
	if (s->left && operators[t->kind] != 0)
		push(s, (struct op){operators[t->kind], 0, 0, 0});
	else if (!s->left && metas[t->kind] != META_NONE && s->ifs == 0)
		push_word(s, (struct tok){metas[t->kind], metas[t->kind]});
	else if (!s->left && t->kind == IR_T_POSITION && t->text.p[0] != '0')
		position(s, (unsigned)(t->text.p[0] - '0'));
	else
		return false;
	s->piece = 0;
	return true;
}

static void compile_side(struct side *s, const struct ir_tokens *tokens)
{
	bool comments = side_has_comments(s);

	for (size_t i = 0; i < tokens->n; i++)
		if (comments || s->skipping != 0 || s->work->text.n != 0 || !usual_token(s, &tokens->v[i]))
			one_token(s, tokens, i);
	piece_end(s);
}

static bool is_operator(const struct op *op)
{
	return op->kind >= LHS_ZEROANY && op->kind <= LHS_NOTCLASS;
}

static void check_positions(const struct side *right)
{
	const struct op *ops = right->work->ops;
	unsigned there = 0;

	for (size_t i = 0; i < right->from; i++)
		there += is_operator(&ops[i]);
	for (size_t i = right->from; right->positions > there && i < right->n; i++)
		if (ops[i].kind == RHS_POSITION && ops[i].arg >= there)
			program_say(right->p, CFRW_ERROR, right->item, "replacement $%u out of bounds", ops[i].arg + 1);
}

/* Literals, then the operations of both sides: what follows the literals may be read with them. */
static void keep(const struct side *right, struct rule *rule)
{
	const struct rule_work *work = right->work;
	size_t nrun = right->nrun, more = right->n * sizeof(struct op), slack = COPY_SLACK * sizeof(struct tok);
	struct tok *run = arena_alloc(right->p->arena, nrun * sizeof(*run) + (more > slack ? more : slack));
	struct op *ops = (struct op *)(void *)(run + nrun);

	if (nrun != 0)
		memcpy(run, work->run, nrun * sizeof(*run));
	if (right->n != 0)
		memcpy(ops, work->ops, more);
	rule->run = run;
	rule->lhs = ops;
	rule->rhs = ops + right->from;
	rule->nrun = (uint16_t)nrun;
	rule->nlhs = (uint16_t)right->from;
	rule->nrhs = (uint16_t)(right->n - right->from);
}

void rule_compile(cfrw_program *p, struct rule_work *work, const struct ir_item *item, struct rule *rule)
{
	struct side left = {.p = p, .item = item, .left = true, .work = work}, right = {.p = p, .item = item, .work = work};

	compile_side(&left, &item->lhs);
	right.from = right.n = left.n;
	compile_side(&right, &item->rhs);
	if (left.n == 0)
		program_say(p, CFRW_ERROR, item, "R line: null LHS");
	if (right.n == right.from && right.prefix == META_NONE)
		program_say(p, CFRW_ERROR, item, "R line: null RHS");
	if (right.positions != 0)
		check_positions(&right);
	*rule = (struct rule){.line = item->origin.at.line, .positions = right.positions != 0, .prefix = right.prefix, .quoted = right.quoted, .number = p->nrules++};
	keep(&right, rule);
	if (rule->quoted)
		rule->bare = p->nbare++;
}
