/* route_json.c - see route.h; the members are described in mc2cf-route(1) */
#include "base/json.h"
#include "cmd/engine/route.h"

static void put_place(struct json *j, const char *key, struct origin_place p)
{
	if (p.file.n == 0)
		return;
	json_open(j, key, '{');
	json_string(j, "file", p.file);
	json_number(j, "line", p.line);
	json_close(j, '{');
}

static void put_name(struct json *j, const struct route *r, int ruleset)
{
	struct cfrw_text name = cfrw_ruleset_name(r->site.program, ruleset);

	json_string(j, "ruleset", (struct slice){name.p, name.n});
}

static void put_rule(struct json *j, const struct route *r, const struct step *s)
{
	struct cfrw_rule rule = route_rule(r, s);
	struct origin o = origins_of(&r->origins, s->line);

	json_string(j, "left", slice_trim((struct slice){rule.lhs.p, rule.lhs.n}));
	json_string(j, "right", slice_trim((struct slice){rule.rhs.p, rule.rhs.n}));
	if (s->after.n != 0)
		json_string(j, "gives", s->after);
	json_number(j, "line", s->line);
	put_place(j, o.own ? "own" : "template", o.text);
	if (o.asked.file.n == 0)
		return;
	json_open(j, "directive", '{');
	json_string(j, "name", o.directive);
	json_string(j, "argument", o.argument);
	json_string(j, "file", o.asked.file);
	json_number(j, "line", o.asked.line);
	json_close(j, '{');
}

static void put_steps(struct json *j, const struct route *r, const struct steps *steps)
{
	json_open(j, "steps", '[');
	for (size_t i = 0; i < steps->n; i++) {
		const struct step *s = &steps->v[i];

		json_open(j, NULL, '{');
		json_string(j, "event", s->event == CFRW_CALL ? SLICE_LIT("call") : s->event == CFRW_RETURN ? SLICE_LIT("return") : SLICE_LIT("rule"));
		put_name(j, r, s->ruleset);
		json_number(j, "depth", s->depth);
		if (s->event == CFRW_MATCH)
			put_rule(j, r, s);
		else
			json_string(j, "workspace", s->text);
		json_close(j, '{');
	}
	json_close(j, '[');
}

static void put_verdict(struct json *j, const struct route *r, const char *key, const struct session_verdict *v, const struct steps *steps)
{
	json_open(j, key, '{');
	json_string(j, "verdict", slice_of(session_word(v)));
	if (v->ruleset != NULL)
		json_string(j, "ruleset", slice_of(v->ruleset));
	if (v->code != 0) {
		json_number(j, "code", v->code);
		json_string(j, "dsn", v->dsn);
	}
	if (v->text.n != 0)
		json_string(j, "text", v->text);
	put_steps(j, r, steps);
	json_close(j, '{');
}

static void put_destination(struct json *j, const struct destination *d)
{
	json_open(j, "destination", '{');
	if (d->error || d->unreadable) {
		json_string(j, "error", d->unreadable ? SLICE_LIT("this is no address") : d->message);
		json_string(j, "dsn", d->dsn);
		json_number(j, "code", d->code);
	} else {
		json_string(j, "mailer", d->mailer->name);
		if (d->host.p != NULL)
			json_string(j, "host", d->host);
		json_string(j, "user", d->user);
	}
	json_bool(j, "deferred", d->deferred);
	json_close(j, '{');
}

static void put_written(struct json *j, const struct routed *a)
{
	json_open(j, "written", '[');
	for (size_t i = 0; i < a->nwritten; i++) {
		const struct written *w = &a->written[i];

		json_open(j, NULL, '{');
		json_string(j, "mailer", w->mailer->name);
		json_string(j, "envelope_recipient", w->as[0]);
		json_string(j, "header_recipient", w->as[ADDRESS_HEADER]);
		json_string(j, "envelope_sender", w->as[ADDRESS_SENDER]);
		json_string(j, "header_sender", w->as[ADDRESS_SENDER | ADDRESS_HEADER]);
		json_close(j, '{');
	}
	json_close(j, '[');
}

void route_json(const struct route *r, const struct routed *v, size_t n, struct buf *out)
{
	struct json j = {.out = out, .flat = 3};

	json_open(&j, NULL, '{');
	json_string(&j, "config", slice_of(r->cf));
	if (r->has_session) {
		put_verdict(&j, r, "check_relay", &r->relay, &r->relay_steps);
		put_verdict(&j, r, "check_mail", &r->mail, &r->mail_steps);
	}
	json_open(&j, "addresses", '[');
	for (size_t i = 0; i < n; i++) {
		json_open(&j, NULL, '{');
		json_string(&j, "address", v[i].address);
		put_destination(&j, &v[i].to);
		if (r->has_session)
			put_verdict(&j, r, "check_rcpt", &v[i].rcpt, &v[i].rcpt_steps);
		put_written(&j, &v[i]);
		put_steps(&j, r, &v[i].steps);
		json_close(&j, '{');
	}
	json_close(&j, '[');
	json_close(&j, '{');
	buf_putc(out, '\n');
}
