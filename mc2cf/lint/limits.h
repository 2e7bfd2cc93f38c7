/*
 * limits.h - every limit of lint/, with its reason
 */
#ifndef LINT_LIMITS_H
#define LINT_LIMITS_H

#include <stddef.h>

/* A word is looked for in the line of its directive and so many below: a call of a directive is seldom longer. */
#define LINT_WORD_LINES 8
/* Calls within calls of a .mc that are kept apart: nobody writes more, and what is deeper is text to us. */
#define LINT_CALL_DEPTH ((size_t)32)
/* Arguments of one call that are kept: a DNS list with all its answers has fewer. */
#define LINT_CALL_ARGS ((size_t)64)
/* Bytes of a line that are kept with each finding in it, to know it again: a line of megabytes may have thousands of findings. */
#define LINT_SOURCE_MAX ((size_t)1024)
/* Tokens of one side of a rule that are compared: longer ones are left alone. */
#define LINT_PATTERN_MAX ((size_t)64)
/* Calls from ruleset to ruleset that are followed: sendmail itself follows 50. */
#define LINT_CALLS_DEPTH 20u

/* Entries of a mailertable that are followed from one: nobody sends mail on so often. */
#define LINT_MAILERTABLE_STEPS ((size_t)50)
/* Steps along which a virtusertable's entry or an alias is followed: sendmail itself gives up before (MaxAliasRecursion, 10). */
#define LINT_VIRTUSER_STEPS ((size_t)50)
#define LINT_ALIAS_STEPS ((size_t)10)
/* Targets that are looked at on the way from one alias: lists of lists would be walked for ever. */
#define LINT_ALIAS_VISITS ((size_t)2000)

/* So many rules back one is looked for that takes everything from a rule: rulesets that people write are shorter, and the time grows with it. */
#define LINT_RULES_BACK ((size_t)256)

#endif
