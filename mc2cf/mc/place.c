/*
 * place.c - columns: m4 tells file and line only
 *
 * The text that a diagnostic is about is searched in its line: a directive's
 * name, a conf name.  The first whole word wins.
 */
#include "mc/front.h"

static bool word_byte(char c)
{
	return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool front_line(struct front *f, struct srcpos at, struct slice *line)
{
	return at.file != 0 && at.line != 0 && srcset_line(f->src, at.file, at.line, line);
}

static bool at_word(struct slice line, size_t i, size_t n)
{
	bool begins = i == 0 || !word_byte(line.p[i]) || !word_byte(line.p[i - 1]);
	bool ends = i + n == line.n || !word_byte(line.p[i + n - 1]) || !word_byte(line.p[i + n]);

	return begins && ends;
}

/* The first whole word of the line that is the text: its column, or 0. */
static uint32_t column(struct slice line, struct slice text)
{
	size_t from = 0;

	while (text.n != 0 && from + text.n <= line.n) {
		ptrdiff_t i = slice_find((struct slice){line.p + from, line.n - from}, text);

		if (i < 0)
			break;
		if (at_word(line, from + (size_t)i, text.n))
			return (uint32_t)(from + (size_t)i + 1);
		from += (size_t)i + 1;
	}
	return 0;
}

struct srcpos front_place(struct front *f, struct srcpos at, struct slice text)
{
	struct slice line;
	uint32_t col = front_line(f, at, &line) ? column(line, text) : 0;

	at.col = col != 0 ? col : 1;
	return at;
}

struct srcpos front_word(struct front *f, struct srcpos at, struct slice word)
{
	struct srcpos here = at;
	struct slice line;

	for (uint32_t i = 0; i < MC_WORD_LINES && front_line(f, here, &line); i++, here.line++) {
		size_t skip = i == 0 && at.col > 0 && at.col <= line.n ? at.col - 1 : 0;

		here.col = column((struct slice){line.p + skip, line.n - skip}, word);
		if (here.col != 0) {
			here.col += (uint32_t)skip;
			return here;
		}
	}
	return at;
}

void front_mend(struct front *f, struct diag *g, struct srcpos at, struct slice old, struct slice new)
{
	struct srcpos here = front_word(f, at, old);
	struct slice line;

	if (old.n != 0 && here.col != 0 && front_line(f, here, &line) && here.col - 1 <= line.n && slice_starts((struct slice){line.p + here.col - 1, line.n - (here.col - 1)}, old))
		diag_edit(g, here, old.n, new);
}

struct srcpos front_call(struct front *f, struct srcpos at, struct slice name, struct slice argument)
{
	struct srcpos here = at;
	struct slice line, first = argument;

	/* an argument may go over several lines; its first one is enough */
	slice_next(&argument, '\n', &first);
	for (uint32_t i = 0; i < MC_LOOK_AHEAD && front_line(f, here, &line); i++, here.line++) {
		here.col = column(line, name);
		if (here.col != 0 && (i == 0 || (first.n != 0 && slice_find(line, first) >= 0)))
			return here;
	}
	at.col = 1;
	return at;
}

/* What comes in on m4's standard input is the prelude, and what it wraps; a .mc never does. Stock's files are no author's either. */
bool front_ours(const struct front *f, struct srcpos at)
{
	struct slice name = srcset_name(f->src, at.file);

	if (f->stock.n != 0 && slice_starts(name, f->stock) && at.file != f->file)
		return true;
	return at.file == 0 || slice_eq_str(name, "stdin") || slice_starts(name, f->macros);
}
