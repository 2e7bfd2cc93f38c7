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

/* Configurations first, each with the tables that it names; then the tables that are left. */
static bool look_at_all(const struct lint_args *x, const struct lint_inputs *in, struct lint_findings *f)
{
	struct lint_unit u = {.args = x, .in = in, .into = f, .claimed = symtab_new(x->arena, false), .colour = use_colour(x)};
	bool good = true;

	for (size_t i = 0; i < in->n; i++) {
		u.config = &in->v[i];
		if (in->v[i].kind != LINT_INPUT_TABLE)
			good &= lint_unit_run(&u);
	}
	u.config = NULL;
	return lint_unit_run(&u) && good;
}

static int lint_all(const struct lint_args *x)
{
	struct lint_inputs in = {.arena = x->arena};
	struct lint_findings f = {.arena = x->arena};
	struct buf out;
	bool good;

	buf_init(&out, x->arena);
	good = lint_gather(x, &in);
	if (!good)
		return STATUS_TOOL;
	good = look_at_all(x, &in, &f);
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
