/*
 * buf.c - see buf.h
 *
 * Growth doubles, so n appended bytes cost O(n); outgrown storage stays in the
 * arena until it ends (at most as much again as the buffer's final size).
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"

void buf_init(struct buf *b, struct arena *a)
{
	*b = (struct buf){.arena = a};
}

static void grow(struct buf *b, size_t n)
{
	size_t cap = b->cap != 0 ? b->cap : BUF_MIN;
	char *p;

	while (cap < SIZE_MAX / 4 && cap - b->n <= n)
		cap *= 2;
	if (cap - b->n <= n)
		cap = SIZE_MAX; /* impossible: the arena reports it */
	p = arena_alloc(b->arena, cap);
	if (b->n != 0)
		memcpy(p, b->p, b->n);
	b->p = p;
	b->cap = cap;
}

/* Room for n more bytes and a NUL (the NUL is for vsnprintf, never counted). */
static inline void reserve(struct buf *b, size_t n)
{
	if (n >= b->cap - b->n)
		grow(b, n);
}

void buf_put(struct buf *b, const char *p, size_t n)
{
	if (n == 0)
		return;
	reserve(b, n);
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

void buf_reserve(struct buf *b, size_t n)
{
	reserve(b, n);
}

void buf_puts(struct buf *b, const char *s)
{
	buf_put(b, s, strlen(s));
}

void buf_put_slice(struct buf *b, struct slice s)
{
	buf_put(b, s.p, s.n);
}

void buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;
	int n;

	reserve(b, 1);
	va_copy(again, ap);
	n = vsnprintf(b->p + b->n, b->cap - b->n, fmt, again);
	va_end(again);
	if (n <= 0)
		return;
	if ((size_t)n >= b->cap - b->n) { /* it did not fit */
		reserve(b, (size_t)n);
		vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
	}
	b->n += (size_t)n;
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(b, fmt, ap);
	va_end(ap);
}
