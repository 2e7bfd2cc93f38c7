/*
 * lex.c - the text of a rule's sides into tokens
 *
 * The order is sendmail's: $-constructs are seen first, quotes and operators
 * in what lies between (a macro's value comes in between the two when
 * sendmail loads the file: see ir/token.h).  Metasymbols are what stands
 * behind a $, with or without braces: ${1} is $1.
 */
#include "cf/read_priv.h"
#include "ir/token.h"

struct lexer {
	struct cf_reader *r;
	const unsigned char *symbols; /* of this side */
	struct slice s;
	size_t i;
	bool space;
	const char *line;
	uint32_t column;     /* of its first byte */
	struct cf_scratch *to; /* both sides */
	size_t n;            /* tokens in it: when there is something to read there is room for one more */
};

static void make_room(struct lexer *l)
{
	size_t cap = l->to->cap != 0 ? l->to->cap * 2 : 64;
	struct ir_token *v;

	if (l->n < l->to->cap)
		return;
	v = arena_array(l->r->arena, cap, sizeof(*v));
	if (l->n != 0)
		memcpy(v, l->to->v, l->n * sizeof(*v));
	*l->to = (struct cf_scratch){v, cap};
}

static inline void put(struct ir_token *t, enum ir_token_kind kind, bool space, uint32_t col, struct slice text)
{
	t->kind = kind;
	t->space = space;
	t->col = col;
	t->text = text;
}

static void push(struct lexer *l, enum ir_token_kind kind, struct slice text, const char *at)
{
	put(&l->to->v[l->n++], kind, l->space, (uint32_t)(at - l->line) + l->column, text);
	l->space = false;
}

/* $* $+ … and $1: the kind of what stands behind a $; 0 where it names a macro, or more is to come. $@ has two meanings. */
#define SYMBOLS(at)                                                                                                                                        \
	{                                                                                                                                                  \
		['*'] = IR_T_ZEROANY, ['+'] = IR_T_ONEANY, ['-'] = IR_T_ONE, ['@'] = (at), [':'] = IR_T_COLON, ['#'] = IR_T_MAILER, ['>'] = IR_T_CALL,     \
		['|'] = IR_T_SEPARATOR, ['.'] = IR_T_FI, ['['] = IR_T_HOSTBEGIN, [']'] = IR_T_HOSTEND, ['('] = IR_T_MAPBEGIN, [')'] = IR_T_MAPEND,         \
		['0'] = IR_T_POSITION, ['1'] = IR_T_POSITION, ['2'] = IR_T_POSITION, ['3'] = IR_T_POSITION, ['4'] = IR_T_POSITION,                         \
		['5'] = IR_T_POSITION, ['6'] = IR_T_POSITION, ['7'] = IR_T_POSITION, ['8'] = IR_T_POSITION, ['9'] = IR_T_POSITION,                         \
	}
static const unsigned char symbols_right[256] = SYMBOLS(IR_T_AT), symbols_left[256] = SYMBOLS(IR_T_ZERO);

/* The kinds that take a name behind a second character. */
static enum ir_token_kind named(char c)
{
	return c == '=' ? IR_T_CLASS : c == '~' ? IR_T_NOTCLASS : c == '&' ? IR_T_DEFERRED : c == '?' ? IR_T_IF : IR_T_MACRO;
}

/* The name at the front of rest is none: a sink has the construct all the same, with what stands there for a name. */
static bool lex_bad_name(struct lexer *l, struct slice *rest, struct slice *name, const char *why)
{
	bool empty = slice_starts(*rest, SLICE_LIT("{}"));

	if (l->r->sink == NULL) {
		cf_bad_name(l->r, (struct slice){l->s.p + l->i, cf_dollar_length(l->s, l->i)}, why);
		return false;
	}
	*name = (struct slice){rest->p, rest->n != 0 && !empty};
	*rest = cf_drop(*rest, empty ? 2 : name->n);
	return true;
}

