/*
 * cond.c - see cond.h
 *
 * A recursive-descent parser over words; its depth is bounded by
 * COND_DEPTH_MAX, and so is the evaluation of what it made.
 */
#include "expand/cond.h"
#include "expand/limits.h"

#define SECTION_PREFIX "section."

enum cond_kind { COND_SET, COND_IS, COND_NOT, COND_AND, COND_OR };

struct cond {
	enum cond_kind kind;
	struct slice name, word;   /* COND_SET, COND_IS; the word "empty" is the empty slice */
	const struct cond *a, *b;
};

struct parser {
	struct arena *arena;
	struct diags *d;
	struct slice rest;
	struct srcpos at;   /* of the next word */
	struct slice word;  /* the next word, empty at the end */
	unsigned depth;
	bool failed;
};

static const struct cond *parse_or(struct parser *p);

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static void skip(struct parser *p, size_t n)
{
	p->rest.p += n;
	p->rest.n -= n;
	p->at.col += (uint32_t)n;
}

/* Moves to the next word: a parenthesis, or what stands up to white space or a parenthesis. */
static void advance(struct parser *p)
{
	size_t n = 0;

	skip(p, p->word.n);
	while (p->rest.n != 0 && is_blank(*p->rest.p))
		skip(p, 1);
	while (n < p->rest.n && !is_blank(p->rest.p[n]) && p->rest.p[n] != '(' && p->rest.p[n] != ')')
		n++;
	if (n == 0 && p->rest.n != 0)
		n = 1;
	p->word = (struct slice){p->rest.p, n};
}

static bool accept(struct parser *p, const char *word)
{
	if (!slice_eq_str(p->word, word))
		return false;
	advance(p);
	return true;
}

static const struct cond *fail(struct parser *p, const char *wanted)
{
	if (!p->failed) {
		if (p->word.n == 0)
			diag_add(p->d, 504, p->at, "the condition ends where %s should follow", wanted);
		else
			diag_add(p->d, 504, p->at, "the condition has `%.*s' where %s should stand", SLICE_ARG(p->word), wanted);
	}
	p->failed = true;
	return NULL;
}

static struct cond *make(struct parser *p, enum cond_kind kind, const struct cond *a, const struct cond *b)
{
	struct cond *c = ARENA_NEW(p->arena, struct cond);

	c->kind = kind;
	c->a = a;
	c->b = b;
	return c;
}

static bool is_keyword(struct slice w)
{
	static const char *const words[] = {"and", "or", "not", "is", "(", ")"};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (slice_eq_str(w, words[i]))
			return true;
	return w.n == 0;
}

static const struct cond *parse_name(struct parser *p)
{
	struct cond *c;

	if (is_keyword(p->word))
		return fail(p, "a name");
	c = make(p, COND_SET, NULL, NULL);
	c->name = p->word;
	advance(p);
	if (!accept(p, "is"))
		return c;
	c->kind = COND_IS;
	if (is_keyword(p->word))
		return fail(p, "a word or `empty'");
	c->word = slice_eq_str(p->word, "empty") ? SLICE_NONE : p->word;
	advance(p);
	return c;
}

static const struct cond *parse_prim(struct parser *p)
{
	const struct cond *c = NULL;

	if (++p->depth > COND_DEPTH_MAX) {
		fail(p, "something simpler");
	} else if (accept(p, "not")) {
		c = parse_prim(p);
		c = c != NULL ? make(p, COND_NOT, c, NULL) : NULL;
	} else if (accept(p, "(")) {
		c = parse_or(p);
		if (c != NULL && !accept(p, ")"))
			c = fail(p, "`)'");
	} else {
		c = parse_name(p);
	}
	p->depth--;
	return c;
}

static const struct cond *parse_and(struct parser *p)
{
	const struct cond *c = parse_prim(p), *next;

	while (c != NULL && accept(p, "and")) {
		next = parse_prim(p);
		c = next != NULL ? make(p, COND_AND, c, next) : NULL;
	}
	return c;
}

static const struct cond *parse_or(struct parser *p)
{
	const struct cond *c = parse_and(p), *next;

	while (c != NULL && accept(p, "or")) {
		next = parse_and(p);
		c = next != NULL ? make(p, COND_OR, c, next) : NULL;
	}
	return c;
}

const struct cond *cond_parse(struct arena *a, struct diags *d, struct slice text, struct srcpos at)
{
	struct parser p = {.arena = a, .d = d, .rest = text, .at = at};
	const struct cond *c;

	advance(&p);
	c = parse_or(&p);
	if (c != NULL && p.word.n != 0)
		c = fail(&p, "`and', `or' or the end");
	return c;
}

/* section.NAME is set where the .mc has that section. */
static bool section_holds(const struct cond *c, const struct site *site, struct srcpos *why)
{
	const size_t n = sizeof(SECTION_PREFIX) - 1;
	const struct site_section *sec;

	if (c->kind != COND_SET || !slice_starts(c->name, SLICE_LIT(SECTION_PREFIX)))
		return false;
	sec = symtab_get(site->sections, (struct slice){c->name.p + n, c->name.n - n});
	if (sec != NULL && sec->n != 0 && sec->v[0].at.file != 0)
		*why = sec->v[0].at;
	return sec != NULL;
}

static bool name_holds(const struct cond *c, const struct site *site, const struct site_use *use, struct srcpos *why)
{
	const struct site_fact *f = site_get(site, use, c->name);

	if (f == NULL && section_holds(c, site, why))
		return true;
	if (f == NULL || (c->kind == COND_IS && !slice_eq(f->value, c->word)))
		return false;
	if (f->at.file != 0)
		*why = f->at;
	return true;
}

static bool holds(const struct cond *c, const struct site *site, const struct site_use *use, struct srcpos *why)
{
	struct srcpos first = SRCPOS_NONE, second = SRCPOS_NONE;

	switch (c->kind) {
	case COND_SET:
	case COND_IS:
		return name_holds(c, site, use, why);
	case COND_NOT: /* a fact that is missing has no place */
		return !holds(c->a, site, use, &first);
	case COND_AND:
		if (!holds(c->a, site, use, &first) || !holds(c->b, site, use, &second))
			return false;
		*why = first.file != 0 ? first : second;
		return true;
	case COND_OR:
		return holds(c->a, site, use, why) || holds(c->b, site, use, why);
	}
	return false;
}

bool cond_holds(const struct cond *c, const struct site *site, const struct site_use *use, struct srcpos *why)
{
	struct srcpos found = SRCPOS_NONE;
	bool yes = holds(c, site, use, &found);

	if (yes && found.file != 0)
		*why = found;
	return yes;
}
