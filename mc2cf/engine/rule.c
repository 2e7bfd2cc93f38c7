/*
 * rule.c - from a rule as the .cf has it to what the engine runs
 *
 * The order is sendmail's: macros are put in and conditions decided first, and
 * only then is the text cut into tokens, so a value may bring operators, quotes
 * and blanks of its own.  Metasymbols stand between two pieces of such text.
 */
#include "engine/program.h"
#include "ir/token.h"

struct side {
	cfrw_program *p;
	const struct ir_item *item;
	bool left;
	struct rule_work *work;
	struct buf *text;     /* not yet cut */
	size_t piece;         /* tokens since the last symbol */
	unsigned comment;     /* parentheses that are open, in an old file: symbols in them do not count */
	struct op *v;         /* work's, until all are known */
	size_t n;
	unsigned ifs;         /* conditions that are open */
	unsigned skipping;    /* depth of $? below the one that does not hold, plus one; 0: nothing is left out */
	bool elses;           /* while skipping: a $| ends it */
};

static const enum word_meta metas[IR_T_COUNT] = {
	[IR_T_HOSTBEGIN] = META_HOSTBEGIN, [IR_T_HOSTEND] = META_HOSTEND, [IR_T_MAPBEGIN] = META_MAPBEGIN, [IR_T_MAPEND] = META_MAPEND,
	[IR_T_CALL] = META_CALL, [IR_T_MAILER] = META_MAILER, [IR_T_AT] = META_AT, [IR_T_COLON] = META_COLON, [IR_T_SEPARATOR] = META_SEPARATOR,
};

static void push(struct side *s, struct op op)
{
	struct rule_work *work = s->work;

	if (s->n == work->cap) {
		size_t cap = work->cap != 0 ? work->cap * 2 : 256;
		struct op *v = arena_array(s->p->arena, cap, sizeof(*v));

		if (s->n != 0)
			memcpy(v, work->v, s->n * sizeof(*v));
		work->v = v;
		work->cap = cap;
	}
	work->v[s->n++] = op;
}

static void push_word(struct side *s, struct tok t)
{
	if (s->left)
		push(s, (struct op){LHS_LITERAL, t.id, t.fold, 0});
	else
		push(s, (struct op){RHS_LITERAL, t.id, t.fold, 0});
}

static void push_meta(struct side *s, enum word_meta m)
{
	push_word(s, (struct tok){m, m});
}

static void unbalanced(void *data, char what)
{
	struct side *s = data;

	program_say(s->p, CFRW_WARNING, s->item, "%.*s... Unbalanced '%c'", SLICE_ARG(buf_slice(s->text)), what);
}

static void cut(struct side *s, struct slice text)
{
	struct tok v[ENGINE_TOKENS_MAX];
	struct scan scan = {.words = &s->p->words, .v = v, .max = ENGINE_TOKENS_MAX - s->piece, .comments = s->p->level < 9, .loose = true, .comment = s->comment,
	                    .fault = unbalanced, .data = s};
	enum scan_result r = scan_text(&scan, text);

	if (r == SCAN_NO_MEMORY)
		program_no_memory(s->p);
	if (r != SCAN_OK)
		program_say(s->p, CFRW_ERROR, s->item, "cannot cut this rule into tokens: one is too long, or there are too many");
	for (size_t i = 0; i < scan.n; i++)
		push_word(s, v[i]);
	s->piece = 0;
	s->comment = scan.comment;
}

/* A macro that is put in when the rule is used. */
static void push_deferred(struct side *s, struct slice name)
{
	push(s, (struct op){s->left ? (uint32_t)LHS_DEFERRED : (uint32_t)RHS_DEFERRED, (uint32_t)program_macro(s->p, name), 0, 0});
}

static struct slice deferred_name(struct slice *rest)
{
	struct slice name;

	if (rest->n != 0 && rest->p[0] == '{') {
		*rest = (struct slice){rest->p + 1, rest->n - 1};
		if (slice_next(rest, '}', &name))
			return name;
		return SLICE_NONE;
	}
	name = (struct slice){rest->p, rest->n != 0};
	*rest = (struct slice){rest->p + name.n, rest->n - name.n};
	return name;
}

/* Text that waits becomes tokens; what a value had as $&x is one of its own. */
static void flush(struct side *s)
{
	struct slice text = buf_slice(s->text), mark = SLICE_LIT("\x81&");

	while (text.n != 0) {
		ptrdiff_t at = slice_find(text, mark);
		struct slice front = {text.p, at >= 0 ? (size_t)at : text.n};

		cut(s, front);
		text = (struct slice){text.p + front.n, text.n - front.n};
		if (at < 0)
			break;
		text = (struct slice){text.p + 2, text.n - 2};
		push_deferred(s, deferred_name(&text));
	}
	s->text->n = 0;
	s->piece = 0;
}

