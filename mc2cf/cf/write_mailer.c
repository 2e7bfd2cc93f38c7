/*
 * write_mailer.c - M lines, folded so that they are seen whole on a terminal
 */
#include "cf/limits.h"
#include "cf/write_priv.h"

#define FIELD_COLUMN 16

static void indent(struct buf *out)
{
	buf_puts(out, ",\n\t\t");
}

void cf_write_mailer(struct cf_writer *w, const struct ir_item *item)
{
	struct buf *out = w->out, one;
	size_t column = FIELD_COLUMN;

	buf_init(&one, ir_arena(w->ir));
	buf_putc(out, 'M');
	buf_put_slice(out, item->name);
	for (size_t i = 0; i < item->nfields; i++) {
		one.n = 0;
		buf_put_slice(&one, item->fields[i].key);
		buf_putc(&one, '=');
		cf_put_escaped(item->fields[i].value, w->level >= CF_LEVEL_COMMENTS, &one);
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
}
