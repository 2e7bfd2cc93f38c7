/* table_virtuser.c - addresses of hosted domains, and senders' new addresses */
#include "base/buf.h"
#include "lint/access.h"
#include "lint/checks.h"
#include "lint/files.h"
#include "lint/limits.h"
#include "lint/ours.h"

static bool is_error(struct slice v)
{
	return v.n > 6 && slice_caseeq((struct slice){v.p, 6}, SLICE_LIT("error:"));
}

static struct slice domain_of(struct slice address)
{
	const char *at = memchr(address.p, '@', address.n);

	return at != NULL ? (struct slice){at + 1, (size_t)(address.p + address.n - at - 1)} : SLICE_NONE;
}

/* The row that an address meets: its own, or that of its domain. */
static const struct lint_row *row_for(const struct lint_table *t, struct slice address)
{
	const struct lint_row *row = lint_table_find(t, address);
	struct slice domain = domain_of(address);

	if (row != NULL || domain.n == 0)
		return row;
	return lint_table_find(t, (struct slice){domain.p - 1, domain.n + 1});
}

/* Where a value leads: %1 stands for the user that was asked for, which a key @domain takes for any. */
static struct slice target(const struct lint *l, const struct lint_row *row)
{
	ptrdiff_t at = slice_find(row->value, SLICE_LIT("%1"));
	struct slice user = {row->key.p, 0};
	struct buf b;

	if (at < 0)
		return row->value;
	while (user.n < row->key.n && user.p[user.n] != '@')
		user.n++;
	buf_init(&b, l->arena);
	buf_printf(&b, "%.*s%.*s%.*s", (int)at, row->value.p, SLICE_ARG(user.n != 0 ? user : SLICE_LIT("joe")), (int)(row->value.n - (size_t)at - 2), row->value.p + at + 2);
	return buf_slice(&b);
}

static bool loops(const struct lint *l, const struct lint_row *row)
{
	const struct lint_row *next = row;

	for (size_t i = 0; i < LINT_VIRTUSER_STEPS; i++) {
		if (next->value.n == 0 || is_error(next->value) || memchr(next->value.p, '@', next->value.n) == NULL)
			return false;
		next = row_for(l->table, target(l, next));
		if (next == NULL)
			return false;
		if (next == row)
			return true;
	}
	return false;
}

static void judge_value(const struct lint *l, const struct lint_row *row)
{
	struct slice v = row->value, text = {v.p + 6, v.n - 6};
	const char *blank;

	if (is_error(v)) {
		blank = memchr(text.p, ' ', text.n);
		if (blank == NULL)
			diag_help(row_say_value(l, 1572, row, "the error has no text: sendmail makes up an answer"), "error:5.1.1:550 User unknown, or error:nouser 550 User unknown");
	} else if (memchr(v.p, ',', v.n) != NULL && memchr(v.p, '"', v.n) == NULL) {
		diag_help(row_say_value(l, 1571, row, "an address may stand here, and no list"), "an alias for the list, and its name here");
	} else if (v.n > 1 && v.p[0] == '@') {
		diag_help(row_say_value(l, 1576, row, "`%.*s' has no user before the @", SLICE_ARG(v)), "%%1%.*s for the same user there, or the address of one", SLICE_ARG(v));
	} else if (v.n != 0 && (v.p[0] == '|' || v.p[0] == '/' || slice_starts(v, SLICE_LIT(":include:")))) {
		diag_help(row_say_value(l, 1575, row, "sendmail does not mail to a program or file from here"), "an alias for it, and its name here");
	} else if (loops(l, row)) {
		diag_help(row_say_value(l, 1570, row, "`%.*s' leads back to itself", SLICE_ARG(row->key)), "a local user, or an address elsewhere");
	}
}

void check_virtuser(const struct lint *l)
{
	for (size_t i = 0; l->table->kind == LINT_TABLE_VIRTUSER && i < l->table->nrows; i++)
		judge_value(l, &l->table->row[i]);
}

/* The domains of keys are asked for where they are in class w or VirtHost: each is told of once. */
void check_virtuser_domains(const struct lint *l)
{
	struct symtab *seen;

	if (l->table->kind != LINT_TABLE_VIRTUSER || l->ir == NULL || !lint_knows_class(l, "w") || !lint_knows_class(l, "VirtHost"))
		return;
	seen = symtab_new(l->arena, true);
	for (size_t i = 0; i < l->table->nrows; i++) {
		const struct lint_row *row = &l->table->row[i];
		struct slice domain = domain_of(row->key);

		if (domain.n == 0 || domain.p[domain.n - 1] == '>' || lint_is_ours(l, domain) || lint_is_in(l, "VirtHost", domain) || symtab_set(seen, domain, (void *)row) != NULL)
			continue;
		diag_help(row_say_key(l, 1573, row, "nobody asks for addresses in %.*s: it is in neither class w nor {VirtHost}", SLICE_ARG(domain)), "add it to local-host-names, or VIRTUSER_DOMAIN(`%.*s')", SLICE_ARG(domain));
	}
}

static bool has_any(struct slice s, const char *bytes)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\0' && strchr(bytes, s.p[i]) != NULL)
			return true;
	return false;
}

/* A target without a domain is a local user or an alias. */
static bool is_somewhere(const struct lint *l, const struct lint_table *aliases, struct slice user)
{
	uint32_t uid;
	size_t n = 0;

	while (n < user.n && user.p[n] != '+')
		n++;
	user.n = n;
	return user.n == 0 || lint_table_find(aliases, user) != NULL || l->files->user(l->files->ctx, user, &uid);
}

void check_virtuser_targets(const struct lint *l)
{
	const struct lint_table *aliases = lint_table_of(l, LINT_TABLE_ALIASES);

	if (l->table->kind != LINT_TABLE_VIRTUSER || aliases == NULL || l->files == NULL)
		return;
	for (size_t i = 0; i < l->table->nrows; i++) {
		const struct lint_row *row = &l->table->row[i];

		if (!is_error(row->value) && !has_any(row->value, "@%|/,!") && !is_somewhere(l, aliases, row->value))
			diag_help(row_say_value(l, 1574, row, "`%.*s' is neither a user nor an alias", SLICE_ARG(row->value)), "an alias or a user of that name, or another target");
	}
}

void check_generics_table(const struct lint *l)
{
	for (size_t i = 0; l->table->kind == LINT_TABLE_GENERICS && i < l->table->nrows; i++) {
		const struct lint_row *row = &l->table->row[i];

		if (row->value.n != 0 && (has_any(row->value, ", ") || row->value.p[row->value.n - 1] == '@') && !has_any(row->value, "\"#"))
			diag_help(row_say_value(l, 1581, row, "`%.*s' is no address, and a sender has one", SLICE_ARG(row->value)), "joe.doe@example.com");
		else if (row->value.n != 0 && memchr(row->value.p, '@', row->value.n) == NULL)
			diag_help(row_say_value(l, 1580, row, "the new address has no domain, and gets that of this machine"), "%.*s@example.com", SLICE_ARG(row->value));
	}
}
