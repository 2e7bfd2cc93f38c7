/*
 * diff.h - two texts, told as a unified diff
 */
#ifndef CMD_DIFF_H
#define CMD_DIFF_H

#include "base/buf.h"

/* Appends what `diff -u' says of old and new under the names a/NAME and b/NAME; nothing where they are equal. */
void diff_unified(struct buf *out, struct slice name, struct slice old, struct slice new);

#endif
