/*
 * lex.c - the text of a rule's side into tokens
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
	struct cf_scratch *to;
	bool left;
	struct slice s;
	size_t i;
	bool space;
	const char *line;
	uint32_t column;   /* of its first byte */
	size_t n;          /* tokens in to */
};

static void grow(struct lexer *l)
{
	size_t cap = l->to->cap != 0 ? l->to->cap * 2 : 64;
	struct ir_token *v = arena_array(l->r->arena, cap, sizeof(*v));

	if (l->n != 0)
		memcpy(v, l->to->v, l->n * sizeof(*v));
	*l->to = (struct cf_scratch){v, cap};
}

static void push(struct lexer *l, enum ir_token_kind kind, struct slice text, const char *at)
{
	struct ir_token *t;

	if (l->n == l->to->cap)
		grow(l);
	t = &l->to->v[l->n];
	*t = (struct ir_token){kind, l->space, (uint32_t)(at - l->line) + l->column, text};
	l->n++;
	l->space = false;
}

/* $* $+ … and $1: the kind of what stands behind a $; 0 where it names a macro, or more is to come. */
static const unsigned char symbols[256] = {
	['*'] = IR_T_ZEROANY, ['+'] = IR_T_ONEANY,    ['-'] = IR_T_ONE, ['@'] = IR_T_AT,        [':'] = IR_T_COLON,   ['#'] = IR_T_MAILER,   ['>'] = IR_T_CALL,
	['|'] = IR_T_SEPARATOR, ['.'] = IR_T_FI,      ['['] = IR_T_HOSTBEGIN, [']'] = IR_T_HOSTEND, ['('] = IR_T_MAPBEGIN, [')'] = IR_T_MAPEND,
	['0'] = IR_T_POSITION, ['1'] = IR_T_POSITION, ['2'] = IR_T_POSITION, ['3'] = IR_T_POSITION, ['4'] = IR_T_POSITION,
	['5'] = IR_T_POSITION, ['6'] = IR_T_POSITION, ['7'] = IR_T_POSITION, ['8'] = IR_T_POSITION, ['9'] = IR_T_POSITION,
};

/* The kind of a character that is one of those; $@ has two meanings. */
static inline enum ir_token_kind symbol(const struct lexer *l, char c)
{
	enum ir_token_kind kind = symbols[(unsigned char)c];

	return kind == IR_T_AT && l->left ? IR_T_ZERO : kind;
}

/* The kinds that take a name behind a second character. */
static enum ir_token_kind named(char c)
{
	return c == '=' ? IR_T_CLASS : c == '~' ? IR_T_NOTCLASS : c == '&' ? IR_T_DEFERRED : c == '?' ? IR_T_IF : IR_T_MACRO;
}

/* What has a name: $x, ${name}, $=x …, or is spelled at length: ${*}. */
static bool lex_named(struct lexer *l)
{
	const char *at = l->s.p + l->i, *why;
	size_t n = cf_dollar_length(l->s, l->i);
	struct slice rest = {at + 1, n - 1}, name;
	enum ir_token_kind kind;

	l->i += n;
	if (n == 2 ? at[1] == '$' : n == 1 && at + 1 == l->r->text.p + l->r->text.n) {
		push(l, IR_T_DOLLAR, SLICE_LIT(""), at);
		return true;
	}
	kind = named(rest.p[0]);
	if (kind != IR_T_MACRO)
		rest = cf_drop(rest, 1);
	if (!cf_take_name(&rest, &name, &why)) {
		cf_bad_name(l->r, (struct slice){at, n}, why);
		return l->r->sink != NULL && kind == IR_T_MACRO && n == 2; /* sendmail complains of no $ with a blank behind it, and puts nothing there */
	}
	if (kind == IR_T_MACRO && name.n == 1 && symbols[(unsigned char)name.p[0]] != 0) {
		kind = symbol(l, name.p[0]);
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

/* Words, operators, blanks and symbols without a name: nearly all that rules are made of.  Stops at anything else, or where there is no room. */
static void lex_usual(struct lexer *l)
{
	const unsigned char *kinds = l->r->kinds;
	const char *p = l->s.p + l->i, *end = l->s.p + l->s.n;
	struct ir_token *t = l->to->v + l->n, *full = l->to->v + l->to->cap;
	uint32_t column = l->column;

	while (p < end && t < full) {
		unsigned char kind = kinds[(unsigned char)*p];
		enum ir_token_kind what = IR_T_LITERAL;
		const char *next = p + 1;
		struct slice text = {p, 1};

		if (kind == CF_SPACE) {
			l->space = true;
			p = next;
			continue;
		}
		if (kind == CF_WORD) {
			while (next < end && kinds[(unsigned char)*next] == CF_WORD)
				next++;
			if (next < end && (kinds[(unsigned char)*next] == CF_BACKSLASH || kinds[(unsigned char)*next] == CF_CODE))
				break;
			text.n = (size_t)(next - p);
		} else if (kind == CF_DOLLAR && next < end && symbols[(unsigned char)*next] != 0) {
			what = symbol(l, *next);
			text = (struct slice){next++, what == IR_T_POSITION};
		} else if (kind != CF_OPERATOR) {
			break;
		}
		*t++ = (struct ir_token){what, l->space, (uint32_t)(p - l->line) + column, text};
		l->space = false;
		p = next;
	}
	l->i = (size_t)(p - l->s.p);
	l->n = (size_t)(t - l->to->v);
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

/* Without a sink the tokens are kept, in memory of their own. */
static struct ir_token *kept(struct cf_reader *r, const struct ir_token *v, size_t n)
{
	struct ir_token *copy = arena_array(r->arena, n, sizeof(*copy));

	if (n != 0)
		memcpy(copy, v, n * sizeof(*copy));
	return copy;
}

bool cf_lex(struct cf_reader *r, struct slice side, bool left, struct ir_tokens *out)
{
	struct lexer l = {.r = r, .to = &r->sides[left], .left = left, .s = side, .line = r->text.p, .column = r->origin.at.col != 0 ? r->origin.at.col : 1};

	cf_settle_operators(r);
	while (l.i < side.n) {
		if (l.n == l.to->cap)
			grow(&l);
		lex_usual(&l);
		if (l.i < side.n && l.n < l.to->cap && !lex_one(&l))
			return false;
	}
	if (l.n != 0)
		l.to->v[0].space = false;
	if (r->folded.n != 0)
		forget_columns(&l);
	*out = (struct ir_tokens){r->sink != NULL ? l.to->v : kept(r, l.to->v, l.n), l.n};
	return true;
}
