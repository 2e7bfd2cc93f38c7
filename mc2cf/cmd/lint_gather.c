/* lint_gather.c - the files of the command line and of its folders; see lint.h */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "cmd/limits.h"
#include "cmd/lint.h"

static void add(struct lint_inputs *in, struct lint_input x)
{
	in->v = arena_grow(in->arena, in->v, in->n, &in->cap, sizeof *in->v);
	in->v[in->n++] = x;
}

static bool ends_in(const char *path, const char *end)
{
	size_t n = strlen(path), m = strlen(end);

	return n > m && strcmp(path + n - m, end) == 0;
}

/* What a file is by its name. */
static bool kind_of_name(const char *path, struct lint_input *x)
{
	*x = (struct lint_input){.path = path};
	if (ends_in(path, ".mc"))
		x->kind = LINT_INPUT_MC;
	else if (ends_in(path, ".cf"))
		x->kind = LINT_INPUT_CF;
	else if (lint_table_kind_of_path(slice_of(path), &x->table))
		x->kind = LINT_INPUT_TABLE;
	else
		return false;
	return true;
}

/* What --as says that it is. */
static void kind_as(const char *as, struct lint_input *x)
{
	x->kind = strcmp(as, "mc") == 0 ? LINT_INPUT_MC : strcmp(as, "cf") == 0 ? LINT_INPUT_CF : LINT_INPUT_TABLE;
	if (x->kind == LINT_INPUT_TABLE)
		(void)lint_table_kind_of_word(slice_of(as), &x->table);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names in a folder, sorted, hidden ones left out; NULL where it cannot be read. */
static const char **names_in(struct arena *a, const char *folder, size_t *n)
{
	DIR *dir = opendir(folder);
	const char **v = arena_array(a, 16, sizeof *v);
	size_t cap = 16;
	struct dirent *e;

	if (dir == NULL)
		return NULL;
	for (*n = 0; (e = readdir(dir)) != NULL;) {
		if (e->d_name[0] == '.')
			continue;
		if (*n == cap) {
			const char **more = arena_array(a, cap * 2, sizeof *more);

			memcpy(more, v, *n * sizeof *v);
			v = more;
			cap *= 2;
		}
		v[(*n)++] = arena_dup(a, e->d_name, strlen(e->d_name));
	}
	closedir(dir);
	qsort(v, *n, sizeof *v, by_name);
	return v;
}

static const char *join(struct arena *a, const char *folder, const char *name)
{
	struct buf b;
	size_t n = strlen(folder);

	buf_init(&b, a);
	buf_printf(&b, "%s%s%s", folder, n != 0 && folder[n - 1] == '/' ? "" : "/", name);
	buf_putc(&b, '\0');
	return b.p;
}

static bool failed(const char *path, const char *why)
{
	fprintf(stderr, "mc2cf: %s: %s\n", path, why);
	return false;
}

/* Links are followed to files, not to folders: a walk comes to an end. */
static bool walk(const struct lint_args *a, struct lint_inputs *in, const char *folder, unsigned depth)
{
	size_t n;
	const char **v = names_in(in->arena, folder, &n);
	bool good = true;

	if (v == NULL)
		return failed(folder, strerror(errno));
	if (depth == LINT_FOLDER_DEPTH)
		return failed(folder, "folders nest too deep");
	for (size_t i = 0; i < n; i++) {
		const char *path = join(in->arena, folder, v[i]);
		struct lint_input x;
		struct stat st;

		if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode))
			good &= walk(a, in, path, depth + 1);
		else if (kind_of_name(path, &x) && stat(path, &st) == 0 && S_ISREG(st.st_mode) && !lint_leads_out(a, in->arena, path, true))
			add(in, x);
	}
	return good;
}

bool lint_gather(const struct lint_args *a, struct lint_inputs *in)
{
	bool good = true;

	for (size_t i = 0; i < a->nfiles; i++) {
		struct lint_input x = {.path = a->file[i]};
		struct stat st;

		if (strcmp(x.path, "-") != 0 && stat(x.path, &st) != 0) {
			good = failed(x.path, strerror(errno));
		} else if (strcmp(x.path, "-") != 0 && S_ISDIR(st.st_mode)) {
			good &= walk(a, in, x.path, 0);
		} else if (kind_of_name(x.path, &x) || a->as != NULL || strcmp(x.path, "-") == 0) {
			if (!kind_of_name(x.path, &x))
				kind_as(a->as != NULL ? a->as : "mc", &x);
			x.named = true;
			add(in, x);
		} else {
			good = failed(x.path, "its name does not say what it is; --as mc, cf, access, aliases, class … does");
		}
	}
	return good;
}
