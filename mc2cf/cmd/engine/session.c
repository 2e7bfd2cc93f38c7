/*
 * session.c - see session.h; macros and answers as sendmail -bs shows them
 */
#include "cmd/engine/session.h"

static void set(struct session *s, const char *name, struct slice value)
{
	cfrw_set(s->site->context, name, value.p != NULL ? value.p : "", value.n);
}

static void set_str(struct session *s, const char *name, const char *value)
{
	set(s, name, slice_of(value));
}

static struct slice text(struct session *s, const char *fmt, struct slice a, struct slice b)
{
	struct buf out;

	buf_init(&out, s->arena);
	for (; *fmt != '\0'; fmt++) {
		if (*fmt == '1')
			buf_put_slice(&out, a);
		else if (*fmt == '2')
			buf_put_slice(&out, b);
		else
			buf_putc(&out, *fmt);
	}
	return out.n != 0 ? buf_slice(&out) : SLICE_LIT("");
}

/* --- what sendmail knows once a client has connected, said EHLO, and perhaps more --- */

static struct slice address_of(struct session *s)
{
	struct slice a = s->client->address;

	if (a.n == 0)
		return SLICE_LIT("127.0.0.1");
	return memchr(a.p, ':', a.n) != NULL && !(a.n > 5 && slice_caseeq((struct slice){a.p, 5}, SLICE_LIT("IPv6:"))) ? text(s, "IPv6:1", a, a) : a;
}

/* The name that the name service has for it, if any: asked as a rule asks, $[ [address] $]. */
static struct slice find_name(struct session *s, struct slice address)
{
	struct map *host = maps_find(live_maps(s->site->maps), SLICE_LIT("host"));
	struct map_question q = {.key = text(s, "[1]", address, address), .user = s->site->context};
	struct map_answer a = {.found = false};
	struct buf scratch;

	buf_init(&scratch, s->arena);
	if (host != NULL)
		map_lookup(host, &q, &scratch, &a);
	if (!a.found)
		return SLICE_NONE;
	if (a.value.n != 0 && a.value.p[a.value.n - 1] == '.')
		a.value.n--;
	return (struct slice){arena_dup(s->arena, a.value.p, a.value.n), a.value.n};
}

static void set_connection(struct session *s)
{
	const struct session_client *c = s->client;
	struct slice address = address_of(s), name = c->name_given || c->name.n != 0 ? c->name : find_name(s, address);
	struct slice shown = name.n != 0 ? name : text(s, "[1]", address, address);
	bool six = memchr(address.p, ':', address.n) != NULL;

	set(s, "client_addr", address);
	set(s, "client_name", shown);
	set(s, "client_ptr", shown);
	set(s, "client_resolve", c->resolve.n != 0 ? c->resolve : name.n != 0 ? SLICE_LIT("OK") : SLICE_LIT("FAIL"));
	set_str(s, "client_port", "40000");
	set_str(s, "client_connections", "1");
	set_str(s, "client_rate", "1");
	set_str(s, "total_rate", "1");
	set_str(s, "daemon_name", "MTA");
	set_str(s, "daemon_family", six ? "inet6" : "inet");
	set_str(s, "daemon_addr", six ? "::" : "0.0.0.0");
	set_str(s, "daemon_port", "25");
	set_str(s, "daemon_flags", "");
	set(s, "s", c->helo.n != 0 ? c->helo : shown);
	set(s, "_", name.n != 0 ? text(s, "1 [2]", name, address) : shown);
	set_str(s, "opMode", "d");
}

static void set_auth(struct session *s)
{
	const struct session_client *c = s->client;
	bool auth = c->auth.n != 0;

	set(s, "auth_authen", c->auth);
	set(s, "auth_author", c->auth);
	set(s, "auth_type", !auth ? SLICE_LIT("") : c->mechanism.n != 0 ? c->mechanism : SLICE_LIT("PLAIN"));
	set_str(s, "auth_ssf", auth ? "0" : "");
}

static void set_tls(struct session *s)
{
	const struct session_client *c = s->client;
	bool tls = c->verify.n != 0 && !slice_caseeq(c->verify, SLICE_LIT("NONE"));

	set(s, "verify", c->verify);
	set_str(s, "tls_version", tls ? "TLSv1.3" : "");
	set_str(s, "cipher", tls ? "TLS_AES_256_GCM_SHA384" : "");
	set_str(s, "cipher_bits", tls ? "256" : "");
	set_str(s, "alg_bits", tls ? "256" : "");
	set(s, "cert_subject", c->cert_subject);
	set(s, "cert_issuer", c->cert_issuer);
	set_str(s, "r", tls && c->auth.n != 0 ? "ESMTPSA" : tls ? "ESMTPS" : c->auth.n != 0 ? "ESMTPA" : "ESMTP");
}

static void set_more(struct session *s)
{
	for (size_t i = 0; i < s->client->nmacros; i++)
		set(s, s->client->macros[i].name, (struct slice){s->client->macros[i].value.p, s->client->macros[i].value.n});
}

