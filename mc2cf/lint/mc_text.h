/*
 * mc_text.h - the text of a .mc, cut into calls without m4
 *
 * Checks of what stands in the text, and what mends or formats it, need places
 * that m4 does not keep.  This knows quotes, parentheses, dnl and # comments as
 * stock's files have them; what a macro expands to it does not know.
 */
#ifndef LINT_MC_TEXT_H
#define LINT_MC_TEXT_H

#include "base/arena.h"
#include "base/src.h"

enum lint_call_where {
	LINT_CALL_LIVE,   /* m4 takes it */
	LINT_CALL_HASH,   /* behind a # at the start of a line: m4 takes it all the same */
	LINT_CALL_DNL     /* in a dnl comment: m4 does not see it */
};

/* NAME(`arg', …), or a NAME alone that is a directive in capitals or one of m4's own. */
struct lint_call {
	struct slice name;
	struct slice whole;        /* from the name to the closing parenthesis */
	struct slice *arg;         /* without blanks before it and one layer of quotes */
	size_t nargs;
	struct srcpos at;
	enum lint_call_where where;
	size_t depth;              /* 0: not within another call's arguments */
	bool dnl;                  /* dnl stands right behind it */
};

struct lint_mc {
	struct slice text;
	uint32_t file;
	struct lint_call *call;
	size_t ncalls, cap;
	const char **end;          /* newlines that stand in no quotes and in no call: a line ends there for its reader too */
	size_t nends, ends_cap;
};

/* Cuts the text; slices point into it. */
const struct lint_mc *lint_mc_read(struct arena *a, struct slice text, uint32_t file);
/* The next call of that name behind *i that m4 takes: for (size_t i = 0; (c = lint_mc_call(mc, "FEATURE", &i)) != NULL;) */
const struct lint_call *lint_mc_call(const struct lint_mc *mc, const char *name, size_t *i);
/* The place of a byte of the text. */
struct srcpos lint_mc_place(const struct lint_mc *mc, const char *p);

#endif
