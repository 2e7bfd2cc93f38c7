/*
 * map_file.c - the files behind maps: may they be read, are they still the same
 *
 * sendmail reads no table that somebody else could have put there.  What is
 * checked here is what it checks of a map's file that is only read: it is a
 * regular file, this user may read it, and no folder above it may be written to
 * by the group or by all (sticky or not) unless DontBlameSendmail says
 * GroupWritableDirPathSafe (group) or MapInUnsafeDirPath (both).  The mode of the
 * file itself, its owner and links do not matter, to sendmail neither.
 */
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/map_priv.h"

static void set_stamp(const struct stat *st, struct map_stamp *out)
{
	*out = (struct map_stamp){st->st_dev, st->st_ino, st->st_size, st->st_mtim, st->st_ctim};
}

bool map_stamp_of(const char *path, struct map_stamp *st)
{
	struct stat s;

	if (stat(path, &s) != 0)
		return false;
	set_stamp(&s, st);
	return true;
}

bool map_stamp_same(const struct map_stamp *a, const struct map_stamp *b)
{
	return a->dev == b->dev && a->ino == b->ino && a->size == b->size && a->mtime.tv_sec == b->mtime.tv_sec &&
	       a->mtime.tv_nsec == b->mtime.tv_nsec && a->ctime.tv_sec == b->ctime.tv_sec && a->ctime.tv_nsec == b->ctime.tv_nsec;
}

/* The folder that is part of path. */
static const char *folder_unsafe(const struct maps *maps, const char *folder)
{
	struct stat st;

	if (stat(folder, &st) != 0)
		return strerror(errno);
	if ((st.st_mode & S_IWOTH) != 0)
		return "World writable directory";
	if ((st.st_mode & S_IWGRP) != 0 && !maps->group_writable)
		return "Group writable directory";
	return NULL;
}

/* Folders from the root down, so that the first that is wrong is named as sendmail names it. */
static const char *path_unsafe(const struct maps *maps, const char *path)
{
	char folder[MAP_PATH_MAX];
	const char *why;

	if (maps->unsafe_path || strlen(path) >= sizeof(folder))
		return maps->unsafe_path ? NULL : strerror(ENAMETOOLONG);
	if (path[0] != '/' && (why = folder_unsafe(maps, ".")) != NULL)
		return why;
	for (size_t i = 0; path[i] != '\0'; i++) {
		if (path[i] != '/')
			continue;
		memcpy(folder, path, i + 1);
		folder[i + 1] = '\0';
		why = folder_unsafe(maps, folder);
		if (why != NULL)
			return why;
	}
	return NULL;
}

const char *map_path_unsafe(const struct maps *maps, const char *path)
{
	struct stat st;
	const char *why = path_unsafe(maps, path);

	return why == NULL && stat(path, &st) != 0 ? strerror(errno) : why;
}

/* Looked up where a file is another's than root's: that is seldom.  A name that is not known is nobody. */
static bool is_trusted(const struct maps *maps, uid_t uid)
{
	const char *name = maps->trusted;
	struct passwd user, *found = NULL;
	char room[4096];

	if (name == NULL || uid == 0)
		return false;
	if (name[0] >= '0' && name[0] <= '9')
		return (uid_t)strtoul(name, NULL, 10) == uid;
	return getpwnam_r(name, &user, room, sizeof(room), &found) == 0 && found != NULL && found->pw_uid == uid;
}

/* The mode's bits count for root too, and what TrustedUser owns is as if it were root's. */
static bool may_read(const struct maps *maps, const char *path, const struct stat *st)
{
	gid_t groups[64];
	int n = getgroups((int)(sizeof(groups) / sizeof(groups[0])), groups);
	bool member = st->st_gid == getegid();

	if (geteuid() != 0)
		return access(path, R_OK) == 0;
	if (st->st_uid == 0 || is_trusted(maps, st->st_uid))
		return (st->st_mode & S_IRUSR) != 0;
	for (int i = 0; i < n; i++)
		member |= groups[i] == st->st_gid;
	return (st->st_mode & (member ? S_IRGRP : S_IROTH)) != 0;
}

const char *map_file_unsafe(const struct map *m, const char *path, struct map_stamp *stamp)
{
	struct stat st;
	const char *why = path_unsafe(m->maps, path);

	errno = 0;
	if (stat(path, &st) != 0) {
		int error = errno;

		if (error == ENOENT || why == NULL)
			why = strerror(error);
		errno = error;
		return why;
	}
	if (why == NULL && !S_ISREG(st.st_mode))
		why = "Regular files only";
	if (why == NULL && !may_read(m->maps, path, &st))
		why = strerror(EACCES);
	errno = 0;
	set_stamp(&st, stamp);
	return why;
}

static bool read_all(int fd, char *p, size_t n, size_t *got)
{
	ssize_t r;

	for (*got = 0; *got < n; *got += (size_t)r) {
		r = read(fd, p + *got, n - *got);
		if (r < 0 && errno == EINTR) {
			r = 0;
			continue;
		}
		if (r < 0)
			return false;
		if (r == 0)
			break;
	}
	return true;
}

static char *read_open(int fd, size_t max, size_t *n)
{
	struct stat st;
	char *p;

	if (fstat(fd, &st) != 0)
		return NULL;
	if (!S_ISREG(st.st_mode) || st.st_size < 0 || (size_t)st.st_size > max) {
		errno = S_ISREG(st.st_mode) ? EFBIG : EINVAL;
		return NULL;
	}
	p = malloc((size_t)st.st_size + 1);
	if (p == NULL || !read_all(fd, p, (size_t)st.st_size, n)) {
		free(p);
		return NULL;
	}
	p[*n] = '\0';
	return p;
}

char *map_read_file(const char *path, size_t max, size_t *n)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY), error;
	char *p;

	if (fd < 0)
		return NULL;
	p = read_open(fd, max, n);
	error = errno;
	close(fd);
	errno = error;
	return p;
}
