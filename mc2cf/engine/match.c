/*
 * match.c - a left-hand side against a workspace
 *
 * The search is sendmail's: from the left, each operator takes as little as it
 * can and is extended when what is behind it does not match; only $*, $+ and
 * $= can be extended.  Where an operator stands before a literal the next
 * place of the literal is looked for at once.
 */
#include "engine/context.h"

struct search {
	cfrw_context *c;
	const struct op *ops;
	uint32_t nops;
	const struct tok *ws;
	uint32_t n;
	uint32_t op, at;      /* what is next, in the pattern and in the workspace */
	struct bound *bound;
	int nbound;
};

static bool in_bits(const struct klass *k, struct tok t)
{
	uint32_t i = WORD_INDEX(t.fold);

	return i < k->nbits && (k->bits[i / 64] >> (i % 64) & 1) != 0;
}

static unsigned char fold_byte(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/* A class being searched for a phrase: the members in [lo, hi) begin with the n bytes seen. */
struct phrase {
	const struct klass *k;
	size_t lo, hi, n;
};

/* One byte more; false: no member begins so. */
static bool phrase_byte(struct phrase *f, unsigned char b)
{
	size_t lo = f->lo, hi = f->hi, mid;
	const struct slice *v = f->k->phrases;

	while (lo < hi) { /* the first whose next byte is not below b */
		mid = lo + (hi - lo) / 2;
		if (v[mid].n <= f->n || (unsigned char)v[mid].p[f->n] < b)
			lo = mid + 1;
		else
			hi = mid;
	}
	f->lo = lo;
	hi = f->hi;
	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if ((unsigned char)v[mid].p[f->n] <= b)
			lo = mid + 1;
		else
			hi = mid;
	}
	f->hi = lo;
	f->n++;
	return f->lo < f->hi;
}

static bool phrase_text(struct phrase *f, struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!phrase_byte(f, fold_byte(s.p[i])))
			return false;
	return true;
}

static bool phrase_whole(const struct phrase *f)
{
	return f->lo < f->hi && f->k->phrases[f->lo].n == f->n;
}

static bool is_added(const cfrw_context *c, uint32_t class_index, struct slice text)
{
	const struct added *a = &c->added[class_index];

	return a->words != NULL && symtab_get(a->words, text) != NULL;
}

bool class_has(const cfrw_context *c, uint32_t class_index, struct tok t)
{
	const struct klass *k = &c->p->classes[class_index];
	struct phrase f = {k, 0, k->nphrases, 0};
	struct slice text;

	if (in_bits(k, t))
		return true;
	if (k->nphrases == 0 && c->added[class_index].words == NULL)
		return false;
	text = word_text(&c->words, t.id);
	if (k->nphrases != 0 && phrase_text(&f, text) && phrase_whole(&f))
		return true;
	return is_added(c, class_index, text);
}

/* The phrase of n tokens and more from ws[at] on that is in what was added to the class; 0: none. */
static uint32_t added_phrase(cfrw_context *c, uint32_t class_index, const struct tok *v, uint32_t from, uint32_t max)
{
	char *buf = NULL;
	size_t used = 0, cap = 0;
	uint32_t found = 0;

	for (uint32_t n = from; n <= max && found == 0; n++) {
		struct slice s;

		used = 0;
		s = join(c, v, n, c->p->space, &buf, &used, &cap);
		if (s.p != NULL && is_added(c, class_index, s))
			found = n;
	}
	mem_give(&c->p->host, buf, cap);
	return found;
}

/* The shortest phrase of at least `from' tokens that begins at v and is in the class; 0: none within max. */
static uint32_t class_phrase(cfrw_context *c, uint32_t class_index, const struct tok *v, uint32_t from, uint32_t max)
{
	const struct klass *k = &c->p->classes[class_index];
	struct phrase f = {k, 0, k->nphrases, 0};
	uint32_t found = 0;
	bool before = false;

	if (from == 1 && max >= 1 && in_bits(k, v[0]))
		return 1;
	for (uint32_t n = 1; n <= max && k->nphrases != 0; n++) {
		const struct word *w = word_at(&c->words, v[n - 1].id);

		if ((before && w->atom && !phrase_byte(&f, fold_byte(c->p->space))) || !phrase_text(&f, (struct slice){w->p, w->n}))
			break;
		before = w->atom;
		if (n >= from && phrase_whole(&f)) {
			found = n;
			break;
		}
	}
	if (c->added[class_index].words != NULL) {
		uint32_t other = added_phrase(c, class_index, v, from, found != 0 ? found - 1 : max);

		found = other != 0 ? other : found;
	}
	return found;
}

