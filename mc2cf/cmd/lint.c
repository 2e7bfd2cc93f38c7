/*
 * lint.c - the verb lint: finds what is wrong, risky or odd in a configuration and its tables
 *
 *     mc2cf lint FILE|FOLDER …
 *
 * Findings go to standard output, and nothing else does.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cmd/library.h"
#include "cmd/limits.h"
#include "cmd/lint.h"
#include "cmd/output.h"
#include "cmd/verbs.h"

_Noreturn static void out_of_memory(void *ctx)
{
	(void)ctx;
	fputs("mc2cf: out of memory\n", stderr);
	exit(STATUS_TOOL);
}

static bool use_colour(const struct lint_args *x)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	if (x->colour != COLOUR_AUTO)
		return x->colour == COLOUR_ALWAYS;
	return x->output == NULL && (no == NULL || *no == '\0') && isatty(STDOUT_FILENO) && (term == NULL || strcmp(term, "dumb") != 0);
}

static int write_out(const char *path, struct slice text, int status)
{
	int error = output_write(path, text);

	if (error == 0)
		return status;
	fprintf(stderr, "mc2cf: %s: %s\n", path != NULL ? path : "standard output", strerror(error));
	return STATUS_TOOL;
}

static void leave_out_lesser(struct lint_findings *f, enum diag_severity least)
{
	size_t kept = 0;

	for (size_t i = 0; i < f->n; i++)
		if (f->v[i]->severity >= least)
			f->v[kept++] = f->v[i];
	f->n = kept;
}

static bool leave_out(const struct lint_args *x, struct lint_findings *f)
{
	leave_out_lesser(f, x->least);
	return (x->baseline == NULL || lint_baseline_drop(x->baseline, f)) && (x->since == NULL || lint_since(x, f));
}

/* What one configuration gave, behind what others have given; a table that two of them name is told of once. */
static void add_result(struct lint_findings *f, const struct lint_findings *result, struct symtab *claimed)
{
	for (size_t i = 0; i < result->n; i++)
		if (symtab_get(claimed, result->v[i]->at.file) == NULL)
			lint_add(f, result->v[i]);
	for (size_t i = 0; i < result->nfiles; i++)
		if (symtab_set(claimed, result->looked_at[i], f) == NULL)
			lint_looked_at(f, result->looked_at[i]);
}

/* Configurations first, each with the tables that it names; then the tables that are left. */
static bool look_at_all(const struct lint_args *x, const struct lint_inputs *in, struct lint_findings *f, bool again)
{
	struct lint_pool p = {.args = x, .in = in, .arena = f->arena, .jobs = x->jobs, .colour = use_colour(x), .again = again, .out_of_memory = out_of_memory};
	struct symtab *claimed = symtab_new(f->arena, false);
	struct lint_findings last = {.arena = f->arena};
	struct lint_unit orphans = {.args = x, .in = in, .into = &last, .claimed = claimed, .colour = p.colour};
	bool good;

	p.unit = arena_array(f->arena, in->n, sizeof *p.unit);
	p.result = arena_array(f->arena, in->n, sizeof *p.result);
	for (size_t i = 0; i < in->n; i++)
		if (in->v[i].kind != LINT_INPUT_TABLE) {
			p.result[p.n].arena = f->arena;
			p.unit[p.n++] = &in->v[i];
		}
	good = lint_pool_run(&p);
	for (size_t i = 0; i < p.n; i++)
		add_result(f, &p.result[i], claimed);
	good &= lint_unit_run(&orphans);
	add_result(f, &last, claimed);
	return good;
}

/* Mends in rounds, until there is nothing more to mend; *f: what is left. */
static bool fix_all(const struct lint_args *x, const struct lint_inputs *in, struct lint_findings *f)
{
	for (int round = 0; round < LINT_FIX_ROUNDS; round++) {
		size_t changes = 0;

		if (!lint_fix(x, f, NULL, &changes))
			return false;
		if (changes == 0)
			return true;
		*f = (struct lint_findings){.arena = f->arena};
		if (!look_at_all(x, in, f, true) || !leave_out(x, f))
			return false;
	}
	return true;
}

static int dry_run(const struct lint_args *x, const struct lint_findings *f)
{
	struct buf diff;
	size_t changes = 0;

	buf_init(&diff, x->arena);
	if (!lint_fix(x, f, &diff, &changes))
		return STATUS_TOOL;
	return write_out(x->output, buf_slice(&diff), changes != 0 ? STATUS_INPUT : STATUS_OK);
}

static int lint_all(const struct lint_args *x)
{
	struct lint_inputs in = {.arena = x->arena};
	struct lint_findings f = {.arena = x->arena};
	struct buf out;
	bool good;

	if (!lint_gather(x, &in))
		return STATUS_TOOL;
	if (in.n == 0)
		fputs("mc2cf: lint: there is no configuration and no table in what is named; --as says what a file is\n", stderr);
	good = look_at_all(x, &in, &f, false);
	if (x->new_baseline != NULL)
		return good && lint_baseline_write(x->new_baseline, &f) ? STATUS_OK : STATUS_TOOL;
	if (!leave_out(x, &f))
		return STATUS_TOOL;
	if (x->dry_run)
		return dry_run(x, &f);
	if (x->fix && !fix_all(x, &in, &f))
		return STATUS_TOOL;
	buf_init(&out, x->arena);
	x->format(&f, &out);
	return write_out(x->output, buf_slice(&out), !good ? STATUS_TOOL : lint_count(&f, x->fail_on) != 0 ? STATUS_INPUT : STATUS_OK);
}

/* What needs no files. */
static int tell(const struct lint_args *x)
{
	struct buf out;

	buf_init(&out, x->arena);
	if (x->man)
		lint_man(x->arena, &out);
	else if (x->list)
		lint_list(&out);
	else if (!lint_explain(x->arena, x->explain, &out))
		return STATUS_INPUT;
	return write_out(x->output, buf_slice(&out), STATUS_OK);
}

int verb_lint(const struct invocation *in)
{
	struct lint_args x;
	struct arena *a = arena_new(0, out_of_memory, NULL);
	int status = STATUS_TOOL;

	if (a == NULL)
		out_of_memory(NULL);
	switch (lint_args_read(&x, a, in->argc, in->argv)) {
	case ARGS_HELP:
		lint_args_help();
		status = fflush(stdout) == 0 ? STATUS_OK : STATUS_TOOL;
		break;
	case ARGS_GOOD:
		if (x.explain != NULL || x.list || x.man) {
			status = tell(&x);
			break;
		}
		if (x.lib == NULL)
			x.lib = library_find(a, in->argv0);
		if (x.lib != NULL)
			status = lint_all(&x);
		else
			fputs("mc2cf: cannot find the folder with macros/ and templates/ of version " MC2CF_VERSION "; --lib DIR names it\n", stderr);
		break;
	default:
		break;
	}
	arena_free(a);
	return status;
}
