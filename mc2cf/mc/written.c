/*
 * written.c - see written.h
 */
#include "mc/written.h"

/* A place in the lines behind a call, which are read one after the other. */
struct cursor {
	struct front *f;
	struct srcpos at;
	struct slice line;
	uint32_t lines;          /* how many more may be read */
};

static bool load(struct cursor *c)
{
	return front_line(c->f, c->at, &c->line);
}

/* The byte here, a newline at a line's end; NUL behind the last line. */
static char byte(const struct cursor *c)
{
	return c->lines == 0 ? '\0' : c->at.col - 1 < c->line.n ? c->line.p[c->at.col - 1] : '\n';
}

static void step(struct cursor *c)
{
	if (c->at.col++ - 1 < c->line.n)
		return;
	c->at.line++;
	c->at.col = 1;
	if (--c->lines != 0 && !load(c))
		c->lines = 0;
}

/* One argument, up to the comma or parenthesis behind it, or for the last up to the parenthesis; its bytes go to text.  False where the text ends before. */
static bool read_argument(struct cursor *c, bool last, struct buf *text)
{
	size_t quotes = 0, parens = 0;
	char b;

	for (; (b = byte(c)) != '\0'; step(c)) {
		if (b == '`')
			quotes++;
		else if (b == '\'' && quotes != 0)
			quotes--;
		else if (b == '(' && quotes == 0)
			parens++;
		else if (b == ')' && quotes == 0 && parens-- == 0)
			return true;
		else if (b == ',' && quotes == 0 && parens == 0 && !last)
			return true;
		buf_putc(text, b);
	}
	return false;
}

/* From the open parenthesis on. */
static bool read_call(struct cursor *c, struct written *w)
{
	size_t begin[MC_WRITTEN_MAX], end[MC_WRITTEN_MAX];
	struct buf text;

	buf_init(&text, c->f->arena);
	w->n = 0;
	do {
		w->comma[w->n] = c->at;
		for (step(c); byte(c) == ' ' || byte(c) == '\t' || byte(c) == '\n'; step(c))
			buf_putc(&text, byte(c));
		w->at[w->n] = c->at;
		begin[w->n] = text.n;
		if (!read_argument(c, w->n + 1 == MC_WRITTEN_MAX, &text))
			return false;
		end[w->n++] = text.n;
		buf_putc(&text, byte(c));
	} while (byte(c) == ',');
	for (size_t i = 0; i < w->n; i++) {
		w->text[i] = (struct slice){text.p + begin[i], end[i] - begin[i]};
		w->rest[i] = (struct slice){text.p + begin[i], text.n - 1 - begin[i]};
	}
	return true;
}

struct slice front_unquoted(struct front *f, struct slice text)
{
	struct buf b;
	bool blank = false;
	size_t depth = 0;

	buf_init(&b, f->arena);
	for (size_t i = 0; i < text.n; i++) {
		bool opens = text.p[i] == '`', closes = text.p[i] == '\'' && depth != 0;

		depth = depth + opens - closes;
		if (memchr(" \t\n", text.p[i], 3) != NULL) {
			blank = b.n != 0;
		} else if (!opens && !closes) {
			if (blank)
				buf_putc(&b, ' ');
			buf_putc(&b, text.p[i]);
			blank = false;
		}
	}
	return b.n != 0 ? buf_slice(&b) : SLICE_LIT("");
}

void front_help_apostrophe(struct diag *g, struct slice text)
{
	if (memchr(text.p, '\'', text.n) != NULL)
		diag_help(g, "its apostrophe would close the quote: write changequote([, ])dnl above the line, [ and ] for ` and ', and changequote(`, ')dnl below");
}

/* A call of name at the column of c; its end is where c stands then. */
static bool call_at(struct cursor *c, struct slice name, struct slice first, struct written *w)
{
	c->at.col += (uint32_t)name.n;
	return byte(c) == '(' && read_call(c, w) && (first.n == 0 || slice_eq(front_unquoted(c->f, w->text[0]), front_unquoted(c->f, first)));
}

bool front_written(struct front *f, struct srcpos at, struct slice name, struct slice first, struct written *w)
{
	struct slice line;

	if (at.col == 0 || !front_line(f, at, &line))
		return false;
	for (size_t i = at.col - 1; i + name.n <= line.n; i++) {
		struct cursor c = {f, {at.file, at.line, (uint32_t)i + 1, 0}, line, MC_LOOK_AHEAD};

		if (memcmp(line.p + i, name.p, name.n) == 0 && call_at(&c, name, first, w))
			return true;
	}
	return false;
}

struct srcpos front_argument(struct front *f, struct srcpos at, struct slice name, struct slice first, size_t i)
{
	struct written w;

	return i != 0 && front_written(f, at, name, first, &w) && i <= w.n ? w.at[i - 1] : at;
}
