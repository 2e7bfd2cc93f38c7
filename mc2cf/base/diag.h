/*
 * diag.h - diagnostics: queued by every stage, printed once, sorted by place
 *
 * A diagnostic is a code (MC0123), a severity, a place, one sentence that says
 * what is wrong, and optionally: other places ("defined here"), what to do
 * (help), and a did-you-mean.  Stages queue them and go on, so that one run
 * reports everything.  The list of codes is a table given by the program
 * (see ir/codes.def): this folder knows nothing of mail.
 *
 * Printed form:
 *     site.mc:12:9: error: unknown FEATURE `acess_db' [MC0201]
 *        12 | FEATURE(`acess_db')dnl
 *           |         ^
 *     site.mc:3:1: note: …
 *     help: did you mean `access_db'?
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdbool.h>
#include <stdio.h>

#include "base/src.h"
#include "base/symtab.h"

enum diag_severity { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR };

struct diag_code {
	unsigned number;             /* 123 is printed as MC0123 */
	enum diag_severity severity; /* as the table has it, before -Werror and -Wno-… */
	const char *name;            /* "unknown-feature" */
	const char *summary;         /* one line of help */
};

struct diags;
struct diag; /* one diagnostic that is being made */

/* codes: n rows sorted by number; must live as long as the queue. */
struct diags *diags_new(struct arena *a, struct srcset *src, const struct diag_code *codes, size_t n);
/* -Werror, -Wno-MC0123 and -Wno-unknown-feature; false where the name is not a code.  An error cannot be silenced. */
void diags_werror(struct diags *d);
bool diags_silence(struct diags *d, struct slice code_or_name);

/* That code is an error here, whatever the table says. */
void diags_raise(struct diags *d, unsigned code);

/* The number of "MC0123", without care for case; 0 when it is no such word. */
unsigned diag_code_number(struct slice s);

/* Queues a diagnostic; the return value takes the details below and is never NULL. */
__attribute__((format(printf, 4, 5))) struct diag *diag_add(struct diags *d, unsigned code, struct srcpos at, const char *fmt, ...);
/* Another place that matters: "first used here". */
__attribute__((format(printf, 3, 4))) void diag_place(struct diag *g, struct srcpos at, const char *fmt, ...);
/* What to do. */
__attribute__((format(printf, 2, 3))) void diag_help(struct diag *g, const char *fmt, ...);
/* Adds "did you mean `x'?" where one of the n names is near to name (see slice_distance); true when one was. */
bool diag_near(struct diag *g, struct slice name, const char *const *names, size_t n);
/* The same with the first max names of a table that are longer than a letter. */
bool diag_near_in(struct diag *g, struct slice name, const struct symtab *names, size_t max);
/* It explains its whole line: what is queued for that line later follows from it, and is dropped (not errors, where it is a warning). */
void diag_whole_line(struct diag *g);
/* Whether some diagnostic has explained that line. */
bool diags_explained(const struct diags *d, struct srcpos at);
/* The width in columns that the caret underlines (default 1). */
void diag_span(struct diag *g, size_t columns);

/* How often something was said, whether or not it was kept: equal findings are kept once, and there is a limit. */
size_t diags_said(const struct diags *d);
struct srcset *diags_src(const struct diags *d);
size_t diags_errors(const struct diags *d);   /* -Werror counted */
size_t diags_warnings(const struct diags *d);
/* Prints all, sorted by place, equal ones once, to f; colour: ANSI colours. */
void diags_print(struct diags *d, FILE *f, bool colour);

/* Mends it: n bytes at the place (they may go over the ends of lines) become another text.  Several edits of one diagnostic belong together. */
void diag_edit(struct diag *g, struct srcpos at, size_t n, struct slice text);

/* For reporters (JSON, SARIF …): the i-th in sorted order, false at the end. */
struct diag_note {
	struct diag_note *next;
	struct srcpos at;
	struct slice text;
};
struct diag_fix {
	struct diag_fix *next;
	struct srcpos at;
	size_t n;
	struct slice text;
};
struct diag_view {
	const struct diag_code *code;
	enum diag_severity severity;
	struct srcpos at;
	size_t span;                   /* bytes of the line that it is about */
	struct slice text, help;
	const struct diag_note *notes; /* other places, in order */
	const struct diag_fix *fixes;
};
bool diags_view(struct diags *d, size_t i, struct diag_view *v);
/* The i-th alone, as diags_print() has it. */
void diags_print_one(struct diags *d, size_t i, FILE *f, bool colour);
/* Takes out of the queue what drop() says, errors too: how reporters leave out what somebody has allowed. */
void diags_drop(struct diags *d, bool (*drop)(void *ctx, const struct diag_view *v), void *ctx);

#endif
