/*
 * test.h - mc2cf test: does a configuration do with addresses what is expected of it?
 *
 *   test.c           options; the whole
 *   test_run.c       expectations are asked, by several threads
 *   test_why.c       what happened where one failed
 *   test_report.c    text, TAP, JUnit
 *   cover.c          which rules, table entries and mailers were met (cover.h)
 *   relay.c          the open-relay suite (relay.h)
 */
#ifndef CMD_ENGINE_TEST_H
#define CMD_ENGINE_TEST_H

#include "cmd/engine/ask.h"
#include "cmd/engine/cover.h"

/* A block, and the world it is asked in. */
struct test_unit {
	const struct expect_file *file;
	const struct expect_block *block;
	size_t world;              /* its number */
	size_t first;              /* the number of its first expectation */
};

enum test_format { TEST_TEXT, TEST_TAP, TEST_JUNIT };

struct tests {
	struct arena *a;
	struct srcset *src;
	struct diags *diags;
	struct world_how how;
	const char **names;        /* files of expectations */
	size_t nnames;
	struct expect_file *files;
	size_t nfiles;
	struct world **worlds;
	size_t nworlds;
	struct test_unit *units;
	size_t nunits, total, failed;
	_Atomic unsigned char *bad; /* by number of expectation: asked more than once, it may be written by several threads */

	enum test_format format;
	bool verbose, stats, relay;
	unsigned threads;
	unsigned long repeat;
	struct cover_how cover;
	struct cover **covers;     /* by world; NULL: none is wanted */
	double seconds, cpu;       /* that asking took */
};

/* Reads the files and makes their worlds; false: that cannot be, and was said (status). */
bool test_prepare(struct tests *t, int *status);
/* Asks all; false: no memory. */
bool test_run(struct tests *t);

/* What happened to the expectation i of a unit, asked once more: its answer, and the rest as lines of text. */
struct slice test_why(struct tests *t, const struct test_unit *u, size_t i, struct buf *lines);
/* "site.cf:331, templates/rules/check_rcpt.cf:12, FEATURE(`access_db') in site.mc:33" */
void test_put_origin(struct world *w, uint32_t line, struct buf *out);

void test_report(struct tests *t);
/* Where there is nothing to ask: what reads TAP or JUnit must not take it for a pass. */
void test_report_none(const struct tests *t);

#endif
