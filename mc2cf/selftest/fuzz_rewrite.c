/*
 * fuzz_rewrite.c - any configuration, any address, any answer
 *
 * Up to a line %% the input is a sendmail.cf; each line behind it is run like
 * one of sendmail -bt: `ruleset address', .Dx…, .Cx….  Questions are answered
 * as the bytes of their keys have it.  All lines are run three times, so that
 * some go along trails.  Nothing may crash, and everything ends with its budget
 * of steps.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/cfrw.h"

#define INPUT_MAX ((size_t)32 * 1024) /* more finds nothing new and is slow */
#define STEPS 20000
#define QUESTIONS 200
#define LINES 40
#define ROUNDS 3

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum cfrw_status answer(cfrw_context *c)
{
	const struct cfrw_question *q = cfrw_question(c);
	unsigned sum = 0;

	if (q == NULL)
		abort();
	for (size_t i = 0; i < q->key.n; i++)
		sum = sum * 31 + (unsigned char)q->key.p[i];
	for (size_t i = 0; i < q->nargs; i++)
		sum += (unsigned)q->args[i].n;
	if (sum % 7 == 0)
		cfrw_spaced(c, '_');
	switch (sum % 5) {
	case 0:
		return cfrw_answer(c, CFRW_NOTFOUND, NULL, 0);
	case 1:
		return cfrw_answer(c, CFRW_TEMPFAIL, sum % 2 ? "<TMPF>" : NULL, sum % 2 ? 6 : 0);
	case 2:
		return cfrw_answer(c, CFRW_NOMAP, NULL, 0);
	case 3: {
		char copy[512];
		size_t n = q->key.n < sizeof(copy) ? q->key.n : sizeof(copy);

		memcpy(copy, q->key.p, n);
		return cfrw_answer(c, CFRW_FOUND, copy, n);
	}
	default:
		return cfrw_answer(c, CFRW_FOUND, "\"a\" <b> (c) $> x", 16);
	}
}

static void ignore(void *data, const struct cfrw_trace *t)
{
	*(size_t *)data += t->text.n;
}

static void run(cfrw_context *c, const char *p, size_t n)
{
	const char *blank = n != 0 ? memchr(p, ' ', n) : NULL;
	size_t k = blank != NULL ? (size_t)(blank - p) : n, seen = 0;
	char names[64];
	enum cfrw_status s;

	if (n > 2 && p[0] == '.' && p[1] == 'D') {
		cfrw_define(c, p + 2, n - 2);
		return;
	}
	if (n > 3 && p[0] == '.' && p[1] == 'C') {
		char name[2] = {p[2], '\0'};

		cfrw_add(c, name, p + 3, n - 3);
		return;
	}
	if (blank == NULL || k >= sizeof(names))
		return;
	memcpy(names, p, k);
	names[k] = '\0';
	cfrw_trace(c, n % 4 == 1 ? CFRW_TRACE_ALL : n % 4 == 2 ? CFRW_TRACE_CALLS : 0, ignore, &seen);
	s = cfrw_rewrite(c, names, blank + 1, n - k - 1);
	for (int i = 0; i < QUESTIONS && s == CFRW_QUESTION; i++)
		s = answer(c);
	if (s == CFRW_QUESTION)
		cfrw_cancel(c);
	cfrw_result(c);
	cfrw_printed(c);
	cfrw_expand(c, p, n);
}

static const char *find_mark(const char *p, size_t n)
{
	for (size_t i = 0; i + 3 <= n; i++)
		if (memcmp(p + i, "%%\n", 3) == 0 && (i == 0 || p[i - 1] == '\n'))
			return p + i;
	return NULL;
}

static void run_lines(cfrw_context *c, const char *p, const char *end)
{
	for (int i = 0; i < LINES && p < end; i++) {
		const char *mark = memchr(p, '\n', (size_t)(end - p));

		run(c, p, (size_t)((mark != NULL ? mark : end) - p));
		p = mark != NULL ? mark + 1 : end;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *p = (const char *)data, *end = p + (size < INPUT_MAX ? size : INPUT_MAX), *mark = find_mark(p, (size_t)(end - p));
	cfrw_program *program = cfrw_load_memory(p, (size_t)((mark != NULL ? mark : end) - p), "fuzz.cf", NULL);
	cfrw_context *c = program != NULL ? cfrw_context_new(program) : NULL;

	if (c == NULL)
		abort();
	cfrw_budget(c, STEPS);
	for (int round = 0; mark != NULL && round < ROUNDS; round++)
		run_lines(c, mark + 1, end);
	cfrw_context_free(c);
	cfrw_program_free(program);
	return 0;
}

#include "selftest/fuzz_files.h"
