/*
 * print.h - tokens as sendmail -bt prints them
 */
#ifndef ENGINE_PRINT_H
#define ENGINE_PRINT_H

#include "base/buf.h"

/* One token; bytes that are not plain ASCII are spelled. */
void print_token(struct buf *b, struct slice text);
/* One byte of it, in at most PRINT_BYTE_MAX bytes at to; how many. */
#define PRINT_BYTE_MAX 4
size_t print_byte(char *to, unsigned char c);

#endif
