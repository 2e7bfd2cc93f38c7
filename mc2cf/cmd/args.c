/* args.c - see args.h */
#include <stdio.h>

#include "cmd/args.h"
#include "cmd/limits.h"

/* A suggestion that is further off than this is no help. */
#define NEAR_MAX 2
/* The column of the help texts. */
#define LABEL_WIDTH 22

struct cursor {
	int i, argc;
	char **argv;
};

void args_did_you_mean(const char *word, const char *const *names, size_t n)
{
	const char *best = NULL;
	unsigned best_distance = NEAR_MAX + 1;

	for (size_t i = 0; i < n; i++) {
		unsigned distance = slice_distance(slice_of(word), slice_of(names[i]), NEAR_MAX);

		if (distance < best_distance) {
			best = names[i];
			best_distance = distance;
		}
	}
	if (best != NULL)
		fprintf(stderr, " (did you mean `%s'?)", best);
}

static bool unknown(const struct args *a, const char *word)
{
	const char *names[ARGS_NAMES_MAX];
	size_t n = 0;

	for (size_t i = 0; i < a->n && n < ARGS_NAMES_MAX; i++)
		if (a->table[i].longname != NULL)
			names[n++] = a->table[i].longname;
	fprintf(stderr, "mc2cf: unknown option %s", word);
	if (word[0] == '-' && word[1] == '-')
		args_did_you_mean(word + 2, names, n);
	fputs("; mc2cf --help lists them\n", stderr);
	return false;
}

static bool set(const struct args *a, const struct arg *o, const char *word, const char *value)
{
	const char *wrong = o->set(a->into, value);

	if (wrong == NULL)
		return true;
	fprintf(stderr, "mc2cf: %s: %s\n", word, wrong);
	return false;
}

/* Takes a value that was not attached from the next word, where the option wants one. */
static bool set_next(const struct args *a, const struct arg *o, struct cursor *c)
{
	const char *word = c->argv[c->i];

	if (o->kind != ARG_VALUE)
		return set(a, o, word, NULL);
	if (c->i + 1 == c->argc) {
		fprintf(stderr, "mc2cf: %s needs a value: %s\n", word, o->shown);
		return false;
	}
	return set(a, o, word, c->argv[++c->i]);
}

static bool read_long(const struct args *a, struct cursor *c)
{
	const char *word = c->argv[c->i];
	struct slice rest = slice_of(word + 2), name;
	bool attached = strchr(word, '=') != NULL;

	if (!slice_next(&rest, '=', &name))
		name = SLICE_NONE;
	for (size_t i = 0; i < a->n; i++) {
		const struct arg *o = &a->table[i];

		if (o->longname == NULL || !slice_eq_str(name, o->longname))
			continue;
		if (!attached)
			return set_next(a, o, c);
		if (o->kind != ARG_FLAG)
			return set(a, o, word, rest.p);
		fprintf(stderr, "mc2cf: --%s takes no value\n", o->longname);
		return false;
	}
	return unknown(a, word);
}

static bool read_short(const struct args *a, struct cursor *c)
{
	const char *word = c->argv[c->i];

	for (size_t i = 0; i < a->n; i++) {
		const struct arg *o = &a->table[i];

		if (o->letter == 0 || o->letter != word[1])
			continue;
		if (word[2] == '\0')
			return set_next(a, o, c);
		if (o->kind != ARG_FLAG)
			return set(a, o, word, word + 2);
	}
	return unknown(a, word);
}

bool args_read(struct args *a, struct arena *arena, int argc, char **argv)
{
	struct cursor c = {.argc = argc, .argv = argv};
	bool options = true;

	a->files = arena_array(arena, (size_t)argc + 1, sizeof(*a->files));
	a->nfiles = 0;
	for (; c.i < argc; c.i++) {
		const char *word = argv[c.i];

		if (!options || word[0] != '-' || word[1] == '\0')
			a->files[a->nfiles++] = word;
		else if (strcmp(word, "--") == 0)
			options = false;
		else if (word[1] == '-' ? !read_long(a, &c) : !read_short(a, &c))
			return false;
	}
	return true;
}

/* "-o, --output=FILE", "-I DIR", "--color[=WHEN]": into label; -W takes its value attached. */
static void write_label(const struct arg *o, char *label, size_t size)
{
	const char *shown = o->kind == ARG_FLAG ? "" : o->shown;
	char letter[] = {'-', o->letter, '\0'};
	const char *before = o->letter == 0 ? "" : letter;

	if (o->longname == NULL)
		snprintf(label, size, "%s%s%s", before, o->letter == 'W' ? "" : " ", shown);
	else
		snprintf(label, size, "%s%s--%s%s%s%s", before, o->letter != 0 ? ", " : "", o->longname,
		         o->kind == ARG_FLAG ? "" : o->kind == ARG_VALUE ? "=" : "[=", shown, o->kind == ARG_OPTIONAL ? "]" : "");
}

void args_help(const struct arg *table, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char label[LABEL_WIDTH * 2];

		write_label(&table[i], label, sizeof(label));
		printf("  %-*s %s\n", LABEL_WIDTH, label, table[i].help);
	}
}
