/*
 * field.c - the value of a field of an M, Q or X line as sendmail has it
 */
#include <string.h>

#include "cf/cf.h"

struct slice cf_field_text(struct arena *a, struct slice s)
{
	struct buf b;

	if (s.n == 0 || (memchr(s.p, '"', s.n) == NULL && memchr(s.p, '\\', s.n) == NULL))
		return s;
	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		int octal = 0, digits = 0;

		if (c != '\\' || i + 1 == s.n) {
			if (c != '"')
				buf_putc(&b, c);
			continue;
		}
		c = s.p[++i];
		for (; digits < 3 && i < s.n && s.p[i] >= '0' && s.p[i] <= '7'; digits++)
			octal = octal * 8 + (s.p[i++] - '0');
		i -= digits != 0;
		buf_putc(&b, digits != 0 ? (char)octal : c == 'n' ? '\n' : c == 'r' ? '\r' : c == 'f' ? '\f' : c == 'b' ? '\b' : c);
	}
	return b.n != 0 ? buf_slice(&b) : SLICE_LIT("");
}
