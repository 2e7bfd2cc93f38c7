/*
 * mem.h - memory from the host, and vectors that grow in it
 *
 * Every allocation of a context goes through here and may fail; callers say so
 * by their own return value.
 */
#ifndef ENGINE_MEM_H
#define ENGINE_MEM_H

#include "base/arena.h"
#include "engine/cfrw.h"

/* Fills what the host left out. */
void mem_host(struct cfrw_host *to, const struct cfrw_host *from);
void *mem_get(const struct cfrw_host *h, size_t n);
void mem_give(const struct cfrw_host *h, void *p, size_t n);
/* Makes room for need elements of size bytes in *v, which has *cap of them and used that must be kept; false: no memory, *v is as it was. */
bool mem_grow(const struct cfrw_host *h, void **v, size_t *cap, size_t used, size_t need, size_t size);
/* A host whose memory is an arena's, and goes with it. */
void mem_of_arena(struct cfrw_host *to, struct arena *a);
/* An arena on the host's memory. */
struct arena *mem_arena(const struct cfrw_host *h, arena_oom_fn on_oom, void *ctx);
/* For what takes many pages: where the host has no memory of its own they come from the system, many at once. */
struct arena *mem_large_arena(const struct cfrw_host *h, arena_oom_fn on_oom, void *ctx);

#endif
