/* ours.h - which domains are ours, by classes and the files that fill them; private to lint/ */
#ifndef LINT_OURS_H
#define LINT_OURS_H

#include "lint/query.h"
#include "lint/table.h"

/* Whether a class holds a word, by a C line or a file that is here. */
bool lint_is_in(const struct lint *l, const char *class, struct slice word);
/* Whether a class is known whole: each of its files is here. */
bool lint_knows_class(const struct lint *l, const char *class);
/* Whether a host or domain, in brackets or not, is this machine: class w or $j. */
bool lint_is_ours(const struct lint *l, struct slice domain);
/* The table of a kind that goes with this configuration; NULL: it is not here. */
const struct lint_table *lint_table_of(const struct lint *l, enum lint_table_kind kind);

#endif
