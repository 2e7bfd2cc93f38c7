/*
 * trail.h - what whole runs have done, kept as a tree
 *
 * What rulesets make of a workspace depends on its tokens, on the answers to
 * their questions and on the values of the macros that they read, and on
 * nothing else.  Most addresses differ only in words that no rule and no class
 * knows; what is done with these is the same whichever they are.  So a run
 * leaves a trail: from the rulesets and the shape of the tokens to the first
 * question or macro, from there by the shape of the answer or value to the
 * next, to the workspace at the end.  The next run of that shape walks along
 * it: it asks the same questions, made of its own words, and makes its
 * workspace, and no rule is tried.
 *
 * An unknown word is one of a context alone, made of ordinary bytes, that no
 * rule, class or piece of a class's phrase has (the program's words, see
 * seal.c).  Such words are numbered along the trail, those of answers and
 * values too, so that a word that comes again is known for it.
 *
 * Where the trail ends, or an answer is odd, the run is begun anew by the
 * rules, which get the answers that have been given; as they go on, they
 * lengthen the trail.  A shape that comes for the first time leaves none: many
 * come only once.  Nothing is kept of what is beyond words that are known
 * and numbers: messages, failures, names that are made of pieces of others.
 * Steps count as if the rules had been tried.
 *
 *   trail.c         memory, keys, and where a key leads
 *   trail_walk.c    going along, and leaving it
 *   trail_record.c  making it
 *   trail_trace.c   what a trace prints of it
 */
#ifndef ENGINE_TRAIL_H
#define ENGINE_TRAIL_H

#include "engine/limits.h"
#include "engine/word.h"

/* Limits of what is kept: words of one's own on a trail (their numbers have six bits), tokens of a text, rulesets of a run. */
enum { TRAIL_WORDS = 64, TRAIL_TOKENS = 128, TRAIL_RULESETS = 16 };

enum trail_kind {
	TRAIL_QUESTION,
	TRAIL_MACRO, /* its value counts from here on */
	TRAIL_END,
	TRAIL_ODD    /* rules only */
};

/* A call or a return that a trace prints. */
struct trail_event {
	struct trail_event *next;
	uint32_t event;         /* enum cfrw_event */
	int16_t ruleset;
	uint16_t depth;
	unsigned char line[];   /* see trail_trace.c */
};

/* A piece of a question's text: a word of the trail, or text of rules. */
struct trail_piece {
	const char *p;          /* NULL: the word with the number n */
	uint32_t n;
	bool gap;               /* something stands between it and the one in front */
	bool ends;              /* the key or an argument ends with it */
};

/*
 * Data: the numbers of rules whose quoted names are called (see context.h, bared); then, of the end, pairs of words, as in a
 * workspace.
 */
struct trail_node {
	uint32_t kind;
	uint32_t steps;         /* since the run began */
	uint32_t subject;       /* the map's word, META_NONE: a host's name; the macro */
	uint32_t n;             /* TRAIL_QUESTION: pieces; TRAIL_END: tokens */
	uint32_t room;          /* TRAIL_QUESTION: its text has no more bytes */
	uint8_t nbare;
	bool gaps;              /* what is asked depends on what stands between words */
	struct trail_piece *pieces;
	struct trail_event *events; /* TRAIL_QUESTION, TRAIL_END: since the one before */
	struct trail_node *missing; /* TRAIL_QUESTION: the way on when nothing is found */
	uint32_t data[];
};

/* At the end, in place of a word's number: its fold is the number of a word of the trail. */
#define TRAIL_FROM UINT32_MAX

/* The shape of tokens (texts take what is left); in front, of those that a run begins with, what is run. */
struct trail_key {
	uint32_t n, hash;
	uint32_t v[1 + TRAIL_RULESETS + 2 * TRAIL_TOKENS];
};

/* An answer that was given. */
struct trail_answer {
	size_t from, n;  /* its text */
	bool found;
};

enum trail_mode {
	TRAIL_NONE,   /* rules, and nothing is kept */
	TRAIL_WALK,
	TRAIL_RECORD  /* rules, and what they do is kept */
};

struct trail {
	struct trails *kept;        /* NULL: nothing yet */
	enum trail_mode mode;
	struct trail_node **next;   /* where what comes next stands, or shall; NULL: nowhere */
	struct trail_node *asked;   /* TRAIL_WALK: the question that waits */
	struct trail_node *here;    /* TRAIL_RECORD: the last one */
	uint32_t nown;
	struct tok own[TRAIL_WORDS];
	struct slice texts[TRAIL_WORDS]; /* of these */
	const int16_t *todo;        /* how the run began */
	size_t ntodo;
	int16_t ruleset;
	bool odd;                   /* since it began: it cannot be kept */
	uint64_t run;               /* its number: see struct set_macro */
	long allowed;               /* steps */
	struct trail_answer *answers;
	size_t nanswers, answers_cap;
	char *said;                 /* their texts */
	size_t nsaid, said_cap;
	bool muted;                 /* rules repeat what has been told already */
	struct trail_event *events, **last_event; /* TRAIL_RECORD: to be kept with the next node that has some */
	uint32_t nbare;             /* to be kept with the next node */
	uint32_t bare[UINT8_MAX];
};

#endif
