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
static int64_t take_class(cfrw_context *c, const struct op *op, const struct tok *at, uint32_t left, uint32_t from)
{
	uint32_t n;

	if (op->kind == LHS_NOTCLASS)
		return left != 0 && from == 1 && !class_has(c, op->arg, *at) ? 1 : -1;
	n = left != 0 ? class_phrase(c, op->arg, at, from, left) : 0;
	return n != 0 ? (int64_t)n : -1;
}

/*
 * The loop of a match: forward through the pattern, and where it does not match back to the last operator that can take
 * more.  n is how many tokens the operator at op must take at least.
 */
int match_rule(cfrw_context *c, const struct rule *rule, const struct tok *ws, uint32_t nws, bound *b)
{
	const struct op *const ops = rule->lhs, *op = ops, *const end = op + rule->nlhs;
	const struct tok *at = ws, *const stop = ws + nws;
	int nbound = 0;
	uint32_t n, left;
	int64_t taken;

forward:
	for (; op != end && op->kind == LHS_LITERAL; op++, at++)
		if (at == stop || at->fold != op->fold)
			goto back;
	if (op == end) {
		if (at == stop)
			return nbound;
		goto back;
	}
	n = op->kind >= LHS_ANY ? op->arg : 1;
take:
	left = (uint32_t)(stop - at);
	switch ((enum lhs_kind)op->kind) {
	case LHS_ANY_LITERAL:
		n = find_literal(at, left, n, op->fold);
		if (n >= left)
			goto back;
		b[nbound++] = bound_of((size_t)(at - ws), n, (size_t)(op - ops));
		at += n + 1;
		op += 2;
		goto forward;
	case LHS_ANY_LAST:
		if (n > left)
			goto back;
		b[nbound++] = bound_of((size_t)(at - ws), left, (size_t)(op - ops));
		return nbound;
	case LHS_ANY:
		if (n > left)
			goto back;
		break;
	case LHS_ONE:
		if (n > 1 || left == 0)
			goto back;
		break;
	case LHS_ZERO:
		op++;
		goto forward;
	case LHS_DEFERRED: /* at the end even an empty one fails */
		taken = left != 0 ? deferred(c, op->arg, at, stop) : -1;
		if (taken < 0)
			goto back;
		at += taken;
		op++;
		goto forward;
	default:
		taken = take_class(c, op, at, left, n);
		if (taken < 0)
			goto back;
		n = (uint32_t)taken;
		break;
	}
	b[nbound++] = bound_of((size_t)(at - ws), n, (size_t)(op - ops));
	at += n;
	op++;
	goto forward;
back:
	if (nbound == 0 || --c->steps < 0)
		return -1;
	nbound--;
	op = ops + bound_op(b[nbound]);
	at = ws + bound_at(b[nbound]);
	n = bound_n(b[nbound]) + 1;
	goto take;
}
