/*
 * sandbox.c - --sandbox: what m4 may read, and which includes were refused
 *
 * Allowed: the .mc's folder, the -I folders, the mail settings folder, our own
 * macros, and the files that the m4 program itself is made of: m4 says which
 * they are, since it can read its own /proc/self/maps.  confine.c enforces it;
 * here the .mc's own requests are judged once more, for a message with a place
 * and because those files are no part of a configuration.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "mc/front.h"

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

/* The files that m4 maps when it runs: itself, its loader and its libraries, a line for each part of each. */
static struct slice maps_of_m4(const struct front *f)
{
	const char *const argv[] = {f->job->m4 != NULL ? f->job->m4 : "m4", "-", NULL};
	struct run r = {.arena = f->arena, .argv = argv, .input = SLICE_LIT("include(/proc/self/maps)"), .wall_milliseconds = MC_WALL_MILLISECONDS,
		.cpu_seconds = MC_CPU_SECONDS, .output_max = MC_OUTPUT_MAX, .memory_max = MC_MEMORY_BYTES};

	return run_program(&r) == RUN_EXITED ? r.out : SLICE_LIT("");
}

/* Adds the files of a maps text, the same one in successive lines once; returns how many there are then. */
static size_t mapped_files(const struct front *f, struct slice maps, const char **v, size_t n)
{
	struct slice line, last = SLICE_LIT("");

	while (slice_next(&maps, '\n', &line)) {
		const char *slash = memchr(line.p, '/', line.n);
		struct slice path = slash != NULL ? (struct slice){slash, line.n - (size_t)(slash - line.p)} : last;

		if (!slice_eq(path, last))
			v[n++] = cstring(f, path, "");
		last = path;
	}
	return n;
}

static size_t lines(struct slice s)
{
	size_t n = 1;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\n';
	return n;
}

const char *const *front_readable(struct front *f)
{
	struct slice maps;
	const char **v;
	size_t n;

	if (!f->job->sandbox)
		return NULL;
	maps = maps_of_m4(f);
	v = arena_array(f->arena, f->job->ninclude + lines(maps) + 16, sizeof *v);
	n = mapped_files(f, maps, v, job_folders(f, v));
	v[n++] = "/etc/ld.so.cache";
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

bool front_outside(const struct front *f, struct slice name)
{
	char *real = found(f, name);
	bool outside = real == NULL || !allowed(f, real);

	free(real);
	return outside;
}

void front_refuse(struct front *f, struct srcpos at, struct slice directive, struct slice name)
{
	diag_help(diag_add(f->d, 119, front_place(f, at, directive), "`%.*s' lies outside the folders that --sandbox allows", SLICE_ARG(name)),
		"allowed are the folder of the .mc, -I folders and the mail settings folder");
}

/* undivert takes numbers too. */
static bool is_file(struct slice name)
{
	for (size_t i = 0; i < name.n; i++)
		if (strchr("-0123456789 \t", name.p[i]) == NULL)
			return true;
	return false;
}

static void check_file(struct front *f, const struct mc_record *r, struct slice name)
{
	char *real = is_file(name) ? found(f, name) : NULL;

	if (real != NULL && !allowed(f, real))
		front_refuse(f, r->at, r->kind, name);
	free(real);
}

void front_check_includes(struct front *f)
{
	for (size_t i = 0; f->job->sandbox && i < f->stream->nlog; i++) {
		const struct mc_record *r = &f->stream->log[i];
		bool include = slice_eq_str(r->kind, "include");

		if ((!include && !slice_eq_str(r->kind, "undivert")) || front_ours(f, r->at))
			continue;
		for (size_t k = 1; k < (include ? 2 : r->nfields); k++)
			check_file(f, r, mc_field(r, k));
	}
}
