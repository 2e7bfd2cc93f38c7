/*
 * limits.h - sendmail's own limits that the checks know, with their reason
 *
 * The numbers are those of sendmail 8.17.1 as built by default; each was seen in
 * its own message when it is passed.
 */
#ifndef IR_LIMITS_H
#define IR_LIMITS_H

/* "R line: too many wildcards": operators on a left-hand side; $1 to $9 name them. */
#define IR_OPERATORS_MAX 9
/* "too many arguments for map lookup" */
#define IR_MAP_ARGS_MAX 9

/* A finding's sentence is cut here, in bytes: it may hold names of any length. */
#define IR_SENTENCE_MAX 256
/* How many lines, from the one of its directive on, are searched for a word of a value. */
#define IR_WORD_LINES 20u
/* Names looked at for a did-you-mean: more than any configuration has; the rest is not suggested. */
#define IR_NEAR_MAX 512
/* How many slips (letters changed, swapped, left out) a hook's misspelled name may have: check_mail and check_relay are five apart. */
#define IR_HOOK_SLIPS 2

#endif
