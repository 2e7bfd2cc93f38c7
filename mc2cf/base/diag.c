/*
 * diag.c - the queue of diagnostics; see diag.h
 *
 * A diagnostic that says the same at the same place as an earlier one (a
 * template line that is wrong for each of ten features) is dropped when it
 * arrives: it gets a row that is in no queue, so its maker need not know.
 * Whether a row is silenced or counts as an error is decided when it is
 * looked at, so options may be set before or after.
 */
#include <stdarg.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/diag_priv.h"
#include "base/limits.h"
#include "base/symtab.h"

struct diags {
	struct arena *arena;
	struct srcset *src;
	const struct diag_code *codes;
	size_t ncodes;
	bool *silenced, *raised; /* by row of codes */
	bool werror;
	struct diag **v;
	size_t n, cap;
	size_t said; /* how often diag_add was called */
	size_t lost_errors; /* came after the queue was full: not printed, but never forgotten */
	bool sorted; /* v is: what is silenced stands behind the rest */
	size_t shown; /* the rest; where v is sorted */
	struct symtab *seen; /* what was said, with its place */
	struct symtab *explained; /* lines: see diag_whole_line() */
};

/* A number that is in no table is a fault of the program, but still worth printing. */
static const struct diag_code unlisted = {0, DIAG_ERROR, "unlisted", "a code that is not in the table"};
static const struct diag_code too_many = {9999, DIAG_WARNING, "too-many", "more diagnostics than are kept"};

struct diags *diags_new(struct arena *a, struct srcset *src, const struct diag_code *codes, size_t n)
{
	struct diags *d = ARENA_NEW(a, struct diags);

	d->arena = a;
	d->src = src;
	d->codes = codes;
	d->ncodes = n;
	d->silenced = arena_array(a, n, sizeof(bool));
	d->raised = arena_array(a, n, sizeof(bool));
	d->explained = symtab_new(a, false);
	d->seen = symtab_new(a, false);
	return d;
}

struct arena *diags_arena(const struct diags *d)
{
	return d->arena;
}

struct srcset *diags_src(const struct diags *d)
{
	return d->src;
}

void diags_werror(struct diags *d)
{
	d->werror = true;
}

static const struct diag_code *code_by_number(const struct diags *d, unsigned number)
{
	size_t lo = 0, hi = d->ncodes;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (d->codes[mid].number == number)
			return &d->codes[mid];
		if (d->codes[mid].number < number)
			lo = mid + 1;
		else
			hi = mid;
	}
	return &unlisted;
}

unsigned diag_code_number(struct slice s)
{
	unsigned n = 0;

	if (s.n < 3 || s.n > 6 || !slice_caseeq((struct slice){s.p, 2}, SLICE_LIT("MC")))
		return 0;
	for (size_t i = 2; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return 0;
		n = n * 10 + (unsigned)(s.p[i] - '0');
	}
	return n;
}

bool diags_silence(struct diags *d, struct slice code_or_name)
{
	unsigned number = diag_code_number(code_or_name);

	for (size_t i = 0; i < d->ncodes; i++) {
		if (number != 0 ? d->codes[i].number == number : slice_eq_str(code_or_name, d->codes[i].name)) {
			d->silenced[i] = true;
			d->sorted = false;
			return true;
		}
	}
	return false;
}

void diags_raise(struct diags *d, unsigned code)
{
	const struct diag_code *c = code_by_number(d, code);

	if (c != &unlisted)
		d->raised[c - d->codes] = true;
	d->sorted = false;
}

/* Whether a code stands in one of the lists by row. */
static bool is_in(const struct diags *d, const bool *list, const struct diag_code *c)
{
	return c != &unlisted && c != &too_many && list[c - d->codes];
}

static bool is_error(const struct diags *d, const struct diag_code *c)
{
	return c->severity == DIAG_ERROR || is_in(d, d->raised, c);
}

static bool is_silenced(const struct diags *d, const struct diag *g)
{
	return !is_error(d, g->code) && is_in(d, d->silenced, g->code);
}

enum diag_severity diag_severity_of(const struct diags *d, const struct diag *g)
{
	return is_error(d, g->code) || (g->code->severity == DIAG_WARNING && d->werror) ? DIAG_ERROR : g->code->severity;
}

static void push(struct diags *d, struct diag *g)
{
	d->v = arena_grow(d->arena, d->v, d->n, &d->cap, sizeof(struct diag *));
	g->seq = d->n;
	g->kept = true;
	d->v[d->n++] = g;
	d->sorted = false;
}

/* False when the same was said at the same place before. */
static bool first_time(struct diags *d, struct diag *g)
{
	struct buf key;

	buf_init(&key, d->arena);
	buf_printf(&key, "%u %u %u %u ", g->code->number, g->at.file, g->at.line, g->at.col);
	buf_put_slice(&key, g->text);
	return symtab_set(d->seen, buf_slice(&key), g) == NULL;
}

