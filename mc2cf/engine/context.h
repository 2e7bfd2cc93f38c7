/*
 * context.h - where rulesets are run
 *
 *   context.c  making one; its macros
 *   context_class.c  words that it adds to classes
 *   match.c    a left-hand side against a workspace
 *   subst.c    a right-hand side put in its place
 *   lookup.c   questions in a workspace, and their answers
 *   rules.c    the loop over rules
 *   calls.c    frames, and calls of rulesets
 *   rewrite.c  the machine that runs them
 *   trail.c    what whole runs have done: see trail.h
 *   trace.c    what sendmail would print
 *   say.c      messages and failures
 *   result.c   the workspace as text and as a mailer's triple
 *
 * All workspaces lie in one vector.  A called ruleset works on the end of its
 * caller's workspace, in place; only when it is done does its answer move to
 * where the call stood.  So a frame is where its workspace begins and how long
 * it is, and the stack of frames is all that must be kept while a question
 * waits.
 */
#ifndef ENGINE_CONTEXT_H
#define ENGINE_CONTEXT_H

#include <setjmp.h>

#include "engine/answers.h"
#include "engine/program.h"
#include "engine/trail.h"

/* What a frame does when it goes on. */
enum phase {
	PHASE_RULES,  /* tries rules */
	PHASE_LOOKUP, /* looks for a look-up in its new workspace */
	PHASE_ANSWER, /* has asked */
	PHASE_CALLS,  /* looks for calls in it */
	PHASE_CALL,   /* makes the next */
	PHASE_BROKEN, /* is over, and says nothing */
	PHASE_DONE    /* is over */
};

struct frame {
	uint64_t mask, pairs;   /* of the workspace, or more, where masked: a rule may be tried in vain, never left out */
	uint32_t base, n;       /* its workspace in c->ws */
	uint32_t floor;         /* where the first one began; each right-hand side is made behind the one before */
	uint32_t rule;          /* the rule being tried, or whose right-hand side is at work */
	uint32_t old, nold;     /* the workspace that the rule matched: what is left when a look-up fails */
	uint16_t loops;
	uint16_t max;           /* tokens: its callers' workspaces count */
	int16_t ruleset;
	uint8_t phase;
	uint8_t status;         /* as in sysexits.h */
	bool masked;            /* mask and pairs hold; else rules make them first */
	uint8_t ncalls;         /* PHASE_CALL: calls that are still to be made, the last one first */
	uint8_t called;         /* how the last of the rule's calls that failed has ended */
	/* the rest counts only while a right-hand side is at work */
	uint16_t at, end;       /* PHASE_LOOKUP: where the search goes on; PHASE_ANSWER: behind the $) */
	uint16_t key, nkey;     /* its key, and where its default stands (0: none) */
	uint16_t other, nother;
	uint16_t calls[ENGINE_SUBCALLS_MAX]; /* where they stand */
	int16_t callees[ENGINE_SUBCALLS_MAX];
};

/*
 * Behind a frame's floor: workspaces, up to FRAME_TURN each behind the one before; then it goes on at the floor.  A
 * look-up's value is cut at FRAME_VALUE.  A called frame begins within the workspace and needs the same again.
 */
#define FRAME_TURN (2 * ENGINE_TOKENS_MAX)
#define FRAME_VALUE (5 * ENGINE_TOKENS_MAX)
#define FRAME_ROOM (6 * ENGINE_TOKENS_MAX + 16)

/* A macro of the context's own. */
struct set_macro {
	char *p;                /* host's memory */
	size_t n, cap;
	bool set;               /* else the program's value counts */
	uint64_t read;          /* the last run that has read it on a trail */
	struct tok *toks;       /* its value cut, while words are the same */
	size_t ntoks, toks_cap;
	uint32_t generation;    /* of the words, for which toks hold; 0: not cut */
};

/* Words added to a class. */
struct added {
	struct symtab *words;   /* NULL: none */
	struct slice *order;
	size_t n, cap;
};

struct cfrw_context {
	const cfrw_program *p;
	struct words words;
	uint32_t generation;    /* of the words: goes up when they are forgotten */

	struct set_macro *macros; /* those of the program, by their number */
	size_t nmacros;
	struct symtab *other_macros; /* name → struct set_macro, of names that the program does not have */
	struct added *added;
	size_t nclasses;
	struct symtab *other_classes;
	struct arena *arena;    /* what is set */
	struct arena *scratch_arena;
	struct buf scratch;     /* live.c: where maps make their answers */
	struct answers *answers; /* live.c: what maps have answered; NULL: nothing yet */
	jmp_buf oom;           /* of the call that sets something */

	struct tok *ws;
	size_t ws_cap;
	struct frame *frames;
	size_t nframes, frames_cap;
	uint32_t n;             /* of the workspace, when nothing runs */
	bool waiting;

	struct trail trail;
	unsigned char *bared;   /* of rules with quoted names of rulesets: whether they have been called */
	unsigned long budget;
	long steps;             /* left; below 0: the budget is spent */
	bool shapeless;         /* words tell more than their shape: no trail is kept */
	unsigned trace;
	cfrw_trace_fn *trace_fn;
	void *trace_data;

