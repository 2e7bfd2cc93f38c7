/*
 * trail_walk.c - a run along a trail, and where it leaves it; see trail.h
 */
#include <string.h>

#include "engine/context.h"

static void be_silent(void *data, char what)
{
	(void)what;
	*(bool *)data = true;
}

/* Text as tokens, where nothing is to be said of it; else -1. */
static int64_t cut_quietly(cfrw_context *c, struct slice text, bool bytes)
{
	bool faults = false;
	struct scan s = {.words = &c->words, .v = c->ws + FRAME_VALUE, .max = ENGINE_TOKENS_MAX, .comments = true, .bytes = bytes, .fault = be_silent, .data = &faults};

	if (scan_text(&s, text) != SCAN_OK || faults || (s.n == 0 && text.n != 0))
		return -1;
	return (int64_t)s.n;
}

/* The key of what is run, and on what. */
static bool root_key(cfrw_context *c, struct trail_key *k)
{
	struct trail *t = &c->trail;

	if (t->ntodo > TRAIL_RULESETS || c->n > TRAIL_TOKENS)
		return false;
	t->nown = 0;
	trail_key_begin(k);
	k->v[k->n++] = (uint32_t)t->ruleset | (uint32_t)t->ntodo << 8 | (uint32_t)c->trace << 16;
	for (size_t i = 0; i < t->ntodo; i++)
		k->v[k->n++] = (uint32_t)t->todo[i];
	for (uint32_t i = 0; i < k->n; i++)
		k->hash = (k->hash << 5 | k->hash >> 27) ^ k->v[i];
	return trail_key(c, c->ws, c->n, k);
}

/* What has been told along the trail is not told again: where memory ends there, the trail cannot be made anew from the beginning. */
static bool same_again(cfrw_context *c)
{
	struct trail *t = &c->trail;
	struct trail_key k;

	if (t->nanswers != 0 && trails_full(c)) {
		trails_free(c);
		return false;
	}
	t->nbare = 0;
	t->events = NULL;
	t->last_event = &t->events;
	t->odd = false;
	t->run++;
	return root_key(c, &k) && trails_ready(c) && (t->next = trail_edge_make(c, NULL, &k)) != NULL;
}

/* The rules begin anew and get the answers that were given; what they do up to the last one has been told, or all. */
static enum cfrw_status begin_anew(cfrw_context *c, bool record, bool muted)
{
	struct trail *t = &c->trail;
	enum cfrw_status s;

	t->asked = NULL;
	t->mode = TRAIL_NONE;
	c->waiting = false;
	if (record && same_again(c))
		t->mode = TRAIL_RECORD;
	c->todo = t->todo;
	c->ntodo = t->ntodo;
	c->steps = t->allowed;
	t->muted = muted || t->nanswers != 0;
	s = rules_begin(c, t->ruleset);
	for (size_t i = 0; i < t->nanswers && s == CFRW_QUESTION; i++) {
		const struct trail_answer *a = &t->answers[i];

		t->muted = muted || i + 1 != t->nanswers;
		s = a->found ? rules_answer(c, CFRW_FOUND, (struct slice){t->said + a->from, a->n}) : rules_answer(c, CFRW_NOTFOUND, SLICE_NONE);
	}
	t->muted = false;
	return s;
}

static enum cfrw_status leave(cfrw_context *c, bool record)
{
	return begin_anew(c, record, false);
}

static bool put_question(cfrw_context *c, const struct trail_node *node, char space)
{
	const struct trail_piece *piece = node->pieces;
	size_t ends[ENGINE_ARGS_MAX + 1], at = 0;
	uint32_t parts = 0;

	if (node->room > c->asked_cap && !asked_room(c, 0, node->room))
		return false;
	for (const struct trail_piece *end = piece + node->n; piece != end; piece++) {
		struct slice s = piece->p != NULL ? (struct slice){piece->p, piece->n} : c->trail.texts[piece->n];

		if (piece->gap)
			c->asked[at++] = parts == 0 ? space : c->p->space;
		if (s.n == 1)
			c->asked[at] = *s.p;
		else if (s.n != 0)
			memcpy(c->asked + at, s.p, s.n);
		at += s.n;
		if (piece->ends)
			ends[parts++] = at;
	}
	question_parts(c, parts - 1, ends);
	return true;
}

void trail_spaced(cfrw_context *c, char space)
{
	if (c->trail.asked->gaps)
		put_question(c, c->trail.asked, space);
}

static bool ask(cfrw_context *c, struct trail_node *node)
{
	bool hostname = node->subject == META_NONE;
	struct slice map = hostname ? SLICE_LIT("host") : word_text(&c->words, node->subject);

	c->question = (struct cfrw_question){.map = {map.p, map.n}, .hostname = hostname};
	if (!put_question(c, node, c->p->space))
		return false;
	trail_tell(c, node->events);
	c->trail.asked = node;
	c->waiting = true;
	return true;
}

/* The tokens of a macro's value; -1: they cannot be had without a word. */
static int64_t value_of(cfrw_context *c, uint32_t macro, const struct tok **v)
{
	struct set_macro *m = &c->macros[macro];
	struct slice value = context_macro(c, macro);
	int64_t n;

	if (value.n == 0)
		return 0;
	if (m->generation == c->generation) {
		*v = m->toks;
		return (int64_t)m->ntoks;
	}
	n = cut_quietly(c, value, false);
	*v = c->ws + FRAME_VALUE;
	if (n > 0)
		macro_remember(c, m, *v, (size_t)n);
	return n;
}

enum way { WAY_ON, WAY_NEW, WAY_ODD };