static struct slice line_key(const struct diags *d, struct srcpos at)
{
	struct buf key;

	buf_init(&key, d->arena);
	buf_printf(&key, "%u %u", at.file, at.line);
	return buf_slice(&key);
}

void diag_whole_line(struct diag *g)
{
	symtab_set(g->queue->explained, line_key(g->queue, g->at), g);
}

bool diags_explained(const struct diags *d, struct srcpos at)
{
	return symtab_count(d->explained) != 0 && symtab_get(d->explained, line_key(d, at)) != NULL;
}

/* About a line of which everything has been said; an error is not kept back by what is only a warning. */
static bool is_explained(const struct diags *d, const struct diag *g)
{
	const struct diag *whole = symtab_count(d->explained) != 0 ? symtab_get(d->explained, line_key(d, g->at)) : NULL;

	return whole != NULL && (g->code->severity == DIAG_WARNING || whole->code->severity == DIAG_ERROR);
}

/* The queue is full: the first row left out is replaced by one that says so. */
static void overflow(struct diags *d, const struct diag *g)
{
	d->lost_errors += diag_severity_of(d, g) == DIAG_ERROR;
	if (d->n == DIAG_MAX) {
		struct diag *last = ARENA_NEW(d->arena, struct diag);

		*last = (struct diag){.queue = d, .code = &too_many, .span = 1};
		last->text = SLICE_LIT("too many diagnostics: the rest is left out");
		push(d, last);
	}
}

struct diag *diag_add(struct diags *d, unsigned code, struct srcpos at, const char *fmt, ...)
{
	struct diag *g = ARENA_NEW(d->arena, struct diag);
	va_list ap;

	d->said++;
	g->queue = d;
	g->code = code_by_number(d, code);
	g->at = at;
	g->span = 1;
	g->last_note = &g->notes;
	g->last_fix = &g->fixes;
	va_start(ap, fmt);
	g->text = diag_format(d->arena, fmt, ap);
	va_end(ap);
	if (!first_time(d, g) || is_explained(d, g))
		return g;
	if (d->n >= DIAG_MAX) {
		overflow(d, g);
		return g;
	}
	push(d, g);
	return g;
}

static size_t count(const struct diags *d, enum diag_severity severity)
{
	size_t n = 0;

	for (size_t i = 0; i < d->n; i++)
		n += !is_silenced(d, d->v[i]) && diag_severity_of(d, d->v[i]) == severity;
	return n;
}

size_t diags_said(const struct diags *d)
{
	return d->said;
}

size_t diags_errors(const struct diags *d)
{
	return count(d, DIAG_ERROR) + d->lost_errors;
}

size_t diags_warnings(const struct diags *d)
{
	return count(d, DIAG_WARNING);
}

static int compare(const void *a, const void *b)
{
	const struct diag *x = *(struct diag *const *)a, *y = *(struct diag *const *)b;
	int c = srcpos_cmp(x->at, y->at);

	if (c != 0)
		return c;
	return x->seq < y->seq ? -1 : x->seq > y->seq;
}

/* Once: who asks for one after the other must not pay for all each time. */
static void sort(struct diags *d)
{
	struct diag **end = d->v, **last = d->v + d->n;

	while (end < last)
		if (is_silenced(d, *end)) {
			struct diag *g = *end;

			*end = *--last;
			*last = g;
		} else {
			end++;
		}
	d->shown = (size_t)(end - d->v);
	if (d->shown != 0)
		qsort(d->v, d->shown, sizeof(struct diag *), compare);
	d->sorted = true;
}

const struct diag *diags_sorted(struct diags *d, size_t i)
{
	if (!d->sorted && d->n != 0)
		sort(d);
	return d->n != 0 && i < d->shown ? d->v[i] : NULL;
}

static struct diag_view view(const struct diags *d, const struct diag *g)
{
	return (struct diag_view){g->code, diag_severity_of(d, g), g->at, g->span, g->text, g->help, g->notes, g->fixes};
}

bool diags_view(struct diags *d, size_t i, struct diag_view *v)
{
	const struct diag *g = diags_sorted(d, i);

	if (g == NULL)
		return false;
	*v = view(d, g);
	return true;
}

void diags_drop(struct diags *d, bool (*drop)(void *ctx, const struct diag_view *v), void *ctx)
{
	size_t kept = 0;

	for (size_t i = 0; i < d->n; i++) {
		struct diag_view v = view(d, d->v[i]);

		if (is_silenced(d, d->v[i]) || !drop(ctx, &v))
			d->v[kept++] = d->v[i];
	}
	d->n = kept;
	d->sorted = false;
}
