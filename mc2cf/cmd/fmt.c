/*
 * fmt.c - the verb fmt: a .mc in its usual form, with the same sendmail.cf
 *
 *     mc2cf fmt FILE.mc          the formatted text on standard output
 *     mc2cf fmt -w FILE.mc …     replaces the files
 *     mc2cf fmt --check FILE …   exit status 1 where a file is not in that form
 *
 * Each step of fmt_step.c is kept only where the .mc compiles to the same
 * bytes with it.  A .mc with errors is left alone.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "cmd/args.h"
#include "cmd/diff.h"
#include "cmd/fmt.h"
#include "cmd/library.h"
#include "cmd/limits.h"
#include "cmd/lint.h"
#include "cmd/output.h"
#include "cmd/verbs.h"

struct fmt_args {
	struct lint_args lint;   /* what the compiler is told */
	bool check, diff, write, help;
};

_Noreturn static void out_of_memory(void *ctx)
{
	(void)ctx;
	fputs("mc2cf: out of memory\n", stderr);
	exit(STATUS_TOOL);
}

#define FLAG(member, into_member) \
	static const char *set_##member(void *into, const char *value) \
	{ \
		(void)value; \
		((struct fmt_args *)into)->into_member = true; \
		return NULL; \
	}
FLAG(check, check)
FLAG(diff, diff)
FLAG(write, write)
FLAG(help, help)
FLAG(trust, lint.trust)
#undef FLAG

static const char *set_lib(void *into, const char *value)
{
	((struct fmt_args *)into)->lint.lib = value;
	return NULL;
}

static const char *set_include(void *into, const char *value)
{
	struct lint_args *x = &((struct fmt_args *)into)->lint;
	const char **grown = arena_array(x->arena, x->ninclude + 1, sizeof *grown);

	if (x->ninclude != 0)
		memcpy(grown, x->include, x->ninclude * sizeof *grown);
	grown[x->ninclude++] = value;
	x->include = grown;
	return NULL;
}

static const struct arg table[] = {
	{"write", 'w', ARG_FLAG,  set_write,   NULL,  "replace the files"},
	{"check", 0,   ARG_FLAG,  set_check,   NULL,  "name the files that would change, exit status 1 where there is one"},
	{"diff",  0,   ARG_FLAG,  set_diff,    NULL,  "show what would change"},
	{NULL,    'I', ARG_VALUE, set_include, "DIR", "look for the site's own m4 files in DIR too"},
	{"trust", 0,   ARG_FLAG,  set_trust,   NULL,  "let the .mc run commands, and include files from anywhere"},
	{"lib",   0,   ARG_VALUE, set_lib,     "DIR", "the folder with macros/ and templates/"},
	{"help",  'h', ARG_FLAG,  set_help,    NULL,  "this text"},
};
enum { NOPTIONS = sizeof(table) / sizeof(*table) };

static int failed(const char *path, const char *why)
{
	fprintf(stderr, "mc2cf: %s: %s\n", path, why);
	return STATUS_TOOL;
}

/* The formatted text: all steps at once where that keeps the sendmail.cf, else those that do. */
static bool format(const struct fmt_args *x, struct arena *a, const char *path, struct slice text, struct slice *formatted)
{
	struct slice all = text, cf, now;

	if (!lint_cf_of(&x->lint, a, slice_of(path), text, &cf))
		return false;
	for (int s = 0; s < FMT_STEPS; s++)
		all = fmt_step(a, all, (enum fmt_step)s);
	*formatted = all;
	if (slice_eq(all, text) || (lint_cf_of(&x->lint, a, slice_of(path), all, &now) && slice_eq(cf, now)))
		return true;
	*formatted = text;
	for (int s = 0; s < FMT_STEPS; s++) {
		struct slice one = fmt_step(a, *formatted, (enum fmt_step)s);

		if (!slice_eq(one, *formatted) && lint_cf_of(&x->lint, a, slice_of(path), one, &now) && slice_eq(cf, now))
			*formatted = one;
	}
	return true;
}

static int format_file(const struct fmt_args *x, struct arena *a, const char *path, struct buf *out)
{
	struct srcset *src = srcset_new(a);
	struct slice text, formatted;
	uint32_t file;
	int error = srcset_load(src, slice_of(path), LINT_INPUT_MAX, &file, &text);
	bool same;

	if (error != 0)
		return failed(path, strerror(error));
	if (!format(x, a, path, text, &formatted))
		return failed(path, "has errors, so it is left alone; mc2cf compile says which");
	same = slice_eq(text, formatted);
	if (x->diff)
		diff_unified(out, slice_of(path), text, formatted);
	else if (x->check && !same)
		buf_printf(out, "%s\n", path);
	else if (!x->check && !x->write)
		buf_put_slice(out, formatted);
	if (x->write && !same && (error = output_write(path, formatted)) != 0)
		return failed(path, strerror(error));
	return !same && x->check ? STATUS_INPUT : STATUS_OK;
}

static int help(void)
{
	puts("usage: mc2cf fmt [options] FILE.mc ...\n\nWrites a .mc in its usual form to standard output.  The sendmail.cf that it compiles to stays the same.\n");
	args_help(table, NOPTIONS);
	puts("\nexit status: 0 done, 1 --check found a file to format, 2 mc2cf could not work");
	return fflush(stdout) == 0 ? STATUS_OK : STATUS_TOOL;
}

static int format_all(const struct fmt_args *x)
{
	struct buf out;
	int status = STATUS_OK, error;

	buf_init(&out, x->lint.arena);
	for (size_t i = 0; i < x->lint.nfiles; i++) {
		int one = format_file(x, x->lint.arena, x->lint.file[i], &out);

		status = one > status ? one : status;
	}
	error = output_write(NULL, buf_slice(&out));
	return error != 0 ? failed("standard output", strerror(error)) : status;
}

int verb_fmt(const struct invocation *in)
{
	struct fmt_args x = {.lint = {.arena = arena_new(0, out_of_memory, NULL)}};
	struct args args = {.table = table, .n = NOPTIONS, .into = &x};
	int status = STATUS_TOOL;

	if (x.lint.arena == NULL)
		out_of_memory(NULL);
	if (!args_read(&args, x.lint.arena, in->argc, in->argv)) {
		;
	} else if (x.help) {
		status = help();
	} else if (args.nfiles == 0) {
		fputs("mc2cf: fmt: which .mc files? (mc2cf fmt --help)\n", stderr);
	} else {
		x.lint.file = args.files;
		x.lint.nfiles = args.nfiles;
		if (x.lint.lib == NULL)
			x.lint.lib = library_find(x.lint.arena, in->argv0);
		status = x.lint.lib != NULL ? format_all(&x) : failed("library", "cannot find the folder with macros/ and templates/; --lib DIR names it");
	}
	arena_free(x.lint.arena);
	return status;
}
