/*
 * token.c - what a rule's tokens are called, and which of them touch
 */
#include "ir/ir.h"
#include "ir/token.h"

static const char *const spellings[] = {
#define T(name, spelling, sides, argument, meaning) spelling,
#include "ir/tokens.def"
#undef T
};

static const char *const names[] = {
#define T(name, spelling, sides, argument, meaning) #name,
#include "ir/tokens.def"
#undef T
};

static const char *const sides_of[] = {
#define T(name, spelling, sides, argument, meaning) sides,
#include "ir/tokens.def"
#undef T
};

const char *ir_token_spelling(enum ir_token_kind k)
{
	return k < IR_T_COUNT ? spellings[k] : "?";
}

const char *ir_token_name(enum ir_token_kind k)
{
	return k < IR_T_COUNT ? names[k] : "?";
}

enum ir_token_kind ir_token_of_sign(char sign, char side)
{
	enum ir_token_kind found = sign >= '0' && sign <= '9' ? IR_T_POSITION : IR_T_MACRO;

	for (int k = 0; k < IR_T_COUNT; k++)
		if (spellings[k][0] == '$' && spellings[k][1] == sign && sign != '\0' && (found == IR_T_MACRO || ir_token_on_side((enum ir_token_kind)k, side)))
			found = (enum ir_token_kind)k;
	return found;
}

bool ir_token_on_side(enum ir_token_kind k, char side)
{
	const char *sides = k < IR_T_COUNT ? sides_of[k] : "";

	return sides[0] == side || (sides[0] != '\0' && sides[1] == side);
}

bool ir_token_is_operator(enum ir_token_kind k)
{
	return k == IR_T_ZEROANY || k == IR_T_ONEANY || k == IR_T_ONE || k == IR_T_CLASS || k == IR_T_NOTCLASS;
}

/* Text that sendmail puts in before it cuts the rule into tokens: what it touches may become one token with it. */
static bool melts(enum ir_token_kind k)
{
	return k == IR_T_MACRO || k == IR_T_DOLLAR || k == IR_T_IF || k == IR_T_FI || k == IR_T_SEPARATOR;
}

static bool is_text(enum ir_token_kind k)
{
	return k == IR_T_LITERAL || melts(k);
}

bool ir_token_gap_counts(const struct ir_token *a, const struct ir_token *b)
{
	return is_text(a->kind) && is_text(b->kind) && (melts(a->kind) || melts(b->kind));
}

/* A word: a literal that is neither an operator nor quoted. */
static bool is_word(const struct ir_token *t)
{
	return t->kind == IR_T_LITERAL && t->text.n != 0 && t->text.p[0] != '"' &&
	       !(t->text.n == 1 && strchr(".:@[]()<>,;%!^/+=-&*|?~", t->text.p[0]) != NULL);
}

bool ir_token_apart(const struct ir_token *a, const struct ir_token *b)
{
	return b->space || (is_word(a) && is_word(b));
}

bool ir_tokens_equal(const struct ir_tokens *a, const struct ir_tokens *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++) {
		if (a->v[i].kind != b->v[i].kind || !slice_eq(a->v[i].text, b->v[i].text))
			return false;
		if (i > 0 && a->v[i].space != b->v[i].space && ir_token_gap_counts(&a->v[i - 1], &a->v[i]))
			return false;
	}
	return true;
}

struct slice ir_token_bare(const struct ir_token *t)
{
	struct slice s = t->text;

	if (s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"')
		return (struct slice){s.p + 1, s.n - 2};
	return s;
}

static void put_name(struct slice name, struct buf *out)
{
	bool braces = name.n > 1;

	if (braces)
		buf_putc(out, '{');
	buf_put_slice(out, name);
	if (braces)
		buf_putc(out, '}');
}

void ir_token_put(const struct ir_token *t, struct buf *out)
{
	buf_puts(out, ir_token_spelling(t->kind));
	switch (t->kind) {
	case IR_T_LITERAL:
	case IR_T_POSITION:
		buf_put_slice(out, t->text);
		break;
	case IR_T_CLASS:
	case IR_T_NOTCLASS:
	case IR_T_MACRO:
	case IR_T_DEFERRED:
	case IR_T_IF:
		put_name(t->text, out);
		break;
	default: /* the spelling says it all */
		break;
	}
}
