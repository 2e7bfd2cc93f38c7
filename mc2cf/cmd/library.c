/* library.c - see library.h */
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "cmd/library.h"

/* The file that every library folder has. */
#define LIBRARY_MARK "templates/main.cf"
/* Where make puts what it builds. */
#define BUILD_FOLDER "build"

bool library_own_path(char *buf, const char *argv0)
{
	static const char *const links[] = {"/proc/self/exe", "/proc/curproc/file", "/proc/curproc/exe"};

	for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++) {
		/* it leads to a path without links in it */
		ssize_t n = readlink(links[i], buf, PATH_MAX - 1);

		if (n > 0 && buf[0] == '/') {
			buf[n] = '\0';
			return true;
		}
	}
	/* Without such a link a plain name was found on the PATH, and only a path with a slash says where. */
	return argv0 != NULL && strchr(argv0, '/') != NULL && realpath(argv0, buf) != NULL;
}

/* Cuts the last component off path and returns it; NULL at the root. */
static const char *cut_last(char *path)
{
	char *slash = strrchr(path, '/');

	if (slash == NULL || slash == path)
		return NULL;
	*slash = '\0';
	return slash + 1;
}

/* dir/sub, when it is a library folder. */
static const char *try(struct arena *a, const char *dir, const char *sub)
{
	struct buf mark;

	buf_init(&mark, a);
	buf_printf(&mark, "%s%s/%s", dir, sub, LIBRARY_MARK);
	if (access(arena_dup(a, mark.p, mark.n), R_OK) != 0)
		return NULL;
	buf_init(&mark, a);
	buf_printf(&mark, "%s%s", dir, sub);
	return arena_dup(a, mark.p, mark.n);
}

/* path is the binary's: cut to its folder, then to the folder above, then once more for build/VARIANT. */
const char *library_find(struct arena *a, const char *argv0)
{
	char path[PATH_MAX];
	const char *folder, *found;

	if (!library_own_path(path, argv0) || cut_last(path) == NULL || (folder = cut_last(path)) == NULL)
		return NULL;
	found = try(a, path, "/share/mc2cf-" MC2CF_VERSION);
	if (found == NULL && strcmp(folder, BUILD_FOLDER) == 0)
		found = try(a, path, "");
	else if (found == NULL && (folder = cut_last(path)) != NULL && strcmp(folder, BUILD_FOLDER) == 0)
		found = try(a, path, "");
	return found;
}
