/* mem.c - see mem.h */
#include <stdlib.h>
#include <string.h>

#include "engine/mem.h"

static void *usual_alloc(void *data, size_t n)
{
	(void)data;
	return malloc(n);
}

static void usual_release(void *data, void *p, size_t n)
{
	(void)data;
	(void)n;
	free(p);
}

static void usual_log(void *data, enum cfrw_severity severity, const char *file, unsigned line, struct cfrw_text text)
{
	(void)data;
	(void)severity;
	(void)file;
	(void)line;
	(void)text;
}

void mem_host(struct cfrw_host *to, const struct cfrw_host *from)
{
	*to = from != NULL ? *from : (struct cfrw_host){.data = NULL};
	if (to->alloc == NULL || to->release == NULL) {
		to->alloc = usual_alloc;
		to->release = usual_release;
	}
	if (to->log == NULL)
		to->log = usual_log;
}

void *mem_get(const struct cfrw_host *h, size_t n)
{
	return h->alloc(h->data, n);
}

void mem_give(const struct cfrw_host *h, void *p, size_t n)
{
	if (p != NULL)
		h->release(h->data, p, n);
}

bool mem_grow(const struct cfrw_host *h, void **v, size_t *cap, size_t used, size_t need, size_t size)
{
	size_t room = *cap != 0 ? *cap : 16;
	void *p;

	if (need <= *cap)
		return true;
	while (room < need) {
		if (room > SIZE_MAX / 2 / size)
			return false;
		room *= 2;
	}
	p = mem_get(h, room * size);
	if (p == NULL)
		return false;
	if (used != 0)
		memcpy(p, *v, used * size);
	mem_give(h, *v, *cap * size);
	*v = p;
	*cap = room;
	return true;
}

static void *arena_get(void *arena, size_t n)
{
	return arena_alloc(arena, n);
}

static void arena_keep(void *arena, void *p, size_t n)
{
	(void)arena;
	(void)p;
	(void)n;
}

void mem_of_arena(struct cfrw_host *to, struct arena *a)
{
	*to = (struct cfrw_host){.alloc = arena_get, .release = arena_keep, .data = a, .log = usual_log};
}

struct arena *mem_arena(const struct cfrw_host *h, arena_oom_fn on_oom, void *ctx)
{
	struct arena_source from = {h->alloc, h->release, h->data};

	return arena_new_from(&from, 0, on_oom, ctx);
}

struct arena *mem_large_arena(const struct cfrw_host *h, arena_oom_fn on_oom, void *ctx)
{
	return h->alloc == usual_alloc ? arena_new(0, on_oom, ctx) : mem_arena(h, on_oom, ctx);
}
