/*
 * trail.c - what is kept of runs, and where a key leads; see trail.h
 *
 * Nodes and edges lie in blocks that are given back together: when they are
 * many, all go, and new ones are made of what comes then.
 */
#include <string.h>

#include "engine/context.h"

enum { BLOCK = 16384, BUCKETS = 4096 };

/* The way from a node by a key. */
struct edge {
	struct edge *next;
	const struct trail_node *from; /* NULL: the beginning */
	struct trail_node *to;
	uint32_t hash, n;
	uint32_t v[];
};

struct block {
	struct block *next;
	size_t size, used;
	_Alignas(void *) char p[];
};

struct trails {
	struct block *blocks;
	size_t bytes;
	bool full;
	struct edge *edges[BUCKETS];
};

void trails_free(cfrw_context *c)
{
	const struct cfrw_host *h = &c->p->host;
	struct trails *t = c->trail.kept;
	struct block *next;

	if (t == NULL)
		return;
	for (struct block *b = t->blocks; b != NULL; b = next) {
		next = b->next;
		mem_give(h, b, sizeof(*b) + b->size);
	}
	mem_give(h, t, sizeof(*t));
	c->trail.kept = NULL;
}

bool trails_full(const cfrw_context *c)
{
	return c->trail.kept != NULL && c->trail.kept->full;
}

bool trails_ready(cfrw_context *c)
{
	struct trails *t = c->trail.kept;

	if (trails_full(c)) {
		trails_free(c);
		t = NULL;
	}
	if (t == NULL) {
		t = mem_get(&c->p->host, sizeof(*t));
		if (t == NULL)
			return false;
		memset(t, 0, sizeof(*t));
		c->trail.kept = t;
	}
	return true;
}

void *trail_room(cfrw_context *c, size_t n)
{
	struct trails *t = c->trail.kept;
	struct block *b = t->blocks;
	size_t size = n > BLOCK ? n : BLOCK;

	n = (n + sizeof(void *) - 1) & ~(sizeof(void *) - 1);
	if (b == NULL || b->size - b->used < n) {
		if (t->bytes + size > ENGINE_TRAILS_KEPT) {
			t->full = true;
			return NULL;
		}
		b = mem_get(&c->p->host, sizeof(*b) + size);
		if (b == NULL)
			return NULL;
		*b = (struct block){.next = t->blocks, .size = size};
		t->blocks = b;
		t->bytes += size;
	}
	b->used += n;
	return b->p + b->used - n;
}

struct trail_node *trail_node(cfrw_context *c, enum trail_kind kind, size_t words)
{
	struct trail_node *node = trail_room(c, sizeof(*node) + words * sizeof(*node->data));

	if (node != NULL)
		*node = (struct trail_node){.kind = kind, .steps = (uint32_t)(c->trail.allowed - c->steps)};
	return node;
}

/* --- keys --- */

/*
 * A word of a context's own: its number, and the program's word that has other letters, or that there is none.  One that has
 * bytes which are not ordinary is known by its text.
 */
#define KEY_OWN ((uint32_t)1 << 31)
#define KEY_NUMBER(k) ((uint32_t)(k) << (WORD_BITS_SHIFT - 1))
#define KEY_UNKNOWN (WORD_ODD - 1)
#define KEY_TEXT (WORD_ODD - 2)

uint32_t trail_number(const struct trail *t, uint32_t id)
{
	uint32_t i = 0;

	while (i < t->nown && t->own[i].id != id)
		i++;
	return i;
}

/* The text behind the number of its word; false: it is too long. */
static bool key_text(struct trail_key *k, const struct word *w)
{
	size_t n = (w->n + sizeof(*k->v) - 1) / sizeof(*k->v) + 1;

	if (k->n + n + TRAIL_TOKENS > sizeof(k->v) / sizeof(*k->v))
		return false;
	k->v[k->n + n - 1] = 0;
	k->v[k->n] = w->n;
	memcpy(&k->v[k->n + 1], w->p, w->n);
	k->n += (uint32_t)n;
	k->hash ^= w->hash;
	return true;
}

bool trail_key(cfrw_context *c, const struct tok *v, uint32_t n, struct trail_key *k)
{
	const uint32_t base = c->words.base;
	struct trail *t = &c->trail;

	if (n > TRAIL_TOKENS)
		return false;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t x = v[i].id;
		bool odd = false;

		if (x >= base) {
			uint32_t fold = WORD_INDEX(v[i].fold), number = trail_number(t, x);

			if (number == TRAIL_WORDS)
				return false;
			if (number == t->nown) {
				t->texts[number] = word_text(&c->words, x);
				t->own[t->nown++] = v[i];
			}
			odd = fold >= WORD_ODD;
			x = (fold < base ? fold : odd ? KEY_TEXT : KEY_UNKNOWN) | KEY_OWN | KEY_NUMBER(number);
		}
		k->v[k->n++] = x;
		k->hash = (k->hash << 5 | k->hash >> 27) ^ x; /* a multiplication would keep the next one waiting */
		if (odd && !key_text(k, word_at(&c->words, v[i].id)))
			return false;
	}
	return true;
}

void trail_key_begin(struct trail_key *k)
{
	k->n = 0;
	k->hash = 0x9e3779b1u;
}

/* --- edges --- */

static struct edge **bucket(const cfrw_context *c, const struct trail_node *from, const struct trail_key *k, uint32_t *hash)
{
	uint32_t h = (k->hash ^ (uint32_t)((uintptr_t)from / sizeof(void *))) * 0x85ebca6bu;

	*hash = h ^ h >> 15;
	return &c->trail.kept->edges[*hash % BUCKETS];
}

struct trail_node **trail_edge(const cfrw_context *c, const struct trail_node *from, const struct trail_key *k)
{
	struct edge *e;
	uint32_t hash;

	if (c->trail.kept == NULL)
		return NULL;
	for (e = *bucket(c, from, k, &hash); e != NULL; e = e->next)
		if (e->hash == hash && e->from == from && e->n == k->n && memcmp(e->v, k->v, k->n * sizeof(*k->v)) == 0)
			return &e->to;
	return NULL;
}

struct trail_node **trail_edge_make(cfrw_context *c, const struct trail_node *from, const struct trail_key *k)
{
	struct trail_node **known = trail_edge(c, from, k);
	struct edge **slot, *e;
	uint32_t hash;

	if (known != NULL)
		return known;
	e = trail_room(c, sizeof(*e) + k->n * sizeof(*k->v));
	if (e == NULL)
		return NULL;
	slot = bucket(c, from, k, &hash);
	*e = (struct edge){.next = *slot, .from = from, .hash = hash, .n = k->n};
	memcpy(e->v, k->v, k->n * sizeof(*k->v));
	*slot = e;
	return &e->to;
}
