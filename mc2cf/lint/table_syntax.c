/* table_syntax.c - signs that other programs know, and that here are part of a key */
#include "lint/access.h"
#include "lint/checks.h"
#include "lint/words.h"

/* makemap takes a CR for the last byte of the value; newaliases and class files know better. */
void check_table_crlf(const struct lint *l)
{
	const struct lint_table *t = l->table;
	struct slice rest = t->text, line;
	struct diag *g = NULL;
	uint32_t number = 0;

	if (t->kind == LINT_TABLE_ALIASES || lint_table_is_words(t->kind))
		return;
	while (slice_next(&rest, '\n', &line)) {
		struct srcpos at = {t->file, ++number, (uint32_t)line.n, 0};

		if (line.n == 0 || line.p[line.n - 1] != '\r')
			continue;
		if (g == NULL) {
			g = lint_say(l, 1511, at, "lines end in CR LF: makemap makes the CR part of each value, so that OK is no OK any more");
			diag_help(g, "end them in LF: --fix does");
		}
		diag_edit(g, at, 1, SLICE_LIT(""));
	}
}

static bool is_quote(struct slice s, size_t i)
{
	return strchr("\"'`", s.p[i]) != NULL;
}

static bool is_curly(struct slice s)
{
	return s.n >= 3 && (unsigned char)s.p[0] == 0xe2 && (unsigned char)s.p[1] == 0x80 && (unsigned char)s.p[2] >= 0x98 && (unsigned char)s.p[2] <= 0x9f;
}

/* What is wrong with a key, or NULL. */
static const char *oddity(enum lint_table_kind kind, struct slice key)
{
	char last = key.p[key.n - 1];

	if (key.n > 2 && ((is_quote(key, 0) && is_quote(key, key.n - 1)) || is_curly(key)))
		return "quotes are part of the key";
	if (last == ',' || last == ';' || last == '=')
		return "is never asked for: a sign at its end";
	if (last == ':' && key.n > 1 && ((kind != LINT_TABLE_ACCESS && kind != LINT_TABLE_AUTHINFO) || memchr(key.p, '.', key.n) != NULL))
		return "is never asked for: keys end in a colon in the aliases alone";
	if (kind == LINT_TABLE_DOMAINS && key.p[0] == '.')
		return "is never asked for: whole domains are, without a dot before them";
	return NULL;
}

static void judge_words(const struct lint *l)
{
	const struct lint_table *t = l->table;
	const char *class = t->kind == LINT_TABLE_LOCAL_NAMES ? "w" : t->kind == LINT_TABLE_RELAY_DOMAINS ? "R" : NULL;

	for (size_t i = 0; class != NULL && i < t->nrows; i++) {
		struct slice key = t->row[i].key;
		const char *why = memchr(key.p, '*', key.n) == NULL && memchr(key.p, '@', key.n) == NULL && key.p[key.n - 1] != '.' ? lint_word_oddity(key, class) : NULL;

		if (why != NULL && (t->kind == LINT_TABLE_LOCAL_NAMES || key.p[key.n - 1] == ',' || slice_find(key, SLICE_LIT("://")) >= 0))
			diag_help(row_say_key(l, 1512, &t->row[i], "`%.*s' is no word for class %s: %s", SLICE_ARG(key), class, why), "a name of a host or domain and nothing else");
	}
}

/* Tags that are asked for without anything behind them have defaults: those of verdicts have none. */
static void judge_tag(const struct lint *l, size_t i)
{
	struct access_entry e;

	if (access_entry(l->table, i, &e) && e.key.n == 0 && e.known != NULL && e.known->value == ACCESS_VERDICT && !slice_caseeq(e.row->value, SLICE_LIT("RELAY")))
		diag_help(row_say_key(l, 1513, e.row, "`%.*s' alone is never asked for", SLICE_ARG(e.row->key)), "%.*sexample.com, with no blank between the two", SLICE_ARG(e.row->key));
}

void check_key_punctuation(const struct lint *l)
{
	const struct lint_table *t = l->table;

	if (t->kind == LINT_TABLE_ALIASES || t->kind == LINT_TABLE_USERDB)
		return;
	judge_words(l);
	for (size_t i = 0; !lint_table_is_words(t->kind) && i < t->nrows; i++) {
		const struct lint_row *row = &t->row[i];
		const char *why = oddity(t->kind, row->key);

		if (why != NULL)
			diag_help(row_say_key(l, 1512, row, "`%.*s' %s", SLICE_ARG(row->key), why), "the key alone, a tab, the value");
		judge_tag(l, i);
		if (t->kind == LINT_TABLE_AUTHINFO && memchr(row->key.p, ':', row->key.n) == NULL)
			diag_help(row_say_key(l, 1514, row, "`%.*s' is never asked for: the key begins with AuthInfo:", SLICE_ARG(row->key)), "AuthInfo:%.*s", SLICE_ARG(row->key));
	}
}
