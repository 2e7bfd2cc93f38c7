/*
 * seal.c - what is done once a .cf is read: masks, gates, names of rulesets
 */
#include "engine/load.h"

/* How often each fold stands on a left-hand side; at most counts the most frequent one. */
static uint32_t *count_uses(const struct loader *l, uint32_t *most)
{
	uint32_t *uses = arena_array(l->p->arena, l->p->words.n, sizeof(*uses));

	*most = 0;
	for (int s = 0; s < ENGINE_RULESETS_MAX; s++)
		for (size_t i = 0; i < l->lists[s].n; i++) {
			const struct rule *rule = &l->lists[s].v[i];

			for (size_t k = 0; k < rule->nlhs; k++)
				if (rule->lhs[k].kind == LHS_LITERAL && ++uses[WORD_INDEX(rule->lhs[k].fold)] > *most)
					*most = uses[WORD_INDEX(rule->lhs[k].fold)];
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

/* How many tokens an operation takes at least, and whether it may take more. */
static const struct {
	unsigned char least;
	bool wide;
} takes[] = {
	[LHS_LITERAL] = {1, false}, [LHS_ZEROANY] = {0, true},   [LHS_ONEANY] = {1, true}, [LHS_ONE] = {1, false},
	[LHS_CLASS] = {1, true},    [LHS_NOTCLASS] = {1, false}, [LHS_ZERO] = {0, false},  [LHS_DEFERRED] = {0, true},
};

/* $* and $+ learn what stands behind them. */
static void look_ahead(struct op *op, const struct op *next)
{
	op->arg = op->kind == LHS_ONEANY;
	op->kind = next == NULL ? LHS_ANY_LAST : next->kind == LHS_LITERAL ? LHS_ANY_LITERAL : LHS_ANY;
	op->fold = op->kind == LHS_ANY_LITERAL ? next->fold : 0;
}

/* From the last operation to the first, as each must know the one behind it. */
static void seal_left(const struct words *w, const struct rule *rule, struct gate *g)
{
	struct op *v = (struct op *)(uintptr_t)rule->lhs; /* they are ours until the program is given out */
	unsigned min = 0;
	bool wide = false;

	for (size_t i = rule->nlhs; i-- > 0;) {
		const struct op *next = i + 1 < rule->nlhs ? &v[i + 1] : NULL;

		min += takes[v[i].kind].least;
		wide |= takes[v[i].kind].wide;
		if (v[i].kind == LHS_LITERAL) {
			v[i].fold = w->v[v[i].arg].fold;
			g->need |= WORD_BIT(v[i].fold);
			if (next == NULL)
				g->last = v[i].fold;
			else if (next->kind == LHS_LITERAL)
				g->pairs |= WORD_PAIR(v[i].fold, next->fold);
		} else if (v[i].kind == LHS_ZEROANY || v[i].kind == LHS_ONEANY) {
			look_ahead(&v[i], next);
		}
	}
	g->need &= ~((uint64_t)1 << WORD_BIT_OTHER);
	g->first = rule->nlhs != 0 && v[0].kind == LHS_LITERAL ? v[0].fold : 0;
	g->min = (uint16_t)min;
	g->max = wide ? UINT16_MAX : g->min;
}

static void seal_right(const struct words *w, struct rule *rule)
{
	struct tok *run = (struct tok *)(uintptr_t)rule->run;
	uint64_t mask = 0, pairs = 0;

	for (size_t i = 0; i < rule->nrhs; i++) {
		const struct op *op = &rule->rhs[i];

		if (op->kind != RHS_RUN)
			continue;
		for (uint32_t k = op->arg; k < op->arg + op->fold; k++) {
			run[k].fold = w->v[run[k].id].fold;
			mask |= WORD_BIT(run[k].fold);
			pairs |= k != op->arg ? WORD_PAIR(run[k - 1].fold, run[k].fold) : 0;
		}
	}
	rule->mask = mask;
	rule->pairs = pairs;
}

static void seal_rules(struct loader *l)
{
	const struct words *w = &l->p->words;

	give_bits(l);
	for (int s = 0; s < ENGINE_RULESETS_MAX; s++) {
		struct rule_list *r = &l->lists[s];
		struct gate *gates = arena_array(l->p->arena, r->n, sizeof(*gates));

		for (size_t i = 0; i < r->n; i++) {
			enum word_meta then = (enum word_meta)r->v[i].prefix;

			gates[i].then = then == META_COLON ? ':' : then == META_AT ? '@' : 0;
			seal_left(w, &r->v[i], &gates[i]);
			seal_right(w, &r->v[i]);
		}
		l->p->rulesets[s] = (struct ruleset){.name = l->p->rulesets[s].name, .rules = r->v, .gates = gates, .n = r->n};
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
	static const char digits[] = "0123456789";

	for (int i = 0; i < ENGINE_NUMBERS_MAX; i++) {
		const char spelled[] = {digits[i / 10], digits[i % 10]};
		size_t n = i < 10 ? 1 : 2;

		if (p->rulesets[i].name.n == 0)
			p->rulesets[i].name = (struct slice){arena_dup(p->arena, spelled + 2 - n, n), n};
	}
}

/* Names of rulesets become words, so that a call finds its ruleset by its word. */
static void link_rulesets(cfrw_program *p)
{
	struct slice name;
	void *number;
	struct tok t;

	for (size_t i = 0; symtab_at(p->ruleset_names, &i, &name, &number);) {
		if (!words_intern(&p->words, name, &t))
			program_no_memory(p);
		p->words.v[t.id].ruleset = (int16_t)*(int *)number;
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
	own_host(l->p, own.class_index);
	if (l->how->own_names != NULL)
		l->how->own_names(l->how->data, l->p, &own);
	link_rulesets(l->p);
	classes_finish(l->p);
	seal_rules(l);
	l->p->shapeless = is_shapeless(l->p);
	name_rulesets(l->p);
}
