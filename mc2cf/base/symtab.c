/*
 * symtab.c - see symtab.h
 *
 * Open addressing with linear probing over an index array; the entries stand
 * in a second array in the order they came, which is what iteration walks.  A
 * deleted entry stays there with a NULL value until the table is rebuilt, and
 * keeps its slot, so that probing goes on past it.
 *
 * The hash is not keyed: configurations are written by the host's own
 * administrator, and the worst case of a crafted one is a slow compile.
 */
#include <stdint.h>
#include <string.h>

#include "base/limits.h"
#include "base/symtab.h"

struct entry {
	struct slice key;
	void *value; /* NULL: deleted */
	uint32_t hash;
};

struct symtab {
	struct arena *arena;
	bool fold;
	size_t live;      /* entries with a value */
	size_t n, cap;    /* entries, deleted ones included */
	struct entry *v;
	uint32_t *slots;  /* index into v plus 1; 0 is free */
	size_t nslots;    /* a power of two */
};

static uint32_t hash_key(const struct symtab *t, struct slice key)
{
	return t->fold ? slice_hash_folded(key) : slice_hash(key);
}

/* A table gets its first slots with its first name: many stay empty. */
static void set_slots(struct symtab *t, size_t nslots)
{
	t->nslots = nslots;
	t->slots = arena_array(t->arena, nslots, sizeof(*t->slots));
	t->cap = nslots / 2;
}

struct symtab *symtab_new(struct arena *a, bool fold)
{
	struct symtab *t = ARENA_NEW(a, struct symtab);

	t->arena = a;
	t->fold = fold;
	return t;
}

/* The slot of key, or the free slot where it would go. */
static uint32_t *find_slot(const struct symtab *t, struct slice key, uint32_t hash)
{
	size_t mask = t->nslots - 1;

	for (size_t i = hash & mask;; i = (i + 1) & mask) {
		const struct entry *e;

		if (t->slots[i] == 0)
			return &t->slots[i];
		e = &t->v[t->slots[i] - 1];
		if (e->value != NULL && e->hash == hash && (t->fold ? slice_caseeq(e->key, key) : slice_eq(e->key, key)))
			return &t->slots[i];
	}
}

/* A free slot for a key that is not in the table. */
static uint32_t *free_slot(const struct symtab *t, uint32_t hash)
{
	size_t mask = t->nslots - 1, i = hash & mask;

	while (t->slots[i] != 0)
		i = (i + 1) & mask;
	return &t->slots[i];
}

/* A larger (or, after many deletions, an equally large) table without the deleted entries. */
static void rebuild(struct symtab *t)
{
	struct entry *old = t->v;
	size_t n = t->n;

	set_slots(t, t->nslots == 0 ? SYMTAB_MIN : t->live >= t->cap / 2 ? t->nslots * 2 : t->nslots);
	t->v = arena_array(t->arena, t->cap, sizeof(*t->v));
	t->n = 0;
	for (size_t i = 0; i < n; i++) {
		if (old[i].value == NULL)
			continue;
		t->v[t->n++] = old[i];
		*free_slot(t, old[i].hash) = (uint32_t)t->n;
	}
}

void *symtab_get(const struct symtab *t, struct slice key)
{
	uint32_t i = t->live != 0 ? *find_slot(t, key, hash_key(t, key)) : 0;

	return i != 0 ? t->v[i - 1].value : NULL;
}

void *symtab_set(struct symtab *t, struct slice key, void *value)
{
	uint32_t hash = hash_key(t, key), *slot = t->nslots != 0 ? find_slot(t, key, hash) : NULL;

	if (slot != NULL && *slot != 0) {
		void *old = t->v[*slot - 1].value;

		t->v[*slot - 1].value = value;
		return old;
	}
	if (t->n == t->cap) {
		rebuild(t);
		slot = free_slot(t, hash);
	}
	t->v[t->n] = (struct entry){key, value, hash};
	*slot = (uint32_t)++t->n;
	t->live++;
	return NULL;
}

bool symtab_del(struct symtab *t, struct slice key)
{
	uint32_t *slot;

	if (t->live == 0)
		return false;
	slot = find_slot(t, key, hash_key(t, key));
	if (*slot == 0)
		return false;
	t->v[*slot - 1].value = NULL;
	t->live--;
	return true;
}

size_t symtab_count(const struct symtab *t)
{
	return t->live;
}

bool symtab_at(const struct symtab *t, size_t *i, struct slice *key, void **value)
{
	while (*i < t->n && t->v[*i].value == NULL)
		(*i)++;
	if (*i >= t->n)
		return false;
	if (key != NULL)
		*key = t->v[*i].key;
	if (value != NULL)
		*value = t->v[*i].value;
	(*i)++;
	return true;
}
