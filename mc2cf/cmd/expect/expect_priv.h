/*
 * expect_priv.h - what the reader of expectations shares between its files
 */
#ifndef CMD_EXPECT_PRIV_H
#define CMD_EXPECT_PRIV_H

#include "cmd/expect/expect.h"

struct reader {
	struct arena *a;
	struct diags *d;
	struct expect_file *out;
	struct expect_block *block; /* NULL: none is open */
	struct srcpos at;
	struct slice config;
	uint32_t config_line;
};

typedef void expect_other_fn(struct reader *r, struct slice verb, struct slice rest);
/* One line: its first word, and the rest without blanks at its ends. other: takes an expectation, whose block is there. */
void expect_line(struct reader *r, struct slice word, struct slice rest, expect_other_fn *other);

/* One element more behind the n of v, zeroed; v has room for powers of two. */
void *expect_grow(struct arena *a, void *v, size_t n, size_t size);
#define GROW(a, v, n, type) ((v) = expect_grow((a), (v), (n), sizeof(type)), &(v)[(n)++])

#endif
