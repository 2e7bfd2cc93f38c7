/*
 * lint_built.c - what a sendmail was built with: --features-from
 *
 *     $ sendmail -d0.1 -bt </dev/null >features
 *
 * "Version 8.17.1" is the target where --target names none; the words behind
 * "Compiled with:" are kept without their values (NEWDB=5.3).
 */
#include <errno.h>
#include <stdio.h>

#include "cmd/limits.h"
#include "cmd/lint.h"

static bool failed(const char *path, const char *why)
{
	fprintf(stderr, "mc2cf: %s: %s\n", path, why);
	return false;
}

static void take_words(struct lint_args *x, struct slice rest)
{
	struct slice word, name;

	while ((word = slice_word(&rest)).n != 0)
		if (slice_next(&word, '=', &name) && name.n != 0)
			symtab_set(x->built, name, x);
}

/* 8.17.1.9 is Debian's name for 8.17.1. */
static void take_version(struct lint_args *x, struct slice word)
{
	size_t dots = 0, n = 0;

	while (n < word.n && (dots += word.p[n] == '.') < 3)
		n++;
	if (x->target.minor == 0)
		(void)mc_version_read(arena_dup(x->arena, word.p, n), &x->target);
}

bool lint_built_read(struct lint_args *x)
{
	struct srcset *src = srcset_new(x->arena);
	struct slice rest, line;
	bool within = false;
	uint32_t file;
	int error = srcset_load(src, slice_of(x->features), LINT_INPUT_MAX, &file, &rest);

	if (error != 0)
		return failed(x->features, strerror(error));
	x->built = symtab_new(x->arena, false);
	while (slice_next(&rest, '\n', &line)) {
		ptrdiff_t at = slice_find(line, SLICE_LIT("Compiled with:"));

		if (slice_starts(line, SLICE_LIT("Version ")))
			take_version(x, slice_trim((struct slice){line.p + 8, line.n - 8}));
		if (at >= 0)
			line = (struct slice){line.p + at + 14, line.n - (size_t)at - 14};
		within = at >= 0 || (within && line.n != 0 && (line.p[0] == ' ' || line.p[0] == '\t'));
		if (within)
			take_words(x, line);
	}
	return symtab_count(x->built) != 0 || failed(x->features, "does not say `Compiled with:'; it is what `sendmail -d0.1 -bt' prints");
}
