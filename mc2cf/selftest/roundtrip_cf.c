/*
 * roundtrip_cf.c - read each .cf that is named, write it, read that again
 *
 * roundtrip_cf [-w] [-q] [-c] [-t N] FILE…
 *   -w  print what was written         -q  say nothing of diagnostics
 *   -c  check the IR too (ir_check)    -t N  do it N times and say how long one took
 * Exit 0 when the second reading equals the first, for every file; else 1, and a sentence says what differs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "cf/cf.h"
#include "ir/codes.h"

#define FILE_MAX ((size_t)16 * 1024 * 1024) /* far above any sendmail.cf */

struct options {
	bool print, quiet, check;
	long times;
};

static void out_of_memory(void *ctx)
{
	(void)ctx;
	fputs("roundtrip_cf: out of memory\n", stderr);
	exit(2);
}

static struct diags *new_diags(struct arena *a, struct srcset *src)
{
	size_t n;
	const struct diag_code *codes = ir_codes(&n);

	return diags_new(a, src, codes, n);
}

static bool same(struct arena *a, struct diags *d, uint32_t file, struct slice text, const struct options *o)
{
	struct ir *first = ir_new(a), *second = ir_new(a);
	struct srcset *quiet_src = srcset_new(a);
	struct diags *quiet = new_diags(a, quiet_src);
	struct cf_write_options w = {.comments = true};
	struct slice why = SLICE_LIT("");
	struct buf out;

	buf_init(&out, a);
	cf_read(first, text, file, d);
	if (o->check)
		ir_check(first, d);
	cf_write(first, &w, &out);
	if (o->times == 0) {
		cf_read(second, buf_slice(&out), srcset_file(quiet_src, SLICE_LIT("written")), quiet);
		if (!ir_equal(first, second, &why)) {
			fprintf(stderr, "not equal: %.*s\n", SLICE_ARG(why));
			return false;
		}
	}
	if (o->print)
		fwrite(out.p, 1, out.n, stdout);
	return true;
}

static int one(const char *name, const struct options *o)
{
	struct arena *a = arena_new(0, out_of_memory, NULL);
	struct srcset *src = srcset_new(a);
	struct diags *d = new_diags(a, src);
	struct slice text;
	uint32_t file;
	int error = srcset_load(src, slice_of(name), FILE_MAX, &file, &text);
	bool ok;

	if (error != 0) {
		fprintf(stderr, "%s: %s\n", name, strerror(error));
		arena_free(a);
		return 2;
	}
	ok = same(a, d, file, text, o);
	if (!o->quiet)
		diags_print(d, stderr, false);
	arena_free(a);
	return ok ? 0 : 1;
}

static void measure(const char *name, const struct options *o)
{
	struct timespec from, to;
	double ns;

	clock_gettime(CLOCK_MONOTONIC, &from);
	for (long i = 0; i < o->times; i++)
		one(name, o);
	clock_gettime(CLOCK_MONOTONIC, &to);
	ns = (double)(to.tv_sec - from.tv_sec) * 1e9 + (double)(to.tv_nsec - from.tv_nsec);
	fprintf(stderr, "%s: read and written in %.3f ms\n", name, ns / 1e6 / (double)o->times);
}

int main(int argc, char **argv)
{
	struct options o = {false, false, false, 0};
	int worst = 0;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "-w") == 0)
			o.print = true;
		else if (strcmp(argv[i], "-q") == 0)
			o.quiet = true;
		else if (strcmp(argv[i], "-c") == 0)
			o.check = true;
		else if (strcmp(argv[i], "-t") == 0 && i + 1 < argc)
			o.times = strtol(argv[++i], NULL, 10);
		else if (o.times > 0)
			measure(argv[i], &o);
		else {
			int r = one(argv[i], &o);

			worst = r > worst ? r : worst;
		}
	}
	return worst;
}
