/*
 * run.c - see run.h; user, folder and environment seen with 8.17.1
 */
#define _GNU_SOURCE /* pipe2 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "engine/limits_map.h"
#include "engine/run.h"

struct who {
	uid_t uid;
	gid_t gid;
};

static bool is_number(const char *s)
{
	return *s >= '0' && *s <= '9';
}

static void find_user(struct who *w, const char *name)
{
	struct passwd user, *found = NULL;
	char room[4096];

	if (is_number(name))
		w->uid = (uid_t)strtoul(name, NULL, 10);
	else if (getpwnam_r(name, &user, room, sizeof(room), &found) == 0 && found != NULL)
		*w = (struct who){found->pw_uid, found->pw_gid};
}

static void find_group(struct who *w, const char *name)
{
	struct group group, *found = NULL;
	char room[4096];

	if (is_number(name))
		w->gid = (gid_t)strtoul(name, NULL, 10);
	else if (getgrnam_r(name, &group, room, sizeof(room), &found) == 0 && found != NULL)
		w->gid = found->gr_gid;
}

/* The last option DefaultUser: user, or user:group with one of : . and / between them. */
static struct who default_user(const struct ir *ir, struct arena *work)
{
	struct who w = {1, 1};
	struct slice value = SLICE_NONE;
	char *user;
	size_t n;

	for (size_t i = 0; i < ir_count(ir); i++)
		if (ir_at(ir, i)->kind == IR_OPTION && slice_eq_str(ir_at(ir, i)->name, "DefaultUser"))
			value = ir_at(ir, i)->value;
	value = slice_trim(value);
	if (value.n == 0)
		return w;
	user = arena_dup(work, value.p, value.n);
	n = strcspn(user, ":./");
	if (user[n] != '\0')
		user[n++] = '\0';
	find_user(&w, user);
	if (user[n] != '\0')
		find_group(&w, user + n);
	return w;
}

/* AGENT, and what E lines say: a value, or that ours counts. */
static char **environment(const struct ir *ir, struct arena *work)
{
	char **env = arena_array(work, ir_count(ir) + 2, sizeof(*env));
	size_t n = 0;

	env[n++] = arena_dup(work, "AGENT=sendmail", 14);
	for (size_t i = 0; i < ir_count(ir); i++) {
		const struct ir_item *e = ir_at(ir, i);
		const char *ours;
		struct buf b;

		if (e->kind != IR_ENV)
			continue;
		ours = e->value.p == NULL ? getenv(arena_dup(work, e->name.p, e->name.n)) : NULL;
		if (e->value.p == NULL && ours == NULL)
			continue;
		buf_init(&b, work);
		buf_printf(&b, "%.*s=", SLICE_ARG(e->name));
		buf_put_slice(&b, ours != NULL ? slice_of(ours) : e->value);
		buf_putc(&b, '\0');
		env[n++] = b.p;
	}
	env[n] = NULL;
	return env;
}

/* In the child: only what may be called between fork and exec. */
static void become(const struct run *r, struct who who, char **env, int out, int failed)
{
	sigset_t none;
	int in = open("/dev/null", O_RDONLY), error;

	sigemptyset(&none);
	signal(SIGPIPE, SIG_DFL);
	if (in >= 0 && dup2(in, 0) == 0 && dup2(out, 1) == 1 && sigprocmask(SIG_SETMASK, &none, NULL) == 0 && (chdir("/tmp") == 0 || chdir("/") == 0)
	    && (geteuid() != 0 || (setgroups(0, NULL) == 0 && setgid(who.gid) == 0 && setuid(who.uid) == 0)))
		execve(r->words[0], r->words, env);
	error = errno;
	while (write(failed, &error, sizeof(error)) < 0 && errno == EINTR)
		continue;
	_exit(127);
}

/* What it prints, until it ends or the time is up; false: time is up. */
static bool read_output(int fd, const struct run *r, size_t *n)
{
	struct timespec from, now;
	struct pollfd p = {.fd = fd, .events = POLLIN};
	char rest[256];
	ssize_t got;

	clock_gettime(CLOCK_MONOTONIC, &from);
	for (*n = 0;;) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		if (now.tv_sec - from.tv_sec >= (time_t)MAP_PROGRAM_TIMEOUT)
			return false;
		if (poll(&p, 1, 1000) <= 0)
			continue;
		got = *n < r->size ? read(fd, r->out + *n, r->size - *n) : read(fd, rest, sizeof(rest));
		if (got == 0 || (got < 0 && errno != EINTR))
			return true;
		if (got > 0 && *n < r->size)
			*n += (size_t)got;
	}
}

/* Why exec failed, 0: it did not. */
static int reason(int fd)
{
	int error = 0;
	ssize_t n;

	do
		n = read(fd, &error, sizeof(error));
	while (n < 0 && errno == EINTR);
	return n == (ssize_t)sizeof(error) ? error : 0;
}

static pid_t start(const struct run *r, struct arena *work, int *out, int *failed)
{
	struct who who = default_user(r->ir, work);
	char **env = environment(r->ir, work);
	int o[2], f[2];
	pid_t pid;

	if (pipe2(o, O_CLOEXEC) != 0)
		return -1;
	if (pipe2(f, O_CLOEXEC) != 0) {
		close(o[0]);
		close(o[1]);
		return -1;
	}
	pid = fork();
	if (pid == 0)
		become(r, who, env, o[1], f[1]);
	close(o[1]);
	close(f[1]);
	*out = o[0];
	*failed = f[0];
	if (pid < 0) {
		close(o[0]);
		close(f[0]);
	}
	return pid;
}

bool run_program(const struct run *r, struct arena *work, size_t *n, int *status)
{
	int out, failed, error;
	pid_t pid = start(r, work, &out, &failed);

	*n = 0;
	if (pid < 0)
		return false;
	error = reason(failed);
	if (error == 0 && !read_output(out, r, n))
		kill(pid, SIGKILL);
	close(out);
	close(failed);
	while (waitpid(pid, status, 0) < 0 && errno == EINTR)
		continue;
	errno = error;
	return error == 0;
}
