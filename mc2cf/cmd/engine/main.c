/*
 * main.c - mc2cf-engine: the verbs of mc2cf that run rulesets
 *
 *     mc2cf-engine VERB …        as mc2cf hands it over (cmd/delegate.c)
 *
 * A program of its own, linked dynamically: mc2cf itself must start at once,
 * and what these verbs load (a resolver, directories, databases) takes time.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cmd/engine/verbs.h"

static const struct {
	const char *name;
	int (*run)(const struct invocation *in);
} verbs[] = {
#define VERB(name) {#name, verb_##name},
	ENGINE_VERBS(VERB)
#undef VERB
};

int main(int argc, char **argv)
{
	struct invocation in = {argv[0], argc > 2 ? argc - 2 : 0, argv + (argc > 2 ? 2 : argc)};

	/* As in cmd/main.c, which need not have run. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	signal(SIGCHLD, SIG_DFL);
	for (size_t i = 0; argc > 1 && i < sizeof(verbs) / sizeof(*verbs); i++)
		if (strcmp(argv[1], verbs[i].name) == 0)
			return verbs[i].run(&in);
	fputs("mc2cf-engine: started by mc2cf; see mc2cf --help\n", stderr);
	return STATUS_TOOL;
}
