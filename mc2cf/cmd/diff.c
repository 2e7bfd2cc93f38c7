/*
 * diff.c - see diff.h
 *
 * The longest common subsequence of lines, between the ends that are equal
 * anyway.  What is in between and too large for a table of lengths is shown as
 * taken out and put in whole: still right, only longer.
 */
#include <stdint.h>

#include "cmd/diff.h"
#include "cmd/limits.h"

/* Lines around a change. */
enum { CONTEXT = 3 };

struct lines {
	struct slice *v;     /* each with its newline, if it has one */
	size_t n;
};

/* What becomes of the lines: for the i-th of old and of new, whether it stays. */
struct script {
	struct lines old, new;
	bool *keep_old, *keep_new;
};

static struct lines cut(struct arena *a, struct slice text)
{
	struct lines l = {arena_array(a, 1, sizeof *l.v), 0};
	size_t n = 0, from = 0;

	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == '\n';
	l.v = arena_array(a, n + 1, sizeof *l.v);
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] == '\n' || i + 1 == text.n) {
			l.v[l.n++] = (struct slice){text.p + from, i + 1 - from};
			from = i + 1;
		}
	return l;
}

/* Marks what the stretches old[from, to) and new[from2, to2) have in common. */
static void match(struct arena *a, struct script *s, size_t from, size_t to, size_t from2, size_t to2)
{
	size_t n = to - from, m = to2 - from2, i = 0, j = 0;
	uint32_t *len;

	if (n == 0 || m == 0 || n > DIFF_CELLS_MAX / (m + 1))
		return;
	len = arena_array(a, (n + 1) * (m + 1), sizeof *len);
	for (i = n; i-- > 0;)
		for (j = m; j-- > 0;) {
			uint32_t *at = &len[i * (m + 1) + j];

			if (slice_eq(s->old.v[from + i], s->new.v[from2 + j]))
				*at = at[m + 2] + 1;
			else
				*at = at[m + 1] > at[1] ? at[m + 1] : at[1];
		}
	for (i = j = 0; i < n && j < m;) {
		const uint32_t *at = &len[i * (m + 1) + j];

		if (slice_eq(s->old.v[from + i], s->new.v[from2 + j]))
			s->keep_old[from + i++] = s->keep_new[from2 + j++] = true;
		else if (at[m + 1] >= at[1])
			i++;
		else
			j++;
	}
}

static void compare(struct arena *a, struct script *s)
{
	size_t begin = 0, end = s->old.n, end2 = s->new.n;

	s->keep_old = arena_array(a, s->old.n + 1, sizeof(bool));
	s->keep_new = arena_array(a, s->new.n + 1, sizeof(bool));
	while (begin < end && begin < end2 && slice_eq(s->old.v[begin], s->new.v[begin])) {
		s->keep_old[begin] = s->keep_new[begin] = true;
		begin++;
	}
	while (end > begin && end2 > begin && slice_eq(s->old.v[end - 1], s->new.v[end2 - 1]))
		s->keep_old[--end] = s->keep_new[--end2] = true;
	match(a, s, begin, end, begin, end2);
}

static void put_line(struct buf *out, char mark, struct slice line)
{
	buf_putc(out, mark);
	buf_put_slice(out, line);
	if (line.n == 0 || line.p[line.n - 1] != '\n')
		buf_puts(out, "\n\\ No newline at end of file\n");
}

/* Where a hunk that begins at line i of old ends: behind CONTEXT lines that stay and are followed by more of them. */
static void hunk_end(const struct script *s, size_t i, size_t j, size_t *end, size_t *end2)
{
	size_t quiet = 0;

	while (i < s->old.n || j < s->new.n) {
		if (i < s->old.n && s->keep_old[i] && j < s->new.n && s->keep_new[j]) {
			i++;
			j++;
			if (++quiet > 2 * CONTEXT)
				break;
			continue;
		}
		quiet = 0;
		while (i < s->old.n && !s->keep_old[i])
			i++;
		while (j < s->new.n && !s->keep_new[j])
			j++;
	}
	*end = quiet > CONTEXT ? i - (quiet - CONTEXT) : i;
	*end2 = quiet > CONTEXT ? j - (quiet - CONTEXT) : j;
}

static void put_hunk(const struct script *s, size_t i, size_t j, size_t end, size_t end2, struct buf *out)
{
	buf_printf(out, "@@ -%zu,%zu +%zu,%zu @@\n", end > i ? i + 1 : i, end - i, end2 > j ? j + 1 : j, end2 - j);
	while (i < end || j < end2) {
		while (i < end && !s->keep_old[i])
			put_line(out, '-', s->old.v[i++]);
		while (j < end2 && !s->keep_new[j])
			put_line(out, '+', s->new.v[j++]);
		if (i < end && j < end2) {
			put_line(out, ' ', s->old.v[i++]);
			j++;
		}
	}
}

void diff_unified(struct buf *out, struct slice name, struct slice old, struct slice new)
{
	struct script s = {.old = cut(out->arena, old), .new = cut(out->arena, new)};
	size_t i = 0, j = 0;

	if (slice_eq(old, new))
		return;
	compare(out->arena, &s);
	buf_printf(out, "--- a/%.*s\n+++ b/%.*s\n", SLICE_ARG(name), SLICE_ARG(name));
	while (i < s.old.n || j < s.new.n) {
		size_t begin, begin2, end, end2;

		while (i < s.old.n && j < s.new.n && s.keep_old[i] && s.keep_new[j]) {
			i++;
			j++;
		}
		if (i == s.old.n && j == s.new.n)
			break;
		begin = i > CONTEXT ? i - CONTEXT : 0;
		begin2 = j - (i - begin);
		hunk_end(&s, i, j, &end, &end2);
		put_hunk(&s, begin, begin2, end, end2, out);
		i = end;
		j = end2;
	}
}
