/*
 * fuzz_prescan.c - any bytes as an address, under any operator characters
 *
 * The first line is the value of OperatorChars, the second says the version
 * level, the rest is cut, at commas, as an address.  Nothing may crash; the
 * tokens of an address are printed, and there are never more than its bytes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/cfrw.h"

#define INPUT_MAX ((size_t)4096) /* more finds nothing new and is slow */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t line_length(const char *p, size_t n)
{
	const char *nl = n != 0 ? memchr(p, '\n', n) : NULL;

	return nl != NULL ? (size_t)(nl - p) : n;
}

/* The same text cut with and without a delimiter. */
static void cut(cfrw_context *c, const char *p, size_t n)
{
	while (n != 0) {
		size_t used = n;

		if (cfrw_scan(c, p, n, ',', &used) && cfrw_tokens(c) > used + 256)
			abort();
		cfrw_printed(c);
		cfrw_address(c);
		used += used < n;
		p += used;
		n -= used;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *p = (const char *)data;
	size_t operators, level, n = size < INPUT_MAX ? size : INPUT_MAX;
	char cf[INPUT_MAX * 2 + 128];
	cfrw_program *program;
	cfrw_context *c;
	int k;

	operators = line_length(p, n);
	level = operators < n ? line_length(p + operators + 1, n - operators - 1) : 0;
	k = snprintf(cf, sizeof(cf), "V%.*s/x\nO OperatorChars=%.*s\nSa\nR$*\t$@ $1\n", (int)level, p + operators + (operators < n), (int)operators, p);
	program = cfrw_load_memory(cf, k > 0 && (size_t)k < sizeof(cf) ? (size_t)k : 0, "fuzz.cf", NULL);
	c = program != NULL ? cfrw_context_new(program) : NULL;
	if (c == NULL)
		abort();
	level += operators + 2;
	if (level < n)
		cut(c, p + level, n - level);
	cfrw_context_free(c);
	cfrw_program_free(program);
	return 0;
}

#include "selftest/fuzz_files.h"
