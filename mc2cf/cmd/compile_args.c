/* compile_args.c - see compile_args.h; the table at the end is the list that --help prints */
#include <stdio.h>

#include "cmd/args.h"
#include "cmd/compile_args.h"
#include "cmd/verbs.h"

/* Lists of options grow by one: a command line has few of them. */
static void push(struct arena *a, const char ***list, size_t *n, const char *value)
{
	const char **grown = arena_array(a, *n + 1, sizeof(*grown));

	if (*n != 0)
		memcpy(grown, *list, *n * sizeof(*grown));
	grown[(*n)++] = value;
	*list = grown;
}

static const char *set_output(void *into, const char *value)
{
	struct compile_args *c = into;

	c->output = value;
	return NULL;
}

static const char *set_include(void *into, const char *value)
{
	struct compile_args *c = into;

	push(c->arena, &c->include, &c->ninclude, value);
	return NULL;
}

static const char *set_define(void *into, const char *value)
{
	struct compile_args *c = into;

	push(c->arena, &c->define, &c->ndefine, value);
	return *value == '\0' || *value == '=' ? "needs a name" : NULL;
}

static const char *set_lib(void *into, const char *value)
{
	struct compile_args *c = into;

	c->lib = value;
	return NULL;
}

static const char *set_map(void *into, const char *value)
{
	struct compile_args *c = into;

	c->map = value;
	return NULL;
}

static const char *set_mc(void *into, const char *value)
{
	struct compile_args *c = into;

	c->file = value;
	return NULL;
}

static const char *set_stop(void *into, const char *value)
{
	static const char *const names[] = {[STOP_CF] = "cf", [STOP_IR] = "ir", [STOP_RECORDS] = "records", [STOP_PRELUDE] = "prelude", [STOP_TEMPLATES] = "templates"};
	struct compile_args *c = into;

	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(value, names[i]) == 0) {
			c->stop = (enum stop_after)i;
			return NULL;
		}
	return "stages are prelude, templates, records, ir and cf";
}

static const char *set_target(void *into, const char *value)
{
	struct compile_args *c = into;

	return mc_version_read(value, &c->target) ? NULL : "targets are 8.12 to 8.18, or one release of them, like 8.14.3";
}

static const char *set_colour(void *into, const char *value)
{
	static const char *const names[] = {[COLOUR_AUTO] = "auto", [COLOUR_ALWAYS] = "always", [COLOUR_NEVER] = "never"};
	struct compile_args *c = into;

	if (value == NULL)
		value = "always";
	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(value, names[i]) == 0) {
			c->colour = (enum colour_choice)i;
			return NULL;
		}
	return "choices are auto, always and never";
}

static const char *set_warning(void *into, const char *value)
{
	struct compile_args *c = into;

	if (strcmp(value, "error") == 0)
		c->werror = true;
	else if (strncmp(value, "no-", 3) == 0 && value[3] != '\0')
		push(c->arena, &c->silent, &c->nsilent, value + 3);
	else
		return "there are -Werror and -Wno-CODE";
	return NULL;
}

/* Flags differ in the member alone. */
#define FLAG(member) \
	static const char *set_##member(void *into, const char *value) \
	{ \
		(void)value; \
		((struct compile_args *)into)->member = true; \
		return NULL; \
	}
FLAG(annotate)
FLAG(keep_going)
FLAG(sandbox)
FLAG(trust)
FLAG(by_m4)
FLAG(stats)
FLAG(help)
FLAG(version)
#undef FLAG

static const struct arg table[] = {
	{"output",     'o', ARG_VALUE,    set_output,     "FILE",      "where the result goes; a file is replaced whole or not at all"},
	{NULL,         'I', ARG_VALUE,    set_include,    "DIR",       "look for the site's own m4 files in DIR too"},
	{NULL,         'D', ARG_VALUE,    set_define,     "NAME=VALUE","define an m4 name before the .mc is read"},
	{NULL,         'W', ARG_VALUE,    set_warning,    "error|no-CODE", "take warnings as errors; leave a warning out (-Wno-MC0123, -Wno-name)"},
	{"map",        0,   ARG_VALUE,    set_map,        "FILE",      "write a source map: where each line of the sendmail.cf comes from"},
	{"annotate",   0,   ARG_FLAG,     set_annotate,   NULL,        "say in the sendmail.cf, in comments, where its lines come from"},
	{"keep-going", 0,   ARG_FLAG,     set_keep_going, NULL,        "write the result even when there were errors"},
	{"stop-after", 0,   ARG_VALUE,    set_stop,       "STAGE",     "prelude (what m4 reads first), templates (parsed, as a build keeps them), records (what m4 made), ir (the rule IR) or cf"},
	{"target",     0,   ARG_VALUE,    set_target,     "VERSION",   "the sendmail that will read the result, 8.12 to 8.18: say what it lacks"},
	{"sandbox",    0,   ARG_FLAG,     set_sandbox,    NULL,        "for a .mc of unknown origin: include only files from the .mc's folder, -I and the mail settings"},
	{"trust",      0,   ARG_FLAG,     set_trust,      NULL,        "let the .mc run commands (syscmd, esyscmd)"},
	{"by-m4",      0,   ARG_FLAG,     set_by_m4,      NULL,        "let m4 expand the .mc even where it asks little of m4"},
	{"lib",        0,   ARG_VALUE,    set_lib,        "DIR",       "the folder with macros/ and templates/"},
	{"color",      0,   ARG_OPTIONAL, set_colour,     "WHEN",      "auto, always or never"},
	{"stats",      0,   ARG_FLAG,     set_stats,      NULL,        "say how long the stages took"},
	{"help",       'h', ARG_FLAG,     set_help,       NULL,        "this text"},
	{"version",    'V', ARG_FLAG,     set_version,    NULL,        "the version"},
};
enum { NOPTIONS = sizeof(table) / sizeof(*table) };

