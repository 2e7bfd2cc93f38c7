/*
 * bt_ruleset.c - "3,0 address": rulesets one after the other, on each address of the line
 */
#include "cmd/engine/bt.h"

static struct slice skip_space(struct slice s)
{
	while (s.n != 0 && bt_space(s.p[0]))
		s = (struct slice){s.p + 1, s.n - 1};
	return s;
}

/* list: the name with those behind it, which is what sendmail shows. */
static void run_one(struct bt *b, struct slice name, struct slice list)
{
	int number = cfrw_ruleset(b->site.program, name.p, name.n);
	enum cfrw_status s;
	int status;

	if (number < 0) {
		bt_printf(b, "Undefined ruleset %.*s\n", SLICE_ARG(name));
		return;
	}
	s = cfrw_settle(b->site.maps, b->site.context, cfrw_run(b->site.context, number));
	status = s == CFRW_FAILED ? cfrw_failure(b->site.context).status : 0;
	if (status != 0)
		bt_printf(b, "== Ruleset %.*s (%d) status %d\n", SLICE_ARG(list), number, status);
}

void bt_ruleset(struct bt *b, struct slice line)
{
	struct slice names, text = skip_space(line);
	size_t used;

	names = text;
	names.n = 0;
	while (names.n < text.n && !bt_space(text.p[names.n]))
		names.n++;
	text = skip_space((struct slice){text.p + names.n, text.n - names.n});
	if (text.n == 0 && names.p + names.n == line.p + line.n) { /* not even a blank behind the names */
		bt_puts(b, "No address!\n");
		return;
	}
	while (text.n != 0) {
		struct slice rest = names, name;
		bool good = cfrw_scan(b->site.context, text.p, text.n, ',', &used);

		for (struct slice list = rest; good && slice_next(&rest, ',', &name); list = rest)
			run_one(b, name, list);
		used += used < text.n; /* the comma */
		text = (struct slice){text.p + used, text.n - used};
	}
}
