/*
 * sound.c - see sound.h
 */
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/sound.h"

static uint32_t u32(const unsigned char *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static bool is_page_size(uint32_t v)
{
	return v >= 512 && v <= 65536 && (v & (v - 1)) == 0;
}

/* Berkeley DB: magic at 12, page size at 20; a tree's least number of keys a page at 76.  Files of the other byte order too. */
bool sound_bdb(int fd)
{
	enum { BTREE_MAGIC = 0x053162, HASH_MAGIC = 0x061561 };
	unsigned char p[80];
	struct stat st;
	uint32_t magic, size, keys;

	if (pread(fd, p, sizeof(p), 0) != (ssize_t)sizeof(p) || fstat(fd, &st) != 0)
		return false;
	magic = u32(p + 12);
	size = u32(p + 20);
	keys = u32(p + 76);
	if (magic != BTREE_MAGIC && magic != HASH_MAGIC) {
		magic = __builtin_bswap32(magic);
		size = __builtin_bswap32(size);
		keys = __builtin_bswap32(keys);
	}
	if ((magic != BTREE_MAGIC && magic != HASH_MAGIC) || !is_page_size(size) || st.st_size % (off_t)size != 0)
		return false;
	return magic != BTREE_MAGIC || (keys >= 2 && keys <= size / 8);
}
