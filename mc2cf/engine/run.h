/*
 * run.h - runs a program for a map or a class, as sendmail runs it
 *
 * No shell sees the words.  The program gets an empty environment but for AGENT
 * and what E lines say, nothing to read, /tmp to be in; where we are root it is
 * the user of option DefaultUser, without root's other groups.  It has
 * MAP_PROGRAM_TIMEOUT seconds.
 */
#ifndef ENGINE_RUN_H
#define ENGINE_RUN_H

#include "ir/ir.h"

struct run {
	char *const *words;  /* ends with NULL; the first is its path */
	const struct ir *ir; /* the lines that count */
	char *out;           /* room for what it prints; what is more is read and lost */
	size_t size;
};

/* False, with errno: it could not be run. n: bytes in out; status: as waitpid() has it. */
bool run_program(const struct run *r, struct arena *work, size_t *n, int *status);

#endif
