/*
 * limits.h - every limit of the engine, with its reason
 *
 * Those that sendmail has carry its number (8.17.1 as built by default, seen in
 * its own message when it is passed): a configuration meets the same wall here.
 */
#ifndef ENGINE_LIMITS_H
#define ENGINE_LIMITS_H

#include <stddef.h>

/* "Address … too long (255 bytes max)" */
#define ENGINE_ADDRESS_MAX 255
/* Bytes of one token: what is longer is no address any more. */
#define ENGINE_TOKEN_MAX 256
/* Text in a message: longer is shown as its first and last hundred bytes. */
#define ENGINE_SHOWN_MAX 203
/* "expansion too long": tokens of a workspace. */
#define ENGINE_TOKENS_MAX 1000
/* Bytes of a workspace as text, of a map's key and of its value: ENGINE_TOKENS_MAX words and the blanks between them. */
#define ENGINE_TEXT_MAX 16384
/* "excessive recursion (max 50)": calls of rulesets by rulesets. */
#define ENGINE_CALLS_MAX 50
/* "Too many subroutine calls (16 max)": calls of one right-hand side. */
#define ENGINE_SUBCALLS_MAX 16
/* "Infinite loop in ruleset": how often a rule may match one after the other. */
#define ENGINE_LOOPS_MAX 100
/* "bad ruleset N (100 max)": numbers that a site may use; names get those above, from the top. */
#define ENGINE_NUMBERS_MAX 100
#define ENGINE_RULESETS_MAX 200
/* "too many wildcards": operators of a left-hand side. */
#define ENGINE_OPERATORS_MAX 9
/* "too many arguments for map lookup" */
#define ENGINE_ARGS_MAX 10
/* A macro whose value names a macro whose value …: sendmail's own depth. */
#define ENGINE_EXPAND_MAX 10
/* Bytes of a macro's value once it is expanded. */
#define ENGINE_EXPANSION_MAX 8192

/*
 * The step budget of one rewrite where the host names none: a step is a rule tried or a binding extended.  Ordinary
 * addresses take some hundreds; nine $* over a thousand tokens would take longer than anybody lives.
 */
#define ENGINE_STEPS 5000000
/* The most that a host may allow. */
#define ENGINE_STEPS_MAX 0x7fffffff

/* Words that a context has seen beyond those of its program: then it forgets them, between two rewrites. */
#define ENGINE_WORDS_KEPT 8192
/* Words that one rewrite may make: more than a thousand tokens in every step of the deepest recursion would. */
#define ENGINE_WORDS_MAX ((unsigned)1 << 22)
/* Bytes that answers of maps may take before they are given back: a value is some hundred. */
#define ENGINE_SCRATCH_KEPT ((size_t)1024 * 1024)
/* Bytes of what a context keeps of its runs (see trail.h): some thousand trails; when they are more, it begins anew. */
#define ENGINE_TRAILS_KEPT ((size_t)4 * 1024 * 1024)
/* Words of a program: fold numbers have 26 bits; half of them, but two, are for those that stand in the key of a trail. */
#define ENGINE_PROGRAM_WORDS_MAX (((unsigned)1 << 25) - 2)

/* Answers of maps that a context keeps, and bytes of a question, and of its answer: some hundred kB of those that are asked in practice, 4 MB at most. */
#define ENGINE_ANSWERS 4096
#define ENGINE_ANSWER_MAX ((size_t)512)
/* Macros that are set before a file is read on this machine, the host's own among them. */
#define MACHINE_MACROS 32
/* Addresses of the machine's name that are kept: a name with more has them in vain. */
#define MACHINE_ADDRESSES 64
/* The hosts file and what says how it is asked: a larger one the C library may read by itself. */
#define HOSTS_MAX ((size_t)1024 * 1024)
/* A program takes so many bytes for each of its file: they are asked for at once, up to a size, since a few large pages are made sooner than many. */
#define ENGINE_LOAD_SHARE(size) ((size) * 21 / 4)
/* … and so many at most. */
#define ENGINE_LOAD_MAX ((size_t)1536 * 1024)
/* A line that is kept comes after so many bytes in a usual .cf, most of which are comments and rules. */
#define ENGINE_LOAD_LINE ((size_t)192)
/* Words that a usual .cf has: room for them is made at once. */
#define ENGINE_LOAD_WORDS ((size_t)512)
/* A configuration file: larger ones are none. */
#define ENGINE_FILE_MAX ((size_t)64 * 1024 * 1024)

#endif
