/* rules_order.c - rules that another one stands in the way of */
#include "ir/token.h"
#include "lint/checks.h"
#include "lint/query.h"

/* Whether the rule ends its ruleset where it matches: $@ … or $#…. */
static bool ends_ruleset(const struct ir_item *rule)
{
	return rule->rhs.n != 0 && (rule->rhs.v[0].kind == IR_T_AT || rule->rhs.v[0].kind == IR_T_MAILER);
}

/* What the left-hand side matches can change between the two: $&{name} does not stand still. */
static bool is_fixed(const struct ir_item *rule)
{
	for (size_t i = 0; i < rule->lhs.n; i++)
		if (rule->lhs.v[i].kind == IR_T_DEFERRED)
			return false;
	return true;
}

static const struct ir_item *shadow_of(const struct lint_ruleset *r, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (ends_ruleset(r->rules[k]) && ir_tokens_equal(&r->rules[k]->lhs, &r->rules[i]->lhs))
			return r->rules[k];
	return NULL;
}

/* The rules between the two may make an address what the first one missed; so only neighbours that leave it alone count. */
static bool unchanged_between(const struct lint_ruleset *r, const struct ir_item *from, size_t to)
{
	size_t k = 0;

	while (r->rules[k] != from)
		k++;
	for (k++; k < to; k++)
		if (!ends_ruleset(r->rules[k]))
			return false;
	return true;
}

void check_rule_shadowed(const struct lint *l)
{
	size_t n;
	const struct lint_ruleset *const *r = lint_rulesets(l, &n);

	for (size_t i = 0; i < n; i++)
		for (size_t k = 1; k < r[i]->nrules; k++) {
			const struct ir_item *rule = r[i]->rules[k], *first = is_fixed(rule) ? shadow_of(r[i], k) : NULL;

			if (first == NULL || !unchanged_between(r[i], first, k))
				continue;
			diag_place(lint_say_item(l, 1002, rule, NULL, "this rule is never reached: an earlier one takes all that `%s' matches", lint_tokens(l, &rule->lhs)),
				first->origin.at, "this one, and it ends the ruleset");
		}
}
