/*
 * test_trail.c - runs along trails do what rules do
 *
 * Two contexts of one program get the same words, answers and settings; one of them keeps nothing, since a class has a word
 * more.  Both must ask the same questions, say the same and come to the same end.  First whatever a host may do while a
 * question waits, at each question of some rulesets; then rules, words and answers that are random, but the same in each run
 * of the test.
 *
 * test_trail [FIRST [LAST]]: the seeds
 */
#include <stdlib.h>

#include "engine/cfrw.h"
#include "selftest/talk.h"
#include "selftest/tap.h"

enum { RULESETS = 5, RUNS = 200, ADDRESSES = 12 };

struct random {
	uint64_t state;
};

static unsigned pick(struct random *r, unsigned n)
{
	r->state = r->state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(r->state >> 33) % n;
}

#define ONE_OF(r, v) ((v)[pick(r, sizeof(v) / sizeof(*(v)))])

/* --- the same for both --- */

struct side {
	cfrw_context *c;
	struct talk *talk;
};

struct both {
	struct side v[2];     /* the second one goes by rules */
	struct talk **now;    /* who is to hear messages */
};

static struct both both_new(const cfrw_program *p, struct talk *talks, struct talk **now)
{
	struct both b = {.now = now};

	for (int i = 0; i < 2; i++)
		b.v[i] = (struct side){cfrw_context_new(p), &talks[i]};
	cfrw_add(b.v[1].c, "other", "word", 4);
	return b;
}

static void both_free(struct both *b)
{
	for (int i = 0; i < 2; i++)
		cfrw_context_free(b->v[i].c);
}

static bool same(const struct both *b, struct tap *t, const char *what)
{
	const struct talk *x = b->v[0].talk, *y = b->v[1].talk;

	*b->now = NULL;
	if (x->n == y->n && memcmp(x->p, y->p, x->n) == 0)
		return true;
	TAP_OK(t, false, what);
	printf("# along the trail:\n%.*s# by rules:\n%.*s", (int)x->n, x->p, (int)y->n, y->p);
	return false;
}

static void begin(struct both *b, int i, unsigned events)
{
	*b->now = b->v[i].talk;
	b->v[i].talk->n = 0;
	cfrw_trace(b->v[i].c, events, events != 0 ? talk_traced : NULL, b->v[i].talk);
}

static void say_question(struct talk *t, const struct cfrw_question *q)
{
	talk_say(t, "map", q->map);
	talk_say(t, q->hostname ? "host" : "key", q->key);
	for (size_t i = 0; i < q->nargs; i++)
		talk_say(t, "argument", q->args[i]);
}

static void say_end(struct side *s, enum cfrw_status status)
{
	char end[64];

	if (status == CFRW_QUESTION) {
		talk_say(s->talk, "asks", cfrw_question(s->c)->key);
		cfrw_cancel(s->c);
		return;
	}
	snprintf(end, sizeof(end), "status %d failure %d:", (int)status, cfrw_failure(s->c).status);
	talk_say(s->talk, end, cfrw_printed(s->c));
}

/* --- what a host may do --- */

static const char scene_cf[] =
	"V10/Berkeley\nO OperatorChars=.:%@!^/[]+\nO BlankSub=.\nDxvalue\nCw here\nKm hash /m\nKn hash /n\nKmacro macro\n"
	"Sread\nR$+ @ $+\t$: $1 $&x @ $(m $2 $@ $1 $: none $)\nR$+ @ $+\t$: $1 . $2 . $&x @ $(n $2 $) $&x\nR$+ @ $+\t$@ $>known $2 . $1\n"
	"Slater\nR$+ @ $+\t$: $1 @ $(m $2 $: none $)\nR$+ @ $+\t$: $1 . $2 $&x @ $(n $1 $)\n"
	"Sknown\nR$=w . $+\t$@ known $2 . $&x\nR$+ . $=w\t$@ last $1\n"
	"Snumber\nR$- @ $-\t$@ $>$1 $2 @ $(m $2 $)\n"
	"S5\nR$*\t$@ five $1\nS6\nR$*\t$@ six $1\n"
	"Stouch\nR$+ @ $+\t$@ $(m $1 $2 $: $2 $1 $) $[ $1 $1 $: none $]\n"
	"Squoted\nR$+ @ $+\t$: $>\"known\" here . $1 . $(m $2 $)\nR$+\t$@ $>\"5\" $1\n"
	"Ssame\nR$&x @ $*\t$@ same $1\nR$* @ $&x\t$@ $(m $1 $) also\n";

