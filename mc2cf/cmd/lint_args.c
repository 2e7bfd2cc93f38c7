/* lint_args.c - the options of the verb lint; see lint.h */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cmd/args.h"
#include "cmd/limits.h"
#include "cmd/lint.h"

static void push(struct arena *a, const char ***list, size_t *n, const char *value)
{
	const char **grown = arena_array(a, *n + 1, sizeof(*grown));

	if (*n != 0)
		memcpy(grown, *list, *n * sizeof(*grown));
	grown[(*n)++] = value;
	*list = grown;
}

/* Options that keep a text or set a flag differ in the member alone. */
#define TEXT(member) \
	static const char *set_##member(void *into, const char *value) \
	{ \
		((struct lint_args *)into)->member = value; \
		return NULL; \
	}
#define FLAG(member) \
	static const char *set_##member(void *into, const char *value) \
	{ \
		(void)value; \
		((struct lint_args *)into)->member = true; \
		return NULL; \
	}
TEXT(output)
TEXT(explain)
TEXT(lib)
TEXT(baseline)
TEXT(new_baseline)
TEXT(since)
TEXT(features)
FLAG(fix)
FLAG(dry_run)
FLAG(trust)
FLAG(list)
FLAG(man)
FLAG(help)
#undef TEXT
#undef FLAG

static const char *set_root(void *into, const char *value)
{
	struct stat st;

	((struct lint_args *)into)->root = value;
	return stat(value, &st) == 0 && S_ISDIR(st.st_mode) ? NULL : "needs a folder that can be read";
}

static const char *set_here(void *into, const char *value)
{
	(void)value;
	((struct lint_args *)into)->root = "/";
	return NULL;
}

static const char *set_format(void *into, const char *value)
{
	struct lint_args *x = into;

	x->format = lint_report_find(slice_of(value));
	return x->format != NULL ? NULL : "formats are text, gcc, json, sarif, checkstyle, junit and github";
}

static const char *read_severity(const char *value, enum diag_severity *into)
{
	for (int s = DIAG_NOTE; s <= DIAG_ERROR; s++)
		if (strcmp(value, lint_severity_word((enum diag_severity)s)) == 0) {
			*into = (enum diag_severity)s;
			return NULL;
		}
	return "choices are error, warning and note";
}

static const char *set_fail_on(void *into, const char *value)
{
	return read_severity(value, &((struct lint_args *)into)->fail_on);
}

static const char *set_least(void *into, const char *value)
{
	return read_severity(value, &((struct lint_args *)into)->least);
}

static const char *set_as(void *into, const char *value)
{
	enum lint_table_kind kind;

	((struct lint_args *)into)->as = value;
	if (strcmp(value, "mc") == 0 || strcmp(value, "cf") == 0 || lint_table_kind_of_word(slice_of(value), &kind))
		return NULL;
	return "kinds are mc, cf, class, and the names of tables: access, mailertable, virtusertable, genericstable, domaintable, aliases …";
}

static const char *set_include(void *into, const char *value)
{
	struct lint_args *x = into;

	push(x->arena, &x->include, &x->ninclude, value);
	return NULL;
}

static const char *set_define(void *into, const char *value)
{
	struct lint_args *x = into;

	push(x->arena, &x->define, &x->ndefine, value);
	return *value == '\0' || *value == '=' ? "needs a name" : NULL;
}

static const char *set_silent(void *into, const char *value)
{
	struct lint_args *x = into;

	if (strncmp(value, "no-", 3) != 0 || value[3] == '\0')
		return "there is -Wno-CODE";
	push(x->arena, &x->silent, &x->nsilent, value + 3);
	return lint_code_find(slice_of(value + 3)) != NULL ? NULL : "no check has this code or name";
}

/* Codes and names, apart by commas. */
static const char *set_only(void *into, const char *value)
{
	struct lint_args *x = into;
	struct slice rest = slice_of(value), one;

	while (slice_next(&rest, ',', &one)) {
		if (lint_code_find(one) == NULL)
			return "a check has no such code or name";
		push(x->arena, &x->only, &x->nonly, arena_dup(x->arena, one.p, one.n));
	}
	return x->nonly != 0 ? NULL : "needs codes";
}

static const char *set_target(void *into, const char *value)
{
	return mc_version_read(value, &((struct lint_args *)into)->target) ? NULL : "targets are 8.12 to 8.18, or one release of them, like 8.14.3";
}

static const char *set_jobs(void *into, const char *value)
{
	char *end;
	unsigned long n = strtoul(value, &end, 10);

	((struct lint_args *)into)->jobs = n > LINT_JOBS_MAX ? LINT_JOBS_MAX : n;
	return n != 0 && *end == '\0' && *value != '-' ? NULL : "is a number of processes";
}

static const char *set_today(void *into, const char *value)
{
	((struct lint_args *)into)->today = value;
	return strlen(value) == 10 && value[4] == '-' && value[7] == '-' ? NULL : "a day is written 2026-11-26";
}

static const char *set_colour(void *into, const char *value)
{
	static const char *const names[] = {[COLOUR_AUTO] = "auto", [COLOUR_ALWAYS] = "always", [COLOUR_NEVER] = "never"};

	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(value != NULL ? value : "always", names[i]) == 0) {
			((struct lint_args *)into)->colour = (enum colour_choice)i;
			return NULL;
		}
	return "choices are auto, always and never";
}