static enum way by_key(cfrw_context *c, const struct trail_node *from, const struct tok *v, int64_t n)
{
	struct trail_key k;

	trail_key_begin(&k);
	if (n < 0 || !trail_key(c, v, (uint32_t)n, &k))
		return WAY_ODD;
	c->trail.next = trail_edge(c, from, &k);
	return c->trail.next != NULL ? WAY_ON : WAY_NEW;
}

static enum way by_macro(cfrw_context *c, const struct trail_node *node)
{
	const struct tok *v = NULL;
	int64_t n = value_of(c, node->subject, &v);

	c->macros[node->subject].read = c->trail.run;
	return by_key(c, node, v, n);
}

static enum cfrw_status end(cfrw_context *c, const struct trail_node *node)
{
	const uint32_t *x = node->data + node->nbare;

	for (uint32_t i = 0; i < node->n; i++, x += 2)
		memcpy(&c->ws[i], x[0] != TRAIL_FROM ? x : (const void *)&c->trail.own[x[1]], sizeof(*c->ws));
	trail_tell(c, node->events);
	c->n = node->n;
	c->ntodo = 0;
	c->trail.mode = TRAIL_NONE;
	return CFRW_DONE;
}

static void call_bare(cfrw_context *c, const struct trail_node *node)
{
	for (uint32_t i = 0; i < node->nbare; i++)
		c->bared[node->data[i]] = 1;
}

/* Goes on to the next question or the end. */
static enum cfrw_status walk(cfrw_context *c, enum way way)
{
	while (way == WAY_ON) {
		struct trail_node *node = *c->trail.next;

		if (node == NULL)
			return leave(c, true);
		if (node->kind == TRAIL_ODD || (long)node->steps > c->trail.allowed)
			return leave(c, false);
		call_bare(c, node);
		if (node->kind == TRAIL_END)
			return end(c, node);
		if (node->kind == TRAIL_QUESTION)
			return ask(c, node) ? CFRW_QUESTION : leave(c, false);
		way = by_macro(c, node);
	}
	return leave(c, way == WAY_NEW);
}

bool trail_begin(cfrw_context *c, int ruleset, enum cfrw_status *status)
{
	struct trail *t = &c->trail;
	struct trail_key k;

	t->mode = TRAIL_NONE;
	if (c->shapeless || c->trace > CFRW_TRACE_CALLS)
		return false;
	t->allowed = c->steps;
	t->ruleset = (int16_t)ruleset;
	t->todo = c->todo;
	t->ntodo = c->ntodo;
	t->nanswers = t->nsaid = 0;
	t->run++;
	if (!root_key(c, &k))
		return false;
	t->next = trail_edge(c, NULL, &k);
	if (t->next == NULL) { /* whether it comes again is to be seen */
		if (trails_ready(c))
			trail_edge_make(c, NULL, &k);
		return false;
	}
	t->mode = TRAIL_WALK;
	*status = walk(c, WAY_ON);
	return true;
}

/* What the host says is kept: rules may have to hear it again. */
static bool keep_answer(cfrw_context *c, bool found, struct slice *value)
{
	struct trail *t = &c->trail;
	void *answers = t->answers, *said = t->said;

	if (t->nanswers == t->answers_cap && !mem_grow(&c->p->host, &answers, &t->answers_cap, t->nanswers, t->nanswers + 1, sizeof(*t->answers)))
		return false;
	t->answers = answers;
	if (!found) {
		t->answers[t->nanswers++] = (struct trail_answer){0, 0, false};
		return true;
	}
	if (!mem_grow(&c->p->host, &said, &t->said_cap, t->nsaid, t->nsaid + value->n + 1, 1))
		return false;
	t->said = said;
	if (value->n != 0)
		memcpy(t->said + t->nsaid, value->p, value->n);
	t->answers[t->nanswers++] = (struct trail_answer){t->nsaid, value->n, true};
	value->p = t->said + t->nsaid;
	t->nsaid += value->n;
	return true;
}

enum cfrw_status trail_answer(cfrw_context *c, enum cfrw_answer answer, struct slice value)
{
	struct trail *t = &c->trail;
	struct trail_node *asked = t->asked;
	enum cfrw_status s;

	if (answer == CFRW_NOTFOUND)
		value = SLICE_NONE;
	if ((answer != CFRW_FOUND && answer != CFRW_NOTFOUND) || !keep_answer(c, answer == CFRW_FOUND, &value)) {
		s = trail_leave(c) ? CFRW_QUESTION : CFRW_FAILED;
		return s == CFRW_QUESTION ? rules_answer(c, answer, value) : s;
	}
	t->asked = NULL;
	c->waiting = false;
	t->next = &asked->missing;
	return walk(c, answer == CFRW_NOTFOUND ? WAY_ON : by_key(c, asked, c->ws + FRAME_VALUE, cut_quietly(c, value, true)));
}

/* What the host has been given of the question stays where it is. */
bool trail_leave(cfrw_context *c)
{
	struct cfrw_question question = c->question;
	struct cfrw_text args[ENGINE_ARGS_MAX];
	char *asked = c->asked;
	size_t nasked = c->nasked, cap = c->asked_cap;
	enum cfrw_status s;

	memcpy(args, c->args, sizeof(args));
	c->asked = NULL;
	c->asked_cap = 0;
	s = begin_anew(c, false, true);
	mem_give(&c->p->host, c->asked, c->asked_cap);
	c->asked = asked;
	c->nasked = nasked;
	c->asked_cap = cap;
	c->question = question;
	memcpy(c->args, args, sizeof(args));
	return s == CFRW_QUESTION;
}
