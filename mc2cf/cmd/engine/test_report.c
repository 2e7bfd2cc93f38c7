/*
 * test_report.c - see test.h: what held and what did not, for people and for machines
 */
#include <stdio.h>

#include "cmd/engine/test.h"

typedef void each_fn(struct tests *t, const struct test_unit *u, size_t i);

static void each(struct tests *t, each_fn *fn)
{
	for (size_t n = 0; n < t->nunits; n++)
		for (size_t i = 0; i < t->units[n].block->n; i++)
			fn(t, &t->units[n], i);
}

static bool is_bad(const struct tests *t, const struct test_unit *u, size_t i)
{
	return t->bad[u->first + i] != 0;
}

static void put_place(const struct test_unit *u, const struct expectation *e)
{
	printf("%.*s:%u: %.*s %.*s", SLICE_ARG(u->file->name), (unsigned)e->line, SLICE_ARG(e->verb), SLICE_ARG(e->subject));
}

static void text_one(struct tests *t, const struct test_unit *u, size_t i)
{
	const struct expectation *e = &u->block->v[i];
	struct slice got;
	struct buf lines;

	if (!is_bad(t, u, i)) {
		if (!t->verbose)
			return;
		put_place(u, e);
		printf(" -> %.*s\n", SLICE_ARG(e->answer));
		return;
	}
	buf_init(&lines, t->a);
	got = test_why(t, u, i, &lines);
	put_place(u, e);
	printf("\n    expected: %.*s\n    answered: %.*s\n%.*s", SLICE_ARG(e->answer), SLICE_ARG(got), SLICE_ARG(buf_slice(&lines)));
}

/* --- TAP 13 --- */

/* A # would begin a directive. */
static void tap_text(struct slice s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '#' || s.p[i] == '\\')
			putchar('\\');
		putchar(s.p[i]);
	}
}

static void tap_comment(struct slice text)
{
	struct slice line;

	while (slice_next(&text, '\n', &line))
		printf("# %.*s\n", SLICE_ARG(line));
}

static void tap_one(struct tests *t, const struct test_unit *u, size_t i)
{
	const struct expectation *e = &u->block->v[i];
	struct buf lines;
	struct slice got;

	printf("%s %zu - %.*s:%u: %.*s ", is_bad(t, u, i) ? "not ok" : "ok", u->first + i + 1, SLICE_ARG(u->file->name), (unsigned)e->line, SLICE_ARG(e->verb));
	tap_text(e->subject);
	putchar('\n');
	if (!is_bad(t, u, i))
		return;
	buf_init(&lines, t->a);
	got = test_why(t, u, i, &lines);
	printf("#     expected: %.*s\n#     answered: %.*s\n", SLICE_ARG(e->answer), SLICE_ARG(got));
	tap_comment(buf_slice(&lines));
}

/* --- JUnit --- */

static void xml_text(struct slice s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '&')
			fputs("&amp;", stdout);
		else if (c == '<')
			fputs("&lt;", stdout);
		else if (c == '>')
			fputs("&gt;", stdout);
		else if (c == '"')
			fputs("&quot;", stdout);
		else if (c >= 0x80)
			printf("&#%u;", c);
		else if (c >= ' ' || c == '\n' || c == '\t')
			putchar(c);
		else
			putchar('?'); /* XML has no way to say it */
	}
}

static void junit_one(struct tests *t, const struct test_unit *u, size_t i)
{
	const struct expectation *e = &u->block->v[i];
	struct buf lines;
	struct slice got;

	fputs("    <testcase classname=\"", stdout);
	xml_text(u->file->name);
	printf("\" name=\"%u: ", (unsigned)e->line);
	xml_text(e->verb);
	putchar(' ');
	xml_text(e->subject);
	if (!is_bad(t, u, i)) {
		fputs("\"/>\n", stdout);
		return;
	}
	buf_init(&lines, t->a);
	got = test_why(t, u, i, &lines);
	fputs("\">\n      <failure message=\"expected: ", stdout);
	xml_text(e->answer);
	fputs(", answered: ", stdout);
	xml_text(got);
	fputs("\">", stdout);
	xml_text(buf_slice(&lines));
	fputs("</failure>\n    </testcase>\n", stdout);
}

static void junit(struct tests *t)
{
	printf("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"%zu\" failures=\"%zu\">\n", t->total, t->failed);
	for (size_t f = 0; f < t->nfiles; f++) {
		size_t bad = 0;

		for (size_t n = 0; n < t->nunits; n++)
			for (size_t i = 0; t->units[n].file == &t->files[f] && i < t->units[n].block->n; i++)
				bad += is_bad(t, &t->units[n], i);
		fputs("  <testsuite name=\"", stdout);
		xml_text(t->files[f].name);
		printf("\" tests=\"%zu\" failures=\"%zu\">\n", t->files[f].n, bad);
		for (size_t n = 0; n < t->nunits; n++)
			for (size_t i = 0; t->units[n].file == &t->files[f] && i < t->units[n].block->n; i++)
				junit_one(t, &t->units[n], i);
		fputs("  </testsuite>\n", stdout);
	}
	fputs("</testsuites>\n", stdout);
}

void test_report_none(const struct tests *t)
{
	static const char why[] = "nothing was asked: what is wrong stands on standard error";

	if (t->format == TEST_TAP)
		printf("TAP version 13\nBail out! %s\n", why);
	if (t->format == TEST_JUNIT)
		printf("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"1\" errors=\"1\">\n"
		       "  <testsuite name=\"mc2cf test\" tests=\"1\" errors=\"1\">\n    <testcase classname=\"mc2cf test\" name=\"expectations\">\n"
		       "      <error message=\"%s\"/>\n    </testcase>\n  </testsuite>\n</testsuites>\n", why);
}

void test_report(struct tests *t)
{
	if (t->format == TEST_JUNIT) {
		junit(t);
		return;
	}
	if (t->format == TEST_TAP)
		printf("TAP version 13\n1..%zu\n", t->total);
	each(t, t->format == TEST_TAP ? tap_one : text_one);
	if (t->format == TEST_TEXT)
		printf("%zu passed, %zu failed\n", t->total - t->failed, t->failed);
}
