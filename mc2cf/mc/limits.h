/*
 * limits.h - every limit of the .mc front end, with its reason
 *
 * A .mc is a program in m4, so it can loop, recurse and print without end.
 * A real one takes a few milliseconds and prints some ten kilobytes.
 */
#ifndef MC_LIMITS_H
#define MC_LIMITS_H

#include <stddef.h>

/* The largest .mc that is read: the largest known one has 60 KB. */
#define MC_FILE_MAX ((size_t)4 * 1024 * 1024)
/* m4's processor time in seconds: a thousand times what a real .mc takes, and short enough to wait for. */
#define MC_CPU_SECONDS 2u
/* The second run, which only finds where m4 loops: the trace fills within this time. */
#define MC_TRACE_MILLISECONDS 700
/* Time by the clock in milliseconds: for an include that blocks (a pipe, a terminal), which costs no processor time. */
#define MC_WALL_MILLISECONDS 4000
/* A run that ended by the clock and used less processor time than this was waiting, not looping. */
#define MC_WAIT_MICROSECONDS 200000
/* m4's memory: its libraries take 10 MB; a macro that doubles itself reaches this within a second. */
#define MC_MEMORY_BYTES ((size_t)256 * 1024 * 1024)
/* What m4 may print: two hundred times the largest known .cf. */
#define MC_OUTPUT_MAX ((size_t)16 * 1024 * 1024)
/* How many lines with an open quote are left out, one after the other, so that the rest of the .mc is checked too. */
#define MC_MENDS 4
/* m4's nesting of calls in arguments: real ones stay below 30, and each level takes stack of m4's own. */
#define MC_NESTING "2000"
/* Slots of m4's table of names, a prime: of its default of 65537 every one is touched at the start, which takes longer than the prelude. */
#define MC_HASH "4093"
/* Records inside a record's field: a name's value that calls a directive. */
#define MC_RECORD_DEPTH 16
/* What is expanded without m4 (plain.h) gives up at these, and m4 does the work: real ones stay far below. */
#define PLAIN_ARGS 32
#define PLAIN_DEPTH 64
#define PLAIN_NESTING 24
#define PLAIN_CALLS 20000
#define PLAIN_BYTES ((size_t)1024 * 1024) /* read, in files and in what names stand for */
#define PLAIN_FILES 64
#define PLAIN_LATER 64
/* Diversions that a .mc can mean: the sections. */
#define PLAIN_DIVERSIONS 10
/* Fields of a record: ten arguments and what goes before them. */
#define MC_FIELDS_MAX 24
/* Numbered uses; beyond it the rest is dropped with a diagnostic. Real ones stay below 200. */
#define MC_USES_MAX 100000
/* How many lines behind the line that m4 names a directive is searched: m4 gives the line where the outermost call begins, such as an ifdef. */
#define MC_LOOK_AHEAD 200u
/* More than any release of sendmail in a line has had, so that 8.14 without a number is the last of them: 8.12 went up to 11. */
#define MC_PATCH_MAX 99
/* Arguments of a call that are told apart as written: FEATURE(enhdnsbl) reads ten; the last takes the rest of a longer call. */
#define MC_WRITTEN_MAX 16
/* A log with more records than this is looked through for includes in a circle: a real .mc leaves some 500. */
#define MC_LOG_LONG 1000
/* An include that was carried out so often at one place is one of a circle: m4 itself knows no limit but that of open files. */
#define MC_CIRCLE 100
/* Names of macros that a message about a loop lists: a loop of more is not understood by its list either. */
#define MC_LOOP_NAMES 8
/* Bundles of a folder that a wrong name is compared with: stock has 60 OSTYPEs. */
#define MC_BUNDLES_NEAR 256
/* Names that are proposed for one that has some of their words: more are no help. */
#define MC_NAMES_NEAR 2
/* Words that an option takes: SSL options are the most, some 60. */
#define MC_WORDS_MAX 96
/* How many lines, from the one of its directive on, are searched for a word of a value. */
#define MC_WORD_LINES 20u
/* How many lines of the trace's end are looked at to find a loop. */
#define MC_TRACE_TAIL ((size_t)64 * 1024)
/* Files that are open in one another at the same time, and macros in one another, that the way to a directive tells: longer ways are cut. */
#define MC_TRACE_FILES 64
#define MC_TRACE_MACROS 8u

#endif