static void put_text(struct side *s, struct slice text)
{
	expand_text(s->text, text, true, program_macro_value, s->p);
}

static bool is_defined(const struct side *s, struct slice name)
{
	struct slice value;

	return program_macro_value(s->p, name, &value) && value.n != 0;
}

static void literal(struct side *s, const struct ir_token *t)
{
	if (memchr(t->text.p, '$', t->text.n) != NULL)
		put_text(s, name_translate(s->p->arena, t->text));
	else
		buf_put_slice(s->text, t->text);
}

/* Old files have comments in rules, whose parentheses may be anywhere. */
static bool has_comments(const struct side *s)
{
	return s->p->level < 9;
}

/* Whether what stands at tokens[i] ends the text before it, whatever that is. */
static bool is_apart(const struct side *s, const struct ir_tokens *tokens, size_t i)
{
	const struct ir_token *t = &tokens->v[i];

	if (i == tokens->n || t->space)
		return true;
	if (t->kind == IR_T_LITERAL)
		return t->text.n != 0 && (s->p->kinds[(unsigned char)t->text.p[0]] == SCAN_OPERATOR || s->p->kinds[(unsigned char)t->text.p[0]] == SCAN_QUOTE);
	return t->kind != IR_T_MACRO && t->kind != IR_T_DOLLAR && t->kind != IR_T_IF && t->kind != IR_T_SEPARATOR && t->kind != IR_T_FI;
}

/* Whether the text is one token: an operator, or bytes of one kind, or all between two quotes. */
static bool is_token(const unsigned char *kinds, struct slice text)
{
	unsigned char first = text.n != 0 ? kinds[(unsigned char)text.p[0]] : SCAN_SPACE;
	bool quoted = first == SCAN_QUOTE;

	if (first == SCAN_OPERATOR)
		return text.n == 1;
	if (text.n > ENGINE_TOKEN_MAX || (!quoted && first != SCAN_ATOM) || (quoted && (text.n < 2 || text.p[text.n - 1] != '"')))
		return false;
	for (size_t i = quoted; i < text.n - quoted; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if (c == '$' || c == '\0' || c >= 0x80 || c == '\\' || (quoted ? c == '"' : kinds[c] != SCAN_ATOM))
			return false;
	}
	return true;
}

/* Most text of rules is a token as it stands, and need not be cut; false: it must be. */
static bool whole_token(struct side *s, const struct ir_tokens *tokens, size_t i)
{
	struct slice text = tokens->v[i].text;
	struct tok t;

	if (s->text->n != 0 || s->piece == ENGINE_TOKENS_MAX || has_comments(s) || !is_token(s->p->kinds, text))
		return false;
	if (s->p->kinds[(unsigned char)text.p[0]] == SCAN_ATOM && !is_apart(s, tokens, i + 1))
		return false;
	if (!words_intern(&s->p->words, text, &t))
		program_no_memory(s->p);
	push_word(s, t);
	s->piece++;
	return true;
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
	push_word(s, w);
}

static void symbol(struct side *s, const struct ir_token *t)
{
	static const uint32_t operators[IR_T_COUNT] = {
		[IR_T_ZEROANY] = LHS_ZEROANY, [IR_T_ONEANY] = LHS_ONEANY, [IR_T_ONE] = LHS_ONE, [IR_T_ZERO] = LHS_ZERO, [IR_T_CLASS] = LHS_CLASS,
		[IR_T_NOTCLASS] = LHS_NOTCLASS,
	};

	flush(s);
	if (s->comment != 0)
		return;
	if (t->kind == IR_T_DEFERRED)
		push_deferred(s, t->text);
	else if (metas[t->kind] != META_NONE)
		push_meta(s, metas[t->kind]);
	else if (!s->left && t->kind == IR_T_POSITION && t->text.p[0] != '0')
		push(s, (struct op){RHS_POSITION, (uint32_t)(t->text.p[0] - '1'), 0, 0});
	else if (s->left && (t->kind == IR_T_CLASS || t->kind == IR_T_NOTCLASS))
		push(s, (struct op){operators[t->kind], (uint32_t)program_class(s->p, t->text), 0, 0});
	else if (s->left && operators[t->kind] != 0)
		push(s, (struct op){operators[t->kind], 0, 0, 0});
	else
		odd(s, t);
}

