/*
 * fuzz_lint.c - any bytes through the lint: a .mc's text, a .cf, a table, with all checks and all reports
 *
 * The first line of the input says what the rest is: mc, cf, or the word of a
 * table.  What must hold: nothing crashes, the edits of a finding lie within
 * the text, and the calls of a .mc do too.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cf/cf.h"
#include "lint/lint.h"
#include "lint/mc_text.h"
#include "lint/report.h"
#include "lint/table.h"

#define INPUT_MAX ((size_t)32 * 1024) /* more finds nothing new and is slow */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void out_of_memory(void *ctx)
{
	(void)ctx;
	abort();
}

static void check_calls(const struct lint_mc *mc)
{
	const char *end = mc->text.p + mc->text.n;

	for (size_t i = 0; i < mc->ncalls; i++) {
		const struct lint_call *c = &mc->call[i];

		if (c->whole.p < mc->text.p || c->whole.p + c->whole.n > end)
			abort();
		for (size_t k = 0; k < c->nargs; k++)
			if (c->arg[k].p < c->whole.p || c->arg[k].p + c->arg[k].n > c->whole.p + c->whole.n)
				abort();
	}
}

static void check_edits(const struct lint_findings *f)
{
	for (size_t i = 0; i < f->n; i++)
		for (size_t k = 0; k < f->v[i]->nedits; k++) {
			const struct lint_edit *e = &f->v[i]->edit[k];

			if (e->line == 0 || e->col == 0 || e->end_line < e->line || (e->end_line == e->line && e->end_col < e->col))
				abort();
		}
}

static void report_all(struct lint *l, struct arena *a)
{
	static lint_report_fn *const reports[] = {lint_report_text, lint_report_gcc, lint_report_json, lint_report_sarif, lint_report_checkstyle, lint_report_junit, lint_report_github};
	struct lint_findings f = {.arena = a};
	struct buf out;

	lint_collect(&f, l->d, true);
	check_edits(&f);
	buf_init(&out, a);
	for (size_t i = 0; i < sizeof reports / sizeof *reports; i++)
		reports[i](&f, &out);
}

/* Fills in what the first line says; false where it says nothing. */
static bool take_input(struct lint *l, struct slice kind)
{
	enum lint_table_kind table;

	if (slice_eq_str(kind, "mc")) {
		l->is_mc = true;
		l->mc = lint_mc_read(l->arena, l->text, l->file);
		check_calls(l->mc);
	} else if (slice_eq_str(kind, "cf")) {
		struct ir *ir = ir_new(l->arena);

		cf_read(ir, l->text, l->file, l->d);
		l->ir = ir;
	} else if (lint_table_kind_of_word(kind, &table)) {
		const struct lint_table **v = arena_array(l->arena, 1, sizeof *v);

		v[0] = lint_table_read(l->arena, table, SLICE_LIT("fuzz"), l->file, l->text);
		l->tables = v;
		l->ntables = 1;
	} else {
		return false;
	}
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0, out_of_memory, NULL);
	struct slice rest = {arena_dup(a, (const char *)data, size), size}, kind;
	size_t n;
	const struct diag_code *codes = lint_codes(&n);
	struct lint l = {.arena = a, .src = srcset_new(a)};

	l.d = diags_new(a, l.src, codes, n);
	if (size <= INPUT_MAX && slice_next(&rest, '\n', &kind)) {
		l.file = srcset_file(l.src, SLICE_LIT("fuzz"));
		l.text = rest.n != 0 ? rest : SLICE_LIT("");
		srcset_text(l.src, l.file, l.text);
		if (take_input(&l, kind)) {
			lint_run(&l);
			lint_waive(&l, SLICE_LIT("2026-11-26"));
			report_all(&l, a);
		}
	}
	arena_free(a);
	return 0;
}

#include "selftest/fuzz_files.h"
