/*
 * doc.h - the verb doc: the tables as text for a reader
 *
 * An entry is a row of a table, whatever table; a fact is a labelled line
 * about it.  doc_entry.c and doc_fact.c read the tables, doc_library.c the
 * folder with macros/ and templates/; doc_text.c and doc_man.c print.  So the
 * terminal and the manual page say the same, and neither says what no table says.
 */
#ifndef CMD_DOC_H
#define CMD_DOC_H

#include <stdbool.h>

#include "base/buf.h"

enum doc_group { DOC_FEATURES, DOC_MAILERS, DOC_DIRECTIVES, DOC_NAMES, DOC_OPTIONS, DOC_OBSOLETE, DOC_SYSTEMS, DOC_DOMAINS, DOC_HACKS, DOC_CODES, DOC_GROUPS };

struct doc {
	struct arena *arena;
	const char *lib;   /* the library folder, or NULL where there is none: then systems, domains and templates are not known */
	struct buf out;
	const char *label; /* of the fact that was printed last: said once where it repeats */
};

struct doc_entry {
	enum doc_group group;
	const char *name;  /* as a .mc has it; of a code: MC0123 */
	const char *help;  /* one line */
	const void *row;   /* of its table; NULL where it has none */
};

/* "features", as on the command line, and what the group is, as a heading. */
const char *doc_group_word(enum doc_group g);
const char *doc_group_title(enum doc_group g);

/* doc_entry.c: the i-th entry of a group, false past the end; the order is the table's. */
bool doc_entry_at(struct doc *d, enum doc_group g, size_t i, struct doc_entry *e);

/* doc_fact.c: calls put for each fact. The label may repeat; a text is one line. */
typedef void doc_put(struct doc *d, const char *label, const char *text);
void doc_facts(struct doc *d, const struct doc_entry *e, doc_put *put);
/* How it is called, "FEATURE(`x' [, map])"; NULL where that says nothing. */
const char *doc_usage(struct doc *d, const struct doc_entry *e);
/* A line of a .mc. */
const char *doc_example(struct doc *d, const struct doc_entry *e);
/* A text in the arena, as a C string. */
__attribute__((format(printf, 2, 3))) const char *doc_format(struct doc *d, const char *fmt, ...);

/* doc_library.c: what templates and bundles have to say about an entry. */
void doc_library_facts(struct doc *d, const struct doc_entry *e, doc_put *put);
/* The i-th file NAME.m4 of a folder of macros/, sorted; its head is the first line of its comment. */
bool doc_bundle_at(struct doc *d, const char *folder, size_t i, const char **name, const char **head);

/* doc_adds.c: calls put for what lines of a template declare that are there for the name; own: all of them. said: what has been told of. */
struct symtab;
void doc_adds(struct doc *d, struct slice text, struct slice name, bool own, struct symtab *said, doc_put *put);

/* doc_text.c */
void doc_list(struct doc *d, enum doc_group g);
void doc_entry_text(struct doc *d, const struct doc_entry *e);
/* doc_man.c: mc2cf-reference(7) */
void doc_man(struct doc *d);

#endif
