/*
 * expand.c - macros in text: $x, ${name}, $?x … $| … $.
 *
 * A value may name other macros; the depth is bounded, and what is deeper is
 * left out, as sendmail does.  $&x stays as it is: it is for rules.
 */
#include "engine/program.h"

struct expander {
	struct buf *out;
	expand_value_fn *value;
	const void *data;
	bool symbols;
	bool full;
};

enum part { WANTED, ELSE_WANTED, NOT_WANTED };

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* The name at text[i]; i moves behind it. */
static struct slice take_name(struct slice text, size_t *i)
{
	size_t from = *i;

	if (from >= text.n)
		return SLICE_NONE;
	if (text.p[from] != '{') {
		++*i;
		return (struct slice){text.p + from, 1};
	}
	for (*i = from + 1; *i < text.n && is_name(text.p[*i]);)
		++*i;
	from++;
	if (*i < text.n && text.p[*i] == '}')
		return (struct slice){text.p + from, (*i)++ - from};
	return (struct slice){text.p + from, *i - from};
}

static bool is_set(const struct expander *e, struct slice name)
{
	struct slice value;

	return e->value(e->data, name, &value) && value.n != 0;
}

/* Behind a condition that does not hold: up to its $| (true) or its $. (false); i moves behind that. */
static bool skip(struct slice text, size_t *i)
{
	unsigned depth = 0;

	while (*i < text.n) {
		char c;

		if (text.p[(*i)++] != SCAN_DOLLAR || *i >= text.n)
			continue;
		c = text.p[(*i)++];
		if (c == '?')
			depth++;
		else if (c == '.' && depth-- == 0)
			return false;
		else if (c == '|' && depth == 0)
			return true;
	}
	return false;
}

static void expand(struct expander *e, struct slice text, unsigned depth);

static void put_value(struct expander *e, struct slice name, unsigned depth)
{
	struct slice value;

	if (depth < ENGINE_EXPAND_MAX && e->value(e->data, name, &value))
		expand(e, value, depth + 1);
}

/* One construct; text[*i] stands behind its $. ifs: conditions that are open. */
static void construct(struct expander *e, struct slice text, size_t *i, unsigned *ifs, unsigned depth)
{
	struct slice name;
	char c = text.p[*i];

	if (c == '?') {
		++*i;
		name = take_name(text, i);
		if (is_set(e, name) || skip(text, i))
			++*ifs;
	} else if (c == '|' && *ifs != 0) {
		++*i;
		skip(text, i);
		--*ifs;
	} else if (c == '.' && *ifs != 0) {
		++*i;
		--*ifs;
	} else if (c == '&' || (e->symbols && c != '\0' && strchr("*+-@:#>|.[]()=~0123456789", c) != NULL)) {
		buf_putc(e->out, SCAN_DOLLAR);
	} else {
		name = take_name(text, i);
		put_value(e, name, depth);
	}
}

static void expand(struct expander *e, struct slice text, unsigned depth)
{
	unsigned ifs = 0;

	for (size_t i = 0; i < text.n && !e->full;) {
		if (text.p[i] != SCAN_DOLLAR) {
			buf_putc(e->out, text.p[i++]);
		} else if (++i < text.n) {
			construct(e, text, &i, &ifs, depth);
		}
		e->full = e->out->n > ENGINE_EXPANSION_MAX;
	}
}

bool expand_text(struct buf *out, struct slice text, bool symbols, expand_value_fn *value, const void *data)
{
	struct expander e = {.out = out, .value = value, .data = data, .symbols = symbols};

	expand(&e, text, 0);
	return !e.full;
}

/* sendmail's code of a symbol; 0: it is none. */
static unsigned char code_of(char sign)
{
	static const char signs[] = "*+-=~0#@:>?|.[]";
	const char *at = sign != '\0' ? strchr(signs, sign >= '1' && sign <= '9' ? '0' : sign) : NULL;

	return at != NULL ? (unsigned char)(0x90 + (at - signs)) : sign == '(' ? 0x85 : sign == ')' ? 0x86 : sign == '&' ? 0x82 : 0;
}

bool expand_codes(struct buf *out, struct slice text, expand_value_fn *value, const void *data)
{
	size_t from = out->n, n = from;
	bool ok = expand_text(out, text, true, value, data);

	for (size_t i = from; i < out->n; i++) {
		unsigned char code = out->p[i] == SCAN_DOLLAR && i + 1 < out->n ? code_of(out->p[i + 1]) : 0;

		out->p[n++] = code != 0 ? (char)code : out->p[i];
		i += code != 0 && code != 0x95; /* behind that stands the digit */
	}
	out->n = n;
	return ok;
}
