/*
 * site.c - see site.h
 */
#include "ir/site.h"

struct site *site_new(struct arena *a)
{
	struct site *s = ARENA_NEW(a, struct site);

	s->arena = a;
	s->facts = symtab_new(a, false);
	s->sections = symtab_new(a, false);
	for (size_t kind = 0; kind <= SITE_HACK; kind++)
		s->used[kind] = symtab_new(a, false);
	return s;
}

static struct site_fact *fact_new(struct arena *a, struct slice value, struct srcpos at)
{
	struct site_fact *f = ARENA_NEW(a, struct site_fact);

	*f = (struct site_fact){value, at};
	return f;
}

const struct site_step *site_step(const struct site *s, uint32_t number)
{
	return number != 0 && number <= s->nsteps ? &s->steps[number - 1] : NULL;
}

void site_set(struct site *s, struct slice name, struct slice value, struct srcpos at)
{
	symtab_set(s->facts, name, fact_new(s->arena, value, at));
}

void site_unset(struct site *s, struct slice name)
{
	symtab_del(s->facts, name);
}

/* Whether a use hides a fact: by its name, or as an argument (`feature.argument') of a hidden one. */
static bool hidden(const struct site_use *use, struct slice name)
{
	const char *dot = memchr(name.p, '.', name.n);
	const struct site_fact *f = symtab_get(use->facts, name);

	if (f == NULL && dot != NULL)
		f = symtab_get(use->facts, (struct slice){name.p, (size_t)(dot - name.p)});
	return f != NULL && f->value.p == NULL;
}

const struct site_fact *site_get(const struct site *s, const struct site_use *use, struct slice name)
{
	const struct site_fact *f = NULL;

	if (use != NULL && name.n != 0 && symtab_count(use->facts) != 0) {
		if (hidden(use, name))
			return NULL;
		f = symtab_get(use->facts, name);
	}
	return f != NULL ? f : symtab_get(s->facts, name);
}

struct site_use *site_use_add(struct site *s, enum site_use_kind kind, struct slice name, struct srcpos at)
{
	struct site_use *u = ARENA_NEW(s->arena, struct site_use), *first = symtab_get(s->used[kind], name);

	*u = (struct site_use){.kind = kind, .name = name, .at = at, .facts = symtab_new(s->arena, false), .first = first != NULL ? first : u, .repeated = first != NULL};
	if (first != NULL)
		first->again = true;
	else
		symtab_set(s->used[kind], name, u);
	s->uses = arena_grow(s->arena, s->uses, s->nuses, &s->uses_cap, sizeof(struct site_use *));
	s->uses[s->nuses++] = u;
	return u;
}

void site_use_set(struct site *s, struct site_use *u, struct slice name, struct slice value)
{
	symtab_set(u->facts, name, fact_new(s->arena, value.p != NULL ? value : SLICE_LIT(""), u->at));
}

void site_use_hide(struct site *s, struct site_use *u, struct slice name)
{
	symtab_set(u->facts, name, fact_new(s->arena, SLICE_NONE, u->at));
}

void site_item_add(struct site *s, enum site_item_kind kind, struct slice name, struct slice value, struct srcpos at)
{
	s->items = arena_grow(s->arena, s->items, s->nitems, &s->items_cap, sizeof(*s->items));
	s->items[s->nitems++] = (struct site_item){kind, name, value, at};
}

struct site_section *site_section(struct site *s, struct slice name)
{
	struct site_section *sec = symtab_get(s->sections, name);

	if (sec == NULL) {
		sec = ARENA_NEW(s->arena, struct site_section);
		sec->name = name;
		symtab_set(s->sections, name, sec);
	}
	return sec;
}

void site_line_add(struct site *s, struct site_section *sec, struct srcpos at, struct slice text, const struct site_use *use)
{
	sec->v = arena_grow(s->arena, sec->v, sec->n, &sec->cap, sizeof(*sec->v));
	sec->v[sec->n++] = (struct site_line){at, text, use};
}
