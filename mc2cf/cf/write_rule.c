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

static size_t next_tab(size_t column)
{
	return (column / 8 + 1) * 8;
}

size_t cf_column_behind(struct slice text)
{
	size_t column = 1;

	for (size_t i = 0; i < text.n; i++)
		column = text.p[i] == '\n' ? 0 : text.p[i] == '\t' ? next_tab(column) : column + 1;
	return column;
}

/* A left-hand side as it was printed when the rule was read ahead, or printed now. */
static struct slice left_side(struct cf_writer *w, const struct ir_item *rule)
{
	bool comments = w->level >= CF_LEVEL_COMMENTS;

	if (rule->known != NULL && comments)
		return rule->known->lhs;
	w->lhs.n = 0;
	cf_put_side(&rule->lhs, comments, &w->lhs);
	return buf_slice(&w->lhs);
}

void cf_begin_ruleset(struct cf_writer *w, size_t i)
{
	const struct ir_item *item;

	w->rhs_column = 8;
	for (; (item = ir_at(w->ir, i)) != NULL && (item->kind == IR_RULE || item->kind == IR_COMMENT); i++) {
		size_t width = item->kind == IR_RULE ? next_tab(left_side(w, item).n + 1) : 0;

		if (width > w->rhs_column && width <= CF_RHS_COLUMN_MAX)
			w->rhs_column = width;
	}
}

void cf_write_rule(struct cf_writer *w, const struct ir_item *item)
{
	struct slice lhs = left_side(w, item);
	size_t column = item->known != NULL && lhs.p == item->known->lhs.p ? item->known->column : cf_column_behind(lhs);

	buf_putc(w->out, 'R');
	buf_put_slice(w->out, lhs);
	do {
		buf_putc(w->out, '\t');
		column = next_tab(column);
	} while (column < w->rhs_column);
	if (item->known != NULL && w->level >= CF_LEVEL_COMMENTS)
		buf_put_slice(w->out, item->known->rhs);
	else
		cf_put_side(&item->rhs, w->level >= CF_LEVEL_COMMENTS, w->out);
}
