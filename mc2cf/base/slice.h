/*
 * slice.h - text as (pointer, length)
 *
 * Text from outside may hold any byte, NUL included, so it is never handled as
 * a C string.  A slice does not own its bytes; whoever made them (an arena, a
 * source file) says how long they live.
 */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
	const char *p;
	size_t n;
};

#define SLICE_LIT(s) ((struct slice){(s), sizeof(s) - 1})
#define SLICE_NONE ((struct slice){NULL, 0})
/* For printf: printf("%.*s", SLICE_ARG(s)) */
#define SLICE_ARG(s) (int)(s).n, ((s).p != NULL ? (s).p : "")

static inline struct slice slice_of(const char *s) { return (struct slice){s, s != NULL ? strlen(s) : 0}; }
static inline bool slice_eq(struct slice a, struct slice b) { return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0); }
static inline bool slice_eq_str(struct slice a, const char *s) { return slice_eq(a, slice_of(s)); }
/* ASCII letters compare equal in either case, whatever the locale. */
bool slice_caseeq(struct slice a, struct slice b);
/* memcmp order, the shorter first where one begins the other. */
int slice_cmp(struct slice a, struct slice b);
/* For tables: eight bytes at a time, and not keyed. */
uint32_t slice_hash(struct slice s);
/* The same for what slice_caseeq() takes for one. */
uint32_t slice_hash_folded(struct slice s);
bool slice_starts(struct slice s, struct slice prefix);
/* Without blanks, tabs and newlines at both ends. */
struct slice slice_trim(struct slice s);
/* Cuts the text up to the first sep off *rest (sep is dropped); false, and an empty part, when *rest is empty. So "a\nb\n" has two parts, as lines are counted. */
bool slice_next(struct slice *rest, char sep, struct slice *part);
/* Takes the next word, between blanks and tabs, off *rest; empty where there is none. */
struct slice slice_word(struct slice *rest);
/* Offset of needle in s, or -1. */
ptrdiff_t slice_find(struct slice s, struct slice needle);
/* How many edits (insert, delete, change, swap of neighbours) lead from a to b; gives up above max and returns max+1. */
unsigned slice_distance(struct slice a, struct slice b, unsigned max);

#endif
