/*
 * run.c - see run.h
 *
 * fork, limits, exec; then one poll loop that feeds the input and drains both
 * outputs, so that neither side can block the other.  An exec that fails is
 * reported through a close-on-exec pipe, so "not found" is told from an exit
 * status.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "mc/confine.h"
#include "mc/limits.h"
#include "mc/run.h"

enum { IN, OUT, ERR, EXEC, NPIPES };

struct pipes {
	int fd[NPIPES][2];
};

static long now_milliseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void close_pipes(struct pipes *p)
{
	for (int i = 0; i < NPIPES; i++) {
		close_end(&p->fd[i][0]);
		close_end(&p->fd[i][1]);
	}
}

static int open_pipes(struct pipes *p)
{
	for (int i = 0; i < NPIPES; i++)
		p->fd[i][0] = p->fd[i][1] = -1;
	for (int i = 0; i < NPIPES; i++) {
		if (pipe(p->fd[i]) != 0)
			return errno;
		for (int end = 0; end < 2; end++)
			if (fcntl(p->fd[i][end], F_SETFD, FD_CLOEXEC) != 0)
				return errno;
	}
	return 0;
}

static void limit(int what, size_t soft, size_t hard)
{
	struct rlimit l = {(rlim_t)soft, (rlim_t)hard};

	setrlimit(what, &l);
}

/* What the child could not do, through the pipe that a good exec closes. */
struct failure {
	int error;
	bool unconfined;
};

/* The child's side: never returns. */
static void become(const struct run *r, struct pipes *p)
{
	struct failure why = {0, false};

	if (dup2(p->fd[IN][0], 0) >= 0 && dup2(p->fd[OUT][1], 1) >= 0 && dup2(p->fd[ERR][1], 2) >= 0) {
		limit(RLIMIT_CPU, r->cpu_seconds, r->cpu_seconds + 1);
		limit(RLIMIT_AS, r->memory_max, r->memory_max);
		limit(RLIMIT_CORE, 0, 0);
		signal(SIGPIPE, SIG_DFL);
		setenv("LC_ALL", "C", 1);
		why.error = r->readable != NULL ? confine_reads(r->readable) : 0;
		why.unconfined = why.error != 0;
	} else {
		why.error = errno;
	}
	if (why.error == 0) {
		execvp(r->argv[0], (char *const *)(uintptr_t)r->argv);
		why.error = errno;
	}
	if (write(p->fd[EXEC][1], &why, sizeof why) < 0)
		_exit(126);
	_exit(127);
}

/* Takes what there is; false at the end of the stream. */
static bool drain(int fd, struct buf *b, size_t keep)
{
	char block[16384];
	ssize_t n = read(fd, block, sizeof block);

	if (n <= 0)
		return n < 0 && (errno == EINTR || errno == EAGAIN);
	if (keep != 0 && b->n + (size_t)n > 2 * keep) {
		memmove(b->p, b->p + (b->n - keep), keep);
		b->n = keep;
	}
	buf_put(b, block, (size_t)n);
	return true;
}

static bool feed(int fd, struct slice *input)
{
	ssize_t n = write(fd, input->p, input->n);

	if (n < 0)
		return errno == EINTR || errno == EAGAIN;
	input->p += n;
	input->n -= (size_t)n;
	return input->n != 0;
}

static void serve(struct run *r, struct pipes *p, struct pollfd *poll_fds)
{
	if (poll_fds[0].revents != 0 && !feed(p->fd[IN][1], &r->input))
		close_end(&p->fd[IN][1]);
	if (poll_fds[1].revents != 0 && !drain(p->fd[OUT][0], &r->out, 0))
		close_end(&p->fd[OUT][0]);
	if (poll_fds[2].revents != 0 && !drain(p->fd[ERR][0], &r->err, r->tail ? MC_TRACE_TAIL : 0))
		close_end(&p->fd[ERR][0]);
}

/* Talks to the child until it has closed both outputs or broken a limit. */
static enum run_end talk(struct run *r, struct pipes *p)
{
	long deadline = now_milliseconds() + r->wall_milliseconds;

	if (r->input.n == 0)
		close_end(&p->fd[IN][1]);
	while (p->fd[OUT][0] >= 0 || p->fd[ERR][0] >= 0) {
		struct pollfd f[3] = {{p->fd[IN][1], POLLOUT, 0}, {p->fd[OUT][0], POLLIN, 0}, {p->fd[ERR][0], POLLIN, 0}};
		long left = deadline - now_milliseconds();
		int n = left > 0 ? poll(f, 3, (int)left) : 0;

		if (n == 0)
			return RUN_WALL;
		if (n > 0)
			serve(r, p, f);
		else if (errno != EINTR)
			return RUN_FAILED;
		if (r->out.n + (r->tail ? 0 : r->err.n) > r->output_max)
			return RUN_OUTPUT;
	}
	return RUN_EXITED;
}

static enum run_end reap(struct run *r, pid_t child, enum run_end so_far, int exec_fd)
{
	int status = 0;
	struct failure why;
	struct rusage used = {0};

	if (so_far != RUN_EXITED)
		kill(child, SIGKILL);
	while (wait4(child, &status, 0, &used) < 0)
		if (errno != EINTR)
			return RUN_FAILED;
	if (read(exec_fd, &why, sizeof why) == (ssize_t)sizeof why) {
		r->status = why.error;
		return why.unconfined ? RUN_UNCONFINED : RUN_NOT_FOUND;
	}
	if (so_far == RUN_WALL && used.ru_utime.tv_sec == 0 && used.ru_utime.tv_usec < MC_WAIT_MICROSECONDS)
		return RUN_WAITED;
	if (so_far != RUN_EXITED)
		return so_far;
	if (WIFEXITED(status)) {
		r->status = WEXITSTATUS(status);
		return RUN_EXITED;
	}
	r->status = WTERMSIG(status);
	return r->status == SIGXCPU || r->status == SIGKILL ? RUN_CPU : RUN_KILLED;
}

enum run_end run_program(struct run *r)
{
	struct pipes p;
	struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
	enum run_end end = RUN_FAILED;
	pid_t child;

	r->status = open_pipes(&p);
	if (r->status == 0) {
		sigaction(SIGPIPE, &ignore, &before);
		child = fork();
		if (child == 0)
			become(r, &p);
		r->status = child < 0 ? errno : 0;
		close_end(&p.fd[IN][0]);
		close_end(&p.fd[OUT][1]);
		close_end(&p.fd[ERR][1]);
		close_end(&p.fd[EXEC][1]);
		fcntl(p.fd[IN][1], F_SETFL, O_NONBLOCK);
		if (child > 0)
			end = reap(r, child, talk(r, &p), p.fd[EXEC][0]);
		sigaction(SIGPIPE, &before, NULL);
	}
	close_pipes(&p);
	return end;
}
