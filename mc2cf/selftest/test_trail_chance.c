/*
 * test_trail_chance.c - trails where a word is equal to another by chance, or memory for them is at its end
 *
 * As in test_trail.c two contexts of one program do the same, and the second one keeps nothing.  A play is a row of runs; in
 * each, every question gets the next answer of its row, then none is found.
 */
#include <stdlib.h>

#include "engine/cfrw.h"
#include "selftest/tap.h"

enum { ANSWERS = 3, RUNS = 12, TALK = 65536, CROWD = 20000, CROWD_WORDS = 63 };

struct run {
	const char *ruleset, *address, *answers[ANSWERS];
};

struct play {
	const char *what;
	struct run v[RUNS];
};

struct talk {
	char p[TALK];
	size_t n;
};

static const char cf[] =
	"V10/Berkeley\nO OperatorChars=.:%@!^/[]+\nCw here\nKm hash /m\nKn hash /n\n"
	"Sagain\nR$+ @ $+\t$: $1 @ $(n $2 $)\nR$+ @ $+\t$@ $1 @ $(m key $: $2 $)\n"
	"Squote\nR$+ @ $+\t$@ $2 @ $(m key $: \"$1\" $)\n"
	"Smeta\nR$+ @ $+\t$@ $($[ $1 $: none $) $2\n"
	"Sasks\nR$+ @ $+\t$: $>inner $1 @ $(m $2 $: none $)\nR$+ @ $+\t$@ $1 @ $(n $2 $: none $)\n"
	"Sinner\nR$+ @ $=w\t$@ $1 @ at home\n"
	"Scrowd\nR$* z\t$@ $1\n";

static const struct play plays[] = {
	{"a piece of an answer is the name of who asks",
	 {{"again", "ann@dom", {"ann\x97here"}}, {"again", "ann@dom", {"ann\x97here"}}, {"again", "ann@dom", {"ann\x97here"}}, {"again", "joe@dom", {"ann\x97here"}},
	  {"again", "joe@dom", {"ann\x97here"}}, {"again", "here@dom", {"ann\x97here"}}}},
	{"quotes around a name make the other name",
	 {{"quote", "ann@\"ann\"", {NULL}}, {"quote", "ann@\"ann\"", {NULL}}, {"quote", "ann@\"ann\"", {NULL}}, {"quote", "joe@\"ann\"", {NULL}}, {"quote", "joe@\"ann\"", {NULL}}}},
	{"a map that is named by a metasymbol",
	 {{"meta", "ann@dom", {"x"}}, {"meta", "ann@dom", {"x"}}, {"meta", "joe@dom", {"x"}}, {"meta", "joe@dom", {NULL}}}},
};

static void say(struct talk *t, const char *what, struct cfrw_text text)
{
	int n = snprintf(t->p + t->n, sizeof(t->p) - t->n, "%s %.*s\n", what, (int)text.n, text.n != 0 ? text.p : "");

	t->n = n < 0 || (size_t)n >= sizeof(t->p) - t->n ? sizeof(t->p) - 1 : t->n + (size_t)n;
}

static void heard(void *data, enum cfrw_severity severity, const char *file, unsigned line, struct cfrw_text text)
{
	struct talk **now = data;

	(void)severity;
	(void)file;
	(void)line;
	if (*now != NULL)
		say(*now, "log", text);
}

static void traced(void *data, const struct cfrw_trace *t)
{
	say(data, "trace", t->text);
}

static void run_one(cfrw_context *c, const struct run *r, struct talk *talk, bool trace)
{
	enum cfrw_status s;
	size_t i = 0;

	talk->n = 0;
	cfrw_trace(c, trace ? CFRW_TRACE_CALLS : 0, trace ? traced : NULL, talk);
	s = cfrw_rewrite(c, r->ruleset, r->address, strlen(r->address));
	for (; s == CFRW_QUESTION; i++) {
		const struct cfrw_question *q = cfrw_question(c);
		const char *answer = i < ANSWERS ? r->answers[i] : NULL;

		say(talk, q->hostname ? "host of" : "map", q->map);
		say(talk, "key", q->key);
		s = answer != NULL ? cfrw_answer(c, CFRW_FOUND, answer, strlen(answer)) : cfrw_answer(c, CFRW_NOTFOUND, NULL, 0);
	}
	say(talk, s == CFRW_DONE ? "done" : "failed", cfrw_printed(c));
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

int main(void)
{
	struct tap t = {0};
	struct pair b = {.talks = calloc(2, sizeof(struct talk))};
	struct cfrw_host host = {.log = heard, .data = &b.now};
	struct cfrw_load how = {.host = &host};

	b.p = cfrw_load_memory(cf, sizeof(cf) - 1, "chance.cf", &how);
	TAP_OK(&t, b.talks != NULL && b.p != NULL, "the program is loaded");
	for (size_t i = 0; i < sizeof(plays) / sizeof(*plays); i++)
		play(&t, &b, &plays[i]);
	full(&t, &b);
	cfrw_program_free(b.p);
	free(b.talks);
	return tap_done(&t);
}
