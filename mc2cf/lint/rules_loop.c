/* rules_loop.c - what does not come to an end */
#include "ir/token.h"
#include "lint/checks.h"
#include "lint/limits.h"
#include "lint/pattern.h"
#include "lint/query.h"

void check_rule_loops(const struct lint *l)
{
	const struct ir_item *rule;
	struct ir_tokens out;

	for (size_t i = 0; (rule = lint_next(l, IR_RULE, &i)) != NULL;) {
		if (rule->rhs.n == 0 || lint_turn(rule) != LINT_TURN_REPEATS || !lint_result(l->arena, &rule->lhs, &rule->rhs, 0, &out) || !lint_covers(&rule->lhs, &out))
			continue;
		diag_help(lint_say_item(l, 1003, rule, NULL, "this rule does not come to an end: what it makes of an address matches its own left-hand side"),
			"begin its right-hand side with $: to have it applied once");
	}
}

/* --- rulesets that call one another whatever they get --- */

/* The ruleset that the k-th token of the right-hand side calls, or NULL. */
static const struct lint_ruleset *called_at(const struct lint *l, const struct ir_tokens *rhs, size_t k)
{
	if (rhs->v[k].kind != IR_T_CALL || k + 1 == rhs->n || rhs->v[k + 1].kind != IR_T_LITERAL)
		return NULL;
	return lint_ruleset(l, ir_token_bare(&rhs->v[k + 1]));
}

static bool has_condition(const struct ir_tokens *rhs)
{
	for (size_t i = 0; i < rhs->n; i++)
		if (rhs->v[i].kind == IR_T_IF)
			return true;
	return false;
}

struct path {
	const struct lint_ruleset *ruleset;
	const struct ir_item *rule;
	const struct path *before;
};

static void say_circle(const struct lint *l, const struct path *end)
{
	struct diag *g = lint_say_item(l, 1004, end->rule, NULL, "ruleset `%.*s' calls itself whatever it gets, without end", SLICE_ARG(end->ruleset->head->name));

	for (const struct path *p = end->before; p != NULL; p = p->before)
		diag_place(g, p->rule->origin.at, "by way of ruleset `%.*s'", SLICE_ARG(p->ruleset->head->name));
	diag_help(g, "sendmail gives up at 50 calls, and the address is refused");
}

/* Follows the calls that are made of every address; whether they lead back to `to'. */
static bool walk(const struct lint *l, const struct lint_ruleset *r, const struct lint_ruleset *to, const struct path *before, unsigned depth)
{
	for (size_t i = 0; i < r->nrules; i++) {
		const struct ir_item *rule = r->rules[i];
		bool sure = lint_matches_all(&rule->lhs) && !has_condition(&rule->rhs);

		for (size_t k = 0; sure && k + 1 < rule->rhs.n; k++) {
			const struct lint_ruleset *next = called_at(l, &rule->rhs, k);
			struct path here = {r, rule, before};

			if (next == to) {
				say_circle(l, &here);
				return true;
			}
			/* of a circle, the ruleset that comes first speaks */
			if (next != NULL && depth < LINT_CALLS_DEPTH && next->head->index > to->head->index && walk(l, next, to, &here, depth + 1))
				return true;
		}
		if (lint_turn(rule) == LINT_TURN_ENDS)
			return false;
	}
	return false;
}

/* The first rule calls its own ruleset with something that it matches again. */
static bool first_rule_returns(const struct lint *l, const struct lint_ruleset *r)
{
	const struct ir_item *rule = r->nrules != 0 ? r->rules[0] : NULL;
	struct ir_tokens out;
	size_t k;

	if (rule == NULL || rule->rhs.n == 0)
		return false;
	k = lint_turn(rule) == LINT_TURN_REPEATS ? 0 : 1;
	if (k + 1 >= rule->rhs.n || called_at(l, &rule->rhs, k) != r)
		return false;
	return lint_result(l->arena, &rule->lhs, &rule->rhs, k + 2, &out) && lint_covers(&rule->lhs, &out);
}

void check_ruleset_recursion(const struct lint *l)
{
	size_t n;
	const struct lint_ruleset *const *r = lint_rulesets(l, &n);

	for (size_t i = 0; i < n; i++) {
		if (walk(l, r[i], r[i], NULL, 0) || !first_rule_returns(l, r[i]))
			continue;
		diag_help(lint_say_item(l, 1004, r[i]->rules[0], NULL, "this rule calls its own ruleset with what it matches again, without end"),
			"sendmail gives up at 50 calls, and the address is refused");
	}
}
