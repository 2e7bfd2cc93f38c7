/* route_run.c - see route.h */
#include "cmd/engine/limits.h"
#include "cmd/engine/route.h"

static struct slice copied(struct route *r, struct slice s)
{
	while (s.n != 0 && s.p[0] == ' ')
		s = (struct slice){s.p + 1, s.n - 1};
	return (struct slice){arena_dup(r->arena, s.p != NULL ? s.p : "", s.n), s.n};
}

/* Behind the word that a trace's line has before the workspace. */
static struct slice behind(struct slice s, const char *word)
{
	ptrdiff_t at = slice_find(s, slice_of(word));

	return at < 0 ? s : (struct slice){s.p + at + strlen(word), s.n - (size_t)at - strlen(word)};
}

static struct step *push(struct route *r, struct steps *s)
{
	if (s->n == s->cap) {
		size_t cap = s->cap != 0 ? s->cap * 2 : 64;
		struct step *v = arena_array(r->arena, cap, sizeof(*v));

		if (s->n != 0)
			memcpy(v, s->v, s->n * sizeof(*v));
		s->v = v;
		s->cap = cap;
	}
	return &s->v[s->n++];
}

static void trace(void *data, const struct cfrw_trace *t)
{
	struct route *r = data;
	struct steps *keep = r->keeping;
	struct slice text = {t->text.p, t->text.n};
	struct step *s;

	if (keep == NULL || keep->n >= ROUTE_STEPS_MAX)
		return;
	if (t->event == CFRW_REWRITE) {
		if (keep->n != 0 && keep->v[keep->n - 1].event == CFRW_MATCH)
			keep->v[keep->n - 1].after = copied(r, behind(text, "rewritten as:"));
		return;
	}
	s = push(r, keep);
	*s = (struct step){.event = t->event, .ruleset = t->ruleset, .depth = t->depth > 0 ? (unsigned)t->depth - 1 : 0, .line = t->line, .rule = t->rule};
	if (t->event == CFRW_MATCH)
		s->file = slice_of(t->file);
	else
		s->text = copied(r, behind(text, t->event == CFRW_CALL ? "input:" : "returns:"));
}

static void keep(struct route *r, struct steps *to)
{
	r->keeping = to;
	cfrw_trace(r->site.context, to != NULL ? CFRW_CALL | CFRW_RETURN | CFRW_MATCH | CFRW_REWRITE : 0, trace, r);
}

void route_session(struct route *r)
{
	session_begin(&r->session, &r->site, r->arena, &r->client);
	keep(r, &r->relay_steps);
	session_relay(&r->session, &r->relay);
	keep(r, NULL);
	if (!r->has_from)
		r->from = SLICE_LIT("<sender@example.net>");
	keep(r, &r->mail_steps);
	session_mail(&r->session, r->from, &r->mail);
	keep(r, NULL);
	r->bad |= r->relay.kind == SESSION_REJECT || r->mail.kind == SESSION_REJECT;
}

static void write_as(struct route *r, struct slice address, const struct mailer *m, struct routed *out)
{
	struct written *w;
	int status;

	for (size_t i = 0; i < out->nwritten; i++)
		if (out->written[i].mailer == m)
			return;
	if (m == NULL || out->nwritten == ROUTE_MAILERS)
		return;
	w = &out->written[out->nwritten++];
	w->mailer = m;
	for (unsigned use = 0; use < 4; use++)
		w->as[use] = address_remote(&r->site, r->arena, address, m, use, &status);
}

/* By the mailer that takes it, and by those asked for; else by one for other hosts, where masquerading shows. */
static void write_all(struct route *r, struct slice address, struct routed *out)
{
	if (out->to.mailer != NULL)
		write_as(r, address, out->to.mailer, out);
	for (size_t i = 0; i < r->nmailers; i++)
		write_as(r, address, mailers_find(&r->site.mailers, slice_of(r->mailers[i])), out);
	if (r->nmailers == 0 && !(out->to.mailer != NULL && slice_eq_str(out->to.mailer->path, "[IPC]")))
		write_as(r, address, mailers_find(&r->site.mailers, SLICE_LIT("esmtp")), out);
}

static struct slice bracketed(struct route *r, struct slice s)
{
	struct buf b;

	if (s.n != 0 && s.p[0] == '<')
		return s;
	buf_init(&b, r->arena);
	buf_printf(&b, "<%.*s>", SLICE_ARG(s));
	return buf_slice(&b);
}

void route_address(struct route *r, struct slice address, struct routed *out)
{
	*out = (struct routed){.address = address};
	if (r->has_session) {
		keep(r, &out->rcpt_steps);
		session_rcpt(&r->session, bracketed(r, address), &out->rcpt);
		keep(r, NULL);
		r->bad |= out->rcpt.kind == SESSION_REJECT;
	}
	keep(r, &out->steps);
	address_parse(&r->site, r->arena, address, 0, &out->to);
	keep(r, NULL);
	write_all(r, address, out);
	r->bad |= out->to.error || out->to.unreadable;
}

struct cfrw_rule route_rule(const struct route *r, const struct step *s)
{
	struct cfrw_rule rule = {.lhs = {"", 0}, .rhs = {"", 0}};

	cfrw_rule(r->site.program, s->ruleset, s->rule, &rule);
	return rule;
}
