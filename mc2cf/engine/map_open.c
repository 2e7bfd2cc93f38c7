/*
 * map_open.c - maps are opened, and opened again
 *
 * A map is opened when it is first asked.  One that watches its file is closed
 * and opened again when the file is another or was written to.  Each opening
 * begins a version: who has kept an answer asks map_version() whether it still
 * holds, which takes no lock as long as the file need not be looked at.
 */
#include <time.h>

#include "engine/map_priv.h"

static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void map_close(struct map *m)
{
	if ((m->opened == MAP_OPEN || (m->type->traits & MT_PURE) != 0) && m->type->close != NULL)
		m->type->close(m);
	m->opened = MAP_CLOSED;
	m->state = NULL;
	atomic_store(&m->version, 0);
}

static bool was_seen(struct map *m, uint64_t now)
{
	return now - atomic_load_explicit(&m->seen, memory_order_relaxed) < m->maps->env.recheck_ms;
}

/* Whether the file is still to be taken for what it was. */
static bool is_fresh(struct map *m)
{
	struct map_stamp st;
	uint64_t now = now_ms();

	if ((m->type->traits & MT_WATCH) == 0 || m->path == NULL || was_seen(m, now))
		return true;
	atomic_store(&m->seen, now);
	/* A file that is gone is being replaced: what was read of it is still good. */
	return !map_stamp_of(m->path, &st) || map_stamp_same(&st, &m->stamp);
}

static void open_now(struct map *m)
{
	atomic_store(&m->seen, now_ms());
	if (m->type->open != NULL && !m->type->open(m)) {
		m->opened = (m->flags & MF_OPTIONAL) != 0 ? MAP_ABSENT : MAP_BOGUS;
		return;
	}
	m->opened = MAP_OPEN;
	atomic_store(&m->version, ++m->versions);
}

void map_ready(struct map *m)
{
	if (m->arena == NULL && m->opened == MAP_CLOSED && (m->type->traits & MT_KEEPS) != 0)
		m->arena = arena_new(0, m->maps->env.on_oom, m->maps->env.ctx);
	if (m->opened == MAP_OPEN && !is_fresh(m))
		map_close(m);
	if (m->opened == MAP_CLOSED)
		open_now(m);
}

bool map_open(struct map *m)
{
	bool is;

	if (m->opened == MAP_CLOSED && (m->type->traits & MT_PURE) != 0)
		return true;
	pthread_mutex_lock(&m->lock);
	map_ready(m);
	is = m->opened != MAP_ABSENT;
	pthread_mutex_unlock(&m->lock);
	return is;
}

uint32_t map_version(struct map *m)
{
	uint32_t version;
	uint64_t now = now_ms();

	if (m->type == &map_type_host)
		return (uint32_t)(now / 1000) | 1u << 31;
	if (m->type == &map_type_source)
		return !m->maps->counts;
	if ((m->type->traits & MT_WATCH) == 0)
		return 0;
	version = atomic_load(&m->version);
	if (was_seen(m, now))
		return version;
	pthread_mutex_lock(&m->lock);
	map_ready(m);
	version = atomic_load(&m->version);
	pthread_mutex_unlock(&m->lock);
	return version;
}
