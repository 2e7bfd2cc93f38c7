/*
 * context_class.c - words that a context adds to classes
 *
 * They lie beside the program's, by the class's number.  From the first one on no trail is kept: that an unknown word is in
 * no class does not hold any more.
 */
#include <setjmp.h>

#include "engine/context.h"

static struct added *find_added(const cfrw_context *c, struct slice name)
{
	ptrdiff_t i = program_class_find(c->p, name);

	if (i >= 0)
		return &c->added[i];
	return c->other_classes != NULL ? symtab_get(c->other_classes, name) : NULL;
}

static struct added *make_added(cfrw_context *c, struct slice name)
{
	struct added *a = find_added(c, name);

	if (a == NULL) {
		if (c->other_classes == NULL)
			c->other_classes = symtab_new(c->arena, false);
		a = ARENA_NEW(c->arena, struct added);
		symtab_set(c->other_classes, (struct slice){arena_dup(c->arena, name.p, name.n), name.n}, a);
	}
	if (a->words == NULL)
		a->words = symtab_new(c->arena, true);
	return a;
}

static void push_word(cfrw_context *c, struct added *a, struct slice word)
{
	if (symtab_get(a->words, word) != NULL)
		return;
	c->shapeless = true;
	trails_free(c);
	c->trail.mode = TRAIL_NONE;
	word.p = arena_dup(c->arena, word.p, word.n);
	symtab_set(a->words, word, a);
	a->order = arena_grow(c->arena, a->order, a->n, &a->cap, sizeof(*a->order));
	a->order[a->n++] = word;
}

bool cfrw_add(cfrw_context *c, const char *name, const char *word, size_t n)
{
	if (setjmp(c->oom) != 0)
		return false;
	if (cfrw_in(c, name, word, n))
		return true;
	if (c->trail.asked != NULL && !trail_leave(c))
		return false;
	push_word(c, make_added(c, slice_of(name)), (struct slice){word, n});
	return true;
}

bool cfrw_in(const cfrw_context *c, const char *name, const char *word, size_t n)
{
	ptrdiff_t i = program_class_find(c->p, slice_of(name));
	const struct added *a = find_added(c, slice_of(name));
	struct slice text = {word, n};

	if (a != NULL && a->words != NULL && symtab_get(a->words, text) != NULL)
		return true;
	for (size_t k = 0; i >= 0 && k < c->p->classes[i].nmembers; k++)
		if (slice_caseeq(c->p->classes[i].members[k], text))
			return true;
	return false;
}

bool cfrw_members(const cfrw_context *c, const char *name, size_t *i, struct cfrw_text *word)
{
	ptrdiff_t k = program_class_find(c->p, slice_of(name));
	const struct added *a = find_added(c, slice_of(name));
	size_t own = k >= 0 ? c->p->classes[k].nmembers : 0, at = (*i)++;
	const struct slice *s;

	if (at < own)
		s = &c->p->classes[k].members[at];
	else if (a != NULL && at - own < a->n)
		s = &a->order[at - own];
	else
		return false;
	*word = (struct cfrw_text){s->p, s->n};
	return true;
}
