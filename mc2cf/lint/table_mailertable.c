/* table_mailertable.c - which domain goes where */
#include "base/buf.h"
#include "lint/access.h"
#include "lint/checks.h"
#include "lint/limits.h"
#include "lint/ours.h"

struct route {
	const struct lint_row *row;
	struct slice mailer, host;
};

/* False where it names no mailer. */
static bool route_of(const struct lint_row *row, struct route *r)
{
	struct slice rest = row->value;

	*r = (struct route){.row = row};
	if (memchr(rest.p, ':', rest.n) == NULL || !slice_next(&rest, ':', &r->mailer))
		return false;
	r->mailer = slice_trim(r->mailer);
	r->host = slice_trim(rest);
	return true;
}

static bool route(const struct lint *l, size_t i, struct route *r)
{
	if (l->table->kind != LINT_TABLE_MAILERTABLE || i >= l->table->nrows)
		return false;
	(void)route_of(&l->table->row[i], r);
	return true;
}

static bool is_error(const struct route *r)
{
	return slice_caseeq(r->mailer, SLICE_LIT("error")) || slice_caseeq(r->mailer, SLICE_LIT("discard"));
}

/* A mailer that connects to its host. */
static bool connects(const struct lint *l, struct slice mailer)
{
	const struct ir_item *m = l->ir != NULL ? ir_find(l->ir, IR_MAILER, mailer) : NULL;

	if (m != NULL)
		return slice_caseeq(lint_field(m, "P"), SLICE_LIT("[IPC]"));
	return slice_caseeq(mailer, SLICE_LIT("smtp")) || slice_caseeq(mailer, SLICE_LIT("esmtp")) || slice_caseeq(mailer, SLICE_LIT("smtp8")) || slice_caseeq(mailer, SLICE_LIT("dsmtp")) ||
		slice_caseeq(mailer, SLICE_LIT("relay"));
}

/* Where no configuration says which mailers there are: a slip of the usual ones. */
static void judge_spelling(const struct lint *l, const struct route *r)
{
	static const char *const usual[] = {"smtp", "esmtp", "smtp8", "dsmtp", "relay", "local", "error", "discard", "procmail", "virtual"};
	unsigned best = 3;

	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
		unsigned d = slice_distance(r->mailer, slice_of(usual[i]), 2);

		best = d < best ? d : best;
	}
	if (best != 0 && best <= 2 && r->mailer.n > 3)
		(void)diag_near(row_say_value(l, 1560, r->row, "`%.*s' is hardly the name of a mailer", SLICE_ARG(r->mailer)), r->mailer, usual, sizeof usual / sizeof *usual);
}

static void judge_mailer(const struct lint *l, const struct route *r)
{
	if (l->ir == NULL && r->mailer.n != 0)
		judge_spelling(l, r);
	if (r->row->value.n != 0 && r->mailer.n == 0)
		diag_help(row_say_value(l, 1561, r->row, "`%.*s' names no mailer, and is not looked at", SLICE_ARG(r->row->value)), "esmtp:[hub.example.com], or error:5.1.1:550 text");
	else if (l->ir != NULL && r->mailer.n != 0 && !is_error(r) && ir_find(l->ir, IR_MAILER, r->mailer) == NULL)
		diag_help(row_say_value(l, 1560, r->row, "there is no mailer `%.*s'", SLICE_ARG(r->mailer)), "MAILER(`smtp') has smtp, esmtp, smtp8, dsmtp and relay");
}

static bool ends_in_port(struct slice host)
{
	size_t i = host.n;

	while (i > 0 && host.p[i - 1] >= '0' && host.p[i - 1] <= '9')
		i--;
	return i < host.n && i > 1 && host.p[i - 1] == ':' && memchr(host.p, ':', host.n) == host.p + i - 1;
}

/* [2001:db8::1]: sendmail knows an IPv6 address by IPv6: before it. */
static bool is_bare_ipv6(struct slice host)
{
	size_t colons = 0;

	for (size_t i = 1; i + 1 < host.n; i++) {
		if (strchr("0123456789abcdefABCDEF:", host.p[i]) == NULL)
			return false;
		colons += host.p[i] == ':';
	}
	return colons >= 2 && host.p[0] == '[';
}

static void judge_brackets(const struct lint *l, const struct route *r)
{
	bool open = memchr(r->host.p, '[', r->host.n) != NULL, closed = memchr(r->host.p, ']', r->host.n) != NULL;

	if (open != closed)
		diag_help(row_say_value(l, 1569, r->row, "`%.*s' has one bracket of two", SLICE_ARG(r->host)), "[hub.example.com]");
	else if (open && is_bare_ipv6(r->host))
		diag_help(row_say_value(l, 1569, r->row, "an IPv6 address is known by `IPv6:' before it"), "[IPv6:%.*s", (int)r->host.n - 1, r->host.p + 1);
}

