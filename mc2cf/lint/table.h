/*
 * table.h - tables and class files, cut into rows
 *
 * Three syntaxes: what makemap reads (key, blanks, value), what newaliases
 * reads (key: values), and lists of words.  The kind of a table is known by
 * the map that names it, by its file name, or by --as.
 */
#ifndef LINT_TABLE_H
#define LINT_TABLE_H

#include "base/arena.h"
#include "base/src.h"
#include "base/symtab.h"
#include "ir/ir.h"

enum lint_table_kind {
#define TABLE(id, word, map, syntax, files) LINT_TABLE_##id,
#include "lint/tables.def"
#undef TABLE
	LINT_TABLE_KINDS
};

struct lint_row {
	struct slice key, value;   /* trimmed; a list of words has no values */
	struct srcpos at;          /* of the key */
	uint32_t value_col;        /* of the value; 0: there is none */
};

struct lint_table {
	enum lint_table_kind kind;
	struct slice name;         /* the file as it was found */
	uint32_t file;
	struct slice text;
	const struct ir_item *map; /* the K, F or O line that names it; NULL: nobody */
	struct lint_row *row;
	size_t nrows, cap;
	const struct symtab *by_key; /* key, in any case → its first row */
};

/* Cuts a text into rows. */
struct lint_table *lint_table_read(struct arena *a, enum lint_table_kind kind, struct slice name, uint32_t file, struct slice text);
/* The row of a key, in any case; NULL. */
const struct lint_row *lint_table_find(const struct lint_table *t, struct slice key);
/* The kind by the last part of a path: "/etc/mail/access", "access.txt"; false: it is none that we know. */
bool lint_table_kind_of_path(struct slice path, enum lint_table_kind *kind);
/* By the word that --as takes. */
bool lint_table_kind_of_word(struct slice word, enum lint_table_kind *kind);
/* By what names it: the K, F or O line; *path: where sendmail looks for it. False: no table that we know. */
bool lint_table_kind_of_item(const struct ir_item *item, enum lint_table_kind *kind, struct slice *path);
/* Whether it is a list of words: a class. */
bool lint_table_is_words(enum lint_table_kind k);

#endif
