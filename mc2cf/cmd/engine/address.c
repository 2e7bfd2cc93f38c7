/*
 * address.c - see address.h; the order of rulesets and what is said as sendmail -bt's /parse, /try and /sender show it
 */
#include <string.h>
#include <sysexits.h>

#include "cmd/engine/address.h"

static void say(struct site *s, struct arena *a, struct slice to, struct slice text, bool named)
{
	struct buf b;

	buf_init(&b, a);
	if (named)
		buf_printf(&b, "%.*s... ", SLICE_ARG(to));
	buf_put_slice(&b, text);
	if (s->say != NULL)
		s->say(s->data, b.n != 0 ? buf_slice(&b) : SLICE_LIT(""));
}

static struct slice copy(struct arena *a, struct slice s)
{
	return (struct slice){arena_dup(a, s.p != NULL ? s.p : "", s.n), s.n};
}

static struct slice lower(struct arena *a, struct slice s)
{
	char *to = arena_dup(a, s.p, s.n);

	for (size_t i = 0; i < s.n; i++)
		if (to[i] >= 'A' && to[i] <= 'Z')
			to[i] = (char)(to[i] + 32);
	return (struct slice){to, s.n};
}

int address_run(struct site *s, int ruleset)
{
	return cfrw_settle(s->maps, s->context, cfrw_run(s->context, ruleset)) == CFRW_FAILED ? cfrw_failure(s->context).status : 0;
}

static void run_optional(struct site *s, int ruleset)
{
	if (ruleset > 0)
		address_run(s, ruleset);
}

/* --- errors --- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Quotes and backslashes go. */
static struct slice unquoted(struct arena *a, struct slice s)
{
	char *to = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			continue;
		if (s.p[i] == '\\' && i + 1 < s.n)
			i++;
		to[n++] = s.p[i];
	}
	return (struct slice){to, n};
}

/* "5.1.1 " in front: how long it is with its blank, or 0. */
static size_t enhanced(struct slice s)
{
	size_t i = 1, groups = 1;

	if (s.n < 6 || strchr("245", s.p[0]) == NULL)
		return 0;
	while (i < s.n && s.p[i] == '.' && groups < 3) {
		size_t from = ++i;

		while (i < s.n && is_digit(s.p[i]) && i - from < 3)
			i++;
		if (i == from)
			return 0;
		groups++;
	}
	return groups == 3 && i < s.n && s.p[i] == ' ' ? i + 1 : 0;
}

/* A reply code and what follows it come off. */
static void take_message(struct arena *a, struct slice user, struct destination *out)
{
	struct slice s = unquoted(a, user);
	size_t n;

	out->said = s;
	if (s.n >= 3 && is_digit(s.p[0]) && is_digit(s.p[1]) && is_digit(s.p[2]) && (s.n == 3 || s.p[3] == ' ')) {
		out->code = (unsigned)((s.p[0] - '0') * 100 + (s.p[1] - '0') * 10 + (s.p[2] - '0'));
		s = s.n > 3 ? (struct slice){s.p + 4, s.n - 4} : (struct slice){"", 0};
		n = enhanced(s);
		if (n != 0)
			out->dsn = (struct slice){s.p, n - 1};
		s = (struct slice){s.p + n, s.n - n};
	}
	out->message = s;
}

static void nowhere(struct site *s, struct arena *a, struct destination *out, const char *why, struct slice name)
{
	struct buf b;

	buf_init(&b, a);
	buf_printf(&b, "buildaddr: %s%.*s", why, SLICE_ARG(name));
	address_failed(s, EX_SOFTWARE);
	out->error = true;
	out->user = SLICE_LIT("");
	out->message = buf_slice(&b);
	say(s, a, SLICE_NONE, out->message, false);
}

/* --- $#mailer $@host $:user --- */

/* Where its parts stand in the workspace. */
struct triple {
	size_t host, nhost;
	bool has_host;
	size_t user;  /* behind $: */
	bool has_user;
};

