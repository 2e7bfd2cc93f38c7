/*
 * compile.c - the verb compile: site.mc → m4 → site → templates → IR → sendmail.cf
 *
 * Every stage runs as far as it can and queues its diagnostics; they are
 * printed once, at the end.  Output is written only when there was no error,
 * or with --keep-going.  One arena holds everything; out of memory ends the
 * program before anything was written.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cf/cf.h"
#include "cmd/compile_args.h"
#include "cmd/library.h"
#include "cmd/limits.h"
#include "cmd/output.h"
#include "cmd/stats.h"
#include "cmd/verbs.h"
#include "expand/expand.h"
#include "ir/codes.h"
#include "mc/mc.h"

struct compile {
	struct compile_args args;
	struct arena *arena;
	struct srcset *src;
	struct diags *d;
	struct buf out;
	struct templates *templates;
	struct stats stats;
};

_Noreturn static void out_of_memory(void *ctx)
{
	(void)ctx;
	fputs("mc2cf: out of memory\n", stderr);
	exit(STATUS_TOOL);
}

static int tool_error(const char *what, struct slice why)
{
	fprintf(stderr, "mc2cf: %s: %.*s\n", what, SLICE_ARG(why));
	return STATUS_TOOL;
}

static bool use_colour(enum colour_choice c)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	if (c != COLOUR_AUTO)
		return c == COLOUR_ALWAYS;
	return (no == NULL || *no == '\0') && isatty(STDERR_FILENO) && (term == NULL || strcmp(term, "dumb") != 0);
}

/* -Wno-… and -Werror; false where a code is not one. */
static bool set_warnings(struct compile *c)
{
	for (size_t i = 0; i < c->args.nsilent; i++)
		if (!diags_silence(c->d, slice_of(c->args.silent[i]))) {
			fprintf(stderr, "mc2cf: -Wno-%s: no warning has this code or name\n", c->args.silent[i]);
			return false;
		}
	if (c->args.werror)
		diags_werror(c->d);
	return true;
}

/* While m4 runs, on another processor where there is one. */
static void read_ahead(void *ctx)
{
	struct compile *c = ctx;

	templates_read_ahead(c->templates);
	arena_reserve(c->arena, COMPILE_MEMORY);
}

static struct mc_job job_of(struct compile *c)
{
	const struct compile_args *a = &c->args;

	return (struct mc_job){
		.path = slice_of(a->file), .lib = a->lib, .include = a->include, .ninclude = a->ninclude,
		.define = a->define, .ndefine = a->ndefine, .target = a->target, .sandbox = a->sandbox, .trust = a->trust,
		.meanwhile = a->stop != STOP_RECORDS ? read_ahead : NULL, .ctx = c,
	};
}

/* The stages behind the front end: out becomes the text that was asked for. */
static bool generate(struct compile *c, const struct site *site)
{
	struct cf_write_options plain = {.comments = true};
	struct ir *ir = ir_new(c->arena);

	if (!expand_site(site, c->templates, c->d, ir))
		return false;
	stats_mark(&c->stats, "expand");
	ir_check(ir, c->d);
	stats_mark(&c->stats, "check");
	if (c->args.stop == STOP_IR)
		ir_dump(ir, c->src, &c->out);
	else
		cf_write(ir, &plain, &c->out);
	stats_mark(&c->stats, "write");
	return true;
}

/* All stages; STATUS_TOOL where the tool could not work, else what the diagnostics say. */
static int run_stages(struct compile *c)
{
	struct mc_job job = job_of(c);
	struct site *site = NULL;
	struct slice why = SLICE_NONE;
	enum mc_result r;

	if (c->args.stop == STOP_PRELUDE) {
		mc_prelude(c->args.lib, c->arena, &c->out);
		return STATUS_OK;
	}
	r = c->args.stop == STOP_RECORDS ? mc_records(&job, c->arena, c->src, c->d, &c->out, &why)
	                                 : mc_read(&job, c->arena, c->src, c->d, &site, &why);
	stats_mark(&c->stats, "m4, read");
	if (r == MC_FAILED)
		return tool_error(c->args.file, why.n != 0 ? why : SLICE_LIT("cannot be compiled"));
	if (c->args.stop != STOP_RECORDS && !generate(c, site))
		return STATUS_TOOL;
	return diags_errors(c->d) != 0 ? STATUS_INPUT : STATUS_OK;
}

