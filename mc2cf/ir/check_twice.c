/*
 * check_twice.c - what the site's own lines declare once more: the later one wins, or both are joined
 */
#include "ir/check_priv.h"

/* A ruleset without rules, as hooks are, may be continued. */
static bool is_empty(const struct ir *ir, size_t ruleset)
{
	const struct ir_item *item;

	for (size_t i = ruleset + 1; (item = ir_at(ir, i)) != NULL && item->kind != IR_RULESET; i++)
		if (item->kind == IR_RULE)
			return false;
	return true;
}

static void say(const struct ir_item *item, const struct ir_item *before, struct diags *d)
{
	if (item->kind == IR_RULESET)
		diag_place(ir_warn(d, item, NULL, 616, "ruleset `%.*s' is there twice: sendmail joins the rules of both", SLICE_ARG(item->name)), before->origin.at, "the other one is here");
	else if (item->kind == IR_HEADER)
		diag_place(ir_warn(d, item, NULL, 616, "header `%.*s' is checked by one ruleset only, this one", SLICE_ARG(ir_header_name(item))), before->origin.at, "this check is lost");
	else
		diag_place(ir_warn(d, item, NULL, item->kind == IR_FILTER ? 618 : 616, "%s `%.*s' is declared twice", item->kind == IR_MAP ? "map" : "filter", SLICE_ARG(item->name)), before->origin.at, "declared here before");
}

/* A header counts only where both call a ruleset, of which sendmail keeps one. */
static const struct ir_item *other_header(struct ir_index *x, const struct ir_item *header)
{
	const struct ir_item *before = ir_header_name(header).n != 0 && ir_header_call(header).n != 0 ? ir_header_before(x, header) : NULL;

	return before != NULL && !slice_eq(ir_header_call(before), ir_header_call(header)) ? before : NULL;
}

/* A ruleset with rules of that name; behind it only one of the templates counts: its author is not to blame. */
static const struct ir_item *other_ruleset(const struct ir *ir, const struct ir_item *ruleset)
{
	const struct ir_item *r;
	size_t numbered;

	for (r = ruleset->same; r != NULL; r = r->same)
		if (!is_empty(ir, r->index))
			return r;
	for (r = ir_find(ir, IR_RULESET, ruleset->name); r != NULL && r != ruleset; r = r->same)
		if (!ir_is_own(r) && !is_empty(ir, r->index))
			return r;
	if (ruleset->value.n == 0 || !ir_ruleset(ir, ruleset->value, &numbered) || numbered >= ruleset->index || is_empty(ir, numbered))
		return NULL;
	return ir_at(ir, numbered);
}

void ir_check_twice(struct ir_index *x, const struct ir_item *item, struct diags *d)
{
	const struct ir_item *before = NULL;

	if (item->kind == IR_MAP || item->kind == IR_FILTER)
		before = item->same;
	else if (item->kind == IR_HEADER)
		before = other_header(x, item);
	else if (item->kind == IR_RULESET && !is_empty(x->ir, item->index))
		before = other_ruleset(x->ir, item);
	if (before != NULL)
		say(item, before, d);
}
