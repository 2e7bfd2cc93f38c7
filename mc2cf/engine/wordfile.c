/*
 * wordfile.c - the words of a file that an F line names
 *
 * A line is taken apart as C's sscanf does it with the line's format, %s where
 * there is none; what the first conversion takes is cut into words at white
 * space.  Lines that begin with # are comments; a NUL byte ends a line.
 */
#include <stdint.h>
#include <string.h>

#include "engine/wordfile.h"

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static struct slice skip(struct slice s)
{
	while (s.n != 0 && is_space(s.p[0]))
		s = (struct slice){s.p + 1, s.n - 1};
	return s;
}

static struct slice from(struct slice s, size_t n)
{
	return (struct slice){s.p + n, s.n - n};
}

/* The set of %[…], without its brackets; format moves behind it. */
static struct slice take_set(struct slice *format)
{
	struct slice set = {format->p, 0};

	set.n += set.n < format->n && format->p[set.n] == '^';
	set.n += set.n < format->n && format->p[set.n] == ']';
	while (set.n < format->n && format->p[set.n] != ']')
		set.n++;
	*format = from(*format, set.n + (set.n < format->n));
	return set;
}

static bool in_set(struct slice set, char c)
{
	bool not = set.n != 0 && set.p[0] == '^', in = false;

	for (size_t i = not; i < set.n; i++) {
		if (i + 2 < set.n && set.p[i + 1] == '-') {
			in |= c >= set.p[i] && c <= set.p[i + 2];
			i += 2;
		} else
			in |= c == set.p[i];
	}
	return in != not;
}

struct conversion {
	bool kept;         /* no * */
	size_t most;
	char kind;
	struct slice set;
};

static struct conversion take_conversion(struct slice *format)
{
	struct conversion v = {.kept = true, .kind = '\0'};

	if (format->n != 0 && format->p[0] == '*') {
		v.kept = false;
		*format = from(*format, 1);
	}
	while (format->n != 0 && format->p[0] >= '0' && format->p[0] <= '9') {
		v.most = v.most < 100000 ? v.most * 10 + (size_t)(format->p[0] - '0') : v.most;
		*format = from(*format, 1);
	}
	if (format->n != 0) {
		v.kind = format->p[0];
		*format = from(*format, 1);
	}
	if (v.kind == '[')
		v.set = take_set(format);
	if (v.most == 0)
		v.most = v.kind == 'c' ? 1 : SIZE_MAX;
	return v;
}

/* What it takes of the front of a line; empty: it does not fit. */
static struct slice convert(const struct conversion *v, struct slice *line)
{
	struct slice taken;

	if (v->kind == 's')
		*line = skip(*line);
	taken = (struct slice){line->p, 0};
	while (taken.n < line->n && taken.n < v->most && (v->kind == 'c' || (v->kind == 's' ? !is_space(line->p[taken.n]) : v->kind == '[' && in_set(v->set, line->p[taken.n]))))
		taken.n++;
	*line = from(*line, taken.n);
	return taken;
}

/* What the first conversion that is kept takes of the line. */
static struct slice scanned(struct slice format, struct slice line)
{
	while (format.n != 0) {
		char c = format.p[0];
		struct conversion v;
		struct slice taken;

		format = from(format, 1);
		if (is_space(c)) {
			line = skip(line);
			continue;
		}
		if (c != '%' || (format.n != 0 && format.p[0] == '%')) {
			format = from(format, c == '%');
			line = c == '%' ? skip(line) : line;
			if (line.n == 0 || line.p[0] != c)
				return SLICE_NONE;
			line = from(line, 1);
			continue;
		}
		v = take_conversion(&format);
		taken = convert(&v, &line);
		if (taken.n == 0 || v.kept)
			return taken;
	}
	return SLICE_NONE;
}

void wordfile_line(const struct wordfile *w, struct slice line, struct cfrw_words *to)
{
	struct slice format = {w->format, w->nformat};
	const char *nul = line.n != 0 ? memchr(line.p, '\0', line.n) : NULL;
	struct slice text;

	if (nul != NULL)
		line.n = (size_t)(nul - line.p);
	if (line.n != 0 && line.p[0] == '#')
		return;
	text = skip(scanned(format.n != 0 ? format : SLICE_LIT("%s"), line));
	while (text.n != 0) {
		size_t n = 0;

		while (n < text.n && !is_space(text.p[n]))
			n++;
		cfrw_word(to, text.p, n);
		text = skip(from(text, n));
	}
}

/* A # that begins no comment has a backslash. */
static void take_format(struct wordfile *w, struct slice s)
{
	w->nformat = 0;
	for (size_t i = 0; i < s.n && w->nformat < sizeof(w->format); i++)
		if (s.p[i] != '\\' || i + 1 == s.n || s.p[i + 1] != '#')
			w->format[w->nformat++] = s.p[i];
}

bool wordfile_spec(struct slice spec, struct wordfile *out)
{
	struct slice s = skip(spec);

	out->optional = slice_starts(s, SLICE_LIT("-o"));
	while (out->optional && s.n != 0 && s.p[0] != ' ')
		s = from(s, 1);
	s = skip(s);
	out->whole = slice_trim(s);
	out->name = (struct slice){s.p, 0};
	while (out->name.n < s.n && s.p[out->name.n] != ' ')
		out->name.n++;
	take_format(out, slice_trim(from(s, out->name.n)));
	return out->name.n != 0;
}
