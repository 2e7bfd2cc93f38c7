/*
 * run.h - one run of a program under limits: text in, two texts out
 *
 * Used for m4 only.  The program gets LC_ALL=C, so that its messages are the
 * ones that message.c reads; its other environment and its folder are ours.
 */
#ifndef MC_RUN_H
#define MC_RUN_H

#include "base/buf.h"

enum run_end {
	RUN_EXITED,    /* status is its exit status */
	RUN_NOT_FOUND, /* the program is not there or not to be run: status is an errno value */
	RUN_CPU,       /* out of processor time */
	RUN_WALL,      /* out of time by the clock */
	RUN_WAITED,    /* the same, and it did nothing but wait */
	RUN_UNCONFINED, /* the sandbox cannot be kept here: status is an errno value */
	RUN_OUTPUT,    /* printed too much */
	RUN_KILLED,    /* ended by another signal: status is its number */
	RUN_FAILED     /* no pipes or no process to be had: status is an errno value */
};

struct run {
	const char *const *argv;  /* NULL-terminated; argv[0] is looked up on the PATH */
	const char *const *readable; /* the paths that it may read, or NULL: as we may */
	struct slice input;       /* its standard input */
	int wall_milliseconds;
	unsigned cpu_seconds;
	size_t output_max, memory_max;
	bool tail;                /* of stderr keep only the end, and do not count it as output */
	struct buf out, err;      /* made by the caller with buf_init */
	int status;
};

enum run_end run_program(struct run *r);

#endif
