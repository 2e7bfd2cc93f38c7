/*
 * context.c - making a context; macros of its own
 *
 * What a context sets lies beside the program's values, by the same number.
 * Names that the program does not have can be set and asked for as well, but
 * no rule can see them.
 */
#include <setjmp.h>

#include "engine/context.h"

static void *zeroed(const struct cfrw_host *h, size_t n, size_t size)
{
	void *p = mem_get(h, n * size + 1);

	if (p != NULL)
		memset(p, 0, n * size + 1);
	return p;
}

void context_oom(void *data)
{
	cfrw_context *c = data;

	longjmp(c->oom, 1);
}

cfrw_context *cfrw_context_new(const cfrw_program *p)
{
	cfrw_context *c = zeroed(&p->host, 1, sizeof(*c));

	if (c == NULL)
		return NULL;
	c->p = p;
	c->nmacros = p->nmacros;
	c->nclasses = p->nclasses;
	c->generation = 1;
	c->shapeless = p->shapeless;
	c->macros = zeroed(&p->host, c->nmacros, sizeof(*c->macros));
	c->added = zeroed(&p->host, c->nclasses, sizeof(*c->added));
	c->bared = zeroed(&p->host, p->nbare, 1);
	c->arena = mem_arena(&p->host, context_oom, c);
	if (!words_init(&c->words, &p->host, &p->words) || c->macros == NULL || c->added == NULL || c->bared == NULL || c->arena == NULL ||
	    !context_room(c, FRAME_ROOM) || !text_room(c, 256)) {
		cfrw_context_free(c);
		return NULL;
	}
	return c;
}

static void free_macro(const struct cfrw_host *h, struct set_macro *m)
{
	mem_give(h, m->p, m->cap);
	mem_give(h, m->toks, m->toks_cap * sizeof(*m->toks));
}

void cfrw_context_free(cfrw_context *c)
{
	const struct cfrw_host *h;
	void *other;

	if (c == NULL)
		return;
	h = &c->p->host;
	for (size_t i = 0; c->macros != NULL && i < c->nmacros; i++)
		free_macro(h, &c->macros[i]);
	for (size_t i = 0; c->other_macros != NULL && symtab_at(c->other_macros, &i, NULL, &other);)
		free_macro(h, other);
	mem_give(h, c->macros, c->nmacros * sizeof(*c->macros) + 1);
	mem_give(h, c->bared, c->p->nbare + 1);
	mem_give(h, c->added, c->nclasses * sizeof(*c->added) + 1);
	trails_free(c);
	mem_give(h, c->trail.answers, c->trail.answers_cap * sizeof(*c->trail.answers));
	mem_give(h, c->trail.said, c->trail.said_cap);
	arena_free(c->arena);
	arena_free(c->scratch_arena);
	answers_free(c->answers, &c->p->host);
	words_free(&c->words);
	mem_give(h, c->ws, c->ws_cap * sizeof(*c->ws));
	mem_give(h, c->frames, c->frames_cap * sizeof(*c->frames));
	mem_give(h, c->asked, c->asked_cap);
	mem_give(h, c->text, c->text_cap);
	for (size_t i = 0; i < sizeof(c->extra) / sizeof(*c->extra); i++)
		mem_give(h, c->extra[i], c->extra_cap[i]);
	mem_give(h, c, sizeof(*c) + 1);
}

void cfrw_reset(cfrw_context *c)
{
	void *other;

	cfrw_cancel(c);
	for (size_t i = 0; i < c->nmacros; i++)
		if (c->macros[i].set) {
			c->macros[i].set = false;
			c->macros[i].generation = 0;
		}
	for (size_t i = 0; c->other_macros != NULL && symtab_at(c->other_macros, &i, NULL, &other);)
		((struct set_macro *)other)->set = false;
	memset(c->bared, 0, c->p->nbare);
}

const cfrw_program *cfrw_program_of(const cfrw_context *c)
{
	return c->p;
}

void cfrw_budget(cfrw_context *c, unsigned long steps)
{
	c->budget = steps < (unsigned long)ENGINE_STEPS_MAX ? steps : (unsigned long)ENGINE_STEPS_MAX;
}

void cfrw_trace(cfrw_context *c, unsigned events, cfrw_trace_fn *fn, void *data)
{
	if (c->trail.asked != NULL)
		trail_leave(c);
	c->trail.mode = TRAIL_NONE; /* what is kept of a run is for one trace */
	c->trace = fn != NULL ? events : 0;
	c->trace_fn = fn;
	c->trace_data = data;
}

/* --- macros --- */

static struct set_macro *find_macro(const cfrw_context *c, struct slice name)
{
	ptrdiff_t i = program_macro_find(c->p, name);

