/* site_relay.c - settings that let strangers send mail through this machine */
#include "lint/checks.h"
#include "lint/query.h"

static const struct maker {
	unsigned code;
	const char *feature, *what, *help;
} makers[] = {
#define MAKER(code, feature, what, help) {code, feature, what, help},
#include "lint/relay_makers.def"
#undef MAKER
};

void check_relay_makers(const struct lint *l)
{
	if (!lint_is_server(l))
		return;
	for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
		const struct site_use *use = lint_feature(l, makers[i].feature);

		if (use != NULL)
			diag_help(lint_say(l, makers[i].code, lint_word(l, use->at, slice_of(makers[i].feature)), "%s", makers[i].what), "%s", makers[i].help);
	}
}

/* The domains of a whole country or kind, and networks of sixteen million: "com", "de", "193". */
bool lint_is_wide(struct slice word)
{
	static const char *const generic[] = {"com", "net", "org", "edu", "gov", "mil", "int", "info", "biz", "arpa", "io", "dev", "app", "online", "xyz", "cloud"};
	bool digits = word.n != 0 && word.n <= 3;

	for (size_t i = 0; i < word.n; i++)
		digits = digits && word.p[i] >= '0' && word.p[i] <= '9';
	if (digits)
		return !slice_eq_str(word, "10") && !slice_eq_str(word, "127");
	for (size_t i = 0; i < sizeof generic / sizeof *generic; i++)
		if (slice_caseeq(word, slice_of(generic[i])))
			return true;
	return word.n == 2 && (word.p[0] | 0x20) >= 'a' && (word.p[0] | 0x20) <= 'z' && (word.p[1] | 0x20) >= 'a' && (word.p[1] | 0x20) <= 'z';
}

void check_relay_class(const struct lint *l)
{
	const struct ir_item *item = lint_is_server(l) ? ir_find(l->ir, IR_CLASS, SLICE_LIT("R")) : NULL;

	for (; item != NULL; item = item->same) {
		struct slice rest = item->value, word;

		while (slice_next(&rest, ' ', &word))
			if (lint_is_wide(word))
				diag_help(lint_say_item(l, 1311, item, NULL, "class R has `%.*s': all of it may relay, and be relayed to", SLICE_ARG(word)), "name the domains and networks that are yours");
	}
}
