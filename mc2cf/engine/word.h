/*
 * word.h - tokens as numbers
 *
 * Every token is interned: a program numbers the words of its rules and
 * classes, a context numbers those that only its addresses have, from the
 * program's count on.  A word's fold is the same for all that differ only in
 * the case of letters, so that a literal matches by one comparison.
 *
 * A fold also carries, in its upper six bits, the word's place in a mask of 64
 * bits.  Only words that stand on a left-hand side have one of their own or
 * share one; all others have the last, which no rule asks for.  So a rule whose
 * literals are not all in the workspace is passed over by one `and'.
 *
 * Metasymbols ($#, $@, $: …) are words with fixed numbers that no text has.
 */
#ifndef ENGINE_WORD_H
#define ENGINE_WORD_H

#include "base/slice.h"
#include "engine/mem.h"

/* A token of a workspace. */
struct tok {
	uint32_t id, fold;
};

enum word_meta {
	META_NONE,
	META_MAILER,    /* $# */
	META_AT,        /* $@ */
	META_COLON,     /* $: */
	META_CALL,      /* $> */
	META_MAPBEGIN,  /* $( */
	META_SEPARATOR, /* $| */
	META_MAPEND,    /* $) */
	META_HOSTBEGIN, /* $[ */
	META_HOSTEND,   /* $] */
	META_COUNT      /* the first number of a word with a text */
};

/* Where tokens are text for a while a metasymbol is one byte: this, and its number; most are those of sendmail, $| above all, which maps put between groups. An address with such a byte is refused. */
#define META_CODE 0x95

#define WORD_BITS_SHIFT 26
#define WORD_INDEX(fold) ((fold) & (((uint32_t)1 << WORD_BITS_SHIFT) - 1))
#define WORD_BIT(fold) ((uint64_t)1 << ((fold) >> WORD_BITS_SHIFT))
/* The bit of words that no rule names. */
#define WORD_BIT_OTHER 63u
/* The bits of what a workspace must be searched for: calls and look-ups. */
#define WORD_BIT_CALL 62u
#define WORD_BIT_LOOKUP 61u
#define WORD_BIT_USUAL 61u /* below this the bits are for literals */

/* In the number of a fold: the word is none of the program's, and has bytes that are not ordinary ones. */
#define WORD_ODD ((uint32_t)1 << (WORD_BITS_SHIFT - 1))

/* The bit of two words that stand side by side, in a mask of pairs. */
#define WORD_PAIR(before, fold) ((uint64_t)1 << ((((before) >> WORD_BITS_SHIFT) * 7 + ((fold) >> WORD_BITS_SHIFT)) & 63))

struct word {
	const char *p;
	uint32_t n;
	uint32_t fold;
	uint32_t hash;
	bool atom;       /* its first byte is no operator, quote or blank: two such are kept apart in an address */
	bool plain;      /* printed as it is */
	bool bare;       /* cut again it gives itself: no quote, backslash, angle bracket, parenthesis */
	int16_t ruleset; /* the ruleset of that name, or -1; program words only */
	uint32_t uses;   /* how often it stands on a left-hand side; program words only */
};

struct words {
	const struct cfrw_host *host;
	const struct words *below;  /* the program's, for a context */
	struct word *v;
	uint32_t n;                 /* of this table alone */
	uint32_t base;              /* the number of its first word */
	size_t cap;
	uint32_t *slots;            /* index into v plus 1; 0 is free */
	size_t nslots;              /* a power of two, or 0 */
	struct word_text *text;     /* where their bytes are, newest first */
	const unsigned char *kinds; /* of bytes: see scan.h */
	uint32_t bytes[256];        /* a program's words of one byte: index into v plus 1; 0: there is none */
};

/* below NULL: a program's, which begins with the metasymbols. */
bool words_init(struct words *w, const struct cfrw_host *host, const struct words *below);
void words_free(struct words *w);
/* Room for so many, made at once. */
bool words_reserve(struct words *w, size_t n);
/* Forgets all; capacity is kept. */
void words_clear(struct words *w);

#define WORD_HASH_START 2166136261u
static inline uint32_t word_hash_byte(uint32_t h, unsigned char c)
{
	return (h ^ c) * 16777619u;
}

/* The token of a text, made when it is new; false: no memory, or too many. */
bool words_add(struct words *w, const char *p, size_t n, uint32_t hash, struct tok *t);
bool words_intern(struct words *w, struct slice text, struct tok *t);
/* The same where it is known; false: it is not. */
bool words_find(const struct words *w, struct slice text, struct tok *t);
/* Bytes are of these kinds from now on; what is known of the words so far is found out again. */
void words_kinds(struct words *w, const unsigned char *kinds);
/* A word that is not found by its text: a metasymbol with a name behind it. */
bool words_unnamed(struct words *w, struct slice text, struct tok *t);

static inline const struct word *word_at(const struct words *w, uint32_t id)
{
	return id >= w->base ? &w->v[id - w->base] : &w->below->v[id];
}

static inline struct slice word_text(const struct words *w, uint32_t id)
{
	const struct word *x = word_at(w, id);

	return (struct slice){x->p, x->n};
}

static inline bool is_meta(struct tok t, enum word_meta m)
{
	return t.id == (uint32_t)m;
}

#endif
