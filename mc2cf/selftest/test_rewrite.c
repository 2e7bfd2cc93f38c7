/*
 * test_rewrite.c - the engine through its public header: questions and answers, limits, memory, threads
 *
 * What rules do is compared with sendmail elsewhere (tests/rewrite/); here is what only an embedder sees.
 */
#include <pthread.h>
#include <stdlib.h>

#include "engine/cfrw.h"
#include "selftest/tap.h"

static const char text[] =
	"V10/Berkeley\n"
	"O OperatorChars=.:%@!^/[]+\n"
	"O BlankSub=.\n"
	"Dxvalue\n"
	"Cw localhost a.b\n"
	"Kone hash /nowhere\n"
	"Mlocal, P=/bin/true, F=l, A=x\n"
	"Sask\n"
	"R$+ @ $+\t$: $>nested $1 < @ $(one $2 $@ $1 $@ %s q $: none $) > $[ host $: nohost $]\n"
	"Snested\n"
	"R$+ < $* > $*\t$@ $(one nested $1 $: $1 $) $2 $3\n"
	"Sreads\n"
	"R$+\t$: $&x $(one $1 $)\n"
	"R$+\t$@ $1 $&x\n"
	"Sloop\n"
	"R$*\t$: $>loop $1 x\n"
	"Sslow\n"
	"R$* a $* b $* c $* d $* e $* f $* g $* h $*\tx\n"
	"Sbad\n"
	"R$+\t$#error $@ 5.7.1 $: \"550 no \" $1\n"
	"Smail\n"
	"R$+ @ $+\t$#smtp $@ $2 $: $1 @ $2\n"
	"Squar\n"
	"R$+\t$#error $@ quarantine $: seen $1\n"
	"Smac\n"
	"R$*\t$: $&x $&{long} $1\n"
	"Sswap\n"
	"R$- @ $-\t$@ $2 @ $1\n";

static cfrw_program *load(const struct cfrw_load *how)
{
	return cfrw_load_memory(text, sizeof(text) - 1, "test.cf", how);
}

static struct slice slice_from(struct cfrw_text t)
{
	return (struct slice){t.p, t.n};
}

static enum cfrw_status start(cfrw_context *c, const char *ruleset, const char *address)
{
	return cfrw_rewrite(c, ruleset, address, strlen(address));
}

static void questions(struct tap *t, const cfrw_program *p)
{
	cfrw_context *c = cfrw_context_new(p);
	const struct cfrw_question *q = NULL;

	TAP_OK(t, start(c, "ask", "joe@a.b") == CFRW_QUESTION && (q = cfrw_question(c)) != NULL, "a look-up stops the rewrite");
	TAP_TEXT(t, slice_from(q->map), "one", "the map's name");
	TAP_TEXT(t, slice_from(q->key), "a.b", "the key");
	TAP_OK(t, q->nargs == 2, "two arguments");
	TAP_TEXT(t, slice_from(q->args[1]), "%s.q", "blanks in an argument become BlankSub");
	cfrw_spaced(c, '_');
	TAP_TEXT(t, slice_from(cfrw_question(c)->args[1]), "%s.q", "whatever the map wants");
	TAP_OK(t, cfrw_answer(c, CFRW_FOUND, "x.y", 3) == CFRW_QUESTION, "the answer leads to the next question");
	q = cfrw_question(c);
	TAP_OK(t, q->hostname && slice_eq_str(slice_from(q->key), "host"), "which is for a host name");
	TAP_OK(t, cfrw_answer(c, CFRW_NOTFOUND, NULL, 0) == CFRW_QUESTION, "a called ruleset asks");
	TAP_TEXT(t, slice_from(cfrw_question(c)->key), "nested.joe", "its key");
	cfrw_spaced(c, '_');
	TAP_TEXT(t, slice_from(cfrw_question(c)->key), "nested_joe", "as the map wants it");
	TAP_OK(t, cfrw_answer(c, CFRW_FOUND, "\"q u\" z", 7) == CFRW_DONE && cfrw_question(c) == NULL, "then it is done");
	TAP_TEXT(t, slice_from(cfrw_printed(c)), "\"q u\" z @ x . y nohost", "the workspace");
	TAP_OK(t, cfrw_tokens(c) == 7 && slice_eq_str(slice_from(cfrw_token(c, 1)), "z"), "its tokens");
	TAP_TEXT(t, slice_from(cfrw_address(c)), "\"q u\"z@x.y.nohost", "as an address");
	TAP_OK(t, start(c, "ask", "joe@a.b") == CFRW_QUESTION, "again");
	TAP_OK(t, cfrw_answer(c, CFRW_TEMPFAIL, NULL, 0) == CFRW_QUESTION, "an answer that cannot be had now");
	cfrw_answer(c, CFRW_NOTFOUND, NULL, 0);
	TAP_OK(t, cfrw_answer(c, CFRW_NOTFOUND, NULL, 0) == CFRW_FAILED && cfrw_failure(c).status == 75, "makes it fail with 75 at the end");
	start(c, "ask", "joe@a.b");
	cfrw_cancel(c);
	TAP_OK(t, cfrw_question(c) == NULL && cfrw_answer(c, CFRW_FOUND, "x", 1) != CFRW_QUESTION, "a rewrite can be left");
	TAP_OK(t, start(c, "mac", "q") == CFRW_DONE, "the context works on");
	cfrw_context_free(c);
}

