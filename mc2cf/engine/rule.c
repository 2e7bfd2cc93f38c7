/*
 * rule.c - from a rule as the .cf has it to what the engine runs
 *
 * The order is sendmail's: macros are put in and conditions decided first, and
 * only then is the text cut into tokens, so a value may bring operators, quotes
 * and blanks of its own.  Metasymbols stand between two pieces of such text.
 */
#include "engine/rule_priv.h"
#include "ir/token.h"

/* Operations that a block has room for, at least. */
enum { OPS_BLOCK = 512 };

static void more_room(struct side *s, size_t more)
{
	struct op_list *ops = &s->work->ops;

	ops->v = block_new(s->p->arena, ops->v, ops->n, ops->n + more + OPS_BLOCK, &ops->cap, sizeof(*ops->v));
	ops->cap -= COPY_SLACK; /* the last literals of a block may be read so far */
}

/* Where the next operations go, at least so many. */
static inline struct tok *room_for(struct side *s, size_t more)
{
	struct op_list *ops = &s->work->ops;

	if (ops->cap - ops->n < more)
		more_room(s, more);
	return ops->v + ops->n;
}

static void push(struct side *s, struct tok op)
{
	*room_for(s, 1) = op;
	s->work->ops.n++;
}

/* Any operation but a literal. */
static void push_op(struct side *s, struct tok op)
{
	s->run = 0;
	push(s, op);
}

/* $: or $@ where nothing stands before it is no literal. */
static inline bool takes_prefix(struct side *s, const struct tok *at, struct tok t)
{
	if (at != s->work->ops.v + s->from || s->prefix != META_NONE || !(is_meta(t, META_COLON) || is_meta(t, META_AT)))
		return false;
	s->prefix = (enum word_meta)t.id;
	return true;
}

/* Literals side by side on the right are one piece to copy. */
static void push_right(struct side *s, struct tok t)
{
	if (takes_prefix(s, room_for(s, 2), t))
		return;
	if (s->run == 0) {
		push(s, op_of(RHS_RUN, 0, 0));
		s->run = s->work->ops.n;
	}
	push(s, t);
	s->work->ops.v[s->run - 1].fold++;
}

void side_push_word(struct side *s, struct tok t)
{
	if (s->left) {
		s->p->words.v[t.id].uses++;
		push(s, t);
		return;
	}
	if (s->run != 0 && is_meta(s->work->ops.v[s->work->ops.n - 1], META_CALL) && rule_is_quoted(word_text(&s->p->words, t.id)))
		s->quoted = true;
	push_right(s, t);
}

