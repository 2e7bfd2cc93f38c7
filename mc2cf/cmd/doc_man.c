/*
 * doc_man.c - mc2cf-reference(7) from the tables; see doc.h
 *
 * Written by the build, so it says what the program of the same build knows.
 * The library folder is not read for it: what a template does, the template says.
 */
#include "cmd/doc.h"

/* Text for mdoc: no byte of it is a request or an escape. */
static void put_text(struct buf *out, const char *s)
{
	static const struct {
		char c;
		const char *as;
	} escapes[] = {{'\\', "\\e"}, {'`', "\\(ga"}, {'\'', "\\(aq"}, {'^', "\\(ha"}, {'~', "\\(ti"}, {'-', "\\-"}, {'"', "\\(dq"}};

	for (bool first = true; *s != '\0'; s++) {
		const char *as = NULL;

		for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
			if (*s == escapes[i].c)
				as = escapes[i].as;
		if (first && *s == '.')
			buf_puts(out, "\\&");
		if (s[0] == '.' && s[1] == ' ') {
			/* mdoc wants each sentence on a line of its own */
			buf_puts(out, ".\n");
			s++;
			first = true;
			continue;
		}
		if (as != NULL)
			buf_puts(out, as);
		else
			buf_putc(out, *s);
		first = false;
	}
}

static void put_line(struct doc *d, const char *s)
{
	put_text(&d->out, s);
	buf_putc(&d->out, '\n');
}

static void put_fact(struct doc *d, const char *label, const char *text)
{
	buf_puts(&d->out, ".It ");
	put_line(d, label);
	put_line(d, text);
}

/* Counts facts: an empty list is none for mdoc. */
static void count_fact(struct doc *d, const char *label, const char *text)
{
	(void)label;
	(void)text;
	buf_putc(&d->out, '+');
}

static bool has_facts(struct doc *d, const struct doc_entry *e)
{
	size_t before = d->out.n;
	bool any;

	doc_facts(d, e, count_fact);
	any = d->out.n != before;
	d->out.n = before;
	return any;
}

static void put_entry(struct doc *d, const struct doc_entry *e)
{
	const char *usage = doc_usage(d, e), *example = e->group <= DOC_DIRECTIVES ? doc_example(d, e) : NULL;

	buf_puts(&d->out, ".It Ic ");
	put_line(d, usage != NULL ? usage : e->name);
	put_line(d, e->help);
	if (!has_facts(d, e) && example == NULL)
		return;
	buf_puts(&d->out, ".Bl -tag -width deprecated -compact\n");
	doc_facts(d, e, put_fact);
	if (example != NULL)
		put_fact(d, "example", example);
	buf_puts(&d->out, ".El\n");
}

static void put_section(struct doc *d, enum doc_group g, const char *title, const char *about)
{
	struct doc_entry e;

	buf_printf(&d->out, ".Sh %s\n%s\n.Bl -tag -width Ds\n", title, about);
	for (size_t i = 0; doc_entry_at(d, g, i, &e); i++)
		put_entry(d, &e);
	buf_puts(&d->out, ".El\n");
}

void doc_man(struct doc *d)
{
	buf_puts(&d->out, ".\\\" Written by mc2cf doc --man from the tables of the program.\n"
		".Dd November 23, 2026\n.Dt MC2CF-REFERENCE 7\n.Os\n.Sh NAME\n.Nm mc2cf-reference\n"
		".Nd every FEATURE, MAILER, directive, name and diagnostic of mc2cf\n.Sh DESCRIPTION\n"
		"Everything that\n.Xr mc2cf 1\nknows by name.\nThe language itself, and what most sites use of it, is described in\n.Xr mc2cf.mc 5 .\n"
		"The same about a single name, with the templates in which it does its work:\n.Pp\n.Dl $ mc2cf doc access_db\n.Pp\n"
		".Dq since\nis the release of sendmail that brought a name, where its release notes say so;\n.Dq before\nis what serves in older ones; see\n"
		".Fl -target\nin\n.Xr mc2cf 1 .\n"
		"An argument in brackets may be left out;\n.Dq otherwise\nis what holds then.\n");
	put_section(d, DOC_FEATURES, "FEATURES", "These stand above\n.Ic MAILER .");
	put_section(d, DOC_MAILERS, "MAILERS", "The names that a mailer reads count as they stand at its\n.Ic MAILER .");
	put_section(d, DOC_DIRECTIVES, "DIRECTIVES", "Text is quoted with\n.Li \\(ga\nand\n.Li \\(aq .");
	put_section(d, DOC_NAMES, "NAMES FOR DEFINE",
		"Those with an option set that option of\n.Xr sendmail 8 ;\nwhat it does in full stands in the Sendmail Installation and Operation Guide.");
	put_section(d, DOC_OPTIONS, "OPTIONS WITHOUT SUCH A NAME", "All other options of\n.Xr sendmail 8\nstand above, with the name that sets them.");
	put_section(d, DOC_OBSOLETE, "NAMES OF OLD", "These are no longer read, or were never names.");
	put_section(d, DOC_CODES, "DIAGNOSTICS", "Each message carries its code.\nA code never changes its meaning.");
	buf_puts(&d->out, ".Sh SEE ALSO\n.Xr mc2cf 1 ,\n.Xr mc2cf.mc 5 ,\n.Xr sendmail 8\n");
}