void compile_help(void)
{
	args_help(table, NOPTIONS);
}

/* What the verb where needs of these to compile as it was compiled. */
static const struct arg where_table[] = {
	{"mc",      0,   ARG_VALUE,    set_mc,      "FILE",      "the .mc that the sendmail.cf was made of; without it, the one beside it"},
	{"map",     0,   ARG_VALUE,    set_map,     "FILE",      "the source map that was written with it: then nothing is compiled"},
	{NULL,      'I', ARG_VALUE,    set_include, "DIR",       "as it was compiled"},
	{NULL,      'D', ARG_VALUE,    set_define,  "NAME=VALUE","as it was compiled"},
	{"target",  0,   ARG_VALUE,    set_target,  "VERSION",   "as it was compiled"},
	{"sandbox", 0,   ARG_FLAG,     set_sandbox, NULL,        "for a .mc of unknown origin"},
	{"trust",   0,   ARG_FLAG,     set_trust,   NULL,        "let the .mc run commands"},
	{"lib",     0,   ARG_VALUE,    set_lib,     "DIR",       "the folder with macros/ and templates/"},
	{"help",    'h', ARG_FLAG,     set_help,    NULL,        "this text"},
};
enum { NWHERE = sizeof(where_table) / sizeof(*where_table) };

void where_options_help(void)
{
	args_help(where_table, NWHERE);
}

enum args_result where_args_read(struct where_args *w, struct arena *a, int argc, char **argv)
{
	struct args args = {.table = where_table, .n = NWHERE, .into = &w->compile};

	w->compile.arena = a;
	w->compile.trace = true;
	if (!args_read(&args, a, argc, argv))
		return ARGS_BAD;
	w->places = args.files;
	w->nplaces = args.nfiles;
	if (w->compile.help)
		return ARGS_HELP;
	if (w->compile.map != NULL && w->compile.file != NULL)
		fputs("mc2cf: where: --map and --mc do not go together: the map knows what the .mc made\n", stderr);
	else if (args.nfiles == 0)
		fputs("mc2cf: where: which line? (sendmail.cf:123; mc2cf where --help)\n", stderr);
	else
		return ARGS_GOOD;
	return ARGS_BAD;
}

/* A map is of a sendmail.cf, and does not go where that goes. */
static bool trace_args(struct compile_args *c)
{
	c->trace = c->map != NULL || c->annotate;
	if (c->trace && c->stop != STOP_CF)
		fprintf(stderr, "mc2cf: %s is about the sendmail.cf, and --stop-after asks for something else\n", c->map != NULL ? "--map" : "--annotate");
	else if (c->map != NULL && strcmp(c->map, c->output != NULL ? c->output : "-") == 0)
		fprintf(stderr, "mc2cf: --map and -o name the same file, %s\n", strcmp(c->map, "-") == 0 ? "standard output" : c->map);
	else
		return true;
	return false;
}

enum args_result compile_args_read(struct compile_args *c, struct arena *a, int argc, char **argv)
{
	struct args args = {.table = table, .n = NOPTIONS, .into = c};

	c->arena = a;
	if (!args_read(&args, a, argc, argv))
		return ARGS_BAD;
	if (c->help)
		return ARGS_HELP;
	if (c->version)
		return ARGS_VERSION;
	if (c->sandbox && c->trust) {
		fputs("mc2cf: --sandbox and --trust do not go together: what may run commands is in no sandbox\n", stderr);
		return ARGS_BAD;
	}
	if (!trace_args(c))
		return ARGS_BAD;
	if (args.nfiles == 1) {
		c->file = args.files[0];
		return ARGS_GOOD;
	}
	if (args.nfiles == 0)
		fputs("mc2cf: which .mc file? (- is standard input; mc2cf --help)\n", stderr);
	else
		fprintf(stderr, "mc2cf: one .mc file at a time, but there are %s and %s\n", args.files[0], args.files[1]);
	return ARGS_BAD;
}
