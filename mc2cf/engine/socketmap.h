/*
 * socketmap.h - the socketmap protocol: what is sent, and what a reply says
 *
 * Both are netstrings, `length:bytes,'.  A question is `map key'; a reply is a
 * word (OK, NOTFOUND, TEMP, TIMEOUT, PERM), a blank and a text.
 */
#ifndef ENGINE_SOCKETMAP_H
#define ENGINE_SOCKETMAP_H

#include "base/slice.h"

enum socketmap_reply {
	SOCKETMAP_MORE,     /* not all of it is there */
	SOCKETMAP_OK,
	SOCKETMAP_NOT_FOUND,
	SOCKETMAP_TEMP,
	SOCKETMAP_PERM,
	SOCKETMAP_UNKNOWN,  /* whole, but none of the words */
	SOCKETMAP_NO_LENGTH, SOCKETMAP_NO_COLON, SOCKETMAP_TOO_LONG, SOCKETMAP_NO_COMMA /* no netstring */
};

/* What the first n bytes of a reply are; *value: the text of OK; *length: as it says of itself, where that could be read. */
enum socketmap_reply socketmap_read(const char *p, size_t n, size_t most, struct slice *value, unsigned *length);

#endif