/* Many rewrites wait at once; answers come in another order. */
static void many(struct tap *t, const cfrw_program *p)
{
	enum { N = 200 };
	cfrw_context *c[N];
	bool good = true;

	for (int i = 0; i < N; i++) {
		c[i] = cfrw_context_new(p);
		good &= c[i] != NULL && start(c[i], "ask", i % 2 ? "odd@a.b" : "even@a.b") == CFRW_QUESTION;
	}
	for (int i = N - 1; i >= 0; i--) {
		char value[16];
		int n = snprintf(value, sizeof(value), "v%d", i);

		cfrw_answer(c[i], CFRW_FOUND, value, (size_t)n);
		cfrw_answer(c[i], CFRW_FOUND, "h", 1);
		good &= cfrw_answer(c[i], CFRW_NOTFOUND, NULL, 0) == CFRW_DONE;
		good &= cfrw_tokens(c[i]) == 4 && slice_eq(slice_from(cfrw_token(c[i], 2)), (struct slice){value, (size_t)n});
		cfrw_context_free(c[i]);
	}
	TAP_OK(t, good, "two hundred rewrites wait, each gets its own answers");
}

static void results(struct tap *t, const cfrw_program *p)
{
	cfrw_context *c = cfrw_context_new(p);
	struct cfrw_result r;

	start(c, "mail", "joe@a.b");
	r = cfrw_result(c);
	TAP_OK(t, r.verdict == CFRW_MAILER && slice_eq_str(slice_from(r.mailer), "smtp"), "a mailer");
	TAP_TEXT(t, slice_from(r.host), "a.b", "its host");
	TAP_TEXT(t, slice_from(r.user), "joe@a.b", "its user");
	start(c, "bad", "x");
	r = cfrw_result(c);
	TAP_OK(t, r.verdict == CFRW_ERROR_REPLY && r.code == 550 && slice_eq_str(slice_from(r.dsn), "5.7.1"), "an error with its codes");
	TAP_TEXT(t, slice_from(r.user), "no x", "and its text");
	start(c, "quar", "x");
	TAP_OK(t, cfrw_result(c).verdict == CFRW_QUARANTINE, "quarantine");
	start(c, "mac", "q");
	TAP_OK(t, cfrw_result(c).verdict == CFRW_PLAIN, "a plain workspace");
	cfrw_context_free(c);
}

static void limits(struct tap *t, const cfrw_program *p)
{
	cfrw_context *c = cfrw_context_new(p);
	char *address = malloc(1200);
	bool done;

	TAP_OK(t, start(c, "loop", "a") == CFRW_FAILED && cfrw_failure(c).status == 78, "endless calls end at the limit");
	memset(address, '.', 255);
	for (int i = 0; i < 240; i++)
		address[i] = "abcdefg."[i % 8];
	address[240] = '\0';
	cfrw_budget(c, 100000);
	TAP_OK(t, start(c, "slow", "h.a.a.a.a.a.a.a.b.b.b.b.b.b.b.b.c.c.c.c.c.c.c.c.d.d.d.d.d.d.d.d.e.e.e.e.e.e.e.f.f.f.f.f.f.f.f.g.g.g.g.g.g.g.g") == CFRW_FAILED &&
	                  cfrw_failure(c).status == 70, "an endless search ends with the budget");
	TAP_OK(t, start(c, "mac", "a") == CFRW_DONE, "the next rewrite has a budget of its own");
	memset(address, 'x', 1000);
	done = cfrw_scan(c, address, 1000, '\0', NULL);
	TAP_OK(t, !done && cfrw_tokens(c) == 0, "an address that is too long is refused");
	TAP_OK(t, cfrw_run(c, -1) == CFRW_FAILED && cfrw_run(c, 100000) == CFRW_FAILED, "rulesets that are none");
	TAP_OK(t, start(c, "nowhere", "a") == CFRW_FAILED && start(c, "mac", "") == CFRW_FAILED, "names that are none, addresses that are none");
	free(address);
	cfrw_context_free(c);
}

