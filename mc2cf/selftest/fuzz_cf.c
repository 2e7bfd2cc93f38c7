/*
 * fuzz_cf.c - any bytes through the .cf reader, the checks and the writer
 *
 * What must hold of any input: nothing crashes, what was written reads back as
 * the same IR, and who takes the lines as they come gets the same.  Built with libFuzzer, or plain: then it replays the
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

/* The items of an IR, one after the other, and whether those that come are they. */
struct expected {
	const struct ir *ir;
	struct diags *said; /* while they come */
	bool faulty;        /* there was a line with something wrong */
	size_t i;
	bool same;
};

static bool is_faulty(struct diags *d, uint32_t line)
{
	struct diag_view v;

	for (size_t i = 0; diags_view(d, i, &v); i++)
		if (v.at.line == line)
			return true;
	return false;
}

static const struct ir_item *next_expected(struct expected *e)
{
	const struct ir_item *item;

	while ((item = ir_at(e->ir, e->i++)) != NULL && item->kind == IR_COMMENT)
		continue;
	return item;
}

static bool same_tokens(const struct ir_tokens *a, const struct ir_tokens *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (a->v[i].kind != b->v[i].kind || a->v[i].space != b->v[i].space || a->v[i].col != b->v[i].col || !slice_eq(a->v[i].text, b->v[i].text))
			return false;
	return true;
}

static void take(void *ctx, const struct ir_item *item)
{
	struct expected *e = ctx;
	const struct ir_item *want = next_expected(e);

	e->same &= want != NULL && want->origin.at.line == item->origin.at.line;
	/* Where sendmail complains a sink has what it makes of the line, $o for one, which cuts later ones; names with macros in them are its to read. */
	e->faulty |= want == NULL || want->kind == IR_RAW || is_faulty(e->said, item->origin.at.line);
	if (!e->faulty && want->kind == IR_RULE)
		e->same &= item->kind == IR_RULE && same_tokens(&want->lhs, &item->lhs) && same_tokens(&want->rhs, &item->rhs);
}

static void by_line(struct arena *a, struct slice text, const struct ir *want)
{
	size_t n;
	const struct diag_code *codes = ir_codes(&n);
	struct diags *d = diags_new(a, srcset_new(a), codes, n);
	struct expected e = {want, d, false, 0, true};
	const struct cf_sink sink = {.rule = take, .item = take, .ctx = &e};

	cf_read_to(ir_new(a), text, 1, d, &sink);
	if (!e.same || next_expected(&e) != NULL) {
		fprintf(stderr, "line by line something else is read: item %zu\n", e.i);
		abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0, out_of_memory, NULL);
	struct slice text;
	struct ir *ir;

	if (size <= INPUT_MAX) {
		text = (struct slice){arena_dup(a, (const char *)data, size), size};
		ir = read_text(a, text, true);
		by_line(a, text, ir);
		round_trip(a, ir, true);
		round_trip(a, ir, false);
	}
	arena_free(a);
	return 0;
}

#include "selftest/fuzz_files.h"
