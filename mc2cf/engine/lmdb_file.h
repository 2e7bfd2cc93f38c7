/*
 * lmdb_file.h - reads a file of LMDB without the library
 *
 * The library trusts its file: it touches what a damaged one points to.  Here
 * every place is looked at before it is used, pages are read, not mapped, and a
 * file that does not hold together is an answer like any other.  Only looking up
 * is done; the file does not change meanwhile (it is replaced whole).
 */
#ifndef ENGINE_LMDB_FILE_H
#define ENGINE_LMDB_FILE_H

#include <stdint.h>

#include "base/slice.h"

struct lmdb_file {
	int fd;
	uint32_t page_size;
	uint64_t root, last; /* pages; root UINT64_MAX: it is empty */
	bool duplicates;     /* keys may come several times */
	unsigned char *page; /* the page that is looked at */
	char *value;
	size_t cap;
};

enum lmdb_found { LMDB_FOUND, LMDB_NOT_FOUND, LMDB_BROKEN };

/* Takes over fd where it returns true; false: it is no file of LMDB, or there is no memory. */
bool lmdb_file_open(struct lmdb_file *f, int fd);
void lmdb_file_close(struct lmdb_file *f);
/* The (first) value of a key; it holds until the next call. */
enum lmdb_found lmdb_file_get(struct lmdb_file *f, struct slice key, struct slice *value);

#endif
