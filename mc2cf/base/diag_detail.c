/*
 * diag_detail.c - what a diagnostic says besides its sentence: places, help, did-you-mean
 */
#include "base/diag_priv.h"

struct slice diag_format(struct arena *a, const char *fmt, va_list ap)
{
	struct buf b;

	buf_init(&b, a);
	buf_vprintf(&b, fmt, ap);
	return buf_slice(&b);
}

void diag_place(struct diag *g, struct srcpos at, const char *fmt, ...)
{
	struct arena *arena = diags_arena(g->queue);
	struct diag_note *note = ARENA_NEW(arena, struct diag_note);
	va_list ap;

	note->at = at;
	va_start(ap, fmt);
	note->text = diag_format(arena, fmt, ap);
	va_end(ap);
	*g->last_note = note;
	g->last_note = &note->next;
}

void diag_edit(struct diag *g, struct srcpos at, size_t n, struct slice text)
{
	struct diag_fix *fix = ARENA_NEW(diags_arena(g->queue), struct diag_fix);

	*fix = (struct diag_fix){.at = at, .n = n, .text = text};
	*g->last_fix = fix;
	g->last_fix = &fix->next;
}

static void add_help(struct diag *g, struct slice text)
{
	struct arena *arena = diags_arena(g->queue);
	struct buf b;

	buf_init(&b, arena);
	if (g->help.n != 0) {
		buf_put_slice(&b, g->help);
		buf_putc(&b, '\n');
	}
	buf_put_slice(&b, text);
	g->help = buf_slice(&b);
}

void diag_help(struct diag *g, const char *fmt, ...)
{
	struct arena *arena = diags_arena(g->queue);
	va_list ap;

	va_start(ap, fmt);
	add_help(g, diag_format(arena, fmt, ap));
	va_end(ap);
}

void diag_span(struct diag *g, size_t columns)
{
	g->span = columns != 0 ? columns : 1;
}

/* A short name must be nearer than a long one, or everything would look like it. */
static unsigned tolerance(size_t n)
{
	return n <= 2 ? 0 : n <= 4 ? 1 : n <= 8 ? 2 : 3;
}

/* The name among those seen that is nearest so far. */
struct nearest {
	unsigned away;
	struct slice name;
};

static void consider(struct nearest *best, struct slice name, struct slice other)
{
	unsigned away = slice_caseeq(name, other) ? 0 : slice_distance(name, other, best->away);

	if (away < best->away)
		*best = (struct nearest){away, other};
}

static bool suggest(struct diag *g, const struct nearest *best)
{
	struct buf b;

	if (best->name.n == 0)
		return false;
	buf_init(&b, diags_arena(g->queue));
	buf_printf(&b, "did you mean `%.*s'?", SLICE_ARG(best->name));
	add_help(g, buf_slice(&b));
	return true;
}

bool diag_near(struct diag *g, struct slice name, const char *const *names, size_t n)
{
	struct nearest best = {tolerance(name.n) + 1, SLICE_NONE};

	for (size_t i = 0; g->kept && i < n; i++)
		consider(&best, name, slice_of(names[i]));
	return suggest(g, &best);
}

bool diag_near_in(struct diag *g, struct slice name, const struct symtab *names, size_t max)
{
	struct nearest best = {tolerance(name.n) + 1, SLICE_NONE};
	struct slice other;
	void *value;

	for (size_t i = 0; g->kept && max != 0 && symtab_at(names, &i, &other, &value);) {
		max--;
		if (other.n > 1)
			consider(&best, name, other);
	}
	return suggest(g, &best);
}
