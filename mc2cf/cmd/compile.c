/*
 * compile.c - the verb compile: site.mc → sendmail.cf
 *
 * The stages (stages.c) run as far as they can and queue their diagnostics;
 * they are printed once, at the end.  Output is written only when there was no
 * error, or with --keep-going.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cmd/map.h"
#include "cmd/output.h"
#include "cmd/stages.h"
#include "cmd/verbs.h"

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

/* Whether a file may be written; else says why not. */
static bool may_write(struct compile *c, const char *out)
{
	if (same_file(c->args.file, out))
		tool_error(out, SLICE_LIT("is the input; it is left alone"));
	else if (is_included(c, out))
		tool_error(out, SLICE_LIT("is a file that the .mc includes; it is left alone"));
	else
		return true;
	return false;
}

static int write_map(struct compile *c)
{
	struct map m;
	struct buf b;
	int error;

	if (!may_write(c, c->args.map))
		return STATUS_TOOL;
	if (c->args.output != NULL && same_file(c->args.map, c->args.output))
		return tool_error(c->args.map, SLICE_LIT("is where the sendmail.cf goes; it is left alone"));
	buf_init(&b, c->arena);
	map_make(c, &m);
	map_write(&m, &b);
	error = output_write(c->args.map, buf_slice(&b));
	return error != 0 ? cannot_write(c, c->args.map, error) : STATUS_OK;
}

/* The map first: where it cannot be written, the old sendmail.cf stays. */
static int write_result(struct compile *c)
{
	const char *out = c->args.output;
	int error;

	if (!may_write(c, out) || (c->args.map != NULL && write_map(c) != STATUS_OK))
		return STATUS_TOOL;
	error = output_write(out, buf_slice(&c->out));
	stats_mark(&c->stats, "output");
	return error != 0 ? cannot_write(c, out, error) : STATUS_OK;
}

static int compile_file(struct compile *c)
{
	int status = stages_run(c);

	stages_print(c);
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
	struct compile c = {.arena = stages_arena()};
	int status = STATUS_TOOL;

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
		if (stages_prepare(&c, in->argv0))
			status = compile_file(&c);
		break;
	}
	arena_free(c.arena);
	return status;
}
