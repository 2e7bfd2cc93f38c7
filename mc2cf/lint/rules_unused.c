/* rules_unused.c - what a configuration declares and nobody asks for */
#include "lint/checks.h"
#include "lint/query.h"

/* What a site hangs into stock's rules, which call it by this name. */
static bool is_hook(struct slice name)
{
	return slice_starts(name, SLICE_LIT("Local_"));
}

/* Rulesets that stock's files write whether or not something calls them; in a .mc they come from templates, in a .cf nothing tells. */
static bool is_stock(struct slice name)
{
	static const char *const names[] = {"F", "E", "U", "A", "D", "MasqRelay", "Delay_TLS_Clt2", "DANE_disabled", "STS_disabled"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (slice_eq_str(name, names[i]))
			return true;
	return false;
}

void check_ruleset_unused(const struct lint *l)
{
	size_t n;
	const struct lint_ruleset *const *r = lint_rulesets(l, &n);

	for (size_t i = 0; i < n; i++)
		if (r[i]->own && r[i]->nrules != 0 && !is_hook(r[i]->head->name) && (l->is_mc || !is_stock(r[i]->head->name)) && !lint_is_called(l, r[i]))
			diag_help(lint_say_item(l, 1001, r[i]->head, NULL, "nobody calls ruleset `%.*s'", SLICE_ARG(r[i]->head->name)),
				"call it with $>%.*s, from a header line or as a mailer's S= or R=; or take it out", SLICE_ARG(r[i]->head->name));
}
