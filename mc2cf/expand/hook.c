/*
 * hook.c - named places in the output, and what is put there
 *
 * At `hook NAME' come the fragments bound to NAME and the site's own section
 * NAME.  The section may hold marks that say where, between its own lines, a
 * use belongs; a use without a mark comes first, in the order of the .mc.
 *
 * A FEATURE that is used several times has one fragment.  Where none of its
 * uses is marked the fragment is put out once, and its `each' goes over all
 * uses.  Where some are, each use is put out by itself, so that uses of
 * different FEATUREs and the site's lines keep their order.
 */
#include "expand/walk.h"

struct hook *hook_get(struct expander *x, struct slice name)
{
	struct hook *h = symtab_get(x->hooks, name);

	if (h == NULL) {
		h = ARENA_NEW(x->arena, struct hook);
		h->tail = &h->first;
		symtab_set(x->hooks, name, h);
	}
	return h;
}

void hook_bind(struct expander *x, const struct site_use *use, const struct node *at)
{
	struct hook *h = hook_get(x, at->text);
	struct fragment *f = ARENA_NEW(x->arena, struct fragment);

	f->use = use;
	f->body = at->body;
	if (h->first == NULL)
		h->bound = at->at;
	*h->tail = f;
	h->tail = &f->next;
}

static bool marked(const struct site_section *sec, const struct site_use *u)
{
	for (size_t i = 0; sec != NULL && i < sec->n; i++)
		if (sec->v[i].use == u)
			return true;
	return false;
}

static bool any_marked(const struct site_section *sec, const struct site_use *u)
{
	for (size_t i = 0; sec != NULL && i < sec->n; i++)
		if (sec->v[i].use != NULL && sec->v[i].use->first == u->first)
			return true;
	return false;
}

/* All that one use binds here: its own `at' blocks, of which there may be several, or its share in those of the first use. */
static void place_use(struct expander *x, const struct hook *h, const struct site_use *u)
{
	struct scope s = {.use = u, .asked = u->at, .only = u, .each_only = u->repeated};

	for (const struct fragment *f = h->first; f != NULL; f = f->next)
		if (f->use->first == u->first)
			walk(x, f->body, &s);
}

static void place_unmarked(struct expander *x, const struct hook *h, const struct site_section *sec)
{
	for (const struct fragment *f = h->first; f != NULL; f = f->next) {
		struct scope s = {.use = f->use, .asked = f->use->at};

		if (!any_marked(sec, f->use))
			walk(x, f->body, &s);
	}
	for (size_t i = 0; sec != NULL && h->first != NULL && i < x->site->nuses; i++) {
		const struct site_use *u = x->site->uses[i];

		if (u->first->again && any_marked(sec, u) && !marked(sec, u))
			place_use(x, h, u);
	}
}

static void place_section(struct expander *x, const struct hook *h, const struct site_section *sec)
{
	cf_reader_end(x->reader);
	for (size_t i = 0; i < sec->n; i++) {
		const struct site_line *l = &sec->v[i];

		if (l->use == NULL) {
			put_text(x, l->text, l->at, l->at);
			continue;
		}
		cf_reader_end(x->reader);
		place_use(x, h, l->use);
		cf_reader_end(x->reader);
	}
	cf_reader_end(x->reader);
}

void hook_place(struct expander *x, const struct node *n, const struct scope *s)
{
	struct hook *h = hook_get(x, n->text);
	const struct site_section *sec = symtab_get(x->site->sections, n->text);

	(void)s; /* who asks for a fragment is its own use, not where the hook stands */
	/* A fragment may be wanted in several places (each M line of a family); the site's own lines must not come twice. */
	if (h->placed && sec != NULL) {
		diag_add(x->d, 506, n->at, "the hook `%.*s' comes a second time, and the site has text for it", SLICE_ARG(n->text));
		return;
	}
	h->placed = true;
	if (h->open) {
		diag_add(x->d, 508, n->at, "the hook `%.*s' is inside itself", SLICE_ARG(n->text));
		return;
	}
	if (!enter(x, n))
		return;
	h->open = true;
	place_unmarked(x, h, sec);
	if (sec != NULL)
		place_section(x, h, sec);
	h->open = false;
	x->depth--;
}

/* The first line of a section that says something, or NULL. */
static const struct site_line *first_text(const struct site_section *sec)
{
	for (size_t i = 0; i < sec->n; i++)
		if (sec->v[i].use == NULL && slice_trim(sec->v[i].text).n != 0)
			return &sec->v[i];
	return NULL;
}

static void check_sections(struct expander *x)
{
	struct slice name;
	void *value;

	for (size_t i = 0; symtab_at(x->site->sections, &i, &name, &value);) {
		const struct hook *h = symtab_get(x->hooks, name);
		const struct site_line *l = first_text(value);

		if (l != NULL && (h == NULL || !h->placed))
			diag_add(x->d, 507, l->at, "no template has a place for the text of section %.*s", SLICE_ARG(name));
	}
}

void hook_check(struct expander *x)
{
	struct slice name;
	void *value;

	for (size_t i = 0; symtab_at(x->hooks, &i, &name, &value);) {
		const struct hook *h = value;

		if (h->first != NULL && !h->declared && !x->skipped_include)
			diag_add(x->d, 506, h->bound, "no template has a line `hook %.*s'", SLICE_ARG(name));
	}
	check_sections(x);
}
