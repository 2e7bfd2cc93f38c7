/*
 * report_xml.c - findings as XML: checkstyle and JUnit
 */
#include "base/utf8.h"
#include "lint/report.h"

/* Text and attributes; XML knows no control characters but three. */
static void put_text(struct buf *out, struct slice s)
{
	while (s.n != 0) {
		size_t n = utf8_length(s);
		unsigned char c = (unsigned char)*s.p;

		if (n == 0)
			buf_puts(out, UTF8_REPLACEMENT);
		else if (strchr("&<>\"'", c) != NULL && c != 0)
			buf_printf(out, "&#%u;", c);
		else if (c == '\n' || c == '\t')
			buf_printf(out, "&#%u;", c);
		else if (c < ' ' || c == 0x7f)
			buf_putc(out, '?');
		else
			buf_put(out, s.p, n);
		n = n != 0 ? n : 1;
		s = (struct slice){s.p + n, s.n - n};
	}
}

static void put_attribute(struct buf *out, const char *name, struct slice value)
{
	buf_printf(out, " %s=\"", name);
	put_text(out, value);
	buf_putc(out, '"');
}

static void put_errors(const struct lint_findings *f, struct slice file, struct buf *out)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct lint_finding *x = f->v[i];

		if (!slice_eq(x->at.file, file))
			continue;
		buf_printf(out, "    <error line=\"%u\"", x->at.line);
		if (x->at.col != 0)
			buf_printf(out, " column=\"%u\"", x->at.col);
		buf_printf(out, " severity=\"%s\"", x->severity == DIAG_NOTE ? "info" : lint_severity_word(x->severity));
		put_attribute(out, "message", x->at.text);
		buf_printf(out, " source=\"mc2cf.MC%04u.%s\"/>\n", x->code->number, x->code->name);
	}
}

/* Files that were looked at, then those that findings are in besides: an include, a template. */
static struct symtab *files_of(const struct lint_findings *f)
{
	struct symtab *files = symtab_new(f->arena, false);

	for (size_t i = 0; i < f->nfiles; i++)
		symtab_set(files, f->looked_at[i], &f->looked_at[i]);
	for (size_t i = 0; i < f->n; i++)
		if (symtab_get(files, f->v[i]->at.file) == NULL)
			symtab_set(files, f->v[i]->at.file, &f->v[i]->at.file);
	return files;
}

void lint_report_checkstyle(const struct lint_findings *f, struct buf *out)
{
	struct symtab *files = files_of(f);
	struct slice file;
	void *value;

	buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n");
	for (size_t i = 0; symtab_at(files, &i, &file, &value);) {
		buf_puts(out, "  <file");
		put_attribute(out, "name", file);
		buf_puts(out, ">\n");
		put_errors(f, file, out);
		buf_puts(out, "  </file>\n");
	}
	buf_puts(out, "</checkstyle>\n");
}

static size_t failures(const struct lint_findings *f, struct slice file)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		n += slice_eq(f->v[i]->at.file, file) && f->v[i]->severity >= DIAG_WARNING;
	return n;
}

/* A finding is a failed test; a file without one, a test that passed.  Notes fail nothing. */
static void put_suite(const struct lint_findings *f, struct slice file, struct buf *out)
{
	size_t bad = failures(f, file);

	buf_puts(out, "  <testsuite");
	put_attribute(out, "name", file);
	buf_printf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"0\">\n", bad != 0 ? bad : 1, bad);
	if (bad == 0) {
		buf_puts(out, "    <testcase name=\"lint\"");
		put_attribute(out, "classname", file);
		buf_puts(out, "/>\n");
	}
	for (size_t i = 0; i < f->n; i++) {
		const struct lint_finding *x = f->v[i];

		if (!slice_eq(x->at.file, file) || x->severity < DIAG_WARNING)
			continue;
		buf_printf(out, "    <testcase name=\"MC%04u %s line %u\"", x->code->number, x->code->name, x->at.line);
		put_attribute(out, "classname", file);
		buf_printf(out, ">\n      <failure type=\"%s\"", lint_severity_word(x->severity));
		put_attribute(out, "message", x->at.text);
		buf_putc(out, '>');
		put_text(out, x->help);
		buf_puts(out, "</failure>\n    </testcase>\n");
	}
	buf_puts(out, "  </testsuite>\n");
}

void lint_report_junit(const struct lint_findings *f, struct buf *out)
{
	struct symtab *files = files_of(f);
	struct slice file;
	void *value;

	buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"mc2cf lint\">\n");
	for (size_t i = 0; symtab_at(files, &i, &file, &value);)
		put_suite(f, file, out);
	buf_puts(out, "</testsuites>\n");
}
