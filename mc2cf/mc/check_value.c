/*
 * check_value.c - help for a value that its option does not take: the word that is wrong, or how the value is written
 */
#include "ir/ir.h"
#include "mc/lower.h"

enum { WORDS_SHOWN = 16 }; /* a longer list says less than none */

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

/* The table has words in small letters. */
static struct slice folded(struct lower *l, struct slice word)
{
	char *p = arena_dup(l->arena, word.p, word.n);

	for (size_t i = 0; i < word.n; i++)
		if (p[i] >= 'A' && p[i] <= 'Z')
			p[i] = (char)(p[i] - 'A' + 'a');
	return (struct slice){p, word.n};
}

void check_value_word_help(struct lower *l, struct diag *g, const struct ir_option *o, struct slice word)
{
	const char *known[MC_WORDS_MAX];
	size_t n = known_words(l, o->values, known);

	if (word.n > 1 && (word.p[0] == '+' || word.p[0] == '-'))
		word = (struct slice){word.p + 1, word.n - 1};
	if (!diag_near(g, folded(l, word), known, n) && n < WORDS_SHOWN)
		diag_help(g, "it knows: %s", o->values);
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

/* 10,000,000 */
static bool help_commas(struct diag *g, struct slice value)
{
	char digits[24];
	size_t n = 0;

	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] == ',' || value.p[i] == ' ')
			continue;
		if (!is_digit(value.p[i]) || n == sizeof digits)
			return false;
		digits[n++] = value.p[i];
	}
	if (n == value.n) /* it is not the commas that are wrong */
		return false;
	diag_help(g, "write %.*s", (int)n, digits);
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

void check_value_help(struct diag *g, const struct ir_option *o, struct slice value, const char *otherwise)
{
	bool said = false;

	if (value.n == 0) {
		diag_help(g, "leave the define out, or undefine the name%s%s", otherwise[0] != '\0' ? ": then it is " : "", otherwise);
		return;
	}
	if (strcmp(o->type, "size") == 0)
		said = help_size(g, value) || help_commas(g, value);
	else if (strcmp(o->type, "time") == 0)
		said = help_time(g, value);
	if (slice_starts(value, SLICE_LIT("SSL_OP_")) || slice_starts(value, SLICE_LIT("+SSL_OP_")))
		diag_help(g, "confSERVER_SSL_OPTIONS and confCLIENT_SSL_OPTIONS take words like +SSL_OP_NO_SSLv3");
	else if (!said)
		diag_help(g, "%s%s", otherwise[0] != '\0' ? "without a value it is " : "see the option in the sendmail guide", otherwise);
}
