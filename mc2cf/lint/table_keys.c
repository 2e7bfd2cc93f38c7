/* table_keys.c - keys that nothing ever asks for */
#include "lint/access.h"
#include "lint/checks.h"

static bool has_domains(enum lint_table_kind k)
{
	return k == LINT_TABLE_ACCESS || k == LINT_TABLE_MAILERTABLE || k == LINT_TABLE_VIRTUSER || k == LINT_TABLE_GENERICS || k == LINT_TABLE_DOMAINS ||
		(lint_table_is_words(k) && k != LINT_TABLE_TRUSTED && k != LINT_TABLE_CLASS);
}

static const char *wildcard_help(enum lint_table_kind k)
{
	return k == LINT_TABLE_MAILERTABLE ? ".example.com stands for all that lies below example.com" : k == LINT_TABLE_VIRTUSER ? "@example.com stands for all users of example.com" :
		k == LINT_TABLE_ACCESS ? "example.com stands for what lies below it too" : "name each";
}

static void judge_key(const struct lint *l, const struct lint_row *row)
{
	enum lint_table_kind k = l->table->kind;
	struct slice key = row->key;

	if (key.n > 1 && key.p[key.n - 1] == '.')
		diag_help(row_say_key(l, 1505, row, "`%.*s' is never asked for: a dot at the end", SLICE_ARG(key)), "without it, `%.*s' stands for what lies below as well where the table knows that", (int)key.n - 1, key.p);
	if (memchr(key.p, '*', key.n) != NULL && !(k == LINT_TABLE_VIRTUSER && slice_find(key, SLICE_LIT("+*@")) > 0))
		diag_help(row_say_key(l, 1506, row, "`*' in a key is a star and no wildcard"), "%s", wildcard_help(k));
	if (memchr(key.p, '<', key.n) != NULL || memchr(key.p, '>', key.n) != NULL)
		if (slice_find(key, SLICE_LIT("<@>")) < 0)
			diag_help(row_say_key(l, 1507, row, "addresses are asked for without < and >"), "joe@example.com");
	if (memchr(key.p, '@', key.n) != NULL && (k == LINT_TABLE_MAILERTABLE || k == LINT_TABLE_DOMAINS || lint_table_is_words(k)))
		diag_help(row_say_key(l, 1508, row, "here domains are asked for, not addresses"), "single addresses belong into the virtusertable or the aliases");
	if (k == LINT_TABLE_VIRTUSER && memchr(key.p, '@', key.n) == NULL)
		diag_help(row_say_key(l, 1509, row, "`%.*s' is never asked for: it has no @", SLICE_ARG(key)), "user@domain, or @domain for all its users; users of this host belong into the aliases");
}

/* Class t has users. */
static void judge_user(const struct lint *l, const struct lint_row *row)
{
	if (memchr(row->key.p, '@', row->key.n) != NULL)
		diag_help(row_say_key(l, 1508, row, "here users of this machine are asked for, not addresses"), "the name that they log in with");
}

void check_keys(const struct lint *l)
{
	for (size_t i = 0; l->table->kind == LINT_TABLE_TRUSTED && i < l->table->nrows; i++)
		judge_user(l, &l->table->row[i]);
	for (size_t i = 0; has_domains(l->table->kind) && i < l->table->nrows; i++)
		judge_key(l, &l->table->row[i]);
}

/* --- addresses of hosts --- */

/* Digits, dots and what people write for networks. */
static bool is_range(struct slice s)
{
	bool mark = false;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '/' || s.p[i] == '-')
			mark = i != 0;
		else if ((s.p[i] < '0' || s.p[i] > '9') && s.p[i] != '.')
			return false;
	}
	return mark && memchr(s.p, '.', s.n) != NULL;
}

/* Whether it has more than four parts, or one above 255. */
static bool is_bad_ipv4(struct slice s)
{
	struct slice part;
	size_t n = 0;

	while (slice_next(&s, '.', &part)) {
		unsigned v = 0;

		for (size_t i = 0; i < part.n && i < 6; i++)
			v = v * 10 + (unsigned)(part.p[i] - '0');
		if (v > 255 || ++n > 4)
			return true;
	}
	return false;
}

static bool ends_in_zero(struct slice s)
{
	size_t dots = 0;

	for (size_t i = 0; i < s.n; i++)
		dots += s.p[i] == '.';
	return dots == 3 && s.n > 2 && s.p[s.n - 1] == '0' && s.p[s.n - 2] == '.';
}

/* Also a network: 2001:db8::/32. */
static bool is_bare_ipv6(struct slice s)
{
	size_t colons = 0;

	for (size_t i = 0; i < s.n && s.p[i] != '/'; i++) {
		colons += s.p[i] == ':';
		if (strchr("0123456789abcdefABCDEF:", s.p[i]) == NULL)
			return false;
	}
	return colons >= 2;
}

static void judge_address(const struct lint *l, const struct access_entry *e)
{
	struct slice key = e->key;
	bool v6 = key.n > 5 && slice_caseeq((struct slice){key.p, 5}, SLICE_LIT("IPv6:"));

	if (is_range(key) || (v6 && memchr(key.p, '/', key.n) != NULL))
		diag_help(access_say_key(l, 1532, e, "`%.*s' is never asked for: networks are written by their first parts", SLICE_ARG(key)), "10.1 for 10.1.0.0/16, IPv6:2001:db8 for 2001:db8::/32; one entry each for what does not end at a dot");
	else if (is_ipv4(key) && is_bad_ipv4(key))
		diag_help(access_say_key(l, 1536, e, "`%.*s' is no address", SLICE_ARG(key)), "four numbers from 0 to 255, or the first of them");
	else if (is_ipv4(key) && ends_in_zero(key))
		diag_help(access_say_key(l, 1533, e, "`%.*s' is one address, and no network", SLICE_ARG(key)), "leave out the zeros at its end: %.*s", (int)key.n - 2, key.p);
	else if (v6 && !(l->ir != NULL && lint_option_true(l, "UseCompressedIPv6Addresses")) && slice_find(key, SLICE_LIT("::")) >= 0)
		diag_help(access_say_key(l, 1534, e, "sendmail writes all parts of an IPv6 address, so `::' never matches"), "IPv6:2001:db8:0:0:0:0:0:1, or the first parts of a network: IPv6:2001:db8");
	else if (is_bare_ipv6(key))
		diag_help(access_say_key(l, 1535, e, "an IPv6 address is asked for with `IPv6:' before it"), "IPv6:%.*s", SLICE_ARG(key));
}

void check_addresses(const struct lint *l)
{
	struct access_entry e;

	if (l->table->kind == LINT_TABLE_RELAY_DOMAINS)
		for (size_t i = 0; i < l->table->nrows; i++) {
			const struct lint_row *row = &l->table->row[i];

			judge_address(l, &(struct access_entry){.row = row, .key = row->key, .at = row->at});
		}
	for (size_t i = 0; access_entry(l->table, i, &e); i++)
		judge_address(l, &e);
}
