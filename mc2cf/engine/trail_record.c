/*
 * trail_record.c - rules leave a trail; see trail.h
 *
 * Each of these is called only while the mode is TRAIL_RECORD.  What is there
 * already is what would be made: rules do the same again.
 */
#include "engine/context.h"

/* Nothing more is kept of this run. */
static void stop(cfrw_context *c)
{
	c->trail.mode = TRAIL_NONE;
}

/* From here on rules must do it. */
static void give_up(cfrw_context *c)
{
	struct trail *t = &c->trail;

	if (*t->next == NULL)
		*t->next = trail_node(c, TRAIL_ODD, 0);
	stop(c);
}

/* Whether a node of that kind stands here or may be made (*node NULL). */
static bool may_go_on(cfrw_context *c, enum trail_kind kind, struct trail_node **node)
{
	*node = *c->trail.next;
	if (*node == NULL && c->trail.odd)
		give_up(c);
	else if (*node != NULL && (*node)->kind != (uint32_t)kind)
		stop(c);
	return c->trail.mode == TRAIL_RECORD;
}

/* NULL: no memory, and nothing more is kept. */
static struct trail_node *make(cfrw_context *c, enum trail_kind kind, size_t words)
{
	struct trail *t = &c->trail;
	struct trail_node *node = trail_node(c, kind, t->nbare + words);

	if (node == NULL) {
		stop(c);
		return NULL;
	}
	for (uint32_t i = 0; i < t->nbare; i++)
		node->data[i] = t->bare[i];
	node->nbare = (uint8_t)t->nbare;
	t->nbare = 0;
	if (kind != TRAIL_MACRO) {
		node->events = t->events;
		t->events = NULL;
		t->last_event = &t->events;
	}
	return node;
}

void trail_bare(cfrw_context *c, uint32_t bare)
{
	struct trail *t = &c->trail;

	if (t->nbare == UINT8_MAX)
		t->odd = true;
	else
		t->bare[t->nbare++] = bare;
}

/* Pieces of a question, as they are made. */
struct pieces {
	struct trail_piece *v;
	uint32_t n;
	uint32_t room;
	char *text;      /* where those of rules go */
	bool gaps;
};

/* A word is joined to the piece in front, where both are of rules and touch. */
static void put_piece(struct pieces *to, struct slice text, bool gap, bool begins)
{
	struct trail_piece *last = to->n != 0 ? &to->v[to->n - 1] : NULL;

	if (text.n != 0)
		memcpy(to->text, text.p, text.n);
	if (last != NULL && last->p != NULL && !gap && !begins)
		last->n += (uint32_t)text.n;
	else
		to->v[to->n++] = (struct trail_piece){.p = to->text, .n = (uint32_t)text.n, .gap = gap};
	to->text += text.n;
}

/* False: a word is none of the trail. */
static bool put_part(const cfrw_context *c, struct pieces *to, const struct tok *v, uint32_t n)
{
	bool before = false;

	for (uint32_t i = 0; i < n; i++) {
		const struct word *w = word_at(&c->words, v[i].id);
		bool gap = before && w->atom;
		uint32_t number;

		before = w->atom;
		to->gaps |= gap;
		to->room += gap;
		if (v[i].id < c->words.base) {
			to->room += w->n;
			put_piece(to, (struct slice){w->p, w->n}, gap, i == 0);
			continue;
		}
		number = trail_number(&c->trail, v[i].id);
		if (number == c->trail.nown)
			return false;
		to->room += ENGINE_TOKEN_MAX;
		to->v[to->n++] = (struct trail_piece){.n = number, .gap = gap};
	}
	if (n == 0)
		put_piece(to, SLICE_LIT(""), false, true);
	to->v[to->n - 1].ends = true;
	return true;
}

/* Key (0) and arguments: where they begin, and how long they are. */
static const struct tok *part(const struct parts *p, const struct tok *ws, uint32_t i, uint32_t *n)
{
	*n = i == 0 ? p->nkey : p->nargs_tok[i - 1];
	return ws + (i == 0 ? p->key : p->args[i - 1]);
}

