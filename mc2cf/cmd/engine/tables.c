/*
 * tables.c - see tables.h
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/src.h"
#include "cmd/engine/limits.h"
#include "cmd/engine/tables.h"

/* Where the last word of a line begins. */
static size_t last_word(struct slice s)
{
	size_t i = s.n;

	while (i > 0 && s.p[i - 1] != ' ' && s.p[i - 1] != '\t')
		i--;
	return i;
}

static bool ends_with(struct slice s, struct slice end)
{
	return s.n >= end.n && memcmp(s.p + s.n - end.n, end.p, end.n) == 0;
}

/* "access hash -T<TMPF> /etc/mail/access" becomes "access source -T<TMPF> PLACE". */
static bool map_line(const struct tables *t, struct slice line, struct buf *out)
{
	static const char *const files[] = {"hash", "btree", "dbm", "cdb", "lmdb"};
	struct slice rest = slice_trim(line), name = slice_word(&rest), class_name = slice_word(&rest), file, place;
	bool text = slice_caseeq(class_name, SLICE_LIT("text")), is = text;

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		is = is || slice_caseeq(class_name, slice_of(files[i]));
	file = (struct slice){rest.p + last_word(rest), rest.n - last_word(rest)};
	if (!is || file.n == 0)
		return false;
	rest.n -= file.n;
	if (!text && ends_with(file, SLICE_LIT(".db")))
		file.n -= 3;
	place = t->place(t->data, file, text ? TABLES_TEXT : TABLES_MAP);
	if (place.p == NULL)
		return false;
	buf_printf(out, "%.*s %s %.*s%.*s\n", SLICE_ARG(name), text ? "text" : "source", SLICE_ARG(rest), SLICE_ARG(place));
	return true;
}

/* "Fw-o /etc/mail/local-host-names %[^\#]" */
static bool words_line(const struct tables *t, struct slice line, struct buf *out)
{
	const char *slash = memchr(line.p, '/', line.n);
	struct slice file, rest, place;

	if (slash == NULL || memchr(line.p, '|', (size_t)(slash - line.p)) != NULL || memchr(line.p, '@', (size_t)(slash - line.p)) != NULL)
		return false;
	rest = (struct slice){slash, line.n - (size_t)(slash - line.p)};
	file = slice_word(&rest);
	place = t->place(t->data, file, TABLES_WORDS);
	if (place.p == NULL)
		return false;
	buf_printf(out, "%.*s%.*s%s%.*s\n", (int)(slash - line.p), line.p, SLICE_ARG(place), rest.n != 0 ? " " : "", SLICE_ARG(rest));
	return true;
}

bool tables_line(const struct tables *t, struct slice line, struct buf *out)
{
	return line.n != 0 && ((line.p[0] == 'K' && map_line(t, line, out)) || (line.p[0] == 'F' && words_line(t, line, out)));
}

/* --- texts of a folder --- */

struct folder {
	struct arena *arena;
	const char *path;
};

static struct slice in_folder(void *data, struct slice name, enum tables_use use)
{
	const struct folder *f = data;
	size_t from = name.n;
	struct buf b;

	(void)use;
	while (from > 0 && name.p[from - 1] != '/')
		from--;
	buf_init(&b, f->arena);
	buf_printf(&b, "%s/%.*s", f->path, (int)(name.n - from), name.p + from);
	buf_putc(&b, '\0');
	return from < name.n && access(b.p, F_OK) == 0 ? (struct slice){b.p, b.n - 1} : SLICE_NONE;
}

struct tables tables_in(struct arena *a, const char *folder)
{
	struct folder *f = ARENA_NEW(a, struct folder);
	char *whole = realpath(folder, NULL);

	*f = (struct folder){a, arena_dup(a, whole != NULL ? whole : folder, strlen(whole != NULL ? whole : folder))};
	free(whole);
	return (struct tables){.arena = a, .place = in_folder, .data = f};
}

bool tables_file(const struct tables *t, const char *from, const char *to)
{
	struct slice text, line;
	struct buf out;
	uint32_t number;
	bool good;
	FILE *f;

	errno = srcset_load(srcset_new(t->arena), slice_of(from), WORLD_TABLE_MAX, &number, &text);
	if (errno != 0)
		return false;
	buf_init(&out, t->arena);
	while (slice_next(&text, '\n', &line))
		if (!tables_line(t, line, &out)) {
			buf_put_slice(&out, line);
			buf_putc(&out, '\n');
		}
	f = fopen(to, "w");
	if (f == NULL)
		return false;
	good = fwrite(out.p, 1, out.n, f) == out.n;
	return fclose(f) == 0 && good;
}
