/*
 * meant.c - a line as sendmail has it before it knows what kind of line it is
 *
 * It goes through the line once: from version level 3 on a # begins a comment,
 * but behind a backslash, which goes, and where it is a name ($#); names in
 * braces lose what no name has.  Where a name cannot be mended the line ends.
 * Each rule was seen with sendmail 8.17.1, in what it says of such lines.
 */
#include <stdint.h>

#include "cf/limits.h"
#include "cf/read_priv.h"

static void fault(struct cf_meaning *m, enum cf_name_fault what, struct slice text)
{
	if (m->fault != NULL)
		m->fault(m->ctx, what, text);
}

bool cf_mend_name(struct cf_meaning *m, struct slice *rest, struct slice *name)
{
	struct slice s = *rest;
	char *to = arena_alloc(m->arena, CF_NAME_MAX);
	bool empty = s.n >= 2 && s.p[1] == '}', ends;
	size_t i = 1;

	*name = (struct slice){to, 0};
	for (; i < s.n && s.p[i] != '}' && name->n < CF_NAME_MAX; i++) {
		if (cf_is_name_char(s.p[i]))
			to[name->n++] = s.p[i];
		else
			fault(m, CF_NAME_BYTE, (struct slice){s.p + i, 1});
	}
	ends = i < s.n && s.p[i] == '}' && !empty;
	if (!ends)
		fault(m, empty ? CF_NAME_NONE : i == s.n ? CF_NAME_OPEN : CF_NAME_LONG, *name);
	*rest = empty ? SLICE_LIT("") : cf_drop(s, i + ends);
	return ends;
}

/* A name in braces; false: it is none, or has no number. */
static bool put_name(struct cf_meaning *m, struct slice *rest, struct buf *out)
{
	struct slice name;
	int number;

	if (!cf_mend_name(m, rest, &name))
		return false;
	if (m->number == NULL) {
		buf_putc(out, '{');
		buf_put_slice(out, name);
		buf_putc(out, '}');
		return true;
	}
	number = m->number(m->ctx, name);
	if (number > 0)
		buf_putc(out, (char)number);
	return number > 0;
}

/* What begins with the $ at the front of rest, which moves behind it.  A name that cannot be mended ends the line, though what stands behind it is looked at. */
static void construct(struct cf_meaning *m, struct slice *rest, struct buf *out)
{
	struct slice s = cf_drop(*rest, 1);

	if (s.n == 0 || s.p[0] == '$') {
		buf_puts(out, m->number != NULL ? "$" : "$$");
		*rest = cf_drop(s, s.n != 0);
		return;
	}
	buf_putc(out, m->number != NULL ? CF_CONSTRUCT : '$');
	if (cf_is_modifier(s.p[0])) {
		buf_putc(out, s.p[0]);
		s = cf_drop(s, 1);
	}
	if (s.n == 0) {
		fault(m, CF_NAME_NONE, s);
	} else if (s.p[0] != '{') {
		buf_putc(out, s.p[0]);
		s = cf_drop(s, 1);
	} else if (!put_name(m, &s, out)) {
		m->end = m->end < out->n ? m->end : out->n;
	}
	*rest = s;
}

static void as_spelled(struct slice *rest, struct buf *out)
{
	size_t n = cf_dollar_length(*rest, 0);

	buf_put(out, rest->p, n);
	*rest = cf_drop(*rest, n);
}

/* The comment at the front of rest goes, and white space before it. */
static void cut_comment(struct cf_meaning *m, struct slice *rest, struct buf *out)
{
	const char *end = memchr(rest->p, '\n', rest->n);
	size_t n = end != NULL ? (size_t)(end - rest->p) : rest->n;

	m->comment = slice_trim((struct slice){rest->p + 1, n - 1});
	*rest = cf_drop(*rest, n);
	while (out->n > 1 && cf_is_space(out->p[out->n - 1]) && out->p[out->n - 1] != '\n')
		out->n--;
}

/* The # at the front of rest. */
static void number_sign(struct cf_meaning *m, struct slice *rest, struct buf *out)
{
	if (m->comments && out->n != 0 && out->p[out->n - 1] != '\\') {
		cut_comment(m, rest, out);
		return;
	}
	out->n -= m->comments && out->n != 0;
	buf_putc(out, '#');
	*rest = cf_drop(*rest, 1);
}

struct slice cf_meant(struct cf_meaning *m, struct slice line)
{
	struct slice rest = line;
	struct buf out;

	m->end = SIZE_MAX;
	buf_init(&out, m->arena);
	buf_reserve(&out, line.n + 1);
	for (;;) {
		size_t n = 0;

		while (n < rest.n && rest.p[n] != '$' && rest.p[n] != '#')
			n++;
		buf_put(&out, rest.p, n);
		rest = cf_drop(rest, n);
		if (rest.n == 0)
			break;
		if (rest.p[0] == '#')
			number_sign(m, &rest, &out);
		else if (m->as_spelled)
			as_spelled(&rest, &out);
		else
			construct(m, &rest, &out);
	}
	return (struct slice){out.p, m->end < out.n ? m->end : out.n};
}
