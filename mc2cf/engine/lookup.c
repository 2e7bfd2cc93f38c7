/*
 * lookup.c - $(map key $@ argument $: default $) and $[name $: default $] in a workspace
 *
 * They are answered from left to right; what comes back is cut into tokens and
 * not looked through again.
 */
#include "engine/context.h"

static bool begins(struct tok t)
{
	return is_meta(t, META_MAPBEGIN) || is_meta(t, META_HOSTBEGIN);
}

static void close_part(struct parts *p, uint32_t from, uint32_t to, int which)
{
	if (which == 0) {
		p->key = from;
		p->nkey = to - from;
	} else if (which == 1 && p->nargs < ENGINE_ARGS_MAX - 1) {
		p->args[p->nargs] = from;
		p->nargs_tok[p->nargs++] = to - from;
	} else if (which == 2) {
		p->other = from;
		p->nother = to - from;
	}
}

/* Takes apart what stands between the opening token and its end, from `from' on. */
static void take_apart(const struct tok *ws, uint32_t n, uint32_t from, enum word_meta closing, struct parts *p)
{
	uint32_t i = from, start = from;
	int which = 0;

	for (; i < n && !is_meta(ws[i], closing); i++) {
		bool at = is_meta(ws[i], META_AT), colon = is_meta(ws[i], META_COLON);

		if (!at && !colon)
			continue;
		close_part(p, start, i, which);
		which = colon ? 2 : 1;
		start = i + 1;
	}
	close_part(p, start, i, which);
	p->end = i < n ? i + 1 : i;
}

bool asked_room(cfrw_context *c, size_t used, size_t need)
{
	void *p = c->asked;

	if (!mem_grow(&c->p->host, &p, &c->asked_cap, used, need, 1))
		return false;
	c->asked = p;
	return true;
}

void question_parts(cfrw_context *c, uint32_t nargs, const size_t *ends)
{
	size_t from = ends[0];

	c->nasked = ends[nargs];
	c->question.key = (struct cfrw_text){c->asked, from};
	c->question.nargs = nargs;
	c->question.args = c->args;
	for (uint32_t i = 0; i < nargs; i++) {
		c->args[i] = (struct cfrw_text){c->asked + from, ends[i + 1] - from};
		from = ends[i + 1];
	}
}

/* Key, its words apart by space, and arguments become text in c->asked; offsets are made pointers when all is there. */
static bool ask(cfrw_context *c, struct frame *f, const struct parts *p, char space)
{
	const struct tok *ws = c->ws + f->base;
	size_t ends[ENGINE_ARGS_MAX + 1];

	c->nasked = 0;
	c->blanks = false;
	for (uint32_t i = 0; i <= p->nargs; i++) {
		uint32_t at = i == 0 ? p->key : p->args[i - 1], n = i == 0 ? p->nkey : p->nargs_tok[i - 1];

		if (join(c, ws + at, n, i == 0 ? space : c->p->space, &c->asked, &c->nasked, &c->asked_cap).p == NULL)
			return false;
		ends[i] = c->nasked;
	}
	question_parts(c, p->nargs, ends);
	return true;
}

enum lookup lookup_next(cfrw_context *c, struct frame *f)
{
	const struct tok *ws = c->ws + f->base;
	struct parts p = {.nargs = 0};
	struct slice map = SLICE_LIT("host");
	uint32_t i = f->at, name = META_NONE;
	bool hostname;

	while (i < f->n && !begins(ws[i]))
		i++;
	if (i == f->n)
		return LOOKUP_NONE;
	f->at = (uint16_t)i;
	hostname = is_meta(ws[i], META_HOSTBEGIN);
	i++;
	if (!hostname) {
		if (i == f->n) {
			context_fail(c, EX_CONF, "rewrite: missing mapname");
			return LOOKUP_FAILED;
		}
		name = ws[i++].id;
		map = word_text(&c->words, name);
	}
	take_apart(ws, f->n, i, hostname ? META_HOSTEND : META_MAPEND, &p);
	f->key = (uint16_t)p.key;
	f->nkey = (uint16_t)p.nkey;
	f->other = (uint16_t)p.other;
	f->nother = (uint16_t)p.nother;
	f->end = (uint16_t)p.end;
	c->question = (struct cfrw_question){.map = {map.p, map.n}, .hostname = hostname};
	if (!ask(c, f, &p, c->p->space)) {
		context_fail(c, EX_OS, "out of memory");
		return LOOKUP_FAILED;
	}
	if (c->trail.mode == TRAIL_RECORD)
		trail_question(c, ws, name, &p);
	return LOOKUP_ASK;
}

