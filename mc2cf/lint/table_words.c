/* table_words.c - lists of words that fill a class */
#include "lint/access.h"
#include "lint/checks.h"

static struct slice line_of(const struct lint *l, const struct lint_row *row)
{
	struct slice line = SLICE_NONE;

	(void)srcset_line(l->src, row->at.file, row->at.line, &line);
	return line;
}

/* sendmail reads the first word of a line, unless the F line has a format of its own. */
void check_words_one(const struct lint *l)
{
	const struct lint_table *t = l->table;

	for (size_t i = 0; lint_table_is_words(t->kind) && i < t->nrows; i++) {
		struct slice line = line_of(l, &t->row[i]);
		size_t from = t->row[i].at.col - 1 + t->row[i].key.n;

		while (from < line.n && (line.p[from] == ' ' || line.p[from] == '\t' || line.p[from] == '\r'))
			from++;
		if (from < line.n && line.p[from] != '#' && (t->map == NULL || memchr(t->map->value.p, '%', t->map->value.n) == NULL))
			diag_help(row_say_key(l, 1612, &t->row[i], "only the first word of a line is read"), "a line for each");
	}
}
