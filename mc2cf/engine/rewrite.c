/*
 * rewrite.c - runs rulesets: the machine of frames, and what the host calls
 *
 * One frame a ruleset that is at work; a frame's phase says what it waits for.
 * run() goes on until the outermost frame is done or a question is asked, so
 * it may be left and entered at any look-up.
 */
#include "engine/context.h"

/* A look-up has failed: what its rule had matched is left. */
static void restore(cfrw_context *c, struct frame *f)
{
	f->base = f->old;
	f->n = f->nold;
	f->status = (uint8_t)c->failure.status;
	f->phase = PHASE_BROKEN;
}

static void finish(cfrw_context *c, struct frame *f)
{
	if ((c->trace & CFRW_RETURN) != 0)
		trace_frame(c, CFRW_RETURN, f);
	frame_leave(c);
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
		struct frame *f = frame_top(c);

		switch ((enum phase)f->phase) {
		case PHASE_RULES:
			rules_run(c, f);
			break;
		case PHASE_LOOKUP:
			if (look_up(c, f))
				return CFRW_QUESTION;
			break;
		case PHASE_ANSWER:
			return CFRW_QUESTION;
		case PHASE_CALLS:
			calls_find(c, f);
			break;
		case PHASE_CALL:
			call_next(c, f);
			break;
		case PHASE_BROKEN:
			frame_leave(c);
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
		if (!frame_enter(c, *c->todo++, 0, c->n, ENGINE_TOKENS_MAX)) {
			context_fail(c, EX_OS, "out of memory");
			return CFRW_FAILED;
		}
	}
}

enum cfrw_status rules_begin(cfrw_context *c, int ruleset)
{
	if (!frame_enter(c, ruleset, 0, c->n, ENGINE_TOKENS_MAX)) {
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
	struct frame *f = frame_top(c);

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
	if (value == NULL) /* whatever n is */
		n = 0;
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
