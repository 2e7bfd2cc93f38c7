/*
 * lint_fix.c - --fix: the edits of the findings, made in the files
 *
 * Edits of one finding belong together; where two findings want the same
 * place, the first has it, and the next round looks again.  A .mc or .cf is
 * read again before it is replaced: unless a fix is meant to change what
 * sendmail sees, both must mean the same.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "cf/cf.h"
#include "cmd/diff.h"
#include "cmd/limits.h"
#include "cmd/lint.h"
#include "cmd/output.h"

struct span {
	size_t from, to;
	struct slice text;
};

/* One file, and what becomes of it. */
struct change {
	struct slice name;
	struct slice old;
	struct span *v;
	size_t n, cap;
	bool meant;          /* some fix is meant to change the sendmail.cf */
};

struct fix {
	const struct lint_args *args;
	struct arena *arena;
	struct srcset *src;
	struct symtab *changes; /* name → struct change */
};

static struct change *change_of(struct fix *x, struct slice file)
{
	struct change *c = symtab_get(x->changes, file);
	uint32_t number;

	if (c != NULL)
		return c;
	c = ARENA_NEW(x->arena, struct change);
	if (srcset_load(x->src, file, LINT_INPUT_MAX, &number, &c->old) != 0)
		return NULL;
	c->name = file;
	symtab_set(x->changes, file, c);
	return c;
}

/* The offset of a place; the end of the text where the line is not there. */
static size_t offset_of(struct fix *x, const struct change *c, uint32_t line, uint32_t col)
{
	struct slice text;
	size_t n;

	if (!srcset_line(x->src, srcset_file(x->src, c->name), line, &text))
		return c->old.n;
	n = (size_t)(text.p - c->old.p) + (col != 0 ? col - 1 : 0);
	return n < c->old.n ? n : c->old.n;
}

/* Spans may touch, unless one of them puts something in where they do. */
static bool is_free(const struct change *c, size_t from, size_t to)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct span *v = &c->v[i];
		bool puts_in = from == to || v->from == v->to;

		if (puts_in ? from <= v->to && to >= v->from : from < v->to && to > v->from)
			return false;
	}
	return true;
}

static void add(struct fix *x, struct change *c, struct span s)
{
	c->v = arena_grow(x->arena, c->v, c->n, &c->cap, sizeof *c->v);
	c->v[c->n++] = s;
}

/* All edits of a finding, or none where one of them is in another's way. */
static void take(struct fix *x, const struct lint_finding *f)
{
	struct span *s = arena_array(x->arena, f->nedits, sizeof *s);

	for (size_t i = 0; i < f->nedits; i++) {
		const struct lint_edit *e = &f->edit[i];
		struct change *c = change_of(x, e->file);

		if (c == NULL)
			return;
		s[i] = (struct span){offset_of(x, c, e->line, e->col), offset_of(x, c, e->end_line, e->end_col), e->text};
		if (s[i].to < s[i].from || !is_free(c, s[i].from, s[i].to))
			return;
	}
	for (size_t i = 0; i < f->nedits; i++) {
		struct change *c = change_of(x, f->edit[i].file);

		add(x, c, s[i]);
		c->meant |= lint_fix_changes(f->code->number);
	}
}

static int by_place(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	return x->from < y->from ? -1 : x->from > y->from;
}

static struct slice changed(struct fix *x, struct change *c)
{
	struct buf out;
	size_t at = 0;

	qsort(c->v, c->n, sizeof *c->v, by_place);
	buf_init(&out, x->arena);
	for (size_t i = 0; i < c->n; i++) {
		buf_put(&out, c->old.p + at, c->v[i].from - at);
		buf_put_slice(&out, c->v[i].text);
		at = c->v[i].to;
	}
	buf_put(&out, c->old.p + at, c->old.n - at);
	return out.n != 0 ? buf_slice(&out) : SLICE_LIT("");
}

static bool failed(struct slice name, const char *why)
{
	fprintf(stderr, "mc2cf: %.*s: %s\n", SLICE_ARG(name), why);
	return false;
}

static bool ends_in(struct slice name, const char *end)
{
	size_t n = strlen(end);

	return name.n > n && memcmp(name.p + name.n - n, end, n) == 0;
}

bool lint_same_meaning(const struct lint_args *args, struct arena *a, struct slice name, struct slice text, struct slice *why)
{
	struct ir *before = lint_ir_of(args, a, name, SLICE_NONE), *after;

	if (before == NULL)
		return true; /* there is nothing to keep */
	after = lint_ir_of(args, a, name, text);
	*why = SLICE_LIT("it would no longer compile");
	return after != NULL && ir_equal(before, after, why);
}

bool lint_cf_of(const struct lint_args *args, struct arena *a, struct slice name, struct slice text, struct slice *cf)
{
	static const struct cf_write_options options = {.comments = true};
	struct ir *ir = lint_ir_of(args, a, name, text);
	struct buf out;

	if (ir == NULL)
		return false;
	buf_init(&out, a);
	cf_write(ir, &options, &out);
	*cf = buf_slice(&out);
	return true;
}

static bool is_harmless(struct fix *x, const struct change *c, struct slice new)
{
	struct slice why = SLICE_NONE;

	if (c->meant || !(ends_in(c->name, ".mc") || ends_in(c->name, ".cf")) || lint_same_meaning(x->args, x->arena, c->name, new, &why))
		return true;
	fprintf(stderr, "mc2cf: %.*s: the fix would change what sendmail sees, so the file is left alone: %.*s\n", SLICE_ARG(c->name), SLICE_ARG(why));
	return false;
}

static bool replace(struct fix *x, const struct change *c, struct slice new)
{
	int error = output_write(arena_dup(x->arena, c->name.p, c->name.n), new);

	return error == 0 || failed(c->name, strerror(error));
}

bool lint_fix(const struct lint_args *args, const struct lint_findings *f, struct buf *diff, size_t *changes)
{
	struct fix x = {.args = args, .arena = f->arena, .src = srcset_new(f->arena), .changes = symtab_new(f->arena, false)};
	struct slice name;
	void *value;
	bool good = true;

	for (size_t i = 0; i < f->n; i++)
		if (f->v[i]->nedits != 0)
			take(&x, f->v[i]);
	for (size_t i = 0; symtab_at(x.changes, &i, &name, &value);) {
		struct change *c = value;
		struct slice new = changed(&x, c);

		if (slice_eq(c->old, new))
			continue;
		++*changes;
		if (!is_harmless(&x, c, new))
			good = false;
		else if (diff != NULL)
			diff_unified(diff, name, c->old, new);
		else
			good &= replace(&x, c, new);
	}
	return good;
}
