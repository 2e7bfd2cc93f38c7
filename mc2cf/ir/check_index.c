/*
 * check_index.c - what is called, and which headers are checked: found once, however many ask
 *
 * Made when the first item asks, since most configurations never do.
 */
#include "ir/check_priv.h"
#include "ir/token.h"

static void call(struct symtab *called, struct slice name, const struct ir_item *by)
{
	if (name.n != 0)
		symtab_set(called, name, (void *)(uintptr_t)by);
}

static void calls_of_rule(struct symtab *called, const struct ir_item *rule)
{
	for (size_t i = 0; i + 1 < rule->rhs.n; i++)
		if (rule->rhs.v[i].kind == IR_T_CALL)
			call(called, ir_token_bare(&rule->rhs.v[i + 1]), rule);
}

/* S=… and R=… of a mailer, envelope and header apart. */
static void calls_of_mailer(struct symtab *called, const struct ir_item *mailer)
{
	for (size_t i = 0; i < mailer->nfields; i++) {
		struct slice rest = mailer->fields[i].value, name;

		while (slice_next(&rest, '/', &name))
			call(called, slice_trim(name), mailer);
	}
}

static void find_calls(struct ir_index *x)
{
	const struct ir_item *item;

	x->called = symtab_new(ir_arena(x->ir), false);
	for (size_t i = 0; (item = ir_at(x->ir, i)) != NULL; i++) {
		if (item->kind == IR_RULE)
			calls_of_rule(x->called, item);
		else if (item->kind == IR_MAILER)
			calls_of_mailer(x->called, item);
		else if (item->kind == IR_HEADER)
			call(x->called, ir_header_call(item), item);
	}
}

bool ir_is_called(struct ir_index *x, struct slice name)
{
	if (x->called == NULL)
		find_calls(x);
	return name.n != 0 && symtab_get(x->called, name) != NULL;
}

const struct ir_item *ir_header_before(struct ir_index *x, const struct ir_item *header)
{
	const struct ir_item *item;

	if (x->headers == NULL) {
		x->headers = symtab_new(ir_arena(x->ir), true);
		for (size_t i = 0; (item = ir_at(x->ir, i)) != NULL; i++)
			if (item->kind == IR_HEADER && ir_header_call(item).n != 0 && symtab_get(x->headers, ir_header_name(item)) == NULL)
				symtab_set(x->headers, ir_header_name(item), (void *)(uintptr_t)item);
	}
	item = symtab_get(x->headers, ir_header_name(header));
	return item != NULL && item->index < header->index ? item : NULL;
}
