/*
 * write_rule.c - rules as text
 *
 * White space is kept where the author had it, and put in where two words
 * would otherwise be read as one.
 */
#include "cf/limits.h"
#include "cf/read_priv.h"
#include "cf/write_priv.h"
#include "ir/token.h"

void cf_put_escaped(struct slice text, bool comments, struct buf *out)
{
	size_t from = 0, i = 0;

	if (text.n == 0)
		return;
	while (i < text.n) {
		char c = text.p[i];

		if (c == '$') {
			i += cf_dollar_length(text, i);
			continue;
		}
		i++;
		if (c == '\n' && (i == text.n || (text.p[i] != ' ' && text.p[i] != '\t'))) {
			buf_put(out, text.p + from, i - from);
			buf_putc(out, '\t');
			from = i;
		} else if (c == '#' && comments) {
			buf_put(out, text.p + from, i - 1 - from);
			buf_puts(out, "\\#");
			from = i;
		}
	}
	buf_put(out, text.p + from, text.n - from);
}

void cf_put_side(const struct ir_tokens *t, bool comments, struct buf *out)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct ir_token *tok = &t->v[i];

		if (i > 0 && ir_token_apart(tok - 1, tok))
			buf_putc(out, ' ');
		if (tok->kind == IR_T_LITERAL)
			cf_put_escaped(tok->text, comments, out);
		else
			ir_token_put(tok, out);
	}
}

void cf_write_tokens(const struct ir_tokens *t, struct buf *out)
{
	cf_put_side(t, true, out);
}

static size_t next_tab(size_t column)
{
	return (column / 8 + 1) * 8;
}

/* The column behind text that was put from byte `from' on; a line break in it begins again at 0. */
static size_t column_of(const struct buf *out, size_t from)
{
	size_t column = 0;

	for (size_t i = from; i < out->n; i++)
		column = out->p[i] == '\n' ? 0 : out->p[i] == '\t' ? next_tab(column) : column + 1;
	return column;
}

size_t cf_rhs_column(const struct ir *ir, size_t i)
{
	const struct ir_item *item;
	size_t column = 8;
	struct buf one;

	buf_init(&one, ir_arena(ir));
	for (; (item = ir_at(ir, i)) != NULL && (item->kind == IR_RULE || item->kind == IR_COMMENT); i++) {
		size_t width;

		if (item->kind == IR_COMMENT)
			continue;
		one.n = 0;
		cf_put_side(&item->lhs, true, &one);
		width = next_tab(one.n + 1);
		if (width > column && width <= CF_RHS_COLUMN_MAX)
			column = width;
	}
	return column;
}

void cf_write_rule(struct cf_writer *w, const struct ir_item *item)
{
	bool comments = w->level >= CF_LEVEL_COMMENTS;
	struct buf *out = w->out;
	size_t from = out->n, column;

	buf_putc(out, 'R');
	cf_put_side(&item->lhs, comments, out);
	column = column_of(out, from);
	do {
		buf_putc(out, '\t');
		column = next_tab(column);
	} while (column < w->rhs_column);
	cf_put_side(&item->rhs, comments, out);
}
