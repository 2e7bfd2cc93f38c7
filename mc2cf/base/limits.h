/*
 * limits.h - every limit of base/, with its reason
 */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#include <stddef.h>
#include <stdint.h>

/* So much is asked of the host at once at most: a large job asks seldom, and a small one has few pages in vain.  Less than whole pages, for the block's head. */
#define ARENA_BLOCK ((size_t)256 * 1024 - 64)
/* The first block: many jobs take no more.  Each that follows is as large as all before it; where memory was reserved little more is needed. */
#define ARENA_BLOCK_FIRST ((size_t)8 * 1024 - 64)

/* A large page, as most systems have it. */
#define ARENA_LARGE ((size_t)2 * 1024 * 1024)

/* A buffer's first size: most are a line or a name. */
#define BUF_MIN ((size_t)64)

/* A new table's slots; it grows when half full: a name that is not there is found missing at once. A power of two. */
#define SYMTAB_MIN ((size_t)16)

/* Names longer than this are not compared for did-you-mean: nobody mistypes that much, and the cost is quadratic. */
#define SLICE_DISTANCE_MAX_LEN ((size_t)64)

/* Numbers of files above this are those of an image's files. */
#define SRC_IMAGE ((uint32_t)1 << 24)

/* A source file that a diagnostic loads only to show a line of it. Larger ones are not mail configurations. */
#define SRC_SHOW_MAX ((size_t)16 * 1024 * 1024)

/* Bytes of a line in which a word is searched that a diagnostic is about: a line of megabytes may have thousands of them. */
#define SRC_WORD_MAX ((size_t)16 * 1024)

/* A shown source line is cut here, so that a diagnostic stays readable; in bytes. */
#define DIAG_LINE_MAX ((size_t)160)

/* Diagnostics kept in one run: beyond it one more says how many were left out. A broken input of 1 MB must not print 1 GB. */
#define DIAG_MAX ((size_t)10000)

/* Nesting of JSON that is read: the files that we write have five levels, and each takes stack. */
#define JSON_DEPTH_MAX 32u

#endif
