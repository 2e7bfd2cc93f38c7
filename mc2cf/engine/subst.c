/*
 * subst.c - a right-hand side in place of what its left-hand side matched
 *
 * The new workspace is made behind the old one, which it quotes from, and then
 * moved down to where the old one began.
 */
#include "engine/context.h"

struct out {
	cfrw_context *c;
	struct frame *f;
	uint32_t at, n;    /* where it begins in c->ws, and how long it is */
	uint32_t before;   /* the fold of its last token */
};

static bool too_long(cfrw_context *c)
{
	context_fail(c, EX_DATA, "rewrite: expansion too long");
	return false;
}

static inline bool put(struct out *o, const struct tok *v, uint32_t n)
{
	if (o->n + n > o->f->max)
		return too_long(o->c);
	if (n == 0)
		return true;
	copy_tokens(o->c->ws + o->at + o->n, v, n);
	o->n += n;
	o->f->pairs |= WORD_PAIR(o->before, v[0].fold);
	o->before = v[n - 1].fold;
	return true;
}

struct faults {
	cfrw_context *c;
	struct slice text;
	bool any;
};

static void unbalanced(void *data, char what)
{
	struct faults *f = data;

	f->any = true;
	context_unbalanced(f->c, f->text, what);
}

static int64_t refused(cfrw_context *c, enum scan_result why)
{
	switch (why) {
	case SCAN_TOKEN_LONG:
		context_remark(c, "553 5.1.0 prescan: token too long");
		break;
	case SCAN_MANY:
		context_remark(c, "553 5.1.0 prescan: too many tokens");
		break;
	default:
		context_fail(c, EX_OS, "out of memory");
		break;
	}
	return -1;
}

int64_t cut_text(cfrw_context *c, struct slice text, bool bytes, uint32_t at, uint32_t room)
{
	struct faults faults = {c, text, false};
	struct scan s = {.words = &c->words, .v = c->ws + at, .max = room, .comments = true, .bytes = bytes, .fault = unbalanced, .data = &faults};
	enum scan_result r = scan_text(&s, text);

	if (r != SCAN_OK)
		return refused(c, r);
	return faults.any ? -(int64_t)s.n - 2 : (int64_t)s.n;
}

void macro_remember(cfrw_context *c, struct set_macro *m, const struct tok *v, size_t n)
{
	void *toks = m->toks;

	if (!mem_grow(&c->p->host, &toks, &m->toks_cap, 0, n + COPY_SLACK, sizeof(*v)))
		return;
	m->toks = toks;
	if (n != 0)
		memcpy(m->toks, v, n * sizeof(*v));
	m->ntoks = n;
	m->generation = c->generation;
}

static bool put_macro(struct out *o, uint32_t macro)
{
	cfrw_context *c = o->c;
	struct set_macro *m = &c->macros[macro];
	struct slice value = context_macro(c, macro);
	int64_t n;

	if ((c->trace & CFRW_VALUE) != 0)
		trace_value(c, "RHS", macro, value);
	if (value.n == 0) {
		if (c->trail.mode == TRAIL_RECORD)
			trail_macro(c, macro, NULL, 0);
		return true;
	}
	if (m->generation == c->generation) {
		if (c->trail.mode == TRAIL_RECORD)
			trail_macro(c, macro, m->toks, (uint32_t)m->ntoks);
		add_masks(o->f, NO_FOLD, m->toks, (uint32_t)m->ntoks);
		return put(o, m->toks, (uint32_t)m->ntoks);
	}
	n = cut_text(c, value, false, o->at + o->n, ENGINE_TOKENS_MAX - o->n);
	if (n == 0 || n == -1 || n == -2) { /* nothing but a comment, or no tokens at all: it fails without a word */
		context_lost(c, o->f);
		return false;
	}
	if (n < -1) /* it had to be mended, which is said each time */
		n = -n - 2;
	else
		macro_remember(c, m, c->ws + o->at + o->n, (size_t)n);
	if (c->trail.mode == TRAIL_RECORD)
		trail_macro(c, macro, c->ws + o->at + o->n, (uint32_t)n);
	o->before = add_masks(o->f, o->before, c->ws + o->at + o->n, (uint32_t)n);
	o->n += (uint32_t)n;
	return o->n <= o->f->max || too_long(c);
}

static bool no_position(struct out *o, uint32_t i)
{
	context_fail(o->c, EX_CONF, "rewrite: ruleset %.*s: replacement $%u out of bounds", SLICE_ARG(o->c->p->rulesets[o->f->ruleset].name), i + 1);
	return false;
}

static bool put_op(struct out *o, const struct tok *op, const bound *b, int nbound)
{
	uint32_t arg = op_arg(op);

	if (op_kind(op) == RHS_RUN)
		return put(o, op + 1, op->fold);
	if (op_kind(op) != RHS_POSITION)
		return put_macro(o, arg);
	if ((int)arg >= nbound)
		return no_position(o, arg);
	return put(o, o->c->ws + o->f->base + bound_at(b[arg]), bound_n(b[arg]));
}

bool subst_rule(cfrw_context *c, struct frame *f, const struct rule *rule, const bound *b, int nbound)
{
	struct out o = {c, f, f->base + f->n, 0, NO_FOLD};

	f->mask = (rule->positions ? f->mask : 0) | rule->mask;
	f->pairs = (rule->positions ? f->pairs : 0) | rule->pairs;
	for (const struct tok *op = rule_rhs(rule), *end = op + rule->nrhs; op != end; op = rhs_next(op))
		if (!put_op(&o, op, b, nbound))
			return false;
	f->old = f->base;
	f->nold = f->n;
	f->base = o.at;
	f->n = o.n;
	return true;
}

bool splice(cfrw_context *c, struct frame *f, uint32_t at, uint32_t end, const struct tok *from, uint32_t n)
{
	struct tok *ws = c->ws + f->base;

	if (f->n - (end - at) + n > f->max)
		return too_long(c);
	if (from >= ws && from < ws + f->n) { /* a piece of what it replaces: it only moves down */
		memmove(ws + at, from, n * sizeof(*ws));
		memmove(ws + at + n, ws + end, (f->n - end) * sizeof(*ws));
	} else {
		memmove(ws + at + n, ws + end, (f->n - end) * sizeof(*ws));
		memcpy(ws + at, from, n * sizeof(*ws));
	}
	f->n = f->n - (end - at) + n;
	f->masked = false;
	return true;
}