static const char *const scene_rulesets[] = {"later", "read", "later,read", "later,known", "number", "touch", "quoted", "same"};
static const char *const scene_addresses[] = {"5@joe",   "5@ann",  "6@joe",   "joe@dom", "Joe@joe",  "joe@joe",     "here@joe",    "dom@HERE", "70@joe",
                                              "joe@K",   "joe@\\k", "\"k\"@k", "k@\"k\"", "\\k@k",  "value@Value", "joe@a.b.here", "\xe9@\x01"};

enum act {
	ACT_NONE, ACT_SET, ACT_SET_WORD, ACT_SET_CASE, ACT_UNSET, ACT_ADD, ACT_TRACE, ACT_TEMPFAIL, ACT_TEMPFAIL_VALUE, ACT_NOMAP, ACT_CANCEL, ACT_OPEN, ACT_QUOTED,
	ACT_OTHER, ACT_WORD, ACT_EMPTY, ACT_SPACED, ACT_AGAIN, ACTS
};

static enum cfrw_status reply(cfrw_context *c, const char *text)
{
	return cfrw_answer(c, CFRW_FOUND, text, strlen(text));
}

/* What is done at a question, and its answer. */
static enum cfrw_status act(struct side *s, enum act what)
{
	cfrw_context *c = s->c;

	switch (what) {
	case ACT_SET: cfrw_set(c, "x", "new.one", 7); break;
	case ACT_SET_WORD: cfrw_set(c, "x", "joe", 3); break;
	case ACT_SET_CASE: cfrw_set(c, "x", "JOE", 3); break;
	case ACT_UNSET: cfrw_set(c, "x", NULL, 0); break;
	case ACT_ADD: cfrw_add(c, "w", "joe", 3); break;
	case ACT_TRACE: cfrw_trace(c, CFRW_TRACE_CALLS, talk_traced, s->talk); break;
	case ACT_TEMPFAIL: return cfrw_answer(c, CFRW_TEMPFAIL, NULL, 0);
	case ACT_TEMPFAIL_VALUE: return cfrw_answer(c, CFRW_TEMPFAIL, "later", 5);
	case ACT_NOMAP: return cfrw_answer(c, CFRW_NOMAP, NULL, 0);
	case ACT_CANCEL: cfrw_cancel(c); return CFRW_DONE;
	case ACT_OPEN: return reply(c, "(open");
	case ACT_QUOTED: return reply(c, "\"550 no\" x");
	case ACT_OTHER: return reply(c, "other.here");
	case ACT_WORD: return reply(c, "joe");
	case ACT_EMPTY: return reply(c, "");
	case ACT_SPACED:
		cfrw_spaced(c, '_');
		say_question(s->talk, cfrw_question(c));
		break;
	case ACT_AGAIN: /* the key itself */
		return cfrw_answer(c, CFRW_FOUND, cfrw_question(c)->key.p, cfrw_question(c)->key.n);
	default:
		break;
	}
	return cfrw_answer(c, CFRW_NOTFOUND, NULL, 0);
}

static bool scene_run(struct both *b, struct tap *t, const char *rulesets, const char *address, enum act what, int when, unsigned events)
{
	char name[128];

	for (int i = 0; i < 2; i++) {
		struct side *s = &b->v[i];
		enum cfrw_status status;
		int n = 0;

		begin(b, i, events);
		status = cfrw_rewrite(s->c, rulesets, address, strlen(address));
		while (status == CFRW_QUESTION && n < 20) {
			say_question(s->talk, cfrw_question(s->c));
			status = act(s, n++ == when ? what : ACT_NONE);
		}
		say_end(s, status);
	}
	snprintf(name, sizeof(name), "%s %s, act %d at question %d", rulesets, address, (int)what, when);
	return same(b, t, name);
}

static void prepare(struct both *b, int turn)
{
	for (int i = 0; i < 2; i++)
		if (turn == 4)
			cfrw_reset(b->v[i].c);
		else if (turn != 3)
			cfrw_set(b->v[i].c, "x", NULL, 0);
}

/*
 * All addresses in turn, through two lists of rulesets, with an act at one question while trails are made (turn 0, 1) or gone
 * along (2); then all again, as it is left, and what a full trace says of it.
 */
