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
static int64_t find_here(const struct words *w, const char *p, size_t n, uint32_t hash)
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

bool words_find(const struct words *w, struct slice text, uint32_t hash, struct tok *t)
{
	for (; w != NULL; w = w->below) {
		int64_t i = find_here(w, text.p, text.n, hash);

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

static bool lower(struct slice text, char *to)
{
	bool changed = false;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		to[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
		changed |= to[i] != c;
	}
	return changed;
}

/* Bytes that are printed as they are; those of them that mean nothing when a word is cut again. */
enum { PLAIN = 1, BARE = 2 };
static unsigned char look_of(unsigned char c)
{
	if (c < ' ' || c >= 0x7f)
		return 0;
	return c == ' ' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '(' || c == ')' ? PLAIN : PLAIN | BARE;
}

/* What is known of a new word by its bytes. */
static void judge(const struct words *w, struct word *x)
{
	unsigned char look = x->n != 0 ? PLAIN | BARE : PLAIN;

	for (size_t i = 0; i < x->n; i++)
		look &= look_of((unsigned char)x->p[i]);
	x->plain = (look & PLAIN) != 0;
	x->bare = (look & BARE) != 0;
	x->atom = x->n != 0 && w->kinds != NULL && (w->kinds[(unsigned char)x->p[0]] == SCAN_ATOM || x->p[0] == '\\');
	x->ruleset = -1;
}

static bool push(struct words *w, const char *p, size_t n, uint32_t hash, uint32_t *index)
{
	char *copy;

	if (w->n >= (w->below != NULL ? ENGINE_WORDS_MAX : ENGINE_PROGRAM_WORDS_MAX))
		return false;
	if (!mem_grow(w->host, (void **)&w->v, &w->cap, w->n, (size_t)w->n + 1, sizeof(*w->v)))
		return false;
	if (hash != 0 && ((size_t)w->n + 1) * 2 > w->nslots && !set_slots(w, w->nslots != 0 ? w->nslots * 2 : 64))
		return false;
	copy = text_room(w, n);
	if (copy == NULL)
		return false;
	memcpy(copy, p, n);
	*index = w->n++;
	w->v[*index] = (struct word){.p = copy, .n = (uint32_t)n, .hash = hash};
	judge(w, &w->v[*index]);
	if (hash != 0) {
		size_t s = hash & (w->nslots - 1);

		while (w->slots[s] != 0)
			s = (s + 1) & (w->nslots - 1);
		w->slots[s] = *index + 1;
	}
	if (w->below == NULL && hash != 0 && n == 1)
		w->bytes[(unsigned char)*p] = *index + 1;
	return true;
}

static bool is_ordinary(const struct words *w, const struct word *x)
{
	for (uint32_t i = 0; i < x->n; i++)
		if (w->kinds == NULL || w->kinds[(unsigned char)x->p[i]] != SCAN_ATOM)
			return false;
	return true;
}

/* The fold of a new word: that of its text in lower case, which is a word too. */
static bool fold_new(struct words *w, uint32_t index)
{
	struct word *x = &w->v[index];
	char buf[ENGINE_TOKEN_MAX * 2];
	struct tok t;

	if (x->n > sizeof(buf) || !lower((struct slice){x->p, x->n}, buf)) {
		x->fold = (w->base + index) | (w->below != NULL ? NO_BIT | (is_ordinary(w, x) ? 0 : WORD_ODD) : 0);
		return true;
	}
	if (!words_intern(w, (struct slice){buf, x->n}, &t))
		return false;
	w->v[index].fold = t.fold;
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
	if (words_find(w, (struct slice){p, n}, hash, t))
		return true;
	if (!push(w, p, n, hash, &index) || !fold_new(w, index))
		return false;
	*t = (struct tok){w->base + index, w->v[index].fold};
	return true;
}

bool words_intern(struct words *w, struct slice text, struct tok *t)
{
	return words_add(w, text.p, text.n, hash_of(text), t);
}

uint32_t words_fold(const struct words *w, struct slice text, bool *found)
{
	char buf[ENGINE_TOKEN_MAX * 2];
	struct slice folded = {buf, text.n};
	struct tok t = {0, 0};

	*found = false;
	if (text.n > sizeof(buf))
		return 0;
	lower(text, buf);
	*found = words_find(w, folded, hash_of(folded), &t);
	return t.fold;
}

bool words_unnamed(struct words *w, struct slice text, struct tok *t)
{
	uint32_t index;

	if (!push(w, text.p, text.n, 0, &index))
		return false;
	w->v[index].fold = w->base + index;
	w->v[index].atom = false;
	w->v[index].bare = false;
	*t = (struct tok){w->base + index, w->v[index].fold};
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
