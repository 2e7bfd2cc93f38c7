/* table_aliases.c - other names of local users */
#include "base/buf.h"
#include "lint/access.h"
#include "lint/checks.h"
#include "lint/limits.h"
#include "lint/ours.h"

static struct slice unquoted(struct slice s)
{
	s = slice_trim(s);
	return s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"' ? (struct slice){s.p + 1, s.n - 2} : s;
}

/* The next of the addresses, apart by commas that stand in no quotes. */
static bool next_target(struct slice *rest, struct slice *one)
{
	bool quoted = false;
	size_t i = 0;

	if (rest->n == 0)
		return false;
	for (; i < rest->n && (quoted || rest->p[i] != ','); i++)
		quoted ^= rest->p[i] == '"';
	*one = unquoted((struct slice){rest->p, i});
	*rest = i < rest->n ? (struct slice){rest->p + i + 1, rest->n - i - 1} : SLICE_NONE;
	return true;
}

static struct slice name_of(struct slice key)
{
	return unquoted(key);
}

static const struct lint_row *find(const struct lint_table *t, struct slice name)
{
	if (name.n != 0 && name.p[0] == '\\') /* \joe: the user, and no alias */
		return NULL;
	return lint_table_find(t, name);
}

struct walk {
	const struct lint_table *t;
	const struct lint_row *to;
	const struct lint_row *way[LINT_ALIAS_STEPS];
	size_t left;           /* lists of lists are not walked through to their end */
	bool deep;             /* it goes further than sendmail does */
	bool ring;             /* … or comes into a loop on the way */
	bool before;           /* the loop has an alias that stands before this one, where it is told of */
};

/* Whether a way leads there; depth and work are bounded. */
static bool leads_to(struct walk *w, const struct lint_row *from, size_t depth)
{
	struct slice rest = from->value, one;

	for (size_t i = 0; i < depth; i++)
		w->ring |= w->way[i] == from;
	if (depth == LINT_ALIAS_STEPS || w->ring) {
		w->deep = true;
		return false;
	}
	w->way[depth] = from;
	while (w->left > 0 && next_target(&rest, &one)) {
		const struct lint_row *next = find(w->t, one);

		w->left--;
		if (next != NULL && next == w->to) {
			for (size_t i = 0; i <= depth; i++)
				w->before |= w->way[i] < w->to;
			return true;
		}
		if (next != NULL && next != from && leads_to(w, next, depth + 1))
			return true;
	}
	return false;
}

/* joe: joe, ann keeps a copy, and joe: joe is joe, where joe is a user: sendmail does not follow that. */
static bool is_copy(const struct lint_row *row)
{
	struct slice rest = row->value, one;
	bool self = false;

	while (next_target(&rest, &one))
		self |= slice_caseeq(one, name_of(row->key));
	return self;
}

static void judge_loop(const struct lint *l, const struct lint_row *row)
{
	struct walk w = {.t = l->table, .to = row, .left = LINT_ALIAS_VISITS};

	if (row->value.n == 0 || is_copy(row))
		return;
	if (leads_to(&w, row, 0) && !w.before)
		diag_help(row_say_key(l, 1590, row, "the alias `%.*s' leads back to itself", SLICE_ARG(row->key)), "sendmail breaks the loop and returns the mail: name a user, or an address elsewhere");
	else if (w.deep && !w.ring && !w.before)
		diag_help(row_say_key(l, 1601, row, "the alias `%.*s' leads on further than sendmail goes", SLICE_ARG(row->key)), "MaxAliasRecursion is 10");
}

static bool starts(struct slice s, const char *with)
{
	return slice_starts(s, slice_of(with));
}

static void judge_target(const struct lint *l, const struct lint_row *row, struct slice one)
{
	if (one.n > 1 && one.p[0] == '|') {
		if (slice_find(one, SLICE_LIT("uudecode")) >= 0)
			diag_help(row_say_value(l, 1596, row, "whoever writes to `%.*s' writes files on this machine", SLICE_ARG(row->key)), "take it out: it is a hole since 1989");
		else
			diag_help(row_say_value(l, 1591, row, "mail to `%.*s' runs a program: %.*s", SLICE_ARG(row->key), SLICE_ARG(one)), "it gets what strangers write; smrsh says which programs may be run");
	} else if (one.n > 1 && one.p[0] == '/' && !slice_eq_str(one, "/dev/null")) {
		diag_help(row_say_value(l, 1592, row, "mail to `%.*s' is appended to a file: %.*s", SLICE_ARG(row->key), SLICE_ARG(one)), "SafeFileEnvironment says below which folder files may lie");
	}
}

