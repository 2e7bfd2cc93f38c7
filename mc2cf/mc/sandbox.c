/*
 * sandbox.c - --sandbox: what m4 may read, and which includes were refused
 *
 * Allowed: the .mc's folder, the -I folders, the mail settings folder, our own
 * macros, and what the m4 program itself needs to start.  confine.c enforces
 * it; here the .mc's own requests are judged once more, since the program's
 * libraries are no part of a configuration.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "mc/front.h"

static const char *const system_paths[] = {"/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache"};

static const char *cstring(const struct front *f, struct slice a, const char *b)
{
	struct buf s;

	buf_init(&s, f->arena);
	buf_put_slice(&s, a);
	buf_puts(&s, b);
	buf_putc(&s, '\0');
	return s.p;
}

static const char *folder_of_mc(const struct front *f)
{
	struct slice path = f->job->path;

	while (path.n != 0 && path.p[path.n - 1] != '/')
		path.n--;
	return path.n == 0 ? "." : cstring(f, path, "");
}

static const char *settings_folder(const struct front *f)
{
	static const char name[] = "MAIL_SETTINGS_DIR=";

	for (size_t i = f->job->ndefine; i-- > 0;)
		if (strncmp(f->job->define[i], name, sizeof name - 1) == 0)
			return f->job->define[i] + sizeof name - 1;
	return "/etc/mail/";
}

/* The folders of the job; returns how many. */
static size_t job_folders(const struct front *f, const char **v)
{
	size_t n = 0;

	v[n++] = folder_of_mc(f);
	v[n++] = settings_folder(f);
	v[n++] = cstring(f, f->macros, "");
	for (size_t i = 0; i < f->job->ninclude; i++)
		v[n++] = f->job->include[i];
	return n;
}

const char *const *front_readable(struct front *f)
{
	const char **v = arena_array(f->arena, f->job->ninclude + 16, sizeof *v);
	size_t n = job_folders(f, v);

	if (!f->job->sandbox)
		return NULL;
	for (size_t i = 0; i < sizeof system_paths / sizeof *system_paths; i++)
		v[n++] = system_paths[i];
	v[n] = run_find(f->arena, f->job->m4 != NULL ? f->job->m4 : "m4");
	n += v[n] != NULL;
	if (f->frozen != NULL)
		v[n++] = f->frozen;
	if (f->copy.n != 0)
		v[n++] = cstring(f, f->copy, "");
	return v;
}

static bool below(const char *folder, const char *real)
{
	char *base = realpath(folder, NULL);
	size_t n = base != NULL ? strlen(base) : 0;
	bool is = n != 0 && strncmp(base, real, n) == 0 && (base[n - 1] == '/' || real[n] == '/' || real[n] == '\0');

	free(base);
	return is;
}

/* The file that m4 finds for a name: as it stands, else in the -I folders. */
static char *found(const struct front *f, struct slice name)
{
	char *real = realpath(cstring(f, name, ""), NULL);

	for (size_t i = 0; real == NULL && name.p[0] != '/' && i < f->job->ninclude; i++)
		real = realpath(cstring(f, slice_of(f->job->include[i]), cstring(f, SLICE_LIT("/"), cstring(f, name, ""))), NULL);
	return real;
}

static bool allowed(const struct front *f, const char *real)
{
	const char **v = arena_array(f->arena, f->job->ninclude + 16, sizeof *v);
	size_t n = job_folders(f, v);

	for (size_t i = 0; i < n; i++)
		if (below(v[i], real))
			return true;
	return false;
}

void front_refuse(struct front *f, struct srcpos at, struct slice name)
{
	diag_help(diag_add(f->d, 119, front_place(f, at, SLICE_LIT("include")), "`%.*s' lies outside the folders that --sandbox allows", SLICE_ARG(name)),
		"allowed are the folder of the .mc, -I folders and the mail settings folder");
}

void front_check_includes(struct front *f)
{
	for (size_t i = 0; f->job->sandbox && i < f->stream->nlog; i++) {
		const struct mc_record *r = &f->stream->log[i];
		struct slice name = mc_field(r, 1);
		char *real;

		if (!slice_eq_str(r->kind, "include") || front_ours(f, r->at) || name.n == 0)
			continue;
		real = found(f, name);
		if (real != NULL && !allowed(f, real))
			front_refuse(f, r->at, name);
		free(real);
	}
}
