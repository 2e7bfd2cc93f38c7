/*
 * fuzz_cf.c - any bytes through the .cf reader, the checks and the writer
 *
 * What must hold of any input: nothing crashes, and what was written reads
 * back as the same IR.  Built with libFuzzer, or plain: then it replays the
 * files that are named.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cf/cf.h"
#include "ir/codes.h"

#define INPUT_MAX ((size_t)64 * 1024) /* more finds nothing new and is slow */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void out_of_memory(void *ctx)
{
	(void)ctx;
	abort();
}

static struct ir *read_text(struct arena *a, struct slice text, bool check)
{
	size_t n;
	const struct diag_code *codes = ir_codes(&n);
	struct srcset *src = srcset_new(a);
	struct diags *d = diags_new(a, src, codes, n);
	uint32_t file = srcset_file(src, SLICE_LIT("fuzz.cf"));
	struct ir *ir = ir_new(a);
	struct buf out;

	srcset_text(src, file, text);
	cf_read(ir, text, file, d);
	if (check) {
		FILE *null = fopen("/dev/null", "w");

		ir_check(ir, d);
		buf_init(&out, a);
		ir_dump(ir, src, &out);
		if (null != NULL) {
			diags_print(d, null, true);
			fclose(null);
		}
	}
	return ir;
}

static void round_trip(struct arena *a, const struct ir *first, bool comments)
{
	struct cf_write_options o = {.comments = comments};
	struct slice why = SLICE_LIT("");
	struct ir *second;
	struct buf out;

	buf_init(&out, a);
	cf_write(first, &o, &out);
	second = read_text(a, buf_slice(&out), false);
	if (ir_equal(first, second, &why))
		return;
	fprintf(stderr, "%.*s\n--- written:\n%.*s\n", SLICE_ARG(why), SLICE_ARG(buf_slice(&out)));
	abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0, out_of_memory, NULL);
	struct ir *ir;

	if (size <= INPUT_MAX) {
		ir = read_text(a, (struct slice){arena_dup(a, (const char *)data, size), size}, true);
		round_trip(a, ir, true);
		round_trip(a, ir, false);
	}
	arena_free(a);
	return 0;
}

#include "selftest/fuzz_files.h"
