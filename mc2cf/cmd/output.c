/* output.c - see output.h */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/output.h"

/* sendmail refuses a configuration that others may write; the umask may take away more. */
#define NEW_MODE 0644
/* Left-overs of killed runs with our process number that are stepped over. */
#define TEMP_TRIES 16

static int write_all(int fd, struct slice text)
{
	while (text.n != 0) {
		ssize_t n = write(fd, text.p, text.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno;
		text.p += n;
		text.n -= (size_t)n;
	}
	return 0;
}

/* Opens path as it is, and writes: for devices, pipes, and links that lead nowhere yet. */
static int write_through(const char *path, struct slice text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOCTTY | O_CLOEXEC, NEW_MODE), error;

	if (fd < 0)
		return errno;
	error = write_all(fd, text);
	if (close(fd) != 0 && error == 0)
		error = errno;
	return error;
}

/* A new file beside path; its name goes to temp. */
static int open_temp(const char *path, mode_t mode, char temp[PATH_MAX], int *fd)
{
	const char *slash = strrchr(path, '/');
	int folder = slash != NULL ? (int)(slash + 1 - path) : 0;

	for (int i = 0; i < TEMP_TRIES; i++) {
		int n = snprintf(temp, PATH_MAX, "%.*s.%s.%ld-%d", folder, path, path + folder, (long)getpid(), i);

		if (n < 0 || n >= PATH_MAX)
			return ENAMETOOLONG;
		*fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
		if (*fd >= 0)
			return 0;
		if (errno != EEXIST)
			return errno;
	}
	return EEXIST;
}

/* What the old file had.  The owner comes first, since changing it takes mode bits away; who may not give files away keeps his own. */
static int take_over(int fd, const struct stat *old)
{
	struct stat now;

	if (fstat(fd, &now) != 0)
		return errno;
	if (now.st_gid != old->st_gid && fchown(fd, (uid_t)-1, old->st_gid) != 0 && errno != EPERM)
		return errno;
	if (now.st_uid != old->st_uid && fchown(fd, old->st_uid, (gid_t)-1) != 0 && errno != EPERM)
		return errno;
	if (fstat(fd, &now) != 0)
		return errno;
	/* rights of a group that the new file is not of would go to another one */
	return fchmod(fd, old->st_mode & (now.st_gid == old->st_gid ? 0777 : 0707)) != 0 ? errno : 0;
}

/* The text is on the disk before its name is: after a power cut the file is the old one or the new one, never a part. */
static int replace_file(const char *path, const struct stat *old, struct slice text)
{
	char temp[PATH_MAX];
	/* what replaces a file is nobody else's to read until it has that file's mode */
	int fd = -1, error = open_temp(path, old != NULL ? 0600 : NEW_MODE, temp, &fd);

	if (error != 0)
		return error;
	error = write_all(fd, text);
	if (error == 0 && old != NULL)
		error = take_over(fd, old);
	if (error == 0 && fsync(fd) != 0)
		error = errno;
	if (close(fd) != 0 && error == 0)
		error = errno;
	if (error == 0 && rename(temp, path) != 0)
		error = errno;
	if (error != 0)
		(void)unlink(temp);
	return error;
}

/* replace_file() with the signals held back that would leave the temporary file behind. */
static int replace_undisturbed(const char *path, const struct stat *old, struct slice text)
{
	sigset_t held, before;
	int error;

	sigemptyset(&held);
	sigaddset(&held, SIGHUP);
	sigaddset(&held, SIGINT);
	sigaddset(&held, SIGTERM);
	sigaddset(&held, SIGQUIT);
	sigprocmask(SIG_BLOCK, &held, &before);
	error = replace_file(path, old, text);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return error;
}

/* /dev/stdout and /dev/fd/1 are links too, but whoever names them means the open file behind them. */
static bool names_descriptor(const char *path)
{
	return strncmp(path, "/dev/", 5) == 0 || strncmp(path, "/proc/", 6) == 0;
}

int output_write(const char *path, struct slice text)
{
	char real[PATH_MAX];
	struct stat st;

	if (path == NULL || strcmp(path, "-") == 0)
		return write_all(STDOUT_FILENO, text);
	if (*path == '\0')
		return ENOENT;
	if (lstat(path, &st) != 0)
		return errno == ENOENT ? replace_undisturbed(path, NULL, text) : errno;
	if (names_descriptor(path) || stat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return write_through(path, text);
	if (realpath(path, real) == NULL)
		return errno;
	return replace_undisturbed(real, &st, text);
}
