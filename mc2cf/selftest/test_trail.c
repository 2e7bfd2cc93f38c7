/*
 * test_trail.c - runs along trails do what rules do
 *
 * Two contexts of one program get the same words, answers and settings; one of them keeps nothing, since a class has a word
 * more.  Both must ask the same questions, say the same and come to the same end.  Rules, words and answers are random, but
 * the same in each run of the test.
 *
 * test_trail [FIRST [LAST]]: the seeds
 */
#include <stdlib.h>

#include "engine/cfrw.h"
#include "selftest/tap.h"

enum { RULESETS = 5, RUNS = 150, TALK = 65536 };

struct random {
	uint64_t state;
};

static unsigned pick(struct random *r, unsigned n)
{
	r->state = r->state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(r->state >> 33) % n;
}

#define ONE_OF(r, v) ((v)[pick(r, sizeof(v) / sizeof(*(v)))])

/* --- what a context says, and what it is told --- */

struct talk {
	char p[TALK];
	size_t n;
};

static void say(struct talk *t, const char *what, struct cfrw_text text)
{
	size_t k = strlen(what);

	if (t->n + k + text.n + 2 > sizeof(t->p))
		return;
	memcpy(t->p + t->n, what, k);
	t->n += k;
	if (text.n != 0)
		memcpy(t->p + t->n, text.p, text.n);
	t->n += text.n;
	t->p[t->n++] = '\n';
}

static void heard(void *data, enum cfrw_severity severity, const char *file, unsigned line, struct cfrw_text text)
{
	struct talk **now = data;

	(void)severity;
	(void)file;
	(void)line;
	if (*now != NULL)
		say(*now, "log ", text);
}

static void traced(void *data, const struct cfrw_trace *t)
{
	char head[64];

	snprintf(head, sizeof(head), "trace %d %d ", t->ruleset, t->depth);
	say(data, head, t->text);
}

/* --- a random configuration --- */

static void put(struct talk *t, const char *s)
{
	size_t n = strlen(s);

	memcpy(t->p + t->n, s, n);
	t->n += n;
}

static void put_left(struct random *r, struct talk *t)
{
	static const char *const one[] = {"$*", "$+", "$-", "$*", "$+", "@", ".", "a", "b", "$=w", "$~w", "<", ">", "$=p", "$&x", "c"};
	unsigned n = 1 + pick(r, 5);

	put(t, "R");
	for (unsigned i = 0; i < n; i++) {
		put(t, ONE_OF(r, one));
		put(t, " ");
	}
}

static void put_right(struct random *r, struct talk *t)
{
	static const char *const prefix[] = {"$: ", "$: ", "$: ", "$@ ", ""};
	static const char *const one[] = {
		"$1 ", "$1 ", "$2 ", "$3 ", "$1 @ ", ". ", "a ", "B ", "< $1 > ", "$&x ", "$&y ", "$&{long} ", "$(m $1 $) ", "$(m $1 . $2 $: $1 $) ",
		"$(n $1 $@ $2 $: none $) ", "$(n $&x $: < no > $) ", "$[ $1 $: $2 $] ", "$(macro y $@ $1 $) ", "$(macro x $@ $2 $) ", "$(m $1 $2 $: \"q\" $1 $) ", "$(m $1 $: $2 $1 $) "};
	static const char *const call[] = {"$>S1 ", "$>S2 ", "$>S3 ", "$>S4 ", "$>\"S2\" ", "$>\"S3\" ", "$>none ", "$>$1 "};
	unsigned n = pick(r, 4);

	put(t, "\t");
	put(t, ONE_OF(r, prefix));
	if (pick(r, 3) == 0)
		put(t, ONE_OF(r, call));
	if (pick(r, 12) == 0)
		put(t, "$# m $@ $1 $: ");
	for (unsigned i = 0; i <= n; i++)
		put(t, ONE_OF(r, one));
	put(t, "\n");
}

static void put_cf(struct random *r, struct talk *t)
{
	put(t, "V10/Berkeley\nO OperatorChars=.:%@!^/[]+\nDxa.K\nDyyy\nCw here a.b C\nCp k.l @ k\nKm hash /m\nKn hash /n\nKmacro macro\n");
	if (pick(r, 2) == 0)
		put(t, "O BlankSub=.\n");
	for (int s = 0; s < RULESETS; s++) {
		char name[] = "SS0\n";

		name[2] = (char)('0' + s);
		put(t, name);
		for (unsigned n = pick(r, 5) + (s == 0); n != 0; n--) {
			put_left(r, t);
			put_right(r, t);
		}
	}
	put(t, "Snone\n");
}

