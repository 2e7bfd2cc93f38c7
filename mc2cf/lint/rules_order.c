/* rules_order.c - rules that another one stands in the way of */
#include "lint/checks.h"
#include "lint/limits.h"
#include "lint/pattern.h"
#include "lint/query.h"

/* Whether an address that the rule matches never comes behind it unchanged. */
static bool takes_away(const struct ir_item *rule)
{
	return lint_turn(rule) != LINT_TURN_ONCE && rule->rhs.n != 0 && lint_is_fixed(&rule->lhs);
}

/*
 * The rule that takes all that this one matches, or NULL.  Only rules that leave alone what they do not match may stand between
 * the two, and that are those which end the ruleset.
 */
static const struct ir_item *shadow_of(const struct lint_ruleset *r, size_t i)
{
	for (size_t k = i; k-- > 0 && i - k <= LINT_RULES_BACK;) {
		const struct ir_item *before = r->rules[k];

		if (takes_away(before) && lint_covers(&before->lhs, &r->rules[i]->lhs))
			return before;
		if (lint_turn(before) != LINT_TURN_ENDS)
			return NULL;
	}
	return NULL;
}

static void say(const struct lint *l, const struct ir_item *rule, const struct ir_item *first)
{
	struct diag *g = lint_say_item(l, 1002, rule, NULL, "this rule is never reached: an earlier one takes all that `%s' matches", lint_tokens(l, &rule->lhs));

	diag_place(g, first->origin.at, lint_turn(first) == LINT_TURN_ENDS ? "this one, and it ends the ruleset" : "this one, which is repeated until it matches no longer");
	diag_help(g, "put the more special rule first, or take it out");
}

void check_rule_shadowed(const struct lint *l)
{
	size_t n;
	const struct lint_ruleset *const *r = lint_rulesets(l, &n);

	for (size_t i = 0; i < n; i++) {
		bool end = false; /* nothing comes behind it: what is said of the next rule goes for all */

		for (size_t k = 0; k < r[i]->nrules && !end; k++) {
			const struct ir_item *first = shadow_of(r[i], k);

			if (first != NULL)
				say(l, r[i]->rules[k], first);
			end = first != NULL && lint_matches_all(&first->lhs) && lint_turn(first) == LINT_TURN_ENDS;
		}
	}
}
