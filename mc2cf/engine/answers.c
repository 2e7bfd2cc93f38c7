/*
 * answers.c - see answers.h
 */
#include <string.h>

#include "engine/answers.h"

enum { MAPS = 64, WAYS = 8, SETS = ENGINE_ANSWERS / WAYS }; /* more maps than a configuration asks */

struct kept {
	uint32_t version;
	int status;
	bool found;
	uint16_t nkey, nvalue;
	char text[];      /* the key, and the value behind it */
};

struct place {
	struct kept *kept; /* NULL: free */
	uint32_t hash;
};

struct answers {
	const void *maps;
	uint64_t born;
	struct map *found[MAPS]; /* by name */
	struct place v[SETS][WAYS]; /* in a set, what was asked last comes first */
};

static size_t size_of(const struct kept *e)
{
	return sizeof(*e) + e->nkey + e->nvalue;
}

static void forget(struct answers *a, const struct cfrw_host *h)
{
	for (size_t i = 0; i < SETS; i++)
		for (size_t k = 0; k < WAYS; k++)
			if (a->v[i][k].kept != NULL)
				mem_give(h, a->v[i][k].kept, size_of(a->v[i][k].kept));
}

void answers_free(struct answers *a, const struct cfrw_host *h)
{
	if (a == NULL)
		return;
	forget(a, h);
	mem_give(h, a, sizeof(*a));
}

bool answers_begin(struct answers **a, const struct cfrw_host *h, const void *maps, uint64_t born)
{
	if (*a != NULL && (*a)->maps == maps && (*a)->born == born)
		return true;
	if (*a == NULL)
		*a = mem_get(h, sizeof(**a));
	else
		forget(*a, h);
	if (*a == NULL)
		return false;
	memset(*a, 0, sizeof(**a));
	(*a)->maps = maps;
	(*a)->born = born;
	return true;
}

struct map **answers_map(struct answers *a, struct slice name)
{
	return &a->found[slice_hash(name) % MAPS];
}

static bool put(struct answer_key *k, struct slice s)
{
	uint16_t n = (uint16_t)s.n;

	if (s.n > sizeof(k->bytes) - k->n || sizeof(k->bytes) - k->n - s.n < sizeof(n))
		return false;
	memcpy(k->bytes + k->n, &n, sizeof(n));
	if (n != 0)
		memcpy(k->bytes + k->n + sizeof(n), s.p, n);
	k->n += sizeof(n) + n;
	return true;
}

bool answer_key(struct answer_key *k, const struct map *map, const struct map_question *q)
{
	bool fits;

	memcpy(k->bytes, &map, sizeof(map));
	k->n = sizeof(map);
	fits = put(k, q->key);
	for (size_t i = 0; fits && i < q->nargs; i++)
		fits = put(k, q->args[i]);
	if (fits)
		k->hash = slice_hash((struct slice){k->bytes, k->n});
	return fits;
}

static bool is_of(const struct place *p, const struct answer_key *k)
{
	return p->hash == k->hash && p->kept->nkey == k->n && memcmp(p->kept->text, k->bytes, k->n) == 0;
}

/* Where it stands in its set, which is moved to the front; a place that is free, or the last, where it is not known. */
static struct place *find(struct answers *a, const struct answer_key *k, bool *known)
{
	struct place *set = a->v[k->hash % SETS], p;
	size_t i = 0;

	while (i < WAYS - 1 && set[i].kept != NULL && !is_of(&set[i], k))
		i++;
	*known = set[i].kept != NULL && is_of(&set[i], k);
	p = set[i];
	for (; i > 0; i--)
		set[i] = set[i - 1];
	*set = p;
	return set;
}

bool answers_get(struct answers *a, const struct answer_key *k, uint32_t version, struct map_answer *out)
{
	bool known;
	const struct kept *e = find(a, k, &known)->kept;

	if (!known || e->version != version)
		return false;
	*out = (struct map_answer){e->found, e->status, {e->text + e->nkey, e->nvalue}};
	return true;
}

void answers_put(struct answers *a, const struct cfrw_host *h, const struct answer_key *k, uint32_t version, const struct map_answer *got)
{
	size_t n = got->found ? got->value.n : 0;
	struct place *to;
	struct kept *e;
	bool known;

	if (got->status == MAP_TEMPFAIL || n > ENGINE_ANSWER_MAX || (e = mem_get(h, sizeof(*e) + k->n + n)) == NULL)
		return;
	*e = (struct kept){version, got->status, got->found, (uint16_t)k->n, (uint16_t)n};
	memcpy(e->text, k->bytes, k->n);
	if (n != 0)
		memcpy(e->text + k->n, got->value.p, n);
	to = find(a, k, &known);
	if (to->kept != NULL)
		mem_give(h, to->kept, size_of(to->kept));
	*to = (struct place){e, k->hash};
}
