/*
 * ir.c - the sequence of items and the tables by name; see ir.h
 *
 * Items are cut from the arena one by one, so pointers to them stay valid
 * while the sequence grows.  Each kind has a table of its own; the last item
 * of a name wins there, as it does for sendmail.  Rulesets are the other way
 * round: a second S line of a name goes on with the same ruleset, so the first
 * one is where it begins.
 */
#include "ir/ir.h"

struct ir {
	struct arena *arena;
	struct ir_item **v;
	size_t n, cap;
	struct symtab *by_name[IR_RAW + 1];
	struct symtab *rulesets; /* name or number → its first item, where more than one has it or it stands behind a name */
	struct symtab *excused;  /* names that may be missing */
};

/* What sendmail compares without care for case (checked with 8.17.1: ruleset, macro and class names are not among it). */
static bool folds(enum ir_kind kind)
{
	return kind == IR_MAILER || kind == IR_MAP || kind == IR_OPTION || kind == IR_FILTER || kind == IR_QUEUE;
}

struct ir *ir_new(struct arena *a)
{
	struct ir *ir = ARENA_NEW(a, struct ir);

	ir->arena = a;
	for (size_t k = 0; k <= IR_RAW; k++)
		ir->by_name[k] = symtab_new(a, folds((enum ir_kind)k));
	ir->rulesets = symtab_new(a, false);
	ir->excused = symtab_new(a, false);
	return ir;
}

struct arena *ir_arena(const struct ir *ir)
{
	return ir->arena;
}

void ir_excuse(struct ir *ir, struct slice name)
{
	symtab_set(ir->excused, name, ir);
}

bool ir_is_excused(const struct ir *ir, struct slice name)
{
	return symtab_get(ir->excused, name) != NULL;
}

/* The first item of a name or number is filed; one that is the only one of its name is found by that. */
static void file_ruleset(struct ir *ir, struct ir_item *item)
{
	struct ir_item *named;

	if (item->same != NULL && symtab_get(ir->rulesets, item->name) == NULL)
		symtab_set(ir->rulesets, item->name, (struct ir_item *)(uintptr_t)item->same);
	if (item->value.n == 0 || symtab_get(ir->rulesets, item->value) != NULL)
		return;
	named = symtab_get(ir->by_name[IR_RULESET], item->value);
	symtab_set(ir->rulesets, item->value, named != NULL ? named : item);
}

struct ir_item *ir_add(struct ir *ir, const struct ir_item *item)
{
	struct ir_item *copy = ARENA_NEW(ir->arena, struct ir_item);

	*copy = *item;
	if (ir->n == ir->cap) {
		size_t cap = ir->cap != 0 ? ir->cap * 2 : 256;
		struct ir_item **v = arena_array(ir->arena, cap, sizeof(struct ir_item *));

		if (ir->n != 0)
			memcpy(v, ir->v, ir->n * sizeof(struct ir_item *));
		ir->v = v;
		ir->cap = cap;
	}
	ir->v[ir->n] = copy;
	copy->index = ir->n;
	copy->same = copy->name.n != 0 ? symtab_set(ir->by_name[copy->kind], copy->name, copy) : NULL;
	if (copy->kind == IR_RULESET)
		file_ruleset(ir, copy);
	ir->n++;
	return copy;
}

size_t ir_count(const struct ir *ir)
{
	return ir->n;
}

struct ir_item *ir_at(const struct ir *ir, size_t i)
{
	return i < ir->n ? ir->v[i] : NULL;
}

struct ir_item *ir_find(const struct ir *ir, enum ir_kind kind, struct slice name)
{
	return symtab_get(ir->by_name[kind], name);
}

const struct symtab *ir_names(const struct ir *ir, enum ir_kind kind)
{
	return ir->by_name[kind];
}

bool ir_ruleset(const struct ir *ir, struct slice name_or_number, size_t *index)
{
	const struct ir_item *first = symtab_get(ir->rulesets, name_or_number);

	if (first == NULL)
		first = symtab_get(ir->by_name[IR_RULESET], name_or_number);
	if (first == NULL)
		return false;
	*index = first->index;
	return true;
}
