/*
 * answers.h - what maps have answered, kept by a context
 *
 *     struct answer_key k;
 *     uint32_t version = map_version(map);           before it is asked; not 0
 *     if (answer_key(&k, map, q) && !answers_get(a, &k, version, &answer)) {
 *             map_ask(map, q, scratch, &answer);
 *             answers_put(a, host, &k, version, &answer);
 *     }
 *
 * A question is a map, a key and arguments, each to the byte.  An answer holds
 * for the version that the map had when it was asked, and for the maps that
 * answers_begin() named: those of others are forgotten.  There are ENGINE_ANSWERS
 * places; a question may have a few of them, and takes that which was asked for
 * the longest time ago.
 *
 * Nothing here asks: a context without maps needs none of their code.
 */
#ifndef ENGINE_ANSWERS_H
#define ENGINE_ANSWERS_H

#include "engine/limits.h"
#include "engine/map.h"
#include "engine/mem.h"

struct answers;

struct answer_key {
	size_t n;
	uint32_t hash;
	char bytes[ENGINE_ANSWER_MAX];
};

/* *a with nothing in it but what those maps have said: born tells them from others that lay at the same place.  False: no memory. */
bool answers_begin(struct answers **a, const struct cfrw_host *h, const void *maps, uint64_t born);
void answers_free(struct answers *a, const struct cfrw_host *h);
/* The map that is remembered under a name, for who has found it to set. */
struct map **answers_map(struct answers *a, struct slice name);

/* False: it is too long to be kept. */
bool answer_key(struct answer_key *k, const struct map *map, const struct map_question *q);
/* False: not known, or of another version.  The value is good until the next answers_put(). */
bool answers_get(struct answers *a, const struct answer_key *k, uint32_t version, struct map_answer *out);
/* Keeps it, but for a failure that may pass.  version: not 0. */
void answers_put(struct answers *a, const struct cfrw_host *h, const struct answer_key *k, uint32_t version, const struct map_answer *got);

#endif