static void push_deferred(struct side *s, struct slice name)
{
	push_op(s, op_of(s->left ? (unsigned)LHS_DEFERRED : (unsigned)RHS_DEFERRED, program_macro(s->p, name), 0));
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

static void out_of_bounds(struct side *s, char digit)
{
	program_say(s->p, CFRW_ERROR, s->item, "replacement $%c out of bounds", digit);
}

static inline struct tok position(struct side *s, const struct ir_token *t)
{
	unsigned n = (unsigned)(*t->text.p - '0');

	s->positions++;
	if (n > s->bound)
		out_of_bounds(s, *t->text.p);
	return op_of(RHS_POSITION, n - 1, 0);
}

static void operator(struct side *s, enum lhs_kind kind, size_t arg)
{
	s->positions += kind != LHS_ZERO;
	push(s, op_of(kind, arg, 0));
}

/* What a symbol is on each side; 0: it is something else, or more than that. */
static const unsigned char metas[IR_T_COUNT] = {
	[IR_T_HOSTBEGIN] = META_HOSTBEGIN, [IR_T_HOSTEND] = META_HOSTEND, [IR_T_MAPBEGIN] = META_MAPBEGIN, [IR_T_MAPEND] = META_MAPEND,
	[IR_T_CALL] = META_CALL, [IR_T_MAILER] = META_MAILER, [IR_T_AT] = META_AT, [IR_T_COLON] = META_COLON, [IR_T_SEPARATOR] = META_SEPARATOR,
};
static const unsigned char operators[IR_T_COUNT] = {
	[IR_T_ZEROANY] = LHS_ZEROANY, [IR_T_ONEANY] = LHS_ONEANY, [IR_T_ONE] = LHS_ONE, [IR_T_ZERO] = LHS_ZERO,
};

#define BIT(kind) (1u << IR_T_##kind)
#define NOT_LEFT \
	(BIT(POSITION) | BIT(COLON) | BIT(CALL) | BIT(HOSTBEGIN) | BIT(HOSTEND) | BIT(MAPBEGIN) | BIT(MAPEND) | BIT(FI))
#define NOT_RIGHT (BIT(ZEROANY) | BIT(ONEANY) | BIT(ONE) | BIT(CLASS) | BIT(NOTCLASS))

/* What sendmail has to say of a symbol; it is in the rule all the same. */
static void judge(struct side *s, const struct ir_token *t)
{
	if (((s->left ? NOT_LEFT : NOT_RIGHT) >> t->kind & 1) != 0)
		program_say(s->p, CFRW_ERROR, s->item, "Inappropriate use of %s on %s", t->kind == IR_T_POSITION ? "$1-$9" : ir_token_spelling(t->kind),
		            s->left ? "LHS" : "RHS");
	else if (t->kind == IR_T_POSITION && *t->text.p == '0')
		out_of_bounds(s, '0');
}

/* A look-up begins or ends. */
static inline void lookup(struct side *s, uint32_t meta)
{
	if (meta == META_MAPBEGIN || meta == META_HOSTBEGIN) {
		if (s->end != META_NONE)
			program_say(s->p, CFRW_ERROR, s->item, "cannot nest map lookups");
		s->end = meta == META_MAPBEGIN ? META_MAPEND : META_HOSTEND;
	} else if (meta == s->end) {
		s->end = META_NONE;
	}
}

void side_push_symbol(struct side *s, const struct ir_token *t)
{
	if (s->comment != 0)
		return;
	judge(s, t);
	if (!s->left)
		lookup(s, metas[t->kind]);
	if (t->kind == IR_T_DEFERRED)
		push_deferred(s, t->text);
	else if (metas[t->kind] != META_NONE)
		side_push_word(s, (struct tok){metas[t->kind], metas[t->kind]});
	else if (!s->left && t->kind == IR_T_POSITION && *t->text.p != '0')
		push_op(s, position(s, t));
	else if (s->left && (t->kind == IR_T_CLASS || t->kind == IR_T_NOTCLASS))
		operator(s, t->kind == IR_T_CLASS ? LHS_CLASS : LHS_NOTCLASS, program_class(s->p, t->text));
	else if (s->left && operators[t->kind] != LHS_LITERAL)
		operator(s, (enum lhs_kind)operators[t->kind], 0);
	else
		odd(s, t);
}

static void symbol(struct side *s, const struct ir_token *t)
{
	piece_end(s);
	side_push_symbol(s, t);
}

static bool is_defined(const struct side *s, struct slice name)
{
	struct slice value;

	return program_macro_value(s->p, name, &value) && value.n != 0;
}

/* Conditions; true where the token was one.  $| and $. are themselves where none is open. */
static bool condition(struct side *s, const struct ir_token *t)
{
	if (t->kind == IR_T_IF) {
		s->ifs++;
		if (s->skipping)
			s->deeper++;
		else
			s->skipping = !is_defined(s, t->text);
		return true;
	}
	if (s->ifs == 0 || (t->kind != IR_T_SEPARATOR && t->kind != IR_T_FI))
		return false;
	if (t->kind == IR_T_SEPARATOR) {
		s->skipping ^= s->deeper == 0;
		return true;
	}
	s->ifs--;
	s->skipping &= s->deeper != 0;
	s->deeper -= s->skipping;
	return true;
}

static void one_token(struct side *s, const struct ir_token *t, const struct ir_token *end)
{
	if (condition(s, t) || s->skipping)
		return;
	if (t->space && (s->work->text.n != 0 || side_has_comments(s)))
		buf_putc(&s->work->text, ' ');
	if (t->kind == IR_T_LITERAL)
		piece_literal(s, t, end);
	else if (t->kind == IR_T_DOLLAR)
		buf_putc(&s->work->text, '$');
	else if (t->kind == IR_T_MACRO)
		piece_value(s, t->text);
	else
		symbol(s, t);
}

/* The word that a literal is; META_NONE: it is more than one.  Most are operator characters that have been met before. */
static inline struct tok literal(struct side *s, const struct ir_token *t, const struct ir_token *end)
{
	struct tok word = t->text.n == 1 ? s->work->operators[(unsigned char)*t->text.p] : NO_WORD;

	return word.id != META_NONE ? word : piece_word(s, t, end);
}

/*
 * Nearly all tokens, where no text waits and no condition is open, are words or symbols without a name: they are done in
 * a row.  The first that is another.
 */
static const struct ir_token *usual_left(struct side *s, const struct ir_token *t, const struct ir_token *end)
{
	struct tok *to = room_for(s, (size_t)(end - t)), *from = to;
	size_t piece = s->piece;

	for (; t != end; t++, to++) {
		if (t->kind == IR_T_LITERAL) {
			struct tok word = piece < ENGINE_TOKENS_MAX ? literal(s, t, end) : NO_WORD;

			if (word.id == META_NONE)
				break;
			*to = word;
			s->p->words.v[word.id].uses++;
			piece++;
		} else {
			unsigned kind = operators[t->kind];

			if (kind == LHS_LITERAL)
				break;
			*to = op_of(kind, 0, 0);
			s->positions += kind != LHS_ZERO;
			piece = 0;
		}
	}
	s->piece = piece;
	s->work->ops.n += (size_t)(to - from);
	return t;
}

/* On the right $1 … are such symbols too. */
static const struct ir_token *usual_right(struct side *s, const struct ir_token *t, const struct ir_token *end)
{
	struct tok *to = room_for(s, 2 * (size_t)(end - t)), *ops = s->work->ops.v, *run = s->run != 0 ? ops + s->run - 1 : NULL;
	size_t piece = s->piece;

	for (; t != end; t++) {
		struct tok word;

		if (t->kind == IR_T_LITERAL) {
			word = piece < ENGINE_TOKENS_MAX ? literal(s, t, end) : NO_WORD;
			if (word.id == META_NONE)
				break;
			s->quoted |= run != NULL && is_meta(to[-1], META_CALL) && rule_is_quoted(t->text);
			piece++;
		} else if (t->kind == IR_T_POSITION && *t->text.p != '0') {
			*to++ = position(s, t);
			run = NULL;
			piece = 0;
			continue;
		} else {
			word = (struct tok){metas[t->kind], metas[t->kind]};
			if (word.id == META_NONE)
				break;
			piece = 0;
			lookup(s, word.id);
			if (takes_prefix(s, to, word))
				continue;
		}
		if (run == NULL) {
			run = to++;
			*run = op_of(RHS_RUN, 0, 0);
		}
		*to++ = word;
		run->fold++;
	}
	s->piece = piece;
	s->work->ops.n = (size_t)(to - ops);
	s->run = run != NULL ? (size_t)(run - ops) + 1 : 0;
	return t;
}

static bool is_usual(const struct side *s)
{
	return s->work->text.n == 0 && s->ifs == 0 && !side_has_comments(s);
}

static void compile_side(struct side *s, const struct ir_tokens *tokens)
{
	const struct ir_token *t = tokens->v, *end = tokens->n != 0 ? t + tokens->n : t;

	for (bool usual = !side_has_comments(s); t != end; usual = is_usual(s)) {
		if (usual)
			t = s->left ? usual_left(s, t, end) : usual_right(s, t, end);
		if (t == end)
			return;
		one_token(s, t++, end);
	}
	piece_end(s);
}

/* Nothing is left of a left-hand side that is none. */
static void end_left(struct side *left)
{
	struct op_list *ops = &left->work->ops;

	if (ops->n == 0)
		program_say(left->p, CFRW_ERROR, left->item, "R line: null LHS");
	if (left->positions <= ENGINE_OPERATORS_MAX)
		return;
	program_say(left->p, CFRW_ERROR, left->item, "R line: too many wildcards");
	ops->n = 0;
}

static void end_right(struct side *right)
{
	if (right->work->ops.n == right->from && right->prefix == META_NONE)
		program_say(right->p, CFRW_ERROR, right->item, "R line: null RHS");
	else if (right->end != META_NONE)
		program_say(right->p, CFRW_ERROR, right->item, "missing map closing token");
}

void rule_compile(cfrw_program *p, struct rule_work *work, const struct ir_item *item, struct rule *rule)
{
	struct side left = {.p = p, .item = item, .left = true, .work = work}, right = {.p = p, .item = item, .work = work};
	struct op_list *ops = &work->ops;

	room_for(&left, 1); /* a rule without anything has its place, too */
	compile_side(&left, &item->lhs);
	end_left(&left);
	right.from = ops->n;
	right.bound = left.positions;
	compile_side(&right, &item->rhs);
	end_right(&right);
	*rule = (struct rule){.lhs = ops->v, .nlhs = (uint32_t)right.from, .nrhs = (uint32_t)(ops->n - right.from), .line = item->origin.at.line,
	                      .positions = right.positions != 0, .prefix = (unsigned char)right.prefix, .quoted = right.quoted, .number = p->nrules++};
	if (rule->quoted)
		rule->bare = p->nbare++;
	ops->v += ops->n;
	ops->cap -= ops->n;
	ops->n = 0;
}