void cfrw_spaced(cfrw_context *c, char space)
{
	struct parts p = {.nargs = 0};
	struct frame *f;

	if (!c->waiting)
		return;
	if (c->trail.asked != NULL) {
		trail_spaced(c, space);
		return;
	}
	if (!c->blanks)
		return;
	f = &c->frames[c->nframes - 1];
	take_apart(c->ws + f->base, f->n, f->key, c->question.hostname ? META_HOSTEND : META_MAPEND, &p);
	ask(c, f, &p, space);
}

/* Tokens that give themselves when they are joined and cut again. */
static bool is_stable(const cfrw_context *c, const struct tok *v, uint32_t n)
{
	bool before = false;

	for (uint32_t i = 0; i < n; i++) {
		const struct word *w = word_at(&c->words, v[i].id);

		if (!w->bare || v[i].id < META_COUNT || (before && w->atom))
			return false;
		before = w->atom;
	}
	return true;
}

/* The next word from v[i] on that is the context's own; n: none. */
static uint32_t next_own(const cfrw_context *c, const struct tok *v, uint32_t i, uint32_t n)
{
	while (i < n && v[i].id < c->words.base)
		i++;
	return i;
}

/* Whether words of the context's own are the same in both, and in the same order. */
static bool same_own(const cfrw_context *c, const struct tok *a, uint32_t na, const struct tok *b, uint32_t nb)
{
	uint32_t i = next_own(c, a, 0, na), k = next_own(c, b, 0, nb);

	for (; i < na && k < nb && a[i].id == b[k].id; i = next_own(c, a, i + 1, na))
		k = next_own(c, b, k + 1, nb);
	return i == na && k == nb;
}

static bool put_value(cfrw_context *c, struct frame *f, struct slice value, bool bytes)
{
	int64_t n = cut_text(c, value, bytes, f->floor + FRAME_VALUE, ENGINE_TOKENS_MAX);

	if (bytes && c->trail.mode == TRAIL_RECORD)
		trail_found(c, c->ws + f->floor + FRAME_VALUE, n != 0 || value.n == 0 ? n : -1);
	if (!bytes && n > 0) /* a word that the cut has made may be one of the trail by chance */
		c->trail.odd |= !same_own(c, c->ws + f->base + f->other, f->nother, c->ws + f->floor + FRAME_VALUE, (uint32_t)n);
	if (n == -1 || n == -2 || (n == 0 && value.n != 0)) { /* no tokens, or nothing but a comment: it fails without a word */
		context_lost(c, f);
		return false;
	}
	if (n < 0)
		n = -n - 2;
	if (!splice(c, f, f->at, f->end, c->ws + f->floor + FRAME_VALUE, (uint32_t)n))
		return false;
	f->at = (uint16_t)(f->at + n);
	return true;
}

static bool put_own(cfrw_context *c, struct frame *f, uint32_t from, uint32_t n)
{
	if (!splice(c, f, f->at, f->end, c->ws + f->base + from, n))
		return false;
	f->at = (uint16_t)(f->at + n);
	return true;
}

static bool put_default(cfrw_context *c, struct frame *f)
{
	size_t used = 0;
	struct slice s;

	if (is_stable(c, c->ws + f->base + f->other, f->nother))
		return put_own(c, f, f->other, f->nother);
	s = join(c, c->ws + f->base + f->other, f->nother, c->p->space, &c->asked, &used, &c->asked_cap);
	if (s.p == NULL) {
		context_fail(c, EX_OS, "out of memory");
		return false;
	}
	return put_value(c, f, s, false);
}

bool lookup_answer(cfrw_context *c, struct frame *f, enum cfrw_answer answer, struct slice value)
{
	if (c->trail.mode == TRAIL_RECORD)
		trail_heard(c, answer);
	if (answer == CFRW_TEMPFAIL)
		f->status = EX_TEMP;
	if (answer == CFRW_FOUND || (answer == CFRW_TEMPFAIL && value.p != NULL))
		return put_value(c, f, value, true);
	if (answer == CFRW_NOMAP)
		context_say(c, "rewrite: map %.*s not found", SLICE_ARG(((struct slice){c->question.map.p, c->question.map.n})));
	return f->other != 0 ? put_default(c, f) : put_own(c, f, f->key, f->nkey);
}
