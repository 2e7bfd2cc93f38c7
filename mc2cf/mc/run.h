/*
 * run.h - one run of a program under limits: text in, two texts out
 *
 * Used for m4, and for git by mc2cf lint.  The program's input and outputs are files without a name,
 * so neither side ever waits for the other and we wake once, at the end.  It
 * gets LC_ALL=C, so that its messages are the ones that message.c reads; its
 * other environment and its folder are ours.
 */
#ifndef MC_RUN_H
#define MC_RUN_H

#include "base/buf.h"

enum run_end {
	RUN_EXITED,     /* status is its exit status */
	RUN_NOT_FOUND,  /* the program is not there or not to be run: status is an errno value */
	RUN_CPU,        /* out of processor time */
	RUN_WALL,       /* out of time by the clock */
	RUN_WAITED,     /* the same, and it did nothing but wait */
	RUN_OUTPUT,     /* printed too much */
	RUN_UNCONFINED, /* the sandbox cannot be kept here: status is an errno value */
	RUN_KILLED,     /* ended by another signal: status is its number */
	RUN_FAILED      /* no files or no process to be had: status is an errno value */
};

struct run {
	struct arena *arena;
	const char *const *argv;     /* NULL-terminated; argv[0] is looked up on the PATH */
	const char *const *readable; /* the paths that it may read, or NULL: as we may */
	struct slice input;          /* its standard input */
	int wall_milliseconds;
	unsigned cpu_seconds;
	size_t output_max, memory_max;
	void (*meanwhile)(void *ctx); /* what to do while it runs, or NULL; it is not waited for with a limit */
	void *ctx;
	bool met;                    /* meanwhile was called */
	size_t err_tail;             /* take only so much from the end of its standard error; 0: all */
	struct slice out, err;       /* what it printed, in the arena; two NUL bytes stand behind each */
	int status;
};

enum run_end run_program(struct run *r);
/* A path for mkstemp, in the folder that TMPDIR names or in /tmp. */
const char *run_temporary(struct arena *a);
/* The file that name means on the PATH, as execvp finds it, or NULL. */
const char *run_find(struct arena *a, const char *name);

#endif
