/*
 * names_options.c - see names_options.h
 */
#include "engine/names_options.h"

static const struct {
	const char *word;
	enum names_option option;
} words[] = {
	{"dnsrch", NAMES_SEARCH}, {"defnames", NAMES_DOMAIN}, {"usevc", NAMES_TCP},
	{"HasWildcardMX", NAMES_WILDCARD_MX}, {"WorkAroundBrokenAAAA", NAMES_TEMPFAIL},
};

/* One word, with + or - before it or not; others are for the C library, or nobody knows them. */
static unsigned with_word(unsigned options, struct slice word)
{
	bool off = word.p[0] == '-';

	if (off || word.p[0] == '+')
		word = (struct slice){word.p + 1, word.n - 1};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (slice_caseeq(word, slice_of(words[i].word)))
			return off ? options & ~(unsigned)words[i].option : options | words[i].option;
	return options;
}

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static unsigned with_words(unsigned options, struct slice s)
{
	size_t from = 0;

	for (size_t i = 0; i <= s.n; i++) {
		if (i < s.n && !is_blank(s.p[i]))
			continue;
		if (i > from)
			options = with_word(options, (struct slice){s.p + from, i - from});
		from = i + 1;
	}
	return options;
}

static bool is_true(struct slice v)
{
	return v.n == 0 || strchr("tTyY", v.p[0]) != NULL;
}

unsigned names_options(const struct ir *ir)
{
	static const struct slice resolver = {"ResolverOptions", 15};
	const struct ir_item *aliases = ir_find(ir, IR_OPTION, SLICE_LIT("DontExpandCnames"));
	unsigned options = NAMES_SEARCH | NAMES_DOMAIN;

	if (aliases != NULL && is_true(aliases->value))
		options |= NAMES_ALIASES;
	if (ir_find(ir, IR_OPTION, resolver) == NULL)
		return options;
	for (size_t i = 0; i < ir_count(ir); i++) /* each line adds to those before it */
		if (ir_at(ir, i)->kind == IR_OPTION && slice_eq(ir_at(ir, i)->name, resolver))
			options = with_words(options, ir_at(ir, i)->value);
	return options;
}

struct dns_config names_resolver(const struct ir *ir)
{
	return (struct dns_config){.tcp = (names_options(ir) & NAMES_TCP) != 0};
}
