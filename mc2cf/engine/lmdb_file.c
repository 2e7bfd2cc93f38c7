/*
 * lmdb_file.c - see lmdb_file.h
 *
 * A page: number (8 bytes), 2 unused, flags (2), end of the list of nodes (2),
 * start of the nodes (2), the list: places of nodes in the page (2 each), by key.
 * A node: 4 bytes and flags (2), which are the page below in a branch and, but
 * for the flags, the length of the value in a leaf; length of the key (2); key; value.
 * Numbers are the machine's own.
 */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/limits_map.h"
#include "engine/lmdb_file.h"

enum {
	PAGE_HEAD = 16, NODE_HEAD = 8, DB_BYTES = 48, DB_ROOT = 40, DEPTH_MAX = 32,
	BRANCH = 1, LEAF = 2, LEAF2 = 0x20,         /* flags of a page */
	BIG = 1, SUBTREE = 2, SEVERAL = 4,                                       /* of a node */
	META_BYTES = 152, META_MAGIC = 16, META_SIZE = 40, META_MAIN = 88, META_LAST = 136, META_AGE = 144, DUPSORT = 4
};

static unsigned u16(const unsigned char *p)
{
	uint16_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static uint32_t u32(const unsigned char *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static uint64_t u64(const unsigned char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static bool read_meta(int fd, off_t at, unsigned char *meta)
{
	return pread(fd, meta, META_BYTES, at) == META_BYTES && u32(meta + META_MAGIC) == 0xBEEFC0DE;
}

bool lmdb_file_open(struct lmdb_file *f, int fd)
{
	unsigned char a[META_BYTES], b[META_BYTES];
	const unsigned char *young;
	uint32_t size;

	if (!read_meta(fd, 0, a))
		return false;
	size = u32(a + META_SIZE);
	if (size < 512 || size > 65536 || (size & (size - 1)) != 0 || !read_meta(fd, (off_t)size, b) || u32(b + META_SIZE) != size)
		return false;
	young = u64(b + META_AGE) > u64(a + META_AGE) ? b : a;
	*f = (struct lmdb_file){.fd = fd, .page_size = size, .root = u64(young + META_MAIN + DB_ROOT), .last = u64(young + META_LAST)};
	f->duplicates = (u16(young + META_MAIN + 4) & DUPSORT) != 0;
	f->page = malloc(size);
	return f->page != NULL;
}

void lmdb_file_close(struct lmdb_file *f)
{
	close(f->fd);
	free(f->page);
	free(f->value);
}

static bool read_page(struct lmdb_file *f, uint64_t number)
{
	return number <= f->last && number <= INT64_MAX / f->page_size &&
	       pread(f->fd, f->page, f->page_size, (off_t)(number * f->page_size)) == (ssize_t)f->page_size;
}

/* A page, or one inside a value: its bytes. */
struct page {
	const unsigned char *p;
	size_t n;
};

struct node {
	struct slice key;
	const unsigned char *p; /* its head */
	const unsigned char *data;
	size_t room;            /* bytes from data to the end of the page */
};

static size_t count(struct page page)
{
	unsigned end = u16(page.p + 12);

	return end >= PAGE_HEAD && end <= page.n ? (end - PAGE_HEAD) / 2 : 0;
}

static bool node_at(struct page page, size_t i, struct node *node)
{
	size_t at = u16(page.p + PAGE_HEAD + 2 * i), key;

	if (at + NODE_HEAD > page.n)
		return false;
	node->p = page.p + at;
	key = u16(node->p + 6);
	if (key > page.n - at - NODE_HEAD)
		return false;
	node->key = (struct slice){(const char *)node->p + NODE_HEAD, key};
	node->data = node->p + NODE_HEAD + key;
	node->room = page.n - at - NODE_HEAD - key;
	return true;
}

static uint64_t page_below(const struct node *node)
{
	return (uint64_t)u16(node->p) | (uint64_t)u16(node->p + 2) << 16 | (uint64_t)u16(node->p + 4) << 32;
}

/* The first node whose key is not below; *exact: it is that key.  False: the page is broken. */
static bool search_page(struct page page, size_t from, struct slice key, size_t *at, bool *exact)
{
	size_t low = from, high = count(page);
	struct node node;

	*exact = false;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int c;

		if (!node_at(page, middle, &node))
			return false;
		c = slice_cmp(node.key, key);
		if (c == 0)
			*exact = true;
		if (c < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*at = low;
	return true;
}

/* Goes down to the leaf where the key would be (first: to the leftmost). */
static bool find_leaf(struct lmdb_file *f, uint64_t number, struct slice key, bool first)
{
	for (int depth = 0; depth < DEPTH_MAX; depth++) {
		struct page page = {f->page, f->page_size};
		struct node node;
		size_t at = 0;
		bool exact;

		if (!read_page(f, number))
			return false;
		if ((u16(f->page + 10) & LEAF) != 0)
			return true;
		/* The first node of a branch stands for all keys below the second. */
		if ((u16(f->page + 10) & BRANCH) == 0 || count(page) == 0 || (!first && !search_page(page, 1, key, &at, &exact)))
			return false;
		if (!first && !exact)
			at--;
		if (!node_at(page, at, &node))
			return false;
		number = page_below(&node);
	}
	return false;
}

static enum lmdb_found keep(struct lmdb_file *f, const void *p, size_t n, struct slice *value)
{
	if (n > f->cap) {
		char *more = n <= LMDB_VALUE_MAX ? realloc(f->value, n) : NULL;

		if (more == NULL)
			return LMDB_BROKEN;
		f->value = more;
		f->cap = n;
	}
	if (p != NULL && n != 0)
		memcpy(f->value, p, n);
	*value = (struct slice){f->value, n};
	return LMDB_FOUND;
}

/* A value that has pages of its own. */
static enum lmdb_found take_big(struct lmdb_file *f, const struct node *node, size_t n, struct slice *value)
{
	uint64_t number = node->room >= 8 ? u64(node->data) : UINT64_MAX;

	if (number > f->last || number > INT64_MAX / f->page_size / 2 || keep(f, NULL, n, value) != LMDB_FOUND)
		return LMDB_BROKEN;
	return pread(f->fd, f->value, n, (off_t)(number * f->page_size + PAGE_HEAD)) == (ssize_t)n ? LMDB_FOUND : LMDB_BROKEN;
}

/* The first of several values: they are the keys of a page of their own. */
static enum lmdb_found take_first(struct lmdb_file *f, struct page page, struct slice *value)
{
	struct node node;
	unsigned flags = page.n >= PAGE_HEAD ? u16(page.p + 10) : 0;

	if ((flags & LEAF2) != 0) { /* all of one length, one behind the other */
		size_t n = u16(page.p + 8);

		return n <= page.n - PAGE_HEAD ? keep(f, page.p + PAGE_HEAD, n, value) : LMDB_BROKEN;
	}
	if ((flags & LEAF) == 0 || count(page) == 0 || !node_at(page, 0, &node))
		return LMDB_BROKEN;
	return keep(f, node.key.p, node.key.n, value);
}

static enum lmdb_found take(struct lmdb_file *f, const struct node *node, struct slice *value)
{
	unsigned flags = u16(node->p + 4);
	size_t n = (size_t)u16(node->p) | (size_t)u16(node->p + 2) << 16;

	if ((flags & BIG) != 0)
		return take_big(f, node, n, value);
	if (n > node->room)
		return LMDB_BROKEN;
	if ((flags & SUBTREE) != 0) {
		if (n < DB_BYTES || !find_leaf(f, u64(node->data + DB_ROOT), SLICE_NONE, true))
			return LMDB_BROKEN;
		return take_first(f, (struct page){f->page, f->page_size}, value);
	}
	if ((flags & SEVERAL) != 0)
		return take_first(f, (struct page){node->data, n}, value);
	return keep(f, node->data, n, value);
}

enum lmdb_found lmdb_file_get(struct lmdb_file *f, struct slice key, struct slice *value)
{
	struct page page = {f->page, f->page_size};
	struct node node;
	size_t at;
	bool exact;

	if (f->root == UINT64_MAX || key.n == 0)
		return LMDB_NOT_FOUND;
	if (!find_leaf(f, f->root, key, false) || !search_page(page, 0, key, &at, &exact))
		return LMDB_BROKEN;
	if (!exact)
		return LMDB_NOT_FOUND;
	return node_at(page, at, &node) ? take(f, &node, value) : LMDB_BROKEN;
}
