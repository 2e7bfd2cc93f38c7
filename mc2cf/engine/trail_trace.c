/*
 * trail_trace.c - calls and returns along a trail, as a trace prints them; see trail.h
 *
 * A line is kept as text with holes, where words of the trail go, each with a
 * blank in front.
 */
#include <string.h>

#include "engine/context.h"
#include "engine/print.h"

enum {
	LINE_MAX = 8192, /* bytes: longer ones are not kept */
	NO_WORD = 255    /* behind a line's last piece, in place of a word's number */
};

/* A line being made, or (p NULL) measured. */
struct line {
	unsigned char *p;
	size_t n;
	size_t piece;    /* where the length of the piece at work stands */
};

static void begin_piece(struct line *l)
{
	l->piece = l->n;
	l->n += sizeof(uint16_t);
}

static void end_piece(struct line *l, uint32_t word)
{
	uint16_t n = (uint16_t)(l->n - l->piece - sizeof(n));

	if (l->p != NULL) {
		memcpy(l->p + l->piece, &n, sizeof(n));
		l->p[l->n] = (unsigned char)word;
	}
	l->n++;
}

static void put(struct line *l, const char *s, size_t n)
{
	if (l->p != NULL)
		memcpy(l->p + l->n, s, n);
	l->n += n;
}

static void put_text(struct line *l, const struct word *w)
{
	char shown[PRINT_BYTE_MAX];

	if (w->plain) {
		put(l, w->p, w->n);
		return;
	}
	for (uint32_t i = 0; i < w->n; i++)
		put(l, shown, (size_t)print_byte(shown, (unsigned char)w->p[i]));
}

/* False: a word is none of the trail, or it is too much. */
static bool put_tokens(const cfrw_context *c, struct line *l, const struct tok *v, uint32_t n)
{
	for (uint32_t i = 0; i < n && l->n < LINE_MAX; i++) {
		uint32_t number;

		if (v[i].id < c->words.base) {
			put(l, " ", 1);
			put_text(l, word_at(&c->words, v[i].id));
			continue;
		}
		number = trail_number(&c->trail, v[i].id);
		if (number == c->trail.nown)
			return false;
		end_piece(l, number);
		begin_piece(l);
	}
	return l->n < LINE_MAX;
}

static bool put_line(const cfrw_context *c, struct line *l, struct slice head, const struct tok *v, uint32_t n)
{
	l->n = 0;
	begin_piece(l);
	put(l, head.p, head.n);
	if (!put_tokens(c, l, v, n))
		return false;
	end_piece(l, NO_WORD);
	return true;
}

void trail_event(cfrw_context *c, enum cfrw_event event, const struct frame *f, struct slice head)
{
	struct trail *t = &c->trail;
	struct line l = {.p = NULL};
	struct trail_event *e;

	if (!put_line(c, &l, head, c->ws + f->base, f->n)) {
		t->odd = true;
		return;
	}
	e = trail_room(c, sizeof(*e) + l.n);
	if (e == NULL) {
		t->mode = TRAIL_NONE;
		return;
	}
	*e = (struct trail_event){.event = event, .ruleset = f->ruleset, .depth = (uint16_t)c->nframes};
	l.p = e->line;
	put_line(c, &l, head, c->ws + f->base, f->n);
	*t->last_event = e;
	t->last_event = &e->next;
}

void trail_tell(cfrw_context *c, const struct trail_event *e)
{
	for (; e != NULL; e = e->next) {
		const unsigned char *p = e->line;
		struct cfrw_trace t = {.event = (enum cfrw_event)e->event, .ruleset = e->ruleset, .depth = e->depth};
		uint16_t n;

		c->ntext = 0;
		for (;;) {
			memcpy(&n, p, sizeof(n));
			p += sizeof(n);
			text_put(c, (const char *)p, n);
			p += n;
			if (*p == NO_WORD)
				break;
			text_tokens(c, &c->trail.own[*p++], 1);
		}
		t.text = (struct cfrw_text){c->text, c->ntext};
		c->trace_fn(c->trace_data, &t);
	}
}