static bool scene(struct tap *t, struct both *b, size_t r, enum act what, int when, int act_turn)
{
	unsigned events = when % 2 != 0 ? CFRW_TRACE_CALLS : 0;
	bool good = true;

	for (int turn = 0; turn < 5; turn++)
		for (size_t i = 0; i < sizeof(scene_addresses) / sizeof(*scene_addresses) && good; i++)
			for (size_t k = r; k < r + 2 && good; k++) {
				prepare(b, turn);
				good = scene_run(b, t, scene_rulesets[k], scene_addresses[i], turn == act_turn ? what : ACT_NONE, when / 2, events);
			}
	return good && scene_run(b, t, scene_rulesets[r], scene_addresses[0], ACT_NONE, when, CFRW_TRACE_ALL);
}

static void scenes(struct tap *t)
{
	struct talk *talks = calloc(2, sizeof(*talks)), *now = NULL;
	struct cfrw_host host = {.log = talk_heard, .data = &now};
	struct cfrw_load how = {.host = &host};
	cfrw_program *p = cfrw_load_memory(scene_cf, sizeof(scene_cf) - 1, "scene.cf", &how);
	bool good = p != NULL && cfrw_errors(p) == 0;

	for (size_t r = 0; r + 1 < sizeof(scene_rulesets) / sizeof(*scene_rulesets); r += 2)
		for (int n = 0; n < ACTS * 6 * 3; n++) {
			struct both b = both_new(p, talks, &now);

			good &= scene(t, &b, r, (enum act)(n / 18), n % 6, n / 6 % 3);
			both_free(&b);
		}
	TAP_OK(t, good, "whatever a host does while a question waits");
	cfrw_program_free(p);
	free(talks);
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
	say_question(t, q);
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

static void run_one(struct both *b, int i, const char *rulesets, const char *text, size_t n, unsigned seed, unsigned patience, unsigned events)
{
	struct side *s = &b->v[i];
	enum cfrw_status status;

	begin(b, i, events);
	status = cfrw_rewrite(s->c, rulesets, text, n);
	while (status == CFRW_QUESTION && patience-- != 0)
		status = answer(s->c, s->talk, seed);
	say_end(s, status);
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
	char pool[ADDRESSES][512], what[128];
	size_t lengths[ADDRESSES];

	for (int i = 0; i < ADDRESSES; i++)
		lengths[i] = put_words(&r, pool[i], 4);
	for (unsigned run = 0; run < RUNS; run++) {
		static const char *const rulesets[] = {"S0", "S0,S1", "S1", "S0", "S2,S0", "S0"};
		const char *names = ONE_OF(&r, rulesets);
		unsigned luck = pick(&r, 4), patience = pick(&r, 8) == 0 ? pick(&r, 4) : 40, events = pick(&r, 4) == 0 ? CFRW_TRACE_CALLS : 0;
		unsigned which = pick(&r, ADDRESSES);
		const char *text = pool[which];
		size_t n = lengths[which];

		change(b, &r, run);
		for (int i = 0; i < 2; i++)
			run_one(b, i, names, text, n, luck, patience, events);
		snprintf(what, sizeof(what), "seed %u, run %u: %s %.*s", seed, run, names, (int)(n < 60 ? n : 60), text);
		if (!same(b, t, what))
			return false;
	}
	return true;
}

static bool run_random(struct tap *t, unsigned seed)
{
	struct talk *talks = calloc(3, sizeof(*talks)), *now = NULL;
	struct cfrw_host host = {.log = talk_heard, .data = &now};
	struct cfrw_load how = {.host = &host};
	struct random r = {seed + 1000003};
	struct both b;
	cfrw_program *p;
	bool good;

	put_cf(&r, &talks[2]);
	p = cfrw_load_memory(talks[2].p, talks[2].n, "random.cf", &how);
	b = both_new(p, talks, &now);
	good = run_seed(t, seed, &b);
	if (!good)
		printf("# with\n%.*s", (int)talks[2].n, talks[2].p);
	both_free(&b);
	cfrw_program_free(p);
	free(talks);
	return good;
}

int main(int argc, char **argv)
{
	struct tap t = {0};
	unsigned first = argc > 1 ? (unsigned)atol(argv[1]) : 0, last = argc > 2 ? (unsigned)atol(argv[2]) : argc > 1 ? first : 199, bad = 0;

	scenes(&t);
	for (unsigned seed = first; seed <= last; seed++)
		bad += !run_random(&t, seed);
	TAP_OK(&t, bad == 0, "random rules, words and answers: along trails as by rules");
	return tap_done(&t);
}
