/*
 * ours.c - which domains are ours, as far as it can be known; see ours.h
 */
#include "lint/ours.h"

static bool in_tables(const struct lint *l, const char *class, struct slice domain)
{
	for (size_t i = 0; i < l->ntables; i++) {
		const struct lint_table *t = l->tables[i];

		if (t->map != NULL && t->map->kind == IR_CLASSFILE && slice_eq_str(t->map->name, class) && lint_table_find(t, domain) != NULL)
			return true;
	}
	return false;
}

bool lint_is_in(const struct lint *l, const char *class, struct slice domain)
{
	return lint_class_has(l, class, domain) || in_tables(l, class, domain);
}

bool lint_is_ours(const struct lint *l, struct slice domain)
{
	if (l->ir == NULL)
		return false;
	if (domain.n > 2 && domain.p[0] == '[')
		domain = (struct slice){domain.p + 1, domain.n - 2};
	return lint_is_in(l, "w", domain) || slice_caseeq(lint_macro(l, "j"), domain);
}

/* Whether a class is known whole: each of its files is here. */
bool lint_knows_class(const struct lint *l, const char *class)
{
	const struct ir_item *f;

	for (size_t i = 0; (f = lint_next(l, IR_CLASSFILE, &i)) != NULL;) {
		bool here = false;

		for (size_t k = 0; k < l->ntables; k++)
			here |= l->tables[k]->map == f;
		if (slice_eq_str(f->name, class) && !here)
			return false;
	}
	return true;
}

const struct lint_table *lint_table_of(const struct lint *l, enum lint_table_kind kind)
{
	for (size_t i = 0; i < l->ntables; i++)
		if (l->tables[i]->kind == kind)
			return l->tables[i];
	return NULL;
}
