/* run.c - calls the checks for which there is something to look at; see lint.h */
#include "lint/memo.h"

/* Whether the inputs of a stage are there. */
static bool can(const struct lint *l, enum lint_stage s)
{
	switch (s) {
	case LINT_RULES: return l->ir != NULL;
	case LINT_MC:    return l->mc != NULL;
	case LINT_CF:    return l->file != 0 && !l->is_mc;
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
	}
}
