/* rules_input.c - rules that look for what their ruleset is never given */
#include "ir/token.h"
#include "lint/checks.h"
#include "lint/pattern.h"
#include "lint/query.h"

/* --- hosts without their dot --- */

/* < @ … host >, where the host's last word is one of the rule's own or of a class; NULL: there is none. */
static const struct ir_token *bare_host(const struct ir_tokens *t)
{
	size_t open = t->n;

	for (size_t i = 0; i < t->n; i++) {
		if (lint_token_is(&t->v[i], "<"))
			open = i;
		if (!lint_token_is(&t->v[i], ">") || open == t->n || i < open + 4 || !lint_token_is(&t->v[open + 1], "@"))
			continue;
		if (t->v[i - 1].kind == IR_T_LITERAL && t->v[i - 2].kind == IR_T_LITERAL && slice_eq_str(t->v[i - 2].text, ".") && !lint_token_is(&t->v[i - 1], ".") && t->v[i - 1].text.p[0] != '[')
			return &t->v[i - 1];
	}
	return NULL;
}

/* In the rules that choose a mailer, a host that the DNS knows has a dot at its end. */
void check_host_dot(const struct lint *l)
{
	static const char *const rulesets[] = {"ParseLocal", "parse", "Parse1"};
	const struct lint_ruleset *r;

	for (size_t i = 0; i < sizeof rulesets / sizeof *rulesets; i++)
		for (size_t k = 0; (r = lint_ruleset(l, slice_of(rulesets[i]))) != NULL && k < r->nrules; k++) {
			const struct ir_token *t = lint_wrote(l, r->rules[k]) ? bare_host(&r->rules[k]->lhs) : NULL;

			if (t != NULL)
				diag_help(lint_say_item(l, 1041, r->rules[k], t, "here a host that the DNS knows ends in a dot, which this rule does not match"), "write %.*s . >, and another rule without the dot where the DNS may not know it", SLICE_ARG(t->text));
		}
}

/* --- $| --- */

/* The first rule of the ruleset that looks for $|, where none before it can have made one; NULL: there is none. */
static const struct ir_item *wants_two(const struct lint_ruleset *r, const struct ir_token **at)
{
	for (size_t i = 0; i < r->nrules; i++) {
		const struct ir_item *rule = r->rules[i];

		for (size_t k = 0; k < rule->lhs.n; k++)
			if (rule->lhs.v[k].kind == IR_T_SEPARATOR) {
				*at = &rule->lhs.v[k];
				return rule;
			}
		if (lint_side_has(&rule->rhs, IR_T_SEPARATOR) || lint_side_has(&rule->rhs, IR_T_CALL) || lint_side_has(&rule->rhs, IR_T_MAPBEGIN))
			return NULL;
	}
	return NULL;
}

/* Whether sendmail, or stock's rule that calls the hook, hands over one thing alone. */
static bool gets_one(const struct lint *l, const struct lint_ruleset *r)
{
	static const char *const single[] = {"check_mail", "check_rcpt", "check_etrn", "check_expn", "check_vrfy", "Local_check_mail", "Local_check_rcpt"};
	const struct ir_item *rule;

	for (size_t i = 0; (rule = lint_next(l, IR_RULE, &i)) != NULL;)
		for (size_t k = 0; k + 1 < rule->rhs.n; k++)
			if (rule->rhs.v[k].kind == IR_T_CALL && slice_eq(ir_token_bare(&rule->rhs.v[k + 1]), r->head->name) && (lint_wrote(l, rule) || lint_feature(l, "delay_checks") != NULL))
				return false;
	for (size_t i = 0; i < sizeof single / sizeof *single; i++)
		if (slice_eq_str(r->head->name, single[i]))
			return true;
	return lint_checks_header(l, r);
}

void check_separator(const struct lint *l)
{
	size_t n;
	const struct lint_ruleset *const *r = lint_rulesets(l, &n);

	for (size_t i = 0; i < n; i++) {
		const struct ir_token *at;
		const struct ir_item *rule = wants_two(r[i], &at);

		if (rule != NULL && lint_wrote(l, rule) && gets_one(l, r[i]))
			diag_help(lint_say_item(l, 1039, rule, at, "ruleset `%.*s' is never given two things with $| between them, so this rule never matches", SLICE_ARG(r[i]->head->name)),
				"check_relay, check_compat and check_eoh are; what else you need to know stands in macros, such as $&f");
	}
}