/* What has a name: $x, ${name}, $=x …, or is spelled at length: ${*}. */
static bool lex_named(struct lexer *l)
{
	const char *at = l->s.p + l->i, *why;
	struct slice rest = cf_drop(l->s, l->i + 1), name;
	enum ir_token_kind kind;

	if (rest.n != 0 ? rest.p[0] == '$' : rest.p == l->r->text.p + l->r->text.n) {
		push(l, IR_T_DOLLAR, SLICE_LIT(""), at);
		l->i += rest.n != 0 ? 2 : 1;
		return true;
	}
	kind = named(rest.p[0]);
	if (kind != IR_T_MACRO)
		rest = cf_drop(rest, 1);
	if (!cf_take_name(&rest, &name, &why) && !lex_bad_name(l, &rest, &name, why))
		return false;
	l->i = (size_t)(rest.p - l->s.p);
	if (kind == IR_T_MACRO && name.n == 1 && l->symbols[(unsigned char)name.p[0]] != 0) {
		kind = l->symbols[(unsigned char)name.p[0]];
		name.n = kind == IR_T_POSITION;
	}
	push(l, kind, name, at);
	return true;
}

static void lex_quoted(struct lexer *l)
{
	size_t from = l->i++;
	struct slice s = l->s;

	while (l->i < s.n && s.p[l->i] != '"') {
		if (s.p[l->i] == '$')
			l->i += cf_dollar_length(s, l->i);
		else
			l->i += s.p[l->i] == '\\' && l->i + 1 < s.n ? 2 : 1;
	}
	if (l->i < s.n) {
		l->i++;
	} else {
		struct diag *g = cf_say(l->r, 417, s.p + from, "this quote is not closed");

		diag_help(g, "close it with another \"; a # in a quoted text begins a comment unless it is written \\#");
	}
	s = (struct slice){s.p + from, l->i - from};
	while (cf_is_space(s.p[s.n - 1]) || cf_ends_in_lone_dollar(s)) /* an open one: these are nothing at a line's end */
		s.n--;
	push(l, IR_T_LITERAL, s, s.p);
}

/* \! is the operator !: sendmail drops that backslash, and only that one. */
static bool at_bang(struct slice s, size_t i)
{
	return i + 1 < s.n && s.p[i] == '\\' && s.p[i + 1] == '!';
}

static void push_without_bangs(struct lexer *l, struct slice text)
{
	struct buf b;

	buf_init(&b, l->r->arena);
	for (size_t i = 0; i < text.n; i++)
		if (!at_bang(text, i))
			buf_putc(&b, text.p[i]);
	push(l, IR_T_LITERAL, buf_slice(&b), text.p);
}

/* A backslash at the end, or before a line break, holds nothing: sendmail drops it. */
static bool holds_nothing(struct slice s, size_t i)
{
	struct slice rest = cf_drop(s, i + 1);

	return rest.n == 0 || (cf_is_space(rest.p[0]) && (rest.p[0] != ' ' || cf_skip_space(rest).n == 0));
}

/* Bytes that sendmail uses for its own codes: outside quotes it reads most of them as $* and the like. */
static void warn_code(struct cf_reader *r, const char *p)
{
	diag_help(cf_say(r, 424, p, "byte 0x%02x in a rule: sendmail takes it for one of its own codes", (unsigned char)*p),
	          "write rules in ASCII; in quotes any text will do");
}

/* The word's end, at l->i; whether it has a \! that is to go. */
static bool word_end(struct lexer *l)
{
	const unsigned char *kinds = l->r->kinds;
	struct slice s = l->s;
	bool bangs = false;

	for (; l->i < s.n; l->i++) {
		unsigned char kind = kinds[(unsigned char)s.p[l->i]];

		if (kind == CF_WORD)
			continue;
		if (kind == CF_CODE) {
			warn_code(l->r, s.p + l->i);
			continue;
		}
		if (kind != CF_BACKSLASH || (at_bang(s, l->i) && kinds['!'] == CF_OPERATOR) || holds_nothing(s, l->i))
			break;
		bangs |= at_bang(s, l->i);
		l->i += s.p[l->i + 1] != '$'; /* a $ begins a construct all the same */
	}
	return bangs;
}

static void lex_word(struct lexer *l)
{
	struct slice s = l->s, word;
	size_t from = l->i;
	bool bangs = word_end(l);

	word = (struct slice){s.p + from, l->i - from};
	if (l->i < s.n && s.p[l->i] == '\\' && holds_nothing(s, l->i))
		l->i++;
	if (word.n == 0)
		return;
	if (bangs)
		push_without_bangs(l, word);
	else
		push(l, IR_T_LITERAL, word, word.p);
}

