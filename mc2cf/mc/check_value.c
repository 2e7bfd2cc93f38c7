/*
 * check_value.c - help for a value that its option does not take: the word that is wrong, or how the value is written
 */
#include "ir/ir.h"
#include "mc/lower.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* a|b|c as names. */
static size_t known_words(struct lower *l, const char *values, const char **v)
{
	struct slice rest = slice_of(values), word;
	size_t n = 0;

	while (n < MC_WORDS_MAX && slice_next(&rest, '|', &word))
		v[n++] = arena_dup(l->arena, word.p, word.n);
	return n;
}

static bool is_one_of(struct slice word, const char *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_caseeq(word, slice_of(v[i])))
			return true;
	return false;
}

/* The table has words in small letters. */
static struct slice folded(struct lower *l, struct slice word)
{
	char *p = arena_dup(l->arena, word.p, word.n);

	for (size_t i = 0; i < word.n; i++)
		if (p[i] >= 'A' && p[i] <= 'Z')
			p[i] = (char)(p[i] - 'A' + 'a');
	return (struct slice){p, word.n};
}

/* The words that sendmail does not know, each with the one that is near. */
static bool help_words(struct lower *l, struct diag *g, const struct ir_option *o, struct slice value)
{
	const char *known[MC_WORDS_MAX];
	size_t n = known_words(l, o->values, known), from = 0;
	bool said = false;

	for (size_t i = 0; i <= value.n; i++) {
		struct slice word = {value.p + from, i - from};

		if (i < value.n && value.p[i] != ',' && value.p[i] != ' ' && value.p[i] != '\t')
			continue;
		from = i + 1;
		if (word.n == 0 || is_one_of(word, known, n))
			continue;
		diag_help(g, "it does not know `%.*s'", SLICE_ARG(word));
		diag_near(g, folded(l, word), known, n);
		said = true;
	}
	return said;
}

/* 10MB: the number of bytes that is meant. */
static bool help_size(struct diag *g, struct slice value)
{
	static const char units[] = "KMG";
	unsigned long long n = 0;
	size_t i = 0;
	const char *unit;

	for (; i < value.n && is_digit(value.p[i]) && i < 9; i++)
		n = n * 10 + (unsigned long long)(value.p[i] - '0');
	while (i < value.n && value.p[i] == ' ')
		i++;
	unit = i != 0 && i < value.n ? memchr(units, value.p[i] & ~0x20, 3) : NULL;
	if (unit == NULL)
		return false;
	diag_help(g, "write %llu", n << 10 * (unit - units + 1));
	return true;
}

/* 5 days: a unit is one letter, without a blank. */
static bool help_time(struct diag *g, struct slice value)
{
	size_t i = 0, number;

	while (i < value.n && is_digit(value.p[i]))
		i++;
	number = i;
	while (i < value.n && value.p[i] == ' ')
		i++;
	if (number == 0 || i == value.n || strchr("wdhms", value.p[i] | 0x20) == NULL)
		return false;
	diag_help(g, "write %.*s%c", (int)number, value.p, value.p[i] | 0x20);
	return true;
}

void check_value_help(struct lower *l, struct diag *g, const struct ir_option *o, struct slice value, const char *otherwise)
{
	bool said = false;

	if (strcmp(o->type, "flags") == 0)
		said = help_words(l, g, o, value);
	else if (strcmp(o->type, "size") == 0)
		said = help_size(g, value);
	else if (strcmp(o->type, "time") == 0)
		said = help_time(g, value);
	if (!said)
		diag_help(g, "%s%s", otherwise[0] != '\0' ? "without a value it is " : "see the option in the sendmail guide", otherwise);
}
