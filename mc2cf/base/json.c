/* json.c - the writer; see json.h */
#include "base/json.h"
#include "base/utf8.h"

static void line_break(struct json *j)
{
	if (j->depth > j->flat)
		return;
	buf_putc(j->out, '\n');
	for (unsigned i = 0; i < j->depth; i++)
		buf_puts(j->out, "  ");
}

static void put_string(struct buf *out, struct slice s)
{
	buf_putc(out, '"');
	for (size_t i = 0; i < s.n;) {
		size_t n = utf8_length((struct slice){s.p + i, s.n - i});
		char c = s.p[i];

		if (n == 0)
			buf_puts(out, "\\ufffd");
		else if (c == '"' || c == '\\')
			buf_printf(out, "\\%c", c);
		else if (c == '\n' || c == '\t')
			buf_puts(out, c == '\n' ? "\\n" : "\\t");
		else if ((unsigned char)c < 0x20 || c == 0x7f)
			buf_printf(out, "\\u%04x", (unsigned)c);
		else
			buf_put(out, s.p + i, n);
		i += n != 0 ? n : 1;
	}
	buf_putc(out, '"');
}

/* What goes before any value. */
static void begin(struct json *j, const char *key)
{
	if (j->more)
		buf_puts(j->out, j->depth > j->flat ? ", " : ",");
	if (j->depth != 0)
		line_break(j);
	j->more = true;
	if (key == NULL)
		return;
	put_string(j->out, slice_of(key));
	buf_puts(j->out, ": ");
}

void json_open(struct json *j, const char *key, char bracket)
{
	begin(j, key);
	buf_putc(j->out, bracket);
	j->depth++;
	j->more = false;
}

void json_close(struct json *j, char bracket)
{
	bool deep = j->depth > j->flat;

	j->depth--;
	if (j->more && !deep)
		line_break(j);
	buf_putc(j->out, bracket == '{' ? '}' : ']');
	j->more = true;
	if (j->depth == 0)
		buf_putc(j->out, '\n');
}

void json_string(struct json *j, const char *key, struct slice value)
{
	begin(j, key);
	put_string(j->out, value);
}

void json_number(struct json *j, const char *key, unsigned long value)
{
	begin(j, key);
	buf_printf(j->out, "%lu", value);
}

void json_bool(struct json *j, const char *key, bool value)
{
	begin(j, key);
	buf_puts(j->out, value ? "true" : "false");
}

void json_null(struct json *j, const char *key)
{
	begin(j, key);
	buf_puts(j->out, "null");
}
