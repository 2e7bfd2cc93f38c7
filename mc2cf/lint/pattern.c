/*
 * pattern.c - see pattern.h
 *
 * To ask whether a covers b, a is matched against b's tokens as if they were
 * an address: $* takes any of them, $- one that stands for a single token.  A
 * $+ of b counts as one token with any number behind it.
 */
#include <string.h>

#include "ir/token.h"
#include "lint/limits.h"
#include "lint/pattern.h"

struct side {
	const struct ir_token *v[LINT_PATTERN_MAX];
	size_t n;
};

static const struct ir_token one = {.kind = IR_T_ONE}, any = {.kind = IR_T_ZEROANY};

static bool push(struct side *s, const struct ir_token *t)
{
	if (s->n == LINT_PATTERN_MAX)
		return false;
	s->v[s->n++] = t;
	return true;
}

/* The tokens without $@, and where split $+ as $- $*; false where one cannot be compared. */
static bool make_side(struct side *s, const struct ir_tokens *t, bool split)
{
	bool good = true;

	s->n = 0;
	for (size_t i = 0; i < t->n && good; i++) {
		enum ir_token_kind k = t->v[i].kind;

		if (k == IR_T_IF || k == IR_T_FI || k == IR_T_DOLLAR)
			return false;
		if (k == IR_T_ONEANY && split)
			good = push(s, &one) && push(s, &any);
		else if (k != IR_T_ZERO)
			good = push(s, &t->v[i]);
	}
	return good;
}

/* Stands for exactly one token. */
static bool is_single(const struct ir_token *t)
{
	return t->kind == IR_T_LITERAL || t->kind == IR_T_ONE || t->kind == IR_T_NOTCLASS;
}

/* Stands for one token at least. */
static bool is_something(const struct ir_token *t)
{
	return is_single(t) || t->kind == IR_T_CLASS || t->kind == IR_T_SEPARATOR || t->kind == IR_T_MAILER;
}

/* Whether one token of a takes one of b, and no more; a is none of $* and $+. */
static bool takes(const struct ir_token *a, const struct ir_token *b)
{
	switch (a->kind) {
	case IR_T_LITERAL:  return b->kind == IR_T_LITERAL && slice_caseeq(a->text, b->text);
	case IR_T_ONE:      return is_single(b);
	case IR_T_CLASS:
	case IR_T_NOTCLASS: return a->kind == b->kind && slice_eq(a->text, b->text);
	case IR_T_MACRO:    return b->kind == IR_T_MACRO && slice_eq(a->text, b->text) && a->space == b->space;
	case IR_T_SEPARATOR:
	case IR_T_MAILER:   return a->kind == b->kind;
	default:            return false;
	}
}

/* now[j]: what stands before in a can take b's first j tokens; then with one token of a more. */
static void advance(const struct ir_token *a, const struct side *b, bool *now)
{
	bool next[LINT_PATTERN_MAX + 1] = {false}, open = false;
	size_t j;

	if (a->kind == IR_T_ZEROANY) {
		for (j = 0; j <= b->n; j++)
			now[j] = open = open || now[j];
		return;
	}
	for (j = 0; j < b->n; j++) {
		bool more = open; /* a $+ that has something already */

		if (a->kind != IR_T_ONEANY) {
			next[j + 1] = now[j] && takes(a, b->v[j]);
			continue;
		}
		for (size_t k = 0; k <= j && is_something(b->v[j]) && !more; k++)
			more = now[k];
		next[j + 1] = open = more;
	}
	memcpy(now, next, (b->n + 1) * sizeof *now);
}

bool lint_covers(const struct ir_tokens *a, const struct ir_tokens *b)
{
	bool now[LINT_PATTERN_MAX + 1] = {true};
	struct side x, y;

	if (!make_side(&x, a, false) || !make_side(&y, b, true))
		return false;
	for (size_t i = 0; i < x.n; i++)
		advance(x.v[i], &y, now);
	return now[y.n];
}

bool lint_matches_all(const struct ir_tokens *lhs)
{
	for (size_t i = 0; i < lhs->n; i++)
		if (lhs->v[i].kind != IR_T_ZEROANY)
			return false;
	return lhs->n != 0;
}

bool lint_is_fixed(const struct ir_tokens *lhs)
{
	for (size_t i = 0; i < lhs->n; i++)
		if (lhs->v[i].kind == IR_T_DEFERRED)
			return false;
	return true;
}

/* The n-th operator of the left-hand side. */
static const struct ir_token *operator_at(const struct ir_tokens *lhs, size_t n)
{
	for (size_t i = 0; i < lhs->n; i++)
		if (ir_token_is_operator(lhs->v[i].kind) && --n == 0)
			return &lhs->v[i];
	return NULL;
}

bool lint_result(struct arena *a, const struct ir_tokens *lhs, const struct ir_tokens *rhs, size_t from, struct ir_tokens *out)
{
	*out = (struct ir_tokens){arena_array(a, rhs->n + 1, sizeof *out->v), 0};
	for (size_t i = from; i < rhs->n; i++) {
		const struct ir_token *t = &rhs->v[i];

		if (t->kind == IR_T_POSITION)
			t = t->text.n == 1 && t->text.p[0] >= '1' ? operator_at(lhs, (size_t)(t->text.p[0] - '0')) : NULL;
		else if (t->kind != IR_T_LITERAL && t->kind != IR_T_MACRO && t->kind != IR_T_DEFERRED && t->kind != IR_T_SEPARATOR)
			t = NULL;
		if (t == NULL)
			return false;
		out->v[out->n++] = *t;
	}
	return true;
}

enum lint_turn lint_turn(const struct ir_item *rule)
{
	if (rule->rhs.n == 0)
		return LINT_TURN_ONCE;
	switch (rule->rhs.v[0].kind) {
	case IR_T_AT:
	case IR_T_MAILER: return LINT_TURN_ENDS;
	case IR_T_COLON:  return LINT_TURN_ONCE;
	default:          return LINT_TURN_REPEATS;
	}
}

bool lint_token_is(const struct ir_token *t, const char *s)
{
	return t->kind == IR_T_LITERAL && slice_eq_str(t->text, s);
}

bool lint_side_has(const struct ir_tokens *t, enum ir_token_kind kind)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].kind == kind)
			return true;
	return false;
}
