/*
 * table_cdb.c - tables of class cdb
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/cdb.h"
#include "engine/table.h"

struct slot {
	uint32_t hash, place;
};

struct table {
	FILE *f;
	uint32_t place;
	struct slot *slots;
	size_t n, cap;
};

static struct table *cdb_make(const struct table_kind *kind, const char *path, const struct table_how *how, const char **why)
{
	static const char head[CDB_HEAD];
	struct table *t = calloc(1, sizeof(*t));

	(void)kind;
	(void)how;
	if (t != NULL)
		t->f = fopen(path, "wb");
	if (t == NULL || t->f == NULL || fwrite(head, 1, sizeof(head), t->f) != sizeof(head)) {
		*why = strerror(errno);
		if (t != NULL && t->f != NULL)
			fclose(t->f);
		free(t);
		return NULL;
	}
	t->place = CDB_HEAD;
	return t;
}

static bool remember(struct table *t, uint32_t hash)
{
	if (t->n == t->cap) {
		size_t cap = t->cap != 0 ? t->cap * 2 : 1024;
		struct slot *v = cap <= SIZE_MAX / sizeof(*v) ? realloc(t->slots, cap * sizeof(*v)) : NULL;

		if (v == NULL)
			return false;
		t->slots = v;
		t->cap = cap;
	}
	t->slots[t->n++] = (struct slot){hash, t->place};
	return true;
}

static enum table_put cdb_put(struct table *t, struct slice key, struct slice value, const char **why)
{
	unsigned char head[8];

	/* Tables follow the records: 16 bytes for each. */
	if (key.n > UINT32_MAX / 4 || value.n > UINT32_MAX / 4 || 8 + key.n + value.n + 16 * (t->n + 1) > UINT32_MAX - t->place) {
		*why = strerror(EFBIG);
		return TABLE_FAILED;
	}
	cdb_put_number(head, (uint32_t)key.n);
	cdb_put_number(head + 4, (uint32_t)value.n);
	if (!remember(t, cdb_hash(key)) || fwrite(head, 1, 8, t->f) != 8 || fwrite(key.n != 0 ? key.p : "", 1, key.n, t->f) != key.n ||
	    fwrite(value.n != 0 ? value.p : "", 1, value.n, t->f) != value.n) {
		*why = strerror(errno);
		return TABLE_FAILED;
	}
	t->place += 8 + (uint32_t)(key.n + value.n);
	return TABLE_DONE;
}

/* The slots of one table, twice as many as it has records, in the order in which a search goes over them. */
static bool write_slots(struct table *t, const struct slot *v, size_t n)
{
	size_t slots = n * 2;
	unsigned char *p = calloc(slots != 0 ? slots : 1, 8);
	bool ok;

	if (p == NULL)
		return false;
	for (size_t i = 0; i < n; i++) {
		size_t at = (v[i].hash >> 8) % slots;

		while (cdb_number(p + at * 8 + 4) != 0)
			at = at + 1 < slots ? at + 1 : 0;
		cdb_put_number(p + at * 8, v[i].hash);
		cdb_put_number(p + at * 8 + 4, v[i].place);
	}
	ok = fwrite(p, 8, slots, t->f) == slots;
	free(p);
	t->place += (uint32_t)(slots * 8);
	return ok;
}

static int by_table(const void *x, const void *y)
{
	const struct slot *a = x, *b = y;

	if ((a->hash & 255) != (b->hash & 255))
		return (a->hash & 255) < (b->hash & 255) ? -1 : 1;
	return a->place < b->place ? -1 : a->place > b->place;
}

static bool write_tables(struct table *t)
{
	unsigned char head[CDB_HEAD];
	size_t i = 0;

	if (t->n != 0)
		qsort(t->slots, t->n, sizeof(*t->slots), by_table);
	for (uint32_t table = 0; table < 256; table++) {
		size_t from = i;

		while (i < t->n && (t->slots[i].hash & 255) == table)
			i++;
		cdb_put_number(head + table * 8, t->place);
		cdb_put_number(head + table * 8 + 4, (uint32_t)(i - from) * 2);
		if (i != from && !write_slots(t, t->slots + from, i - from))
			return false;
	}
	return fseek(t->f, 0, SEEK_SET) == 0 && fwrite(head, 1, sizeof(head), t->f) == sizeof(head);
}

static bool cdb_finish(struct table *t, const char **why)
{
	bool ok = write_tables(t);

	if (!ok)
		*why = strerror(errno);
	if (fclose(t->f) != 0 && ok) {
		*why = strerror(errno);
		ok = false;
	}
	free(t->slots);
	free(t);
	return ok;
}

static void cdb_discard(struct table *t)
{
	fclose(t->f);
	free(t->slots);
	free(t);
}

static bool read_part(FILE *f, uint32_t n, char **p, size_t *cap)
{
	if (n > *cap) {
		char *more = realloc(*p, n);

		if (more == NULL)
			return false;
		*p = more;
		*cap = n;
	}
	return fread(*p, 1, n, f) == n;
}

static bool dump_open(FILE *f, bool (*each)(void *ctx, struct slice key, struct slice value), void *ctx)
{
	unsigned char head[CDB_HEAD];
	char *text = NULL;
	size_t cap = 0;
	uint32_t end, at = CDB_HEAD;
	struct stat st;
	bool ok = fread(head, 1, sizeof(head), f) == sizeof(head) && fstat(fileno(f), &st) == 0;

	end = ok ? cdb_number(head) : 0;
	ok = ok && end <= st.st_size;
	errno = EINVAL;
	while (ok && at < end) {
		uint32_t key, value;

		ok = end - at >= 8 && fread(head, 1, 8, f) == 8;
		key = cdb_number(head);
		value = cdb_number(head + 4);
		ok = ok && key <= end - at - 8 && value <= end - at - 8 - key && read_part(f, key + value, &text, &cap) &&
		     each(ctx, (struct slice){text, key}, (struct slice){text != NULL ? text + key : NULL, value});
		at += 8 + (ok ? key + value : 0);
	}
	free(text);
	return ok;
}

static bool cdb_dump(const struct table_kind *kind, const char *path, bool (*each)(void *ctx, struct slice key, struct slice value), void *ctx,
                     const char **why)
{
	FILE *f = fopen(path, "rb");
	bool ok = f != NULL && dump_open(f, each, ctx);

	(void)kind;
	if (!ok)
		*why = strerror(errno);
	if (f != NULL)
		fclose(f);
	return ok;
}

const struct table_kind table_cdb = {"cdb", ".cdb", 0, cdb_make, cdb_put, cdb_finish, cdb_discard, cdb_dump};
