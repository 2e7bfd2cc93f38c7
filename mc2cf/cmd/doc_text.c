/* doc_text.c - entries for a terminal; see doc.h */
#include "cmd/doc.h"

/* The column of help texts in a list, and of facts in an entry. */
enum { LIST_WIDTH = 28, FACT_WIDTH = 12 };

void doc_list(struct doc *d, enum doc_group g)
{
	struct doc_entry e;

	buf_printf(&d->out, "%s%s (mc2cf doc %s)\n", d->out.n != 0 ? "\n" : "", doc_group_title(g), doc_group_word(g));
	for (size_t i = 0; doc_entry_at(d, g, i, &e); i++)
		buf_printf(&d->out, "  %-*s %s\n", LIST_WIDTH, e.name, e.help);
}

static void put_fact(struct doc *d, const char *label, const char *text)
{
	bool again = d->label != NULL && strcmp(d->label, label) == 0;

	buf_printf(&d->out, "  %-*s %s\n", FACT_WIDTH, again ? "" : label, text);
	d->label = label;
}

void doc_entry_text(struct doc *d, const struct doc_entry *e)
{
	const char *usage = doc_usage(d, e), *example = doc_example(d, e);

	buf_printf(&d->out, "%s%s - %s\n", d->out.n != 0 ? "\n" : "", e->name, e->help);
	if (usage != NULL)
		buf_printf(&d->out, "\n  %s\n", usage);
	buf_putc(&d->out, '\n');
	d->label = NULL;
	doc_facts(d, e, put_fact);
	if (example != NULL)
		put_fact(d, "example", example);
	doc_library_facts(d, e, put_fact);
}
