/* route_text.c - see route.h */
#include "cmd/engine/route.h"

static struct slice trimmed(struct cfrw_text t)
{
	return slice_trim((struct slice){t.p, t.n});
}

/* "sendmail.cf:812 (templates/rules/parse.cf:14, FEATURE(`mailertable') site.mc:9)" */
static void put_origin(const struct route *r, const struct step *s, struct buf *out)
{
	struct origin o = origins_of(&r->origins, s->line);

	if (o.text.file.n == 0) {
		buf_printf(out, "%.*s:%u", SLICE_ARG(s->file), (unsigned)s->line);
		return;
	}
	buf_printf(out, "%.*s:%u", SLICE_ARG(o.text.file), (unsigned)o.text.line);
	if (o.asked.file.n == 0 || o.own)
		return;
	buf_printf(out, " for %.*s", SLICE_ARG(o.directive));
	if (o.argument.n != 0)
		buf_printf(out, "(`%.*s')", SLICE_ARG(o.argument));
	buf_printf(out, " at %.*s:%u", SLICE_ARG(o.asked.file), (unsigned)o.asked.line);
}

static void put_rule(const struct route *r, const struct step *s, struct buf *out)
{
	struct cfrw_rule rule = route_rule(r, s);

	buf_printf(out, "R %.*s  ->  %.*s", SLICE_ARG(trimmed(rule.lhs)), SLICE_ARG(trimmed(rule.rhs)));
}

static void put_name(const struct route *r, int ruleset, struct buf *out)
{
	struct cfrw_text name = cfrw_ruleset_name(r->site.program, ruleset);

	buf_put(out, name.p, name.n);
}

static void indent(struct buf *out, size_t n)
{
	for (; n != 0; n--)
		buf_puts(out, "  ");
}

/* The call tree: what each ruleset got, the rules that fired in it, what it gave. */
static void put_tree(const struct route *r, const struct steps *steps, size_t under, struct buf *out)
{
	for (size_t i = 0; i < steps->n; i++) {
		const struct step *s = &steps->v[i];

		indent(out, under + s->depth + (s->event == CFRW_MATCH));
		if (s->event == CFRW_CALL) {
			put_name(r, s->ruleset, out);
			buf_printf(out, "  %.*s\n", SLICE_ARG(s->text));
		} else if (s->event == CFRW_RETURN) {
			buf_printf(out, "= %.*s\n", SLICE_ARG(s->text));
		} else {
			put_rule(r, s, out);
			buf_puts(out, "    [");
			put_origin(r, s, out);
			buf_puts(out, "]\n");
			if (s->after.n != 0) {
				indent(out, under + s->depth + 2);
				buf_printf(out, "%.*s\n", SLICE_ARG(s->after));
			}
		}
	}
}

static void put_fired(const struct route *r, const struct steps *steps, struct buf *out)
{
	int last = -1;

	for (size_t i = 0; i < steps->n; i++) {
		const struct step *s = &steps->v[i];

		if (s->event != CFRW_MATCH)
			continue;
		if (s->ruleset != last) {
			buf_puts(out, "    ");
			put_name(r, s->ruleset, out);
			buf_putc(out, '\n');
		}
		last = s->ruleset;
		buf_puts(out, "      ");
		put_rule(r, s, out);
		buf_puts(out, "    [");
		put_origin(r, s, out);
		buf_puts(out, "]\n");
	}
}

/* Whether a right side picks a mailer or an error: by its name, or only hands on what another rule has picked. */
static bool picks(struct slice rhs, bool by_name)
{
	ptrdiff_t at = slice_find(rhs, SLICE_LIT("$#"));

	if (at < 0 || !by_name)
		return at >= 0;
	rhs = slice_trim((struct slice){rhs.p + at + 2, rhs.n - (size_t)at - 2});
	return rhs.n != 0 && rhs.p[0] != '$';
}

/* The rule that decided: the first that brought up the answer's text, or the last that picked a mailer or an error. */
static const struct step *deciding(const struct route *r, const struct steps *steps, struct slice text)
{
	for (size_t i = 0; text.n != 0 && i < steps->n; i++) {
		const struct step *s = &steps->v[i];

		if (s->event == CFRW_MATCH && (slice_find(trimmed(route_rule(r, s).rhs), text) >= 0 || slice_find(s->after, text) >= 0))
			return s;
	}
	for (int by_name = 1; by_name >= 0; by_name--)
		for (size_t i = steps->n; i != 0; i--) {
			const struct step *s = &steps->v[i - 1];

			if (s->event == CFRW_MATCH && picks(trimmed(route_rule(r, s).rhs), by_name != 0))
				return s;
		}
	return NULL;
}

