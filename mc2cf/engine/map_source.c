/*
 * map_source.c - class source: the text of a table, as makemap would read it
 *
 * A line is a key, white space and a value; a line that begins with # or is
 * empty does not count, keys are stored in small letters without -f, and of two
 * equal keys the first counts.  Nothing is written, so tests need no makemap and
 * no folder of their own.  The text is the host's (map_env.source) or a file's.
 */
#include <errno.h>
#include <stdlib.h>

#include "base/symtab.h"
#include "engine/map_priv.h"
#include "engine/source.h"

struct source {
	struct arena *arena;
	struct symtab *entries;
	char *own; /* what was read from a file */
};

static void source_close(struct map *m)
{
	struct source *s = m->state;

	free(s->own);
	arena_free(s->arena);
	free(s);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static void add_line(struct map *m, struct source *s, struct slice line, uint32_t number)
{
	char *key;
	size_t n = 0, from;
	struct source_entry *e;

	if (line.n != 0 && line.p[line.n - 1] == '\r')
		line.n--;
	while (n < line.n && !is_blank(line.p[n]))
		n++;
	if (n == 0 || line.p[0] == '#')
		return;
	for (from = n; from < line.n && is_blank(line.p[from]);)
		from++;
	key = arena_alloc(s->arena, n + MAP_KEY_MAX + 1);
	n = map_key(m, (struct slice){line.p, n}, key);
	if (symtab_get(s->entries, (struct slice){key, n}) != NULL)
		return;
	e = ARENA_NEW(s->arena, struct source_entry);
	*e = (struct source_entry){.key = {key, n}, .value = {line.p + from, line.n - from}, .line = number};
	symtab_set(s->entries, e->key, e);
}

static bool text_of(struct map *m, struct source *s, struct slice *text)
{
	size_t n;

	if (m->maps->env.source != NULL) {
		errno = ENOENT;
		return m->maps->env.source(m->maps->env.ctx, m->file, text);
	}
	s->own = map_read_file(map_cstr(m, m->file), MAP_TEXT_MAX, &n);
	*text = (struct slice){s->own, n};
	return s->own != NULL;
}

static bool source_open(struct map *m)
{
	struct source *s = calloc(1, sizeof(*s));
	struct slice text = SLICE_NONE, line;
	uint32_t number = 0;

	if (s == NULL)
		return false;
	if (!text_of(m, s, &text)) {
		if ((m->flags & MF_OPTIONAL) == 0)
			map_say_errno(m, errno, "source map \"%.*s\": %.*s", SLICE_ARG(m->name), SLICE_ARG(m->file));
		free(s);
		return false;
	}
	s->arena = arena_new(0, m->maps->env.on_oom, m->maps->env.ctx);
	if (s->arena == NULL) {
		free(s->own);
		free(s);
		return false;
	}
	s->entries = symtab_new(s->arena, false);
	m->state = s;
	while (slice_next(&text, '\n', &line))
		add_line(m, s, line, ++number);
	return true;
}

static void source_lookup(struct map *m, const struct map_question *q, struct buf *out, struct map_answer *a)
{
	const struct source *s = m->state;
	char key[MAP_KEY_MAX + 1];
	size_t n = map_key(m, q->key, key);
	struct source_entry *e = symtab_get(s->entries, (struct slice){key, n});

	if (e == NULL)
		return;
	e->hits++;
	map_found(m, e->value, q, out, a);
}

void source_count(struct maps *maps)
{
	maps->counts = true;
}

bool source_is(struct map *m)
{
	return m->type == &map_type_source && map_open(m) && m->opened == MAP_OPEN;
}

struct slice source_file(const struct map *m)
{
	return m->file;
}

bool source_next(struct map *m, size_t *i, struct source_entry *e)
{
	const struct source *s = m->state;
	void *v;

	if (!symtab_at(s->entries, i, NULL, &v))
		return false;
	*e = *(struct source_entry *)v;
	return true;
}

const struct map_type map_type_source = {"source", MT_FILE | MT_KEEPS, map_parse_common, source_open, source_close, source_lookup, NULL};
