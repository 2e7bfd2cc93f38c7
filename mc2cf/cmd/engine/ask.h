/*
 * ask.h - asks a configuration what an expectation asks, in the words of an answer
 *
 *     struct asker *k = asker_new(arena, world);
 *     asker_begin(k, block);                a fresh sendmail, with what is given
 *     got = asker_ask(k, expectation);      "error 5.7.1 550 Relaying denied"
 *     asker_free(k);
 *
 * What is asked and how the answer is told is what tests/expect does with
 * sendmail -bt.  An asker belongs to one thread.
 */
#ifndef CMD_ENGINE_ASK_H
#define CMD_ENGINE_ASK_H

#include "cmd/engine/world.h"

struct asker {
	const struct world *w;
	cfrw_context *c;
	cfrw_maps *maps;
	struct buf got, room;      /* the answer; text on its way from one ruleset to the next */
	const struct world_mailer *mailer; /* what the last answer sends mail to; NULL: nothing */
	int two;
};

/* NULL: no memory. */
struct asker *asker_new(struct arena *a, const struct world *w);
void asker_free(struct asker *k);
void asker_begin(struct asker *k, const struct expect_block *b);
/* The answer, until the next call. */
struct slice asker_ask(struct asker *k, const struct expectation *e);

/* The parts, for who asks on his own (relay.c). */
void asker_fresh(struct asker *k);
void asker_give(struct asker *k, const char *name, struct slice value);
struct slice asker_check(struct asker *k, struct slice ruleset, struct slice input);
struct slice asker_parse(struct asker *k, struct slice address);

#endif
