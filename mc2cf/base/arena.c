/*
 * arena.c - see arena.h
 *
 * Blocks are linked newest first.  A request that does not fit gets a new block,
 * of its own size where that is more than the usual one; the block in use stays in
 * use where it has more room left.
 *
 * By themselves blocks come from mmap with their pages already in place: taking a fault for
 * each page costs more than all else that a compile does with its memory.
 */
#define _GNU_SOURCE /* MAP_ANONYMOUS, MAP_POPULATE */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/arena.h"
#include "base/limits.h"

#ifndef MAP_POPULATE
#define MAP_POPULATE 0
#endif

struct block {
	struct block *next;
	size_t size, used;
	max_align_t data[];
};

struct arena {
	struct arena_source from;
	struct block *blocks;
	size_t taken; /* bytes asked of the host, counted against cap */
	size_t used;  /* bytes handed out */
	size_t cap;
	bool reserved; /* what was needed was known beforehand, nearly */
	arena_oom_fn on_oom;
	void *ctx;
};

static size_t round_up(size_t n)
{
	const size_t align = _Alignof(max_align_t);

	return (n + align - 1) / align * align;
}

/* Must not return: an arena without a handler that leaves is a fault of its owner. */
_Noreturn static void oom(struct arena *a)
{
	if (a->on_oom != NULL)
		a->on_oom(a->ctx);
	abort();
}

/*
 * Memory for a block.  Large pages are asked for as such: a fault instead of hundreds, where the system has them,
 * and else page by page as it is used.
 */
static void *map(size_t size)
{
	const size_t large = ARENA_LARGE;
	bool whole = size % large == 0;
	int flags = MAP_PRIVATE | MAP_ANONYMOUS | (whole ? 0 : MAP_POPULATE);
	char *p = mmap(NULL, whole ? size + large : size, PROT_READ | PROT_WRITE, flags, -1, 0), *begin;

	if (p == MAP_FAILED || !whole)
		return p != MAP_FAILED ? p : NULL;
	begin = p + (large - (uintptr_t)p % large) % large;
	if (begin != p)
		munmap(p, (size_t)(begin - p));
	if (begin != p + large)
		munmap(begin + size, (size_t)(p + large - begin));
#ifdef MADV_HUGEPAGE
	(void)madvise(begin, size, MADV_HUGEPAGE);
#endif
	return begin;
}

/* The usual source: small things from malloc, blocks from the system. */
static void *host_get(void *data, size_t size)
{
	(void)data;
	return size <= sizeof(struct arena) ? malloc(size) : map(size);
}

static void host_give(void *data, void *p, size_t size)
{
	(void)data;
	if (size <= sizeof(struct arena))
		free(p);
	else
		munmap(p, size);
}

struct arena *arena_new(size_t cap, arena_oom_fn on_oom, void *ctx)
{
	static const struct arena_source host = {host_get, host_give, NULL};

	return arena_new_from(&host, cap, on_oom, ctx);
}

struct arena *arena_new_from(const struct arena_source *from, size_t cap, arena_oom_fn on_oom, void *ctx)
{
	struct arena *a = from->get(from->data, sizeof(*a));

	if (a == NULL)
		return NULL;
	memset(a, 0, sizeof(*a));
	a->from = *from;
	a->cap = cap;
	a->on_oom = on_oom;
	a->ctx = ctx;
	return a;
}

void arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	for (struct block *b = a->blocks, *next; b != NULL; b = next) {
		next = b->next;
		a->from.give(a->from.data, b, sizeof(*b) + b->size);
	}
	a->from.give(a->from.data, a, sizeof(*a));
}

void arena_clear(struct arena *a)
{
	struct block *keep = a->blocks;

	if (keep == NULL)
		return;
	for (struct block *b = keep->next, *next; b != NULL; b = next) {
		next = b->next;
		a->from.give(a->from.data, b, sizeof(*b) + b->size);
	}
	memset(keep->data, 0, keep->used);
	keep->next = NULL;
	keep->used = a->used = 0;
	a->taken = keep->size;
}

/* As large as all before it, and behind a reserve a quarter of that, heads and all, so that it is whole pages again. */
static size_t usual_block(const struct arena *a)
{
	size_t before = a->reserved ? a->taken / 4 : a->taken, pages = before / ARENA_BLOCK_FIRST * (ARENA_BLOCK_FIRST + 64);

	if (pages == 0)
		return ARENA_BLOCK_FIRST;
	return pages - 64 < ARENA_BLOCK ? pages - 64 : ARENA_BLOCK;
}

/* A block with room for size bytes; it becomes the one in use unless the old one has more room left. */
static struct block *block_add(struct arena *a, size_t size)
{
	size_t usual = usual_block(a), room = size > usual ? size : usual;
	struct block *b, *old = a->blocks;

	if (room > SIZE_MAX - sizeof(*b) || (a->cap != 0 && (room > a->cap || a->taken > a->cap - room))) {
		room = size; /* near the cap: no more than is needed */
		if (room > SIZE_MAX - sizeof(*b) || (a->cap != 0 && (room > a->cap || a->taken > a->cap - room)))
			oom(a);
	}
	if (room > ARENA_LARGE / 2 && room < SIZE_MAX - 2 * ARENA_LARGE && a->cap == 0 && a->from.get == host_get)
		room = (sizeof(*b) + room + ARENA_LARGE - 1) / ARENA_LARGE * ARENA_LARGE - sizeof(*b);
	b = a->from.get(a->from.data, sizeof(*b) + room);
	if (b == NULL)
		oom(a);
	b->used = 0;
	b->size = room;
	a->taken += room;
	if (old != NULL && old->size - old->used > room - size) {
		b->next = old->next;
		old->next = b;
	} else {
		b->next = old;
		a->blocks = b;
	}
	return b;
}

void arena_reserve(struct arena *a, size_t bytes)
{
	struct block *b = a->blocks, *before = b;

	a->reserved = true;
	if (b != NULL && b->size - b->used >= bytes)
		return;
	b = block_add(a, bytes);
	if (b != a->blocks) {
		before->next = b->next;
		b->next = before;
		a->blocks = b;
	}
}

void *arena_alloc(struct arena *a, size_t size)
{
	struct block *b = a->blocks;
	char *p;

	if (size > SIZE_MAX / 2)
		oom(a);
	size = round_up(size != 0 ? size : 1);
	if (b == NULL || b->size - b->used < size)
		b = block_add(a, size);
	p = (char *)b->data + b->used;
	b->used += size;
	a->used += size;
	if (a->from.get != host_get) /* the system's pages are zero already */
		memset(p, 0, size);
	return p;
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
	if (size != 0 && n > SIZE_MAX / size)
		oom(a);
	return arena_alloc(a, n * size);
}

void *arena_grow(struct arena *a, void *v, size_t n, size_t *cap, size_t size)
{
	size_t more = *cap != 0 ? *cap * 2 : 16;
	void *p;

	if (n < *cap)
		return v;
	p = arena_array(a, more, size);
	if (n != 0)
		memcpy(p, v, n * size);
	*cap = more;
	return p;
}

char *arena_dup(struct arena *a, const char *p, size_t n)
{
	char *copy;

	if (n == SIZE_MAX)
		oom(a);
	copy = arena_alloc(a, n + 1);
	if (n != 0)
		memcpy(copy, p, n);
	return copy;
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}
