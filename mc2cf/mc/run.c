/*
 * run.c - see run.h
 *
 * vfork, since a fork's copied pages cost more than all the rest: the child
 * makes system calls only, and leaves what went wrong in a variable that is
 * also ours.  A pipe that nobody writes to tells the child's end, so that one
 * poll has a timeout for it.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "mc/confine.h"
#include "mc/limits.h"
#include "mc/run.h"

extern char **environ;

/* What the child works with, made before it is there. */
struct child {
	const char *path;
	char **env;
	int fd[3];               /* its standard input, output, error */
	int alive[2];            /* the pipe: it holds the writing end until it ends */
	volatile int error;      /* why it could not start, 0: it did */
	volatile bool unconfined;
};

const char *run_find(struct arena *a, const char *name)
{
	const char *path = getenv("PATH");
	struct slice rest = slice_of(path != NULL ? path : "/usr/bin:/bin"), folder;
	struct stat st;

	if (strchr(name, '/') != NULL)
		return name;
	while (slice_next(&rest, ':', &folder)) {
		struct buf b;

		buf_init(&b, a);
		buf_printf(&b, "%.*s%s%s", SLICE_ARG(folder), folder.n != 0 ? "/" : "", name);
		buf_putc(&b, '\0');
		if (stat(b.p, &st) == 0 && S_ISREG(st.st_mode) && access(b.p, X_OK) == 0)
			return b.p;
	}
	return NULL;
}

/* Our environment with LC_ALL=C. */
static char **environment(struct arena *a)
{
	size_t n = 0, k = 0;
	char **v;

	while (environ[n] != NULL)
		n++;
	v = arena_array(a, n + 2, sizeof *v);
	for (size_t i = 0; i < n; i++)
		if (strncmp(environ[i], "LC_ALL=", 7) != 0)
			v[k++] = environ[i];
	v[k] = arena_dup(a, "LC_ALL=C", sizeof "LC_ALL=C" - 1);
	return v;
}

const char *run_temporary(struct arena *a)
{
	const char *dir = getenv("TMPDIR");
	struct buf b;

	buf_init(&b, a);
	buf_printf(&b, "%s/mc2cf-XXXXXX", dir != NULL && *dir != '\0' ? dir : "/tmp");
	buf_putc(&b, '\0');
	return b.p;
}

/* A descriptor that is none of 0, 1, 2: those are the child's to fill, and may be closed with us. */
static int high(int fd, int flags)
{
	int above = fd >= 0 && fd < 3 ? fcntl(fd, flags, 3) : fd;

	if (above != fd)
		close(fd);
	return above;
}

/* In memory where the system lets us, else a file whose name is gone at once. */
static int open_nameless(struct arena *a)
{
	int fd = -1;

#ifdef SYS_memfd_create
	enum { CLOSE_ON_EXEC = 1 };

	fd = (int)syscall(SYS_memfd_create, "mc2cf", CLOSE_ON_EXEC);
#endif
	if (fd < 0) {
		const char *name = run_temporary(a);

		fd = mkstemp((char *)(uintptr_t)name);
		if (fd < 0)
			return -1;
		unlink(name);
		fcntl(fd, F_SETFD, FD_CLOEXEC);
	}
	return high(fd, F_DUPFD_CLOEXEC);
}

/* A file without a name that holds the text; -1 and errno where there is none to be had. */
static int nameless(struct arena *a, struct slice text)
{
	int fd = open_nameless(a);
	size_t done = 0;

	while (fd >= 0 && done < text.n) {
		ssize_t n = write(fd, text.p + done, text.n - done);

		if (n < 0 && errno != EINTR) {
			close(fd);
			return -1;
		}
		done += n > 0 ? (size_t)n : 0;
	}
	if (fd >= 0)
		lseek(fd, 0, SEEK_SET);
	return fd;
}

static void close_child(struct child *c)
{
	for (int i = 0; i < 3; i++)
		if (c->fd[i] >= 0)
			close(c->fd[i]);
	for (int i = 0; i < 2; i++)
		if (c->alive[i] >= 0)
			close(c->alive[i]);
}

static int open_child(const struct run *r, struct child *c)
{
	c->fd[0] = nameless(r->arena, r->input);
	c->fd[1] = c->fd[0] >= 0 ? nameless(r->arena, SLICE_LIT("")) : -1;
	c->fd[2] = c->fd[1] >= 0 ? nameless(r->arena, SLICE_LIT("")) : -1;
	if (c->fd[2] < 0 || pipe(c->alive) != 0)
		return errno;
	c->alive[0] = high(c->alive[0], F_DUPFD_CLOEXEC);
	c->alive[1] = high(c->alive[1], F_DUPFD);
	if (c->alive[0] < 0 || c->alive[1] < 0)
		return errno;
	fcntl(c->alive[0], F_SETFD, FD_CLOEXEC);
	c->env = environment(r->arena);
	return 0;
}

static void limit(int what, size_t soft, size_t hard)
{
	struct rlimit l = {(rlim_t)soft, (rlim_t)hard};

	setrlimit(what, &l);
}

