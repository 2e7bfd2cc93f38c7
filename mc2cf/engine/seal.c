/*
 * seal.c - what is done once a .cf is read: masks, gates, names of rulesets
 */
#include "engine/load.h"

/* How often each fold stands on a left-hand side; at most counts the most frequent one. */
static uint32_t *count_uses(const struct loader *l, uint32_t *most)
{
	const struct words *w = &l->p->words;
	uint32_t *uses = arena_array(l->p->arena, w->n, sizeof(*uses));

	*most = 0;
	for (uint32_t i = 0; i < w->n; i++) {
		uint32_t *of_fold = &uses[WORD_INDEX(w->v[i].fold)];

		*of_fold += w->v[i].uses;
		*most = *of_fold > *most ? *of_fold : *most;
	}
	return uses;
}

/* The folds that are used, those used most first, else by number: a counting sort, which as large a file as there is does not slow down. */
static uint32_t *by_use(struct arena *a, const uint32_t *uses, uint32_t n, uint32_t most, uint32_t *used)
{
	uint32_t *order = arena_array(a, n, sizeof(*order)), *from = arena_array(a, (size_t)most + 2, sizeof(*from));

	for (uint32_t i = 0; i < n; i++)
		from[most - uses[i] + 1]++;
	for (uint32_t k = 1; k <= most; k++)
		from[k] += from[k - 1];
	*used = from[most];
	for (uint32_t i = 0; i < n; i++)
		if (uses[i] != 0)
			order[from[most - uses[i]]++] = i;
	return order;
}

/* The words used most have a bit each; those behind them share what is left. */
static void give_bits(struct loader *l)
{
	enum { OWN = 44 };
	struct words *w = &l->p->words;
	uint32_t most, used, *uses = count_uses(l, &most), *order = by_use(l->p->arena, uses, w->n, most, &used), *bit = uses;

	for (uint32_t i = 0; i < w->n; i++)
		bit[i] = WORD_BIT_OTHER;
	for (uint32_t i = 0; i < used; i++)
		bit[order[i]] = i < OWN ? i : OWN + i % (WORD_BIT_USUAL - OWN);
	bit[META_CALL] = WORD_BIT_CALL;
	bit[META_MAPBEGIN] = bit[META_HOSTBEGIN] = WORD_BIT_LOOKUP;
	for (uint32_t i = 0; i < w->n; i++)
		w->v[i].fold |= bit[WORD_INDEX(w->v[i].fold)] << WORD_BITS_SHIFT;
}

/* How many tokens an operator takes at least; those that may take more add WIDE. */
#define WIDE ((uint64_t)1 << 32)
static const uint64_t takes[] = {
	[LHS_ZEROANY] = WIDE, [LHS_ONEANY] = WIDE + 1, [LHS_ONE] = 1, [LHS_CLASS] = WIDE + 1, [LHS_NOTCLASS] = 1, [LHS_ZERO] = 0, [LHS_DEFERRED] = WIDE,
};

/* A literal as it is matched: by its fold with the bit that has been given to it. */
static inline uint32_t seal_literal(const struct word *words, struct tok *t)
{
	t->fold = words[t->id].fold;
	return t->fold;
}

/* From the last operation to the first, as each must know the one behind it: next is the fold of a literal there, or 0. */
static void seal_left(const struct word *words, const struct rule *rule, struct gate *g)
{
	struct tok *v = (struct tok *)(uintptr_t)rule->lhs, *end = v + rule->nlhs; /* they are ours until the program is given out */
	uint64_t need = 0, pairs = 0, length = 0;
	uint32_t next = 0, last = 0;

	for (struct tok *op = end; op != v;) {
		unsigned kind = op_kind(--op);

		if (kind == LHS_LITERAL) {
			uint32_t fold = seal_literal(words, op);

			need |= WORD_BIT(fold);
			if (next != 0)
				pairs |= WORD_PAIR(fold, next);
			else if (op + 1 == end)
				last = fold;
			next = fold;
			length++;
			continue;
		}
		length += takes[kind];
		if (kind == LHS_ZEROANY || kind == LHS_ONEANY)
			*op = op_of(op + 1 == end ? LHS_ANY_LAST : next != 0 ? LHS_ANY_LITERAL : LHS_ANY, kind == LHS_ONEANY, next);
		next = 0;
	}
	g->need = need & ~((uint64_t)1 << WORD_BIT_OTHER);
	g->pairs = pairs;
	g->first = next;
	g->last = last;
	g->min = (uint16_t)length;
	g->max = length >= WIDE ? UINT16_MAX : g->min;
}

