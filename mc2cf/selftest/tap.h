/*
 * tap.h - a tiny harness: test programs print TAP, which tests/run reads
 *
 *     int main(void)
 *     {
 *         struct tap t = {0};
 *         TAP_OK(&t, 1 + 1 == 2, "one and one");
 *         TAP_TEXT(&t, got, "wanted", "what it is");
 *         return tap_done(&t);
 *     }
 */
#ifndef SELFTEST_TAP_H
#define SELFTEST_TAP_H

#include <stdio.h>

#include "base/slice.h"

struct tap {
	unsigned run, failed;
};

static inline bool tap_result(struct tap *t, bool good, const char *name, const char *file, int line)
{
	t->run++;
	t->failed += !good;
	printf("%sok %u - %s\n", good ? "" : "not ", t->run, name);
	if (!good)
		printf("# %s:%d\n", file, line);
	return good;
}

static inline bool tap_text(struct tap *t, struct slice got, struct slice wanted, const char *name, const char *file, int line)
{
	bool good = slice_eq(got, wanted);

	tap_result(t, good, name, file, line);
	if (!good)
		printf("# got:\n%.*s\n# wanted:\n%.*s\n", SLICE_ARG(got), SLICE_ARG(wanted));
	return good;
}

static inline int tap_done(const struct tap *t)
{
	printf("1..%u\n", t->run);
	return t->failed != 0 || t->run == 0;
}

#define TAP_OK(t, condition, name) tap_result((t), (condition), (name), __FILE__, __LINE__)
#define TAP_TEXT(t, got, wanted, name) tap_text((t), (got), slice_of(wanted), (name), __FILE__, __LINE__)

#endif
