/*
 * print.c - see print.h
 *
 * Bytes with the eighth bit are M-x, but for the one that begins a macro's
 * name; line breaks and tabs are spelled, other control characters are left out.
 */
#include "engine/print.h"
#include "engine/scan.h"

size_t print_byte(char *to, unsigned char c)
{
	size_t n = 0;

	if (c == (unsigned char)SCAN_DOLLAR) {
		to[0] = '$';
		return 1;
	}
	if (c > META_CODE && c < META_CODE + META_COUNT) {
		to[0] = '$';
		to[1] = " #@:>(|)[]"[c - META_CODE];
		return 2;
	}
	if (c >= 0x80) {
		to[n++] = 'M';
		to[n++] = '-';
		c &= 0x7f;
	}
	if (c >= ' ' && c < 0x7f) {
		to[n++] = (char)c;
		return n;
	}
	if (n == 0 && (c == '\n' || c == '\r' || c == '\t')) {
		to[n++] = '\\';
		to[n++] = c == '\n' ? 'n' : c == '\r' ? 'r' : 't';
		return n;
	}
	return n;
}

void print_token(struct buf *b, struct slice text)
{
	char spelled[PRINT_BYTE_MAX];

	for (size_t i = 0; i < text.n; i++)
		buf_put(b, spelled, print_byte(spelled, (unsigned char)text.p[i]));
}
