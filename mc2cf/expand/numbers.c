/* numbers.c - see numbers.h */
#include "expand/numbers.h"

/* Rulesets that stock names by number: op guide 5.1 and the mailers that have no names for theirs. */
static const unsigned char taken[] = {0, 1, 2, 3, 4, 5, 14, 24, 90, 93, 94, 95, 96, 97, 98};

/* The number that text begins with, or NUMBERS_MAX. */
static unsigned leading_number(struct slice text)
{
	unsigned value = 0;
	size_t i = 0;

	text = slice_trim(text);
	for (; i < text.n && text.p[i] >= '0' && text.p[i] <= '9' && value < NUMBERS_MAX; i++)
		value = value * 10 + (unsigned)(text.p[i] - '0');
	return i > 0 && value < NUMBERS_MAX ? value : NUMBERS_MAX;
}

/* `S12', `S 12' and `Sname=12' take a number. */
static void take_line(struct numbers *n, struct slice line)
{
	const char *equals, *comment;
	unsigned number;

	if (line.n < 2 || line.p[0] != 'S')
		return;
	line.p++;
	line.n--;
	comment = memchr(line.p, '#', line.n);
	if (comment != NULL)
		line.n = (size_t)(comment - line.p);
	number = leading_number(line);
	equals = memchr(line.p, '=', line.n);
	if (number == NUMBERS_MAX && equals != NULL)
		number = leading_number((struct slice){equals + 1, line.n - (size_t)(equals + 1 - line.p)});
	if (number < NUMBERS_MAX)
		n->used[number] = true;
}

static void count(struct numbers *n, const struct site *site)
{
	struct slice name;
	void *value;

	for (size_t i = 0; i < sizeof taken; i++)
		n->used[taken[i]] = true;
	for (size_t i = 0; symtab_at(site->sections, &i, &name, &value);) {
		const struct site_section *sec = value;

		for (size_t l = 0; l < sec->n; l++) {
			struct slice text = sec->v[l].text, line;

			while (slice_next(&text, '\n', &line))
				take_line(n, line);
		}
	}
	n->counted = true;
}

unsigned numbers_next(struct numbers *n, const struct site *site)
{
	if (!n->counted)
		count(n, site);
	for (unsigned i = NUMBERS_MAX - 1; i > 0; i--) {
		if (!n->used[i]) {
			n->used[i] = true;
			return i;
		}
	}
	return 0;
}
