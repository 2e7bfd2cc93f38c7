/*
 * lint_pool.c - many configurations, looked at by several processes
 *
 * Each worker is a fork of ours: it takes the next configuration by a counter
 * that all share, and sends what it found down its pipe.  Results are put
 * together in the order of the command line, so that the output does not
 * depend on who was faster.  A line on the terminal says how far it is.
 */
#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cmd/limits.h"
#include "cmd/lint.h"

/* What stands before each result in a pipe. */
struct head {
	uint32_t unit, good;
	uint64_t bytes;
};

struct worker {
	pid_t pid;
	int fd;           /* -1: it has ended */
	struct buf got;
	size_t counted;   /* bytes of results that are complete */
};

struct pool {
	struct lint_pool *p;
	struct worker *worker;
	size_t nworkers;
	atomic_size_t *next;
	size_t done;
	bool terminal, shown;
	struct timespec start;
};

static bool write_all(int fd, const void *from, size_t n)
{
	const char *p = from;

	while (n != 0) {
		ssize_t k = write(fd, p, n);

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return false;
		p += k;
		n -= (size_t)k;
	}
	return true;
}

/* One configuration; findings are copied into f. */
static bool look_at(const struct lint_pool *p, size_t unit, bool first, struct lint_findings *f)
{
	struct lint_unit u = {.args = p->args, .in = p->in, .config = p->unit[unit], .first = first, .into = f, .colour = p->colour};

	return lint_unit_run(&u);
}

/* A worker's life; it does not return. */
_Noreturn static void work(const struct pool *x, int fd)
{
	size_t unit;
	bool good = true, first = true;

	while (good && (unit = atomic_fetch_add(x->next, 1)) < x->p->n) {
		struct arena *a = arena_new(0, x->p->out_of_memory, NULL);
		struct lint_findings f = {.arena = a};
		struct head h = {.unit = (uint32_t)unit};
		struct buf out;

		if (a == NULL)
			x->p->out_of_memory(NULL);
		h.good = look_at(x->p, unit, first, &f);
		first = false;
		buf_init(&out, a);
		lint_wire_put(&f, &out);
		h.bytes = out.n;
		good = write_all(fd, &h, sizeof h) && write_all(fd, out.p, out.n);
		arena_free(a);
	}
	_exit(good ? 0 : 2);
}

static bool start_worker(struct pool *x)
{
	struct worker *w = &x->worker[x->nworkers];
	int fd[2];

	if (pipe(fd) != 0)
		return false;
	w->pid = fork();
	if (w->pid == 0) {
		for (size_t i = 0; i < x->nworkers; i++)
			close(x->worker[i].fd);
		close(fd[0]);
		work(x, fd[1]);
	}
	close(fd[1]);
	w->fd = fd[0];
	buf_init(&w->got, x->p->arena);
	if (w->pid < 0)
		close(fd[0]);
	else
		x->nworkers++;
	return w->pid >= 0;
}

static void show_progress(struct pool *x)
{
	struct timespec now;
	long ms;

	clock_gettime(CLOCK_MONOTONIC, &now);
	ms = (long)(now.tv_sec - x->start.tv_sec) * 1000 + (now.tv_nsec - x->start.tv_nsec) / 1000000;
	if (!x->terminal || ms < LINT_PROGRESS_MILLISECONDS)
		return;
	fprintf(stderr, "\r\033[Kmc2cf: lint: %zu of %zu", x->done, x->p->n);
	x->shown = true;
}

static void end_progress(const struct pool *x)
{
	if (x->shown)
		fputs("\r\033[K", stderr);
}

/* Counts the results that are there as a whole. */
static void count_results(struct pool *x, struct worker *w)
{
	struct head h;

	while (w->got.n - w->counted >= sizeof h) {
		memcpy(&h, w->got.p + w->counted, sizeof h);
		if (w->got.n - w->counted - sizeof h < h.bytes)
			return;
		w->counted += sizeof h + h.bytes;
		x->done++;
		show_progress(x);
	}
}

static void receive(struct pool *x, struct worker *w)
{
	char block[65536];
	ssize_t n = read(w->fd, block, sizeof block);

	if (n < 0 && errno == EINTR)
		return;
	if (n <= 0) {
		close(w->fd);
		w->fd = -1;
		return;
	}
	buf_put(&w->got, block, (size_t)n);
	count_results(x, w);
}

static void receive_all(struct pool *x)
{
	struct pollfd *v = arena_array(x->p->arena, x->nworkers, sizeof *v);
	size_t open;

	do {
		open = 0;
		for (size_t i = 0; i < x->nworkers; i++) {
			v[i] = (struct pollfd){.fd = x->worker[i].fd, .events = POLLIN};
			open += x->worker[i].fd >= 0;
		}
		if (open != 0 && poll(v, x->nworkers, -1) > 0)
			for (size_t i = 0; i < x->nworkers; i++)
				if (v[i].revents != 0)
					receive(x, &x->worker[i]);
	} while (open != 0);
}

/* Puts what a worker sent where it belongs. */
static bool unpack(struct pool *x, const struct worker *w)
{
	size_t at = 0;
	bool good = w->counted == w->got.n;
	struct head h;

	while (at < w->counted) {
		memcpy(&h, w->got.p + at, sizeof h);
		at += sizeof h;
		if (h.unit >= x->p->n || !lint_wire_get((struct slice){w->got.p + at, (size_t)h.bytes}, &x->p->result[h.unit]))
			return false;
		at += (size_t)h.bytes;
		good &= h.good != 0;
	}
	return good;
}

static bool run_workers(struct pool *x)
{
	bool good = true;

	for (size_t i = 0; i < x->p->jobs; i++)
		if (!start_worker(x))
			break;
	if (x->nworkers == 0)
		return false;
	receive_all(x);
	for (size_t i = 0; i < x->nworkers; i++) {
		int status = 0;

		while (waitpid(x->worker[i].pid, &status, 0) < 0 && errno == EINTR)
			;
		if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
			fputs("mc2cf: lint: a process that shared the work has failed\n", stderr);
			good = false;
		}
		good &= unpack(x, &x->worker[i]);
	}
	return good;
}

bool lint_pool_run(struct lint_pool *p)
{
	struct pool x = {.p = p, .terminal = isatty(STDERR_FILENO) != 0};
	bool good = true;

	clock_gettime(CLOCK_MONOTONIC, &x.start);
	if (p->jobs > 1 && p->n > 1) {
		p->jobs = p->jobs > p->n ? p->n : p->jobs;
		x.worker = arena_array(p->arena, p->jobs, sizeof *x.worker);
		x.next = mmap(NULL, sizeof *x.next, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
		if (x.next != MAP_FAILED) {
			atomic_init(x.next, 0);
			good = run_workers(&x);
			munmap(x.next, sizeof *x.next);
			end_progress(&x);
			return good;
		}
	}
	for (size_t i = 0; i < p->n; i++) {
		good &= look_at(p, i, i == 0 && !p->again, &p->result[i]);
		x.done++;
		show_progress(&x);
	}
	end_progress(&x);
	return good;
}
