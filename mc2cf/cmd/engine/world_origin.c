/*
 * world_origin.c - see world.h: the source is compiled once more, with a source map
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/json.h"
#include "base/src.h"
#include "cmd/engine/limits.h"
#include "cmd/engine/world.h"

static void read_row(struct world *w, const struct json_value *row)
{
	uint32_t line = json_uint(row, "line");
	const struct json_value *text = json_get(row, "template", JSON_OBJECT), *directive = json_get(row, "directive", JSON_OBJECT);
	struct world_origin *o;

	if (line == 0 || line > w->norigins)
		return;
	o = &w->origins[line - 1];
	if (text == NULL && (text = json_get(row, "own", JSON_OBJECT)) == NULL)
		text = row;
	o->template_file = json_text(text, "file");
	o->template_line = o->template_file.n != 0 ? json_uint(text, "line") : 0;
	if (directive == NULL)
		return;
	o->directive = json_text(directive, "name");
	o->argument = json_text(directive, "argument");
	o->directive_file = json_text(directive, "file");
	o->directive_line = json_uint(directive, "line");
}

static void read_map(struct world *w, struct slice text)
{
	size_t wrong;
	const struct json_value *map = json_read(w->a, text, &wrong), *lines;

	if (map == NULL || (lines = json_get(map, "lines", JSON_ARRAY)) == NULL)
		return;
	w->library = json_text(map, "library");
	w->origins = arena_array(w->a, lines->n + 1, sizeof(*w->origins));
	w->norigins = lines->n;
	for (size_t i = 0; i < lines->n; i++)
		read_row(w, &lines->v[i]);
}

void world_find_origins(struct world *w)
{
	const char *folder = getenv("TMPDIR");
	struct slice cf, text;
	struct buf path;
	uint32_t file;
	int fd;

	if (w->origins != NULL || w->given)
		return;
	buf_init(&path, w->a);
	buf_printf(&path, "%s/mc2cf-test.XXXXXX", folder != NULL && folder[0] != '\0' ? folder : "/tmp");
	buf_putc(&path, '\0');
	fd = mkstemp(path.p);
	if (fd < 0)
		return;
	close(fd);
	if (world_compile(w, path.p, &cf) && srcset_load(srcset_new(w->a), slice_of(path.p), WORLD_TABLE_MAX, &file, &text) == 0)
		read_map(w, text);
	unlink(path.p);
}

const struct world_origin *world_origin(const struct world *w, uint32_t line)
{
	static const struct world_origin none;

	return line != 0 && line <= w->norigins ? &w->origins[line - 1] : &none;
}
