/*
 * test_trail_chance.c - trails where a word is equal to another by chance, or memory for them is at its end
 *
 * As in test_trail.c two contexts of one program do the same, and the second one keeps nothing.  A play is a row of runs; in
 * each, every question gets the next answer of its row, then none is found.
 */
#include <stdlib.h>

#include "engine/cfrw.h"
#include "selftest/talk.h"
#include "selftest/tap.h"

enum { ANSWERS = 3, RUNS = 12, CROWD = 20000, CROWD_WORDS = 63 };

struct run {
	const char *ruleset, *address, *answers[ANSWERS];
};

struct play {
	const char *what;
	struct run v[RUNS];
};

static const char cf[] =
	"V10/Berkeley\nO OperatorChars=.:%@!^/[]+\nCw here\nCp k.l\nKm hash /m\nKn hash /n\n"
	"Sagain\nR$+ @ $+\t$: $1 @ $(n $2 $)\nR$+ @ $+\t$@ $1 @ $(m key $: $2 $)\n"
	"Squote\nR$+ @ $+\t$@ $2 @ $(m key $: \"$1\" $)\n"
	"Smeta\nR$+ @ $+\t$@ $($[ $1 $: none $) $2\n"
	"Sasks\nR$+ @ $+\t$: $>inner $1 @ $(m $2 $: none $)\nR$+ @ $+\t$@ $1 @ $(n $2 $: none $)\n"
	"Sinner\nR$+ @ $=w\t$@ $1 @ at home\n"
	"Sphrase\nR$=p @ $+\t$@ known $2\nR$+ @ $=w\t$@ mine $1\n"
	"Scalls\nR$+ @ $+\t$@ $>\"inner\" $1 @ $2\n"
	"Slong\nR$+ @ $+\t$@ $1 @ $(m $2 $: none $)\n"
	"Scrowd\nR$* z\t$@ $1\n";

#define FOUR(x) x x x x
#define QUOTED "\"a quoted word that takes eleven numbers\"."

static const struct play plays[] = {
	{"a piece of an answer is the name of who asks",
	 {{"again", "ann@dom", {"ann\x97here"}}, {"again", "ann@dom", {"ann\x97here"}}, {"again", "ann@dom", {"ann\x97here"}}, {"again", "joe@dom", {"ann\x97here"}},
	  {"again", "joe@dom", {"ann\x97here"}}, {"again", "here@dom", {"ann\x97here"}}}},
	{"quotes around a name make the other name",
	 {{"quote", "ann@\"ann\"", {NULL}}, {"quote", "ann@\"ann\"", {NULL}}, {"quote", "ann@\"ann\"", {NULL}}, {"quote", "joe@\"ann\"", {NULL}}, {"quote", "joe@\"ann\"", {NULL}}}},
	{"a piece of a phrase is no unknown word",
	 {{"phrase", "k.x@dom", {NULL}}, {"phrase", "k.x@dom", {NULL}}, {"phrase", "k.l@dom", {NULL}}, {"phrase", "k.l@dom", {NULL}}, {"phrase", "x.l@dom", {NULL}}}},
	{"a key that is full of texts",
	 {{"long", "ann@dom", {FOUR(QUOTED QUOTED QUOTED QUOTED QUOTED) FOUR(FOUR("a.a.a."))}},
	  {"long", "ann@dom", {FOUR(QUOTED QUOTED QUOTED QUOTED QUOTED) FOUR(FOUR("a.a.a."))}},
	  {"long", "joe@dom", {FOUR(QUOTED QUOTED QUOTED QUOTED QUOTED) FOUR(FOUR("a.a.a."))}},
	  {"long", "joe@dom", {FOUR(FOUR(QUOTED QUOTED)) FOUR("a.")}}}},
	{"a map that is named by a metasymbol",
	 {{"meta", "ann@dom", {"x"}}, {"meta", "ann@dom", {"x"}}, {"meta", "joe@dom", {"x"}}, {"meta", "joe@dom", {NULL}}}},
};

static void run_one(cfrw_context *c, const struct run *r, struct talk *talk, bool trace)
{
	enum cfrw_status s;
	size_t i = 0;

	talk->n = 0;
	cfrw_trace(c, trace ? CFRW_TRACE_CALLS : 0, trace ? talk_traced : NULL, talk);
	s = cfrw_rewrite(c, r->ruleset, r->address, strlen(r->address));
	for (; s == CFRW_QUESTION; i++) {
		const struct cfrw_question *q = cfrw_question(c);
		const char *answer = i < ANSWERS ? r->answers[i] : NULL;

		talk_say(talk, q->hostname ? "host of" : "map", q->map);
		talk_say(talk, "key", q->key);
		s = answer != NULL ? cfrw_answer(c, CFRW_FOUND, answer, strlen(answer)) : cfrw_answer(c, CFRW_NOTFOUND, NULL, 0);
	}
	talk_say(talk, s == CFRW_DONE ? "done" : "failed", cfrw_printed(c));
}

/* Both contexts; false, and what they said, where they differ. */
struct pair {
	cfrw_program *p;
	cfrw_context *c[2];
	struct talk *talks, *now;
};

static void pair_begin(struct pair *b)
{
	for (int i = 0; i < 2; i++)
		b->c[i] = cfrw_context_new(b->p);
	cfrw_add(b->c[1], "other", "word", 4);
}

