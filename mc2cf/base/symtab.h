/*
 * symtab.h - names to values, in the order of their first appearance
 *
 * A hash table over slices (the keys' bytes are not copied: they must live as
 * long as the table).  Iteration is in insertion order, so whatever is printed
 * from a table is the same in every run.
 */
#ifndef BASE_SYMTAB_H
#define BASE_SYMTAB_H

#include "base/arena.h"
#include "base/slice.h"

struct symtab;

/* fold: ASCII case does not matter (sendmail's map and mailer names). */
struct symtab *symtab_new(struct arena *a, bool fold);
/* The value of key, or NULL. */
void *symtab_get(const struct symtab *t, struct slice key);
/* Sets key to value (not NULL), replacing an earlier one; returns the earlier one or NULL. */
void *symtab_set(struct symtab *t, struct slice key, void *value);
/* Takes key out; its place in the order is lost.  False when it was not there. */
bool symtab_del(struct symtab *t, struct slice key);
size_t symtab_count(const struct symtab *t);
/* for (size_t i = 0; symtab_at(t, &i, &key, &value); ) … */
bool symtab_at(const struct symtab *t, size_t *i, struct slice *key, void **value);

#endif
