/*
 * doc_adds.c - which lines of the templates are there for an entry; see doc.h
 *
 * Those of its own template, and in others those under a condition that asks
 * for it.  Templates are read line by line; nothing is expanded, so what hangs
 * on an argument is told as well.
 */
#include "base/symtab.h"
#include "cmd/doc.h"

/* Blocks of a template do not nest deeper than at, and two conditions in it; with room to spare. */
enum { BLOCKS_MAX = 8 };

static bool name_byte(char c)
{
	return c == '_' || c == '.' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

struct block {
	int mine;                /* 1: there where the name is set; -1: where it is not; 0: it is not asked */
	bool when;
	struct slice condition;
};

/* Whether a condition asks for the name or an argument of it, and how: see struct block. */
static int asks(struct slice condition, struct slice name)
{
	bool all = slice_starts(condition, SLICE_LIT("not ("));

	for (size_t i = 0; i + name.n <= condition.n; i++) {
		bool negated = all || (i >= 4 && memcmp(condition.p + i - 4, "not ", 4) == 0);

		if (memcmp(condition.p + i, name.p, name.n) == 0 && (i == 0 || !name_byte(condition.p[i - 1])) &&
		    (i + name.n == condition.n || condition.p[i + name.n] == '.' || !name_byte(condition.p[i + name.n])))
			return negated ? -1 : 1;
	}
	return 0;
}

/* The name at the head of a line behind its letter: K and M up to a blank or comma, D C F in braces or one byte. A slot stands for what fills it. */
static struct slice named(struct slice line, const char *ends)
{
	size_t n = 1;

	if (line.p[1] == '{' || slice_starts(line, (struct slice){(char[]){line.p[0], '%', '{'}, 3})) {
		const char *close = memchr(line.p, '}', line.n);
		size_t from = line.p[1] == '{' ? 2 : 1;

		return close != NULL ? (struct slice){line.p + from, (size_t)(close - line.p) - from + (from == 1)} : SLICE_NONE;
	}
	if (ends == NULL)
		return (struct slice){line.p + 1, 1};
	while (n < line.n && strchr(ends, line.p[n]) == NULL)
		n++;
	return (struct slice){line.p + 1, n - 1};
}

/* What a line of a sendmail.cf declares; NULL for one that declares nothing. */
static const char *declares(struct doc *d, struct slice line)
{
	static const struct {
		char letter;
		const char *what, *ends;
	} kinds[] = {{'K', "map", " \t"}, {'M', "mailer", ","}, {'S', "ruleset", " \t="}, {'D', "macro", NULL}, {'C', "class", NULL}, {'F', "class", NULL}};

	if (slice_starts(line, SLICE_LIT("O ")))
		return doc_format(d, "option %.*s", SLICE_ARG(slice_trim(named((struct slice){line.p + 1, line.n - 1}, "=\t"))));
	for (size_t i = 0; line.n >= 2 && i < sizeof kinds / sizeof *kinds; i++)
		if (line.p[0] == kinds[i].letter)
			return doc_format(d, "%s %.*s", kinds[i].what, SLICE_ARG(named(line, kinds[i].ends)));
	return NULL;
}

/* The condition on which more hangs than on the name alone: of others, of an argument, or of both. */
static struct slice besides(const struct block *b, size_t depth, struct slice name)
{
	for (size_t i = depth; i-- > 0;)
		if (b[i].when && b[i].condition.n != 0 && b[i].mine >= 0 && !slice_eq(b[i].condition, name) && (b[i].mine == 0 || slice_find(b[i].condition, SLICE_LIT(" or ")) < 0))
			return b[i].condition;
	return SLICE_NONE;
}

static void begin(struct block *b, struct slice line, struct slice name)
{
	bool when = slice_starts(line, SLICE_LIT("when "));
	struct slice condition = {line.p + 5, line.n - 5};

	*b = slice_starts(line, SLICE_LIT("at ")) ? (struct block){0} : (struct block){asks(condition, name), when, condition};
}

/* An else says of its condition that it does not hold; no reader wants to be told what that is. */
static void otherwise(struct block *b)
{
	b->mine = -b->mine;
	b->condition = SLICE_NONE;
}

void doc_adds(struct doc *d, struct slice text, struct slice name, bool own, struct symtab *said, doc_put *put)
{
	struct block block[BLOCKS_MAX] = {0};
	size_t depth = 0;
	struct slice line;

	while (slice_next(&text, '\n', &line)) {
		bool mine = own;
		struct slice where;
		const char *what;

		if (slice_starts(line, SLICE_LIT("when ")) || slice_starts(line, SLICE_LIT("each ")) || slice_starts(line, SLICE_LIT("at "))) {
			if (depth < BLOCKS_MAX)
				begin(&block[depth++], line, name);
			continue;
		}
		if (depth != 0 && slice_eq_str(line, "end"))
			depth--;
		else if (depth != 0 && slice_eq_str(line, "else"))
			otherwise(&block[depth - 1]);
		for (size_t i = 0; i < depth; i++)
			mine |= block[i].mine > 0;
		what = mine ? declares(d, line) : NULL;
		if (what == NULL || symtab_get(said, slice_of(what)) != NULL)
			continue;
		symtab_set(said, slice_of(what), d);
		where = besides(block, depth, name);
		put(d, "adds", where.n != 0 ? doc_format(d, "%s, where %.*s", what, SLICE_ARG(where)) : what);
	}
}
