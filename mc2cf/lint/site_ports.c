/* site_ports.c - who may connect to a machine that serves nobody */
#include "lint/checks.h"
#include "lint/query.h"
#include "lint/table.h"

void check_null_client_port(const struct lint *l)
{
	const struct site_use *use = lint_feature(l, "nullclient");
	struct lint_port p;

	for (size_t i = 0; use != NULL && lint_port(l, i, &p); i++)
		if (lint_port_faces_network(&p)) {
			diag_help(lint_say(l, 1430, p.at.col != 0 ? p.at : use->at, "a null client receives no mail, and other machines can connect to it"), "FEATURE(`no_default_msa'), DAEMON_OPTIONS(`Name=MTA, Port=smtp, Addr=127.0.0.1')");
			return;
		}
}

/* Whether the access table has an entry for it; also where the table is not here to be looked at. */
static bool has_srv_features(const struct lint *l)
{
	bool seen = false;

	for (size_t i = 0; i < l->ntables; i++) {
		const struct lint_table *t = l->tables[i];

		seen |= t->kind == LINT_TABLE_ACCESS;
		for (size_t k = 0; t->kind == LINT_TABLE_ACCESS && k < t->nrows; k++)
			if (slice_starts(t->row[k].key, SLICE_LIT("Srv_Features:")))
				return true;
	}
	return !seen && lint_ruleset(l, SLICE_LIT("srv_features")) != NULL;
}

void check_smuggling(const struct lint *l)
{
	const struct lint_ruleset *rules = lint_ruleset(l, SLICE_LIT("srv_features"));

	if (l->target_minor < 18 && lint_is_server(l) && (rules == NULL || !rules->own) && !has_srv_features(l))
		diag_help(lint_say_file(l, 1435, "up to 8.17 sendmail takes a lone LF for the end of a line, which lets others smuggle in messages"), "sendmail 8.18, or one with its patch and Srv_Features: o in the access table");
}
