/* say.c - how checks say what they found; see query.h */
#include <stdarg.h>

#include "base/buf.h"
#include "ir/token.h"
#include "lint/limits.h"
#include "lint/query.h"

static struct diag *say(const struct lint *l, unsigned code, struct srcpos at, const char *fmt, va_list ap)
{
	struct buf b;

	buf_init(&b, l->arena);
	buf_vprintf(&b, fmt, ap);
	return diag_add(l->d, code, at, "%.*s", SLICE_ARG(buf_slice(&b)));
}

struct diag *lint_say(const struct lint *l, unsigned code, struct srcpos at, const char *fmt, ...)
{
	struct diag *g;
	va_list ap;

	va_start(ap, fmt);
	g = say(l, code, at, fmt, ap);
	va_end(ap);
	return g;
}

struct diag *lint_say_setting(const struct lint *l, unsigned code, const struct lint_setting *s, const char *fmt, ...)
{
	struct diag *g;
	va_list ap;

	va_start(ap, fmt);
	g = say(l, code, s->at.file != 0 ? s->at : (struct srcpos){l->file, 0, 0, 0}, fmt, ap);
	va_end(ap);
	return g;
}

struct diag *lint_say_file(const struct lint *l, unsigned code, const char *fmt, ...)
{
	struct diag *g;
	va_list ap;

	va_start(ap, fmt);
	g = say(l, code, (struct srcpos){l->file, 0, 0, 0}, fmt, ap);
	va_end(ap);
	return g;
}

struct diag *lint_say_item(const struct lint *l, unsigned code, const struct ir_item *item, const struct ir_token *token, const char *fmt, ...)
{
	struct srcpos spelled = item->origin.at, at = spelled;
	bool made = l->is_mc && !lint_is_own(item);
	struct diag *g;
	va_list ap;

	if (token != NULL && token->col != 0)
		spelled.col = token->col;
	at = made && item->origin.asked.file != 0 ? item->origin.asked : spelled;
	va_start(ap, fmt);
	g = say(l, code, at, fmt, ap);
	va_end(ap);
	if (made && item->origin.asked.file != 0)
		diag_place(g, spelled, "it is made by this line");
	return g;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* How many lines a directive has, to where its parentheses close; other lines may go on for a while. */
static uint32_t lines_of_call(const struct lint *l, struct srcpos at)
{
	struct slice line;
	int depth = 0;

	for (uint32_t n = 0; n < LINT_WORD_LINES && srcset_line(l->src, at.file, at.line + n, &line); n++) {
		size_t i = n == 0 && at.col > 0 && at.col <= line.n ? at.col - 1 : 0;

		while (n == 0 && i < line.n && is_letter(line.p[i]))
			i++;
		if (n == 0 && (i == line.n || line.p[i] != '('))
			break;
		for (; i < line.n; i++) {
			depth += (line.p[i] == '(') - (line.p[i] == ')');
			if (depth == 0)
				return n + 1;
		}
	}
	return LINT_WORD_LINES;
}

struct srcpos lint_word(const struct lint *l, struct srcpos at, struct slice word)
{
	return srcset_find(l->src, at, word, l->is_mc ? lines_of_call(l, at) : LINT_WORD_LINES);
}

const char *lint_tokens(const struct lint *l, const struct ir_tokens *t)
{
	struct buf b;

	buf_init(&b, l->arena);
	for (size_t i = 0; i < t->n; i++) {
		if (i != 0 && ir_token_apart(&t->v[i - 1], &t->v[i]))
			buf_putc(&b, ' ');
		ir_token_put(&t->v[i], &b);
	}
	buf_putc(&b, '\0');
	return b.p;
}
