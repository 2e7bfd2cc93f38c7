/*
 * fuzz_expect.c - any bytes as a file of expectations
 *
 * What must hold: nothing crashes, a bad line is told with its place, every
 * expectation has a subject and an answer, holds for its own answer, and does
 * not hold for another.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cmd/expect/expect.h"
#include "ir/codes.h"

#define INPUT_MAX ((size_t)64 * 1024) /* more finds nothing new and is slow */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void out_of_memory(void *ctx)
{
	(void)ctx;
	abort();
}

static void must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "%s\n", what);
	abort();
}

static void look(const struct expect_file *f)
{
	size_t n = 0;

	for (size_t b = 0; b < f->nblocks; b++)
		for (size_t i = 0; i < f->blocks[b].n; i++, n++) {
			const struct expectation *e = &f->blocks[b].v[i];

			must(e->subject.n != 0 && (e->answer.n != 0 || e->kind == EXPECT_RULESET) && e->line != 0, "an expectation without a subject, an answer or a line");
			must(expect_holds(e, e->answer), "an expectation does not hold for its own answer");
			must(e->squeezed.n == 1 || !expect_holds(e, SLICE_LIT("\001")), "an expectation holds for anything");
		}
	must(n == f->n, "expectations are not counted");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0, out_of_memory, NULL);
	struct srcset *src = srcset_new(a);
	size_t n;
	const struct diag_code *codes = ir_codes(&n);
	struct diags *d = diags_new(a, src, codes, n);
	uint32_t file = srcset_file(src, SLICE_LIT("fuzz.txt"));
	struct expect_file f;
	FILE *null = fopen("/dev/null", "w");

	if (size <= INPUT_MAX && null != NULL) {
		struct slice text = {arena_dup(a, (const char *)data, size), size};

		srcset_text(src, file, text);
		expect_read(a, text, file, d, &f);
		look(&f);
		diags_print(d, null, true);
	}
	if (null != NULL)
		fclose(null);
	arena_free(a);
	return 0;
}

#include "selftest/fuzz_files.h"
