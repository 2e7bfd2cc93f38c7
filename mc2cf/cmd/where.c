/*
 * where.c - the verb where: which directive, and which template, made a line of a sendmail.cf
 *
 *     mc2cf where sendmail.cf:123           compiles sendmail.mc beside it anew
 *     mc2cf where --mc site.mc 123          a line of what site.mc makes
 *     mc2cf where --map map.json x.cf:123   from the map that was written with x.cf
 *     mc2cf where --mc site.mc site.mc:87   the other way: what came of a line
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/limits.h"
#include "cmd/verbs.h"
#include "cmd/where.h"
#include "mc/limits.h"

static bool read_number(struct slice *s, uint32_t *n)
{
	size_t i = 0;

	for (*n = 0; i < s->n && s->p[i] >= '0' && s->p[i] <= '9' && *n < 100000000; i++)
		*n = *n * 10 + (uint32_t)(s->p[i] - '0');
	*s = (struct slice){s->p + i, s->n - i};
	return i != 0 && *n != 0;
}

static bool read_query(const char *text, struct query *q)
{
	const char *colon = strrchr(text, ':');
	struct slice rest = slice_of(colon != NULL ? colon + 1 : text);

	q->file = colon != NULL ? (struct slice){text, (size_t)(colon - text)} : SLICE_LIT("");
	if (!read_number(&rest, &q->from))
		return false;
	q->to = q->from;
	if (rest.n != 0 && rest.p[0] == '-') {
		rest = (struct slice){rest.p + 1, rest.n - 1};
		if (!read_number(&rest, &q->to))
			return false;
	}
	return rest.n == 0 && q->to >= q->from;
}

/* The .mc beside a sendmail.cf, or NULL where none is there; another file than a .cf may be the source itself. */
static const char *source_of(struct where *w, struct slice cf)
{
	struct slice text;
	uint32_t file;
	struct buf b;

	buf_init(&b, w->c.arena);
	buf_put_slice(&b, cf);
	if (cf.n > 3 && memcmp(cf.p + cf.n - 3, ".cf", 3) == 0)
		b.p[b.n - 2] = 'm', b.p[b.n - 1] = 'c';
	buf_putc(&b, '\0');
	if (cf.n > 3 && memcmp(b.p + cf.n - 3, ".mc", 3) == 0 && srcset_load(w->c.src, slice_of(b.p), MC_FILE_MAX, &file, &text) == 0)
		return b.p;
	return NULL;
}

static bool load_map(struct where *w)
{
	struct slice text, why;
	uint32_t file;
	int error = srcset_load(w->c.src, slice_of(w->what), SRC_MAP_MAX, &file, &text);

	if (error != 0)
		tool_error(w->what, slice_of(strerror(error)));
	else if (!map_read(w->c.arena, text, &w->map, &why))
		tool_error(w->what, why);
	else
		return true;
	w->status = STATUS_TOOL;
	return false;
}

/* Whether the file asked about says itself where its lines come from. */
static bool annotated(struct where *w, struct slice cf)
{
	struct slice text;
	uint32_t file;

	return cf.n != 0 && srcset_load(w->c.src, cf, SRC_MAP_MAX, &file, &text) == 0 && slice_find(text, SLICE_LIT("\n" MAP_ANNOTATION " ")) >= 0;
}

/* Compiles as the file was compiled; warnings are not repeated here. */
static bool compile(struct where *w, struct slice cf)
{
	w->c.args.annotate = annotated(w, cf);
	w->status = stages_run(&w->c);
	if (w->status == STATUS_OK) {
		map_make(&w->c, &w->map);
		return true;
	}
	if (w->status == STATUS_INPUT)
		stages_print(&w->c);
	return false;
}

/* The map: the one that was given, or one made now of the .mc that was, or of the one that lies beside the file asked about. */
static bool find_map(struct where *w, struct slice file)
{
	w->c.args = w->args.compile;
	w->what = w->c.args.map;
	if (w->what != NULL)
		return load_map(w);
	if (w->c.args.file == NULL)
		w->c.args.file = source_of(w, file);
	w->what = w->c.args.file;
	if (w->what != NULL)
		return compile(w, file);
	fprintf(stderr, "mc2cf: where: which .mc has made %.*s? Say --mc FILE, or --map FILE for the map that was written with it\n",
		file.n != 0 ? (int)file.n : 2, file.n != 0 ? file.p : "it");
	w->status = STATUS_TOOL;
	return false;
}

static int ask(struct where *w)
{
	struct slice file;
	struct query q;

	for (size_t i = 0; i < w->args.nplaces; i++)
		if (!read_query(w->args.places[i], &q)) {
			fprintf(stderr, "mc2cf: where: %s is no line: write sendmail.cf:123, 123 or 123-130\n", w->args.places[i]);
			return STATUS_TOOL;
		}
	read_query(w->args.places[0], &q);
	file = q.file;
	if (!find_map(w, file))
		return w->status;
	for (size_t i = 0; i < w->args.nplaces && w->status != STATUS_TOOL; i++) {
		read_query(w->args.places[i], &q);
		if (q.file.n == 0)
			q.file = file; /* site.cf:12 15 */
		file = q.file;
		if (where_is_source(&w->map, q.file))
			where_source(w, &q);
		else
			where_lines(w, &q);
	}
	if ((w->out.n == 0 || fwrite(w->out.p, 1, w->out.n, stdout) == w->out.n) && fflush(stdout) == 0)
		return w->status;
	perror("mc2cf: cannot write standard output");
	return STATUS_TOOL;
}

static int help(void)
{
	puts("usage: mc2cf where [options] [FILE:]LINE[-LINE] ...\n"
	     "\n"
	     "Of a sendmail.cf: which directive, and which line of a template, made a line.\n"
	     "Of a .mc, a bundle or a template: which lines of the sendmail.cf came of it.\n"
	     "The .mc is compiled anew for it, unless there is a map.\n");
	where_options_help();
	return fflush(stdout) == 0 ? STATUS_OK : STATUS_TOOL;
}

int verb_where(const struct invocation *in)
{
	struct where w = {.c = {.arena = stages_arena()}};
	int status = STATUS_TOOL;

	buf_init(&w.out, w.c.arena);
	switch (where_args_read(&w.args, w.c.arena, in->argc, in->argv)) {
	case ARGS_GOOD:
		w.c.args = w.args.compile;
		if (stages_prepare(&w.c, in->argv0)) {
			w.args.compile.lib = w.c.args.lib;
			status = ask(&w);
		}
		break;
	case ARGS_HELP:
		status = help();
		break;
	default:
		break;
	}
	arena_free(w.c.arena);
	return status;
}
