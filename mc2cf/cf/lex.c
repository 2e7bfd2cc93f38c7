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
	bool left;
	struct slice s;
	size_t i;
	bool space;
	bool folded; /* the line has a newline: only what stands before it has a column */
	size_t n; /* tokens in r->scratch */
};

static void push(struct lexer *l, enum ir_token_kind kind, struct slice text, const char *at)
{
	struct cf_reader *r = l->r;
	bool first_line = !l->folded || memchr(r->text.p, '\n', (size_t)(at - r->text.p)) == NULL;

	if (l->n == r->scratch_cap) {
		size_t cap = r->scratch_cap != 0 ? r->scratch_cap * 2 : 64;
		struct ir_token *v = arena_array(r->arena, cap, sizeof(*v));

		if (l->n != 0)
			memcpy(v, r->scratch, l->n * sizeof(*v));
		r->scratch = v;
		r->scratch_cap = cap;
	}
	r->scratch[l->n] = (struct ir_token){
		.kind = kind,
		.space = l->space && l->n > 0,
		.col = first_line ? (uint32_t)(at - r->text.p) + (r->origin.at.col != 0 ? r->origin.at.col : 1) : 0,
		.text = text,
	};
	l->n++;
	l->space = false;
}

/* $* $+ … : the kind behind a $, or IR_T_MACRO where the character names a macro. */
static enum ir_token_kind metasymbol(char c)
{
	static const char chars[] = "*+-@:#>|.[]()";
	static const enum ir_token_kind kinds[] = {
		IR_T_ZEROANY,   IR_T_ONEANY, IR_T_ONE, IR_T_AT,        IR_T_COLON,   IR_T_MAILER,   IR_T_CALL,
		IR_T_SEPARATOR, IR_T_FI,     IR_T_HOSTBEGIN, IR_T_HOSTEND, IR_T_MAPBEGIN, IR_T_MAPEND,
	};
	const char *p = memchr(chars, c, sizeof(chars) - 1);

	return p != NULL ? kinds[p - chars] : IR_T_MACRO;
}

/* The kinds that take a name behind a second character. */
static enum ir_token_kind named(char c)
{
	return c == '=' ? IR_T_CLASS : c == '~' ? IR_T_NOTCLASS : c == '&' ? IR_T_DEFERRED : c == '?' ? IR_T_IF : IR_T_MACRO;
}

static bool lex_dollar(struct lexer *l)
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
		return false;
	}
	if (kind == IR_T_MACRO && name.n == 1) {
		kind = name.p[0] >= '0' && name.p[0] <= '9' ? IR_T_POSITION : metasymbol(name.p[0]);
		if (kind == IR_T_AT && l->left)
			kind = IR_T_ZERO;
		if (kind != IR_T_POSITION && kind != IR_T_MACRO)
			name = SLICE_LIT("");
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
static void check_byte(struct cf_reader *r, const char *p)
{
	unsigned char c = (unsigned char)*p;

	if (c >= 0x80 && c <= 0x9f)
		diag_help(cf_say(r, 424, p, "byte 0x%02x in a rule: sendmail takes it for one of its own codes", c),
		          "write rules in ASCII; in quotes any text will do");
}

static void lex_word(struct lexer *l)
{
	const bool *op = l->r->is_operator;
	struct slice s = l->s, word;
	size_t from = l->i;
	bool bangs = false;

	for (; l->i < s.n; l->i++) {
		char c = s.p[l->i];

		if (c == '\\' && at_bang(s, l->i)) {
			if (op['!'])
				break;
			bangs = true;
		}
		if (c == '$' || c == '"' || cf_is_space(c) || op[(unsigned char)c])
			break;
		check_byte(l->r, s.p + l->i);
		if (c == '\\' && holds_nothing(s, l->i))
			break;
		if (c == '\\' && s.p[l->i + 1] != '$') /* a $ begins a construct all the same */
			l->i++;
	}
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

static bool lex_one(struct lexer *l)
{
	char c = l->s.p[l->i];

	if (c == '$')
		return lex_dollar(l);
	if (c == '"') {
		lex_quoted(l);
	} else if (at_bang(l->s, l->i) && l->r->is_operator['!']) {
		push(l, IR_T_LITERAL, (struct slice){l->s.p + l->i + 1, 1}, l->s.p + l->i);
		l->i += 2;
	} else if (l->r->is_operator[(unsigned char)c]) {
		push(l, IR_T_LITERAL, (struct slice){l->s.p + l->i, 1}, l->s.p + l->i);
		l->i++;
	} else {
		lex_word(l);
	}
	return true;
}

bool cf_lex(struct cf_reader *r, struct slice side, bool left, struct ir_tokens *out)
{
	struct lexer l = {.r = r, .left = left, .s = side, .folded = memchr(r->text.p, '\n', r->text.n) != NULL};

	cf_settle_operators(r);
	while (l.i < side.n) {
		if (cf_is_space(side.p[l.i])) {
			l.space = true;
			l.i++;
		} else if (!lex_one(&l)) {
			return false;
		}
	}
	out->n = l.n;
	out->v = arena_array(r->arena, l.n, sizeof(*out->v));
	if (l.n != 0)
		memcpy(out->v, r->scratch, l.n * sizeof(*out->v));
	return true;
}
