/*
 * pattern.h - left-hand sides as sets of addresses; private to lint/
 *
 * Every answer that is true is sure; false means that it is not so, or that
 * only sendmail can know.  What a class holds, and what $x brings in, counts
 * as unknown: the same class and the same macro are equal to themselves alone.
 */
#ifndef LINT_PATTERN_H
#define LINT_PATTERN_H

#include "base/arena.h"
#include "ir/ir.h"

/* Whether a matches all that b matches. */
bool lint_covers(const struct ir_tokens *a, const struct ir_tokens *b);
/* Whether it matches whatever it gets. */
bool lint_matches_all(const struct ir_tokens *lhs);
/* Whether it matches the same today and tomorrow: it has no $&x. */
bool lint_is_fixed(const struct ir_tokens *lhs);
/* What the tokens of rhs from `from' on make of what lhs matches, written as a left-hand side; false where there are calls, look-ups and the like in it. */
bool lint_result(struct arena *a, const struct ir_tokens *lhs, const struct ir_tokens *rhs, size_t from, struct ir_tokens *out);

/* What a rule does where it matches. */
enum lint_turn {
	LINT_TURN_ENDS,    /* $@ and $#: the ruleset ends */
	LINT_TURN_ONCE,    /* $:: the next rule's turn */
	LINT_TURN_REPEATS  /* neither: again, until it matches no longer */
};
enum lint_turn lint_turn(const struct ir_item *rule);

/* Whether a token is that text. */
bool lint_token_is(const struct ir_token *t, const char *s);
/* Whether a side has a token of a kind. */
bool lint_side_has(const struct ir_tokens *t, enum ir_token_kind kind);

#endif
