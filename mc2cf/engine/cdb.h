/*
 * cdb.h - constant databases: the file format of cdb(5), read and written here
 *
 * Numbers are 32 bits, little end first.  256 pairs (place, slots) of hash tables
 * stand at the beginning; records follow (length of key, of value, key, value),
 * then the tables, of pairs (hash, place of the record); a place of 0 is empty.
 */
#ifndef ENGINE_CDB_H
#define ENGINE_CDB_H

#include <stdint.h>

#include "base/slice.h"

#define CDB_HEAD 2048u

static inline uint32_t cdb_number(const unsigned char *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline void cdb_put_number(unsigned char *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (unsigned char)(v >> (8 * i));
}

static inline uint32_t cdb_hash(struct slice key)
{
	uint32_t h = 5381;

	for (size_t i = 0; i < key.n; i++)
		h = (h + (h << 5)) ^ (unsigned char)key.p[i];
	return h;
}

/* A database that is open. */
struct cdb_file {
	int fd;
	unsigned char head[CDB_HEAD];
	char *value;
	size_t cap;
};

enum cdb_found { CDB_FOUND, CDB_NOT_FOUND, CDB_BROKEN };

/* Takes over fd where it returns true; false: it is too short to be one. */
bool cdb_file_open(struct cdb_file *f, int fd);
void cdb_file_close(struct cdb_file *f);
/* The (first) value of a key of at most MAP_KEY_MAX + 1 bytes; it holds until the next call. */
enum cdb_found cdb_file_get(struct cdb_file *f, struct slice key, struct slice *value);

#endif
