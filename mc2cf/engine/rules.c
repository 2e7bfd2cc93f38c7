/*
 * rules.c - the loop over a ruleset's rules
 *
 * A rule whose gate is shut (see program.h) is passed over without a look at
 * it.  The loop ends where a right-hand side asks or calls, and with the ruleset.
 */
#include "engine/context.h"

/* Behind a match: the next rule, the same, or none. */
void rules_after(cfrw_context *c, struct frame *f)
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
static void frame_turn(cfrw_context *c, struct frame *f)
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
	if ((f->mask >> WORD_BIT_LOOKUP & 1) != 0)
		f->phase = PHASE_LOOKUP;
	else if ((f->mask >> WORD_BIT_CALL & 1) != 0)
		f->phase = PHASE_CALLS;
	else
		rules_after(c, f);
}

static inline bool gate_open(const struct gate *g, const struct frame *f, const struct tok *ws)
{
	return ((g->need & ~f->mask) | (g->pairs & ~f->pairs)) == 0 && f->n >= g->min && f->n <= g->max && (g->first == 0 || ws[0].fold == g->first) &&
	       (g->last == 0 || ws[f->n - 1].fold == g->last);
}

/* The rule has been tried again and again; whether it would match once more is not looked at, as in sendmail. */
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

/* One rule; false: it does not match. */
static bool try_rule(cfrw_context *c, struct frame *f, const struct ruleset *r)
{
	const struct tok *ws = c->ws + f->base;
	const struct rule *rule = &r->rules[f->rule];
	bound b[ENGINE_OPERATORS_MAX];
	int n;

	if ((c->trace & CFRW_TRY) != 0)
		trace_rule(c, CFRW_TRY, f, rule);
	if (loops(c, f)) {
		f->phase = PHASE_DONE;
		return true;
	}
	n = (c->trace & CFRW_VALUE) != 0 || gate_open(&r->gates[f->rule], f, ws) ? match_rule(c, rule, ws, f->n, b) : -1;
	if (n < 0) {
		if ((c->trace & CFRW_FAIL) != 0)
			trace_rule(c, CFRW_FAIL, f, rule);
		return false;
	}
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

		if (f->rule >= r->n || (f->n != 0 && is_meta(c->ws[f->base], META_MAILER)) || loops(c, f)) {
			f->phase = PHASE_DONE;
			return;
		}
		i = next_match(c, f, r, f->rule, b, &nbound);
		if (i != f->rule) {
			f->rule = i;
			f->loops = 1;
		}
		if (c->steps < 0)
			spent(c, f);
		else if (i == r->n)
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

/* The same where each is to be heard of. */
static void rules_slowly(cfrw_context *c, struct frame *f, const struct ruleset *r)
{
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

void rules_run(cfrw_context *c, struct frame *f)
{
	const struct ruleset *r = &c->p->rulesets[f->ruleset];

	mask(c, f);
	if (c->trace > CFRW_TRACE_CALLS)
		rules_slowly(c, f, r);
	else
		rules_quickly(c, f, r);
}
