/*
 * scan.h - text into tokens, as sendmail's prescan does it
 *
 * A run of ordinary bytes is a token, an operator character is one, a quoted
 * string with its quotes is one.  A backslash stays and takes away the meaning
 * of the byte behind it.  What is left open is closed, and said so.
 *
 * In text from a configuration byte 0x81 (SCAN_DOLLAR) stands for a $ that
 * begins the name of a macro; it is an ordinary byte here.
 */
#ifndef ENGINE_SCAN_H
#define ENGINE_SCAN_H

#include "engine/word.h"

#define SCAN_DOLLAR '\x81'

/* Kinds of bytes. */
enum { SCAN_ATOM, SCAN_OPERATOR, SCAN_QUOTE, SCAN_SPACE, SCAN_BACKSLASH, SCAN_META };

enum scan_result { SCAN_OK, SCAN_TOKEN_LONG, SCAN_MANY, SCAN_CODES, SCAN_NO_MEMORY };

struct scan {
	struct words *words;
	struct tok *v;          /* where tokens go */
	size_t n, max;
	char delim;             /* ends the text outside quotes and routes (<@a,@b:c>); 0: none */
	bool comments;          /* what is in parentheses is left out */
	unsigned comment;       /* parentheses that are open: in and out, for a text that comes in pieces */
	bool address;           /* from outside: sendmail's own codes are refused */
	bool bytes;             /* sendmail's own codes are ordinary bytes: a map's value cannot ask a map, nor separate */
	bool loose;             /* angle brackets need no partner, and quotes no end, as in rules */
	void (*fault)(void *data, char what); /* unbalanced: one of "<>( */
	void *data;
	size_t used;            /* bytes that were read, the delimiter not among them */
};

/* The kinds of all bytes under these operator characters (OperatorChars; ()<>,; are added). */
void scan_kinds(unsigned char kinds[256], struct slice operators);
enum scan_result scan_text(struct scan *s, struct slice text);

#endif
