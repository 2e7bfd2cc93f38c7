/*
 * library.h - where the folder with macros/ and templates/ is
 *
 * The binary finds it from its own path, so that versions that are installed
 * side by side never mix: BIN/../share/mc2cf-VERSION, or, for a binary in build/
 * or build/VARIANT/, the source tree that the build folder stands in.
 */
#ifndef CMD_LIBRARY_H
#define CMD_LIBRARY_H

#include <stdbool.h>

#include "base/arena.h"

/* The folder, or NULL where there is none; argv0 serves where the system does not tell a program its path. */
const char *library_find(struct arena *a, const char *argv0);
/* The path of the running binary in buf (PATH_MAX bytes); false where it cannot be known. */
bool library_own_path(char *buf, const char *argv0);

#endif