/* A macro's value against the tokens at hand. */
static bool deferred(struct search *s, uint32_t macro)
{
	struct slice v = context_macro(s->c, macro);
	uint32_t at = s->at;

	if ((s->c->trace & CFRW_VALUE) != 0)
		trace_value(s->c, "LHS", macro, v);
	while (v.n != 0) {
		struct slice t;

		if (at == s->n)
			return false;
		t = word_text(&s->c->words, s->ws[at].id);
		if (t.n > v.n || !slice_caseeq((struct slice){v.p, t.n}, t))
			return false;
		v = (struct slice){v.p + t.n, v.n - t.n};
		at++;
	}
	s->at = at;
	return true;
}

static void bind(struct search *s, uint32_t n)
{
	s->bound[s->nbound++] = (struct bound){s->at, n, s->op};
	s->at += n;
	s->op++;
}

/* $* or $+ takes at least n tokens: so many that what follows can match. */
static bool bind_any(struct search *s, uint32_t n)
{
	uint32_t left = s->n - s->at;

	if (n > left)
		return false;
	if (s->op + 1 == s->nops) {
		bind(s, left);
		return true;
	}
	if (s->ops[s->op + 1].kind == LHS_LITERAL) {
		uint32_t fold = s->ops[s->op + 1].fold;

		while (n < left && s->ws[s->at + n].fold != fold)
			n++;
		s->c->steps -= (long)(n / 16);
		if (n == left)
			return false;
		bind(s, n);
		s->at++;
		s->op++;
		return true;
	}
	bind(s, n);
	return true;
}

static bool bind_class(struct search *s, uint32_t from)
{
	uint32_t n = class_phrase(s->c, s->ops[s->op].arg, s->ws + s->at, from, s->n - s->at);

	if (n == 0)
		return false;
	bind(s, n);
	return true;
}

/* The next operation of the pattern; false: it does not match here. */
static bool step(struct search *s)
{
	const struct op *op = &s->ops[s->op];

	switch ((enum lhs_kind)op->kind) {
	case LHS_LITERAL:
		if (s->at == s->n || s->ws[s->at].fold != op->fold)
			return false;
		s->at++;
		s->op++;
		return true;
	case LHS_ZEROANY:
		return bind_any(s, 0);
	case LHS_ONEANY:
		return bind_any(s, 1);
	case LHS_NOTCLASS:
		if (s->at == s->n || class_has(s->c, op->arg, s->ws[s->at]))
			return false;
		bind(s, 1);
		return true;
	case LHS_ONE:
		if (s->at == s->n)
			return false;
		bind(s, 1);
		return true;
	case LHS_CLASS:
		return s->at != s->n && bind_class(s, 1);
	case LHS_ZERO:
		s->op++;
		return true;
	case LHS_DEFERRED:
		if (s->at == s->n || !deferred(s, op->arg)) /* at the end even an empty one fails */
			return false;
		s->op++;
		return true;
	}
	return false;
}

/* The last operator that can take more takes more; false: there is none. */
static bool back_up(struct search *s)
{
	while (s->nbound > 0) {
		struct bound b = s->bound[--s->nbound];

		s->op = b.op;
		s->at = b.at;
		if (--s->c->steps < 0)
			return false;
		switch ((enum lhs_kind)s->ops[b.op].kind) {
		case LHS_ZEROANY:
		case LHS_ONEANY:
			if (bind_any(s, b.n + 1))
				return true;
			break;
		case LHS_CLASS:
			if (bind_class(s, b.n + 1))
				return true;
			break;
		default: /* it takes one token, no more */
			break;
		}
	}
	return false;
}

int match_rule(cfrw_context *c, const struct rule *rule, const struct tok *ws, uint32_t n, struct bound *bound)
{
	struct search s = {.c = c, .ops = rule->lhs, .nops = rule->nlhs, .ws = ws, .n = n, .bound = bound};

	for (;;) {
		while (s.op < s.nops && step(&s))
			;
		if (s.op == s.nops && s.at == n)
			return s.nbound;
		if (!back_up(&s))
			return -1;
	}
}
