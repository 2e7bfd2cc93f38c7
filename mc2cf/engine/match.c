/*
 * match.c - a left-hand side against a workspace
 *
 * The search is sendmail's: from the left, each operator takes as little as it
 * can and is extended when what is behind it does not match; only $*, $+ and
 * $= can be extended.  Where an operator stands before a literal the next
 * place of the literal is looked for at once.
 */
#include "engine/context.h"

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

/* A macro's value against the tokens at hand: how many it takes, or -1. */
static int64_t deferred(cfrw_context *c, uint32_t macro, const struct tok *at, const struct tok *stop)
{
	struct slice v = context_macro(c, macro);
	const struct tok *from = at;

	c->trail.odd = true; /* its text counts */
	if ((c->trace & CFRW_VALUE) != 0)
		trace_value(c, "LHS", macro, v);
	for (; v.n != 0; at++) {
		struct slice t;

		if (at == stop)
			return -1;
		t = word_text(&c->words, at->id);
		if (t.n > v.n || !slice_caseeq((struct slice){v.p, t.n}, t))
			return -1;
		v = (struct slice){v.p + t.n, v.n - t.n};
	}
	return at - from;
}

/* The number of tokens before the next literal with this fold, from the from-th on; left: there is none. */
static inline uint32_t find_literal(const struct tok *at, uint32_t left, uint32_t from, uint32_t fold)
{
	uint32_t n = from;

	while (n < left && at[n].fold != fold)
		n++;
	return n;
}

/* Classes take time: they are kept out of the loop below. */
static int64_t take_class(cfrw_context *c, const struct tok *op, const struct tok *at, uint32_t left, uint32_t from)
{
	uint32_t n;

	if (op_kind(op) == LHS_NOTCLASS)
		return left != 0 && from == 1 && !class_has(c, op_arg(op), *at) ? 1 : -1;
	n = left != 0 ? class_phrase(c, op_arg(op), at, from, left) : 0;
	return n != 0 ? (int64_t)n : -1;
}

/* A match at work: op against at, and what operators have bound so far. */
struct match {
	cfrw_context *c;
	const struct tok *ops, *op, *end;
	const struct tok *ws, *at, *stop;
	bound *b;
	int nbound;
};

/* Literals up to the next operator; false: one of them does not stand here. */
static inline bool pass_literals(struct match *m)
{
	for (; m->op != m->end && op_kind(m->op) == LHS_LITERAL; m->op++, m->at++)
		if (m->at == m->stop || m->at->fold != m->op->fold)
			return false;
	return true;
}

static inline void bind(struct match *m, uint32_t n)
{
	m->b[m->nbound++] = bound_of((size_t)(m->at - m->ws), n, (size_t)(m->op - m->ops));
	m->at += n;
	m->op++;
}

/* One operator takes at least n tokens, and no more than it must; false: it cannot. */
static inline bool take(struct match *m, uint32_t n)
{
	const struct tok *op = m->op;
	uint32_t left = (uint32_t)(m->stop - m->at);
	int64_t taken;

	switch ((enum lhs_kind)op_kind(op)) {
	case LHS_ANY_LITERAL: /* the literal is passed too */
		n = find_literal(m->at, left, n, op->fold);
		if (n >= left)
			return false;
		bind(m, n);
		m->at++;
		m->op++;
		return true;
	case LHS_ANY_LAST:
		if (n > left)
			return false;
		bind(m, left);
		return true;
	case LHS_ANY:
		if (n > left)
			return false;
		break;
	case LHS_ONE:
		if (n > 1 || left == 0)
			return false;
		break;
	case LHS_ZERO:
		m->op++;
		return true;
	case LHS_DEFERRED: /* at the end even an empty one fails */
		taken = left != 0 ? deferred(m->c, op_arg(op), m->at, m->stop) : -1;
		if (taken < 0)
			return false;
		m->at += taken;
		m->op++;
		return true;
	default:
		taken = take_class(m->c, op, m->at, left, n);
		if (taken < 0)
			return false;
		n = (uint32_t)taken;
		break;
	}
	bind(m, n);
	return true;
}

/* Back to the last operator that has bound something, to take one more; false: there is none, or the budget is spent. */
static inline bool go_back(struct match *m, uint32_t *n)
{
	bound last;

	if (m->nbound == 0 || --m->c->steps < 0)
		return false;
	last = m->b[--m->nbound];
	m->op = m->ops + bound_op(last);
	m->at = m->ws + bound_at(last);
	*n = bound_n(last) + 1;
	return true;
}

int match_rule(cfrw_context *c, const struct rule *rule, const struct tok *ws, uint32_t nws, bound *b)
{
	struct match m = {c, rule->lhs, rule->lhs, rule->lhs + rule->nlhs, ws, ws, ws + nws, b, 0};
	bool good = pass_literals(&m);
	uint32_t n;

	for (;; good = take(&m, n) && pass_literals(&m)) {
		if (good && m.op == m.end && m.at == m.stop)
			return m.nbound;
		if (good && m.op != m.end)
			n = op_kind(m.op) >= LHS_ANY ? op_arg(m.op) : 1;
		else if (!go_back(&m, &n))
			return -1;
	}
}
