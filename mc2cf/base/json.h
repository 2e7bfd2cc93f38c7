/*
 * json.h - JSON (RFC 8259): written piece by piece, read as a tree
 *
 * The writer puts text into a buffer; it knows where commas and line breaks
 * belong and nothing else, so who opens must close.  Bytes that are no UTF-8
 * become U+FFFD, since JSON has no way to say them.
 *
 * The reader takes any bytes: what is no JSON is refused with the place where
 * it stops being one, nesting is bounded, memory is the arena's.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdint.h>

#include "base/buf.h"

struct json {
	struct buf *out;
	unsigned flat;   /* what is nested deeper than this stands on one line */
	unsigned depth;
	bool more;       /* something stands before in the open object or array */
};

/* In an object every value has a key; elsewhere the key is NULL.  bracket: { or [, and json_close() gets it again. */
void json_open(struct json *j, const char *key, char bracket);
void json_close(struct json *j, char bracket);
void json_string(struct json *j, const char *key, struct slice value);
void json_number(struct json *j, const char *key, unsigned long value);
void json_bool(struct json *j, const char *key, bool value);
void json_null(struct json *j, const char *key);

enum json_kind { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json_value {
	enum json_kind kind;
	struct slice key;          /* of a member of an object */
	struct slice text;         /* a string without its escapes; a number or a word as written */
	struct json_value *v;      /* members or elements */
	size_t n;
};

/* The value that text holds, or NULL and the offset where it goes wrong. */
const struct json_value *json_read(struct arena *a, struct slice text, size_t *wrong);
/* A member of an object (the first of that name); one that is null, or of another kind than the one wanted, is NULL like one that is not there. */
const struct json_value *json_get(const struct json_value *object, const char *key, enum json_kind kind);
/* The same as text, and as a number up to 2^32 - 1; empty and 0 where it is not there. */
struct slice json_text(const struct json_value *object, const char *key);
uint32_t json_uint(const struct json_value *object, const char *key);

#endif