/* The child's side: system calls only, since the memory is also ours. */
_Noreturn static void become(const struct run *r, struct child *c)
{
	/* a group of its own, so that what it starts can be ended with it; and it does not outlive us */
	setpgid(0, 0);
#ifdef PR_SET_PDEATHSIG
	prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_DFL);
	for (int i = 0; i < 3; i++)
		if (dup2(c->fd[i], i) < 0)
			c->error = errno;
	limit(RLIMIT_CPU, r->cpu_seconds, r->cpu_seconds + 1);
	limit(RLIMIT_AS, r->memory_max, r->memory_max);
	limit(RLIMIT_FSIZE, r->output_max, r->output_max);
	limit(RLIMIT_CORE, 0, 0);
	if (c->error == 0 && r->readable != NULL) {
		c->error = confine_reads(r->readable);
		c->unconfined = c->error != 0;
	}
	if (c->error == 0) {
		execve(c->path, (char *const *)(uintptr_t)r->argv, c->env);
		c->error = errno;
	}
	_exit(127);
}

static long now_milliseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Something to poll that says when the process is gone; -1 where the system has none: then the pipe must do. */
static int process_file(pid_t pid)
{
#ifdef SYS_pidfd_open
	return (int)syscall(SYS_pidfd_open, pid, 0);
#else
	(void)pid;
	return -1;
#endif
}

/* Whether the child ends before its time is over. */
static bool ends_in_time(const struct run *r, const struct child *c, pid_t pid)
{
	long deadline = now_milliseconds() + r->wall_milliseconds, left;
	int process = process_file(pid);
	bool ended = false;

	while (!ended && (left = deadline - now_milliseconds()) > 0) {
		struct pollfd f = {process >= 0 ? process : c->alive[0], POLLIN, 0};

		ended = poll(&f, 1, (int)left) > 0;
	}
	if (process >= 0)
		close(process);
	return ended;
}

/* Whether we ourselves may not write files as large as the program may. */
static bool callers_limit(const struct run *r)
{
	struct rlimit l;

	return getrlimit(RLIMIT_FSIZE, &l) == 0 && l.rlim_cur != RLIM_INFINITY && l.rlim_cur < r->output_max;
}

static enum run_end reap(struct run *r, const struct child *c, pid_t pid)
{
	struct rusage used = {0};
	bool in_time = ends_in_time(r, c, pid);
	int status = 0;

	if (!in_time && kill(-pid, SIGKILL) != 0)
		kill(pid, SIGKILL);
	while (wait4(pid, &status, 0, &used) < 0) {
		if (errno != EINTR) {
			r->status = errno;
			return RUN_FAILED;
		}
	}
	r->status = c->error;
	if (c->error != 0)
		return c->unconfined ? RUN_UNCONFINED : RUN_NOT_FOUND;
	if (!in_time)
		return used.ru_utime.tv_sec == 0 && used.ru_utime.tv_usec < MC_WAIT_MICROSECONDS ? RUN_WAITED : RUN_WALL;
	if (WIFEXITED(status)) {
		r->status = WEXITSTATUS(status);
		return RUN_EXITED;
	}
	r->status = WTERMSIG(status);
	if (r->status == SIGXFSZ && callers_limit(r)) {
		r->status = EFBIG;
		return RUN_FAILED;
	}
	return r->status == SIGXCPU || r->status == SIGKILL ? RUN_CPU : r->status == SIGXFSZ ? RUN_OUTPUT : RUN_KILLED;
}

/* What the child left in a file: all, or the last bytes of it. */
static struct slice contents(struct arena *a, int fd, size_t tail)
{
	off_t end = lseek(fd, 0, SEEK_END);
	size_t size = end > 0 ? (size_t)end : 0, n = tail != 0 && size > tail ? tail : size, done = 0;
	char *p = arena_alloc(a, n + 2);

	while (done < n) {
		ssize_t got = pread(fd, p + done, n - done, (off_t)(size - n + done));

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		done += (size_t)got;
	}
	return (struct slice){p, done};
}

static pid_t start(const struct run *r, struct child *c)
{
	pid_t pid = vfork();

	if (pid == 0)
		become(r, c);
	return pid;
}

enum run_end run_program(struct run *r)
{
	struct child c = {.fd = {-1, -1, -1}, .alive = {-1, -1}};
	enum run_end end = RUN_FAILED;
	pid_t pid;

	c.path = run_find(r->arena, r->argv[0]);
	r->out = r->err = (struct slice){arena_alloc(r->arena, 2), 0};
	r->status = c.path != NULL ? open_child(r, &c) : ENOENT;
	if (r->status == 0) {
		pid = start(r, &c);
		r->status = errno;
		close(c.alive[1]);
		c.alive[1] = -1;
		r->met = pid > 0 && r->meanwhile != NULL;
		if (r->met)
			r->meanwhile(r->ctx);
		if (pid > 0)
			end = reap(r, &c, pid);
		r->out = contents(r->arena, c.fd[1], 0);
		r->err = contents(r->arena, c.fd[2], r->err_tail);
	}
	close_child(&c);
	return c.path == NULL ? RUN_NOT_FOUND : end;
}
