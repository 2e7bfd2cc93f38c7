/*
 * limits.h - every limit of the command line, with its reason
 */
#ifndef CMD_LIMITS_H
#define CMD_LIMITS_H

#include <stddef.h>

/* What a compile takes for most sites, in bytes: a large page. */
#define COMPILE_MEMORY (ARENA_LARGE - 64)
/* Options of one verb: more would not be a table that people read. */
#define ARGS_NAMES_MAX 64
/* Names that an unknown word of mc2cf doc is compared with: more than all tables have together. */
#define DOC_NAMES_MAX 4096
/* A source map or a sendmail.cf that mc2cf where reads: a map is some five times as large as its sendmail.cf. */
#define SRC_MAP_MAX ((size_t)64 * 1024 * 1024)

/* Folders within folders that mc2cf lint walks: a mail configuration has two or three. */
#define LINT_FOLDER_DEPTH 32
/* A .cf or a table larger than this is none that a person wrote, in bytes. */
#define LINT_INPUT_MAX ((size_t)256 * 1024 * 1024)

/* git looks at one file: more time or memory than this, and something is wrong with it. */
#define LINT_GIT_MILLISECONDS 60000
#define LINT_GIT_MEMORY ((size_t)4 * 1024 * 1024 * 1024)
/* Cells of the table with which two texts are compared, four bytes each: two thousand lines beside two thousand. */
#define DIFF_CELLS_MAX ((size_t)4 * 1024 * 1024)
/* Processes that share the work of mc2cf lint: more do not make it faster. */
#define LINT_JOBS_MAX 64
/* Rounds of --fix: what one fix makes possible is fixed in the next.  Fixes that never come to rest are a fault of ours. */
#define LINT_FIX_ROUNDS 8
/* The progress line is shown when the work takes longer than this. */
#define LINT_PROGRESS_MILLISECONDS 300

#endif
