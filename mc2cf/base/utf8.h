/*
 * utf8.h - text from outside, for formats that allow UTF-8 alone
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/slice.h"

/* How many bytes the character at the start of a text has, 1 to 4; 0 where it is not UTF-8, or the text is empty. */
size_t utf8_length(struct slice s);
/* What stands for bytes that are none. */
#define UTF8_REPLACEMENT "\xef\xbf\xbd"

#endif