	if (i >= 0)
		return &c->macros[i];
	return c->other_macros != NULL ? symtab_get(c->other_macros, name) : NULL;
}

static struct set_macro *make_macro(cfrw_context *c, struct slice name)
{
	struct set_macro *m = find_macro(c, name);

	if (m != NULL)
		return m;
	if (c->other_macros == NULL)
		c->other_macros = symtab_new(c->arena, false);
	m = ARENA_NEW(c->arena, struct set_macro);
	symtab_set(c->other_macros, (struct slice){arena_dup(c->arena, name.p, name.n), name.n}, m);
	return m;
}

static bool set_macro(cfrw_context *c, struct slice name, struct slice value)
{
	struct set_macro *m = make_macro(c, name);
	void *p = m->p;

	if ((value.p != NULL) == m->set && slice_eq(value, (struct slice){m->p, m->n}))
		return true;
	if (m->read == c->trail.run) { /* what has been read must stay read */
		if (c->trail.asked != NULL && !trail_leave(c))
			return false;
		m->read = 0;
	}
	if (!mem_grow(&c->p->host, &p, &m->cap, 0, value.n + 1, 1))
		return false;
	m->p = p;
	if (value.n != 0)
		memcpy(m->p, value.p, value.n);
	m->n = value.n;
	m->set = value.p != NULL;
	m->generation = 0;
	return true;
}

bool cfrw_set_text(cfrw_context *c, struct cfrw_text name, struct cfrw_text value)
{
	if (setjmp(c->oom) != 0)
		return false;
	return set_macro(c, (struct slice){name.p, name.n}, value.p != NULL ? (struct slice){value.p, value.n} : SLICE_NONE);
}

bool cfrw_set(cfrw_context *c, const char *name, const char *value, size_t n)
{
	return cfrw_set_text(c, (struct cfrw_text){name, strlen(name)}, (struct cfrw_text){value, n});
}

static bool take_name(struct slice *rest, struct slice *name)
{
	struct slice s = *rest;
	size_t n = 1;

	if (s.n == 0)
		return false;
	if (s.p[0] != '{') {
		*name = (struct slice){s.p, 1};
		*rest = (struct slice){s.p + 1, s.n - 1};
		return true;
	}
	while (n < s.n && s.p[n] != '}')
		n++;
	if (n == s.n || n == 1)
		return false;
	*name = (struct slice){s.p + 1, n - 1};
	*rest = (struct slice){s.p + n + 1, s.n - n - 1};
	return true;
}

/* As name_translate, without an arena; a $ at the end stays one that names nothing. */
static size_t translated(char *to, struct slice text)
{
	size_t k = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '$' && i + 1 < text.n && text.p[i + 1] == '$')
			to[k++] = text.p[i++];
		else
			to[k++] = text.p[i] != '$' ? text.p[i] : SCAN_DOLLAR;
	}
	return k;
}

bool cfrw_define(cfrw_context *c, const char *p, size_t n)
{
	struct slice rest = {p, n}, name;

	if (!take_name(&rest, &name) || setjmp(c->oom) != 0 || !text_room(c, rest.n + 1))
		return false;
	return set_macro(c, name, (struct slice){c->text, translated(c->text, rest)});
}

static struct slice value_of(const cfrw_context *c, ptrdiff_t i, const struct set_macro *m)
{
	if (m != NULL && m->set)
		return (struct slice){m->p, m->n};
	return i >= 0 ? c->p->macros[i].value : SLICE_NONE;
}

struct slice context_macro(const cfrw_context *c, uint32_t macro)
{
	return value_of(c, macro, &c->macros[macro]);
}

bool context_expand_value(const void *data, struct slice name, struct slice *value)
{
	const cfrw_context *c = data;

	*value = value_of(c, program_macro_find(c->p, name), find_macro(c, name));
	return value->p != NULL;
}

bool cfrw_get(const cfrw_context *c, const char *name, struct cfrw_text *value)
{
	struct slice v;
	bool known = context_expand_value(c, slice_of(name), &v);

	*value = (struct cfrw_text){v.p, v.n};
	return known;
}

struct cfrw_text cfrw_expand(cfrw_context *c, const char *p, size_t n)
{
	struct arena *a;
	struct buf b;

	c->ntext = 0;
	a = mem_arena(&c->p->host, context_oom, c);
	if (a == NULL || setjmp(c->oom) != 0) {
		arena_free(a);
		return (struct cfrw_text){NULL, 0};
	}
	buf_init(&b, a);
	expand_text(&b, name_translate(a, (struct slice){p, n}), false, context_expand_value, c);
	if (text_room(c, b.n + 1) && b.n != 0)
		text_put(c, b.p, b.n);
	arena_free(a);
	return (struct cfrw_text){c->text, c->ntext};
}
