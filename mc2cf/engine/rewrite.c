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

static void say(cfrw_context *c, enum cfrw_severity severity, const char *fmt, va_list ap)
{
	char text[1024];
	int n = vsnprintf(text, sizeof(text), fmt, ap);

	c->trail.odd = true;
	if (n >= 0)
		c->p->host.log(c->p->host.data, severity, NULL, 0, (struct cfrw_text){text, (size_t)n < sizeof(text) ? (size_t)n : sizeof(text) - 1});
}

void context_say(cfrw_context *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(c, CFRW_ERROR, fmt, ap);
	va_end(ap);
}

void context_remark(cfrw_context *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(c, CFRW_WARNING, fmt, ap);
	va_end(ap);
}

void context_unbalanced(cfrw_context *c, struct slice text, char what)
{
	enum { PART = 100 };

	if (text.n <= ENGINE_SHOWN_MAX)
		context_remark(c, "%.*s... Unbalanced '%c'", SLICE_ARG(text), what);
	else
		context_remark(c, "%.*s...%.*s... Unbalanced '%c'", PART, text.p, PART, text.p + text.n - PART, what);
}

void context_fail(cfrw_context *c, int status, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(c->why, sizeof(c->why), fmt, ap);
	va_end(ap);
	c->impure = true;
	c->failure.status = status;
	c->failure.text = (struct cfrw_text){c->why, n < 0 ? 0 : (size_t)n < sizeof(c->why) ? (size_t)n : sizeof(c->why) - 1};
	context_say(c, "%s", c->why);
}

void context_lost(cfrw_context *c, struct frame *f)
{
	c->trail.odd = true;
	c->failure.status = c->failure.status != 0 ? c->failure.status : EX_DATA;
	if (c->nframes != 1)
		return;
	f->n = f->nold = 0;
	f->shape = NULL; /* it would tell what was before */
}

