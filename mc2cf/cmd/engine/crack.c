/*
 * crack.c - which part of a header's text is the address; see address.h
 *
 *     "Joe" <joe@example.com> (home)     "Joe" <$g> (home)
 *     joe@example.com (Joe)              $g (Joe)
 *     friends: joe@example.com;          friends: $g;
 *
 * As sendmail does it, seen from outside: one pass from left to right, which
 * writes what it takes for no part of the address.  A < or the colon of a group
 * shows that all since the last such colon was a name: that is put in its
 * place, in quotes where it needs them.  Parentheses and angle brackets that are
 * open at the end are closed.  What cannot be held, or has quotes behind the
 * address, is <$g>.
 */
#include "cmd/engine/address.h"

#define ALWAYS_QUOTED "@,;:\\()[]"
#define OFTEN_QUOTED ".'"
enum { LONGEST = 255 };

struct crack {
	struct slice s;
	size_t i;
	struct slice often;     /* characters that want quotes besides those that always do */
	bool colons;            /* a colon is like any letter, there are no groups */

	char out[LONGEST + 1];
	size_t n, room;         /* room: less than all while a parenthesis waits for its end */
	size_t head_out, head;  /* where the name began, in out and in s */
	unsigned comment, bracket, copied; /* copied: what is read goes to out while it is above 0 */
	bool angle, quoted;
	bool angle_seen, group_seen, placed, wants_quotes;
	bool spoilt;
};

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void put(struct crack *k, char c)
{
	if (k->n < k->room)
		k->out[k->n++] = c;
	else
		k->spoilt = true;
}

static void copy(struct crack *k, char c)
{
	if (k->copied != 0)
		put(k, c);
}

/* The address is here, unless it was before. */
static void place(struct crack *k)
{
	if (k->copied != 0 || k->placed)
		return;
	if (k->n != 0 && k->out[k->n - 1] == ')')
		put(k, ' ');
	put(k, '\x81');
	put(k, 'g');
	k->placed = true;
}

/* All up to the sign at s[i - 1] was a name; white space before the sign stays outside the quotes. */
static void name_before(struct crack *k)
{
	size_t end = k->i - 1;

	k->n = k->head_out;
	while (k->wants_quotes && end > k->head && is_space(k->s.p[end - 1]))
		end--;
	if (k->wants_quotes)
		put(k, '"');
	for (size_t i = k->head; i < end; i++) {
		if (k->wants_quotes && k->s.p[i] == '"')
			put(k, '\\');
		put(k, k->s.p[i]);
	}
	if (k->wants_quotes)
		put(k, '"');
	for (size_t i = end; i < k->i; i++)
		put(k, k->s.p[i]);
	k->copied = 0;
	k->placed = k->wants_quotes = false;
}

static void comment_begins(struct crack *k)
{
	k->comment++;
	k->room--;
	if (k->copied++ == 0) {
		if (k->n != k->head_out)
			put(k, ' ');
		put(k, '(');
	}
}

static void comment_ends(struct crack *k)
{
	if (k->comment != 0) {
		k->comment--;
		k->copied--;
		k->room++;
		return;
	}
	k->wants_quotes = true; /* of no comment */
	k->n -= k->copied != 0 && k->n != 0;
	place(k);
}

/* True: it was the end of a group's name, or part of host::user. */
static bool colon(struct crack *k)
{
	char after = k->i < k->s.n ? k->s.p[k->i] : '\0';

	if (k->angle || k->bracket != 0 || k->group_seen || k->colons)
		return false;
	if (after == ':' || after == '.') {
		k->wants_quotes = true;
		copy(k, ':');
		copy(k, after);
		k->i++;
		place(k);
		return true;
	}
	k->group_seen = true;
	name_before(k);
	while (k->i < k->s.n && is_space(k->s.p[k->i]))
		put(k, k->s.p[k->i++]);
	k->head_out = k->n;
	k->head = k->i;
	return true;
}

static void angle_opens(struct crack *k)
{
	k->wants_quotes |= k->angle_seen; /* only the last one counts */
	k->angle_seen = k->angle = true;
	name_before(k);
}

static void angle_closes(struct crack *k)
{
	if (!k->angle) {
		k->wants_quotes = true;
		k->n -= k->copied != 0 && k->n != 0;
		return;
	}
	k->angle = false;
	if (k->copied++ == 0)
		put(k, '>');
}

static void backslash(struct crack *k)
{
	k->wants_quotes |= k->comment == 0 && !k->quoted;
	if (k->i < k->s.n)
		copy(k, k->s.p[k->i++]);
	place(k);
}

static void letter(struct crack *k, char c)
{
	k->bracket += c == '[';
	k->bracket -= c == ']' && k->bracket != 0;
	if (c == ';' && k->copied == 0 && !k->colons)
		put(k, ';');
	k->wants_quotes |= memchr(ALWAYS_QUOTED, c, sizeof(ALWAYS_QUOTED) - 1) != NULL || memchr(k->often.p, c, k->often.n) != NULL;
	place(k);
}

static void next(struct crack *k)
{
	char c = k->s.p[k->i++];

	copy(k, c);
	if (c == '\\') {
		backslash(k);
	} else if (c == '"' && k->comment == 0) {
		k->quoted = !k->quoted;
		k->spoilt |= k->copied != 0 && k->i < k->s.n; /* a last one is only closed */
	} else if (k->quoted) {
		place(k);
	} else if (c == '(') {
		comment_begins(k);
	} else if (c == ')') {
		comment_ends(k);
	} else if (k->comment != 0 || (c == ':' && colon(k))) {
		return;
	} else if (c == '<') {
		angle_opens(k);
	} else if (c == '>') {
		angle_closes(k);
	} else {
		letter(k, c);
	}
}

/* What is open is closed. */
static void finish(struct crack *k)
{
	k->room = LONGEST;
	if (k->quoted && k->copied != 0)
		put(k, '"');
	for (; k->comment != 0; k->comment--)
		put(k, ')');
	if (k->angle)
		put(k, '>');
}

static bool colons_are_letters(const cfrw_program *p)
{
	struct cfrw_text v;

	if (!cfrw_option(p, "ColonOkInAddr", &v))
		return cfrw_level(p, NULL) < 6;
	return v.n == 0 || strchr("tTyY", v.p[0]) != NULL;
}

struct slice address_crack(const cfrw_program *p, struct arena *a, struct slice text)
{
	struct crack k = {.s = text, .room = LONGEST, .often = SLICE_LIT(OFTEN_QUOTED), .colons = colons_are_letters(p)};
	struct cfrw_text often;

	if (cfrw_option(p, "MustQuoteChars", &often))
		k.often = (struct slice){often.p, often.n};
	while (k.i < text.n && is_space(text.p[k.i]))
		k.i++;
	k.head = k.i;
	while (k.i < text.n && !k.spoilt)
		next(&k);
	finish(&k);
	return k.spoilt ? SLICE_LIT("<\x81g>") : (struct slice){arena_dup(a, k.out, k.n), k.n};
}
