/*
 * crack.c - which part of a header's text is the address; see address.h
 *
 *     "Joe" <joe@example.com> (home)     "Joe" <$g> (home)
 *     joe@example.com (Joe)              $g (Joe)
 *     friends: joe@example.com;          friends: $g;
 *
 * A name in front that would need quotes gets them, as sendmail does it.
 */
#include "cmd/engine/address.h"

static const char needs_quotes[] = "@,;:\\()[].'<>";

/* Bytes of the text with what they are: in a comment, in quotes, or plain. */
struct reader {
	struct slice s;
	size_t i;
	unsigned comment;
	bool quoted;
};

enum part { PLAIN, QUOTED, COMMENT };

/* What s[i] is; i moves behind it, and behind what a backslash holds. */
static enum part next(struct reader *r)
{
	char c = r->s.p[r->i++];

	if (c == '\\' && r->i < r->s.n) {
		r->i++;
		return r->comment != 0 ? COMMENT : r->quoted ? QUOTED : PLAIN;
	}
	if (r->comment != 0) {
		r->comment += c == '(';
		r->comment -= c == ')';
		return COMMENT;
	}
	if (c == '"') {
		r->quoted = !r->quoted;
		return QUOTED;
	}
	if (r->quoted)
		return QUOTED;
	if (c == '(') {
		r->comment = 1;
		return COMMENT;
	}
	return PLAIN;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Where the last < stands that is neither quoted nor in a comment; -1: nowhere. */
static ptrdiff_t last_open(struct slice s)
{
	struct reader r = {.s = s};
	ptrdiff_t at = -1;

	while (r.i < s.n) {
		size_t from = r.i;

		if (next(&r) == PLAIN && s.p[from] == '<')
			at = (ptrdiff_t)from;
	}
	return at;
}

/* Behind the colon of a group's name, or 0; two colons are none, and one in brackets belongs to an address literal. */
static size_t group_name(struct slice s)
{
	struct reader r = {.s = s};
	unsigned depth = 0, bracket = 0;

	while (r.i < s.n) {
		size_t from = r.i;

		if (next(&r) != PLAIN)
			continue;
		depth += s.p[from] == '<';
		depth -= s.p[from] == '>' && depth != 0;
		bracket += s.p[from] == '[';
		bracket -= s.p[from] == ']' && bracket != 0;
		if (s.p[from] != ':' || depth != 0 || bracket != 0)
			continue;
		if (r.i < s.n && s.p[r.i] == ':') {
			r.i++;
			continue;
		}
		return r.i;
	}
	return 0;
}

static bool wants_quotes(struct slice s)
{
	struct reader r = {.s = s};

	while (r.i < s.n) {
		size_t from = r.i;

		if (next(&r) == PLAIN && strchr(needs_quotes, s.p[from]) != NULL)
			return true;
	}
	return false;
}

static void put_phrase(struct buf *b, struct slice s)
{
	size_t from = 0, n = s.n;

	if (!wants_quotes(s)) {
		buf_put_slice(b, s);
		return;
	}
	while (from < n && is_space(s.p[from]))
		buf_putc(b, s.p[from++]);
	while (n > from && is_space(s.p[n - 1]))
		n--;
	buf_putc(b, '"');
	for (size_t i = from; i < n; i++) {
		if (s.p[i] == '"')
			buf_putc(b, '\\');
		buf_putc(b, s.p[i]);
	}
	buf_putc(b, '"');
	buf_put(b, s.p + n, s.n - n);
}

/* A group's name with its colon. */
static void put_group(struct buf *b, struct slice s)
{
	if (s.n == 0)
		return;
	put_phrase(b, (struct slice){s.p, s.n - 1});
	buf_putc(b, ':');
}

/* Behind the address in angle brackets. */
static void put_rest(struct buf *b, struct slice s)
{
	struct reader r = {.s = s};
	bool closed = false, empty = s.n == 0 || s.p[0] == '>';

	buf_putc(b, '<');
	buf_put(b, "\x81g", empty ? 0 : 2);
	buf_putc(b, '>');
	while (r.i < s.n) {
		size_t from = r.i;
		enum part part = next(&r);

		if (!closed) {
			closed = part == PLAIN && s.p[from] == '>';
			continue;
		}
		if (part == PLAIN && (s.p[from] == '>' || s.p[from] == '<'))
			continue;
		buf_put(b, s.p + from, r.i - from);
	}
	if (r.comment != 0)
		buf_putc(b, ')');
}

/* Without angle brackets: comments stay, the first word is the address. */
static void put_plain(struct buf *b, struct slice s)
{
	struct reader r = {.s = s};
	bool placed = false, inside = false;

	for (size_t blanks = 0; r.i < s.n;) {
		size_t from = r.i;
		enum part part = next(&r);

		if (part == COMMENT) {
			if (s.p[from] == '(' && !inside && from != 0)
				buf_putc(b, ' ');
			inside = r.comment != 0;
			blanks = 0;
			buf_put(b, s.p + from, r.i - from);
			continue;
		}
		if (part == PLAIN && is_space(s.p[from])) {
			blanks = 1;
			continue;
		}
		if (part == PLAIN && s.p[from] == ';') {
			/* an empty group's address stands behind it */
			buf_puts(b, placed ? ";" : blanks != 0 ? " ;\x81g" : ";\x81g");
			placed = true;
			blanks = 0;
			continue;
		}
		if (!placed && (blanks != 0 || (b->n != 0 && b->p[b->n - 1] == ')')))
			buf_putc(b, ' ');
		blanks = 0;
		if (!placed)
			buf_put(b, "\x81g", 2);
		placed = true;
	}
	for (; r.comment != 0; r.comment--)
		buf_putc(b, ')');
}

/* Whether something in quotes stands behind the address in angle brackets. */
static bool quoted_behind(struct slice s)
{
	struct reader r = {.s = s};
	bool closed = false;

	while (r.i < s.n) {
		size_t from = r.i;
		enum part part = next(&r);

		if (closed && part == QUOTED)
			return true;
		closed = closed || (part == PLAIN && s.p[from] == '>');
	}
	return false;
}

struct slice address_crack(struct arena *a, struct slice text)
{
	struct buf b;
	ptrdiff_t open;
	size_t name;

	while (text.n != 0 && is_space(text.p[0]))
		text = (struct slice){text.p + 1, text.n - 1};
	open = last_open(text);
	buf_init(&b, a);
	if (open >= 0) {
		struct slice phrase = {text.p, (size_t)open};

		name = group_name(phrase);
		put_group(&b, (struct slice){text.p, name});
		put_phrase(&b, (struct slice){phrase.p + name, phrase.n - name});
		if (quoted_behind((struct slice){text.p + open, text.n - (size_t)open}))
			return SLICE_LIT("<\x81g>"); /* what stands in quotes behind it makes sendmail forget all but the address */
		put_rest(&b, (struct slice){text.p + open + 1, text.n - (size_t)open - 1});
	} else {
		name = group_name(text);
		put_group(&b, (struct slice){text.p, name});
		put_plain(&b, (struct slice){text.p + name, text.n - name});
	}
	return b.n != 0 ? buf_slice(&b) : SLICE_LIT("");
}
