/*
 * write_mailer.c - M lines, folded so that they are seen whole on a terminal
 */
#include <string.h>

#include "cf/limits.h"
#include "cf/write_priv.h"

#define FIELD_COLUMN 16

static void indent(struct buf *out)
{
	buf_puts(out, ",\n\t\t");
}

void cf_write_mailer(struct cf_writer *w, const struct ir_item *item)
{
	struct buf *out = w->out, text, one;
	bool comments = w->level >= CF_LEVEL_COMMENTS;
	size_t column = FIELD_COLUMN;

	buf_init(&text, ir_arena(w->ir));
	buf_init(&one, ir_arena(w->ir));
	buf_putc(out, 'M');
	cf_put_escaped(item->name, comments, out);
	for (size_t i = 0; i < item->nfields; i++) {
		text.n = one.n = 0;
		buf_put_slice(&text, item->fields[i].key);
		buf_putc(&text, '=');
		buf_put_slice(&text, item->fields[i].value);
		cf_put_escaped(buf_slice(&text), comments, &one); /* as one: a ${ in a wrong key goes on behind the = */
		if (i == 0) {
			buf_puts(out, item->name.n + 2 < 8 ? ",\t\t" : ",\t");
		} else if (column + 2 + one.n + 1 > CF_WIDTH) {
			indent(out);
			column = FIELD_COLUMN;
		} else {
			buf_puts(out, ", ");
			column += 2;
		}
		buf_put_slice(out, buf_slice(&one));
		column += one.n;
	}
	if (memchr(" \t\r\f\v", out->p[out->n - 1], 5) != NULL) /* a comma keeps white space that belongs to the value */
		buf_putc(out, ',');
}
