/*
 * numbers.h - numbers for helper rulesets of the templates' own
 *
 * sendmail gives a named ruleset the next free number from 199 down, and has
 * room for a hundred of them.  Sites and -bt see these numbers, so the rulesets
 * that stock has keep stock's (see templates/rules/index.cf), and helpers get
 * one below 100 that nobody uses: `SHelper=%{free_number}' in a template.
 * Numbers that the site's own S lines take are left alone; so are those that
 * stock's rulesets and mailers name.  The same site gives the same numbers.
 */
#ifndef EXPAND_NUMBERS_H
#define EXPAND_NUMBERS_H

#include "ir/site.h"

#define NUMBERS_MAX 100 /* sendmail itself numbers from here */

struct numbers {
	bool counted;            /* the site's own are in used */
	bool used[NUMBERS_MAX];
};

/* The next free number, or 0 where none is left. */
unsigned numbers_next(struct numbers *n, const struct site *site);

#endif
