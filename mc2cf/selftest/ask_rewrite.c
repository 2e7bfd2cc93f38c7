/*
 * ask_rewrite.c - how fast rulesets run, in one process and without trace
 *
 * ask_rewrite [-n N] [-r RULESETS] [-k] [-m] [-v] FILE.cf <addresses
 *   -n N         all addresses N times (1)
 *   -r RULESETS  3,0
 *   -k           nothing is kept of a run: rules are tried each time
 *   -m           the real maps answer; else nothing is ever found
 *   -v           prints what becomes of each address, once
 * Prints evaluations a second of CPU time.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/cfrw.h"

struct job {
	cfrw_context *context;
	cfrw_maps *maps;
	const char *rulesets;
	char **lines;
	size_t n;
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static enum cfrw_status one(const struct job *j, const char *line)
{
	enum cfrw_status s = cfrw_rewrite(j->context, j->rulesets, line, strlen(line));

	if (j->maps != NULL)
		return cfrw_settle(j->maps, j->context, s);
	while (s == CFRW_QUESTION)
		s = cfrw_answer(j->context, CFRW_NOTFOUND, NULL, 0);
	return s;
}

static void show(const struct job *j)
{
	for (size_t i = 0; i < j->n; i++) {
		struct cfrw_text t;

		one(j, j->lines[i]);
		t = cfrw_printed(j->context);
		printf("%s: %.*s\n", j->lines[i], (int)t.n, t.p);
	}
}

static void measure(const struct job *j, long times)
{
	double from = now(), seconds;

	for (long k = 0; k < times; k++)
		for (size_t i = 0; i < j->n; i++)
			one(j, j->lines[i]);
	seconds = now() - from;
	printf("%.0f a second\n", seconds > 0 ? (double)times * (double)j->n / seconds : 0);
}

static void read_lines(struct job *j)
{
	char line[1024];

	while (fgets(line, sizeof(line), stdin) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		j->lines = realloc(j->lines, (j->n + 1) * sizeof(*j->lines));
		if (j->lines == NULL || (j->lines[j->n] = strdup(line)) == NULL)
			exit(2);
		j->n++;
	}
}

int main(int argc, char **argv)
{
	struct job j = {.rulesets = "3,0"};
	const char *cf = NULL;
	cfrw_program *p;
	long times = 1;
	int maps = 0, verbose = 0, forgets = 0;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "-n") == 0 && i + 1 < argc)
			times = atol(argv[++i]);
		else if (strcmp(argv[i], "-r") == 0 && i + 1 < argc)
			j.rulesets = argv[++i];
		else if (strcmp(argv[i], "-m") == 0)
			maps = 1;
		else if (strcmp(argv[i], "-k") == 0)
			forgets = 1;
		else if (strcmp(argv[i], "-v") == 0)
			verbose = 1;
		else
			cf = argv[i];
	}
	p = cf != NULL ? cfrw_load_here(cf, NULL) : NULL;
	if (p == NULL || (j.context = cfrw_context_new(p)) == NULL)
		return 2;
	if (forgets) /* with a word more in a class, words are not what they seem */
		cfrw_add(j.context, "other", "word", 4);
	if (maps)
		j.maps = cfrw_maps_new(p, NULL);
	read_lines(&j);
	if (verbose)
		show(&j);
	measure(&j, times);
	for (size_t i = 0; i < j.n; i++)
		free(j.lines[i]);
	free(j.lines);
	cfrw_maps_free(j.maps);
	cfrw_context_free(j.context);
	cfrw_program_free(p);
	return 0;
}
