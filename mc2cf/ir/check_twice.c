/*
 * check_twice.c - what the site's own lines declare once more: the later one wins, or both are joined
 */
#include "ir/check_priv.h"

/* The header's name, before the colon. */
static struct slice header_name(const struct ir_item *header)
{
	struct slice rest = header->value, name = SLICE_NONE;

	if (rest.n != 0 && rest.p[0] == '?')
		return SLICE_NONE;
	slice_next(&rest, ':', &name);
	return slice_trim(name);
}

/* Headers: only where both call a ruleset, of which sendmail keeps one. */
static bool same(const struct ir_item *a, const struct ir_item *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == IR_HEADER)
		return header_name(a).n != 0 && slice_caseeq(header_name(a), header_name(b)) && ir_header_call(a).n != 0 && ir_header_call(b).n != 0 &&
		       !slice_eq(ir_header_call(a), ir_header_call(b));
	if (a->kind == IR_RULESET)
		return slice_eq(a->name, b->name) || (a->value.n != 0 && slice_eq(a->value, b->value));
	/* what sites copy from one another, such as Kmacro macro, is there once more and does no harm */
	if (a->kind == IR_MAP && slice_eq(a->value, b->value))
		return false;
	return (a->kind == IR_MAP || a->kind == IR_FILTER) && slice_caseeq(a->name, b->name);
}

/* A ruleset without rules, as hooks are, may be continued. */
static bool is_empty(const struct ir *ir, size_t ruleset)
{
	const struct ir_item *item;

	for (size_t i = ruleset + 1; (item = ir_at(ir, i)) != NULL && item->kind != IR_RULESET; i++)
		if (item->kind == IR_RULE)
			return false;
	return true;
}

void ir_check_twice(const struct ir *ir, size_t i, struct diags *d)
{
	const struct ir_item *item = ir_at(ir, i), *before;

	if (item->kind != IR_MAP && item->kind != IR_FILTER && item->kind != IR_HEADER && item->kind != IR_RULESET)
		return;
	for (size_t k = 0; (before = ir_at(ir, k)) != NULL; k++) {
		/* behind it only a ruleset of the templates counts: its author is not to blame */
		if (k == i || (k > i && (item->kind != IR_RULESET || ir_is_own(before))) || !same(before, item) || (item->kind == IR_RULESET && (is_empty(ir, k) || is_empty(ir, i))))
			continue;
		if (item->kind == IR_RULESET)
			diag_place(ir_warn(d, item, NULL, 616, "ruleset `%.*s' is there twice: sendmail joins the rules of both", SLICE_ARG(item->name)), before->origin.at, "the other one is here");
		else if (item->kind == IR_HEADER)
			diag_place(ir_warn(d, item, NULL, 616, "header `%.*s' is checked by one ruleset only, this one", SLICE_ARG(header_name(item))), before->origin.at, "this check is lost");
		else
			diag_place(ir_warn(d, item, NULL, item->kind == IR_FILTER ? 618 : 616, "%s `%.*s' is declared twice", item->kind == IR_MAP ? "map" : "filter", SLICE_ARG(item->name)), before->origin.at, "first declared here");
		return;
	}
}
