/*
 * map_cdb.c - class cdb, our own addition: constant databases
 *
 * Keys and flags are as of class hash.  The file is never written to in place, so
 * it is not locked; a file that does not hold together finds nothing, for now.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "engine/cdb.h"
#include "engine/map_priv.h"

struct open_cdb {
	int fd;
	bool plain, null;
	unsigned char head[CDB_HEAD];
	char *value;
	size_t cap;
};

static bool read_at(const struct open_cdb *o, uint32_t place, void *p, size_t n)
{
	return pread(o->fd, p, n, (off_t)place) == (ssize_t)n;
}

static bool cdb_open(struct map *m)
{
	struct open_cdb *o;

	m->path = map_db_path(m, ".cdb");
	if (!map_db_allowed(m))
		return false;
	o = calloc(1, sizeof(*o));
	if (o == NULL)
		return false;
	o->fd = open(m->path, O_RDONLY | O_CLOEXEC);
	if (o->fd >= 0 && read_at(o, 0, o->head, sizeof(o->head))) {
		o->plain = (m->flags & MF_TRY_PLAIN) != 0;
		o->null = (m->flags & MF_TRY_NULL) != 0;
		m->state = o;
		return true;
	}
	if ((m->flags & MF_OPTIONAL) == 0)
		map_say_errno(m, o->fd >= 0 ? EINVAL : errno, "Cannot open cdb database %s", m->path);
	if (o->fd >= 0)
		close(o->fd);
	free(o);
	return false;
}

static void cdb_close(struct map *m)
{
	struct open_cdb *o = m->state;

	close(o->fd);
	free(o->value);
	free(o);
}

enum found { FOUND, NOT_FOUND, BROKEN };

static enum found take_value(struct open_cdb *o, uint32_t place, uint32_t n, struct slice *value)
{
	if (n > o->cap) {
		char *p = n <= CDB_VALUE_MAX ? realloc(o->value, n) : NULL;

		if (p == NULL)
			return BROKEN;
		o->value = p;
		o->cap = n;
	}
	*value = (struct slice){o->value, n};
	return read_at(o, place, o->value, n) ? FOUND : BROKEN;
}

/* Whether the record at that place has the key. */
static enum found try_record(struct open_cdb *o, uint32_t place, struct slice key, struct slice *value)
{
	unsigned char head[8];
	char there[MAP_KEY_MAX + 1];

	if (!read_at(o, place, head, 8))
		return BROKEN;
	if (cdb_number(head) != key.n)
		return NOT_FOUND;
	if (!read_at(o, place + 8, there, key.n))
		return BROKEN;
	if (memcmp(there, key.p, key.n) != 0)
		return NOT_FOUND;
	return take_value(o, place + 8 + (uint32_t)key.n, cdb_number(head + 4), value);
}

static enum found find(struct open_cdb *o, struct slice key, struct slice *value)
{
	uint32_t hash = cdb_hash(key), table = cdb_number(o->head + (hash & 255) * 8), slots = cdb_number(o->head + (hash & 255) * 8 + 4), at;

	if (slots == 0)
		return NOT_FOUND;
	at = (hash >> 8) % slots;
	for (uint32_t i = 0; i < slots; i++, at = at + 1 < slots ? at + 1 : 0) {
		unsigned char slot[8];
		enum found f = NOT_FOUND;

		if (at > (UINT32_MAX - table) / 8 || !read_at(o, table + at * 8, slot, 8))
			return BROKEN;
		if (cdb_number(slot + 4) == 0)
			return NOT_FOUND;
		if (cdb_number(slot) == hash)
			f = try_record(o, cdb_number(slot + 4), key, value);
		if (f != NOT_FOUND)
			return f;
	}
	return NOT_FOUND;
}

static void cdb_lookup(struct map *m, const struct map_question *q, struct buf *out, struct map_answer *a)
{
	struct open_cdb *o = m->state;
	char key[MAP_KEY_MAX + 1];
	struct slice k = {key, map_key(m, q->key, key)}, value;
	enum found f = NOT_FOUND;

	if (o->plain) {
		f = find(o, k, &value);
		o->null = o->null && f != FOUND;
	}
	if (f == NOT_FOUND && o->null) {
		k.n++;
		f = find(o, k, &value);
		o->plain = o->plain && f != FOUND;
	}
	if (f == BROKEN)
		a->status = MAP_TEMPFAIL;
	if (f != FOUND)
		return;
	if (value.n != 0 && value.p[value.n - 1] == '\0')
		value.n--;
	map_found(m, value, q, out, a);
}

const struct map_type map_type_cdb = {"cdb", MT_FILE | MT_WATCH, map_parse_common, cdb_open, cdb_close, cdb_lookup};