/* A look-up has failed: what its rule had matched is left. */
static void restore(cfrw_context *c, struct frame *f)
{
	if (f->shape != NULL)
		shape_restore(c, f);
	f->base = f->old;
	f->n = f->nold;
	f->status = (uint8_t)c->failure.status;
	f->phase = PHASE_BROKEN;
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

/* Room for one frame more, whose workspace begins at base. */
static bool frame_room(cfrw_context *c, uint32_t base)
{
	void *frames = c->frames;

	if (c->nframes < c->frames_cap && (size_t)base + FRAME_ROOM <= c->ws_cap)
		return true;
	if (!mem_grow(&c->p->host, &frames, &c->frames_cap, c->nframes, c->nframes + 1, sizeof(*c->frames)))
		return false;
	c->frames = frames;
	return context_room(c, (size_t)base + FRAME_ROOM);
}

/* A ruleset begins to work on n tokens at base; false: no memory. */
static bool enter(cfrw_context *c, int ruleset, uint32_t base, uint32_t n, unsigned max)
{
	struct frame *f;

	if (!frame_room(c, base))
		return false;
	f = &c->frames[c->nframes++];
	f->base = f->floor = base;
	f->n = n;
	f->masked = false;
	f->rule = 0;
	f->loops = 0;
	f->max = (uint16_t)max;
	f->ruleset = (int16_t)ruleset;
	f->phase = PHASE_RULES;
	f->status = 0;
	f->ncalls = 0;
	if ((c->trace & CFRW_CALL) != 0)
		trace_frame(c, CFRW_CALL, f);
	if (c->nframes > ENGINE_CALLS_MAX + 1) {
		context_fail(c, EX_CONF, "rewrite: excessive recursion (max %d), ruleset %.*s", ENGINE_CALLS_MAX,
		             SLICE_ARG(c->p->rulesets[ruleset].name));
		f->status = EX_CONF;
		f->phase = PHASE_BROKEN;
	}
	return true;
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

/* Workspaces have gone far up: the next one is made at the floor again. */
void frame_turn(cfrw_context *c, struct frame *f)
{
	memmove(c->ws + f->floor, c->ws + f->base, f->n * sizeof(*c->ws));
	f->base = f->floor;
}

/* A rule has matched: its right-hand side is put in place. */
static void apply(cfrw_context *c, struct frame *f, const struct rule *rule, const bound *b, int nbound)
{
	if ((c->trace & CFRW_MATCH) != 0)
		trace_rule(c, CFRW_MATCH, f, rule);
	if (f->base - f->floor > FRAME_TURN)
		frame_turn(c, f);
	if (!subst_rule(c, f, rule, b, nbound)) {
		f->status = (uint8_t)c->failure.status;
		f->phase = PHASE_BROKEN;
		return;
	}
	f->at = 0;
	f->lookups = LOOKUPS_UNKNOWN;
	f->shape = NULL;
	if ((f->mask >> WORD_BIT_LOOKUP & 1) != 0)
		f->phase = PHASE_LOOKUP;
	else if ((f->mask >> WORD_BIT_CALL & 1) != 0)
		f->phase = PHASE_CALLS;
	else
		after(c, f);
}

static inline bool gate_open(const struct gate *g, const struct frame *f, const struct tok *ws)
{
	return ((g->need & ~f->mask) | (g->pairs & ~f->pairs)) == 0 && f->n >= g->min && f->n <= g->max && (g->first == 0 || ws[0].fold == g->first) &&
	       (g->last == 0 || ws[f->n - 1].fold == g->last);
}

static bool loops(cfrw_context *c, struct frame *f)
{
	if (f->loops++ < ENGINE_LOOPS_MAX)
		return false;
	c->impure = true;
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

/* One rule; false: it does not match. */
static bool try_rule(cfrw_context *c, struct frame *f, const struct ruleset *r)
{
	const struct tok *ws = c->ws + f->base;
	const struct rule *rule = &r->rules[f->rule];
	bound b[ENGINE_OPERATORS_MAX];
	int n;

	if ((c->trace & CFRW_TRY) != 0)
		trace_rule(c, CFRW_TRY, f, rule);
	n = (c->trace & CFRW_VALUE) != 0 || gate_open(&r->gates[f->rule], f, ws) ? match_rule(c, rule, ws, f->n, b) : -1;
	if (n < 0) {
		if ((c->trace & CFRW_FAIL) != 0)
			trace_rule(c, CFRW_FAIL, f, rule);
		return false;
	}
	if (loops(c, f))
		f->phase = PHASE_DONE;
	else
		apply(c, f, rule, b, n);
	return true;
}

/* The first rule from `from' on that matches, and what it binds; the ruleset's end: none does. */
static uint32_t next_match(cfrw_context *c, const struct frame *f, const struct ruleset *r, uint32_t from, bound *b, int *nbound)
{
	const struct gate *gates = r->gates;
	const struct tok *ws = c->ws + f->base;
	uint32_t i, n = (uint32_t)r->n;

	for (i = from; i < n; i++)
		if (gate_open(&gates[i], f, ws) && (*nbound = match_rule(c, &r->rules[i], ws, f->n, b)) >= 0)
			break;
	c->steps -= (long)(i - from) + 1;
	return i;
}

/* Rules where nobody wants to hear of those that are passed over. */
static void rules_quickly(cfrw_context *c, struct frame *f, const struct ruleset *r)
{
	bound b[ENGINE_OPERATORS_MAX];
	int nbound = 0;

	while (f->phase == PHASE_RULES) {
		uint32_t i;

		if (f->rule >= r->n || (f->n != 0 && is_meta(c->ws[f->base], META_MAILER))) {
			f->phase = PHASE_DONE;
			return;
		}
		i = next_match(c, f, r, f->rule, b, &nbound);
		if (i != f->rule) {
			f->rule = i;
			f->loops = 0;
		}
		if (c->steps < 0)
			spent(c, f);
		else if (i == r->n || loops(c, f))
			f->phase = PHASE_DONE;
		else
			apply(c, f, &r->rules[i], b, nbound);
	}
}

/* The masks of a workspace that has changed. */
static void mask(const cfrw_context *c, struct frame *f)
{
	if (f->masked)
		return;
	f->mask = f->pairs = 0;
	add_masks(f, NO_FOLD, c->ws + f->base, f->n);
	f->masked = true;
}

/* Rules from f->rule on, until one asks or calls, or the ruleset is done. */
static void rules(cfrw_context *c, struct frame *f)
{
	const struct ruleset *r = &c->p->rulesets[f->ruleset];

	mask(c, f);
	while (f->phase == PHASE_RULES) {
		if (f->rule >= r->n || (f->n != 0 && is_meta(c->ws[f->base], META_MAILER))) {
			f->phase = PHASE_DONE;
		} else if (!try_rule(c, f, r)) {
			f->rule++;
			f->loops = 0;
		}
		if (--c->steps < 0)
			spent(c, f);
	}
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
	struct slice name;
	int n = t.id < c->words.base ? word_at(&c->words, t.id)->ruleset : -1;

	if (n >= 0)
		return n;
	c->impure |= t.id >= c->words.base;
	c->trail.odd |= t.id >= c->words.base;
	name = called_name(c, t);
	n = cfrw_ruleset(c->p, name.p, name.n);
	if (n < 0 && name.n != 0 && name.p[0] >= '0' && name.p[0] <= '9')
		context_say(c, "bad ruleset %.*s (%d max)", SLICE_ARG(name), ENGINE_NUMBERS_MAX);
	else if (n < 0 && !is_word(name))
		context_say(c, "invalid ruleset name: \"%.*s\"", SLICE_ARG(name));
	if (n < 0)
		context_say(c, "Unknown ruleset %.*s", SLICE_ARG(name));
	return n;
}

/* A call of a ruleset without rules is taken out of the workspace at once. */
static void skip_call(cfrw_context *c, struct frame *f, uint32_t at, int ruleset)
{
	struct tok *ws = c->ws + f->base;

	if ((c->trace & CFRW_SKIP) != 0)
		trace_skip(c, f, called_name(c, ws[at + 1]), ruleset);
	memmove(ws + at, ws + at + 2, (f->n - at - 2) * sizeof(*ws));
	f->n -= 2;
	f->masked = false;
}

/* The next place from i on where a call stands; n: none. */
static uint32_t next_call(const struct tok *v, uint32_t i, uint32_t n)
{
	while (i < n && !is_meta(v[i], META_CALL))
		i++;
	return i;
}

/* All calls are looked up from the left before the first is made; false: one cannot be. */
static bool find_calls(cfrw_context *c, struct frame *f)
{
	const struct tok *ws = c->ws + f->base;
	uint32_t i = 0;

	f->ncalls = 0;
	while ((i = next_call(ws, i, f->n)) + 1 < f->n) {
		int ruleset;

		if (f->ncalls == ENGINE_SUBCALLS_MAX) {
			context_say(c, "Too many subroutine calls (%d max)", ENGINE_SUBCALLS_MAX);
			return false;
		}
		ruleset = callee(c, ws[i + 1]);
		if (ruleset < 0)
			return false;
		if (c->p->rulesets[ruleset].n == 0) { /* what moves into its place is not looked at, as sendmail has it */
			skip_call(c, f, i++, ruleset);
			continue;
		}
		f->callees[f->ncalls] = (int16_t)ruleset;
		f->calls[f->ncalls++] = (uint16_t)i;
		i += 2;
	}
	return true;
}

static void calls(cfrw_context *c, struct frame *f)
{
	const struct rule *rule = &c->p->rulesets[f->ruleset].rules[f->rule];

	if (rule->quoted) {
		c->bared[rule->bare] = 1;
		if (c->trail.mode == TRAIL_RECORD)
			trail_bare(c, rule->bare);
	}
	f->phase = PHASE_CALL;
	if (!find_calls(c, f)) {
		f->status = EX_CONF;
		f->ncalls = 0;
		c->impure = true;
	}
}

void frame_rules(cfrw_context *c, struct frame *f)
{
	const struct ruleset *r = &c->p->rulesets[f->ruleset];

	for (;;) {
		if (f->phase == PHASE_RULES) {
			mask(c, f);
			rules_quickly(c, f, r);
		}
		if (f->phase != PHASE_CALLS || r->rules[f->rule].quoted)
			return;
		calls(c, f);
		if (f->ncalls != 0)
			return;
		after(c, f);
	}
}

/* Rules up to a call, a look-up or the end; or calls. */
static void go_on(cfrw_context *c, struct frame *f)
{
	bool quoted = f->phase == PHASE_CALLS && c->p->rulesets[f->ruleset].rules[f->rule].quoted; /* whether it has been called counts */

	if (c->trace <= CFRW_TRACE_CALLS && !quoted && c->trail.mode == TRAIL_RECORD)
		frame_rules(c, f);
	else if (c->trace <= CFRW_TRACE_CALLS && !quoted)
		shape_rules(c, f);
	else if (f->phase == PHASE_RULES)
		rules(c, f);
	else
		calls(c, f);
}

/* The last call that is left is made: it works on all that stands behind it. */
static void call(cfrw_context *c, struct frame *f)
{
	uint32_t at, base = f->base, len = f->n;
	int ruleset;

	if (f->ncalls == 0) {
		after(c, f);
		return;
	}
	at = f->calls[--f->ncalls];
	ruleset = f->callees[f->ncalls];
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
	const struct frame *done = top(c);
	struct frame *f;
	uint32_t at;

	c->nframes--;
	if (c->nframes == 0) {
		copy_tokens(c->ws, c->ws + done->base, done->n);
		c->n = done->n;
		if (done->status != 0)
			c->failure.status = done->status;
		return;
	}
	f = top(c);
	at = f->calls[f->ncalls];
	copy_tokens(c->ws + f->base + at, c->ws + done->base, done->n);
	f->n = at + done->n;
	f->masked = false;
	if (done->status != 0) {
		f->status = done->status;
		if (done->status != EX_TEMP)
			f->ncalls = 0;
	}
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
		restore(c, f);
		break;
	case LOOKUP_NONE:
		f->phase = PHASE_CALLS;
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
		case PHASE_CALLS:
			go_on(c, f);
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
		case PHASE_BROKEN:
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

		if (s != CFRW_QUESTION && c->ntodo == 0 && c->trail.mode == TRAIL_RECORD)
			trail_end(c);
		if (s == CFRW_QUESTION || c->ntodo == 0)
			return s;
		c->ntodo--;
		if (!enter(c, *c->todo++, 0, c->n, ENGINE_TOKENS_MAX)) {
			context_fail(c, EX_OS, "out of memory");
			return CFRW_FAILED;
		}
	}
}

enum cfrw_status rules_begin(cfrw_context *c, int ruleset)
{
	if (!enter(c, ruleset, 0, c->n, ENGINE_TOKENS_MAX)) {
		context_fail(c, EX_OS, "out of memory");
		return CFRW_FAILED;
	}
	return run_all(c);
}

enum cfrw_status cfrw_run(cfrw_context *c, int ruleset)
{
	enum cfrw_status s;

	if (c->nframes != 0 || c->waiting)
		cfrw_cancel(c);
	c->failure = (struct cfrw_failure){.status = 0};
	c->steps = c->budget != 0 ? (long)c->budget : ENGINE_STEPS;
	if (ruleset < 0 || ruleset >= ENGINE_RULESETS_MAX) {
		context_fail(c, EX_CONF, "Unknown ruleset %d", ruleset);
		return CFRW_FAILED;
	}
	return trail_begin(c, ruleset, &s) ? s : rules_begin(c, ruleset);
}

const struct cfrw_question *cfrw_question(const cfrw_context *c)
{
	return c->waiting ? &c->question : NULL;
}

enum cfrw_status rules_answer(cfrw_context *c, enum cfrw_answer answer, struct slice value)
{
	struct frame *f = top(c);

	c->waiting = false;
	f->phase = PHASE_LOOKUP;
	if (!lookup_answer(c, f, answer, value))
		restore(c, f);
	return run_all(c);
}

enum cfrw_status cfrw_answer(cfrw_context *c, enum cfrw_answer answer, const char *value, size_t n)
{
	if (!c->waiting)
		return c->failure.status != 0 ? CFRW_FAILED : CFRW_DONE;
	if (c->trail.asked != NULL)
		return trail_answer(c, answer, (struct slice){value, n});
	return rules_answer(c, answer, (struct slice){value, n});
}

void cfrw_cancel(cfrw_context *c)
{
	c->waiting = false;
	c->trail.asked = NULL;
	c->trail.mode = TRAIL_NONE;
	c->nframes = 0;
	c->ntodo = 0;
	c->n = 0;
}

struct cfrw_failure cfrw_failure(const cfrw_context *c)
{
	return c->failure;
}
