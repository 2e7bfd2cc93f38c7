/*
 * calls.c - frames, and calls of rulesets by right-hand sides
 */
#include "engine/context.h"

bool context_room(cfrw_context *c, size_t tokens)
{
	void *ws = c->ws;

	if (!mem_grow(&c->p->host, &ws, &c->ws_cap, c->ws_cap, tokens, sizeof(*c->ws)))
		return false;
	c->ws = ws;
	return true;
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

bool frame_enter(cfrw_context *c, int ruleset, uint32_t base, uint32_t n, unsigned max)
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

static bool is_word(struct slice s)
{
	return s.n != 0 && ((s.p[0] >= 'a' && s.p[0] <= 'z') || (s.p[0] >= 'A' && s.p[0] <= 'Z'));
}

/* Quotes and backslashes go. */
static struct slice bare(struct slice name, char *room)
{
	size_t n = 0;

	if (memchr(name.p, '"', name.n) == NULL && memchr(name.p, '\\', name.n) == NULL)
		return name;
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] != '"' && (name.p[i] != '\\' || (++i < name.n)))
			room[n++] = name.p[i];
	return (struct slice){room, n};
}

/* The name that a token is, without quotes; it ends at a blank.  Room is for a token. */
static struct slice called_name(const cfrw_context *c, struct tok t, char *room)
{
	struct slice name = bare(word_text(&c->words, t.id), room), first;

	return is_word(name) && slice_next(&name, ' ', &first) ? first : name;
}

/* The number of the ruleset that a token names; -1 and a message where there is none. */
static int callee(cfrw_context *c, struct tok t)
{
	char room[ENGINE_TOKEN_MAX];
	struct slice name;
	int number, n = t.id < c->words.base ? word_at(&c->words, t.id)->ruleset : -1;

	if (n >= 0)
		return n;
	c->trail.odd |= t.id >= c->words.base; /* a number */
	name = called_name(c, t, room);
	n = cfrw_ruleset(c->p, name.p, name.n);
	if (n < 0 && ruleset_number(name, &number))
		context_say(c, "bad ruleset %d (%d max)", number, ENGINE_NUMBERS_MAX);
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
	char room[ENGINE_TOKEN_MAX];

	if ((c->trace & CFRW_SKIP) != 0)
		trace_skip(c, f, called_name(c, ws[at + 1], room), ruleset);
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

/* Where one call cannot be made, the names up to it stay there without quotes. */
static void unquote_calls(cfrw_context *c, struct tok *ws, uint32_t n)
{
	char room[ENGINE_TOKEN_MAX];

	for (uint32_t i = 0; (i = next_call(ws, i, n)) + 1 < n; i += 2)
		words_intern(&c->words, called_name(c, ws[i + 1], room), &ws[i + 1]);
}

/* All calls are looked up from the left before the first is made; false: one cannot be. */
static bool find_calls(cfrw_context *c, struct frame *f)
{
	struct tok *ws = c->ws + f->base;
	uint32_t i = 0;

	f->ncalls = 0;
	while ((i = next_call(ws, i, f->n)) + 1 < f->n) {
		int ruleset;

		if (f->ncalls == ENGINE_SUBCALLS_MAX) {
			context_say(c, "Too many subroutine calls (%d max)", ENGINE_SUBCALLS_MAX);
			return false;
		}
		ruleset = callee(c, ws[i + 1]);
		if (ruleset < 0) {
			unquote_calls(c, ws, i + 2);
			return false;
		}
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

void calls_find(cfrw_context *c, struct frame *f)
{
	const struct rule *rule = &c->p->rulesets[f->ruleset].rules[f->rule];

	if (rule->quoted) {
		c->bared[rule->bare] = 1;
		if (c->trail.mode == TRAIL_RECORD)
			trail_bare(c, rule->bare);
	}
	f->phase = PHASE_CALL;
	f->called = 0;
	if (!find_calls(c, f)) {
		f->called = EX_CONF;
		f->ncalls = 0;
	}
}

/* The calls of a rule are made: its ruleset keeps the first failure of its rules, but for one that may pass. */
static void calls_made(cfrw_context *c, struct frame *f)
{
	if (f->called != 0 && (f->status == 0 || f->called == EX_TEMP))
		f->status = f->called;
	rules_after(c, f);
}

/* The last call that is left is made: it works on all that stands behind it. */
void call_next(cfrw_context *c, struct frame *f)
{
	uint32_t at, base = f->base, len = f->n;
	int ruleset;

	if (f->ncalls == 0) {
		calls_made(c, f);
		return;
	}
	at = f->calls[--f->ncalls];
	ruleset = f->callees[f->ncalls];
	if (!frame_enter(c, ruleset, base + at + 2, len - at - 2, f->max - at)) {
		f = frame_top(c);
		context_fail(c, EX_OS, "out of memory");
		f->status = EX_OS;
		f->phase = PHASE_DONE;
	}
}

/* A called ruleset is done: its workspace takes the place of the call. */
void frame_leave(cfrw_context *c)
{
	const struct frame *done = frame_top(c);
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
	f = frame_top(c);
	at = f->calls[f->ncalls];
	copy_tokens(c->ws + f->base + at, c->ws + done->base, done->n);
	f->n = at + done->n;
	f->masked = false;
	if (done->status != 0) {
		f->called = done->status;
		if (done->status != EX_TEMP)
			f->ncalls = 0;
	}
}
