/* findings.c - see report.h */
#include <stdlib.h>

#include "base/utf8.h"
#include "lint/limits.h"
#include "lint/report.h"

static struct slice copy(struct lint_findings *f, struct slice s)
{
	return (struct slice){arena_dup(f->arena, s.n != 0 ? s.p : "", s.n), s.n};
}

/* A column that counts bytes, in characters; bytes that are none count as one each. */
static uint32_t point(struct srcset *src, uint32_t file, uint32_t line, uint32_t col)
{
	uint32_t points = 1;
	struct slice rest;

	if (line == 0 || col <= 1 || !srcset_line(src, file, line, &rest))
		return col;
	for (uint32_t at = 1; at < col && rest.n != 0; points++) {
		size_t n = utf8_length(rest);

		n = n != 0 ? n : 1;
		at += (uint32_t)n;
		rest = (struct slice){rest.p + n, rest.n - n};
	}
	return points;
}

static struct lint_place place(struct lint_findings *f, struct srcset *src, struct srcpos at, struct slice text)
{
	return (struct lint_place){copy(f, srcset_name(src, at.file)), at.line, at.col, point(src, at.file, at.line, at.col), copy(f, text)};
}

static struct slice source(struct lint_findings *f, struct slice line)
{
	line = slice_trim(line);
	return copy(f, (struct slice){line.p, line.n < LINT_SOURCE_MAX ? line.n : LINT_SOURCE_MAX});
}

static void take_notes(struct lint_findings *f, struct lint_finding *x, struct srcset *src, const struct diag_note *notes)
{
	size_t n = 0;

	for (const struct diag_note *k = notes; k != NULL; k = k->next)
		n++;
	x->place = arena_array(f->arena, n, sizeof *x->place);
	for (const struct diag_note *k = notes; k != NULL; k = k->next)
		x->place[x->nplaces++] = place(f, src, k->at, k->text);
}

/* Where n bytes end that begin at a place: each line counts one more for its newline. */
static void set_end(struct lint_edit *e, struct srcset *src, const struct diag_fix *fix)
{
	size_t left = fix->n, col = fix->at.col;
	uint32_t line = fix->at.line;
	struct slice text;

	while (srcset_line(src, fix->at.file, line, &text) && col - 1 + left > text.n) {
		left -= text.n - (col - 1) + 1;
		col = 1;
		line++;
	}
	e->end_line = line;
	e->end_col = (uint32_t)(col + left);
	e->point = point(src, fix->at.file, e->line, e->col);
	e->end_point = point(src, fix->at.file, e->end_line, e->end_col);
}

static void take_fixes(struct lint_findings *f, struct lint_finding *x, struct srcset *src, const struct diag_fix *fixes)
{
	size_t n = 0;

	for (const struct diag_fix *k = fixes; k != NULL; k = k->next)
		n++;
	x->edit = arena_array(f->arena, n, sizeof *x->edit);
	for (const struct diag_fix *k = fixes; k != NULL; k = k->next) {
		struct lint_edit *e = &x->edit[x->nedits++];

		*e = (struct lint_edit){.file = copy(f, srcset_name(src, k->at.file)), .line = k->at.line, .col = k->at.col, .text = copy(f, k->text)};
		set_end(e, src, k);
	}
}

/* What diags_print() would say. */
static struct slice human(struct lint_findings *f, struct diags *d, size_t i, bool colour)
{
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);
	struct slice s;

	if (out == NULL)
		return SLICE_NONE;
	diags_print_one(d, i, out, colour);
	fclose(out);
	s = copy(f, (struct slice){text, n});
	free(text);
	return s;
}

void lint_add(struct lint_findings *f, struct lint_finding *x)
{
	f->v = arena_grow(f->arena, f->v, f->n, &f->cap, sizeof *f->v);
	f->v[f->n++] = x;
}

void lint_collect(struct lint_findings *f, struct diags *d, bool colour)
{
	struct srcset *src = diags_src(d);
	struct diag_view v;

	for (size_t i = 0; diags_view(d, i, &v); i++) {
		struct lint_finding *x = ARENA_NEW(f->arena, struct lint_finding);
		struct slice line = SLICE_NONE;

		if (v.at.line != 0)
			(void)srcset_line(src, v.at.file, v.at.line, &line);
		*x = (struct lint_finding){.code = v.code, .severity = v.severity, .at = place(f, src, v.at, v.text), .help = copy(f, v.help), .source = source(f, line),
			.human = human(f, d, i, colour)};
		if (v.at.col != 0)
			x->end_col = (uint32_t)(v.at.col + (v.at.col - 1 + v.span <= line.n ? v.span : 1));
		x->end_point = x->end_col != 0 ? point(src, v.at.file, v.at.line, x->end_col) : 0;
		if (x->end_point != 0 && x->end_point <= x->at.point)
			x->end_point = x->at.point + 1;
		take_notes(f, x, src, v.notes);
		take_fixes(f, x, src, v.fixes);
		lint_add(f, x);
	}
}

void lint_looked_at(struct lint_findings *f, struct slice file)
{
	f->looked_at = arena_grow(f->arena, f->looked_at, f->nfiles, &f->files_cap, sizeof *f->looked_at);
	f->looked_at[f->nfiles++] = copy(f, file);
}

size_t lint_count(const struct lint_findings *f, enum diag_severity at_least)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		n += f->v[i]->severity >= at_least;
	return n;
}

const char *lint_severity_word(enum diag_severity s)
{
	return s == DIAG_ERROR ? "error" : s == DIAG_WARNING ? "warning" : "note";
}

static const struct format {
	const char *name;
	lint_report_fn *fn;
} formats[] = {
	{"text", lint_report_text}, {"gcc", lint_report_gcc}, {"json", lint_report_json}, {"sarif", lint_report_sarif},
	{"checkstyle", lint_report_checkstyle}, {"junit", lint_report_junit}, {"github", lint_report_github},
};

lint_report_fn *lint_report_find(struct slice name)
{
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (slice_eq_str(name, formats[i].name))
			return formats[i].fn;
	return NULL;
}
