/*
 * seal.c - what is done once a .cf is read: masks, gates, names of rulesets
 */
#include <stdlib.h>

#include "engine/context.h"
#include "engine/load.h"

/* How often each fold stands on a left-hand side. */
struct use {
	uint32_t fold, count;
};

static int by_count(const void *a, const void *b)
{
	const struct use *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return x->fold < y->fold ? -1 : x->fold > y->fold;
}

static void count_rule(const struct rule *rule, struct use *uses)
{
	for (size_t i = 0; i < rule->nlhs; i++)
		if (rule->lhs[i].kind == LHS_LITERAL)
			uses[WORD_INDEX(rule->lhs[i].fold)].count++;
}

/* The words used most have a bit each; those behind them share what is left. */
static void give_bits(struct arena *a, struct words *w, struct use *uses)
{
	enum { OWN = 44 };
	uint32_t *bit = arena_array(a, w->n, sizeof(*bit)), used = 0;

	for (uint32_t i = 0; i < w->n; i++) {
		bit[i] = WORD_BIT_OTHER;
		if (uses[i].count != 0)
			uses[used++] = uses[i];
	}
	qsort(uses, used, sizeof(*uses), by_count);
	for (uint32_t i = 0; i < used; i++)
		bit[uses[i].fold] = i < OWN ? i : OWN + i % (WORD_BIT_USUAL - OWN);
	bit[META_CALL] = WORD_BIT_CALL;
	bit[META_MAPBEGIN] = bit[META_HOSTBEGIN] = WORD_BIT_LOOKUP;
	for (uint32_t i = 0; i < w->n; i++)
		w->v[i].fold |= bit[WORD_INDEX(w->v[i].fold)] << WORD_BITS_SHIFT;
}

static void set_folds(const struct words *w, const struct op *ops, size_t n)
{
	struct op *v = (struct op *)(uintptr_t)ops; /* they are ours until the program is given out */

	for (size_t i = 0; i < n; i++)
		if (v[i].kind == 0)
			v[i].fold = w->v[v[i].arg].fold;
}

static void set_gate(const struct rule *rule, struct gate *g)
{
	for (size_t i = 0; i < rule->nlhs; i++)
		if (rule->lhs[i].kind == LHS_LITERAL)
			g->need |= WORD_BIT(rule->lhs[i].fold);
	for (size_t i = 1; i < rule->nlhs; i++)
		if (rule->lhs[i - 1].kind == LHS_LITERAL && rule->lhs[i].kind == LHS_LITERAL)
			g->pairs |= WORD_PAIR(rule->lhs[i - 1].fold, rule->lhs[i].fold);
	g->need &= ~((uint64_t)1 << WORD_BIT_OTHER);
	if (rule->nlhs == 0)
		return;
	if (rule->lhs[0].kind == LHS_LITERAL)
		g->first = rule->lhs[0].fold;
	if (rule->lhs[rule->nlhs - 1].kind == LHS_LITERAL)
		g->last = rule->lhs[rule->nlhs - 1].fold;
}

/* $* and $+ learn what stands behind them. */
static void look_ahead(const struct rule *rule)
{
	struct op *v = (struct op *)(uintptr_t)rule->lhs;

	for (size_t i = 0; i < rule->nlhs; i++) {
		if (v[i].kind != LHS_ZEROANY && v[i].kind != LHS_ONEANY)
			continue;
		v[i].arg = v[i].kind == LHS_ONEANY;
		v[i].kind = i + 1 == rule->nlhs ? LHS_ANY_LAST : v[i + 1].kind == LHS_LITERAL ? LHS_ANY_LITERAL : LHS_ANY;
		v[i].fold = v[i].kind == LHS_ANY_LITERAL ? v[i + 1].fold : 0;
	}
}

/* Literals side by side on the right become one piece to copy. */
static void join_runs(struct arena *a, struct rule *rule)
{
	struct op *v = (struct op *)(uintptr_t)rule->rhs;
	struct tok *run = arena_array(a, rule->nrhs + COPY_SLACK, sizeof(*run));
	uint16_t n = 0;
	uint32_t used = 0;

	for (uint16_t i = 0; i < rule->nrhs; i++) {
		struct op op = v[i];

		if (op.kind != RHS_LITERAL) {
			rule->positions |= op.kind == RHS_POSITION;
			v[n++] = op;
			continue;
		}
		run[used] = (struct tok){op.arg, op.fold};
		rule->mask |= WORD_BIT(op.fold);
		if (n != 0 && v[n - 1].kind == RHS_RUN) {
			rule->pairs |= WORD_PAIR(run[used - 1].fold, op.fold);
			v[n - 1].fold++;
		} else
			v[n++] = (struct op){RHS_RUN, used, 1, 0};
		used++;
	}
	rule->nrhs = n;
	rule->run = run;
}

static void seal_rules(struct loader *l)
{
	struct words *w = &l->p->words;
	struct use *uses = arena_array(l->p->arena, w->n, sizeof(*uses));

	for (uint32_t i = 0; i < w->n; i++)
		uses[i].fold = i;
	for (int s = 0; s < ENGINE_RULESETS_MAX; s++)
		for (size_t i = 0; i < l->lists[s].n; i++)
			count_rule(&l->lists[s].rules[i], uses);
	give_bits(l->p->arena, w, uses);
	for (int s = 0; s < ENGINE_RULESETS_MAX; s++) {
		struct rule_list *r = &l->lists[s];

		for (size_t i = 0; i < r->n; i++) {
			set_folds(w, r->rules[i].lhs, r->rules[i].nlhs);
			set_folds(w, r->rules[i].rhs, r->rules[i].nrhs);
			set_gate(&r->rules[i], &r->gates[i]);
			look_ahead(&r->rules[i]);
			join_runs(l->p->arena, &r->rules[i]);
		}
		l->p->rulesets[s].rules = r->rules;
		l->p->rulesets[s].gates = r->gates;
		l->p->rulesets[s].n = r->n;
	}
}

/* Whether a word's end in a text is not to be seen: it is no atom, and yet has an ordinary byte at one end. */
static bool runs_on(const cfrw_program *p, const struct word *w)
{
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
	for (int i = 0; i < ENGINE_NUMBERS_MAX; i++) {
		struct buf b;

		if (p->rulesets[i].name.n != 0)
			continue;
		buf_init(&b, p->arena);
		buf_printf(&b, "%d", i);
		p->rulesets[i].name = buf_slice(&b);
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
	struct cfrw_words own = {l->p, program_class(l->p, SLICE_LIT("w"))};

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
