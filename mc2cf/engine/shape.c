/*
 * shape.c - what rules have made of workspaces of one shape
 *
 * Most addresses differ only in words that no rule and no class knows.  What
 * the rules of a frame do up to the next call, look-up or end does not depend on
 * these words: the outcome is kept, by ruleset, rule and shape, with places in
 * the workspace where such words go.
 *
 * An unknown word is one of a context alone, made of ordinary bytes, that no
 * rule, class or piece of a class's phrase has (the program's words, see
 * seal.c).  Whatever else could tell two such workspaces apart is not kept:
 * values of macros beside words, messages, failures.  Steps and lengths count as
 * if the rules had been tried.
 */
#include <string.h>

#include "engine/context.h"

/* Words of a key: the ruleset with what it does and how often a rule has matched, the rule, and what each token is. */
enum { KEY_HEAD = 2, KEY_MAX = KEY_HEAD + SHAPE_TOKENS };
/*
 * A context's word: the how manieth it is of those that differ, so that a word that stands twice is known for it, and
 * the program's word that has other letters, or that there is none.
 */
#define KEY_OWN ((uint32_t)1 << 31)
#define KEY_NUMBER(k) ((uint32_t)(k) << (WORD_BITS_SHIFT - 1))
#define KEY_UNKNOWN (WORD_ODD - 1)
/* In place of a token's number: its fold is the place in the workspace that it comes from. */
#define FROM UINT32_MAX

struct key {
	uint32_t n, hash;
	uint32_t v[KEY_MAX];
};

struct shape {
	size_t size;        /* bytes of all */
	uint32_t hash, nkey;
	uint32_t steps;
	uint32_t most;      /* the longest workspace on the way */
	uint32_t version;   /* of the macros, where one was used; else 0 */
	uint32_t rule;
	uint32_t n, nold;   /* tokens of the workspace, and of that which the rule had matched */
	uint16_t loops;
	uint8_t phase, ncalls;
	uint8_t lookups;    /* that begin in it */
	uint16_t at;        /* the first */
	bool same;          /* no rule has matched */
	uint16_t calls[SHAPE_CALLS];
	int16_t callees[SHAPE_CALLS];
	uint32_t data[];    /* the key; then pairs of words: the workspace, the one before */
};

/* What is known before the rules are tried. */
struct before {
	struct tok ws[SHAPE_TOKENS];
	uint32_t n;
	long steps;
	uint8_t status;
};

/* Context words of a workspace, without those that come again. */
struct own {
	uint32_t n, ids[SHAPE_TOKENS];
};

static inline uint32_t number_of(struct own *o, uint32_t id)
{
	uint32_t i = 0;

	while (i < o->n && o->ids[i] != id)
		i++;
	if (i == o->n)
		o->ids[o->n++] = id;
	return i;
}

static bool make_key(const cfrw_context *c, const struct frame *f, struct key *k)
{
	const struct tok *ws = c->ws + f->base;
	const uint32_t base = c->words.base;
	uint32_t *to = k->v + KEY_HEAD, h;
	struct own own;

	own.n = 0;
	k->v[0] = (uint32_t)f->ruleset | (uint32_t)f->loops << 16 | (uint32_t)f->phase << 24;
	k->v[1] = f->rule;
	h = (k->v[0] ^ f->rule) * 0x9e3779b1u;
	for (const struct tok *end = ws + f->n; ws != end; ws++) {
		uint32_t x = ws->id;

		if (x >= base) {
			x = WORD_INDEX(ws->fold);
			if (x >= WORD_ODD)
				return false;
			x = (x < base ? x : KEY_UNKNOWN) | KEY_OWN | KEY_NUMBER(number_of(&own, ws->id));
		}
		*to++ = x;
		h = (h << 5 | h >> 27) ^ x; /* a multiplication would keep the next one waiting */
	}
	k->n = KEY_HEAD + f->n;
	h *= 0x85ebca6bu;
	k->hash = h ^ h >> 15;
	return true;
}

static inline bool is_for(const struct shape *s, const cfrw_context *c, const struct frame *f, const struct key *k)
{
	return s != NULL && s->hash == k->hash && s->nkey == k->n && memcmp(s->data, k->v, k->n * sizeof(*k->v)) == 0 && s->most <= f->max &&
	       (s->version == 0 || s->version == c->macro_version) && c->steps >= (long)s->steps;
}

/* A shape stands in one of so many slots. */
enum { WAYS = 4 };

static struct shape **first_slot(const cfrw_context *c, uint32_t hash)
{
	return &c->shapes[hash % (SHAPES / WAYS) * WAYS];
}

static const struct shape *find(const cfrw_context *c, const struct frame *f, const struct key *k)
{
	struct shape **slot;

	if (c->shapes == NULL)
		return NULL;
	slot = first_slot(c, k->hash);
	for (int i = 0; i < WAYS; i++)
		if (is_for(slot[i], c, f, k))
			return slot[i];
	return NULL;
}

/* Tokens from a shape; known words stand there, others come from the workspace. */
static void fill(struct tok *to, const uint32_t *data, uint32_t n, const struct tok *from)
{
	for (const uint32_t *end = data + 2 * (size_t)n; data != end; data += 2, to++)
		memcpy(to, data[0] != FROM ? data : (const void *)&from[data[1]], sizeof(*to));
}

static void replay(cfrw_context *c, struct frame *f, const struct shape *s)
{
	const uint32_t *data = s->data + s->nkey;

	c->steps -= (long)s->steps;
	f->rule = s->rule;
	f->loops = s->loops;
	f->phase = s->phase;
	f->at = s->at;
	f->lookups = s->lookups;
	f->ncalls = s->ncalls;
	memcpy(f->calls, s->calls, sizeof(s->calls));
	memcpy(f->callees, s->callees, sizeof(s->callees));
	if (s->same)
		return;
	if (f->base - f->floor > FRAME_TURN)
		frame_turn(c, f);
	f->old = f->base;
	f->nold = f->n;
	f->base += f->n;
	fill(c->ws + f->base, data, s->n, c->ws + f->old);
	f->n = s->n;
	f->masked = false;
	f->shape = s->phase == PHASE_LOOKUP ? s : NULL;
}