/* joe ann is one user of that name, and joe; ann is another: a comma is missing.  Comments and programs may have blanks. */
static void judge_syntax(const struct lint *l, const struct lint_row *row)
{
	struct slice rest = row->value, one;
	size_t quotes = 0;

	for (size_t i = 0; i < rest.n; i++)
		quotes += rest.p[i] == '"';
	if (quotes % 2 != 0)
		diag_help(row_say_value(l, 1602, row, "a quote is opened and not closed"), "close it: \"|/path/program arguments\"");
	for (; quotes % 2 == 0 && next_target(&rest, &one);)
		if (one.n != 0 && strchr("|/:\"", one.p[0]) == NULL && memchr(one.p, '<', one.n) == NULL && memchr(one.p, '(', one.n) == NULL && memchr(one.p, '"', one.n) == NULL &&
		    (memchr(one.p, ' ', one.n) != NULL || memchr(one.p, '\t', one.n) != NULL || memchr(one.p, ';', one.n) != NULL))
			diag_help(row_say_value(l, 1602, row, "`%.*s' is taken for one address", SLICE_ARG(one)), "separate several by commas");
}

static void judge_row(const struct lint *l, const struct lint_row *row)
{
	struct slice rest = row->value, one;

	if (row->value_col == 0)
		diag_help(row_say_key(l, 1593, row, "there is no colon: newaliases leaves the line out"), "name: targets");
	else if (row->value.n == 0)
		diag_help(row_say_key(l, 1595, row, "`%.*s' has no target: newaliases leaves it out", SLICE_ARG(row->key)), "/dev/null, if its mail is to be thrown away");
	if (memchr(row->key.p, '@', row->key.n) != NULL && !lint_is_ours(l, (struct slice){(const char *)memchr(row->key.p, '@', row->key.n) + 1, (size_t)(row->key.p + row->key.n - (const char *)memchr(row->key.p, '@', row->key.n) - 1)}))
		diag_help(row_say_key(l, 1594, row, "`%.*s' is no local name: newaliases leaves it out", SLICE_ARG(row->key)), "addresses with a domain belong into the virtusertable");
	while (next_target(&rest, &one))
		judge_target(l, row, one);
	judge_syntax(l, row);
	judge_loop(l, row);
}

void check_aliases(const struct lint *l)
{
	for (size_t i = 0; l->table->kind == LINT_TABLE_ALIASES && i < l->table->nrows; i++)
		judge_row(l, &l->table->row[i]);
}

static void missing(const struct lint *l, unsigned code, const char *const *names, size_t n, const char *help)
{
	struct buf b;
	const struct lint_table *t = l->table;

	buf_init(&b, l->arena);
	for (size_t i = 0; i < n; i++)
		if (lint_table_find(t, slice_of(names[i])) == NULL)
			buf_printf(&b, "%s%s", b.n != 0 ? ", " : "", names[i]);
	if (b.n != 0)
		diag_help(lint_say(l, code, (struct srcpos){t->file, 0, 0, 0}, "there is no alias for %.*s", SLICE_ARG(buf_slice(&b))), "%s", help);
}

void check_aliases_missing(const struct lint *l)
{
	static const char *const must[] = {"postmaster", "MAILER-DAEMON"}, *const should[] = {"abuse", "root"};

	if (l->table->kind != LINT_TABLE_ALIASES)
		return;
	missing(l, 1597, must, 2, "every domain that takes mail has a postmaster; bounces come from MAILER-DAEMON");
	missing(l, 1598, should, 2, "complaints come to abuse; what cron and logs say goes to root: somebody should read both");
}

void check_aliases_void(const struct lint *l)
{
	static const char *const roles[] = {"postmaster", "abuse", "root"};

	for (size_t i = 0; l->table->kind == LINT_TABLE_ALIASES && i < sizeof roles / sizeof *roles; i++) {
		const struct lint_row *row = lint_table_find(l->table, slice_of(roles[i]));

		if (row != NULL && (slice_eq_str(unquoted(row->value), "/dev/null") || slice_caseeq(unquoted(row->value), SLICE_LIT("nobody"))))
			diag_help(row_say_value(l, 1599, row, "nobody reads what is written to %s", roles[i]), "a person, or a list of them");
	}
}

/* Errors of a list go to its sender, unless owner-LIST says who looks after it. */
void check_aliases_owner(const struct lint *l)
{
	for (size_t i = 0; l->table->kind == LINT_TABLE_ALIASES && i < l->table->nrows; i++) {
		const struct lint_row *row = &l->table->row[i];
		struct buf b;

		if (!starts(unquoted(row->value), ":include:"))
			continue;
		buf_init(&b, l->arena);
		buf_printf(&b, "owner-%.*s", SLICE_ARG(name_of(row->key)));
		if (lint_table_find(l->table, buf_slice(&b)) == NULL)
			diag_help(row_say_key(l, 1600, row, "bounces from the list `%.*s' go to whoever wrote to it", SLICE_ARG(row->key)), "%.*s: who looks after the list", SLICE_ARG(buf_slice(&b)));
	}
}
