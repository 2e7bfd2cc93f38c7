/*
 * word.c - see word.h
 *
 * Open addressing over an index array, as in base/symtab.c, but the table can
 * be emptied and its memory may run out.
 */
#include <string.h>

#include "engine/limits.h"
#include "engine/scan.h"
#include "engine/word.h"

/* A block of text; longer words get one of their own. */
struct word_text {
	struct word_text *next;
	size_t size, used;
	char p[];
};

enum { TEXT_BLOCK = 4096 };
#define NO_BIT (WORD_BIT_OTHER << WORD_BITS_SHIFT)


static bool set_slots(struct words *w, size_t nslots)
{
	uint32_t *slots = mem_get(w->host, nslots * sizeof(*slots));

	if (slots == NULL)
		return false;
	memset(slots, 0, nslots * sizeof(*slots));
	mem_give(w->host, w->slots, w->nslots * sizeof(*w->slots));
	w->slots = slots;
	w->nslots = nslots;
	for (uint32_t i = 0; i < w->n; i++) {
		size_t s = w->v[i].hash & (nslots - 1);

		if (w->v[i].hash == 0)
			continue;
		while (slots[s] != 0)
			s = (s + 1) & (nslots - 1);
		slots[s] = i + 1;
	}
	return true;
}

bool words_reserve(struct words *w, size_t n)
{
	size_t nslots = 64;

	while (nslots < 2 * n)
		nslots *= 2;
	return mem_grow(w->host, (void **)&w->v, &w->cap, w->n, n, sizeof(*w->v)) && set_slots(w, nslots);
}

static uint32_t hash_of(struct slice s)
{
	uint32_t h = WORD_HASH_START;

	for (size_t i = 0; i < s.n; i++)
		h = word_hash_byte(h, (unsigned char)s.p[i]);
	return h != 0 ? h : 1;
}

/* The index of a text in this table alone, or -1. */
static inline int64_t find_here(const struct words *w, const char *p, size_t n, uint32_t hash)
{
	size_t mask = w->nslots - 1;

	if (w->nslots == 0)
		return -1;
	for (size_t i = hash & mask; w->slots[i] != 0; i = (i + 1) & mask) {
		const struct word *x = &w->v[w->slots[i] - 1];

		if (x->hash == hash && x->n == n && memcmp(x->p, p, n) == 0)
			return w->slots[i] - 1;
	}
	return -1;
}

static inline bool find(const struct words *w, const char *p, size_t n, uint32_t hash, struct tok *t)
{
	for (; w != NULL; w = w->below) {
		int64_t i = find_here(w, p, n, hash);

		if (i >= 0) {
			*t = (struct tok){w->base + (uint32_t)i, w->v[i].fold};
			return true;
		}
	}
	return false;
}

static char *text_room(struct words *w, size_t n)
{
	struct word_text *b = w->text;
	size_t size = n > TEXT_BLOCK ? n : TEXT_BLOCK;

	if (b == NULL || b->size - b->used < n) {
		b = mem_get(w->host, sizeof(*b) + size);
		if (b == NULL)
			return NULL;
		b->next = w->text;
		b->size = size;
		b->used = 0;
		w->text = b;
	}
	b->used += n;
	return b->p + b->used - n;
}

/* In lower case, and its hash. */
static uint32_t lower(struct slice text, char *to)
{
	uint32_t h = WORD_HASH_START;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		to[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
		h = word_hash_byte(h, (unsigned char)to[i]);
	}
	return h;
}

/* Bytes that are not printed as they are; those that mean something when a word is cut again; large letters. */
enum { UNPLAIN = 1, UNBARE = 2, ODD = UNPLAIN | UNBARE, LARGE = 4 };
#define TIMES_8(x) x, x, x, x, x, x, x, x
#define TIMES_32(x) TIMES_8(x), TIMES_8(x), TIMES_8(x), TIMES_8(x)
static const unsigned char looks[256] = {
	TIMES_32(ODD),
	[' '] = UNBARE, ['"'] = UNBARE, ['('] = UNBARE, [')'] = UNBARE, ['<'] = UNBARE, ['>'] = UNBARE, ['\\'] = UNBARE,
	['A'] = TIMES_8(LARGE), TIMES_8(LARGE), TIMES_8(LARGE), LARGE, LARGE,
	[127] = ODD, TIMES_32(ODD), TIMES_32(ODD), TIMES_32(ODD), TIMES_32(ODD),
};

static bool is_atom(const struct words *w, const struct word *x)
{
	return x->n != 0 && w->kinds != NULL && (w->kinds[(unsigned char)x->p[0]] == SCAN_ATOM || x->p[0] == '\\');
}

/* What is known of a new word by its bytes; whether there is a large letter. */
static bool judge(const struct words *w, struct word *x)
{
	unsigned char look = x->n != 0 ? 0 : UNBARE;

	for (size_t i = 0; i < x->n; i++)
		look |= looks[(unsigned char)x->p[i]];
	x->plain = (look & UNPLAIN) == 0;
	x->bare = (look & UNBARE) == 0;
	x->atom = is_atom(w, x);
	x->ruleset = -1;
	return (look & LARGE) != 0;
}