	struct cfrw_question question;
	struct cfrw_text args[ENGINE_ARGS_MAX];
	char *asked;            /* bytes of key and arguments */
	bool blanks;            /* between words of them stands the option BlankSub */
	size_t nasked, asked_cap;
	char *text;             /* for what is printed and asked for */
	size_t ntext, text_cap;
	char *extra[3];         /* result.c: mailer, host, user */
	size_t extra_cap[3];
	struct cfrw_failure failure;
	char why[256];
	const int16_t *todo;    /* rulesets of cfrw_rewrite that are still to be run */
	int16_t todo_v[16];
	size_t ntodo;
};

/* What an operator of a left-hand side has bound: from where and how many tokens, and which operator; in one word, for speed. */
typedef uint64_t bound;

static inline bound bound_of(size_t at, uint32_t n, size_t op)
{
	return (uint64_t)at | (uint64_t)n << 16 | (uint64_t)op << 32;
}

static inline uint32_t bound_at(bound b)
{
	return (uint32_t)b & 0xffff;
}

static inline uint32_t bound_n(bound b)
{
	return (uint32_t)b >> 16;
}

static inline uint32_t bound_op(bound b)
{
	return (uint32_t)(b >> 32);
}

/* match.c: how many bound, or -1. */
int match_rule(cfrw_context *c, const struct rule *rule, const struct tok *ws, uint32_t n, bound *b);
bool class_has(const cfrw_context *c, uint32_t class_index, struct tok t);

/* subst.c: puts the right-hand side in place of the frame's workspace; false: it failed, and has been said. */
bool subst_rule(cfrw_context *c, struct frame *f, const struct rule *rule, const bound *b, int nbound);
/* Text cut behind ws[at]; how many tokens, or -1 after saying why. */
int64_t cut_text(cfrw_context *c, struct slice text, bool bytes, uint32_t at, uint32_t room);
/* Keeps a macro's tokens for the next time. */
void macro_remember(cfrw_context *c, struct set_macro *m, const struct tok *v, size_t n);
/* Puts n tokens at from in place of those in [at, end) of the frame. */
bool splice(cfrw_context *c, struct frame *f, uint32_t at, uint32_t end, const struct tok *from, uint32_t n);

/* trail.c: everything is forgotten. */
void trails_free(cfrw_context *c);
/* Whether as much is kept as may be. */
bool trails_full(const cfrw_context *c);
/* Ready to keep something; false: no memory. */
bool trails_ready(cfrw_context *c);
/* NULL: no memory, or enough is kept. */
struct trail_node *trail_node(cfrw_context *c, enum trail_kind kind, size_t words);
/* The same for n bytes. */
void *trail_room(cfrw_context *c, size_t n);
/* The number of a word of the trail; nown: it is none. */
uint32_t trail_number(const struct trail *t, uint32_t id);
void trail_key_begin(struct trail_key *k);
/* Adds the shape of tokens, whose words become words of the trail; false: they have none. */
bool trail_key(cfrw_context *c, const struct tok *v, uint32_t n, struct trail_key *k);
/* Where the way leads by that key; NULL: nowhere as yet. */
struct trail_node **trail_edge(const cfrw_context *c, const struct trail_node *from, const struct trail_key *k);
struct trail_node **trail_edge_make(cfrw_context *c, const struct trail_node *from, const struct trail_key *k);

/* trail_walk.c: runs the ruleset, and those still to be run, on the workspace; false: rules must do it. */
bool trail_begin(cfrw_context *c, int ruleset, enum cfrw_status *status);
/* While a question of a trail waits (c->trail.asked): its answer; its text put together anew; rules take over, false: no memory. */
enum cfrw_status trail_answer(cfrw_context *c, enum cfrw_answer answer, struct slice value);
void trail_spaced(cfrw_context *c, char space);
bool trail_leave(cfrw_context *c);

/* trail_record.c: what rules have come to, while c->trail.mode is TRAIL_RECORD. */
struct parts;
void trail_bare(cfrw_context *c, uint32_t bare);
void trail_question(cfrw_context *c, const struct tok *ws, uint32_t map, const struct parts *p);
void trail_heard(cfrw_context *c, enum cfrw_answer answer);
void trail_found(cfrw_context *c, const struct tok *v, int64_t n); /* the tokens of an answer; n < 0: there was something to say of it */
void trail_macro(cfrw_context *c, uint32_t macro, const struct tok *v, uint32_t n);
void trail_end(cfrw_context *c);

/* trail_trace.c: while the mode is TRAIL_RECORD: a line that begins so and goes on with the frame's workspace. */
void trail_event(cfrw_context *c, enum cfrw_event event, const struct frame *f, struct slice head);
/* Prints them. */
void trail_tell(cfrw_context *c, const struct trail_event *e);

