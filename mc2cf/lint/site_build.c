/* site_build.c - what the sendmail that is meant has not been built with (--features-from) */
#include "lint/checks.h"
#include "lint/query.h"

struct need {
	const char *what, *word;
};

static const struct need maps[] = {
#define MAP_NEEDS(class, word) {class, word},
#define OPTION_NEEDS(option, word)
#include "lint/builds.def"
#undef MAP_NEEDS
#undef OPTION_NEEDS
};

static const struct need options[] = {
#define MAP_NEEDS(class, word)
#define OPTION_NEEDS(option, word) {option, word},
#include "lint/builds.def"
#undef MAP_NEEDS
#undef OPTION_NEEDS
};

static bool is_named(struct slice name, const char *what)
{
	size_t n = strlen(what);

	if (what[n - 1] == '*')
		return name.n >= n - 1 && memcmp(name.p, what, n - 1) == 0;
	return slice_caseeq(name, slice_of(what));
}

/* What the build lacks for something of that name; NULL: nothing that we know of. */
static const char *lacks(const struct lint *l, const struct need *v, size_t n, struct slice name)
{
	for (size_t i = 0; i < n; i++)
		if (is_named(name, v[i].what) && !lint_built_with(l, v[i].word))
			return v[i].word;
	return NULL;
}

void check_build_map(const struct lint *l)
{
	const struct ir_item *map;

	for (size_t i = 0; l->built != NULL && (map = lint_next(l, IR_MAP, &i)) != NULL;) {
		struct slice rest = map->value, class;
		const char *word = slice_next(&rest, ' ', &class) ? lacks(l, maps, sizeof maps / sizeof *maps, class) : NULL;

		if (word != NULL)
			diag_help(lint_say_item(l, 1481, map, NULL, "map `%.*s' is of class %.*s, which this sendmail was built without", SLICE_ARG(map->name), SLICE_ARG(class)),
				"build sendmail with %s, or take a class that it has", word);
	}
}

void check_build_option(const struct lint *l)
{
	const struct ir_item *option;

	for (size_t i = 0; l->built != NULL && (option = lint_next(l, IR_OPTION, &i)) != NULL;) {
		const char *word = option->value.n != 0 ? lacks(l, options, sizeof options / sizeof *options, option->name) : NULL;
		bool asked = !l->is_mc || option->origin.asked.file != 0;

		if (word != NULL && asked)
			diag_help(lint_say_item(l, 1482, option, NULL, "option %.*s means nothing to this sendmail: it was built without %s", SLICE_ARG(option->name), word),
				"build sendmail with %s, or leave the option out", word);
	}
}
