/*
 * fuzz_maps.c - any bytes as a K line, and as questions to the map that it makes
 *
 * The first line of an input is what stands behind `Kx ' in a sendmail.cf; the
 * others are questions: a key, and arguments apart by tabs.  Maps that compute
 * are asked; of the others the arguments are read.  What must hold: nothing
 * crashes, and what a map says does not depend on what was asked before.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cf/cf.h"
#include "engine/map_priv.h"

#define INPUT_MAX ((size_t)8 * 1024) /* a K line is no longer */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void out_of_memory(void *ctx)
{
	(void)ctx;
	abort();
}

static void say(void *ctx, struct srcpos at, struct slice text)
{
	(void)at;
	*(size_t *)ctx += text.n;
}

static void ask(struct map *m, struct slice line, struct buf *scratch, struct buf *again)
{
	struct slice args[MAP_QUESTION_ARGS];
	struct map_question q = {.args = args, .key = SLICE_LIT("")};
	struct map_answer a, b;

	slice_next(&line, '\t', &q.key);
	while (q.nargs < MAP_QUESTION_ARGS && slice_next(&line, '\t', &args[q.nargs]))
		q.nargs++;
	map_ask(m, &q, scratch, &a);
	map_lookup(m, &q, again, &b);
	/* Only quotes and backslashes, which a rule's key loses, and dice may make a difference. */
	if (q.key.n != 0 && (memchr(q.key.p, '"', q.key.n) != NULL || memchr(q.key.p, '\\', q.key.n) != NULL || q.key.p[0] == 'r'))
		return;
	if (a.found != b.found || (a.found && !slice_eq(a.value, b.value)))
		abort();
}

/* The same text as a value out of a table. */
static void substitute(struct map *m, struct slice text, struct buf *out)
{
	struct slice args[2] = {text, SLICE_LIT("two")};
	struct map_question q = {.key = SLICE_LIT("key"), .args = args, .nargs = 2};
	struct map_answer a;

	map_found(m, text, &q, out, &a);
	if (!a.found || a.value.n < m->append.n)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0, out_of_memory, NULL);
	struct slice text = {arena_dup(a, (const char *)data, size), size}, line, first = SLICE_LIT("");
	size_t said = 0;
	struct map_env env = {.ctx = &said, .on_oom = out_of_memory, .say = say};
	struct ir *ir = ir_new(a);
	struct buf scratch, again;
	struct maps *maps;
	struct map *m;

	buf_init(&scratch, a);
	buf_init(&again, a);
	slice_next(&text, '\n', &first);
	ir_add(ir, &(struct ir_item){.kind = IR_MAP, .name = SLICE_LIT("x"), .value = size <= INPUT_MAX ? first : SLICE_LIT("null"), .origin.at.line = 1});
	maps = maps_new(ir, &env);
	m = maps_find(maps, SLICE_LIT("X"));
	if (m != NULL)
		substitute(m, text, &scratch);
	while (m != NULL && map_is_pure(m) && slice_next(&text, '\n', &line))
		ask(m, line, &scratch, &again);
	maps_free(maps);
	arena_free(a);
	return 0;
}

#include "selftest/fuzz_files.h"