static void pair_end(struct pair *b)
{
	b->now = NULL;
	cfrw_context_free(b->c[0]);
	cfrw_context_free(b->c[1]);
}

static bool same(struct pair *b, const struct run *r, bool trace)
{
	const struct talk *x = &b->talks[0], *y = &b->talks[1];

	for (int i = 0; i < 2; i++) {
		b->now = &b->talks[i];
		run_one(b->c[i], r, b->now, trace);
	}
	if (x->n == y->n && memcmp(x->p, y->p, x->n) == 0)
		return true;
	printf("# %s %s\n# along the trail:\n%.*s# by rules:\n%.*s", r->ruleset, r->address, (int)x->n, x->p, (int)y->n, y->p);
	return false;
}

static void play(struct tap *t, struct pair *b, const struct play *p)
{
	bool good = true;

	for (int trace = 0; trace < 2; trace++) {
		pair_begin(b);
		for (size_t i = 0; i < RUNS && p->v[i].ruleset != NULL; i++)
			good &= same(b, &p->v[i], trace != 0);
		pair_end(b);
	}
	TAP_OK(t, good, p->what);
}

/* The n-th text of so many words, which repeat as the bits of n say: its shape is another than that of any before. */
static void nth_text(char *to, unsigned n, unsigned words)
{
	for (unsigned i = 0; i < words; i++) {
		to[2 * i] = i < 20 && (n >> i & 1) != 0 ? 'p' : 'q';
		to[2 * i + 1] = '.';
	}
	to[2 * words - 1] = '\0';
}

/*
 * When memory for trails is at its end a run leaves one in the middle; what it has told is told again the next time.  Whose
 * piece does not fit is found by trying: address after address makes a trail longer, and each time one is left.
 */
static void full(struct tap *t, struct pair *b)
{
	static const struct run usual = {"asks", "ann@dom", {"here"}};
	char address[2 * CROWD_WORDS], answer[2 * 16];
	bool good = true;

	pair_begin(b);
	for (int k = 0; k < 3; k++)
		good &= same(b, &usual, true);
	for (unsigned n = 0; n < CROWD && good; n++) {
		const struct run crowd = {"crowd", address, {NULL}}, other = {"asks", "ann@dom", {answer}};

		nth_text(address, n, CROWD_WORDS);
		nth_text(answer, n, 16);
		good = same(b, &crowd, true) && same(b, &other, true) && same(b, &usual, true);
	}
	TAP_OK(t, good, "a trail that is left while memory for trails is at its end");
	pair_end(b);
}

/* What is added to a class counts at once, and later: two that both kept trails would agree on what is wrong. */
static void added(struct tap *t, struct pair *b)
{
	bool good = true;

	b->now = NULL;
	pair_begin(b);
	for (int i = 0; i < 4; i++) {
		cfrw_rewrite(b->c[0], "phrase", "ann@dom", 7);
		good &= cfrw_printed(b->c[0]).n == strlen("ann @ dom");
	}
	cfrw_add(b->c[0], "w", "dom", 3);
	for (int i = 0; i < 4; i++) {
		const char *address = i % 2 != 0 ? "ann@dom" : "ann@com";
		struct cfrw_text text;

		cfrw_rewrite(b->c[0], "phrase", address, 7);
		text = cfrw_printed(b->c[0]);
		good &= i % 2 != 0 ? text.n == strlen("mine ann") && memcmp(text.p, "mine ann", text.n) == 0 : text.n == strlen("ann @ com");
	}
	TAP_OK(t, good, "a word that is added to a class is none that nobody knows");
	pair_end(b);
}

/* A quoted name that is called along a trail, after a reset, is shown without its quotes from then on. */
static void bared(struct tap *t, struct pair *b)
{
	static const struct run calls = {"calls", "ann@dom", {NULL}};
	bool good = true;

	pair_begin(b);
	for (int i = 0; i < 4; i++)
		good &= same(b, &calls, false);
	cfrw_reset(b->c[0]);
	cfrw_reset(b->c[1]);
	good &= same(b, &calls, false);
	for (int i = 0; i < 2; i++) {
		b->talks[i].n = 0;
		cfrw_trace(b->c[i], CFRW_TRACE_ALL, talk_traced, &b->talks[i]);
		cfrw_rewrite(b->c[i], calls.ruleset, calls.address, strlen(calls.address));
	}
	good &= b->talks[0].n == b->talks[1].n && memcmp(b->talks[0].p, b->talks[1].p, b->talks[0].n) == 0;
	TAP_OK(t, good, "a quoted name that is called along a trail");
	pair_end(b);
}

int main(void)
{
	struct tap t = {0};
	struct pair b = {.talks = calloc(2, sizeof(struct talk))};
	struct cfrw_host host = {.log = talk_heard, .data = &b.now};
	struct cfrw_load how = {.host = &host};

	b.p = cfrw_load_memory(cf, sizeof(cf) - 1, "chance.cf", &how);
	TAP_OK(&t, b.talks != NULL && b.p != NULL, "the program is loaded");
	for (size_t i = 0; i < sizeof(plays) / sizeof(*plays); i++)
		play(&t, &b, &plays[i]);
	bared(&t, &b);
	added(&t, &b);
	full(&t, &b);
	cfrw_program_free(b.p);
	free(b.talks);
	return tap_done(&t);
}
