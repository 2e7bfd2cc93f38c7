/* site_milter.c - mail filters */
#include "lint/checks.h"
#include "lint/query.h"

/* A field of a filter by the first letter of its key. */
static struct slice filter_field(const struct ir_item *filter, char letter)
{
	struct slice rest = filter->value, key, value;

	while (lint_next_field(&rest, ',', &key, &value))
		if (key.n != 0 && key.p[0] == letter)
			return value;
	return SLICE_NONE;
}

static bool is_far(struct slice socket)
{
	return slice_starts(socket, SLICE_LIT("inet")) && slice_find(socket, SLICE_LIT("@127.")) < 0 && slice_find(socket, SLICE_LIT("@localhost")) < 0 && slice_find(socket, SLICE_LIT("@[127.")) < 0 &&
		slice_find(socket, SLICE_LIT("@::1")) < 0 && slice_find(socket, SLICE_LIT("@[::1]")) < 0;
}

/* The names of a list, apart by commas or semicolons. */
static void add_names(struct symtab *asked, struct slice list)
{
	while (list.n != 0) {
		size_t n = 0;

		while (n < list.n && list.p[n] != ',' && list.p[n] != ';')
			n++;
		symtab_set(asked, slice_trim((struct slice){list.p, n}), asked);
		n += n < list.n;
		list = (struct slice){list.p + n, list.n - n};
	}
}

static const struct symtab *asked_filters(const struct lint *l)
{
	struct symtab *asked = symtab_new(l->arena, false);
	struct lint_port p;

	add_names(asked, lint_option(l, "InputMailFilters").value);
	for (size_t i = 0; lint_next_port(l, &i, &p);)
		add_names(asked, p.filters);
	return asked;
}

void check_filters(const struct lint *l)
{
	const struct symtab *asked = asked_filters(l);
	const struct ir_item *f;

	for (size_t i = 0; (f = lint_next(l, IR_FILTER, &i)) != NULL;) {
		if (filter_field(f, 'F').n == 0)
			diag_help(lint_say_item(l, 1410, f, NULL, "while filter `%.*s' does not answer, mail passes unfiltered", SLICE_ARG(f->name)), "F=T (mail waits) or F=R (mail is refused)");
		if (filter_field(f, 'T').n == 0)
			diag_help(lint_say_item(l, 1411, f, NULL, "filter `%.*s' is waited for as sendmail likes: 5 minutes for a connection, 10 seconds for an answer", SLICE_ARG(f->name)), "T=C:30s;S:30s;R:2m;E:5m");
		if (is_far(filter_field(f, 'S')))
			diag_help(lint_say_item(l, 1412, f, NULL, "all mail goes to filter `%.*s' over the network, in the clear", SLICE_ARG(f->name)), "a filter on this machine, or a tunnel");
		if (symtab_get(asked, f->name) == NULL)
			diag_help(lint_say_item(l, 1413, f, NULL, "filter `%.*s' is declared, and nobody asks it", SLICE_ARG(f->name)), "INPUT_MAIL_FILTER, or name it in confINPUT_MAIL_FILTERS");
	}
}
