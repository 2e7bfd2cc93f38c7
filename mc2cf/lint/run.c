/* run.c - calls the checks for which there is something to look at; see lint.h */
#include "lint/memo.h"

/* Whether the inputs of a stage are there. */
static bool can(const struct lint *l, enum lint_stage s)
{
	switch (s) {
	case LINT_RULES: return l->ir != NULL;
	case LINT_MC:    return l->mc != NULL;
	case LINT_CF:    return l->file != 0 && !l->is_mc && l->ir != NULL;
	case LINT_SITE:  return l->ir != NULL;
	case LINT_FILES: return l->ir != NULL && l->files != NULL;
	case LINT_TABLE:
	case LINT_SELF:  break;
	}
	return false;
}

static void run_on_tables(const struct lint *l, lint_fn *fn)
{
	for (size_t i = 0; i < l->ntables; i++) {
		struct lint one = *l;

		one.table = l->tables[i];
		fn(&one);
	}
}

/* What a .mc sets is known though its rules are not. */
static void run_on_settings(const struct lint *l, lint_fn *fn)
{
	struct lint one = *l;

	one.ir = l->settings;
	one.memo = ARENA_NEW(l->arena, struct lint_memo);
	fn(&one);
}

/* Findings that say more than others in their line. */
struct replaced {
	struct replaced *next;
	unsigned by;
	struct srcpos at;
};

static bool is_replaced(void *ctx, const struct diag_view *v)
{
	for (const struct replaced *r = ctx; r != NULL; r = r->next)
		if (lint_replaces(r->by, v->code->number) && v->at.file == r->at.file && v->at.line == r->at.line)
			return true;
	return false;
}

static void drop_replaced(const struct lint *l)
{
	struct replaced *first = NULL;
	struct diag_view v;

	for (size_t i = 0; diags_view(l->d, i, &v); i++)
		if (lint_replaces(v.code->number, 0)) {
			struct replaced *r = ARENA_NEW(l->arena, struct replaced);

			*r = (struct replaced){first, v.code->number, v.at};
			first = r;
		}
	if (first != NULL)
		diags_drop(l->d, is_replaced, first);
}

void lint_run(struct lint *l)
{
	const struct lint_check *c;

	l->memo = ARENA_NEW(l->arena, struct lint_memo);
	for (size_t i = 0; (c = lint_check_at(i)) != NULL; i++) {
		if (c->fn == NULL)
			continue;
		if (c->stage == LINT_TABLE)
			run_on_tables(l, c->fn);
		else if (can(l, c->stage))
			c->fn(l);
		else if (c->stage == LINT_SITE && l->settings != NULL)
			run_on_settings(l, c->fn);
	}
	drop_replaced(l);
}
