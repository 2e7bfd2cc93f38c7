/*
 * ldap_filter.c - the filter of one question
 *
 * %s is the key as it is; %0 the key with what means something in a filter
 * written \XX; with -K %1 to %9 are the arguments, likewise; %% is a percent sign.
 */
#include "engine/ldap_map.h"

static void put_escaped(struct buf *b, struct slice s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '*' || c == '(' || c == ')' || c == '\\' || c == '\0')
			buf_printf(b, "\\%02X", c);
		else
			buf_putc(b, (char)c);
	}
}

const char *ldap_map_filter(const struct ldap_map *l, const struct map_question *q, struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	for (const char *p = l->filter; *p != '\0'; p++) {
		if (*p != '%' || p[1] == '\0')
			buf_putc(&b, *p);
		else if (p[1] == 's')
			buf_put(&b, q->key.p, strnlen(q->key.p, q->key.n)), p++;
		else if (p[1] == '0')
			put_escaped(&b, q->key), p++;
		else if (p[1] >= '1' && p[1] <= '9' && l->multi) {
			if ((size_t)(p[1] - '0') <= q->nargs)
				put_escaped(&b, q->args[p[1] - '1']);
			p++;
		} else
			buf_putc(&b, *p), p += p[1] == '%';
	}
	buf_putc(&b, '\0');
	return b.p;
}