static struct triple find_parts(const cfrw_context *c)
{
	struct triple t = {.has_host = workspace_meta(c, 2) == '@'};
	size_t i = 2, n = cfrw_tokens(c);

	while (i < n && workspace_meta(c, i) != ':')
		i++;
	if (t.has_host) {
		t.host = 3;
		t.nhost = i > 3 ? i - 3 : 0;
	}
	if (n > 1 && workspace_meta(c, 1) == ':')
		return t;
	t.has_user = i < n;
	t.user = i + 1;
	return t;
}

/* The reply codes that are about the address: it stands before their text. None was given: as 553. */
static bool names_address(unsigned code)
{
	return code == 0 || code == 250 || code == 252 || code == 450 || code == 550 || code == 553;
}

static void error_mailer(struct site *s, struct arena *a, const struct triple *t, struct slice text, struct destination *out)
{
	out->error = true;
	out->user = copy(a, workspace_text(s->context, t->user, cfrw_tokens(s->context), ' '));
	if (t->nhost != 0)
		out->host = copy(a, workspace_text(s->context, t->host, t->host + t->nhost, program_space(s->program)));
	out->dsn = out->host;
	take_message(a, out->user, out);
	address_failed(s, address_exit_status(out->host));
	out->temporary = out->code / 100 == 4 || s->status == EX_TEMPFAIL;
	say(s, a, text, out->message, names_address(out->code));
}

static const struct mailer *special(const struct site *s, const char *name)
{
	return mailers_find(&s->mailers, slice_of(name));
}

bool address_reply(struct site *s, struct arena *a, struct reply *out)
{
	struct destination d = {.mailer = NULL};
	struct triple t;
	struct slice user;
	bool given;

	if (workspace_meta(s->context, 0) != '#' || !slice_caseeq(workspace_text(s->context, 1, 2, '\0'), SLICE_LIT("error")))
		return false;
	t = find_parts(s->context);
	user = t.has_user ? copy(a, workspace_text(s->context, t.user, cfrw_tokens(s->context), ' ')) : SLICE_LIT("");
	out->host = t.nhost != 0 ? copy(a, workspace_text(s->context, t.host, t.host + t.nhost, '\0')) : SLICE_LIT("");
	take_message(a, user, &d);
	given = d.code != 0;
	out->code = given ? d.code : 553;
	out->dsn = d.dsn.n != 0 ? d.dsn : !given ? SLICE_LIT("5.3.0") : memchr(out->host.p, '.', out->host.n) != NULL ? out->host : SLICE_LIT("5.0.0");
	out->text = d.message;
	out->said = d.said;
	return true;
}

/* What no address may have becomes a question mark, which is said. */
static struct slice checked(struct site *s, struct arena *a, struct slice user, bool symbols, struct destination *out)
{
	char *to = arena_dup(a, user.p, user.n);
	bool odd = false, quoted = false;
	struct buf b;

	for (size_t i = 0; i < user.n; i++) {
		if (to[i] == '\\' && i + 1 < user.n) {
			i++;
			continue;
		}
		quoted ^= to[i] == '"';
		if (!quoted && ((to[i] & 0xe0) == 0 || to[i] == 0x7f)) {
			odd = true;
			to[i] = '?';
		}
	}
	out->odd = odd || quoted || symbols;
	if (out->odd) {
		buf_init(&b, a);
		buf_printf(&b, "Syntax error in mailbox address \"%.*s\" (%s)", (int)user.n, to, symbols ? "8-bit character" : quoted ? "unbalanced quote" : "non-printable character");
		say(s, a, SLICE_NONE, buf_slice(&b), false);
	}
	return (struct slice){to, user.n};
}

