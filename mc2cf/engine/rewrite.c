/*
 * rewrite.c - the loop over a ruleset's rules, and calls of other rulesets
 *
 * One frame a ruleset that is at work; a frame's phase says what it waits for.
 * run() goes on until the outermost frame is done or a question is asked, so
 * it may be left and entered at any look-up.
 */
#include <stdarg.h>
#include <stdio.h>

#include "engine/context.h"

void context_say(const cfrw_context *c, const char *fmt, ...)
{
	char text[1024];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n >= 0)
		c->p->host.log(c->p->host.data, CFRW_ERROR, NULL, 0, (struct cfrw_text){text, (size_t)n < sizeof(text) ? (size_t)n : sizeof(text) - 1});
}

void context_unbalanced(const cfrw_context *c, struct slice text, char what)
{
	enum { PART = 100 };

	if (text.n <= ENGINE_SHOWN_MAX)
		context_say(c, "%.*s... Unbalanced '%c'", SLICE_ARG(text), what);
	else
		context_say(c, "%.*s...%.*s... Unbalanced '%c'", PART, text.p, PART, text.p + text.n - PART, what);
}

void context_fail(cfrw_context *c, int status, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(c->why, sizeof(c->why), fmt, ap);
	va_end(ap);
	c->failure.status = status;
	c->failure.text = (struct cfrw_text){c->why, n < 0 ? 0 : (size_t)n < sizeof(c->why) ? (size_t)n : sizeof(c->why) - 1};
	context_say(c, "%s", c->why);
}

bool context_room(cfrw_context *c, size_t tokens)
{
	void *ws = c->ws;

	if (!mem_grow(&c->p->host, &ws, &c->ws_cap, c->ws_cap, tokens, sizeof(*c->ws)))
		return false;
	c->ws = ws;
	return true;
}

static struct frame *top(const cfrw_context *c)
{
	return &c->frames[c->nframes - 1];
}

/* A ruleset begins to work on n tokens at base; false: it may not, and its caller's status says so. */
static bool enter(cfrw_context *c, int ruleset, uint32_t base, uint32_t n, unsigned max)
{
	void *frames = c->frames;
	struct frame *f;

	if (!mem_grow(&c->p->host, &frames, &c->frames_cap, c->nframes, c->nframes + 1, sizeof(*f)))
		return false;
	c->frames = frames;
	/* Room for a right-hand side behind its own workspace, and for a look-up's value behind both. */
	if (!context_room(c, (size_t)base + 4 * ENGINE_TOKENS_MAX))
		return false;
	f = &c->frames[c->nframes++];
	*f = (struct frame){.base = base, .n = n, .max = (uint16_t)max, .ruleset = (int16_t)ruleset};
	if ((c->trace & CFRW_CALL) != 0)
		trace_frame(c, CFRW_CALL, f);
	if (c->nframes > ENGINE_CALLS_MAX + 1) {
		context_fail(c, EX_CONF, "rewrite: excessive recursion (max %d), ruleset %.*s", ENGINE_CALLS_MAX,
		             SLICE_ARG(c->p->rulesets[ruleset].name));
		f->status = EX_CONF;
		f->phase = PHASE_RETURNED; /* left without a word */
	}
	return true;
}

static uint64_t mask_of(const struct tok *v, uint32_t n)
{
	uint64_t m = 0;

	for (uint32_t i = 0; i < n; i++)
		m |= WORD_BIT(v[i].fold);
	return m;
}

/* Behind a match: the next rule, the same, or none. */
static void after(cfrw_context *c, struct frame *f)
{
	char then = (char)c->p->rulesets[f->ruleset].gates[f->rule].then;

	if ((c->trace & CFRW_REWRITE) != 0)
		trace_frame(c, CFRW_REWRITE, f);
	f->phase = PHASE_RULES;
	if (then == ':') {
		f->rule++;
		f->loops = 0;
	} else if (then == '@') {
		f->rule = UINT32_MAX;
	}
}

/* A rule has matched: its right-hand side is put in place. */
static void apply(cfrw_context *c, struct frame *f, const struct rule *rule, const struct bound *bound, int nbound)
{
	uint64_t mask;

	if ((c->trace & CFRW_MATCH) != 0)
		trace_rule(c, CFRW_MATCH, f, rule);
	if (!subst_rule(c, f, rule, bound, nbound)) {
		f->status = (uint8_t)c->failure.status;
		f->phase = PHASE_RETURNED; /* left without a word */
		return;
	}
	mask = mask_of(c->ws + f->base, f->n);
	f->at = 0;
	if ((mask >> WORD_BIT_LOOKUP & 1) != 0)
		f->phase = PHASE_LOOKUP;
	else if ((mask >> WORD_BIT_CALL & 1) != 0)
		f->phase = PHASE_CALL;
	else
		after(c, f);
}

static bool gate_open(const struct gate *g, uint64_t mask, const struct tok *ws, uint32_t n)
{
	return (g->need & ~mask) == 0 && n >= g->min && n <= g->max && (g->first == 0 || ws[0].fold == g->first) &&
	       (g->last == 0 || ws[n - 1].fold == g->last);
}