void shape_restore(cfrw_context *c, struct frame *f)
{
	const struct shape *s = f->shape;
	uint32_t to = f->base + f->n;

	fill(c->ws + to, s->data + s->nkey + 2 * (size_t)s->n, s->nold, c->ws + f->old);
	f->old = to;
	f->nold = s->nold;
}

/* A workspace as words that are known and places; false: it has others. */
static bool describe(const cfrw_context *c, const struct before *b, const struct tok *v, uint32_t n, uint32_t *data)
{
	for (uint32_t i = 0; i < n; i++, data += 2) {
		uint32_t k = 0;

		data[0] = v[i].id;
		data[1] = v[i].fold;
		if (v[i].id < c->words.base)
			continue;
		while (k < b->n && b->ws[k].id != v[i].id)
			k++;
		if (k == b->n)
			return false;
		data[0] = FROM;
		data[1] = k;
	}
	return true;
}

/* Where its look-ups begin. */
static void count_lookups(struct shape *s, const struct tok *v, uint32_t n)
{
	s->at = s->lookups = 0;
	for (uint32_t i = n; i-- > 0;)
		if (is_meta(v[i], META_MAPBEGIN) || is_meta(v[i], META_HOSTBEGIN)) {
			s->at = (uint16_t)i;
			s->lookups++;
		}
}

/* Room for a shape in the first of its slots; the others move on, and the oldest goes. */
static struct shape *shape_room(cfrw_context *c, uint32_t hash, size_t words)
{
	const struct cfrw_host *h = &c->p->host;
	size_t size = sizeof(struct shape) + words * sizeof(uint32_t);
	struct shape **slot, *s;

	if (c->shapes == NULL) {
		c->shapes = mem_get(h, SHAPES * sizeof(*c->shapes));
		if (c->shapes == NULL)
			return NULL;
		memset(c->shapes, 0, SHAPES * sizeof(*c->shapes));
	}
	slot = first_slot(c, hash);
	s = mem_get(h, size);
	if (s == NULL)
		return NULL;
	if (slot[WAYS - 1] != NULL)
		mem_give(h, slot[WAYS - 1], slot[WAYS - 1]->size);
	memmove(slot + 1, slot, (WAYS - 1) * sizeof(*slot));
	slot[0] = s;
	s->size = size;
	s->nkey = 0; /* of no workspace as yet */
	s->hash = hash;
	return s;
}

static bool may_keep(const cfrw_context *c, const struct frame *f, const struct before *b)
{
	return !c->impure && f->status == b->status && f->phase != PHASE_BROKEN && f->n <= SHAPE_TOKENS && f->ncalls <= SHAPE_CALLS &&
	       (f->phase != PHASE_LOOKUP || f->nold <= SHAPE_TOKENS);
}

static void keep(cfrw_context *c, const struct frame *f, const struct key *k, const struct before *b)
{
	uint32_t nold = f->phase == PHASE_LOOKUP ? f->nold : 0;
	struct shape *s;

	if (!may_keep(c, f, b) || (s = shape_room(c, k->hash, k->n + 2 * (size_t)(f->n + nold))) == NULL)
		return;
	memcpy(s->data, k->v, k->n * sizeof(*k->v));
	if (!describe(c, b, c->ws + f->base, f->n, s->data + k->n) || !describe(c, b, c->ws + f->old, nold, s->data + k->n + 2 * (size_t)f->n))
		return;
	s->steps = (uint32_t)(b->steps - c->steps);
	s->most = c->most;
	s->version = c->macro_used ? c->macro_version : 0;
	s->rule = f->rule;
	s->n = f->n;
	s->nold = nold;
	count_lookups(s, c->ws + f->base, f->n);
	s->loops = f->loops;
	s->phase = f->phase;
	s->ncalls = f->phase == PHASE_CALL ? f->ncalls : 0;
	s->same = f->phase == PHASE_DONE && f->n == b->n && memcmp(c->ws + f->base, b->ws, f->n * sizeof(*b->ws)) == 0;
	memcpy(s->calls, f->calls, sizeof(s->calls));
	memcpy(s->callees, f->callees, sizeof(s->callees));
	s->nkey = k->n;
}

void shape_rules(cfrw_context *c, struct frame *f)
{
	struct key k;
	struct before b;
	const struct shape *s;

	if (c->shapeless || f->n > SHAPE_TOKENS || !make_key(c, f, &k)) {
		frame_rules(c, f);
		return;
	}
	s = find(c, f, &k);
	if (s != NULL) {
		replay(c, f, s);
		return;
	}
	b.n = f->n;
	b.steps = c->steps;
	b.status = f->status;
	memcpy(b.ws, c->ws + f->base, f->n * sizeof(*b.ws));
	c->impure = c->macro_used = false;
	c->most = f->n;
	c->began = b.ws;
	c->nbegan = b.n;
	frame_rules(c, f);
	c->began = NULL;
	c->nbegan = 0;
	keep(c, f, &k, &b);
}

void shapes_free(cfrw_context *c)
{
	if (c->shapes == NULL)
		return;
	for (size_t i = 0; i < SHAPES; i++)
		if (c->shapes[i] != NULL)
			mem_give(&c->p->host, c->shapes[i], c->shapes[i]->size);
	mem_give(&c->p->host, c->shapes, SHAPES * sizeof(*c->shapes));
}
