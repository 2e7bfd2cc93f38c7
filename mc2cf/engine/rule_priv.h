/*
 * rule_priv.h - what the two halves of making a rule share
 *
 *   rule.c        symbols and conditions, one token of the IR after the other
 *   rule_piece.c  the text between two symbols: macros put in, and cut into words
 */
#ifndef ENGINE_RULE_PRIV_H
#define ENGINE_RULE_PRIV_H

#include "engine/load.h"

struct side {
	cfrw_program *p;
	const struct ir_item *item;
	bool left;
	struct rule_work *work;
	size_t piece;         /* tokens since the last symbol */
	unsigned comment;     /* parentheses that are open, in an old file: symbols in them do not count */
	size_t from;          /* where it begins in work->ops */
	size_t run;           /* of a right-hand side: where its last literals begin there; 0: they have ended */
	unsigned positions;   /* on the left: operators that bind something; on the right: how often $1 … stands there */
	unsigned bound;       /* on the right: positions of the left */
	enum word_meta end;   /* what ends the look-up that is open, or META_NONE */
	enum word_meta prefix;/* $@ or $: at the beginning of a right-hand side */
	bool quoted;          /* there is a $>"name" */
	unsigned ifs;         /* conditions that are open, */
	unsigned deeper;      /* so many of them in what is left out */
	bool skipping;        /* something is left out */
};

/* Old files have comments in rules, whose parentheses may be anywhere. */
static inline bool side_has_comments(const struct side *s)
{
	return s->p->level < 9;
}

/* rule.c */
void side_push_word(struct side *s, struct tok t);
/* What begins with a $ and is no text. */
void side_push_symbol(struct side *s, const struct ir_token *t);

/* rule_piece.c */
/* Where no text waits: the token that a literal is as it stands, or NO_WORD: it must be cut.  end: of its side. */
#define NO_WORD ((struct tok){META_NONE, 0})
struct tok piece_word(struct side *s, const struct ir_token *t, const struct ir_token *end);
/* A literal: most are a token as they stand, else it waits for what follows. */
void piece_literal(struct side *s, const struct ir_token *t, const struct ir_token *end);
void piece_value(struct side *s, struct slice name);
/* What waits becomes tokens. */
void piece_end(struct side *s);

#endif