static bool loops(cfrw_context *c, struct frame *f)
{
	if (f->loops++ < ENGINE_LOOPS_MAX)
		return false;
	context_say(c, "Infinite loop in ruleset %.*s, rule %u", SLICE_ARG(c->p->rulesets[f->ruleset].name), f->rule + 1);
	if ((c->trace & CFRW_LOOP) != 0)
		trace_frame(c, CFRW_LOOP, f);
	return true;
}

static void spent(cfrw_context *c, struct frame *f)
{
	context_fail(c, EX_SOFT, "rewrite: ruleset %.*s takes too long: the budget of steps is spent", SLICE_ARG(c->p->rulesets[f->ruleset].name));
	f->status = EX_SOFT;
	f->phase = PHASE_DONE;
}

/* Rules from f->rule on, until one matches that asks or calls, or the ruleset is done. */
static void rules(cfrw_context *c, struct frame *f)
{
	const struct ruleset *r = &c->p->rulesets[f->ruleset];
	const struct tok *ws = c->ws + f->base;
	uint64_t mask = mask_of(ws, f->n);
	struct bound bound[ENGINE_OPERATORS_MAX];

	for (; f->rule < r->n; f->rule++, f->loops = 0) {
		const struct rule *rule = &r->rules[f->rule];
		int n;

		if (f->n != 0 && is_meta(ws[0], META_MAILER))
			break;
		if ((c->trace & CFRW_TRY) != 0)
			trace_rule(c, CFRW_TRY, f, rule);
		c->steps--;
		n = (c->trace & CFRW_VALUE) != 0 || gate_open(&r->gates[f->rule], mask, ws, f->n) ? match_rule(c, rule, ws, f->n, bound) : -1;
		if (c->steps < 0) {
			spent(c, f);
			return;
		}
		if (n < 0) {
			if ((c->trace & CFRW_FAIL) != 0)
				trace_rule(c, CFRW_FAIL, f, rule);
			continue;
		}
		if (loops(c, f))
			break;
		apply(c, f, rule, bound, n);
		return;
	}
	f->phase = PHASE_DONE;
}

/* The name that a token is, without quotes. */
static struct slice called_name(const cfrw_context *c, struct tok t)
{
	struct slice name = word_text(&c->words, t.id);

	if (name.n >= 2 && name.p[0] == '"')
		name = (struct slice){name.p + 1, name.n - 2};
	return name;
}

static bool is_word(struct slice s)
{
	return s.n != 0 && (s.p[0] == '_' || (s.p[0] >= 'a' && s.p[0] <= 'z') || (s.p[0] >= 'A' && s.p[0] <= 'Z'));
}

/* The number of the ruleset that a token names; -1 and a message where there is none. */
static int callee(cfrw_context *c, struct tok t)
{
	struct slice name = called_name(c, t);
	int n = cfrw_ruleset(c->p, name.p, name.n);

	if (n < 0 && name.n != 0 && name.p[0] >= '0' && name.p[0] <= '9')
		context_say(c, "bad ruleset %.*s (%d max)", SLICE_ARG(name), ENGINE_NUMBERS_MAX);
	else if (n < 0 && !is_word(name))
		context_say(c, "invalid ruleset name: \"%.*s\"", SLICE_ARG(name));
	if (n < 0)
		context_say(c, "Unknown ruleset %.*s", SLICE_ARG(name));
	return n;
}

/* The last call in the workspace, as calls are seen from the left; n: none. */
static uint32_t last_call(const struct tok *ws, uint32_t n)
{
	uint32_t last = n;

	for (uint32_t i = 0; i + 1 < n; i++) {
		if (is_meta(ws[i], META_CALL)) {
			last = i;
			i++;
		}
	}
	return last;
}

/* All names are looked at, from the left, before any of them is called. */
static bool callees_known(cfrw_context *c, const struct frame *f)
{
	for (uint32_t i = 0; i + 1 < f->n; i++)
		if (is_meta(c->ws[f->base + i], META_CALL) && callee(c, c->ws[f->base + ++i]) < 0)
			return false;
	return true;
}

/* A call of a ruleset without rules: there is nothing to do. */
static void skip_call(cfrw_context *c, struct frame *f, uint32_t at, int ruleset)
{
	struct tok *ws = c->ws + f->base;

	if ((c->trace & CFRW_SKIP) != 0)
		trace_skip(c, f, called_name(c, ws[at + 1]), ruleset);
	memmove(ws + at, ws + at + 2, (f->n - at - 2) * sizeof(*ws));
	f->n -= 2;
	if (at == 0)
		after(c, f);
}