/* Words, operators, blanks and symbols without a name: nearly all that rules are made of.  True: it stopped at something else. */
static bool lex_usual(struct lexer *l)
{
	const unsigned char *kinds = l->r->kinds, *symbols = l->symbols;
	const char *s = l->s.p;
	size_t i = l->i, end = l->s.n, room = l->to->cap - l->n;
	size_t most = end - i < room ? end : i + room; /* no token has less than a byte */
	size_t stop = most;                            /* or where something else stands */
	struct ir_token *t = l->to->v + l->n;
	uint32_t column = (uint32_t)(s - l->line) + l->column;
	bool space = l->space;

	while (i < stop) {
		unsigned char kind = kinds[(unsigned char)s[i]];
		enum ir_token_kind what = IR_T_LITERAL;
		size_t next = i + 1;
		struct slice text = {s + i, 1};

		switch (kind) {
		case CF_SPACE:
			space = true;
			i = next;
			continue;
		case CF_OPERATOR:
			break;
		case CF_DOLLAR:
			what = next < end ? symbols[(unsigned char)s[next]] : 0;
			if (what == 0) {
				stop = i;
				continue;
			}
			text = (struct slice){s + next++, what == IR_T_POSITION};
			break;
		case CF_WORD:
			while (next < end && (kind = kinds[(unsigned char)s[next]]) == CF_WORD)
				next++;
			if (kind == CF_BACKSLASH || kind == CF_CODE) {
				stop = i;
				continue;
			}
			text.n = next - i;
			break;
		default:
			stop = i;
			continue;
		}
		put(t++, what, space, (uint32_t)i + column, text);
		space = false;
		i = next;
	}
	l->i = i;
	l->n = (size_t)(t - l->to->v);
	l->space = space;
	return i < most;
}

/* What stands at l->i and is not usual; false: a name in it is bad. */
static bool lex_one(struct lexer *l)
{
	const char *at = l->s.p + l->i;
	enum cf_byte kind = (enum cf_byte)l->r->kinds[(unsigned char)*at];

	if (kind == CF_DOLLAR)
		return lex_named(l);
	if (kind == CF_QUOTE) {
		lex_quoted(l);
	} else if (kind == CF_BACKSLASH && at_bang(l->s, l->i) && l->r->kinds['!'] == CF_OPERATOR) {
		push(l, IR_T_LITERAL, (struct slice){at + 1, 1}, at);
		l->i += 2;
	} else {
		lex_word(l);
	}
	return true;
}

/* In a line that was folded only what stands before the first newline has a column. */
static void forget_columns(const struct lexer *l)
{
	const char *newline = memchr(l->line, '\n', l->r->text.n);

	for (size_t i = 0; newline != NULL && i < l->n; i++)
		if (l->to->v[i].col - l->column > (size_t)(newline - l->line))
			l->to->v[i].col = 0;
}

static bool lex_side(struct lexer *l, struct slice side, const unsigned char *symbols)
{
	size_t first = l->n;

	l->s = side;
	l->i = 0;
	l->symbols = symbols;
	while (l->i < side.n) {
		make_room(l);
		if (lex_usual(l) && !lex_one(l))
			return false;
	}
	if (l->n != first)
		l->to->v[first].space = false;
	l->space = false;
	return true;
}

/* Without a sink the tokens are kept, in memory of their own. */
static struct ir_token *kept(struct cf_reader *r, const struct ir_token *v, size_t n)
{
	struct ir_token *copy = arena_array(r->arena, n, sizeof(*copy));

	if (n != 0)
		memcpy(copy, v, n * sizeof(*copy));
	return copy;
}

bool cf_lex(struct cf_reader *r, struct slice left, struct slice right, struct ir_item *rule)
{
	struct lexer l = {.r = r, .line = r->text.p, .column = r->origin.at.col != 0 ? r->origin.at.col : 1, .to = &r->tokens};
	struct ir_token *v;
	size_t n;

	cf_settle_operators(r);
	if (!lex_side(&l, left, symbols_left))
		return false;
	n = l.n;
	if (!lex_side(&l, right, symbols_right))
		return false;
	if (r->folded.n != 0)
		forget_columns(&l);
	v = r->sink != NULL || l.n == 0 ? l.to->v : kept(r, l.to->v, l.n);
	rule->lhs = (struct ir_tokens){v, n};
	rule->rhs = (struct ir_tokens){n != 0 ? v + n : v, l.n - n};
	return true;
}
