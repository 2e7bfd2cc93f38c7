/*
 * lint_link.c - links that lead out of what was given to be looked at
 *
 * Findings show lines.  What a stranger sends in may hold a link `access' to
 * a file of the machine that looks at it, so where a file is found and not
 * named, a link is followed only to what lies in a folder of the command line
 * or beside a file of it.  With --here and --trust all are followed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "cmd/lint.h"

/* Whether a path without links lies in the folder of that name. */
static bool lies_in(const char *path, const char *folder)
{
	char *real = realpath(folder, NULL);
	size_t n = real != NULL ? strlen(real) : 0;
	bool in = real != NULL && strncmp(path, real, n) == 0 && (path[n] == '/' || real[n - 1] == '/');

	free(real);
	return in;
}

/* Whether it lies in what a word of the command line names, or beside it. */
static bool lies_with(struct arena *a, const char *path, const char *word)
{
	const char *slash = strrchr(word, '/');
	struct stat st;

	if (stat(word, &st) == 0 && S_ISDIR(st.st_mode))
		return lies_in(path, word);
	return lies_in(path, slash == NULL ? "." : slash == word ? "/" : arena_dup(a, word, (size_t)(slash - word)));
}

bool lint_leads_out(const struct lint_args *x, struct arena *a, const char *path, bool say)
{
	struct stat st;
	bool in = x->trust || (x->root != NULL && strcmp(x->root, "/") == 0) || lstat(path, &st) != 0 || !S_ISLNK(st.st_mode);
	char *real = in ? NULL : realpath(path, NULL);

	for (size_t i = 0; !in && real != NULL && i < x->nfiles; i++)
		in = lies_with(a, real, x->file[i]);
	if (!in && say)
		fprintf(stderr, "mc2cf: %s: a link that leads to %s is not followed; name it, or --here\n", path, real != NULL ? real : "nowhere");
	free(real);
	return !in;
}
