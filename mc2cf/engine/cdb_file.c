/*
 * cdb_file.c - looks keys up in a constant database
 *
 * Pages are read, not mapped, and every place is looked at before it is used.
 */
#include <stdlib.h>
#include <unistd.h>

#include "engine/cdb.h"
#include "engine/limits_map.h"

static bool read_at(const struct cdb_file *f, uint32_t place, void *p, size_t n)
{
	return pread(f->fd, p, n, (off_t)place) == (ssize_t)n;
}

bool cdb_file_open(struct cdb_file *f, int fd)
{
	*f = (struct cdb_file){.fd = fd};
	return read_at(f, 0, f->head, sizeof(f->head));
}

void cdb_file_close(struct cdb_file *f)
{
	close(f->fd);
	free(f->value);
}

static enum cdb_found take_value(struct cdb_file *f, uint32_t place, uint32_t n, struct slice *value)
{
	if (n > f->cap) {
		char *p = n <= CDB_VALUE_MAX ? realloc(f->value, n) : NULL;

		if (p == NULL)
			return CDB_BROKEN;
		f->value = p;
		f->cap = n;
	}
	*value = (struct slice){f->value, n};
	return read_at(f, place, f->value, n) ? CDB_FOUND : CDB_BROKEN;
}

/* Whether the record at that place has the key. */
static enum cdb_found try_record(struct cdb_file *f, uint32_t place, struct slice key, struct slice *value)
{
	unsigned char head[8];
	char there[MAP_KEY_MAX + 1];

	if (!read_at(f, place, head, 8))
		return CDB_BROKEN;
	if (cdb_number(head) != key.n)
		return CDB_NOT_FOUND;
	if (!read_at(f, place + 8, there, key.n))
		return CDB_BROKEN;
	if (memcmp(there, key.p, key.n) != 0)
		return CDB_NOT_FOUND;
	return take_value(f, place + 8 + (uint32_t)key.n, cdb_number(head + 4), value);
}

enum cdb_found cdb_file_get(struct cdb_file *f, struct slice key, struct slice *value)
{
	uint32_t hash = cdb_hash(key), table = cdb_number(f->head + (hash & 255) * 8), slots = cdb_number(f->head + (hash & 255) * 8 + 4), at;

	if (slots == 0)
		return CDB_NOT_FOUND;
	at = (hash >> 8) % slots;
	for (uint32_t i = 0; i < slots; i++, at = at + 1 < slots ? at + 1 : 0) {
		unsigned char slot[8];
		enum cdb_found r = CDB_NOT_FOUND;

		if (at > (UINT32_MAX - table) / 8 || !read_at(f, table + at * 8, slot, 8))
			return CDB_BROKEN;
		if (cdb_number(slot + 4) == 0)
			return CDB_NOT_FOUND;
		if (cdb_number(slot) == hash)
			r = try_record(f, cdb_number(slot + 4), key, value);
		if (r != CDB_NOT_FOUND)
			return r;
	}
	return CDB_NOT_FOUND;
}
