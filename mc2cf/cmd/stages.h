/*
 * stages.h - the stages of a compile, for the verbs that want their result
 *
 * site.mc → m4 → site → templates → IR → text, with the diagnostics of all of
 * them queued.  One arena holds everything; out of memory ends the program.
 */
#ifndef CMD_STAGES_H
#define CMD_STAGES_H

#include "base/diag.h"
#include "cf/cf.h"
#include "cmd/compile_args.h"
#include "cmd/stats.h"
#include "expand/expand.h"
#include "ir/site.h"

struct compile {
	struct compile_args args;
	struct arena *arena;
	struct srcset *src;
	struct diags *d;
	struct buf out;           /* the result: sendmail.cf, or what --stop-after asks for */
	struct templates *templates;
	struct stats stats;
	struct site *site;        /* what came of the stages that were gone through; NULL before */
	struct ir *ir;
	struct cf_span *spans;    /* where the items stand in the result; NULL where nobody asked (trace) */
};

/* An arena that ends the program where there is no memory. */
struct arena *stages_arena(void);
/* Finds the library folder and makes the queue; false after saying on standard error what is wrong. */
bool stages_prepare(struct compile *c, const char *argv0);
/* All stages; STATUS_TOOL (and why, on standard error) where the tool could not work, else what the diagnostics say; they are not printed. */
int stages_run(struct compile *c);
void stages_print(struct compile *c);
/* Says on standard error why the tool could not work: STATUS_TOOL. */
int tool_error(const char *what, struct slice why);

#endif
