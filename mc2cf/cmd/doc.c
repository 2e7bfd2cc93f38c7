/*
 * doc.c - the verb doc: what mc2cf knows of a name
 *
 *     mc2cf doc                  lists everything
 *     mc2cf doc GROUP            one list: features, mailers, directives, names …
 *     mc2cf doc NAME …           all about a name, in whatever table it stands
 *     mc2cf doc --man            the manual page mc2cf-reference(7)
 *
 * STATUS_INPUT where a name is unknown.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cmd/args.h"
#include "cmd/doc.h"
#include "cmd/limits.h"
#include "cmd/library.h"
#include "cmd/output.h"
#include "cmd/verbs.h"
#include "base/diag.h"
#include "mc/table.h"


struct doc_args {
	bool man, help;
	const char *lib;
};

static const char *set_man(void *into, const char *value)
{
	(void)value;
	((struct doc_args *)into)->man = true;
	return NULL;
}

static const char *set_help(void *into, const char *value)
{
	(void)value;
	((struct doc_args *)into)->help = true;
	return NULL;
}

static const char *set_lib(void *into, const char *value)
{
	((struct doc_args *)into)->lib = value;
	return NULL;
}

static const struct arg table[] = {
	{"man",  0,   ARG_FLAG,  set_man,  NULL,  "write the manual page mc2cf-reference(7)"},
	{"lib",  0,   ARG_VALUE, set_lib,  "DIR", "the folder with macros/ and templates/"},
	{"help", 'h', ARG_FLAG,  set_help, NULL,  "this text"},
};
enum { NOPTIONS = sizeof(table) / sizeof(*table) };

_Noreturn static void out_of_memory(void *ctx)
{
	(void)ctx;
	fputs("mc2cf: out of memory\n", stderr);
	exit(STATUS_TOOL);
}

/* Whether an entry is what was asked for: its name, in any case if need be, a code's name, or the name of its option. */
static bool is(const struct doc_entry *e, struct slice word)
{
	if (slice_caseeq(word, slice_of(e->name)))
		return true;
	if (e->group == DOC_CODES)
		return slice_eq_str(word, ((const struct diag_code *)e->row)->name);
	if (e->group == DOC_NAMES) {
		const char *option = ((const struct mc_conf *)e->row)->option;

		return option != NULL && slice_caseeq(word, slice_of(option));
	}
	return false;
}

static bool group(struct doc *d, const char *word)
{
	for (enum doc_group g = 0; g < DOC_GROUPS; g++)
		if (strcmp(word, doc_group_word(g)) == 0) {
			doc_list(d, g);
			return true;
		}
	return false;
}

/* A word may be in several tables: a mailer and a system. */
static bool entries(struct doc *d, const char *word)
{
	struct doc_entry e;
	bool found = false;

	for (enum doc_group g = 0; g < DOC_GROUPS; g++)
		for (size_t i = 0; doc_entry_at(d, g, i, &e); i++)
			if (is(&e, slice_of(word))) {
				doc_entry_text(d, &e);
				found = true;
			}
	return found;
}

/* In a short word a single slip is all that it can bear. */
static bool is_near(const char *word, const char *name)
{
	unsigned most = strlen(word) <= 4 ? 1 : 2;

	return slice_distance(slice_of(word), slice_of(name), most) <= most;
}

static int unknown(struct doc *d, const char *word)
{
	const char **names = arena_array(d->arena, DOC_NAMES_MAX, sizeof *names);
	struct doc_entry e;
	size_t n = 0;

	for (enum doc_group g = 0; g < DOC_GROUPS; g++) {
		for (size_t i = 0; n < DOC_NAMES_MAX && doc_entry_at(d, g, i, &e); i++)
			if (is_near(word, e.name))
				names[n++] = e.name;
		if (n < DOC_NAMES_MAX && is_near(word, doc_group_word(g)))
			names[n++] = doc_group_word(g);
	}
	fprintf(stderr, "mc2cf: nothing is called %s", word);
	args_did_you_mean(word, names, n);
	fputs("; mc2cf doc lists all names\n", stderr);
	return STATUS_INPUT;
}

static int write_out(struct doc *d, int status)
{
	int error = output_write(NULL, buf_slice(&d->out));

	if (error == 0)
		return status;
	fprintf(stderr, "mc2cf: standard output: %s\n", strerror(error));
	return STATUS_TOOL;
}

static int help(struct doc *d)
{
	struct buf *b = &d->out;

	buf_puts(b, "usage: mc2cf doc [--lib DIR] [GROUP | NAME ...]\n       mc2cf doc --man\n\ngroups:");
	for (enum doc_group g = 0; g < DOC_GROUPS; g++)
		buf_printf(b, " %s", doc_group_word(g));
	buf_putc(b, '\n');
	if (write_out(d, STATUS_OK) != STATUS_OK)
		return STATUS_TOOL;
	args_help(table, NOPTIONS);
	return fflush(stdout) == 0 ? STATUS_OK : STATUS_TOOL;
}

static int answer(struct doc *d, const struct doc_args *a, const struct args *args)
{
	int status = STATUS_OK;

	if (a->help)
		return help(d);
	if (a->man && args->nfiles != 0) {
		fprintf(stderr, "mc2cf: doc --man is about all names; %s is too much\n", args->files[0]);
		return STATUS_TOOL;
	}
	if (a->man)
		doc_man(d);
	for (enum doc_group g = 0; !a->man && args->nfiles == 0 && g < DOC_GROUPS; g++)
		doc_list(d, g);
	for (size_t i = 0; i < args->nfiles; i++)
		if (!group(d, args->files[i]) && !entries(d, args->files[i]))
			status = unknown(d, args->files[i]);
	return write_out(d, status);
}

int verb_doc(const struct invocation *in)
{
	struct doc d = {.arena = arena_new(0, out_of_memory, NULL)};
	struct doc_args a = {0};
	struct args args = {.table = table, .n = NOPTIONS, .into = &a};
	int status = STATUS_TOOL;

	if (d.arena == NULL)
		out_of_memory(NULL);
	buf_init(&d.out, d.arena);
	if (args_read(&args, d.arena, in->argc, in->argv)) {
		d.lib = a.lib != NULL ? a.lib : library_find(d.arena, in->argv0);
		if (a.lib != NULL && access(doc_format(&d, "%s/macros", a.lib), X_OK) != 0)
			fprintf(stderr, "mc2cf: %s/macros: %s\n", a.lib, strerror(errno));
		else
			status = answer(&d, &a, &args);
	}
	arena_free(d.arena);
	return status;
}
