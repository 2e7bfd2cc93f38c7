/*
 * ask_map.c - asks the maps of a sendmail.cf, line by line, as sendmail -bt and as a rule would
 *
 * ask_map [-p] [-d] [-t N] [-n FILE] FILE.cf <questions
 *   /map NAME KEY           as -bt's command of that name: the same words on output
 *   NAME<tab>KEY[<tab>ARG]… as $(NAME KEY $@ ARG … $) of a rule: `found TEXT', `not found', either with `, for now'
 *   -p  class program may run programs      -d  delivery mode is `deferred'
 *   -r ADDRESS@PORT  name service: the resolver, with that server (-: the machine's own)
 *   -t N  each question N times             -n FILE  name service: canned answers
 */
#include <stdio.h>
#include <stdlib.h>

#include "cf/cf.h"
#include "engine/map.h"
#include "engine/names_options.h"
#include "ir/codes.h"

#define FILE_MAX ((size_t)16 * 1024 * 1024)
#define LINE_BYTES 8192

struct asker {
	struct arena *arena;
	struct srcset *src;
	struct maps *maps;
	struct buf scratch;
	long times;
	bool rules; /* what is asked is asked by a rule */
};

static void out_of_memory(void *ctx)
{
	(void)ctx;
	fputs("ask_map: out of memory\n", stderr);
	exit(2);
}

static void say(void *ctx, struct srcpos at, struct slice text)
{
	const struct asker *k = ctx;

	if (at.line != 0)
		printf("%.*s: line %u: ", SLICE_ARG(srcset_name(k->src, at.file)), at.line);
	printf("%.*s\n", SLICE_ARG(text));
}

static void set_macro(void *ctx, void *user, struct slice name, const struct slice *value)
{
	const struct asker *k = ctx;

	(void)user;
	if (!k->rules)
		return;
	if (value != NULL)
		printf("macro %.*s = %.*s\n", SLICE_ARG(name), SLICE_ARG(*value));
	else
		printf("macro %.*s cleared\n", SLICE_ARG(name));
}

/* -bt's /map: a name, and the rest of the line as the key. */
static void bt_map(struct asker *k, struct slice rest)
{
	struct map_question q = {.key = SLICE_NONE};
	struct map_answer a;
	struct slice name;
	struct map *m;

	rest = slice_trim(rest);
	slice_next(&rest, ' ', &name);
	q.key = rest;
	m = maps_find(k->maps, name);
	if (m == NULL) {
		printf("Map named \"%.*s\" not found\n", SLICE_ARG(name));
		return;
	}
	if (!map_open(m)) {
		printf("Map named \"%.*s\" not open\n", SLICE_ARG(name));
		return;
	}
	printf("map_lookup: %.*s (%.*s) ", SLICE_ARG(name), SLICE_ARG(rest));
	fflush(stdout);
	map_lookup(m, &q, &k->scratch, &a);
	if (a.found)
		printf("returns %.*s (%d)\n", SLICE_ARG(a.value), a.status);
	else
		printf("no match (%d)\n", a.status);
}

static void ask(struct asker *k, struct slice line)
{
	struct slice args[MAP_QUESTION_ARGS];
	struct map_question q = {.args = args};
	struct map_answer a;
	struct slice name;
	struct map *m;

	slice_next(&line, '\t', &name);
	slice_next(&line, '\t', &q.key);
	while (q.nargs < MAP_QUESTION_ARGS && slice_next(&line, '\t', &args[q.nargs]))
		q.nargs++;
	m = maps_find(k->maps, name);
	if (m == NULL) {
		printf("no map %.*s\n", SLICE_ARG(name));
		return;
	}
	for (long i = 0; i < k->times; i++)
		map_ask(m, &q, &k->scratch, &a);
	if (a.found)
		printf("found %.*s", SLICE_ARG(a.value));
	else
		fputs("not found", stdout);
	puts(a.status == MAP_TEMPFAIL ? ", for now" : "");
}

/* The tests' class w. */
static bool is_local(void *ctx, void *user, struct slice host)
{
	(void)ctx;
	(void)user;
	return slice_caseeq(host, SLICE_LIT("us.test"));
}

static void questions(struct asker *k)
{
	char line[LINE_BYTES];

	while (fgets(line, sizeof(line), stdin) != NULL) {
		struct slice text = {line, strcspn(line, "\n")};

		k->rules = !slice_starts(text, SLICE_LIT("/map "));
		if (!k->rules)
			bt_map(k, (struct slice){text.p + 5, text.n - 5});
		else if (text.n != 0)
			ask(k, text);
		fflush(stdout);
	}
}

static struct diags *new_diags(struct asker *k)
{
	size_t n;
	const struct diag_code *codes = ir_codes(&n);

	return diags_new(k->arena, k->src, codes, n);
}

static struct dns *canned(struct asker *k, const char *name)
{
	struct diags *d = new_diags(k);
	struct slice text;
	struct dns *dns;
	uint32_t file;

	if (srcset_load(k->src, slice_of(name), FILE_MAX, &file, &text) != 0) {
		perror(name);
		exit(2);
	}
	dns = dns_table(k->arena, d, file, text);
	diags_print(d, stderr, false);
	if (dns == NULL)
		exit(1);
	return dns;
}

/* The resolver as the file wants it; server: "-" or who is asked instead of those of resolv.conf. */
static struct dns *resolver(struct asker *k, const struct ir *ir, const char *server)
{
	struct dns_config config = names_resolver(ir);

	if (strcmp(server, "-") != 0)
		config.server = server;
	return dns_resolver(k->arena, &config);
}

static int run(struct asker *k, const char *cf, struct map_env *env, const char *names, const char *server)
{
	struct ir *ir = ir_new(k->arena);
	struct slice text;
	uint32_t file;

	if (srcset_load(k->src, slice_of(cf), FILE_MAX, &file, &text) != 0) {
		perror(cf);
		return 2;
	}
	cf_read(ir, text, file, new_diags(k));
	if (names != NULL)
		env->dns = canned(k, names);
	else if (server != NULL)
		env->dns = resolver(k, ir, server);
	k->maps = maps_new(ir, env);
	questions(k);
	maps_free(k->maps);
	return 0;
}

int main(int argc, char **argv)
{
	struct asker k = {.arena = arena_new(0, out_of_memory, NULL), .times = 1};
	struct map_env env = {.ctx = &k, .on_oom = out_of_memory, .say = say, .set_macro = set_macro, .is_local = is_local};
	const char *cf = NULL, *names = NULL, *server = NULL;
	int status;

	k.src = srcset_new(k.arena);
	buf_init(&k.scratch, k.arena);
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "-p") == 0)
			env.programs = true;
		else if (strcmp(argv[i], "-d") == 0)
			env.deferred = true;
		else if (strcmp(argv[i], "-t") == 0 && i + 1 < argc)
			k.times = strtol(argv[++i], NULL, 10);
		else if (strcmp(argv[i], "-r") == 0 && i + 1 < argc)
			server = argv[++i];
		else if (strcmp(argv[i], "-n") == 0 && i + 1 < argc)
			names = argv[++i];
		else
			cf = argv[i];
	}
	status = cf != NULL ? run(&k, cf, &env, names, server) : 2;
	dns_close(env.dns);
	arena_free(k.arena);
	return status;
}
