/* access.c - see access.h */
#include <stdarg.h>

#include "base/buf.h"
#include "lint/access.h"

static const struct access_tag tags[] = {
#define TAG(name, value, feature, title) {name, ACCESS_##value, feature, title},
#include "lint/access_tags.def"
#undef TAG
};

static const struct access_tag *tag_find(struct slice name)
{
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
		if (slice_caseeq(name, slice_of(tags[i].name)))
			return &tags[i];
	return NULL;
}

/* Letters and _ before a colon; IPv6: begins an address. */
static size_t tag_length(struct slice key)
{
	size_t n = 0;

	while (n < key.n && (((key.p[n] | 0x20) >= 'a' && (key.p[n] | 0x20) <= 'z') || key.p[n] == '_'))
		n++;
	return n != 0 && n < key.n && key.p[n] == ':' && !slice_caseeq((struct slice){key.p, n}, SLICE_LIT("IPv6")) ? n : 0;
}

/* dead:beef:: is an address that lacks its IPv6:, and no tag. */
static bool is_hex(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (strchr("0123456789abcdefABCDEF", s.p[i]) == NULL)
			return false;
	return s.n <= 4;
}

bool access_entry(const struct lint_table *t, size_t i, struct access_entry *e)
{
	size_t n;

	if (t->kind != LINT_TABLE_ACCESS || i >= t->nrows)
		return false;
	*e = (struct access_entry){.row = &t->row[i], .key = t->row[i].key, .at = t->row[i].at};
	n = tag_length(e->key);
	e->tag = (struct slice){e->key.p, n};
	e->known = n != 0 ? tag_find(e->tag) : NULL;
	if (n != 0 && e->known == NULL && is_hex(e->tag)) {
		e->tag.n = 0;
	} else if (n != 0) {
		e->key = (struct slice){e->key.p + n + 1, e->key.n - n - 1};
		e->at.col += (uint32_t)n + 1;
	}
	return true;
}

static struct diag *say(const struct lint *l, unsigned code, struct srcpos at, size_t span, const char *fmt, va_list ap)
{
	struct buf b;
	struct diag *g;

	buf_init(&b, l->arena);
	buf_vprintf(&b, fmt, ap);
	g = lint_say(l, code, at, "%.*s", SLICE_ARG(buf_slice(&b)));
	diag_span(g, span != 0 ? span : 1);
	return g;
}

struct diag *access_say_key(const struct lint *l, unsigned code, const struct access_entry *e, const char *fmt, ...)
{
	struct diag *g;
	va_list ap;

	va_start(ap, fmt);
	g = say(l, code, e->key.n != 0 ? e->at : e->row->at, e->key.n != 0 ? e->key.n : e->row->key.n, fmt, ap);
	va_end(ap);
	return g;
}

struct diag *row_say_key(const struct lint *l, unsigned code, const struct lint_row *row, const char *fmt, ...)
{
	struct diag *g;
	va_list ap;

	va_start(ap, fmt);
	g = say(l, code, row->at, row->key.n, fmt, ap);
	va_end(ap);
	return g;
}

struct diag *row_say_value(const struct lint *l, unsigned code, const struct lint_row *row, const char *fmt, ...)
{
	struct srcpos at = row->at;
	struct slice line = row->value;
	struct diag *g;
	va_list ap;

	if (row->value_col != 0)
		at.col = row->value_col;
	for (size_t i = 0; i < line.n; i++) /* a value may go on below */
		if (line.p[i] == '\n')
			line.n = i;
	va_start(ap, fmt);
	g = say(l, code, at, row->value_col != 0 ? line.n : row->key.n, fmt, ap);
	va_end(ap);
	return g;
}

bool is_ipv4(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] < '0' || s.p[i] > '9') && s.p[i] != '.')
			return false;
	return s.n != 0 && s.p[0] != '.';
}
