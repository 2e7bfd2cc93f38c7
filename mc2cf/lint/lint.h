/*
 * lint.h - the lint: checks over a configuration that compiles, and what lies beside it
 *
 * A check is one short function, void check_x(const struct lint *l), with a
 * row in checks.def (code, severity, name, stage, title) and a page in pages/
 * (why, a bad and a good example, since, source).  It looks at what struct
 * lint shows, asks query.h, and queues diagnostics; it reads no file and
 * changes nothing.  Who calls lint_run() has gathered the inputs: what is not
 * there is NULL, and the checks that need it are not called.
 *
 * To add a check: a row, a page, a function in the file of its topic, and a
 * folder tests/lint/CODE/ (see tests/README.md).
 */
#ifndef LINT_LINT_H
#define LINT_LINT_H

#include "base/diag.h"
#include "ir/ir.h"
#include "ir/site.h"

/* What a check looks at, and so when it is called. */
enum lint_stage {
	LINT_RULES,  /* the IR: rules, rulesets, maps, mailers, macros and classes */
	LINT_MC,     /* the text of a .mc; the site that it asks for */
	LINT_CF,     /* the text of a .cf */
	LINT_SITE,   /* settings: how well the configuration is secured; from a .mc or a .cf */
	LINT_TABLE,  /* one table, or one class file; called for each */
	LINT_FILES,  /* owners and modes of the files that the configuration names */
	LINT_SELF    /* the lint itself: nobody calls these */
};

struct lint_mc;    /* mc_text.h: a .mc cut into calls */
struct lint_table; /* table.h: a table cut into rows */
struct lint_files; /* files.h: the file system */
struct lint_memo;  /* what queries found once */

struct lint {
	struct arena *arena;
	struct diags *d;
	struct srcset *src;
	uint32_t file;                  /* the .mc or .cf; 0: tables alone */
	struct slice text;              /* its text */
	bool is_mc;
	const struct ir *ir;            /* NULL: there is none, or it has errors that must be mended first */
	const struct ir *settings;      /* where ir is NULL: an IR whose rules may be wrong and whose settings are what the .mc says; NULL: not even those */
	const struct site *site;        /* NULL: not a .mc */
	const struct lint_mc *mc;       /* NULL: not a .mc */
	const struct lint_table *const *tables; /* those that this configuration names */
	size_t ntables;
	const struct lint_table *table; /* in a check of LINT_TABLE: the one that it is called for */
	const struct symtab *built;     /* what the sendmail that is meant was built with; NULL: not known */
	const struct lint_files *files; /* NULL: the files are those of another machine */
	unsigned target_minor, target_patch; /* the sendmail that is meant: 8.minor.patch; 0: the newest */
	struct lint_memo *memo;
};

typedef void lint_fn(const struct lint *l);

struct lint_check {
	const struct diag_code *code;
	enum lint_stage stage;
	lint_fn *fn;                    /* NULL: the function of a row above finds it too */
};

struct lint_page {
	unsigned number;
	const char *why, *bad, *good;   /* bad, good: lines of a configuration */
	const char *since;              /* the release of sendmail from which it matters; "" always */
	const char *source;             /* where it can be read */
};

/* checks.c: every code of every stage, the compiler's too, sorted by number. */
const struct diag_code *lint_codes(size_t *n);
/* The code of "MC0123" or "unknown-feature", in any case; NULL: there is none. */
const struct diag_code *lint_code_find(struct slice code_or_name);
const struct diag_code *lint_code_numbered(unsigned number);
const struct lint_check *lint_check_at(size_t i); /* NULL past the end */
const struct lint_page *lint_page_find(unsigned number); /* NULL: there is none */
/* Whether the fix of a finding is meant to change what sendmail sees; otherwise it must not. */
bool lint_fix_changes(unsigned number);
/* Whether a finding makes one of the other code (0: of any) superfluous in its line. */
bool lint_replaces(unsigned number, unsigned other);
/* Whether the lint calls an error what the compiler only warns of. */
bool lint_raises(unsigned number);
enum diag_severity lint_severity(const struct diag_code *code);
/* What the stage is about, in a word or two. */
const char *lint_stage_title(enum lint_stage s);

/* run.c: calls every check for which there is something to look at. */
void lint_run(struct lint *l);

/* waiver.c: takes out what the sources allow (`mc2cf: allow MC1234 until=2027-01-01 reason="why"'), and adds findings about that. today: 2026-11-26. */
void lint_waive(const struct lint *l, struct slice today);

#endif
