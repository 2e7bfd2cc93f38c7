/*
 * test_run.c - see test.h: blocks are asked by several threads, each with a context and maps of its own
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/src.h"
#include "cmd/engine/limits.h"
#include "cmd/engine/test.h"

/* "gateway/expect.txt" and "../hub/site.mc" are "gateway/../hub/site.mc". */
static const char *beside(struct tests *t, struct slice file, struct slice config)
{
	struct buf b;
	size_t n = file.n;

	buf_init(&b, t->a);
	while (n > 0 && file.p[n - 1] != '/')
		n--;
	if (config.p[0] != '/')
		buf_put(&b, file.p, n);
	buf_put_slice(&b, config);
	buf_putc(&b, '\0');
	return b.p;
}

/* The world of a block: worlds of one file that have the same source are one. */
static bool find_world(struct tests *t, const struct expect_file *file, const struct expect_block *b, size_t *number)
{
	const char *source = beside(t, file->name, b->config);
	struct world **more, *w;

	for (*number = 0; *number < t->nworlds; ++*number)
		if (t->worlds[*number]->file == file && strcmp(t->worlds[*number]->source, source) == 0)
			return true;
	w = world_open(t->a, &t->how, source, file);
	if (w == NULL)
		return false;
	more = arena_array(t->a, t->nworlds + 1, sizeof(*more));
	if (t->nworlds != 0)
		memcpy(more, t->worlds, t->nworlds * sizeof(*more));
	more[t->nworlds++] = w;
	t->worlds = more;
	return true;
}

/* A configuration in the place of expectations, of which each line would be a fault; said. */
static bool is_configuration(const char *name)
{
	size_t n = strlen(name);

	if (n < 4 || (strcmp(name + n - 3, ".mc") != 0 && strcmp(name + n - 3, ".cf") != 0))
		return false;
	fprintf(stderr, "mc2cf test: %s is a configuration: name the file of expectations beside it, or say --relay\n", name);
	return true;
}

static bool read_files(struct tests *t, int *status)
{
	t->files = arena_array(t->a, t->nnames + 1, sizeof(*t->files));
	for (size_t i = 0; i < t->nnames; i++) {
		struct slice text;
		uint32_t file;
		int error;

		if (is_configuration(t->names[i])) {
			*status = 2;
			return false;
		}
		error = srcset_load(t->src, slice_of(t->names[i]), WORLD_TABLE_MAX, &file, &text);

		if (error != 0) {
			fprintf(stderr, "mc2cf test: cannot read %s: %s\n", t->names[i], strerror(error));
			*status = 2;
			return false;
		}
		expect_read(t->a, text, file, t->diags, &t->files[t->nfiles]);
		t->files[t->nfiles].name = slice_of(t->names[i]);
		t->nfiles++;
	}
	return true;
}

bool test_prepare(struct tests *t, int *status)
{
	size_t n = 0;

	if (!read_files(t, status))
		return false;
	for (size_t i = 0; i < t->nfiles; i++)
		n += t->files[i].nblocks;
	t->units = arena_array(t->a, n + 1, sizeof(*t->units));
	for (size_t i = 0; i < t->nfiles; i++)
		for (size_t k = 0; k < t->files[i].nblocks; k++) {
			struct test_unit *u = &t->units[t->nunits];

			*u = (struct test_unit){.file = &t->files[i], .block = &t->files[i].blocks[k], .first = t->total};
			if (u->block->n == 0)
				continue;
			if (diags_errors(t->diags) == 0 && !find_world(t, u->file, u->block, &u->world)) {
				*status = 1;
				return false;
			}
			t->nunits++;
			t->total += u->block->n;
		}
	t->bad = arena_alloc(t->a, t->total + 1);
	return true;
}

struct worker {
	struct tests *t;
	struct arena *a;
	jmp_buf oom;
	struct asker **askers;     /* by world */
	atomic_size_t *next;
	bool failed;
};

static void out_of_memory(void *ctx)
{
	longjmp(*(jmp_buf *)ctx, 1);
}

static void ask_unit(struct worker *w, const struct test_unit *u)
{
	struct asker **k = &w->askers[u->world];

	if (*k == NULL)
		*k = asker_new(w->a, w->t->worlds[u->world], out_of_memory, &w->oom);
	if (*k == NULL)
		longjmp(w->oom, 1);
	if (w->t->covers != NULL)
		cover_watch(w->t->covers[u->world], *k);
	asker_begin(*k, u->block);
	for (size_t i = 0; i < u->block->n; i++) {
		if (!expect_holds(&u->block->v[i], asker_ask(*k, &u->block->v[i])))
			atomic_store_explicit(&w->t->bad[u->first + i], 1, memory_order_relaxed);
		if (w->t->covers != NULL)
			cover_answered(w->t->covers[u->world], *k);
	}
}

static void *work(void *data)
{
	struct worker *w = data;
	size_t i, n = w->t->nunits;

	w->a = arena_new(0, out_of_memory, &w->oom);
	if (w->a == NULL || setjmp(w->oom) != 0) {
		w->failed = true;
		return NULL;
	}
	w->askers = arena_array(w->a, w->t->nworlds + 1, sizeof(struct asker *));
	while ((i = atomic_fetch_add(w->next, 1)) < n * w->t->repeat)
		ask_unit(w, &w->t->units[i % n]);
	return NULL;
}

static void end_worker(struct worker *w)
{
	for (size_t i = 0; w->askers != NULL && i < w->t->nworlds; i++) {
		if (w->askers[i] == NULL)
			continue;
		if (w->t->covers != NULL)
			cover_end(w->t->covers[i], w->askers[i]);
		asker_free(w->askers[i]);
	}
	arena_free(w->a);
}

static double now(clockid_t clock)
{
	struct timespec s;

	clock_gettime(clock, &s);
	return (double)s.tv_sec + (double)s.tv_nsec * 1e-9;
}

bool test_run(struct tests *t)
{
	struct worker v[TEST_THREADS_MAX];
	pthread_t threads[TEST_THREADS_MAX];
	bool started[TEST_THREADS_MAX] = {false}, good = true;
	atomic_size_t next = 0;
	double from = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
	size_t n = t->covers != NULL ? 1 : t->threads < t->nunits * t->repeat ? t->threads : 1;

	for (size_t i = 0; i < n; i++) {
		memset(&v[i], 0, sizeof(v[i]));
		v[i].t = t;
		v[i].next = &next;
		started[i] = i != 0 && pthread_create(&threads[i], NULL, work, &v[i]) == 0;
	}
	work(&v[0]);
	for (size_t i = 0; i < n; i++) {
		if (started[i])
			pthread_join(threads[i], NULL);
		good = good && !v[i].failed;
		end_worker(&v[i]);
	}
	t->seconds = now(CLOCK_MONOTONIC) - from;
	t->cpu = now(CLOCK_PROCESS_CPUTIME_ID) - cpu;
	for (size_t i = 0; i < t->total; i++)
		t->failed += t->bad[i];
	return good;
}