/* --- addresses and answers --- */

/* Words of rules and classes, unknown ones, and those that differ only by case. */
static const char *const words[] = {"a",  "b",  "A",  "here", "HERE", "u",  "U",     "v",        "w1", "w2", "Kk", "kk", "k", "l",
                                    "yy", "YY", "x1", "X1",   "5",    "70", "\xe9t", "\\x", "\"q q\"", "none", "S3", "t.t", "a.b", "k.l"};

static size_t put_words(struct random *r, char *to, unsigned most)
{
	static const char *const between[] = {".", "@", " ", "", ".", "<", ">", ".", "@"};
	size_t n = 0;

	for (unsigned i = 1 + pick(r, most); i != 0; i--) {
		n += (size_t)sprintf(to + n, "%s", ONE_OF(r, words));
		if (i != 1)
			n += (size_t)sprintf(to + n, "%s", ONE_OF(r, between));
	}
	return n;
}

static unsigned sum_of(struct cfrw_text t, unsigned sum)
{
	for (size_t i = 0; i < t.n; i++)
		sum = sum * 31 + (unsigned char)t.p[i];
	return sum;
}

/* What a host does with a question depends on it and on the seed alone. */
static enum cfrw_status answer(cfrw_context *c, struct talk *t, unsigned seed)
{
	const struct cfrw_question *q = cfrw_question(c);
	unsigned sum = sum_of(q->key, sum_of(q->map, seed));
	struct random r = {sum};
	char text[512];
	size_t n;

	if (pick(&r, 3) == 0)
		cfrw_spaced(c, '_');
	say(t, "map ", q->map);
	say(t, q->hostname ? "host " : "key ", q->key);
	for (size_t i = 0; i < q->nargs; i++)
		say(t, "argument ", q->args[i]);
	if (q->map.n == 5 && q->nargs == 1 && q->key.n == 1 && (*q->key.p == 'x' || *q->key.p == 'y')) {
		cfrw_set_text(c, q->key, q->args[0]);
		return cfrw_answer(c, CFRW_FOUND, "", 0);
	}
	switch (pick(&r, 12)) {
	case 0:
		return cfrw_answer(c, CFRW_TEMPFAIL, pick(&r, 2) ? "<TMPF>" : NULL, 6);
	case 1:
		return pick(&r, 3) ? cfrw_answer(c, CFRW_NOTFOUND, NULL, 0) : cfrw_answer(c, CFRW_NOMAP, NULL, 0);
	case 2:
	case 3:
	case 4:
	case 5:
		return cfrw_answer(c, CFRW_NOTFOUND, NULL, 0);
	case 6:
		return cfrw_answer(c, CFRW_FOUND, q->key.p, q->key.n);
	case 7:
		return cfrw_answer(c, CFRW_FOUND, "(c) a", pick(&r, 4) ? 5 : 2);
	default:
		n = put_words(&r, text, 3);
		return cfrw_answer(c, CFRW_FOUND, text, n);
	}
}

/* --- the same for both --- */

struct side {
	cfrw_context *c;
	struct talk *talk;
};

struct both {
	struct side v[2];     /* the second one goes by rules */
	struct talk **now;    /* who is to hear messages */
};

static void run_one(struct both *b, int i, const char *rulesets, const char *text, size_t n, unsigned seed, unsigned patience, unsigned events)
{
	struct side *s = &b->v[i];
	enum cfrw_status status;
	char end[64];

	*b->now = s->talk;
	s->talk->n = 0;
	cfrw_trace(s->c, events, events != 0 ? traced : NULL, s->talk);
	status = cfrw_rewrite(s->c, rulesets, text, n);
	while (status == CFRW_QUESTION && patience-- != 0)
		status = answer(s->c, s->talk, seed);
	if (status == CFRW_QUESTION) {
		say(s->talk, "asks ", cfrw_question(s->c)->key);
		cfrw_cancel(s->c);
		return;
	}
	snprintf(end, sizeof(end), "status %d failure %d: ", (int)status, cfrw_failure(s->c).status);
	say(s->talk, end, cfrw_printed(s->c));
}

