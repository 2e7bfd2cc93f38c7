/*
 * option.c - the table of sendmail's options: search by name, letter, abbreviation
 */
#include "ir/ir.h"
#include "ir/option.h"

static const struct ir_option options[] = {
#define O(name, letter, type, values, since) {name, letter, type, values, since},
#include "ir/options.def"
#undef O
};

#define NOPTIONS (sizeof(options) / sizeof(options[0]))

const struct ir_option *ir_option_at(size_t i)
{
	return i < NOPTIONS ? &options[i] : NULL;
}

static int fold(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c;
}

/* The order of options.def: without care for case, the shorter first. */
static int compare(struct slice a, const char *b)
{
	for (size_t i = 0; i < a.n; i++) {
		int c = a.p[i] != b[i] ? fold(a.p[i]) - fold(b[i]) : 0;

		if (b[i] == '\0' || c != 0)
			return b[i] == '\0' ? 1 : c;
	}
	return b[a.n] == '\0' ? 0 : -1;
}

static const struct ir_option *by_letter(char letter)
{
	for (size_t i = 0; i < NOPTIONS; i++)
		if (options[i].letter == letter && letter != 0)
			return &options[i];
	return NULL;
}

const struct ir_option *ir_option_find(struct slice name)
{
	size_t lo = 0, hi = NOPTIONS;

	if (name.n == 1)
		return by_letter(name.p[0]);
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = compare(name, options[mid].name);

		if (c == 0)
			return &options[mid];
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

static bool begins(const char *name, struct slice prefix)
{
	size_t n = strlen(name);

	return prefix.n <= n && slice_caseeq((struct slice){name, prefix.n}, prefix);
}

const struct ir_option *ir_option_abbrev(struct slice name, const struct ir_option **other)
{
	const struct ir_option *found = NULL;

	*other = NULL;
	for (size_t i = 0; i < NOPTIONS; i++) {
		if (name.n == 0 || strchr(options[i].name, '.') != NULL || !begins(options[i].name, name))
			continue;
		if (found != NULL) {
			*other = &options[i];
			return NULL;
		}
		found = &options[i];
	}
	return found;
}
