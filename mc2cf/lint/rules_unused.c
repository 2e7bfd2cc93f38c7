/* rules_unused.c - what a configuration declares and nobody asks for */
#include "lint/checks.h"
#include "lint/query.h"

/* Rulesets that stock's own rules call by these names where a site has them. */
static bool is_hook(struct slice name)
{
	return slice_starts(name, SLICE_LIT("Local_")) || slice_starts(name, SLICE_LIT("Local"));
}

void check_ruleset_unused(const struct lint *l)
{
	size_t n;
	const struct lint_ruleset *const *r = lint_rulesets(l, &n);

	for (size_t i = 0; i < n; i++)
		if (r[i]->own && r[i]->nrules != 0 && !is_hook(r[i]->head->name) && !lint_is_called(l, r[i]))
			diag_help(lint_say_item(l, 1001, r[i]->head, NULL, "nobody calls ruleset `%.*s'", SLICE_ARG(r[i]->head->name)),
				"call it with $>%.*s, from a header line or as a mailer's S= or R=; or take it out", SLICE_ARG(r[i]->head->name));
}