static void settings(struct tap *t, const cfrw_program *p)
{
	cfrw_context *c = cfrw_context_new(p);
	struct cfrw_text v;

	start(c, "mac", "q");
	TAP_TEXT(t, slice_from(cfrw_printed(c)), "value q", "the program's macro");
	cfrw_set(c, "x", "a@b", 3);
	cfrw_set(c, "long", "l", 1);
	start(c, "mac", "q");
	TAP_TEXT(t, slice_from(cfrw_printed(c)), "a @ b l q", "the context's macros");
	cfrw_set(c, "x", NULL, 0);
	start(c, "mac", "q");
	TAP_TEXT(t, slice_from(cfrw_printed(c)), "value l q", "taken back");
	cfrw_define(c, "{new}$x and $?{long}${long} yes$|no$.", 37);
	TAP_OK(t, cfrw_get(c, "new", &v) && !cfrw_get(c, "other", &v), "a new macro");
	TAP_TEXT(t, slice_from(cfrw_expand(c, "<${new}>", 8)), "<value and l yes>", "expanded");
	TAP_OK(t, cfrw_in(c, "w", "A.B", 3) && !cfrw_in(c, "w", "c.d", 3), "a class has its words in any case");
	cfrw_add(c, "w", "c.d", 3);
	TAP_OK(t, cfrw_in(c, "w", "C.D", 3) && !cfrw_in(c, "nowhere", "a", 1), "a word more");
	cfrw_context_free(c);
}

static void queries(struct tap *t, const cfrw_program *p)
{
	struct cfrw_text v = {NULL, 0};
	struct cfrw_item item;
	struct cfrw_rule rule;
	size_t i = 0;

	TAP_OK(t, cfrw_level(p, &v) == 10 && slice_eq_str(slice_from(v), "Berkeley"), "level and vendor");
	TAP_OK(t, cfrw_option(p, "BlankSub", &v) && slice_eq_str(slice_from(v), ".") && !cfrw_option(p, "HostsFile", &v), "options");
	TAP_OK(t, cfrw_next(p, CFRW_MAILERS, &i, &item) && cfrw_field(&item, 'P', &v) && slice_eq_str(slice_from(v), "/bin/true"), "a mailer's field");
	TAP_OK(t, !cfrw_next(p, CFRW_MAILERS, &i, &item), "there is one mailer");
	TAP_OK(t, cfrw_find(p, CFRW_MAPS, (struct cfrw_text){"ONE", 3}, &item) && item.line == 6, "a map, and its line");
	TAP_OK(t, cfrw_ruleset(p, "ask", 3) == 199 && cfrw_ruleset(p, "5", 1) == 5 && cfrw_ruleset(p, "x", 1) == -1, "numbers of rulesets");
	TAP_OK(t, cfrw_rules(p, 199) == 1 && cfrw_rule(p, 199, 0, &rule) && rule.line == 9, "a rule and its line");
}

/* --- memory that runs out --- */

struct purse {
	long left;     /* allocations; below 0: without end */
	long held, given;
};

static void *purse_get(void *data, size_t n)
{
	struct purse *p = data;

	if (p->left == 0)
		return NULL;
	p->left -= p->left > 0;
	p->held++;
	p->given++;
	return malloc(n != 0 ? n : 1);
}

static void purse_give(void *data, void *p, size_t n)
{
	struct purse *purse = data;

	(void)n;
	purse->held--;
	free(p);
}

/* A look-up in a called ruleset: along a trail, once there is one; its macro is set while it waits. */
static bool walk(cfrw_context *c, const char *set)
{
	bool good = start(c, "ask", "joe@new.words.here") == CFRW_QUESTION;

	good = good && cfrw_set(c, "x", set, strlen(set));
	good = good && cfrw_answer(c, CFRW_FOUND, "v", 1) == CFRW_QUESTION;
	good = good && cfrw_answer(c, CFRW_FOUND, "v", 1) == CFRW_QUESTION;
	good = good && cfrw_answer(c, CFRW_FOUND, "v", 1) == CFRW_DONE;
	good = good && start(c, "reads", "joe@new") == CFRW_QUESTION && cfrw_set(c, "x", set, strlen(set) - 1);
	return good && cfrw_answer(c, CFRW_FOUND, "v", 1) == CFRW_DONE && cfrw_address(c).p != NULL;
}