/* A slip like -o site.mc must not cost the source. */
static bool same_file(const char *a, const char *b)
{
	struct stat sa, sb;

	/* - is standard input or output, whatever file has that name */
	return b != NULL && strcmp(a, "-") != 0 && strcmp(b, "-") != 0 && stat(a, &sa) == 0 && stat(b, &sb) == 0 && S_ISREG(sa.st_mode) && sa.st_dev == sb.st_dev && sa.st_ino == sb.st_ino;
}

/* Whether the output would take the place of a file that the .mc has read; what lies in the library is ours. */
static bool is_included(const struct compile *c, const char *out)
{
	struct stat st;
	struct slice name;

	if (out == NULL || stat(out, &st) != 0 || !S_ISREG(st.st_mode))
		return false;
	for (uint32_t i = 1; (name = srcset_name(c->src, i)).n != 0; i++)
		if (!slice_starts(name, slice_of(c->args.lib)) && same_file(arena_dup(c->arena, name.p, name.n), out))
			return true;
	return false;
}

/* "No such file" may mean the folder: then that is said. */
static int cannot_write(struct compile *c, const char *out, int error)
{
	const char *slash = out != NULL ? strrchr(out, '/') : NULL;
	struct stat st;
	struct buf b;

	if (out == NULL || error != ENOENT || slash == NULL || slash == out)
		return tool_error(out != NULL ? out : "standard output", slice_of(strerror(error)));
	buf_init(&b, c->arena);
	buf_printf(&b, "%.*s", (int)(slash - out), out);
	buf_putc(&b, '\0');
	if (stat(b.p, &st) == 0)
		return tool_error(out, slice_of(strerror(error)));
	b.n = 0;
	buf_printf(&b, "there is no folder `%.*s': make it first", (int)(slash - out), out);
	return tool_error(out, buf_slice(&b));
}

static int write_result(struct compile *c)
{
	const char *out = c->args.output;
	int error;

	if (same_file(c->args.file, out))
		return tool_error(out, SLICE_LIT("is the input; it is left alone"));
	if (is_included(c, out))
		return tool_error(out, SLICE_LIT("is a file that the .mc includes; it is left alone"));
	error = output_write(out, buf_slice(&c->out));
	stats_mark(&c->stats, "output");
	return error != 0 ? cannot_write(c, out, error) : STATUS_OK;
}

static int compile_file(struct compile *c)
{
	size_t ncodes;
	const struct diag_code *codes = ir_codes(&ncodes);
	int status;

	c->src = srcset_new(c->arena);
	c->d = diags_new(c->arena, c->src, codes, ncodes);
	c->templates = templates_new(c->args.lib, c->arena, c->src, c->d);
	buf_init(&c->out, c->arena);
	if (!set_warnings(c))
		return STATUS_TOOL;
	stats_start(&c->stats);
	status = run_stages(c);
	diags_print(c->d, stderr, use_colour(c->args.colour));
	if (status == STATUS_OK || (status == STATUS_INPUT && c->args.keep_going)) {
		int written = write_result(c);

		status = written != STATUS_OK ? written : status;
	}
	if (c->args.stats)
		stats_print(&c->stats, arena_used(c->arena), stderr);
	return status;
}

int verb_compile(const struct invocation *in)
{
	struct compile c = {.arena = arena_new(0, out_of_memory, NULL)};
	int status = STATUS_TOOL;

	if (c.arena == NULL)
		out_of_memory(NULL);
	switch (compile_args_read(&c.args, c.arena, in->argc, in->argv)) {
	case ARGS_BAD:
		break;
	case ARGS_HELP:
		status = verb_help(in);
		break;
	case ARGS_VERSION:
		status = verb_version(in);
		break;
	case ARGS_GOOD:
		if (c.args.lib == NULL)
			c.args.lib = library_find(c.arena, in->argv0);
		if (c.args.lib != NULL)
			status = compile_file(&c);
		else
			fputs("mc2cf: cannot find the folder with macros/ and templates/ of version " MC2CF_VERSION "; --lib DIR names it\n", stderr);
		break;
	}
	arena_free(c.arena);
	return status;
}