static void judge_host(const struct lint *l, const struct route *r)
{
	judge_brackets(l, r);
	if (is_ipv4(r->host) && memchr(r->host.p, '.', r->host.n) != NULL)
		diag_help(row_say_value(l, 1565, r->row, "an address without brackets is looked up as a name"), "%.*s:[%.*s]", SLICE_ARG(r->mailer), SLICE_ARG(r->host));
	else if (ends_in_port(r->host))
		diag_help(row_say_value(l, 1566, r->row, "the number behind the colon is taken for a second host, and not for a port"), "a mailer of its own with A=TCP $h 2525");
	if (lint_is_ours(l, r->host))
		diag_help(row_say_value(l, 1562, r->row, "`%.*s' is this machine: mail comes back until it has gone round too often", SLICE_ARG(r->host)), "the host behind us that takes the mail");
}

/* error:D.S.N:550 text, error:550 text. */
static void judge_refusal(const struct lint *l, const struct route *r)
{
	struct slice text = r->host, status;
	const char *colon = memchr(text.p, ':', text.n);

	if (colon != NULL && memchr(text.p, ' ', (size_t)(colon - text.p)) == NULL)
		slice_next(&text, ':', &status);
	if (text.n != 0 && text.p[0] == '"')
		text = (struct slice){text.p + 1, text.n - 1};
	if (slice_caseeq(r->mailer, SLICE_LIT("error")) && (text.n < 4 || (text.p[0] != '4' && text.p[0] != '5') || text.p[3] != ' '))
		diag_help(row_say_value(l, 1567, r->row, "the error has no reply code"), "error:5.1.1:550 text");
}

/* The entry that mail for a host's domain comes to: its own, or that of what lies above it. */
static const struct lint_row *entry_of(const struct lint_table *t, struct slice host)
{
	const struct lint_row *row = lint_table_find(t, host);

	for (size_t i = 0; row == NULL && i < host.n; i++)
		if (host.p[i] == '.')
			row = lint_table_find(t, (struct slice){host.p + i, host.n - i});
	return row;
}

/* Whether mail for a domain is taken from outside: class R, or an entry of the access table. */
static bool is_relayed(const struct lint *l, struct slice domain)
{
	const struct lint_table *access = lint_table_of(l, LINT_TABLE_ACCESS);
	bool is = l->ir != NULL && lint_is_in(l, "R", domain);

	for (size_t i = 0; access != NULL && !is && i < 2; i++) {
		const struct lint_row *row;
		struct buf key;

		buf_init(&key, l->arena);
		buf_printf(&key, "%s%.*s", i == 0 ? "To:" : "", SLICE_ARG(domain));
		row = lint_table_find(access, buf_slice(&key));
		is = row != NULL && slice_caseeq(row->value, SLICE_LIT("RELAY"));
	}
	return is;
}

/* A host without brackets is where its MX records say: that may be this machine, and another entry of this table is of no help there. */
static void judge_circle(const struct lint *l, const struct route *start)
{
	struct route r = *start;
	struct diag *g;

	for (size_t step = 1; step <= LINT_MAILERTABLE_STEPS && r.host.n != 0 && r.host.p[0] != '['; step++) {
		const struct lint_row *next = connects(l, r.mailer) ? entry_of(l->table, r.host) : NULL;

		if (next == start->row && step > 1) {
			diag_help(row_say_value(l, 1568, start->row, "the entries for %.*s and the hosts behind it make a circle of %zu", SLICE_ARG(start->row->key), step),
				"the host that takes the mail, in brackets: esmtp:[hub.example.com]");
			return;
		}
		if (step == 1 && is_relayed(l, r.host) && (next != NULL || slice_caseeq(r.host, start->row->key))) {
			g = row_say_value(l, 1568, start->row, "without brackets, mail goes where the MX records of %.*s lead: here, if this machine is its gateway", SLICE_ARG(r.host));
			diag_help(g, "the host that takes the mail, in brackets: %.*s:[hub.example.com]", SLICE_ARG(r.mailer));
			return;
		}
		if (next == NULL || next <= start->row || !route_of(next, &r)) /* a circle is told of once, at its first entry */
			return;
	}
}

static void judge_key(const struct lint *l, const struct route *r)
{
	struct slice key = r->row->key;

	if (key.n > 1 && key.p[0] == '.') {
		if (lint_table_find(l->table, (struct slice){key.p + 1, key.n - 1}) == NULL && !lint_is_ours(l, (struct slice){key.p + 1, key.n - 1}))
			diag_help(row_say_key(l, 1564, r->row, "`%.*s' is what lies below, and not %.*s itself", SLICE_ARG(key), (int)key.n - 1, key.p + 1), "an entry for each");
	} else if (lint_is_ours(l, key)) {
		diag_help(row_say_key(l, 1563, r->row, "mail for %.*s is delivered here: it is one of this machine's own names", SLICE_ARG(key)), "take it out of class w, or here");
	}
}

void check_mailertable(const struct lint *l)
{
	struct route r;

	for (size_t i = 0; route(l, i, &r); i++) {
		judge_mailer(l, &r);
		judge_key(l, &r);
		if (is_error(&r)) {
			judge_refusal(l, &r);
		} else if (connects(l, r.mailer)) {
			judge_host(l, &r);
			judge_circle(l, &r);
		}
	}
}