/* Room for a word more, and for its place among the slots. */
static bool room_for_word(struct words *w)
{
	if (w->n >= (w->below != NULL ? ENGINE_WORDS_MAX : ENGINE_PROGRAM_WORDS_MAX))
		return false;
	return (w->n < w->cap || mem_grow(w->host, (void **)&w->v, &w->cap, w->n, (size_t)w->n + 1, sizeof(*w->v))) &&
	       (((size_t)w->n + 1) * 2 <= w->nslots || set_slots(w, w->nslots != 0 ? w->nslots * 2 : 64));
}

/* A new word, of which nothing else is known yet; NULL: no memory, or too many. */
static struct word *push(struct words *w, struct slice text, uint32_t hash)
{
	char *copy = room_for_word(w) ? text_room(w, text.n) : NULL;
	struct word *x;

	if (copy == NULL)
		return NULL;
	x = &w->v[w->n];
	memcpy(copy, text.p, text.n);
	*x = (struct word){.p = copy, .n = (uint32_t)text.n, .hash = hash};
	w->n++;
	return x;
}

/* From now on it is found by its text. */
static void file_word(struct words *w, const struct word *x)
{
	size_t mask = w->nslots - 1, s = x->hash & mask;
	uint32_t place = (uint32_t)(x - w->v) + 1;

	while (w->slots[s] != 0)
		s = (s + 1) & mask;
	w->slots[s] = place;
	if (w->below == NULL && x->n == 1)
		w->bytes[(unsigned char)*x->p] = place;
}

static bool is_ordinary(const struct words *w, const struct word *x)
{
	for (uint32_t i = 0; i < x->n; i++)
		if (w->kinds == NULL || w->kinds[(unsigned char)x->p[i]] != SCAN_ATOM)
			return false;
	return true;
}

/* The fold of a word with large letters: that of its text in lower case, which is a word too. */
static bool fold_large(struct words *w, uint32_t index)
{
	struct slice text = {w->v[index].p, w->v[index].n};
	char buf[ENGINE_TOKEN_MAX * 2];
	struct tok t;

	if (!words_add(w, buf, text.n, lower(text, buf), &t))
		return false;
	w->v[index].fold = t.fold;
	return true;
}

/* A text that is no word yet. */
static bool add_new(struct words *w, struct slice text, uint32_t hash, struct tok *t)
{
	struct word *x = push(w, text, hash);
	uint32_t index;

	if (x == NULL)
		return false;
	index = (uint32_t)(x - w->v);
	file_word(w, x);
	if (!judge(w, x) || x->n > 2 * ENGINE_TOKEN_MAX)
		x->fold = (w->base + index) | (w->below != NULL ? NO_BIT | (is_ordinary(w, x) ? 0 : WORD_ODD) : 0);
	else if (!fold_large(w, index))
		return false;
	*t = (struct tok){w->base + index, w->v[index].fold};
	return true;
}

bool words_add(struct words *w, const char *p, size_t n, uint32_t hash, struct tok *t)
{
	uint32_t index;

	if (hash == 0)
		hash = 1;
	if (n == 1 && w->below != NULL && (index = w->below->bytes[(unsigned char)*p]) != 0) { /* an operator, most often */
		*t = (struct tok){index - 1, w->below->v[index - 1].fold};
		return true;
	}
	return find(w, p, n, hash, t) || add_new(w, (struct slice){p, n}, hash, t);
}

bool words_intern(struct words *w, struct slice text, struct tok *t)
{
	return words_add(w, text.p, text.n, hash_of(text), t);
}

bool words_find(const struct words *w, struct slice text, struct tok *t)
{
	return find(w, text.p, text.n, hash_of(text), t);
}

void words_kinds(struct words *w, const unsigned char *kinds)
{
	w->kinds = kinds;
	for (uint32_t i = META_COUNT; i < w->n; i++)
		w->v[i].atom = is_atom(w, &w->v[i]);
}

bool words_unnamed(struct words *w, struct slice text, struct tok *t)
{
	struct word *x = push(w, text, 0);

	if (x == NULL)
		return false;
	judge(w, x);
	x->atom = false;
	x->bare = false;
	x->fold = w->base + (uint32_t)(x - w->v);
	*t = (struct tok){x->fold, x->fold};
	return true;
}

bool words_init(struct words *w, const struct cfrw_host *host, const struct words *below)
{
	struct tok t;

	*w = (struct words){.host = host, .below = below, .base = below != NULL ? below->n : 0, .kinds = below != NULL ? below->kinds : NULL};
	for (int i = 0; below == NULL && i < META_COUNT; i++) {
		char code = (char)(META_CODE + i);

		if (!words_unnamed(w, (struct slice){&code, 1}, &t))
			return false;
	}
	return true;
}

static void free_text(struct words *w, struct word_text *keep)
{
	struct word_text *b = w->text, *next;

	for (; b != NULL && b != keep; b = next) {
		next = b->next;
		mem_give(w->host, b, sizeof(*b) + b->size);
	}
	w->text = keep;
}

void words_clear(struct words *w)
{
	struct word_text *first = w->text;

	while (first != NULL && first->next != NULL)
		first = first->next;
	free_text(w, first);
	if (first != NULL)
		first->used = 0;
	w->n = 0;
	if (w->nslots != 0)
		memset(w->slots, 0, w->nslots * sizeof(*w->slots));
}

void words_free(struct words *w)
{
	if (w->host == NULL)
		return;
	free_text(w, NULL);
	mem_give(w->host, w->v, w->cap * sizeof(*w->v));
	mem_give(w->host, w->slots, w->nslots * sizeof(*w->slots));
}