static const struct arg table[] = {
	{"format",  0,   ARG_VALUE,    set_format,  "FORMAT",     "text, gcc, json, sarif, checkstyle, junit or github"},
	{"fail-on", 0,   ARG_VALUE,    set_fail_on, "SEVERITY",   "exit status 1 from this severity on: error, warning (the default) or note"},
	{"severity", 0,  ARG_VALUE,    set_least,   "SEVERITY",   "tell what is at least so bad: error, warning, or note (the default)"},
	{"output",  'o', ARG_VALUE,    set_output,  "FILE",       "where the findings go; otherwise to standard output"},
	{NULL,      'W', ARG_VALUE,    set_silent,  "no-CODE",    "leave a check out (-Wno-MC1303, -Wno-no-message-limit)"},
	{"only",    0,   ARG_VALUE,    set_only,    "CODE,...",   "tell of these checks only"},
	{"as",      0,   ARG_VALUE,    set_as,      "KIND",       "what files are whose name does not say it: mc, cf, class, access, aliases, mailertable …"},
	{"baseline", 0,  ARG_VALUE,    set_baseline, "FILE",      "leave out the findings that FILE has"},
	{"write-baseline", 0, ARG_VALUE, set_new_baseline, "FILE", "write all findings to FILE, and tell none"},
	{"since",   0,   ARG_VALUE,    set_since,   "REV",        "only findings on lines that git says have changed since REV"},
	{"fix",     0,   ARG_FLAG,     set_fix,     NULL,         "mend what can be mended safely, and tell the rest"},
	{"dry-run", 0,   ARG_FLAG,     set_dry_run, NULL,         "with --fix: show what would be changed, as a diff"},
	{"jobs",    'j', ARG_VALUE,    set_jobs,    "N",          "so many processes share the work; as a rule, one for each processor"},
	{"files",   0,   ARG_VALUE,    set_root,    "DIR",        "look at the files that the configuration names, below DIR: their owners and modes"},
	{"here",    0,   ARG_FLAG,     set_here,    NULL,         "the configuration is this machine's: --files /"},
	{NULL,      'I', ARG_VALUE,    set_include, "DIR",        "look for the site's own m4 files in DIR too"},
	{NULL,      'D', ARG_VALUE,    set_define,  "NAME=VALUE", "define an m4 name before the .mc is read"},
	{"target",  0,   ARG_VALUE,    set_target,  "VERSION",    "the sendmail that is meant, 8.12 to 8.18: say what it lacks"},
	{"features-from", 0, ARG_VALUE, set_features, "FILE",     "what `sendmail -d0.1 -bt' printed: say what that sendmail was built without"},
	{"trust",   0,   ARG_FLAG,     set_trust,   NULL,         "let the .mc run commands, and include files from anywhere"},
	{"explain", 0,   ARG_VALUE,    set_explain, "CODE",       "the page of a check, by its code or name"},
	{"list",    0,   ARG_FLAG,     set_list,    NULL,         "all checks, one a line"},
	{"man",     0,   ARG_FLAG,     set_man,     NULL,         "write the manual page mc2cf-lint(7)"},
	{"today",   0,   ARG_VALUE,    set_today,   "DAY",        "take waivers as of that day, 2026-11-26"},
	{"lib",     0,   ARG_VALUE,    set_lib,     "DIR",        "the folder with macros/ and templates/"},
	{"color",   0,   ARG_OPTIONAL, set_colour,  "WHEN",       "auto, always or never"},
	{"help",    'h', ARG_FLAG,     set_help,    NULL,         "this text"},
};
enum { NOPTIONS = sizeof(table) / sizeof(*table) };

void lint_args_help(void)
{
	puts("usage: mc2cf lint [options] FILE|FOLDER ...\n       mc2cf lint --explain CODE | --list\n\n"
	     "FILE is a .mc, a sendmail.cf, a table (access, mailertable, aliases ...) or a class file; folders are walked.\n"
	     "Tables that stand beside a configuration that names them are looked at with it.\n");
	args_help(table, NOPTIONS);
	puts("\nexit status: 0 clean, 1 there are findings (see --fail-on), 2 mc2cf could not work");
}

static const char *today(struct arena *a)
{
	time_t now = time(NULL);
	struct tm tm;
	char text[16];

	if (gmtime_r(&now, &tm) == NULL)
		return "1970-01-01";
	return arena_dup(a, text, strftime(text, sizeof text, "%Y-%m-%d", &tm));
}

static size_t processors(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n > LINT_JOBS_MAX ? LINT_JOBS_MAX : (size_t)n;
}

enum args_result lint_args_read(struct lint_args *x, struct arena *a, int argc, char **argv)
{
	struct args args = {.table = table, .n = NOPTIONS, .into = x};

	*x = (struct lint_args){.arena = a, .format = lint_report_text, .fail_on = DIAG_WARNING};
	if (!args_read(&args, a, argc, argv))
		return ARGS_BAD;
	if (x->help)
		return ARGS_HELP;
	x->file = args.files;
	x->nfiles = args.nfiles;
	if (x->today == NULL)
		x->today = today(a);
	if (x->jobs == 0)
		x->jobs = processors();
	if (x->dry_run && !x->fix) {
		fputs("mc2cf: lint: --dry-run goes with --fix\n", stderr);
		return ARGS_BAD;
	}
	if (x->nfiles == 0 && x->explain == NULL && !x->list && !x->man) {
		fputs("mc2cf: lint: which files? (mc2cf lint --help)\n", stderr);
		return ARGS_BAD;
	}
	return x->features == NULL || lint_built_read(x) ? ARGS_GOOD : ARGS_BAD;
}
