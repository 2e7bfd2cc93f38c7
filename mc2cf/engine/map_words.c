/*
 * map_words.c - F{x}key@class:arguments: a map that is asked once
 *
 * It has the name of the class that is filled, and goes with the maps.
 */
#include <errno.h>

#include "engine/map_priv.h"

/* All attributes of a directory are words; other maps have no such sign unless -z says so. */
static struct map *make(struct maps *maps, const struct map_words *w, const struct map_type *type)
{
	struct map *m = ARENA_NEW(maps->arena, struct map);

	*m = (struct map){.maps = maps, .name = w->name, .type = type, .flags = MF_TRY_PLAIN | MF_TRY_NULL};
	m->delim = type == &map_type_ldap ? ' ' : '\0';
	pthread_mutex_init(&m->lock, NULL);
	return m;
}

/* False: it cannot be asked, and that was said where sendmail says it. */
static bool ready(struct map *m, const struct map_words *w)
{
	if (!map_parse(m, w->args))
		return false;
	errno = 0;
	map_open(m);
	if ((m->type->traits & MT_PURE) == 0 && m->opened == MAP_BOGUS && !w->optional)
		map_say_errno(m, m->type == &map_type_implicit ? errno : 0, "fileclass: F{%.*s}: map open failed", SLICE_ARG(w->name)); /* others have said it */
	return (m->type->traits & MT_PURE) != 0 || m->opened == MAP_OPEN;
}

static bool ask(struct map *m, const struct map_words *w, struct buf *scratch, struct slice *value)
{
	const struct map_question q = {.key = w->key, .verbatim = true};
	struct map_answer a;

	map_lookup(m, &q, scratch, &a);
	if (!a.found && a.status != MAP_OK && a.status != MAP_NO_HOST && !w->optional)
		map_say(m, "fileclass: F{%.*s}: map lookup failed", SLICE_ARG(w->name));
	*value = a.value;
	return a.found;
}

bool maps_words(struct maps *maps, const struct map_words *w, struct buf *scratch, struct slice *value)
{
	const struct map_type *type = map_type_find(w->class_name);
	struct map none = {.maps = maps}, *m;
	bool found = false;

	maps->at = w->at;
	maps->ready = false; /* as if the line were a K line */
	if (type == NULL) {
		map_say(&none, "fileclass: F{%.*s}: class %.*s not available", SLICE_ARG(w->name), SLICE_ARG(w->class_name));
	} else {
		m = make(maps, w, type);
		found = ready(m, w) && ask(m, w, scratch, value);
		map_close(m);
		arena_free(m->arena);
		pthread_mutex_destroy(&m->lock);
	}
	maps->at = SRCPOS_NONE;
	return found;
}