static void set_both(struct both *b, const char *name, const char *value, size_t n)
{
	for (int i = 0; i < 2; i++)
		cfrw_set(b->v[i].c, name, value, n);
}

static void change(struct both *b, struct random *r, unsigned run)
{
	static const char *const names[] = {"x", "y", "long"};
	char text[512];
	size_t n = put_words(r, text, 2);

	switch (pick(r, 12)) {
	case 0:
	case 1:
		set_both(b, ONE_OF(r, names), text, n);
		break;
	case 2:
		set_both(b, ONE_OF(r, names), NULL, 0);
		break;
	case 3:
		cfrw_reset(b->v[0].c);
		cfrw_reset(b->v[1].c);
		break;
	case 4:
		n = pick(r, 2) ? 0 : 5 + pick(r, 60);
		cfrw_budget(b->v[0].c, n);
		cfrw_budget(b->v[1].c, n);
		break;
	case 5:
		if (run > RUNS * 9 / 10) {
			cfrw_add(b->v[0].c, "w", text, n);
			cfrw_add(b->v[1].c, "w", text, n);
		}
		break;
	default:
		break;
	}
}

static bool run_seed(struct tap *t, unsigned seed, struct both *b)
{
	struct random r = {seed};
	char text[512], what[128];

	for (unsigned run = 0; run < RUNS; run++) {
		static const char *const rulesets[] = {"S0", "S0,S1", "S1", "S0", "S2,S0", "S0"};
		const char *names = ONE_OF(&r, rulesets);
		unsigned luck = pick(&r, 4), patience = pick(&r, 8) == 0 ? pick(&r, 4) : 40, events = pick(&r, 4) == 0 ? CFRW_TRACE_CALLS : 0;
		size_t n = put_words(&r, text, 4);

		change(b, &r, run);
		for (int i = 0; i < 2; i++)
			run_one(b, i, names, text, n, luck, patience, events);
		*b->now = NULL;
		if (b->v[0].talk->n == b->v[1].talk->n && memcmp(b->v[0].talk->p, b->v[1].talk->p, b->v[0].talk->n) == 0)
			continue;
		snprintf(what, sizeof(what), "seed %u, run %u: %s %.*s", seed, run, names, (int)(n < 60 ? n : 60), text);
		TAP_OK(t, false, what);
		printf("# along the trail:\n%.*s# by rules:\n%.*s", (int)b->v[0].talk->n, b->v[0].talk->p, (int)b->v[1].talk->n, b->v[1].talk->p);
		return false;
	}
	return true;
}

static bool run_random(struct tap *t, unsigned seed)
{
	static const struct cfrw_host silent;
	struct talk *talks = calloc(3, sizeof(*talks)), *now = NULL;
	struct cfrw_host host = silent;
	struct cfrw_load how = {.host = &host};
	struct random r = {seed + 1000003};
	struct both b = {.now = &now};
	cfrw_program *p;
	bool good;

	host.log = heard;
	host.data = &now;
	put_cf(&r, &talks[2]);
	p = cfrw_load_memory(talks[2].p, talks[2].n, "random.cf", &how);
	for (int i = 0; i < 2; i++)
		b.v[i] = (struct side){cfrw_context_new(p), &talks[i]};
	cfrw_add(b.v[1].c, "other", "word", 4);
	good = run_seed(t, seed, &b);
	if (!good)
		printf("# with\n%.*s", (int)talks[2].n, talks[2].p);
	cfrw_context_free(b.v[0].c);
	cfrw_context_free(b.v[1].c);
	cfrw_program_free(p);
	free(talks);
	return good;
}

int main(int argc, char **argv)
{
	struct tap t = {0};
	unsigned first = argc > 1 ? (unsigned)atol(argv[1]) : 0, last = argc > 2 ? (unsigned)atol(argv[2]) : argc > 1 ? first : 199, bad = 0;

	for (unsigned seed = first; seed <= last; seed++)
		bad += !run_random(&t, seed);
	TAP_OK(&t, bad == 0, "random rules, words and answers: along trails as by rules");
	return tap_done(&t);
}
