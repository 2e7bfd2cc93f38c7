/*
 * plain_text.c - see plain.h: what m4 would print
 *
 * m4 -s says where a line comes from when the line begins, in whatever
 * diversion it then is; so a line that begins in one diversion and goes on in
 * another has a strange place, and is left to m4.
 */
#include "mc/plain.h"

static void add(struct plain *p, struct plain_output *o, struct plain_line line)
{
	o->v = arena_grow(p->arena, o->v, o->n, &o->cap, sizeof *o->v);
	o->v[o->n++] = line;
}

/* A piece of a line; a whole one is no copy. */
static void put_piece(struct plain *p, struct plain_output *o, struct slice text, struct srcpos at)
{
	bool whole = text.p[text.n - 1] == '\n';

	if (whole)
		text.n--;
	if (!o->is_open && whole) {
		add(p, o, (struct plain_line){.line = {at, text, 0}});
	} else {
		if (!o->is_open) {
			buf_init(&o->open, p->arena);
			o->open_at = at;
		}
		buf_put_slice(&o->open, text);
		if (whole)
			add(p, o, (struct plain_line){.line = {o->open_at, buf_slice(&o->open), 0}});
		o->is_open = !whole;
	}
	p->line_begins = whole;
}

void plain_put(struct plain *p, struct slice text, struct srcpos at)
{
	struct plain_output *o = p->diversion >= 0 ? &p->out[p->diversion] : NULL;

	if (o == NULL || text.n == 0)
		return;
	if (p->behind_record) {
		p->behind_record = false;
		if (p->diversion != 0 || text.p[0] != '\n')
			plain_beyond(p);
		p->line_begins = true;
		text = (struct slice){text.p + 1, text.n - 1};
	}
	while (text.n != 0 && !p->beyond) {
		const char *end = memchr(text.p, '\n', text.n);
		size_t n = end != NULL ? (size_t)(end + 1 - text.p) : text.n;

		if (o->is_open == p->line_begins)
			plain_beyond(p);
		put_piece(p, o, (struct slice){text.p, n}, at);
		at.line++; /* the lines of one token are counted on */
		text = (struct slice){text.p + n, text.n - n};
	}
}

void plain_record(struct plain *p, struct slice kind, struct srcpos at, const struct slice *field, size_t n)
{
	struct mc_record r = {.kind = kind, .at = at, .nfields = n, .field = arena_array(p->arena, n, sizeof *r.field)};

	for (size_t i = 0; i < n; i++) {
		r.field[i] = field[i];
		p->beyond |= field[i].n != 0 && memchr(field[i].p, PLAIN_NOT_EMPTY[0], field[i].n) != NULL;
	}
	mc_stream_add_log(p->s, r);
}

void plain_record_out(struct plain *p)
{
	p->beyond |= !p->line_begins || p->behind_record || p->out[0].is_open;
}

void plain_mark(struct plain *p, int diversion, struct srcpos at)
{
	struct plain_output *o = &p->out[diversion];

	p->beyond |= !p->line_begins || o->is_open;
	add(p, o, (struct plain_line){.line = {at, SLICE_LIT(""), p->use}});
}

void plain_begin_section(struct plain *p, int diversion, const char *name, struct srcpos at)
{
	struct plain_output *o = &p->out[diversion];

	p->beyond |= !p->line_begins || o->is_open;
	add(p, o, (struct plain_line){.line = {at, SLICE_LIT(""), 0}});
	add(p, o, (struct plain_line){.section = name});
}

struct slice plain_decimal(struct plain *p, unsigned long n)
{
	char digits[24], *d = digits + sizeof digits;

	do
		*--d = (char)('0' + n % 10);
	while ((n /= 10) != 0);
	return (struct slice){arena_dup(p->arena, d, (size_t)(digits + sizeof digits - d)), (size_t)(digits + sizeof digits - d)};
}