/* The last call of a workspace is made, then the one before it, until all are done. f->at: only what stands before it is left to do. */
static void call(cfrw_context *c, struct frame *f)
{
	uint32_t n = f->at != 0 ? f->at : f->n, at = last_call(c->ws + f->base, n);
	uint32_t base = f->base, len = f->n;
	int ruleset;

	if (at == n) {
		after(c, f);
		return;
	}
	if (f->at == 0 && !callees_known(c, f)) {
		f->status = EX_CONF;
		after(c, f);
		return;
	}
	f->at = at;
	ruleset = callee(c, c->ws[base + at + 1]);
	if (c->p->rulesets[ruleset].n == 0) {
		skip_call(c, f, at, ruleset);
		return;
	}
	if (!enter(c, ruleset, base + at + 2, len - at - 2, f->max - at)) {
		f = top(c);
		context_fail(c, EX_OS, "out of memory");
		f->status = EX_OS;
		f->phase = PHASE_DONE;
	}
}

/* A called ruleset is done: its workspace takes the place of the call. */
static void leave(cfrw_context *c)
{
	struct frame done = *top(c), *f;

	c->nframes--;
	if (c->nframes == 0) {
		c->n = done.n;
		if (done.status != 0)
			c->failure.status = done.status;
		return;
	}
	f = top(c);
	memmove(c->ws + f->base + f->at, c->ws + done.base, done.n * sizeof(*c->ws));
	f->n = f->at + done.n;
	f->phase = PHASE_CALL;
	if (done.status != 0) {
		f->status = done.status;
		if (done.status != EX_TEMP) {
			after(c, f);
			return;
		}
	}
	if (f->at == 0)
		after(c, f);
}

static void finish(cfrw_context *c, struct frame *f)
{
	if ((c->trace & CFRW_RETURN) != 0)
		trace_frame(c, CFRW_RETURN, f);
	leave(c);
}

/* Look-ups of the workspace; true where one is asked. */
static bool look_up(cfrw_context *c, struct frame *f)
{
	switch (lookup_next(c, f)) {
	case LOOKUP_ASK:
		f->phase = PHASE_ANSWER;
		c->waiting = true;
		return true;
	case LOOKUP_FAILED:
		f->status = (uint8_t)c->failure.status;
		f->phase = PHASE_RETURNED;
		break;
	case LOOKUP_NONE:
		f->at = 0;
		f->phase = PHASE_CALL;
		break;
	}
	return false;
}

static enum cfrw_status run(cfrw_context *c)
{
	while (c->nframes != 0) {
		struct frame *f = top(c);

		switch ((enum phase)f->phase) {
		case PHASE_RULES:
			rules(c, f);
			break;
		case PHASE_LOOKUP:
			if (look_up(c, f))
				return CFRW_QUESTION;
			break;
		case PHASE_ANSWER:
			return CFRW_QUESTION;
		case PHASE_CALL:
			call(c, f);
			break;
		case PHASE_RETURNED:
			leave(c);
			break;
		case PHASE_DONE:
			finish(c, f);
			break;
		}
	}
	return c->failure.status != 0 ? CFRW_FAILED : CFRW_DONE;
}

/* The rulesets of cfrw_rewrite that are left. */
static enum cfrw_status run_all(cfrw_context *c)
{
	for (;;) {
		enum cfrw_status s = run(c);

		if (s == CFRW_QUESTION || c->ntodo == 0)
			return s;
		c->ntodo--;
		if (!enter(c, *c->todo++, 0, c->n, ENGINE_TOKENS_MAX)) {
			context_fail(c, EX_OS, "out of memory");
			return CFRW_FAILED;
		}
	}
}

enum cfrw_status cfrw_run(cfrw_context *c, int ruleset)
{
	if (c->nframes != 0)
		cfrw_cancel(c);
	c->failure = (struct cfrw_failure){.status = 0};
	c->steps = c->budget != 0 ? (long)c->budget : ENGINE_STEPS;
	if (ruleset < 0 || ruleset >= ENGINE_RULESETS_MAX) {
		context_fail(c, EX_CONF, "Unknown ruleset %d", ruleset);
		return CFRW_FAILED;
	}
	if (!enter(c, ruleset, 0, c->n, ENGINE_TOKENS_MAX)) {
		context_fail(c, EX_OS, "out of memory");
		return CFRW_FAILED;
	}
	return run_all(c);
}

const struct cfrw_question *cfrw_question(const cfrw_context *c)
{
	return c->waiting ? &c->question : NULL;
}

enum cfrw_status cfrw_answer(cfrw_context *c, enum cfrw_answer answer, const char *value, size_t n)
{
	struct frame *f;

	if (!c->waiting)
		return c->failure.status != 0 ? CFRW_FAILED : CFRW_DONE;
	c->waiting = false;
	f = top(c);
	f->phase = PHASE_LOOKUP;
	if (!lookup_answer(c, f, answer, (struct slice){value, n})) {
		f->status = (uint8_t)c->failure.status;
		f->phase = PHASE_RETURNED;
	}
	return run_all(c);
}

void cfrw_cancel(cfrw_context *c)
{
	c->waiting = false;
	c->nframes = 0;
	c->ntodo = 0;
	c->n = 0;
}

struct cfrw_failure cfrw_failure(const cfrw_context *c)
{
	return c->failure;
}