static void put_verdict(const struct route *r, const char *what, struct slice of, const struct session_verdict *v, const struct steps *steps, struct buf *out)
{
	const struct step *why = v->kind != SESSION_ACCEPT ? deciding(r, steps, v->text) : NULL;

	buf_printf(out, "  %-12s %.*s%s%s", what, SLICE_ARG(of), of.n != 0 ? "  " : "", session_word(v));
	if (v->code != 0)
		buf_printf(out, ": %u %.*s %.*s", v->code, SLICE_ARG(v->dsn), SLICE_ARG(v->text));
	else if (v->text.n != 0)
		buf_printf(out, ": %.*s", SLICE_ARG(v->text));
	else if (v->ruleset == NULL)
		buf_puts(out, " (there is no such ruleset here)");
	buf_putc(out, '\n');
	if (why != NULL) {
		buf_printf(out, "  %-12s ", "");
		put_rule(r, why, out);
		buf_puts(out, "    [");
		put_origin(r, why, out);
		buf_puts(out, "]\n");
	}
	if (r->explain)
		put_tree(r, steps, 3, out);
}

static void put_destination(const struct destination *d, struct buf *out)
{
	buf_printf(out, "  %-12s ", "goes to");
	if (d->unreadable)
		buf_puts(out, "nowhere: this is no address");
	else if (d->error)
		buf_printf(out, "nowhere: %.*s%s%.*s", SLICE_ARG(d->dsn), d->dsn.n != 0 ? " " : "", SLICE_ARG(d->message));
	else {
		buf_printf(out, "mailer %.*s", SLICE_ARG(d->mailer->name));
		if (d->host.p != NULL)
			buf_printf(out, ", host %.*s", SLICE_ARG(d->host));
		buf_printf(out, ", user %.*s", SLICE_ARG(d->user));
	}
	buf_printf(out, "%s\n", d->deferred ? " (a table did not answer: the mail waits)" : "");
}

static void put_written(const struct written *w, struct buf *out)
{
	static const struct {
		unsigned use;
		const char *name;
	} uses[] = {{0, "envelope recipient"}, {ADDRESS_HEADER, "header recipient"}, {ADDRESS_SENDER, "envelope sender"}, {ADDRESS_SENDER | ADDRESS_HEADER, "header sender"}};

	buf_printf(out, "  by %.*s it is written\n", SLICE_ARG(w->mailer->name));
	for (size_t i = 0; i < sizeof(uses) / sizeof(*uses); i++)
		buf_printf(out, "    %-20s %.*s\n", uses[i].name, SLICE_ARG(w->as[uses[i].use]));
}

static void put_address(const struct route *r, const struct routed *a, struct buf *out)
{
	buf_printf(out, "%.*s\n", SLICE_ARG(a->address));
	if (r->has_session)
		put_verdict(r, "check_rcpt", SLICE_LIT(""), &a->rcpt, &a->rcpt_steps, out);
	put_destination(&a->to, out);
	for (size_t i = 0; i < a->nwritten; i++)
		put_written(&a->written[i], out);
	if (r->quiet)
		return;
	buf_puts(out, r->explain ? "  what the rulesets did\n" : "  rules that fired\n");
	if (r->explain)
		put_tree(r, &a->steps, 2, out);
	else
		put_fired(r, &a->steps, out);
}

void route_text(const struct route *r, const struct routed *v, size_t n, struct buf *out)
{
	if (r->has_session) {
		struct cfrw_text name = {"", 0}, address = {"", 0};

		cfrw_get(r->site.context, "client_name", &name);
		cfrw_get(r->site.context, "client_addr", &address);
		buf_printf(out, "a client, %.*s at %.*s\n", (int)name.n, name.p, (int)address.n, address.p);
		put_verdict(r, "check_relay", SLICE_LIT(""), &r->relay, &r->relay_steps, out);
		put_verdict(r, "check_mail", r->from, &r->mail, &r->mail_steps, out);
	}
	for (size_t i = 0; i < n; i++) {
		if (i != 0 || r->has_session)
			buf_putc(out, '\n');
		put_address(r, &v[i], out);
	}
}
