/*
 * arena.h - memory that lives and dies together
 *
 * A compile makes thousands of small objects that all end at the same time.
 * They are cut from an arena and never freed one by one.  An allocation never
 * returns NULL: when the host is out of memory (or the arena's cap is reached)
 * the arena calls its on_oom function, which must not return (it exits, or
 * longjmps to whoever created the arena).  So callers need no error paths for
 * memory, and tests can make the Nth allocation fail.
 *
 * Ownership: everything an arena returned is valid until arena_free() or arena_clear().
 * Threads: an arena belongs to one thread.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena;

typedef void (*arena_oom_fn)(void *ctx);

/* Where an arena's memory comes from; get returns NULL when there is none, give is told the size that was asked for. */
struct arena_source {
	void *(*get)(void *data, size_t size);
	void (*give)(void *data, void *p, size_t size);
	void *data;
};

/* A new arena; cap is the most bytes it may ever take, 0 for no cap.  NULL only when even the arena's head cannot be had. */
struct arena *arena_new(size_t cap, arena_oom_fn on_oom, void *ctx);
/* The same from a source of the caller's, which is copied. */
struct arena *arena_new_from(const struct arena_source *from, size_t cap, arena_oom_fn on_oom, void *ctx);
/* Gives everything back.  NULL is allowed. */
void arena_free(struct arena *a);
/* As it was when it was new, but that a block is kept: for work that begins again and again. */
void arena_clear(struct arena *a);
/* size bytes, aligned for any type, zeroed. */
void *arena_alloc(struct arena *a, size_t size);
/* n elements of size bytes, zeroed; an overflow of n*size is out of memory. */
void *arena_array(struct arena *a, size_t n, size_t size);
/* v, an array of n elements, with room for one more: itself, or a copy that is twice as large. */
void *arena_grow(struct arena *a, void *v, size_t n, size_t *cap, size_t size);
/* A copy of n bytes at p, with a NUL behind it (not counted). */
char *arena_dup(struct arena *a, const char *p, size_t n);
/* Makes sure that the next bytes, up to so many, are there without asking the host: for a time when there is nothing else to do. */
void arena_reserve(struct arena *a, size_t bytes);
/* Bytes handed out so far: what --stats and the tests look at. */
size_t arena_used(const struct arena *a);

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))

#endif