/* Room for as many pieces and as much text as there can be; false: no memory, or it is too much. */
static bool pieces_room(cfrw_context *c, const struct tok *ws, const struct parts *p, struct pieces *to)
{
	size_t tokens = 0, bytes = 1;
	uint32_t n;

	for (uint32_t i = 0; i <= p->nargs; i++) {
		const struct tok *v = part(p, ws, i, &n);

		tokens += n + 1;
		for (uint32_t k = 0; k < n; k++)
			bytes += v[k].id < c->words.base ? word_at(&c->words, v[k].id)->n : 0;
	}
	if (tokens > TRAIL_TOKENS || bytes > ENGINE_TEXT_MAX)
		return false;
	to->v = trail_room(c, tokens * sizeof(*to->v));
	to->text = trail_room(c, bytes);
	return to->v != NULL && to->text != NULL;
}

/* NULL: there is none to be made. */
static struct trail_node *make_question(cfrw_context *c, const struct tok *ws, uint32_t map, const struct parts *p)
{
	struct pieces to = {.n = 0};
	struct trail_node *node = make(c, TRAIL_QUESTION, 0);
	bool good = node != NULL && map < c->words.base && pieces_room(c, ws, p, &to);
	uint32_t n;

	for (uint32_t i = 0; good && i <= p->nargs; i++) {
		const struct tok *v = part(p, ws, i, &n);

		good = put_part(c, &to, v, n);
	}
	if (!good) {
		give_up(c);
		return NULL;
	}
	node->subject = map;
	node->pieces = to.v;
	node->n = to.n;
	node->room = to.room + 1;
	node->gaps = to.gaps;
	return node;
}

void trail_question(cfrw_context *c, const struct tok *ws, uint32_t map, const struct parts *p)
{
	struct trail *t = &c->trail;
	struct trail_node *node;

	if (!may_go_on(c, TRAIL_QUESTION, &node) || (node == NULL && (node = make_question(c, ws, map, p)) == NULL))
		return;
	*t->next = t->here = node;
	t->nbare = 0;
}

/* The way by a text, which is made where there is none. */
static void by_text(cfrw_context *c, const struct trail_node *from, const struct tok *v, uint32_t n)
{
	struct trail_key k;

	trail_key_begin(&k);
	if (!trail_key(c, v, n, &k) || (c->trail.next = trail_edge_make(c, from, &k)) == NULL)
		stop(c);
}

void trail_found(cfrw_context *c, const struct tok *v, int64_t n)
{
	if (n < 0 || c->trail.odd)
		stop(c);
	else
		by_text(c, c->trail.here, v, (uint32_t)n);
}

void trail_heard(cfrw_context *c, enum cfrw_answer answer)
{
	if (answer == CFRW_NOTFOUND)
		c->trail.next = &c->trail.here->missing;
	else if (answer != CFRW_FOUND)
		stop(c);
}

void trail_macro(cfrw_context *c, uint32_t macro, const struct tok *v, uint32_t n)
{
	struct trail *t = &c->trail;
	struct trail_node *node;

	if (c->macros[macro].read == t->run)
		return;
	if (!may_go_on(c, TRAIL_MACRO, &node) || (node == NULL && (node = make(c, TRAIL_MACRO, 0)) == NULL))
		return;
	*t->next = node;
	node->subject = macro;
	t->nbare = 0;
	c->macros[macro].read = t->run;
	by_text(c, node, v, n);
}

static bool describe_end(const cfrw_context *c, uint32_t *data)
{
	for (uint32_t i = 0; i < c->n; i++, data += 2) {
		data[0] = c->ws[i].id;
		data[1] = c->ws[i].fold;
		if (data[0] < c->words.base)
			continue;
		data[1] = trail_number(&c->trail, data[0]);
		data[0] = TRAIL_FROM;
		if (data[1] == c->trail.nown)
			return false;
	}
	return true;
}

void trail_end(cfrw_context *c)
{
	struct trail_node *node;

	c->trail.odd |= c->failure.status != 0 || c->n > 2 * TRAIL_TOKENS;
	if (may_go_on(c, TRAIL_END, &node) && node == NULL && (node = make(c, TRAIL_END, 2 * (size_t)c->n)) != NULL) {
		node->n = c->n;
		if (describe_end(c, node->data + node->nbare))
			*c->trail.next = node;
		else
			give_up(c);
	}
	stop(c);
}
