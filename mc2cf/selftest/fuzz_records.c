/*
 * fuzz_records.c - fuzz target: what m4 sends back, whatever it is
 *
 * The input stands for m4's standard error, up to the first byte 001, and its
 * standard output behind it.  Both are read into a stream, dumped, and lowered
 * into a site with all diagnostics on.  Nothing may crash, hang or leak.
 * Without libFuzzer the program reads the files that it is given, so the
 * corpus of tests/fuzz/records is also a test.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "ir/codes.h"
#include "mc/front.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

_Noreturn static void out_of_memory(void *ctx)
{
	(void)ctx;
	exit(0); /* no finding: the input asked for more than the cap */
}

/* A copy with the two NUL bytes that the scanner asks for. */
static struct slice scannable(struct arena *a, struct slice s)
{
	char *p = arena_alloc(a, s.n + 2);

	if (s.n != 0)
		memcpy(p, s.p, s.n);
	return (struct slice){p, s.n};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)512 * 1024 * 1024, out_of_memory, NULL);
	struct slice all = {(const char *)data, size}, log = all, text = SLICE_LIT("");
	const char *cut = size != 0 ? memchr(data, '\001', size) : NULL;
	/* the oldest target, for which most is checked */
	struct mc_job job = {.path = SLICE_LIT("fuzz.mc"), .lib = "/nonexistent", .target = {.minor = MC_TARGET_OLDEST, .any_patch = true}};
	struct front f = {.job = &job, .arena = a, .macros = SLICE_LIT("/nonexistent/macros/")};
	size_t ncodes;
	const struct diag_code *codes = ir_codes(&ncodes);
	struct buf out;

	if (cut != NULL) {
		log.n = (size_t)(cut - log.p);
		text = (struct slice){cut + 1, all.n - log.n - 1};
	}
	f.src = srcset_new(a);
	f.d = diags_new(a, f.src, codes, ncodes);
	f.file = srcset_file(f.src, job.path);
	srcset_text(f.src, f.file, SLICE_LIT("FEATURE(`x')\n"));
	front_find_bundles(&f);
	f.stream = mc_stream_new(a, f.src);
	mc_stream_log(f.stream, scannable(a, log));
	mc_stream_text(f.stream, scannable(a, text));
	buf_init(&out, a);
	mc_stream_dump(f.stream, &out);
	front_lower(&f);
	arena_free(a);
	return 0;
}

#include "selftest/fuzz_files.h"
