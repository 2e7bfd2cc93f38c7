/* table_access.c - the access map: who is named, and by which tag */
#include "lint/access.h"
#include "lint/checks.h"

static bool is(struct slice value, const char *verdict)
{
	return slice_caseeq(value, slice_of(verdict));
}

/* Connect: and no tag stand for clients; the others are asked for senders and recipients. */
static bool is_tag(const struct access_entry *e, const char *name)
{
	return e->known != NULL && strcmp(e->known->name, name) == 0;
}

static bool is_name(struct slice key)
{
	return key.n != 0 && !is_ipv4(key) && key.p[0] != '[' && memchr(key.p, '@', key.n) == NULL && memchr(key.p, ':', key.n) == NULL && memchr(key.p, '/', key.n) == NULL;
}

static bool is_localhost(struct slice key)
{
	return is(key, "localhost") || is(key, "localhost.localdomain") || slice_starts(key, SLICE_LIT("127.0.0.1")) || is(key, "IPv6:0:0:0:0:0:0:0:1") || is(key, "IPv6:::1") || is(key, "127");
}

static bool says_relay_in_a_row(const struct access_entry *e)
{
	return is(e->row->value, "RELAY") && (e->known == NULL || e->known->value == ACCESS_VERDICT);
}

static void judge_relay(const struct lint *l, const struct access_entry *e)
{
	struct slice key = e->key;

	if (is_localhost(key) && !is_tag(e, "To") && !is_tag(e, "From"))
		diag_help(access_say_key(l, 1542, e, "programs on this machine may relay without an entry"), "take it out, unless a blocklist or a limit is to leave them alone");
	else if (lint_is_wide(key) || (key.n == 0 && e->tag.n != 0))
		diag_help(access_say_key(l, 1539, e, "all of `%.*s' may relay, or be relayed to", SLICE_ARG(e->row->key)), "name the domains and networks that are yours");
	else if (is_tag(e, "Connect") && is_name(key))
		diag_help(access_say_key(l, 1502, e, "whoever names his address `%.*s' in the name service may relay", SLICE_ARG(key)), "give the addresses of the hosts that may: Connect:192.0.2.25	RELAY");
	else if (e->tag.n == 0 && is_name(key))
		diag_help(access_say_key(l, 1543, e, "without a tag, clients with a name in %.*s may relay, and everybody may relay to it", SLICE_ARG(key)), "To:%.*s if mail for it is to pass, Connect:ADDRESS for clients", SLICE_ARG(key));
	else if (is_tag(e, "From") && l->site != NULL && lint_feature(l, "relay_mail_from") == NULL)
		diag_help(access_say_key(l, 1538, e, "a sender with RELAY is accepted, and may not relay"), "OK says so; to let people relay, have them log in");
}

void check_access_relay(const struct lint *l)
{
	struct access_entry e;

	for (size_t i = 0; access_entry(l->table, i, &e); i++)
		if (says_relay_in_a_row(&e))
			judge_relay(l, &e);
}

void check_relay_domains(const struct lint *l)
{
	for (size_t i = 0; l->table->kind == LINT_TABLE_RELAY_DOMAINS && i < l->table->nrows; i++) {
		const struct lint_row *row = &l->table->row[i];

		if (lint_is_wide(row->key))
			diag_help(row_say_key(l, 1611, row, "all of `%.*s' may relay, and be relayed to", SLICE_ARG(row->key)), "name the domains and networks that are yours");
		else if (is_name(row->key))
			diag_help(row_say_key(l, 1610, row, "clients with a name in %.*s may relay too, by what the name service says", SLICE_ARG(row->key)), "To:%.*s RELAY in the access table is about recipients only", SLICE_ARG(row->key));
	}
}

/* --- tags --- */

static bool name_near(struct diag *g, struct slice tag)
{
	static const char *const names[] = {
#define TAG(name, value, feature, title) name,
#include "lint/access_tags.def"
#undef TAG
	};

	return diag_near(g, tag, names, sizeof names / sizeof *names);
}

/* A tag that a requirement of TLS makes: VERIFY+CITag:MyCA looks up MyCA:issuer. */
static bool is_own_tag(const struct lint_table *t, struct slice tag)
{
	for (size_t i = 0; i < t->nrows; i++) {
		struct slice value = t->row[i].value;
		ptrdiff_t at = slice_find(value, SLICE_LIT("CITag:"));
		size_t left = at >= 0 ? value.n - (size_t)at - 6 : 0;

		if (left >= tag.n && slice_caseeq((struct slice){value.p + at + 6, tag.n}, tag) && (left == tag.n || value.p[(size_t)at + 6 + tag.n] == '+'))
			return true;
	}
	return false;
}

