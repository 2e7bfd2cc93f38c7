/*
 * limits.h - sendmail's own limits that reader and writer know, with their reason
 *
 * The numbers are those of sendmail 8.17.1 as built by default; each was seen in
 * its own message when it is passed.
 */
#ifndef CF_LIMITS_H
#define CF_LIMITS_H

/* "Macro/class name ({…}) too long (25 chars max)" */
#define CF_NAME_MAX 25
/* "bad ruleset N (100 max)": numbers that a site may use; names get the rest. */
#define CF_RULESETS_MAX 100
/* From this version level on # begins a comment on any line (op guide 5.8). */
#define CF_LEVEL_COMMENTS 3
/* Before this level the operator characters stand in macro $o. */
#define CF_LEVEL_OPERATORCHARS 7
/* Level of the newest .cf; what a reader assumes of nothing: sendmail itself begins with 0. */
#define CF_LEVEL_MAX 10

/* Rows of options.def that a did-you-mean looks at: there are 170 or so. */
#define CF_OPTIONS_MAX 256

/* The writer folds a mailer's fields at this column, so that they are seen whole on a terminal. */
#define CF_WIDTH 78
/* A rule's right-hand side stands at a common column, but never further out than this: one long rule must not push the others away. */
#define CF_RHS_COLUMN_MAX 40

/* The operator characters that sendmail.cf files set, for what is read ahead; under others it is read again. */
#define CF_OPERATORS_USUAL ".:%@!^/[]+"

#endif