/* One job with so many allocations; true when it came to its end. */
static bool job(struct purse *purse)
{
	struct cfrw_host host = {.alloc = purse_get, .release = purse_give, .data = purse};
	struct cfrw_load how = {.host = &host};
	cfrw_program *p = load(&how);
	cfrw_context *c = p != NULL ? cfrw_context_new(p) : NULL;
	bool good = c != NULL;

	good = good && cfrw_set(c, "x", "some.thing", 10) && cfrw_define(c, "yz", 2);
	good = good && walk(c, "one") && walk(c, "two") && walk(c, "two") && walk(c, "three");
	good = good && cfrw_add(c, "w", "q.r", 3) && walk(c, "one");
	good = good && start(c, "loop", "a") == CFRW_FAILED && cfrw_failure(c).status == 78;
	cfrw_context_free(c);
	cfrw_program_free(p);
	return good;
}

static void memory(struct tap *t)
{
	struct purse purse = {-1, 0, 0};
	long all;
	bool leak = false;

	TAP_OK(t, job(&purse) && purse.held == 0, "all memory is the host's, and is given back");
	all = purse.given;
	for (long n = 0; n < all; n++) { /* that a trail cannot be kept is no failure */
		purse = (struct purse){n, 0, 0};
		job(&purse);
		leak |= purse.held != 0;
	}
	TAP_OK(t, all > 10 && all < 5000 && !leak, "the Nth allocation fails, for every N: no crash, nothing lost");
	purse = (struct purse){all, 0, 0};
	TAP_OK(t, job(&purse), "as many as are wanted");
}

/* --- threads --- */

static void *thread(void *data)
{
	const cfrw_program *p = data;
	cfrw_context *c = cfrw_context_new(p);
	long wrong = 0;

	for (int i = 0; i < 2000; i++) {
		char address[32];
		int n = snprintf(address, sizeof(address), "u%d@h%d.test", i, i % 7);

		wrong += cfrw_rewrite(c, "mail", address, (size_t)n) != CFRW_DONE;
		wrong += !slice_eq(slice_from(cfrw_result(c).user), (struct slice){address, (size_t)n});
	}
	cfrw_context_free(c);
	return wrong == 0 ? data : NULL;
}

static void threads(struct tap *t, cfrw_program *p)
{
	pthread_t id[4];
	bool good = true;

	for (int i = 0; i < 4; i++)
		good &= pthread_create(&id[i], NULL, thread, p) == 0;
	for (int i = 0; i < 4; i++) {
		void *result = NULL;

		pthread_join(id[i], &result);
		good &= result == p;
	}
	TAP_OK(t, good, "four threads share a program");
}

/* What was done with words that no rule has is done again with others; a word that stands twice is not two words. */
static void shapes(struct tap *t, const cfrw_program *p)
{
	static const struct {
		const char *address, *answer;
	} in_one_context[] = {{"ann@ann", "ann @ ann"}, {"ann@bob", "bob @ ann"}, {"Ann@ann", "ann @ Ann"}, {"cy@dan", "dan @ cy"},
	                      {"dan@dan", "dan @ dan"}, {"ann@bob", "bob @ ann"}};
	cfrw_context *c = cfrw_context_new(p);

	for (size_t i = 0; i < sizeof(in_one_context) / sizeof(*in_one_context); i++) {
		start(c, "swap", in_one_context[i].address);
		TAP_TEXT(t, slice_from(cfrw_printed(c)), in_one_context[i].answer, in_one_context[i].address);
	}
	cfrw_context_free(c);
}

int main(void)
{
	struct tap t = {0};
	cfrw_program *p = load(NULL);

	if (!TAP_OK(&t, p != NULL && cfrw_errors(p) == 0, "a program is loaded"))
		return tap_done(&t);
	questions(&t, p);
	many(&t, p);
	results(&t, p);
	limits(&t, p);
	shapes(&t, p);
	settings(&t, p);
	queries(&t, p);
	memory(&t);
	threads(&t, p);
	cfrw_program_free(p);
	return tap_done(&t);
}