void check_access_tags(const struct lint *l)
{
	struct access_entry e, first = {.row = NULL};
	size_t untagged = 0;

	for (size_t i = 0; access_entry(l->table, i, &e); i++) {
		if (e.tag.n == 0 && untagged++ == 0)
			first = e;
		if (e.tag.n != 0 && e.known == NULL && !is_own_tag(l->table, e.tag)) {
			struct diag *g = row_say_key(l, 1520, e.row, "nobody asks for the tag `%.*s:'", SLICE_ARG(e.tag));

			if (!name_near(g, e.tag))
				diag_help(g, "tags are Connect: From: To: Spam: ClientRate: ClientConn: GreetPause: TLS_Srv: TLS_Clt: TLS_Rcpt: Try_TLS: Srv_Features: AuthInfo: and others");
		} else if (e.known != NULL && l->site != NULL && *e.known->feature != '\0' && lint_feature(l, e.known->feature) == NULL) {
			diag_help(row_say_key(l, 1523, e.row, "without FEATURE(`%s') nobody asks for `%s:'", e.known->feature, e.known->name), "FEATURE(`%s'), or take the entry out", e.known->feature);
		}
	}
	if (first.row != NULL)
		diag_help(row_say_key(l, 1521, first.row, "%zu %s no tag, and %s clients, senders and recipients alike", untagged, untagged == 1 ? "entry has" : "entries have", untagged == 1 ? "is about" : "are about"),
			"Connect:, From: and To: say which");
}

static bool asks_dots(const struct lint *l)
{
	const struct site_use *use = lint_feature(l, "access_db");

	return (use == NULL && l->site != NULL) || lint_feature(l, "lookupdotdomain") != NULL || (use != NULL && site_get(l->site, use, SLICE_LIT("access_db.lookupdotdomain")) != NULL);
}

/* .domain and @domain, as tables of other programs have them. */
void check_access_beginning(const struct lint *l)
{
	struct access_entry e;

	for (size_t i = 0; access_entry(l->table, i, &e); i++) {
		char c = e.key.n > 1 && (e.tag.n == 0 || e.known != NULL) ? e.key.p[0] : '\0';

		if (c == '@' || (c == '.' && !asks_dots(l)))
			diag_help(access_say_key(l, 1545, &e, "`%.*s' is never asked for: keys do not begin with %c%s", SLICE_ARG(e.key), c, c == '.' && l->site == NULL ? ", unless there is FEATURE(`lookupdotdomain')" : ""), "%.*s stands for the domain and all below it", (int)e.key.n - 1, e.key.p + 1);
	}
}

/* An entry for recipients that refuses is asked for under blocklist_recipients only. */
void check_access_recipients(const struct lint *l)
{
	struct access_entry e;

	if (l->site == NULL || lint_feature(l, "blocklist_recipients") != NULL || lint_feature(l, "blacklist_recipients") != NULL || lint_feature(l, "delay_checks") != NULL)
		return;
	for (size_t i = 0; access_entry(l->table, i, &e); i++)
		if (is_tag(&e, "To") && (is(e.row->value, "REJECT") || is(e.row->value, "DISCARD") || slice_starts(e.row->value, SLICE_LIT("ERROR:"))))
			diag_help(row_say_key(l, 1537, e.row, "recipients are not refused without FEATURE(`blocklist_recipients')"), "FEATURE(`blocklist_recipients')");
}

/* --- entries beside one another --- */

static bool parent(struct slice key, struct slice *up)
{
	bool address = is_ipv4(key), v6 = key.n > 5 && slice_caseeq((struct slice){key.p, 5}, SLICE_LIT("IPv6:"));

	if (memchr(key.p, '@', key.n) != NULL || memchr(key.p, '[', key.n) != NULL)
		return false;
	if (address || v6) {
		for (size_t i = key.n; i-- > (v6 ? 5 : 0);)
			if (key.p[i] == (v6 ? ':' : '.')) {
				*up = (struct slice){key.p, i};
				return i > (v6 ? 5 : 0);
			}
		return false;
	}
	for (size_t i = 0; i < key.n; i++)
		if (key.p[i] == '.') {
			*up = (struct slice){key.p + i + 1, key.n - i - 1};
			return up->n != 0;
		}
	return false;
}

static const struct lint_row *find_tagged(const struct lint *l, struct slice tag, struct slice key)
{
	char name[512];

	if (tag.n + key.n + 1 > sizeof name)
		return NULL;
	memcpy(name, tag.p, tag.n);
	name[tag.n] = ':';
	memcpy(name + tag.n + (tag.n != 0), key.p, key.n);
	return lint_table_find(l->table, (struct slice){name, tag.n + (tag.n != 0) + key.n});
}

static void judge_neighbours(const struct lint *l, const struct access_entry *e)
{
	const struct lint_row *above = NULL, *bare = e->tag.n != 0 && e->key.n != 0 ? lint_table_find(l->table, e->key) : NULL;
	struct slice up = e->key;

	while (above == NULL && up.n != 0 && parent(up, &up))
		above = find_tagged(l, e->tag, up);
	if (above != NULL && slice_caseeq(above->value, e->row->value))
		diag_place(row_say_key(l, 1540, e->row, "`%.*s' says nothing that `%.*s' does not say", SLICE_ARG(e->row->key), SLICE_ARG(above->key)), above->at, "this one");
	if (bare != NULL && !slice_caseeq(bare->value, e->row->value))
		diag_place(row_say_key(l, 1541, e->row, "with this entry, `%.*s' without a tag is not asked for %s", SLICE_ARG(bare->key), e->known->title), bare->at, "it says `%.*s'", SLICE_ARG(bare->value));
}

void check_access_neighbours(const struct lint *l)
{
	struct access_entry e;

	for (size_t i = 0; access_entry(l->table, i, &e); i++)
		if (e.tag.n == 0 || (e.known != NULL && e.known->value == ACCESS_VERDICT))
			judge_neighbours(l, &e);
}
