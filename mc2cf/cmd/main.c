/*
 * main.c - mc2cf: finds the verb and hands over
 *
 *     mc2cf [compile] [options] FILE.mc
 *
 * The first word that is no option is a verb when it is one; else it is the
 * file to compile.  A file that is named like a verb is written ./compile.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cmd/args.h"
#include "cmd/verbs.h"

static const struct verb {
	const char *name;
	int (*run)(const struct invocation *in);
} verbs[] = {
#define VERB(name) {#name, verb_engine},
	ENGINE_VERBS(VERB)
#undef VERB
	{"compile", verb_compile},
	{"doc",     verb_doc},
	{"fmt",     verb_fmt},
	{"help",    verb_help},
	{"lint",    verb_lint},
	{"version", verb_version},
	{"where",   verb_where},
};
enum { NVERBS = sizeof(verbs) / sizeof(*verbs) };

static const struct verb *find(const char *name)
{
	for (size_t i = 0; i < NVERBS; i++)
		if (strcmp(name, verbs[i].name) == 0)
			return &verbs[i];
	return NULL;
}

/* Words that look like a path name a file; any other first of two words was meant as a verb. */
static bool looks_like_file(const char *word)
{
	return strpbrk(word, "./-") != NULL;
}

static int unknown_verb(const char *word)
{
	const char *names[NVERBS];

	for (size_t i = 0; i < NVERBS; i++)
		names[i] = verbs[i].name;
	fprintf(stderr, "mc2cf: unknown verb %s", word);
	args_did_you_mean(word, names, NVERBS);
	fputs("; mc2cf --help lists them\n", stderr);
	return STATUS_TOOL;
}

int main(int argc, char **argv)
{
	struct invocation in = {argc > 0 ? argv[0] : NULL, argc > 0 ? argc - 1 : 0, argv + (argc > 0)};
	const struct verb *v, *about;
	char help[] = "--help";

	/* A reader that goes away, or a file size limit, is an error of write(2) like any other: it must not kill us half-way. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	/* Who starts us may have told the system to forget its children; ours are waited for. */
	signal(SIGCHLD, SIG_DFL);
	if (in.argc == 0)
		return verb_help(&in);
	v = find(in.argv[0]);
	if (v == NULL && in.argc > 1 && !looks_like_file(in.argv[0]) && in.argv[1][0] != '-')
		return unknown_verb(in.argv[0]);
	if (v == NULL)
		return verb_compile(&in);
	in.argc--;
	in.argv++;
	/* help VERB is VERB --help */
	about = v->run == verb_help && in.argc == 1 ? find(in.argv[0]) : NULL;
	if (about != NULL && about->run != verb_help) {
		in.argv[-1] = in.argv[0];
		in.argv[0] = help;
		v = about;
	}
	return v->run(&in);
}
