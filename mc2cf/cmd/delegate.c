/*
 * delegate.c - verbs that another program does: mc2cf-engine
 *
 * It lies beside mc2cf where it was built, else in libexec of where mc2cf is
 * installed.  This process becomes it.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/library.h"
#include "cmd/verbs.h"

static bool try(const char *folder, const char *name, char *path, size_t size)
{
	int n = snprintf(path, size, "%s%s", folder, name);

	return n > 0 && (size_t)n < size && access(path, X_OK) == 0;
}

static bool find(const char *argv0, char *path, size_t size)
{
	char own[PATH_MAX];
	char *slash;

	if (!library_own_path(own, argv0) || (slash = strrchr(own, '/')) == NULL)
		return false;
	*slash = '\0';
	if (try(own, ENGINE_BESIDE, path, size))
		return true;
	slash = strrchr(own, '/');
	if (slash == NULL)
		return false;
	*slash = '\0';
	return try(own, ENGINE_INSTALLED, path, size);
}

int verb_engine(const struct invocation *in)
{
	char path[PATH_MAX + 64];
	char **argv;

	if (!find(in->argv0, path, sizeof(path))) {
		fprintf(stderr, "mc2cf: the program mc2cf-engine, which does this, is not installed\n");
		return STATUS_TOOL;
	}
	argv = calloc((size_t)in->argc + 3, sizeof(*argv));
	if (argv == NULL)
		return STATUS_TOOL;
	argv[0] = path;
	for (int i = -1; i < in->argc; i++) /* the verb itself stands before the words */
		argv[i + 2] = in->argv[i];
	execv(path, argv);
	fprintf(stderr, "mc2cf: %s: %s\n", path, strerror(errno));
	free(argv);
	return STATUS_TOOL;
}
