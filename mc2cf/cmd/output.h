/*
 * output.h - a result reaches its file whole or not at all
 *
 * A regular file (also behind a symbolic link, which stays) is replaced by
 * rename: the text goes to a temporary file beside it, is synced, gets the old
 * file's mode and, where that is allowed, its owner.  So a full disk or a kill
 * leaves the old file as it was.  Anything else (a device, a pipe) is
 * written through.
 */
#ifndef CMD_OUTPUT_H
#define CMD_OUTPUT_H

#include "base/slice.h"

/* Writes text to the file at path; "-" or NULL is standard output.  0, or an errno value. */
int output_write(const char *path, struct slice text);

#endif
