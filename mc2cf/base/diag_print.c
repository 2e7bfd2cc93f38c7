/*
 * diag_print.c - diagnostics for people; the form is shown in diag.h
 *
 * Names, texts and source lines come from outside: control bytes in them are
 * shown as `?', so that a configuration cannot steer the reader's terminal.
 * The caret line repeats the tabs of the line above it and counts UTF-8
 * continuation bytes as no column, so the caret stands where it should.
 */
#include "base/diag_priv.h"
#include "base/limits.h"

struct printer {
	struct diags *d;
	FILE *f;
	bool colour;
};

static const char *const severity_name[] = {"note", "warning", "error"};
static const char *const severity_colour[] = {"\033[1;36m", "\033[1;35m", "\033[1;31m"};

static void paint(const struct printer *p, const char *code)
{
	if (p->colour)
		fputs(code, p->f);
}

static void put_text(const struct printer *p, struct slice s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		fputc((c < ' ' && c != '\t') || c == 0x7f ? '?' : c, p->f);
	}
}

static void put_place(const struct printer *p, struct srcpos at)
{
	if (at.file == 0)
		return;
	paint(p, "\033[1m");
	put_text(p, srcset_name(diags_src(p->d), at.file));
	if (at.line != 0)
		fprintf(p->f, ":%u", at.line);
	if (at.line != 0 && at.col != 0)
		fprintf(p->f, ":%u", at.col);
	fputs(": ", p->f);
	paint(p, "\033[0m");
}

/* The part of a long line that holds column col; *skipped bytes were left out before it. */
static struct slice window(struct slice line, uint32_t col, size_t *skipped)
{
	size_t from = 0;

	if (line.n > 0 && line.p[line.n - 1] == '\r')
		line.n--;
	if (col > DIAG_LINE_MAX / 2 && line.n > DIAG_LINE_MAX)
		from = col - DIAG_LINE_MAX / 2;
	if (from > line.n)
		from = line.n;
	*skipped = from;
	line.p += from;
	line.n -= from;
	if (line.n > DIAG_LINE_MAX)
		line.n = DIAG_LINE_MAX;
	return line;
}

static void put_caret(const struct printer *p, struct slice shown, size_t offset, size_t span)
{
	fputs("      | ", p->f);
	for (size_t i = 0; i < offset && i < shown.n; i++) {
		unsigned char c = (unsigned char)shown.p[i];

		if ((c & 0xc0) != 0x80)
			fputc(c == '\t' ? '\t' : ' ', p->f);
	}
	if (offset > shown.n) /* the place is behind the end of the line */
		span = 1;
	else if (span > shown.n - offset)
		span = shown.n - offset;
	paint(p, "\033[1;32m");
	fputc('^', p->f);
	for (size_t i = 1; i < span; i++)
		if (((unsigned char)shown.p[offset + i] & 0xc0) != 0x80)
			fputc('~', p->f);
	paint(p, "\033[0m");
	fputc('\n', p->f);
}

static void put_source(const struct printer *p, struct srcpos at, size_t span)
{
	struct slice line;
	size_t skipped;

	if (!srcset_line(diags_src(p->d), at.file, at.line, &line))
		return;
	line = window(line, at.col, &skipped);
	fprintf(p->f, "%5u | ", at.line);
	put_text(p, line);
	fputc('\n', p->f);
	if (at.col != 0)
		put_caret(p, line, at.col - 1 - skipped, span);
}

static void put_head(const struct printer *p, struct srcpos at, enum diag_severity severity, struct slice text)
{
	put_place(p, at);
	paint(p, severity_colour[severity]);
	fprintf(p->f, "%s: ", severity_name[severity]);
	paint(p, "\033[0m");
	put_text(p, text);
}

static void print_one(const struct printer *p, const struct diag *g)
{
	struct slice help = g->help, line;

	put_head(p, g->at, diag_severity_of(p->d, g), g->text);
	fprintf(p->f, " [MC%04u]\n", g->code->number);
	put_source(p, g->at, g->span);
	for (const struct diag_note *n = g->notes; n != NULL; n = n->next) {
		put_head(p, n->at, DIAG_NOTE, n->text);
		fputc('\n', p->f);
		put_source(p, n->at, 1);
	}
	while (slice_next(&help, '\n', &line)) {
		fputs("help: ", p->f);
		put_text(p, line);
		fputc('\n', p->f);
	}
}

void diags_print_one(struct diags *d, size_t i, FILE *f, bool colour)
{
	struct printer p = {d, f, colour};
	const struct diag *g = diags_sorted(d, i);

	if (g != NULL)
		print_one(&p, g);
}

void diags_print(struct diags *d, FILE *f, bool colour)
{
	struct printer p = {d, f, colour};
	const struct diag *g;

	for (size_t i = 0; (g = diags_sorted(d, i)) != NULL; i++)
		print_one(&p, g);
}
