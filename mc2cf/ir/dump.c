/*
 * dump.c - the canonical text form of an IR
 *
 * One item a line:  place [<- asked place]: kind name: value
 * Line breaks in a value are shown as \n, so that a line stays a line; a rule's
 * sides are spelled as the sendmail.cf spells them, with one tab between.
 */
#include "ir/kind.h"
#include "ir/token.h"

static const char *const kind_names[] = {
	[IR_COMMENT] = "comment", [IR_VERSION] = "version", [IR_OPTION] = "option",         [IR_MACRO] = "macro",
	[IR_CLASS] = "class",     [IR_CLASSFILE] = "file",  [IR_MAP] = "map",               [IR_MAILER] = "mailer",
	[IR_HEADER] = "header",   [IR_PRECEDENCE] = "precedence", [IR_TRUSTED] = "trusted", [IR_FILTER] = "filter",
	[IR_QUEUE] = "queue",     [IR_ENV] = "environment", [IR_RULESET] = "ruleset",       [IR_RULE] = "rule",
	[IR_RAW] = "raw",
};

const char *ir_kind_name(enum ir_kind k)
{
	return k <= IR_RAW ? kind_names[k] : "?";
}

static void put_place(const struct srcset *src, struct srcpos at, struct buf *out)
{
	if (at.file == 0) {
		buf_putc(out, '-');
		return;
	}
	buf_put_slice(out, srcset_name(src, at.file));
	buf_printf(out, ":%u", at.line);
}

static void put_text(struct slice s, struct buf *out)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\n')
			buf_puts(out, "\\n");
		else if (s.p[i] == '\0')
			buf_puts(out, "\\0");
		else
			buf_putc(out, s.p[i]);
	}
}

static void put_side(const struct ir_tokens *t, struct buf *out)
{
	for (size_t i = 0; i < t->n; i++) {
		struct buf one;

		if (i > 0 && ir_token_apart(&t->v[i - 1], &t->v[i]))
			buf_putc(out, ' ');
		buf_init(&one, out->arena);
		ir_token_put(&t->v[i], &one);
		put_text(buf_slice(&one), out);
	}
}

static void put_fields(const struct ir_item *item, struct buf *out)
{
	for (size_t i = 0; i < item->nfields; i++) {
		buf_putc(out, ' ');
		put_text(item->fields[i].key, out);
		buf_putc(out, '=');
		put_text(item->fields[i].value, out);
		if (i + 1 < item->nfields)
			buf_putc(out, ',');
	}
}

static void put_item(const struct ir_item *item, struct buf *out)
{
	buf_puts(out, ir_kind_name(item->kind));
	if (item->kind == IR_RULE) {
		buf_puts(out, ": R");
		put_side(&item->lhs, out);
		buf_putc(out, '\t');
		put_side(&item->rhs, out);
		return;
	}
	if (item->name.n != 0) {
		buf_putc(out, ' ');
		put_text(item->name, out);
	}
	buf_putc(out, ':');
	if (item->kind == IR_MAILER) {
		put_fields(item, out);
	} else if (item->value.n != 0) {
		buf_putc(out, ' ');
		put_text(item->value, out);
	}
}

void ir_dump(const struct ir *ir, const struct srcset *src, struct buf *out)
{
	const struct ir_item *item;

	for (size_t i = 0; (item = ir_at(ir, i)) != NULL; i++) {
		put_place(src, item->origin.at, out);
		if (item->origin.asked.file != 0) {
			buf_puts(out, " <- ");
			put_place(src, item->origin.asked, out);
		}
		buf_puts(out, ": ");
		put_item(item, out);
		buf_putc(out, '\n');
	}
}
