/*
 * map_program.c - class program: the first line that a program prints
 *
 * The words of the K line and then the key are its arguments.  It runs only
 * where the host of the maps allows it, as run.h says.
 */
#include <string.h>
#include <sys/wait.h>

#include "engine/map_priv.h"
#include "engine/run.h"

enum { WORDS_MAX = 64 };

struct program {
	char *words[WORDS_MAX];
	size_t n;
};

static bool program_parse(struct map *m, struct slice args)
{
	struct program *p = ARENA_NEW(m->maps->arena, struct program);
	struct slice word;

	if (!map_parse_common(m, args))
		return false;
	m->own = p;
	p->words[p->n++] = arena_dup(m->maps->arena, m->file.p, m->file.n);
	for (args = m->args; p->n < WORDS_MAX - 2 && map_word(&args, &word);)
		p->words[p->n++] = arena_dup(m->maps->arena, word.p, word.n);
	return true;
}

static void answer(struct map *m, const struct map_question *q, int status, struct slice line, struct buf *out, struct map_answer *a)
{
	struct slice first;

	a->status = WIFEXITED(status) ? WEXITSTATUS(status) : MAP_UNAVAILABLE;
	if (a->status == 0 && slice_next(&line, '\n', &first))
		map_found(m, first, q, out, a);
}

static void run(struct map *m, const struct map_question *q, char *key, struct buf *out, struct map_answer *a)
{
	struct arena *work = arena_new(0, m->maps->env.on_oom, m->maps->env.ctx);
	struct program *p = m->own;
	char line[MAP_LINE_MAX], *words[WORDS_MAX];
	struct run r = {words, m->maps->ir, line, sizeof(line)};
	size_t n;
	int status = 0;

	memcpy(words, p->words, p->n * sizeof(*words));
	words[p->n] = key;
	words[p->n + 1] = NULL;
	if (work != NULL && run_program(&r, work, &n, &status))
		answer(m, q, status, (struct slice){line, n}, out, a);
	else
		a->status = MAP_CONFIG;
	arena_free(work);
}

static void program_lookup(struct map *m, const struct map_question *q, struct buf *out, struct map_answer *a)
{
	char key[MAP_LINE_MAX + 1];

	if (!m->maps->env.programs || q->key.n > MAP_LINE_MAX) {
		map_say(m, "program map \"%.*s\": programs are not run here", SLICE_ARG(m->name));
		a->status = MAP_UNAVAILABLE;
		return;
	}
	memcpy(key, q->key.n != 0 ? q->key.p : "", q->key.n);
	key[q->key.n] = '\0';
	run(m, q, key, out, a);
}

const struct map_type map_type_program = {"program", MT_STOCK | MT_FILE | MT_SHARED, program_parse, NULL, NULL, program_lookup, NULL};
