/*
 * written.h - a call of a directive as it stands in the .mc: its arguments, and where each begins
 *
 * The records tell what m4 made of a call; a diagnostic about one argument
 * wants the argument's own column, and help that shows how the line should
 * read wants the author's text.  Quotes are taken for ` and '.  A call of
 * more than MC_WRITTEN_MAX arguments ends in one that holds the rest.
 */
#ifndef MC_WRITTEN_H
#define MC_WRITTEN_H

#include "mc/front.h"

struct written {
	struct srcpos at[MC_WRITTEN_MAX];    /* where argument i begins, blanks before it left out; the first is number 0 */
	struct srcpos comma[MC_WRITTEN_MAX]; /* the comma, or for the first the parenthesis, in front of it */
	struct slice text[MC_WRITTEN_MAX];   /* as written, quotes included */
	struct slice rest[MC_WRITTEN_MAX];   /* from argument i to the closing parenthesis */
	size_t n;
};

/*
 * Reads the call of name whose first argument is first (quotes do not count; empty: any) at or behind at.  False where
 * the text there is no such call: it comes out of a macro, say, or has quotes of its own.
 */
bool front_written(struct front *f, struct srcpos at, struct slice name, struct slice first, struct written *w);
/* The place of an argument (the first is number 1); at where it is not known. */
struct srcpos front_argument(struct front *f, struct srcpos at, struct slice name, struct slice first, size_t i);
/* A text without m4's quotes, on one line, blanks single; an apostrophe that closes nothing stays. */
struct slice front_unquoted(struct front *f, struct slice text);
/* Where a text that help puts into quotes has an apostrophe, which would close them: what to do. */
void front_help_apostrophe(struct diag *g, struct slice text);

#endif
