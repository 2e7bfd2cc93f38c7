/*
 * buf.h - a growing byte buffer
 *
 * Bytes come from an arena, so a buffer needs no destructor and its contents
 * (buf_slice) stay valid as long as the arena, until the next append.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>

#include "base/arena.h"
#include "base/slice.h"

struct buf {
	struct arena *arena;
	char *p;
	size_t n, cap;
};

void buf_init(struct buf *b, struct arena *a);
void buf_put(struct buf *b, const char *p, size_t n);
/* Room for n more bytes and one behind them. */
void buf_reserve(struct buf *b, size_t n);
static inline void buf_putc(struct buf *b, char c)
{
	if (b->cap - b->n <= 1)
		buf_reserve(b, 1);
	b->p[b->n++] = c;
}
void buf_puts(struct buf *b, const char *s);
void buf_put_slice(struct buf *b, struct slice s);
__attribute__((format(printf, 2, 3))) void buf_printf(struct buf *b, const char *fmt, ...);
__attribute__((format(printf, 2, 0))) void buf_vprintf(struct buf *b, const char *fmt, va_list ap);
static inline struct slice buf_slice(const struct buf *b) { return (struct slice){b->p, b->n}; }

#endif
