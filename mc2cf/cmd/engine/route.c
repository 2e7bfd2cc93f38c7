/*
 * route.c - the verb route: what becomes of an address, told to people
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd/engine/route.h"
#include "cmd/engine/verbs.h"

static void out_of_memory(void *ctx)
{
	(void)ctx;
	fputs("mc2cf route: out of memory\n", stderr);
	_exit(STATUS_TOOL);
}

/* Each message once, however often a table is asked. */
static void log_line(void *data, enum cfrw_severity severity, const char *file, unsigned line, struct cfrw_text text)
{
	struct route *r = data;
	struct slice key = {text.p, text.n};

	if (severity == CFRW_NOTE || symtab_get(r->said, key) != NULL)
		return;
	symtab_set(r->said, (struct slice){arena_dup(r->arena, key.p, key.n), key.n}, r);
	if (file != NULL && line != 0)
		fprintf(stderr, "%s:%u: ", file, line);
	else
		fprintf(stderr, "mc2cf route: %s%s", file != NULL ? file : "", file != NULL ? ": " : "");
	fprintf(stderr, "%.*s\n", (int)text.n, text.p);
}

static bool mailers_known(const struct route *r)
{
	for (size_t i = 0; i < r->nmailers; i++) {
		if (mailers_find(&r->site.mailers, slice_of(r->mailers[i])) != NULL)
			continue;
		fprintf(stderr, "mc2cf route: there is no mailer `%s' in %s\n", r->mailers[i], r->cf);
		return false;
	}
	return true;
}

static int answer(struct route *r)
{
	size_t n = r->naddresses;
	struct routed *v = arena_array(r->arena, n, sizeof(*v));
	struct buf out;

	if (r->has_session)
		route_session(r);
	for (size_t i = 0; i < n; i++)
		route_address(r, slice_of(r->addresses[i]), &v[i]);
	buf_init(&out, r->arena);
	if (r->json)
		route_json(r, v, n, &out);
	else
		route_text(r, v, n, &out);
	if (fwrite(out.p, 1, out.n, stdout) != out.n || fflush(stdout) != 0) {
		perror("mc2cf route: cannot write standard output");
		return STATUS_TOOL;
	}
	return r->bad ? STATUS_INPUT : STATUS_OK;
}

/* Tables of a folder that is named, or beside the .mc, come before the machine's; false: that cannot be, which was said. */
static bool choose_tables(struct route *r)
{
	const char *slash = strrchr(r->cf, '/');

	if (r->tables == NULL && route_is_mc(r->cf))
		r->tables = slash != NULL ? arena_dup(r->arena, r->cf, (size_t)(slash - r->cf) + 1) : ".";
	return r->tables == NULL || origins_tables(&r->origins, r->tables);
}

static int run(struct route *r, const char *argv0)
{
	int status;
	struct site_how how = {.mode = 'd', .dns = r->dns, .log = log_line, .data = r};
	bool compiled, good;

	r->said = symtab_new(r->arena, false);
	compiled = origins_open(&r->origins, r->arena, argv0, r->cf, r->defines, r->map, &status);
	good = compiled && choose_tables(r);
	how.cf = r->origins.cf;
	good = good && site_open(&r->site, &how, r->arena);
	origins_close(&r->origins);
	if (compiled)
		status = good && mailers_known(r) ? answer(r) : STATUS_TOOL;
	site_close(&r->site);
	return status;
}

int verb_route(const struct invocation *in)
{
	struct arena *a = arena_new(0, out_of_memory, NULL);
	struct route r = {.arena = a};
	int status;

	if (a == NULL)
		out_of_memory(NULL);
	if (route_args(&r, in, &status))
		status = run(&r, in->argv0);
	arena_free(a);
	return status;
}
