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

struct srcpos front_place(struct front *f, struct srcpos at, struct slice text)
{
	struct slice line;
	size_t from = 0;

	at.col = 1;
	if (text.n == 0 || !front_line(f, at, &line))
		return at;
	while (from + text.n <= line.n) {
		ptrdiff_t i = slice_find((struct slice){line.p + from, line.n - from}, text);

		if (i < 0)
			break;
		if (at_word(line, from + (size_t)i, text.n)) {
			at.col = (uint32_t)(from + (size_t)i + 1);
			return at;
		}
		from += (size_t)i + 1;
	}
	return at;
}

bool front_ours(const struct front *f, struct srcpos at)
{
	return at.file == 0 || slice_starts(srcset_name(f->src, at.file), f->macros);
}
