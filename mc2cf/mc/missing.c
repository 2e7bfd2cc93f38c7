/*
 * missing.c - a file that is not where it is looked for: where it is instead, and what to write
 *
 * m4 looks for an include in the current folder and the -I folders, not beside
 * the .mc; a FEATURE of one's own lies in feature/ of a -I folder.
 */
#include <stdio.h>
#include <unistd.h>

#include "mc/front.h"

static struct slice join(const struct front *f, struct slice folder, const char *below, struct slice name, const char *suffix)
{
	struct buf b;

	buf_init(&b, f->arena);
	buf_put_slice(&b, folder);
	if (folder.n != 0 && folder.p[folder.n - 1] != '/')
		buf_putc(&b, '/');
	buf_printf(&b, "%s%.*s%s", below, SLICE_ARG(name), suffix);
	buf_putc(&b, '\0');
	return (struct slice){b.p, b.n - 1};
}

static bool is_there(struct slice path)
{
	return memchr(path.p, '\0', path.n) == NULL && access(path.p, R_OK) == 0;
}

/* The folder of a path, without the slash; empty where there is none. */
static struct slice folder_of(struct slice path)
{
	while (path.n != 0 && path.p[path.n - 1] != '/')
		path.n--;
	while (path.n > 1 && path.p[path.n - 1] == '/')
		path.n--;
	return path;
}

static struct slice without_slash(struct slice path)
{
	while (path.n > 1 && path.p[path.n - 1] == '/')
		path.n--;
	return path;
}

/* How a folder is written behind -I. */
static struct slice spelled(struct slice folder)
{
	return folder.n != 0 ? folder : SLICE_LIT(".");
}

static struct slice mc_folder(const struct front *f)
{
	return slice_eq_str(f->job->path, "-") ? SLICE_LIT("") : folder_of(f->job->path);
}

void front_help_include(const struct front *f, struct diag *g, struct slice name)
{
	struct slice beside = mc_folder(f);

	if (name.n != 0 && name.p[0] == '/') {
		diag_help(g, "check the name; sinclude() reads a file only where it is there");
		return;
	}
	diag_help(g, "m4 looks in the current folder and in -I folders, not beside the .mc");
	if (beside.n != 0 && is_there(join(f, beside, "", name, "")))
		diag_help(g, "`%.*s' is there: run mc2cf with -I %.*s", SLICE_ARG(join(f, beside, "", name, "")), SLICE_ARG(beside));
	else
		diag_help(g, "check the name, or give its folder with -I; sinclude() reads a file only where it is there");
}

/* The -I folder holds the file itself, so it is one too low, or the file one too high. */
static bool in_folder(const struct front *f, struct diag *g, struct slice inc, const char *folder, struct slice name)
{
	struct slice last, above = folder_of(inc);
	size_t cut = above.n != 0 ? above.n + (above.p[above.n - 1] != '/') : 0;

	if (!is_there(join(f, inc, "", name, ".m4")))
		return false;
	last = (struct slice){inc.p + cut, inc.n - cut};
	while (last.n != 0 && last.p[0] == '/')
		last = (struct slice){last.p + 1, last.n - 1};
	if (slice_eq_str(last, folder))
		diag_help(g, "it is in `%.*s', but -I names the folder above %s/: use -I %.*s", SLICE_ARG(inc), folder, SLICE_ARG(spelled(above)));
	else
		diag_help(g, "`%.*s' is not looked at: put it into `%.*s'", SLICE_ARG(join(f, inc, "", name, ".m4")), SLICE_ARG(join(f, inc, folder, SLICE_LIT("/"), "")));
	return true;
}

/* A file that would be found with another -I. */
static bool elsewhere(const struct front *f, struct diag *g, struct slice where, const char *folder, struct slice name)
{
	struct slice path = join(f, where, folder, join(f, SLICE_LIT("/"), "", name, ""), ".m4");

	if (!is_there(path))
		return false;
	diag_help(g, "`%.*s' is there: run mc2cf with -I %.*s", SLICE_ARG(path), SLICE_ARG(spelled(where)));
	return true;
}

bool front_help_bundle(const struct front *f, struct diag *g, const char *folder, const char *directive, struct slice name)
{
	struct slice suffix = SLICE_LIT(".m4");

	if (memchr(name.p, '/', name.n) != NULL) {
		diag_help(g, "%s takes a name, not a path: one of your own is %s/NAME.m4 in a -I folder; include(`file') reads any file", directive, folder);
		return true;
	}
	if (memchr(name.p, ' ', name.n) != NULL || memchr(name.p, ',', name.n) != NULL) {
		diag_help(g, "it takes one name: write one %s a line", directive);
		return true;
	}
	if (name.n > suffix.n && slice_eq((struct slice){name.p + name.n - suffix.n, suffix.n}, suffix)) {
		diag_help(g, "write the name without .m4: %s(`%.*s')", directive, (int)(name.n - suffix.n), name.p);
		return true;
	}
	for (size_t i = 0; i < f->job->ninclude; i++)
		if (in_folder(f, g, without_slash(slice_of(f->job->include[i])), folder, name))
			return true;
	return elsewhere(f, g, SLICE_LIT(""), folder, name) || elsewhere(f, g, mc_folder(f), folder, name);
}
