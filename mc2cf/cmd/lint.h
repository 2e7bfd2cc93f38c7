/*
 * lint.h - the verb lint: gathers inputs, runs the checks, tells what they found
 *
 * lint_args.c reads the command line, lint_gather.c finds the files (and
 * lint_link.c keeps it from following links out of them),
 * lint_unit.c looks at one configuration with its tables, lint_pool.c at many;
 * lint_baseline.c and lint_since.c leave findings out, lint_fix.c mends files;
 * lint_explain.c prints pages.  The checks themselves are in lint/.
 */
#ifndef CMD_LINT_H
#define CMD_LINT_H

#include "base/arena.h"
#include "cmd/compile_args.h"
#include "lint/files.h"
#include "lint/lint.h"
#include "lint/report.h"
#include "lint/table.h"

struct lint_args {
	struct arena *arena;
	const char **file;
	size_t nfiles;
	const char *lib, *output, *explain, *root, *today, *baseline, *new_baseline, *since, *features;
	const char **include, **define, **silent, **only;
	size_t ninclude, ndefine, nsilent, nonly;
	struct symtab *built;          /* what the file `features' says, or NULL */
	const char *as;                /* "mc", "cf" or the word of a table; NULL: by name */
	lint_report_fn *format;
	enum diag_severity fail_on, least; /* least: what is less bad is not told */
	enum colour_choice colour;
	struct mc_version target;
	size_t jobs;
	bool trust, list, man, help, fix, dry_run;
};

/* ARGS_BAD after saying on standard error what is wrong. */
enum args_result lint_args_read(struct lint_args *x, struct arena *a, int argc, char **argv);
void lint_args_help(void);

enum lint_input_kind { LINT_INPUT_MC, LINT_INPUT_CF, LINT_INPUT_TABLE };

struct lint_input {
	const char *path;
	enum lint_input_kind kind;
	enum lint_table_kind table;
	bool named;                    /* on the command line, not found in a folder */
};

struct lint_inputs {
	struct arena *arena;
	struct lint_input *v;
	size_t n, cap;
};

/* The files of the command line, and those in its folders, sorted; false after saying what cannot be looked at. */
bool lint_gather(const struct lint_args *x, struct lint_inputs *in);
/* lint_link.c: whether a file that was found is a link to somewhere else, which is not followed; say: tells it. */
bool lint_leads_out(const struct lint_args *x, struct arena *a, const char *path, bool say);

/* One configuration with its tables, or (config NULL) tables that no configuration names. */
struct lint_unit {
	const struct lint_args *args;
	const struct lint_inputs *in;
	const struct lint_input *config;
	bool first;                    /* of this process: the templates that the build has parsed serve once */
	struct lint_findings *into;
	const struct symtab *claimed;  /* config NULL: tables that were looked at with a configuration, by path */
	bool colour;
};
/* False where it could not be looked at; said on standard error. */
bool lint_unit_run(const struct lint_unit *u);

/* The IR of a .mc or .cf, by its name; text: if it held that (p NULL: what it holds).  NULL where it has errors. */
struct ir *lint_ir_of(const struct lint_args *x, struct arena *a, struct slice name, struct slice text);

/* lint_built.c: reads what `sendmail -d0.1 -bt' printed; false after saying why not. */
bool lint_built_read(struct lint_args *x);

/* lint_pool.c: n configurations, by so many processes at once; result has room for each. */
struct lint_pool {
	const struct lint_args *args;
	const struct lint_inputs *in;
	struct arena *arena;
	const struct lint_input **unit;
	struct lint_findings *result;  /* each with its arena */
	size_t n, jobs;
	bool colour;
	bool again;                    /* this process has looked at others before */
	arena_oom_fn out_of_memory;
};
bool lint_pool_run(struct lint_pool *p);
/* lint_wire.c */
void lint_wire_put(const struct lint_findings *f, struct buf *out);
bool lint_wire_get(struct slice bytes, struct lint_findings *f); /* false: those are no findings; texts point into bytes */

/* lint_baseline.c, lint_since.c: take findings out of f; false after saying why not. */
bool lint_baseline_write(const char *path, const struct lint_findings *f);
bool lint_baseline_drop(const char *path, struct lint_findings *f);
bool lint_since(const struct lint_args *x, struct lint_findings *f);

/* lint_fix.c: makes the edits of the findings; diff: tells them there, and leaves the files alone.  *changes: so many files. */
bool lint_fix(const struct lint_args *args, const struct lint_findings *f, struct buf *diff, size_t *changes);
/* Whether a .mc or .cf means the same to sendmail with another text; *why: what differs. */
bool lint_same_meaning(const struct lint_args *args, struct arena *a, struct slice name, struct slice text, struct slice *why);
/* The sendmail.cf that a .mc would compile to if it had that text; false where it has errors. */
bool lint_cf_of(const struct lint_args *args, struct arena *a, struct slice name, struct slice text, struct slice *cf);

/* lint_files.c: the file system below a root; user names from its etc/passwd. */
struct lint_files *lint_files_below(struct arena *a, const char *root);

/* lint_explain.c: a page, the list of all, the manual page. */
bool lint_explain(struct arena *a, const char *code, struct buf *out);
void lint_list(struct buf *out);
void lint_man(struct arena *a, struct buf *out);

#endif
