/*
 * class.c - the classes of a program
 *
 * A member that is one token is a bit; any other is a phrase: the text that
 * tokens make together.  Both without care for case.
 */
#include <stdlib.h>

#include "engine/program.h"

void class_add(cfrw_program *p, size_t class_index, struct slice member)
{
	struct klass *k = &p->classes[class_index];

	if (member.n == 0)
		return;
	k->members = arena_grow(p->arena, k->members, k->nmembers, &k->cap, sizeof(*k->members));
	k->members[k->nmembers++] = (struct slice){arena_dup(p->arena, member.p, member.n), member.n};
}

static void no_fault(void *data, char what)
{
	*(bool *)data = true;
	(void)what;
}

/* Whether it is ordinary bytes alone, as most members are: one token then, and its hash. */
static bool is_ordinary(const cfrw_program *p, struct slice member, uint32_t *hash)
{
	uint32_t h = WORD_HASH_START;

	if (member.n > ENGINE_TOKEN_MAX || p->kinds[(unsigned char)p->space] == SCAN_ATOM)
		return false;
	for (size_t i = 0; i < member.n; i++) {
		if (p->kinds[(unsigned char)member.p[i]] != SCAN_ATOM)
			return false;
		h = word_hash_byte(h, (unsigned char)member.p[i]);
	}
	*hash = h;
	return true;
}

/* Whether tokens other than the one with this text can make it, where it is not that simple. */
static bool is_cut(cfrw_program *p, struct slice member, struct tok *t)
{
	bool fault = false;
	struct tok v[2];
	struct scan scan = {.words = &p->words, .v = v, .max = 2, .fault = no_fault, .data = &fault};
	enum scan_result r = member.n <= ENGINE_TOKEN_MAX ? scan_text(&scan, member) : SCAN_TOKEN_LONG;

	if (r == SCAN_NO_MEMORY)
		program_no_memory(p);
	if (r != SCAN_OK || scan.n != 1 || fault)
		return true;
	*t = v[0];
	return !slice_eq(word_text(&p->words, t->id), member) || memchr(member.p, p->space, member.n) != NULL;
}

static bool is_phrase(cfrw_program *p, struct slice member, struct tok *t)
{
	uint32_t hash;

	if (!is_ordinary(p, member, &hash))
		return is_cut(p, member, t);
	if (!words_add(&p->words, member.p, member.n, hash, t))
		program_no_memory(p);
	return false;
}

static int by_text(const void *a, const void *b)
{
	return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

static struct slice lowered(struct arena *a, struct slice s)
{
	char *p = arena_dup(a, s.p, s.n);

	for (size_t i = 0; i < s.n; i++)
		if (p[i] >= 'A' && p[i] <= 'Z')
			p[i] = (char)(p[i] - 'A' + 'a');
	return (struct slice){p, s.n};
}

/* The pieces of a phrase between operators become words: one that a workspace has of its own is in no phrase (see trail.h). */
static void know_pieces(cfrw_program *p, struct slice s)
{
	struct tok t;

	for (size_t i = 0, from = 0; i <= s.n; i++) {
		if (i < s.n && p->kinds[(unsigned char)s.p[i]] == SCAN_ATOM)
			continue;
		if (i > from && !words_intern(&p->words, (struct slice){s.p + from, i - from}, &t))
			program_no_memory(p);
		from = i + 1;
	}
}

static void finish(cfrw_program *p, struct klass *k, bool *single)
{
	for (size_t i = 0; i < k->nmembers; i++)
		k->nphrases += !single[i];
	k->phrases = arena_array(p->arena, k->nphrases, sizeof(*k->phrases));
	k->nphrases = 0;
	for (size_t i = 0; i < k->nmembers; i++)
		if (!single[i])
			k->phrases[k->nphrases++] = lowered(p->arena, k->members[i]);
	for (size_t i = 0; i < k->nphrases; i++)
		know_pieces(p, k->phrases[i]);
	if (k->nphrases != 0)
		qsort(k->phrases, k->nphrases, sizeof(*k->phrases), by_text);
}

static void set_bits(cfrw_program *p, struct klass *k)
{
	bool *single = arena_array(p->arena, k->nmembers, sizeof(*single));
	uint32_t *folds = arena_array(p->arena, k->nmembers, sizeof(*folds)), top = 0;

	for (size_t i = 0; i < k->nmembers; i++) {
		struct tok t = {0, 0};

		single[i] = !is_phrase(p, k->members[i], &t);
		folds[i] = WORD_INDEX(t.fold);
		if (folds[i] > top)
			top = folds[i];
	}
	k->nbits = top != 0 ? (size_t)top + 1 : 0;
	k->bits = arena_array(p->arena, k->nbits / 64 + 1, sizeof(*k->bits));
	for (size_t i = 0; i < k->nmembers; i++)
		k->bits[folds[i] / 64] |= (uint64_t)(folds[i] != 0) << (folds[i] % 64);
	finish(p, k, single);
}

void classes_finish(cfrw_program *p)
{
	for (size_t i = 0; i < p->nclasses; i++)
		set_bits(p, &p->classes[i]);
}
