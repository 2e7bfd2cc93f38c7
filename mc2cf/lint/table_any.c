/* table_any.c - what holds of any table */
#include "lint/access.h"
#include "lint/checks.h"

/* Tables that makemap reads: all but aliases and lists of words. */
static bool is_makemap(const struct lint_table *t)
{
	return t->kind != LINT_TABLE_ALIASES && !lint_table_is_words(t->kind);
}

static void take_out(const struct lint *l, struct diag *g, struct srcpos at)
{
	struct slice line;

	at.col = 1;
	if (srcset_line(l->src, at.file, at.line, &line) && line.p + line.n < l->table->text.p + l->table->text.n)
		diag_edit(g, at, line.n + 1, SLICE_LIT(""));
}

void check_duplicate_key(const struct lint *l)
{
	const struct lint_table *t = l->table;

	for (size_t i = 0; i < t->nrows; i++) {
		const struct lint_row *first = lint_table_find(t, t->row[i].key);
		struct diag *g;

		if (first == &t->row[i] || first == NULL)
			continue;
		g = row_say_key(l, 1501, &t->row[i], "`%.*s' stands here for the second time%s", SLICE_ARG(t->row[i].key), slice_eq(first->value, t->row[i].value) ? "" : ", with another value");
		diag_place(g, first->at, "the first time");
		diag_help(g, "%s: keep the one that is meant", is_makemap(t) ? "makemap leaves the second one out with a warning" : t->kind == LINT_TABLE_ALIASES ? "newaliases leaves the second one out with a warning" : "once is enough");
		if (is_makemap(t) && slice_eq(first->value, t->row[i].value))
			take_out(l, g, t->row[i].at);
	}
}

void check_row_syntax(const struct lint *l)
{
	const struct lint_table *t = l->table;

	for (size_t i = 0; is_makemap(t) && i < t->nrows; i++) {
		const struct lint_row *row = &t->row[i];

		if (row->at.col > 1) {
			struct diag *g = row_say_key(l, 1504, row, "makemap takes no line that begins with a blank");

			diag_help(g, "begin `%.*s' in the first column", SLICE_ARG(row->key));
			diag_edit(g, (struct srcpos){row->at.file, row->at.line, 1, 0}, row->at.col - 1, SLICE_LIT(""));
		} else if (row->value.n == 0)
			diag_help(row_say_key(l, 1503, row, "`%.*s' has no value", SLICE_ARG(row->key)), "makemap leaves it out and ends with an error: write the key, a tab and the value, or take it out");
	}
}

/* A value goes to the end of its line: # begins no comment there.  In an error's text it may be meant. */
void check_value_comment(const struct lint *l)
{
	const struct lint_table *t = l->table;

	for (size_t i = 0; is_makemap(t) && i < t->nrows; i++) {
		const struct lint_row *row = &t->row[i];
		ptrdiff_t at = slice_find(row->value, SLICE_LIT(" #")), tab = slice_find(row->value, SLICE_LIT("\t#"));

		if ((at >= 0 || tab >= 0) && memchr(row->value.p, '"', row->value.n) == NULL)
			diag_help(row_say_value(l, 1510, row, "the comment belongs to the value: `%.*s'", SLICE_ARG(row->value)), "a comment has a line of its own");
	}
}