/* lookup.c */
/* What stands between the opening token of a look-up and its end: places in the workspace. */
struct parts {
	uint32_t key, nkey;
	uint32_t args[ENGINE_ARGS_MAX], nargs_tok[ENGINE_ARGS_MAX];
	uint32_t nargs;
	bool arg;         /* what is read now is an argument; else the key, or the default */
	uint32_t other, nother;
	uint32_t end;     /* behind the closing token */
};
bool asked_room(cfrw_context *c, size_t used, size_t need);
/* Key and arguments, which stand in c->asked up to these ends. */
void question_parts(cfrw_context *c, uint32_t nargs, const size_t *ends);
enum lookup { LOOKUP_NONE, LOOKUP_ASK, LOOKUP_FAILED };
enum lookup lookup_next(cfrw_context *c, struct frame *f);
bool lookup_answer(cfrw_context *c, struct frame *f, enum cfrw_answer answer, struct slice value);

/* Copies tokens, up to COPY_SLACK more than asked for: to is below from, or clear of it. */
#define COPY_SLACK 4
static inline void copy_tokens(struct tok *to, const struct tok *from, uint32_t n)
{
	for (uint32_t i = 0; i < n; i += 4) {
		struct tok four[4]; /* the two may overlap */

		memcpy(four, from + i, sizeof(four));
		memcpy(to + i, four, sizeof(four));
	}
}

/* Adds n tokens behind one with the fold before to the masks; the fold of the last. */
static inline uint32_t add_masks(struct frame *f, uint32_t before, const struct tok *v, uint32_t n)
{
	uint64_t mask = f->mask, pairs = f->pairs;

	for (uint32_t i = 0; i < n; i++) {
		uint32_t fold = v[i].fold;

		mask |= WORD_BIT(fold);
		pairs |= WORD_PAIR(before, fold);
		before = fold;
	}
	f->mask = mask;
	f->pairs = pairs;
	return before;
}

/* Copies a word's text; most are one byte. */
static inline char *put_word(char *to, const struct word *w)
{
	if (w->n == 1)
		*to = *w->p;
	else
		memcpy(to, w->p, w->n);
	return to + w->n;
}

#define NO_FOLD ((uint32_t)WORD_BIT_OTHER << WORD_BITS_SHIFT)

/* rewrite.c: the rulesets begin; their question is answered. */
enum cfrw_status rules_begin(cfrw_context *c, int ruleset);
enum cfrw_status rules_answer(cfrw_context *c, enum cfrw_answer answer, struct slice value);
/* rules.c: rules from f->rule on, up to a call, a look-up or the end. */
void rules_run(cfrw_context *c, struct frame *f);
/* Behind a match: the next rule, the same, or none. */
void rules_after(cfrw_context *c, struct frame *f);

/* calls.c */
static inline struct frame *frame_top(const cfrw_context *c)
{
	return &c->frames[c->nframes - 1];
}
/* A ruleset begins to work on n tokens at base; false: no memory. */
bool frame_enter(cfrw_context *c, int ruleset, uint32_t base, uint32_t n, unsigned max);
/* The last one is done: its workspace takes the place of the call. */
void frame_leave(cfrw_context *c);
void calls_find(cfrw_context *c, struct frame *f);
void call_next(cfrw_context *c, struct frame *f);
bool context_room(cfrw_context *c, size_t tokens);

/* say.c */
__attribute__((format(printf, 3, 4))) void context_fail(cfrw_context *c, int status, const char *fmt, ...);
/* A value that cannot be cut: the rewrite fails without a word, and the outermost workspace is lost. */
void context_lost(cfrw_context *c, struct frame *f);
/* Says something to the log as sendmail would. */
__attribute__((format(printf, 2, 3))) void context_say(cfrw_context *c, const char *fmt, ...);
/* Of an address, which is no fault of the configuration. */
__attribute__((format(printf, 2, 3))) void context_remark(cfrw_context *c, const char *fmt, ...);

void context_unbalanced(cfrw_context *c, struct slice text, char what);
/* An arena's owner is out of memory: back to where c->oom points. */
void context_oom(void *context);
/* context.c: the value of the program's macro; p NULL: not defined. */
struct slice context_macro(const cfrw_context *c, uint32_t macro);
bool context_expand_value(const void *data, struct slice name, struct slice *value);

/* result.c: tokens as an address: space between two words that would touch. */
struct slice join(cfrw_context *c, const struct tok *v, size_t n, char space, char **to, size_t *used, size_t *cap);

/* trace.c */
void trace_frame(cfrw_context *c, enum cfrw_event event, const struct frame *f);
void trace_rule(cfrw_context *c, enum cfrw_event event, const struct frame *f, const struct rule *rule);
void trace_skip(cfrw_context *c, const struct frame *f, struct slice name, int ruleset);
void trace_value(const cfrw_context *c, const char *side, uint32_t macro, struct slice value);
bool text_room(cfrw_context *c, size_t n);
void text_put(cfrw_context *c, const char *p, size_t n);
void text_tokens(cfrw_context *c, const struct tok *v, size_t n);

enum { EX_DATA = 65, EX_SOFT = 70, EX_OS = 71, EX_TEMP = 75, EX_CONF = 78 };

#endif
