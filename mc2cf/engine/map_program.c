/*
 * map_program.c - class program: the first line that a program prints
 *
 * The words of the K line and then the key are its arguments; no shell sees
 * them.  It runs only where the host of the maps allows it, with an empty
 * environment but for PATH, and not for ever.
 */
#define _GNU_SOURCE /* pipe2 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/map_priv.h"

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

static int spawn(struct program *p, char *key, int out, pid_t *pid)
{
	char path[] = "PATH=/usr/sbin:/usr/bin:/sbin:/bin";
	char *words[WORDS_MAX], *env[] = {path, NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t none;
	int r;

	memcpy(words, p->words, p->n * sizeof(*words));
	words[p->n] = key;
	words[p->n + 1] = NULL;
	sigemptyset(&none);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, out, 1);
	r = posix_spawn(pid, words[0], &actions, &attr, words, env);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attr);
	return r;
}

/* What it prints, until it ends or the time is up; false: time is up. */
static bool read_output(int fd, char *line, size_t size, size_t *n)
{
	struct timespec from, now;
	struct pollfd p = {.fd = fd, .events = POLLIN};
	char rest[256];
	ssize_t r;

	clock_gettime(CLOCK_MONOTONIC, &from);
	for (*n = 0;;) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		if (now.tv_sec - from.tv_sec >= (time_t)MAP_PROGRAM_TIMEOUT)
			return false;
		if (poll(&p, 1, 1000) <= 0)
			continue;
		r = *n < size ? read(fd, line + *n, size - *n) : read(fd, rest, sizeof(rest));
		if (r == 0 || (r < 0 && errno != EINTR))
			return true;
		if (r > 0 && *n < size)
			*n += (size_t)r;
	}
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
	char line[MAP_LINE_MAX];
	int ends[2], status = 0, r;
	size_t n = 0;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) != 0) {
		a->status = MAP_OS_ERROR;
		return;
	}
	r = spawn(m->own, key, ends[1], &pid);
	close(ends[1]);
	if (r == 0 && !read_output(ends[0], line, sizeof(line), &n))
		kill(pid, SIGKILL);
	close(ends[0]);
	if (r != 0) {
		a->status = MAP_CONFIG;
		return;
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	answer(m, q, status, (struct slice){line, n}, out, a);
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
