/*
 * near.c - the name that was meant where nothing reads the one that is defined
 *
 * People write a name in other letters, without its conf, with its words in
 * another order, or call it what the option is called: confPRIVACY_OPTIONS is
 * confPRIVACY_FLAGS, confTIMEOUT_IDENT is confTO_IDENT.
 */
#include "mc/limits.h"
#include "mc/lower.h"

static bool is_join(char c)
{
	return c == '_' || c == '.';
}

/* Equal but for the case of letters, underscores and dots: confLogLevel, Timeout.ident. */
static bool same_letters(struct slice a, struct slice b)
{
	size_t i = 0, k = 0;

	while (i < a.n || k < b.n) {
		if (i < a.n && is_join(a.p[i]))
			i++;
		else if (k < b.n && is_join(b.p[k]))
			k++;
		else if (i == a.n || k == b.n || !slice_caseeq((struct slice){a.p + i, 1}, (struct slice){b.p + k, 1}))
			return false;
		else
			i++, k++;
	}
	return true;
}

static struct slice without_conf(struct slice name)
{
	return name.n > 4 && slice_caseeq((struct slice){name.p, 4}, SLICE_LIT("conf")) ? (struct slice){name.p + 4, name.n - 4} : name;
}

/* How many words of a name, apart by _, begin so. */
static size_t count_words(struct slice name, struct slice begin)
{
	struct slice one;
	size_t n = 0;

	while (slice_next(&name, '_', &one))
		n += one.n >= begin.n && slice_caseeq((struct slice){one.p, begin.n}, begin);
	return n;
}

/* Whether each word of one name is in the other, or begins one there; two words at least. */
static bool has_words(struct slice name, struct slice other)
{
	struct slice rest = name, word;

	if (memchr(name.p, '_', name.n) == NULL)
		return false;
	while (slice_next(&rest, '_', &word))
		if (word.n < 2 || count_words(name, word) > count_words(other, word))
			return false;
	return true;
}

/* Whether it is surely that one. */
static bool means(struct slice name, const struct mc_conf *c)
{
	struct slice other = without_conf(slice_of(c->name));

	return same_letters(name, other) || (name.n == other.n && has_words(name, other)) || (c->option != NULL && same_letters(name, slice_of(c->option)));
}

static const char *by_letters(struct slice name)
{
	unsigned distance = name.n > 9 ? 3 : 2;
	const char *best = NULL;

	for (size_t i = 0; mc_conf_at(i) != NULL; i++) {
		unsigned d = slice_distance(name, slice_of(mc_conf_at(i)->name), distance - 1);

		if (d < distance) {
			distance = d;
			best = mc_conf_at(i)->name;
		}
	}
	return best;
}

/* Names that have all its words, where they are few. */
static bool by_words(struct diag *g, struct slice name)
{
	const char *found[MC_NAMES_NEAR];
	size_t n = 0;

	for (size_t i = 0; mc_conf_at(i) != NULL; i++)
		if (has_words(without_conf(name), without_conf(slice_of(mc_conf_at(i)->name)))) {
			if (n == MC_NAMES_NEAR)
				return false;
			found[n++] = mc_conf_at(i)->name;
		}
	if (n == 1)
		diag_help(g, "did you mean `%s'?", found[0]);
	else if (n == 2)
		diag_help(g, "did you mean `%s' or `%s'?", found[0], found[1]);
	return n != 0;
}

bool mc_name_near(struct diag *g, struct slice name)
{
	const char *one;

	if (name.n <= 5)
		return false;
	for (size_t i = 0; mc_conf_at(i) != NULL; i++)
		if (means(without_conf(name), mc_conf_at(i))) {
			diag_help(g, "did you mean `%s'?", mc_conf_at(i)->name);
			return true;
		}
	one = by_letters(name);
	if (one == NULL)
		return by_words(g, name);
	diag_help(g, "did you mean `%s'?", one);
	return true;
}
