/*
 * report_text.c - findings as lines: for people, for editors (gcc), for the log of a GitHub job
 */
#include "lint/report.h"

void lint_report_text(const struct lint_findings *f, struct buf *out)
{
	for (size_t i = 0; i < f->n; i++)
		buf_put_slice(out, f->v[i]->human);
}

/* A line's worth of a text from outside: control bytes could steer a terminal. */
static void put_line(struct buf *out, struct slice s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		buf_putc(out, c < ' ' || c == 0x7f ? (c == '\t' || c == '\n' ? ' ' : '?') : s.p[i]);
	}
}

void lint_report_gcc(const struct lint_findings *f, struct buf *out)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct lint_finding *x = f->v[i];

		put_line(out, x->at.file.n != 0 ? x->at.file : SLICE_LIT("mc2cf"));
		buf_printf(out, ":%u:%u: %s: ", x->at.line != 0 ? x->at.line : 1, x->at.col != 0 ? x->at.col : 1, lint_severity_word(x->severity));
		put_line(out, x->at.text);
		buf_printf(out, " [MC%04u]\n", x->code->number);
	}
}

/* What GitHub wants escaped: in the text, and more in a property. */
static void put_github(struct buf *out, struct slice s, const char *special)
{
	for (size_t i = 0; i < s.n; i++) {
		if (strchr(special, s.p[i]) != NULL || s.p[i] == '\0')
			buf_printf(out, "%%%02X", (unsigned char)s.p[i]);
		else
			buf_putc(out, s.p[i]);
	}
}

void lint_report_github(const struct lint_findings *f, struct buf *out)
{
	static const char *const commands[] = {[DIAG_NOTE] = "notice", [DIAG_WARNING] = "warning", [DIAG_ERROR] = "error"};

	for (size_t i = 0; i < f->n; i++) {
		const struct lint_finding *x = f->v[i];

		buf_printf(out, "::%s file=", commands[x->severity]);
		put_github(out, x->at.file, "%\r\n:,");
		if (x->at.line != 0)
			buf_printf(out, ",line=%u", x->at.line);
		if (x->at.col != 0)
			buf_printf(out, ",col=%u", x->at.col);
		buf_printf(out, ",title=MC%04u %s::", x->code->number, x->code->name);
		put_github(out, x->at.text, "%\r\n");
		if (x->help.n != 0) {
			buf_puts(out, "%0A");
			put_github(out, x->help, "%\r\n");
		}
		buf_putc(out, '\n');
	}
}