/* Conditions; true where the token was one, or is left out. */
static bool condition(struct side *s, const struct ir_token *t)
{
	if (s->skipping != 0) {
		if (t->kind == IR_T_IF)
			s->skipping++;
		else if (t->kind == IR_T_FI && --s->skipping == 0)
			return true;
		else if (t->kind == IR_T_SEPARATOR && s->skipping == 1 && s->elses) {
			s->skipping = 0;
			s->ifs++;
		}
		return true;
	}
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

static void compile_side(struct side *s, const struct ir_tokens *tokens)
{
	for (size_t i = 0; i < tokens->n; i++) {
		const struct ir_token *t = &tokens->v[i];

		if (t->space && s->skipping == 0 && (s->text->n != 0 || has_comments(s)))
			buf_putc(s->text, ' ');
		if (condition(s, t))
			continue;
		if (t->kind == IR_T_LITERAL) {
			if (!whole_token(s, tokens, i))
				literal(s, t);
		} else if (t->kind == IR_T_DOLLAR) {
			buf_putc(s->text, '$');
		} else if (t->kind == IR_T_MACRO) {
			struct slice value;

			if (program_macro_value(s->p, t->text, &value))
				put_text(s, value);
		} else {
			symbol(s, t);
		}
	}
	flush(s);
}

/* A ruleset's name in quotes behind $>. */
static bool has_quoted_name(const struct side *s)
{
	for (size_t i = 1; i < s->n; i++)
		if (s->v[i].kind == RHS_LITERAL && s->v[i - 1].kind == RHS_LITERAL && s->v[i - 1].arg == META_CALL &&
		    rule_is_quoted(word_text(&s->p->words, s->v[i].arg)))
			return true;
	return false;
}

static void measure(const struct rule *rule, struct gate *g)
{
	unsigned min = 0, wide = 0;

	for (size_t i = 0; i < rule->nlhs; i++) {
		const struct op *op = &rule->lhs[i];

		min += op->kind != LHS_ZEROANY && op->kind != LHS_ZERO && op->kind != LHS_DEFERRED;
		wide += op->kind == LHS_ZEROANY || op->kind == LHS_ONEANY || op->kind == LHS_CLASS || op->kind == LHS_DEFERRED;
	}
	g->min = (uint16_t)min;
	g->max = wide != 0 ? UINT16_MAX : (uint16_t)min;
}

static void check_positions(const struct side *right, unsigned operators)
{
	for (size_t i = 0; i < right->n; i++)
		if (right->v[i].kind == RHS_POSITION && right->v[i].arg >= operators)
			program_say(right->p, CFRW_ERROR, right->item, "replacement $%u out of bounds", right->v[i].arg + 1);
}

static unsigned count_operators(const struct side *left)
{
	unsigned n = 0;

	for (size_t i = 0; i < left->n; i++)
		n += left->v[i].kind >= LHS_ZEROANY && left->v[i].kind <= LHS_NOTCLASS;
	return n;
}

static bool names_position(const struct side *right)
{
	for (size_t i = 0; i < right->n; i++)
		if (right->v[i].kind == RHS_POSITION)
			return true;
	return false;
}

/* A prefix of the right-hand side: what comes after a match. */
static enum word_meta prefix(const struct side *right)
{
	uint32_t first = right->n != 0 && right->v[0].kind == RHS_LITERAL ? right->v[0].arg : META_NONE;

	return first == META_COLON || first == META_AT ? first : META_NONE;
}

static void compile_tokens(struct side *s, const struct ir_tokens *tokens)
{
	compile_side(s, tokens);
	s->v = arena_array(s->p->arena, s->n, sizeof(*s->v));
	if (s->n != 0)
		memcpy(s->v, s->work->v, s->n * sizeof(*s->v));
}

void rule_compile(cfrw_program *p, struct rule_work *work, const struct ir_item *item, struct gate *gate, struct rule *rule)
{
	struct side left = {.p = p, .item = item, .left = true, .work = work, .text = &work->text}, right = left;
	enum word_meta then;

	right.left = false;
	compile_tokens(&left, &item->lhs);
	compile_tokens(&right, &item->rhs);
	if (left.n == 0)
		program_say(p, CFRW_ERROR, item, "R line: null LHS");
	if (right.n == 0)
		program_say(p, CFRW_ERROR, item, "R line: null RHS");
	if (names_position(&right))
		check_positions(&right, count_operators(&left));
	then = prefix(&right);
	*gate = (struct gate){.then = then == META_COLON ? ':' : then == META_AT ? '@' : 0};
	*rule = (struct rule){.lhs = left.v, .rhs = right.v + (then != META_NONE), .nlhs = (uint16_t)left.n,
	                      .nrhs = (uint16_t)(right.n - (then != META_NONE)), .item = item, .prefix = then, .quoted = has_quoted_name(&right)};
	if (rule->quoted)
		rule->bare = p->nbare++;
	measure(rule, gate);
}
