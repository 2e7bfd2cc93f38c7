/*
 * source.h - what is in a map of class source: the pairs of the text, and how often each was found
 */
#ifndef ENGINE_SOURCE_H
#define ENGINE_SOURCE_H

#include "engine/map.h"

struct source_entry {
	struct slice key, value;
	uint32_t line;      /* of the text */
	unsigned long hits; /* where they are counted */
};

/* From now on each question is asked of its map, and hits are counted: no context gives an answer again. */
void source_count(struct maps *maps);

/* Whether it is such a map; it is opened then. */
bool source_is(struct map *m);
struct slice source_file(const struct map *m);
/* for (size_t i = 0; source_next(m, &i, &e); ) … */
bool source_next(struct map *m, size_t *i, struct source_entry *e);

#endif
