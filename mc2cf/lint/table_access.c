/* table_access.c - the access map */
#include "lint/checks.h"
#include "lint/query.h"
#include "lint/table.h"

static bool is_address(struct slice s)
{
	if (slice_starts(s, SLICE_LIT("IPv6:")))
		return true;
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] < '0' || s.p[i] > '9') && s.p[i] != '.')
			return false;
	return s.n != 0;
}

/* What a client's name is looked up as: Connect:name, or a name without a tag. */
static bool is_client_name(struct slice key)
{
	if (slice_starts(key, SLICE_LIT("Connect:")))
		key = (struct slice){key.p + 8, key.n - 8};
	else if (memchr(key.p, ':', key.n) != NULL && !slice_starts(key, SLICE_LIT("IPv6:")))
		return false;
	return key.n != 0 && !is_address(key) && memchr(key.p, '@', key.n) == NULL;
}

void check_access_relay_name(const struct lint *l)
{
	for (size_t i = 0; l->table->kind == LINT_TABLE_ACCESS && i < l->table->nrows; i++) {
		const struct lint_row *row = &l->table->row[i];
		struct diag *g;

		if (!slice_caseeq(row->value, SLICE_LIT("RELAY")) || !slice_starts(row->key, SLICE_LIT("Connect:")) || !is_client_name(row->key))
			continue;
		g = lint_say(l, 1502, row->at, "whoever names his address `%.*s' in the name service may relay", SLICE_ARG(row->key));
		diag_span(g, row->key.n);
		diag_help(g, "give the addresses of the hosts that may: Connect:192.0.2.25	RELAY");
	}
}
