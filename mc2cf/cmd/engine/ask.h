/*
 * ask.h - asks a configuration what an expectation asks, in the words of an answer
 *
 *     struct asker *k = asker_new(arena, world, on_oom, ctx);
 *     asker_begin(k, block);                a fresh sendmail, with what is given
 *     got = asker_ask(k, expectation);      "error 5.7.1 550 Relaying denied"
 *     asker_free(k);
 *
 * What is asked is what tests/expect asks of sendmail -bt; what sendmail does
 * around its rulesets is address.h's and session.h's.  An asker belongs to one
 * thread.
 */
#ifndef CMD_ENGINE_ASK_H
#define CMD_ENGINE_ASK_H

#include "cmd/engine/session.h"
#include "cmd/engine/world.h"

struct asker {
	const struct world *w;
	struct site site;          /* the world's program and mailers, with a context and maps of its own */
	struct arena *scratch;     /* what one question takes */
	struct buf got;            /* the answer */
	const struct mailer *mailer; /* what the last answer sends mail to; NULL: nothing */
};

/* NULL: no memory.  on_oom: of an arena of its own. */
struct asker *asker_new(struct arena *a, const struct world *w, arena_oom_fn on_oom, void *ctx);
void asker_free(struct asker *k);
/* Everything as it was when it was new. */
void asker_fresh(struct asker *k);
void asker_begin(struct asker *k, const struct expect_block *b);
/* The answer, until the next call. */
struct slice asker_ask(struct asker *k, const struct expectation *e);
/* Where mail goes, in the words of an answer. */
struct slice asker_told(struct asker *k, const struct destination *d);

#endif
