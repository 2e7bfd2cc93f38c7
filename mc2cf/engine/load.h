/*
 * load.h - what the parts of the loader share
 *
 *   load.c        from bytes to a program
 *   load_say.c    what is said while that is done
 *   lines.c       the kinds of lines that set something
 *   line_rules.c  those that make rulesets
 *   rule.c        rules: see rule_priv.h
 *   seal.c        what is done once, when all is read
 */
#ifndef ENGINE_LOAD_H
#define ENGINE_LOAD_H

#include "engine/context.h"

struct cfrw_words {
	cfrw_program *p;
	size_t class_index;
	const struct ir_item *item; /* the F line; NULL: it is none */
};

/* What rules are made of, one rule behind the other: v and n are of the one at work, which moves on when its block is full. */
struct op_list {
	struct tok *v;
	size_t n, cap;
};

/* Memory that the rules of a file use one after the other. */
struct rule_work {
	struct buf text;            /* not yet cut */
	struct op_list ops;
	struct tok operators[256];  /* the words of operator characters; META_NONE: not yet looked up */
	unsigned char plain[256];   /* of bytes: PIECE_ATOM … */
};

/* Bytes that mean nothing but themselves in a word, and in one that stands in quotes. */
enum { PIECE_ATOM = 1, PIECE_QUOTED = 2 };

struct rule_list {
	struct rule *v;
	size_t n, cap;
};

/* A copy of v, n elements of size bytes, in a new block with room for so many more. */
static inline void *block_new(struct arena *a, const void *v, size_t n, size_t more, size_t *cap, size_t size)
{
	void *to;

	*cap = n + more;
	to = arena_array(a, *cap, size);
	if (n != 0)
		memcpy(to, v, n * size);
	return to;
}

struct loader {
	cfrw_program *p;
	const struct cfrw_load *how;
	int ruleset;            /* that rules are added to, or -1 */
	const struct ir_item *operators; /* the last OperatorChars so far */
	bool operators_known;
	struct rule_work work;
	struct rule_list rules; /* of the ruleset that is being read; those of the next follow in the same block */
	struct rule_list lists[ENGINE_RULESETS_MAX];
	struct slice *numberless; /* names of rulesets whose number was none: they get one behind all others */
	size_t nnumberless, numberless_cap;
};

/* load_say.c: while said is set what is said waits; then it is said, in its order. */
void program_tell(cfrw_program *p, struct said *first);

/* lines.c: any but a rule */
void line_item(void *loader, const struct ir_item *item);
void settle_operators(struct loader *l);

/* line_rules.c */
void line_rule(void *loader, const struct ir_item *item);
void line_ruleset(struct loader *l, const struct ir_item *item);
void line_mailer(struct loader *l, const struct ir_item *item);
void line_header(struct loader *l, const struct ir_item *item);
/* No more rules come for now: those of the ruleset get their place. */
void line_rules_end(struct loader *l);
/* Names that have no number get theirs. */
void line_rulesets_end(struct loader *l);

/* rule_piece.c: which bytes are plain, once the operators are known. */
void piece_bytes(const cfrw_program *p, struct rule_work *work);
/* rule.c: from tokens of the IR. */
void rule_compile(cfrw_program *p, struct rule_work *work, const struct ir_item *item, struct rule *rule);

/* seal.c */
void program_seal(struct loader *l);

#endif