/* A mailer of local users may hand on to those of programs, files and lists. */
static const struct mailer *specialized(struct site *s, struct arena *a, const struct mailer *m, struct slice *rest)
{
	struct slice user = workspace_text(s->context, 0, cfrw_tokens(s->context), '\0');
	size_t quote = user.n != 0 && user.p[0] == '"';
	char first = user.n > quote ? user.p[quote] : '\0';

	*rest = SLICE_NONE;
	if (m->flags['|'] && first == '|')
		return special(s, "prog");
	if (m->flags['/'] && first == '/')
		return special(s, "*file*");
	if (!m->flags[':'] || first != ':')
		return m;
	user = unquoted(a, workspace_text(s->context, 0, cfrw_tokens(s->context), ' '));
	if (user.n < 9 || !slice_caseeq((struct slice){user.p, 9}, SLICE_LIT(":include:")))
		return m;
	*rest = (struct slice){user.p + 9, user.n - 9};
	return special(s, "*include*");
}

/* The rulesets that make the user as its mailer wants it, where level and use let them; they see $h with the capitals that it may lose. */
static void rewrite_user(struct site *s, const struct destination *out, unsigned flags)
{
	const struct mailer *m = out->mailer;

	cfrw_set(s->context, "h", out->host.p, out->host.n);
	if (cfrw_level(s->program, NULL) >= 10 || flags == 0) {
		address_run(s, 2);
		run_optional(s, m->recipient[0]);
	}
	address_run(s, 4);
}

/* The workspace as text; a symbol that rules have left in it is a question mark. */
static struct slice whole_user(struct site *s, struct arena *a, bool *symbols)
{
	size_t n = cfrw_tokens(s->context), from = 0;
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i <= n; i++) {
		bool symbol = workspace_is_symbol(s->context, i);

		if (i < n && !symbol)
			continue;
		buf_put_slice(&b, workspace_text(s->context, from, i, program_space(s->program)));
		if (symbol)
			buf_putc(&b, '?');
		*symbols |= symbol;
		from = i + 1;
	}
	return b.n != 0 ? buf_slice(&b) : SLICE_LIT("");
}

static void set_user(struct site *s, struct arena *a, const struct mailer *m, struct slice list, struct destination *out)
{
	bool symbols = false;
	struct slice user = list.p != NULL ? list : whole_user(s, a, &symbols);

	out->user = checked(s, a, m->flags['u'] || list.p != NULL ? copy(a, user) : lower(a, user), symbols, out);
}

static struct slice host_of(const struct site *s, struct arena *a, const struct triple *t)
{
	return t->nhost != 0 ? copy(a, workspace_text(s->context, t->host, t->host + t->nhost, program_space(s->program))) : SLICE_NONE;
}

static bool is_local(const struct mailer *m)
{
	return m->flags['l'];
}

static void resolve(struct site *s, struct arena *a, struct slice text, unsigned flags, struct destination *out)
{
	cfrw_context *c = s->context;
	struct triple t;
	struct slice name, list;
	const struct mailer *m;

	if (workspace_meta(c, 0) != '#') {
		nowhere(s, a, out, "no mailer in parsed address", SLICE_NONE);
		return;
	}
	t = find_parts(c);
	if (!t.has_user) {
		nowhere(s, a, out, "no user", SLICE_NONE);
		return;
	}
	name = copy(a, workspace_text(c, 1, 2, '\0'));
	if (slice_caseeq(name, SLICE_LIT("error"))) {
		error_mailer(s, a, &t, text, out);
		return;
	}
	m = mailers_find(&s->mailers, name);
	if (m == NULL) {
		nowhere(s, a, out, "unknown mailer ", name);
		return;
	}
	if (t.nhost == 0 && !is_local(m)) {
		nowhere(s, a, out, "no host", SLICE_NONE);
		return;
	}
	out->host = host_of(s, a, &t);
	workspace_keep(c, t.user, cfrw_tokens(c));
	out->mailer = specialized(s, a, m, &list);
	if (m->flags['@'] && cfrw_tokens(c) != 0 && slice_eq_str(workspace_text(c, 0, 1, '\0'), "@"))
		workspace_keep(c, 1, cfrw_tokens(c));
	if (list.p == NULL) { /* for a list $h stays what it was */
		rewrite_user(s, out, flags);
		if (out->host.n != 0 && !out->mailer->flags['h'])
			out->host = lower(a, out->host);
		cfrw_set(c, "h", out->host.p, out->host.n);
	}
	set_user(s, a, out->mailer, list, out);
}

