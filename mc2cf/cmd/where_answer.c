/*
 * where_answer.c - the answers of the verb where
 *
 * A sendmail.cf that is not what the map describes is noticed by its lines:
 * one that stands elsewhere now is still found, one that was written by hand
 * is said to be.
 */
#include <stdio.h>
#include <string.h>

#include "cmd/limits.h"
#include "cmd/verbs.h"
#include "cmd/where.h"

/* A sendmail.cf that the caller named. */
struct cf_file {
	struct slice text;
	uint32_t *sums;
	size_t n;
};

static bool load_cf(struct where *w, struct slice name, struct cf_file *cf)
{
	struct slice rest, line;
	uint32_t file;
	int error = srcset_load(w->c.src, name, SRC_MAP_MAX, &file, &cf->text);

	if (error != 0) {
		fprintf(stderr, "mc2cf: %.*s: %s\n", SLICE_ARG(name), strerror(error));
		w->status = STATUS_TOOL;
		return false;
	}
	for (rest = cf->text; slice_next(&rest, '\n', &line);)
		cf->n++;
	cf->sums = arena_array(w->c.arena, cf->n + 1, sizeof *cf->sums);
	cf->n = 0;
	for (rest = cf->text; slice_next(&rest, '\n', &line);)
		cf->sums[cf->n++] = map_sum(line);
	return true;
}

static struct slice line_of(struct slice text, uint32_t number)
{
	struct slice line = SLICE_NONE;

	for (uint32_t i = 0; i < number; i++)
		if (!slice_next(&text, '\n', &line))
			return SLICE_NONE;
	return line;
}

/* The first line in which file and map differ; 0: none. */
static uint32_t first_difference(const struct map *m, const struct cf_file *cf)
{
	size_t n = m->n < cf->n ? m->n : cf->n;

	for (size_t i = 0; i < n; i++)
		if (m->v[i].sum != cf->sums[i])
			return (uint32_t)i + 1;
	return m->n != cf->n ? (uint32_t)n + 1 : 0;
}

/* The map's line that a line of a changed file is: the one that stands as far from the end, or the only one that reads so; 0: none. */
static uint32_t moved_from(const struct map *m, const struct cf_file *cf, uint32_t line)
{
	uint32_t found = 0, times = 0, sum = cf->sums[line - 1];

	if (line <= m->n && m->v[line - 1].sum == sum)
		return line;
	if (cf->n - line < m->n && m->v[m->n - 1 - (cf->n - line)].sum == sum)
		return (uint32_t)(m->n - (cf->n - line));
	for (size_t i = 0; i < m->n; i++)
		if (m->v[i].sum == sum) {
			found = (uint32_t)i + 1;
			times++;
		}
	return times == 1 ? found : 0;
}

static void put_row(const struct map_row *row, struct buf *out)
{
	buf_puts(out, "  what:      ");
	map_put_what(row, out);
	for (size_t i = 0; i < row->nsteps; i++) {
		buf_puts(out, i == 0 ? "\n  asked by:  " : "\n  through:   ");
		map_put_step(&row->steps[i], out);
	}
	if (row->option_of.n != 0)
		buf_printf(out, "\n  asked by:  nobody: it is the default; define(`%.*s', ...) sets it", SLICE_ARG(row->option_of));
	if (row->text.line != 0)
		buf_printf(out, "\n  %s  %.*s:%u", map_by_template(row) ? "template:" : "text:    ", SLICE_ARG(row->text.file), (unsigned)row->text.line);
	buf_putc(out, '\n');
}

/* One line of a sendmail.cf; cf: NULL where only a number was given. */
static void answer(struct where *w, struct slice name, const struct cf_file *cf, uint32_t line)
{
	struct slice text = cf != NULL ? line_of(cf->text, line) : line_of(buf_slice(&w->c.out), line);
	uint32_t row = cf != NULL ? moved_from(&w->map, cf, line) : line;

	buf_printf(&w->out, "%.*s%s%u: %.*s\n", SLICE_ARG(name), name.n != 0 ? ":" : "", (unsigned)line, SLICE_ARG(text));
	if (row == 0) {
		buf_printf(&w->out, "  what:      nothing that %s makes: written by hand, or made of something else\n", w->what);
		w->status = STATUS_INPUT;
		return;
	}
	if (row != line)
		buf_printf(&w->out, "  made as:   line %u\n", (unsigned)row);
	put_row(&w->map.v[row - 1], &w->out);
}

void where_lines(struct where *w, const struct query *q)
{
	struct cf_file cf = {.n = 0};
	size_t n = w->map.n;
	uint32_t differs;

	if (q->file.n != 0) {
		if (!load_cf(w, q->file, &cf))
			return;
		n = cf.n;
		differs = first_difference(&w->map, &cf);
		if (differs != 0 && !slice_eq(w->said, q->file))
			fprintf(stderr, "mc2cf: %.*s is not what %s %s: they differ from line %u on\n", SLICE_ARG(q->file), w->what,
				w->c.args.map != NULL ? "describes" : "makes now", (unsigned)differs);
		w->said = q->file;
	}
	if (q->from > n) {
		fprintf(stderr, "mc2cf: %.*s%sthere is no line %u, only %zu\n", SLICE_ARG(q->file), q->file.n != 0 ? ": " : "", (unsigned)q->from, n);
		w->status = STATUS_INPUT;
	}
	for (uint32_t i = q->from; i <= q->to && i <= n; i++)
		answer(w, q->file, q->file.n != 0 ? &cf : NULL, i);
}

static bool at(const struct map_place *place, const struct query *q)
{
	return slice_eq(place->file, q->file) && place->line >= q->from && place->line <= q->to;
}

/* Whether a row comes of the lines of a .mc, a bundle or a template. */
static bool comes_of(const struct map_row *row, const struct query *q)
{
	bool yes = at(&row->text, q);

	for (size_t i = 0; i < row->nsteps; i++)
		yes = yes || at(&row->steps[i].at, q);
	return yes;
}

void where_source(struct where *w, const struct query *q)
{
	bool any = false;

	for (size_t i = 0; i < w->map.n; i++) {
		if (!comes_of(&w->map.v[i], q))
			continue;
		any = true;
		buf_printf(&w->out, "%.*s%s%zu: ", SLICE_ARG(w->map.output), w->map.output.n != 0 ? ":" : "", i + 1);
		map_put_what(&w->map.v[i], &w->out);
		buf_putc(&w->out, '\n');
	}
	if (any)
		return;
	buf_printf(&w->out, "%.*s:%u: nothing in the sendmail.cf comes of this line alone\n", SLICE_ARG(q->file), (unsigned)q->from);
	w->status = STATUS_INPUT;
}

bool where_is_source(const struct map *m, struct slice file)
{
	bool yes = file.n != 0 && slice_eq(file, m->source);

	for (size_t i = 0; file.n != 0 && i < m->n && !yes; i++) {
		const struct map_row *row = &m->v[i];

		yes = slice_eq(row->text.file, file);
		for (size_t k = 0; k < row->nsteps; k++)
			yes = yes || slice_eq(row->steps[k].at.file, file);
	}
	return yes;
}
