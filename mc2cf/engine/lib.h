/*
 * lib.h - libraries that are loaded when they are first wanted
 *
 * A program that asks no directory should not pay for libldap at each start, and
 * one that has no LMDB should work without it.  The headers are wanted to build.
 */
#ifndef ENGINE_LIB_H
#define ENGINE_LIB_H

#include <stdbool.h>
#include <stddef.h>

/* A function of the library, and where in the caller's table its address goes. */
struct lib_function {
	const char *name;
	size_t offset;
};

/*
 * Loads the first of the files that is there (n names) and fills table; it stays loaded.  False: *why says why not, in
 * static text or in text of dlerror that holds until the thread's next call.
 */
bool lib_load(const char *const *files, size_t n, const struct lib_function *f, size_t nf, void *table, const char **why);

#endif
