/* site_ports.c - who may connect to a machine that serves nobody */
#include "lint/checks.h"
#include "lint/query.h"
#include "lint/table.h"

void check_null_client_port(const struct lint *l)
{
	const struct site_use *use = lint_feature(l, "nullclient");
	struct lint_port p;

	for (size_t i = 0; use != NULL && lint_next_port(l, &i, &p);)
		if (lint_port_faces_network(&p)) {
			diag_help(lint_say(l, 1430, p.at.col != 0 ? p.at : use->at, "a null client receives no mail, and other machines can connect to it"), "FEATURE(`no_default_msa'), DAEMON_OPTIONS(`Name=MTA, Port=smtp, Addr=127.0.0.1')");
			return;
		}
}

/* Whether a table says something of Srv_Features; *seen: there is one to be looked at. */
static bool has_srv_features(const struct lint *l, bool *seen)
{
	for (size_t i = 0; i < l->ntables; i++) {
		const struct lint_table *t = l->tables[i];

		*seen |= t->kind == LINT_TABLE_ACCESS;
		for (size_t k = 0; t->kind == LINT_TABLE_ACCESS && k < t->nrows; k++)
			if (slice_starts(t->row[k].key, SLICE_LIT("Srv_Features:")))
				return true;
	}
	return false;
}

/* Whether the site has written rules about it. */
static bool has_own_rules(const struct lint *l)
{
	static const char *const names[] = {"srv_features", "Local_srv_features"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const struct lint_ruleset *r = lint_ruleset(l, slice_of(names[i]));

		for (size_t k = 0; r != NULL && k < r->nrules; k++)
			if (lint_wrote(l, r->rules[k]))
				return l->is_mc || r->own;
	}
	return false;
}

void check_smuggling(const struct lint *l)
{
	bool seen = false, elsewhere;

	if (l->target_minor >= 18 || !lint_is_server(l) || has_own_rules(l) || has_srv_features(l, &seen))
		return;
	elsewhere = !seen && ir_find(l->ir, IR_MAP, SLICE_LIT("access")) != NULL;
	diag_help(lint_say_file(l, 1435, "up to 8.17 sendmail takes a lone LF for the end of a line, which lets others smuggle in messages%s", elsewhere ? ", unless the access table says o to Srv_Features:" : ""),
		"sendmail 8.18, or one with its patch and Srv_Features: o in the access table%s", elsewhere || seen ? "" : " (FEATURE(`access_db'))");
}
