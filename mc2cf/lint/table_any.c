/* table_any.c - what holds of any table */
#include "lint/checks.h"
#include "lint/query.h"
#include "lint/table.h"

void check_duplicate_key(const struct lint *l)
{
	const struct lint_table *t = l->table;

	for (size_t i = 0; i < t->nrows; i++) {
		const struct lint_row *first = lint_table_find(t, t->row[i].key);
		struct diag *g;

		if (first == &t->row[i] || first == NULL)
			continue;
		g = lint_say(l, 1501, t->row[i].at, "`%.*s' stands here for the second time", SLICE_ARG(t->row[i].key));
		diag_span(g, t->row[i].key.n);
		diag_place(g, first->at, "the first time");
		diag_help(g, "makemap leaves the second one out with a warning: keep the one that is meant");
	}
}
