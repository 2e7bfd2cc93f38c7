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

/* The column behind an R and text; a line break in it begins again at 0. */
static size_t column_of(struct slice text)
{
	size_t column = 1;

	for (size_t i = 0; i < text.n; i++)
		column = text.p[i] == '\n' ? 0 : text.p[i] == '\t' ? next_tab(column) : column + 1;
	return column;
}

void cf_begin_ruleset(struct cf_writer *w, size_t i)
{
	const struct ir_item *item;

	w->rhs_column = 8;
	w->lhs.n = w->lhs_next = 0;
	for (; (item = ir_at(w->ir, i)) != NULL && (item->kind == IR_RULE || item->kind == IR_COMMENT); i++) {
		size_t from = w->lhs.n, width;

		if (item->kind == IR_COMMENT)
			continue;
		cf_put_side(&item->lhs, w->level >= CF_LEVEL_COMMENTS, &w->lhs);
		width = next_tab(w->lhs.n - from + 1);
		buf_putc(&w->lhs, '\0');
		if (width > w->rhs_column && width <= CF_RHS_COLUMN_MAX)
			w->rhs_column = width;
	}
}

/* The left-hand side of the next rule: printed with its ruleset, or now, behind something that is no rule. */
static struct slice take_lhs(struct cf_writer *w, const struct ir_item *item)
{
	struct slice rest;
	const char *end;

	if (w->lhs_next == w->lhs.n) {
		cf_put_side(&item->lhs, w->level >= CF_LEVEL_COMMENTS, &w->lhs);
		buf_putc(&w->lhs, '\0');
	}
	rest = (struct slice){w->lhs.p + w->lhs_next, w->lhs.n - w->lhs_next};
	end = memchr(rest.p, '\0', rest.n);
	w->lhs_next += (size_t)(end - rest.p) + 1;
	return (struct slice){rest.p, (size_t)(end - rest.p)};
}

void cf_write_rule(struct cf_writer *w, const struct ir_item *item)
{
	bool comments = w->level >= CF_LEVEL_COMMENTS;
	struct buf *out = w->out;
	struct slice lhs = take_lhs(w, item);
	size_t column = column_of(lhs);

	buf_putc(out, 'R');
	buf_put_slice(out, lhs);
	do {
		buf_putc(out, '\t');
		column = next_tab(column);
	} while (column < w->rhs_column);
	cf_put_side(&item->rhs, comments, out);
}
