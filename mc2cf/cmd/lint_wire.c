/*
 * lint_wire.c - findings as bytes, from a worker to us; both are one program, so there is no version of it
 */
#include "cmd/lint.h"

static void put_number(struct buf *out, uint32_t n)
{
	buf_put(out, (const char *)&n, sizeof n);
}

static void put_text(struct buf *out, struct slice s)
{
	put_number(out, (uint32_t)s.n);
	buf_put(out, s.p, s.n);
}

static void put_place(struct buf *out, const struct lint_place *p)
{
	put_text(out, p->file);
	put_number(out, p->line);
	put_number(out, p->col);
	put_number(out, p->point);
	put_text(out, p->text);
}

static void put_edit(struct buf *out, const struct lint_edit *e)
{
	put_text(out, e->file);
	put_number(out, e->line);
	put_number(out, e->col);
	put_number(out, e->end_line);
	put_number(out, e->end_col);
	put_number(out, e->point);
	put_number(out, e->end_point);
	put_text(out, e->text);
}

void lint_wire_put(const struct lint_findings *f, struct buf *out)
{
	put_number(out, (uint32_t)f->nfiles);
	for (size_t i = 0; i < f->nfiles; i++)
		put_text(out, f->looked_at[i]);
	put_number(out, (uint32_t)f->n);
	for (size_t i = 0; i < f->n; i++) {
		const struct lint_finding *x = f->v[i];

		put_number(out, x->code->number);
		put_number(out, x->severity);
		put_place(out, &x->at);
		put_number(out, x->end_col);
		put_number(out, x->end_point);
		put_text(out, x->help);
		put_text(out, x->source);
		put_text(out, x->human);
		put_number(out, (uint32_t)x->nplaces);
		for (size_t k = 0; k < x->nplaces; k++)
			put_place(out, &x->place[k]);
		put_number(out, (uint32_t)x->nedits);
		for (size_t k = 0; k < x->nedits; k++)
			put_edit(out, &x->edit[k]);
	}
}

/* Bytes that are left; bad: they ended too early. */
struct reader {
	struct slice rest;
	bool bad;
};

static uint32_t number(struct reader *r)
{
	uint32_t n = 0;

	if (r->rest.n < sizeof n) {
		r->bad = true;
		return 0;
	}
	memcpy(&n, r->rest.p, sizeof n);
	r->rest = (struct slice){r->rest.p + sizeof n, r->rest.n - sizeof n};
	return n;
}

static struct slice text(struct reader *r)
{
	uint32_t n = number(r);
	struct slice s = {r->rest.p, n};

	if (n > r->rest.n) {
		r->bad = true;
		return SLICE_LIT("");
	}
	r->rest = (struct slice){r->rest.p + n, r->rest.n - n};
	return s;
}

/* How many follow: no more than there are bytes, since each has several. */
static uint32_t count(struct reader *r)
{
	uint32_t n = number(r);

	if (n <= r->rest.n)
		return n;
	r->bad = true;
	return 0;
}

static struct lint_place place(struct reader *r)
{
	struct lint_place p;

	p.file = text(r);
	p.line = number(r);
	p.col = number(r);
	p.point = number(r);
	p.text = text(r);
	return p;
}

static struct lint_edit edit(struct reader *r)
{
	struct lint_edit e;

	e.file = text(r);
	e.line = number(r);
	e.col = number(r);
	e.end_line = number(r);
	e.end_col = number(r);
	e.point = number(r);
	e.end_point = number(r);
	e.text = text(r);
	return e;
}

/* What a queue says by itself, when it is full, is in no table. */
static const struct diag_code *code(struct reader *r)
{
	static const struct diag_code too_many = {9999, DIAG_WARNING, "too-many", "more diagnostics than are kept"};
	const struct diag_code *c = lint_code_numbered(number(r));

	return c != NULL ? c : &too_many;
}

static struct lint_finding *finding(struct reader *r, struct arena *a)
{
	struct lint_finding *x = ARENA_NEW(a, struct lint_finding);
	uint32_t n;

	x->code = code(r);
	x->severity = (enum diag_severity)number(r);
	x->at = place(r);
	x->end_col = number(r);
	x->end_point = number(r);
	x->help = text(r);
	x->source = text(r);
	x->human = text(r);
	n = count(r);
	for (x->place = arena_array(a, n, sizeof *x->place); x->nplaces < n;)
		x->place[x->nplaces++] = place(r);
	n = count(r);
	for (x->edit = arena_array(a, n, sizeof *x->edit); x->nedits < n;)
		x->edit[x->nedits++] = edit(r);
	return x;
}

bool lint_wire_get(struct slice bytes, struct lint_findings *f)
{
	struct reader r = {bytes, false};
	uint32_t n = number(&r);

	for (uint32_t i = 0; i < n && !r.bad; i++)
		lint_looked_at(f, text(&r));
	n = number(&r);
	for (uint32_t i = 0; i < n && !r.bad; i++)
		lint_add(f, finding(&r, f->arena));
	return !r.bad;
}