/* Which queue group a recipient's mail waits in; what the rules say of it shows in the trace alone. */
static void queue_group(struct site *s, const struct destination *d)
{
	int ruleset = cfrw_ruleset(s->program, "queuegroup", 10);

	if (ruleset > 0 && workspace_address(s->context, d->user, true))
		address_run(s, ruleset);
}

void address_parse(struct site *s, struct arena *a, struct slice text, unsigned flags, struct destination *out)
{
	int status;

	*out = (struct destination){.mailer = NULL};
	if (!workspace_address(s->context, text, true)) {
		out->unreadable = true;
		return;
	}
	status = address_run(s, 3);
	if (status != 75)
		status = 0;
	if (address_run(s, 0) == 75)
		status = 75;
	resolve(s, a, text, flags, out);
	if (flags == 0 && out->mailer != NULL)
		queue_group(s, out);
	out->deferred = status == 75;
	if (out->deferred)
		say(s, a, text, SLICE_LIT("Transient parse error -- message queued for future delivery"), true);
}

/* --- how a mailer writes it --- */

/* How long such an address may be, alone and with what stands around it. */
enum { REMOTE_MAX = 254, FRAMED_MAX = 256 };

static struct slice cut(struct slice s, size_t n)
{
	return (struct slice){s.p, s.n < n ? s.n : n};
}

/* The frame with the address in its place. */
static struct slice framed(struct arena *a, struct slice frame, struct slice address)
{
	ptrdiff_t at = slice_find(frame, SLICE_LIT("\x81g"));
	struct buf b;

	buf_init(&b, a);
	if (at < 0)
		return frame;
	buf_put(&b, frame.p, (size_t)at);
	buf_put_slice(&b, address);
	buf_put(&b, frame.p + at + 2, frame.n - (size_t)at - 2);
	return b.n != 0 ? buf_slice(&b) : SLICE_LIT("");
}

struct slice address_remote(struct site *s, struct arena *a, struct slice text, const struct mailer *m, unsigned flags, int *status)
{
	struct slice frame = address_crack(s->program, a, text);
	bool sender = (flags & ADDRESS_SENDER) != 0, later;
	int own;

	*status = 0;
	if (!workspace_address(s->context, text, false))
		return text;
	own = m != NULL ? (sender ? m->sender : m->recipient)[(flags & ADDRESS_HEADER) != 0] : 0;
	later = address_run(s, 3) == 75;
	later |= address_run(s, sender ? 1 : 2) == 75;
	later |= own > 0 && address_run(s, own) == 75;
	later |= address_run(s, 4) == 75;
	*status = later ? 75 : 0;
	return cut(framed(a, frame, cut(copy(a, workspace_text(s->context, 0, cfrw_tokens(s->context), program_space(s->program))), REMOTE_MAX)), FRAMED_MAX);
}

static bool is_bad(const struct destination *d)
{
	return d->unreadable || d->odd || (d->error && !d->temporary);
}

struct slice address_sender(struct site *s, struct arena *a, struct slice text)
{
	struct destination d;

	address_parse(s, a, text, ADDRESS_SENDER, &d);
	if (d.mailer != NULL && (d.mailer == special(s, "prog") || d.mailer == special(s, "*file*") || d.mailer == special(s, "*include*"))) {
		say(s, a, text, SLICE_LIT("Invalid sender address"), true);
		d.error = true;
	}
	if (is_bad(&d)) { /* it is the one who runs the program */
		text = SLICE_LIT("root");
		address_parse(s, a, text, ADDRESS_SENDER, &d);
	}
	if (!workspace_address(s->context, text, true))
		return SLICE_LIT("");
	address_run(s, 3);
	address_run(s, 1);
	address_run(s, 4);
	cfrw_set(s->context, "f", text.p, text.n);
	cfrw_set(s->context, "x", "", 0);
	return is_bad(&d) ? SLICE_LIT("") : d.user;
}
