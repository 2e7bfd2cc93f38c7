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

/*
 * A byte that few names share, in either case, which the compiler works out: all of them lie side by side, so that a name
 * is found with hardly a look at others.
 */
#define LETTER(name, i) ((unsigned)(unsigned char)(name)[i] | 0x20u)
#define MARK(name, n) ((unsigned char)(LETTER(name, 0) * 49 + LETTER(name, (n) / 2) * 5 + LETTER(name, (n)-1) * 6 + (unsigned)(n)*24))

static const unsigned char marks[NOPTIONS] = {
#define O(name, letter, type, values, since) MARK(name, sizeof(name) - 1),
#include "ir/options.def"
#undef O
};

const struct ir_option *ir_option_at(size_t i)
{
	return i < NOPTIONS ? &options[i] : NULL;
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
	const unsigned char *at = marks, *end = marks + NOPTIONS;

	if (name.n <= 1)
		return name.n != 0 ? by_letter(name.p[0]) : NULL;
	for (int mark = MARK(name.p, name.n); (at = memchr(at, mark, (size_t)(end - at))) != NULL; at++)
		if (slice_caseeq(name, slice_of(options[at - marks].name)))
			return &options[at - marks];
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
