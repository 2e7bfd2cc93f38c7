/*
 * map_text.c - class text: a file of lines and columns
 *
 * -k and -v number the columns from 0, where they begin; -z is what stands
 * between them, else any white space.  A line that begins with # or is empty
 * does not count.  A key is found in either case, -f or not.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "engine/map_priv.h"

struct text {
	char *p;
	size_t n;
	long key, value;
};

static bool is_delim(char delim, char c)
{
	return delim != '\0' ? c == delim : c == ' ' || c == '\t';
}

/* Column number col of the line, as sendmail cuts it: a run of white space is one delimiter, and so is one before the first column. */
static bool column(struct slice line, char delim, long col, struct slice *out)
{
	size_t i = 0, n;

	if (col == 0 && delim == '\0')
		while (i < line.n && is_delim(delim, line.p[i]))
			i++;
	for (long c = 0; c < col; c++) {
		while (i < line.n && !is_delim(delim, line.p[i]))
			i++;
		if (i == line.n)
			return false;
		i++;
		while (delim == '\0' && i < line.n && is_delim(delim, line.p[i]))
			i++;
	}
	for (n = i; n < line.n && !is_delim(delim, line.p[n]);)
		n++;
	*out = (struct slice){line.p + i, n - i};
	return true;
}

static bool number_of(const struct map *m, char flag, struct slice text, long *out)
{
	*out = 0;
	if (text.n == 0)
		return true;
	if (text.p[0] < '0' || text.p[0] > '9') {
		map_say(m, "text map \"%.*s\", file %s: -%c should specify a number, not %.*s", SLICE_ARG(m->name), m->path, flag, SLICE_ARG(text));
		return false;
	}
	*out = map_number(text);
	return true;
}

static bool read_text(struct map *m, struct text *t)
{
	const char *why = map_file_unsafe(m, m->path, &m->stamp);

	if (why != NULL) {
		if ((m->flags & MF_OPTIONAL) == 0)
			map_say(m, "text map \"%.*s\": unsafe map file %s", SLICE_ARG(m->name), m->path);
		return false;
	}
	if (!number_of(m, 'k', m->key_column, &t->key) || !number_of(m, 'v', m->value_column, &t->value))
		return false;
	t->p = map_read_file(m->path, MAP_TEXT_MAX, &t->n);
	if (t->p == NULL)
		map_say_errno(m, errno, "text map \"%.*s\": cannot read %s", SLICE_ARG(m->name), m->path);
	return t->p != NULL;
}

static bool text_open(struct map *m)
{
	struct text *t;

	if (m->file.p[0] != '/') {
		map_say(m, "text map \"%.*s\": file name must be fully qualified", SLICE_ARG(m->name));
		return false;
	}
	if (m->path == NULL)
		m->path = map_cstr(m, m->file);
	t = calloc(1, sizeof(*t));
	if (t == NULL || !read_text(m, t)) {
		free(t);
		return false;
	}
	m->state = t;
	return true;
}

static void text_close(struct map *m)
{
	struct text *t = m->state;

	free(t->p);
	free(t);
}

static bool matches(const struct map *m, const struct text *t, struct slice line, struct slice key)
{
	struct slice found;

	if (line.n == 0 || line.p[0] == '#' || !column(line, m->delim, t->key, &found))
		return false;
	return slice_caseeq(found, key);
}

static void text_lookup(struct map *m, const struct map_question *q, struct buf *out, struct map_answer *a)
{
	struct text *t = m->state;
	struct slice rest = {t->p, t->n}, line, value;

	a->status = MAP_NO_HOST;
	while (slice_next(&rest, '\n', &line))
		if (matches(m, t, line, q->key)) {
			if (column(line, m->delim, t->value, &value))
				map_found(m, value, q, out, a);
			return;
		}
}

const struct map_type map_type_text = {"text", MT_FILE | MT_STOCK | MT_WATCH, map_parse_common, text_open, text_close, text_lookup, ""};
