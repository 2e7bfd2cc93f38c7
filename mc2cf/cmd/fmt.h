/*
 * fmt.h - the text of a .mc in its usual form
 *
 * Steps, each of which leaves what m4 makes of the text alone, as far as a
 * text can tell; who calls this compiles both and compares.
 */
#ifndef CMD_FMT_H
#define CMD_FMT_H

#include "base/buf.h"

enum fmt_step {
	FMT_FINAL,     /* the newline at the end */
	FMT_BLANKS,    /* blanks at line ends */
	FMT_EMPTY,     /* empty lines in a row */
	FMT_LEADING,   /* blanks before a directive */
	FMT_ARGUMENTS, /* one blank behind a comma, none behind the parenthesis */
	FMT_QUOTES,    /* names are quoted: FEATURE(`access_db'), define(`confX', …) */
	FMT_DNL,       /* dnl behind a directive that ends its line */
	FMT_STEPS
};

/* The text after a step, in the arena; the text itself where there is nothing to do. */
struct slice fmt_step(struct arena *a, struct slice text, enum fmt_step step);

#endif
