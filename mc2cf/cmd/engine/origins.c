/* origins.c - see origins.h */
#include <errno.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/json.h"
#include "base/src.h"
#include "cmd/engine/limits.h"
#include "cmd/engine/origins.h"
#include "cmd/engine/tables.h"
#include "cmd/engine/verbs.h"

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);

	return n >= k && strcmp(s + n - k, end) == 0;
}

const char *compiler_find(struct arena *a, const char *argv0)
{
	static const char *const places[] = {"/mc2cf", "/../../bin/mc2cf"};
	char own[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", own, sizeof(own) - 1);
	struct slice folder = n > 0 ? (struct slice){own, (size_t)n} : slice_of(argv0);

	while (folder.n != 0 && folder.p[folder.n - 1] != '/')
		folder.n--;
	if (folder.n == 0)
		return NULL;
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		struct buf b;

		buf_init(&b, a);
		buf_printf(&b, "%.*s%s", (int)folder.n - 1, folder.p, places[i]);
		buf_putc(&b, '\0');
		if (access(b.p, X_OK) == 0)
			return b.p;
	}
	return NULL;
}

/* What would end the program waits until the folder is gone. */
static void hold_signals(struct origins *o)
{
	static const int ends[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE};
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		sigaddset(&set, ends[i]);
	o->holds = sigprocmask(SIG_BLOCK, &set, &o->before) == 0;
}

/* The compiler holds nothing back. */
static int run(const struct origins *o, char *const *argv)
{
	extern char **environ;
	posix_spawnattr_t attr;
	pid_t pid;
	int status, error = posix_spawnattr_init(&attr);

	if (error == 0 && o->holds) {
		posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
		posix_spawnattr_setsigmask(&attr, &o->before);
	}
	if (error == 0) {
		error = posix_spawn(&pid, argv[0], NULL, &attr, argv, environ);
		posix_spawnattr_destroy(&attr);
	}
	if (error != 0) {
		fprintf(stderr, "mc2cf: %s: %s\n", argv[0], strerror(error));
		return STATUS_TOOL;
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : STATUS_TOOL;
}

static char *scratch(struct origins *o, const char *name)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", o->folder, name);
	return arena_dup(o->arena, path, strlen(path));
}

static bool make_folder(struct origins *o)
{
	const char *base = getenv("TMPDIR");

	if (base == NULL || strlen(base) > 32)
		base = "/tmp";
	snprintf(o->folder, sizeof(o->folder), "%s/mc2cf-XXXXXX", base);
	if (mkdtemp(o->folder) != NULL)
		return true;
	fprintf(stderr, "mc2cf: %s: %s\n", base, strerror(errno));
	o->folder[0] = '\0';
	return false;
}

static int compile(struct origins *o, const char *argv0, const char *mc, const char *const *defines, const char **map)
{
	const char *compiler = compiler_find(o->arena, argv0);
	size_t n = 0, count = 0;
	char **argv;

	while (defines[count] != NULL)
		count++;
	if (compiler == NULL) {
		fputs("mc2cf: the program mc2cf, which compiles the .mc, is not beside this one\n", stderr);
		return STATUS_TOOL;
	}
	if (!make_folder(o))
		return STATUS_TOOL;
	o->cf = scratch(o, "sendmail.cf");
	*map = scratch(o, "map");
	argv = arena_array(o->arena, count * 2 + 8, sizeof(*argv));
	argv[n++] = arena_dup(o->arena, compiler, strlen(compiler));
	argv[n++] = arena_dup(o->arena, "compile", 7);
	for (size_t i = 0; i < count; i++) {
		argv[n++] = arena_dup(o->arena, "-D", 2);
		argv[n++] = arena_dup(o->arena, defines[i], strlen(defines[i]));
	}
	argv[n++] = arena_dup(o->arena, mc, strlen(mc));
	argv[n++] = arena_dup(o->arena, "-o", 2);
	argv[n++] = (char *)(uintptr_t)o->cf;
	argv[n] = arena_alloc(o->arena, strlen(*map) + 8);
	sprintf(argv[n], "--map=%s", *map);
	return run(o, argv);
}

bool origins_read(struct origins *o, struct arena *a, const char *map)
{
	struct srcset *src = srcset_new(a);
	const struct json_value *top, *lines = NULL;
	struct slice text;
	uint32_t file;
	size_t wrong = 0;
	int error = srcset_load(src, slice_of(map), ROUTE_MAP_MAX, &file, &text);

	o->arena = a;
	if (error != 0) {
		fprintf(stderr, "mc2cf: %s: %s\n", map, strerror(error));
		return false;
	}
	top = json_read(a, text, &wrong);
	if (top != NULL && top->kind == JSON_OBJECT && json_uint(top, "version") == 1)
		lines = json_get(top, "lines", JSON_ARRAY);
	if (lines == NULL) {
		fprintf(stderr, "mc2cf: %s: this is no source map, see mc2cf-map(5)\n", map);
		return false;
	}
	o->lines = lines;
	o->library = json_text(top, "library");
	return true;
}

bool origins_open(struct origins *o, struct arena *a, const char *argv0, const char *file, const char *const *defines, const char *map, int *status)
{
	*o = (struct origins){.arena = a, .cf = file};
	hold_signals(o);
	*status = STATUS_OK;
	if (ends_with(file, ".mc"))
		*status = compile(o, argv0, file, defines, &map);
	if (*status == STATUS_OK && map != NULL && !origins_read(o, a, map))
		*status = STATUS_TOOL;
	return *status == STATUS_OK;
}

bool origins_tables(struct origins *o, const char *folder)
{
	struct tables t = tables_in(o->arena, folder);
	const char *to;

	if (o->folder[0] == '\0' && !make_folder(o))
		return false;
	to = scratch(o, "sendmail.cf");
	if (!tables_file(&t, o->cf, to)) {
		fprintf(stderr, "mc2cf: %s: %s\n", o->cf, strerror(errno));
		return false;
	}
	o->cf = to;
	return true;
}

void origins_close(struct origins *o)
{
	if (o->folder[0] != '\0') {
		unlink(scratch(o, "sendmail.cf"));
		unlink(scratch(o, "map"));
		rmdir(o->folder);
	}
	o->folder[0] = '\0';
	if (o->holds)
		sigprocmask(SIG_SETMASK, &o->before, NULL);
	o->holds = false;
}

static bool place(const struct json_value *row, const char *key, struct origin_place *to)
{
	const struct json_value *p = json_get(row, key, JSON_OBJECT);

	if (p == NULL)
		return false;
	*to = (struct origin_place){json_text(p, "file"), json_uint(p, "line")};
	return to->file.n != 0;
}

struct origin origins_of(const struct origins *o, uint32_t line)
{
	struct origin out = {.own = false};
	const struct json_value *row, *directive;

	if (o->lines == NULL || line == 0 || line > o->lines->n)
		return out;
	row = &o->lines->v[line - 1];
	if (row->kind != JSON_OBJECT)
		return out;
	if (!place(row, "template", &out.text))
		out.own = place(row, "own", &out.text);
	place(row, "directive", &out.asked);
	directive = json_get(row, "directive", JSON_OBJECT);
	if (directive != NULL) {
		out.directive = json_text(directive, "name");
		out.argument = json_text(directive, "argument");
	}
	return out;
}
