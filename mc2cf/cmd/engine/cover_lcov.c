/*
 * cover_lcov.c - see cover.h: coverage in the form that lcov and genhtml read
 *
 * Rules count in three files: the sendmail.cf (where one is kept), the template
 * that spells them, the .mc that asked for them.  A line's count is how often
 * its rules matched; its branches are matches and failures.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "cmd/engine/cover_priv.h"
#include "cmd/output.h"

struct place {
	struct slice file, ruleset;
	uint32_t line;
	unsigned long matched, failed;
	bool rule;
};

struct places {
	struct place *v;
	size_t n, cap;
};

static void add(struct cover *c, struct places *to, struct place p)
{
	if (p.line == 0 || p.file.n == 0)
		return;
	if (to->n == to->cap) {
		struct place *v = arena_array(c->a, to->cap != 0 ? to->cap * 2 : 1024, sizeof(*v));

		if (to->n != 0)
			memcpy(v, to->v, to->n * sizeof(*v));
		to->v = v;
		to->cap = to->cap != 0 ? to->cap * 2 : 1024;
	}
	to->v[to->n++] = p;
}

/* macros/ and templates/ lie in the library. */
static struct slice whole_path(struct cover *c, struct slice file)
{
	struct buf b;

	if (!slice_starts(file, SLICE_LIT("templates/")) && !slice_starts(file, SLICE_LIT("macros/")))
		return file;
	buf_init(&b, c->a);
	buf_printf(&b, "%.*s/%.*s", SLICE_ARG(c->w->origins.library), SLICE_ARG(file));
	return buf_slice(&b);
}

static void add_rules(struct cover *c, int ruleset, const struct cover_how *how, struct places *to)
{
	struct cover_ruleset *r = &c->rulesets[ruleset];
	struct cfrw_text name = cfrw_ruleset_name(c->w->program, ruleset);
	const char *cf = c->w->given ? c->w->name : how->keep;

	for (size_t i = 0; i < r->n; i++) {
		struct place p = {.matched = r->rules[i].matched, .failed = r->rules[i].failed, .rule = true, .ruleset = {name.p, name.n}};
		struct origin o;
		struct cfrw_rule rule;

		if (!cfrw_rule(c->w->program, ruleset, i, &rule))
			continue;
		o = origins_of(&c->w->origins, rule.line);
		p.line = rule.line;
		p.file = slice_of(cf);
		add(c, to, p);
		p.file = whole_path(c, o.text.file);
		p.line = o.text.line;
		add(c, to, p);
		p.file = whole_path(c, o.asked.file);
		p.line = slice_eq(o.asked.file, o.text.file) && o.asked.line == o.text.line ? 0 : o.asked.line;
		add(c, to, p);
	}
}

static void add_entries(struct cover *c, struct places *to)
{
	for (size_t i = 0; i < c->nentries; i++) {
		const struct cover_entry *e = &c->entries[i];
		struct buf b;

		buf_init(&b, c->a);
		buf_printf(&b, "%s%.*s", c->w->folder, SLICE_ARG(e->file));
		add(c, to, (struct place){.file = buf_slice(&b), .line = e->line, .matched = e->hits});
	}
}

static int by_place(const void *x, const void *y)
{
	const struct place *a = x, *b = y;
	int c = slice_cmp(a->file, b->file);

	return c != 0 ? c : a->line < b->line ? -1 : a->line > b->line;
}

/* What stands in one line is one. */
static void merge(struct places *p)
{
	size_t n = 0;

	qsort(p->v, p->n, sizeof(*p->v), by_place);
	for (size_t i = 0; i < p->n; i++) {
		if (n != 0 && by_place(&p->v[n - 1], &p->v[i]) == 0) {
			p->v[n - 1].matched += p->v[i].matched;
			p->v[n - 1].failed += p->v[i].failed;
		} else
			p->v[n++] = p->v[i];
	}
	p->n = n;
}

static void put_branches(struct buf *b, const struct place *p, size_t *all, size_t *hit)
{
	if (!p->rule)
		return;
	*all += 2;
	*hit += (size_t)(p->matched != 0) + (p->failed != 0);
	if (p->matched + p->failed == 0)
		buf_printf(b, "BRDA:%u,0,0,-\nBRDA:%u,0,1,-\n", (unsigned)p->line, (unsigned)p->line);
	else
		buf_printf(b, "BRDA:%u,0,0,%lu\nBRDA:%u,0,1,%lu\n", (unsigned)p->line, p->matched, (unsigned)p->line, p->failed);
}

/* The places of one file, from the first on; how many there were. */
static size_t put_file(struct buf *b, const struct place *v, size_t n)
{
	size_t i, branches = 0, taken = 0, lines = 0;

	buf_printf(b, "TN:\nSF:%.*s\n", SLICE_ARG(v->file));
	for (i = 0; i < n && slice_eq(v[i].file, v->file); i++)
		put_branches(b, &v[i], &branches, &taken);
	buf_printf(b, "BRF:%zu\nBRH:%zu\n", branches, taken);
	for (i = 0; i < n && slice_eq(v[i].file, v->file); i++) {
		buf_printf(b, "DA:%u,%lu\n", (unsigned)v[i].line, v[i].matched);
		lines += v[i].matched != 0;
	}
	buf_printf(b, "LF:%zu\nLH:%zu\nend_of_record\n", i, lines);
	return i;
}

/* Whole or not at all. */
static bool write_whole(const char *name, struct slice text)
{
	int error = output_write(name, text);

	if (error != 0)
		fprintf(stderr, "mc2cf test: cannot write %s: %s\n", name, strerror(error));
	return error == 0;
}

bool cover_lcov(struct arena *a, struct cover *const *v, size_t n, const struct cover_how *how)
{
	struct places p = {.n = 0};
	struct buf b;

	if (n != 0 && how->keep != NULL && !write_whole(how->keep, v[0]->w->cf))
		return false;
	if (how->lcov == NULL)
		return true;
	buf_init(&b, a);
	for (size_t i = 0; i < n; i++) {
		struct cover_how none = {.keep = i == 0 ? how->keep : NULL}; /* one file is kept: the first */

		world_find_origins(v[i]->w);
		for (int r = 0; r < ENGINE_RULESETS_MAX; r++)
			add_rules(v[i], r, &none, &p);
		add_entries(v[i], &p);
	}
	merge(&p);
	for (size_t i = 0; i < p.n;)
		i += put_file(&b, p.v + i, p.n - i);
	return write_whole(how->lcov, buf_slice(&b));
}