void session_begin(struct session *s, struct site *site, struct arena *a, const struct session_client *client)
{
	static const char *const none[] = {"f", "mail_mailer", "mail_host", "mail_addr", "mail_from", "rcpt_mailer", "rcpt_host", "rcpt_addr", "rcpt_to"};

	*s = (struct session){.site = site, .arena = a, .client = client};
	set_connection(s);
	set_auth(s);
	set_tls(s);
	set_str(s, "nrcpts", "0");
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		cfrw_set(site->context, none[i], NULL, 0);
	set_more(s);
}

/* --- answers --- */

/* Without rules: said is the text with its code. */
static void refuse(struct session_verdict *v, enum session_kind kind, unsigned code, struct slice dsn, struct slice said)
{
	v->kind = kind;
	v->code = code;
	v->dsn = v->host = dsn;
	v->said = said;
	v->text = (struct slice){said.p + 4, said.n - 4};
}

static void judge(struct session *s, int status, struct session_verdict *v)
{
	struct site *site = s->site;
	struct reply r;
	struct slice name;

	if (address_reply(site, s->arena, &r)) {
		bool quarantine = slice_caseeq(r.host, SLICE_LIT("quarantine"));

		v->kind = quarantine ? SESSION_QUARANTINE : r.code / 100 == 4 ? SESSION_DEFER : SESSION_REJECT;
		v->code = quarantine ? 0 : r.code;
		v->dsn = quarantine ? SLICE_LIT("") : r.dsn;
		v->text = r.text;
		v->host = r.host;
		v->said = r.said;
		return;
	}
	name = workspace_meta(site->context, 0) == '#' ? workspace_text(site->context, 1, 2, '\0') : SLICE_LIT("");
	if (slice_caseeq(name, SLICE_LIT("discard")))
		v->kind = SESSION_DISCARD;
	else if (status == 75) /* a map did not answer */
		refuse(v, SESSION_DEFER, 451, SLICE_LIT("4.3.0"), SLICE_LIT("451 Temporary system failure. Please try again later."));
}

void session_check(struct session *s, const char *ruleset, struct slice first, struct slice second, struct session_verdict *v)
{
	int number = cfrw_ruleset(s->site->program, ruleset, strlen(ruleset));

	*v = (struct session_verdict){.kind = SESSION_ACCEPT, .dsn = SLICE_LIT(""), .text = SLICE_LIT("")};
	if (number < 0 || cfrw_rules(s->site->program, number) == 0)
		return;
	v->ruleset = ruleset;
	if (!workspace_check(s->site->context, first, second)) {
		refuse(v, SESSION_REJECT, 553, SLICE_LIT("5.1.0"), SLICE_LIT("553 this cannot be cut into words"));
		return;
	}
	judge(s, address_run(s->site, number), v);
}

static struct slice macro(struct session *s, const char *name)
{
	struct cfrw_text t;

	return cfrw_get(s->site->context, name, &t) ? text(s, "1", (struct slice){t.p, t.n}, SLICE_NONE) : SLICE_LIT("");
}

void session_relay(struct session *s, struct session_verdict *v)
{
	session_check(s, "check_relay", macro(s, "client_name"), macro(s, "client_addr"), v);
}

/* Parses quietly, and sets what sendmail says of an address: ${mail_mailer} and the like. */
static void set_parsed(struct session *s, struct slice given, unsigned flags, const char *const names[3], struct destination *d)
{
	struct site quiet = *s->site;

	quiet.say = NULL;
	address_parse(&quiet, s->arena, given, flags, d);
	set(s, names[0], d->mailer != NULL ? d->mailer->name : SLICE_LIT("*error*"));
	set(s, names[1], d->host);
	set(s, names[2], d->user);
}

/* Without its angle brackets. */
static struct slice bare(struct slice s)
{
	s = slice_trim(s);
	return s.n >= 2 && s.p[0] == '<' && s.p[s.n - 1] == '>' ? (struct slice){s.p + 1, s.n - 2} : s;
}

void session_mail(struct session *s, struct slice from, struct session_verdict *v)
{
	static const char *const names[] = {"mail_mailer", "mail_host", "mail_addr"};
	struct slice address = bare(from);
	struct destination d;

	set_str(s, "addr_type", "e s");
	set(s, "mail_from", from);
	set(s, "f", address);
	set_parsed(s, address.n != 0 ? address : SLICE_LIT("<>"), ADDRESS_SENDER, names, &d);
	set_more(s);
	session_check(s, "tls_client", macro(s, "verify"), SLICE_LIT("MAIL"), v);
	if (v->kind == SESSION_ACCEPT)
		session_check(s, "check_mail", from, SLICE_NONE, v);
}

void session_rcpt(struct session *s, struct slice to, struct session_verdict *v)
{
	static const char *const names[] = {"rcpt_mailer", "rcpt_host", "rcpt_addr"};
	struct buf n;

	set_str(s, "addr_type", "e r");
	set_parsed(s, bare(to), 0, names, &s->to);
	set_more(s);
	session_check(s, "check_rcpt", to, SLICE_NONE, v);
	s->recipients += v->kind != SESSION_REJECT && v->kind != SESSION_DEFER;
	buf_init(&n, s->arena);
	buf_printf(&n, "%u", s->recipients);
	set(s, "nrcpts", buf_slice(&n));
}

const char *session_word(const struct session_verdict *v)
{
	static const char *const words[] = {"accept", "reject", "defer", "discard", "quarantine"};

	return words[v->kind];
}