static void seal_right(const struct word *words, struct rule *rule)
{
	struct tok *op = (struct tok *)(uintptr_t)rule_rhs(rule), *end = op + rule->nrhs;
	uint64_t mask = 0, pairs = 0;

	for (struct tok *next; op != end; op = next) {
		uint32_t before, fold;

		next = op + 1 + op->fold;
		if (++op == next)
			continue;
		before = seal_literal(words, op);
		mask |= WORD_BIT(before);
		while (++op != next) {
			fold = seal_literal(words, op);
			mask |= WORD_BIT(fold);
			pairs |= WORD_PAIR(before, fold);
			before = fold;
		}
	}
	rule->mask = mask;
	rule->pairs = pairs;
}

static char then(const struct rule *rule)
{
	return rule->prefix == META_COLON ? ':' : rule->prefix == META_AT ? '@' : 0;
}

static void seal_rules(struct loader *l)
{
	const struct word *words = l->p->words.v;
	struct gate *gates = arena_array(l->p->arena, l->p->nrules, sizeof(*gates));

	give_bits(l);
	for (int s = 0; s < ENGINE_RULESETS_MAX; s++) {
		struct rule_list *r = &l->lists[s];

		for (size_t i = 0; i < r->n; i++) {
			gates[i].then = (unsigned char)then(&r->v[i]);
			seal_left(words, &r->v[i], &gates[i]);
			seal_right(words, &r->v[i]);
		}
		l->p->rulesets[s] = (struct ruleset){.name = l->p->rulesets[s].name, .rules = r->v, .gates = gates, .n = r->n};
		gates += r->n;
	}
}

/* Whether a word's end in a text is not to be seen: it is no atom, and yet has an ordinary byte at one end; or it is a quote, which runs up to the next. */
static bool runs_on(const cfrw_program *p, const struct word *w)
{
	if (w->n == 1 && *w->p == '"')
		return true;
	return !w->atom && w->n > 1 && (p->kinds[(unsigned char)w->p[0]] == SCAN_ATOM || p->kinds[(unsigned char)w->p[w->n - 1]] == SCAN_ATOM);
}

/* Whether trails may not be kept: that an unknown word is in no phrase rests on where words end. */
static bool is_shapeless(const cfrw_program *p)
{
	bool is = p->kinds[(unsigned char)p->space] == SCAN_ATOM;

	for (int b = 'a'; b <= 'z'; b++)
		is |= p->kinds[b] != SCAN_ATOM || p->kinds[b - 'a' + 'A'] != SCAN_ATOM;
	for (uint32_t i = META_COUNT; i < p->words.n; i++)
		is |= runs_on(p, &p->words.v[i]);
	return is;
}

static void name_rulesets(cfrw_program *p)
{
	char *spelled = arena_alloc(p->arena, 2 * ENGINE_NUMBERS_MAX);

	for (int i = 0; i < ENGINE_NUMBERS_MAX; i++, spelled += 2) {
		spelled[0] = (char)('0' + i / 10);
		spelled[1] = (char)('0' + i % 10);
		if (p->rulesets[i].name.n == 0)
			p->rulesets[i].name = i < 10 ? (struct slice){spelled + 1, 1} : (struct slice){spelled, 2};
	}
}

/* $j as it stands at the end is a name of ours. */
static void own_host(cfrw_program *p, size_t class_w)
{
	struct slice value;
	struct buf b;

	buf_init(&b, p->arena);
	if (program_macro_value(p, SLICE_LIT("j"), &value)) {
		expand_text(&b, value, false, program_macro_value, p);
		class_add(p, class_w, buf_slice(&b));
	}
}

void program_seal(struct loader *l)
{
	struct cfrw_words own = {l->p, program_class(l->p, SLICE_LIT("w")), NULL};

	settle_operators(l);
	line_rulesets_end(l);
	own_host(l->p, own.class_index);
	if (l->how->own_names != NULL)
		l->how->own_names(l->how->data, l->p, &own);
	classes_finish(l->p);
	seal_rules(l);
	l->p->shapeless = is_shapeless(l->p);
	name_rulesets(l->p);
}
