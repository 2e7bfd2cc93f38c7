/* rules_words.c - the words of classes of hosts and users: op guide 5.3, cf/README */
#include "base/symtab.h"
#include "lint/checks.h"
#include "lint/query.h"
#include "lint/words.h"

/* 10.0.0.0: class R has the first parts of networks. */
static bool is_network(struct slice word)
{
	size_t dots = 0;

	for (size_t i = 0; i < word.n; i++) {
		if ((word.p[i] < '0' || word.p[i] > '9') && word.p[i] != '.')
			return false;
		dots += word.p[i] == '.';
	}
	return dots == 3 && word.p[word.n - 1] == '0' && word.p[word.n - 2] == '.';
}

static bool is_bare_ipv6(struct slice word)
{
	size_t colons = 0;

	for (size_t i = 0; i < word.n; i++) {
		if (strchr("0123456789abcdefABCDEF:.", word.p[i]) == NULL)
			return false;
		colons += word.p[i] == ':';
	}
	return colons >= 2;
}

static const char *address_oddity(struct slice word)
{
	if (is_network(word))
		return "that is one address and no network, of which the first parts are written: 192.0.2";
	if (is_bare_ipv6(word))
		return "an IPv6 address is written with IPv6: before it, IPv6:2001:db8:0:0:0:0:0:1";
	return NULL;
}

const char *lint_word_oddity(struct slice word, const char *class)
{
	bool user = strcmp(class, "E") == 0;

	if (memchr(word.p, '*', word.n) != NULL)
		return "classes know no wildcards";
	if (memchr(word.p, '@', word.n) != NULL)
		return user ? "the class has users, without a domain" : "the class has hosts, without a user";
	if (user)
		return NULL;
	if (word.p[0] == '/')
		return "the class has hosts, and this is a file";
	if (memchr(word.p, '/', word.n) != NULL)
		return slice_find(word, SLICE_LIT("://")) >= 0 ? "a host has no :// before it" : "classes know no /bits: write the part of the address that all have, 192.0.2";
	if (word.n > 1 && word.p[0] == '.' && strcmp(class, "w") == 0)
		return "a dot at its beginning matches nothing";
	if (word.n > 1 && word.p[word.n - 1] == '.')
		return "a dot at its end matches nothing";
	if (word.p[word.n - 1] == ',')
		return "words stand apart by blanks, without commas";
	if (memchr(word.p, '\'', word.n) != NULL || memchr(word.p, '`', word.n) != NULL || memchr(word.p, '"', word.n) != NULL)
		return "the quote is part of it";
	return strcmp(class, "R") == 0 ? address_oddity(word) : NULL;
}

void check_class_words(const struct lint *l)
{
	static const char *const classes[] = {"w", "R", "M", "G", "N", "E", "VirtHost"};

	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		for (const struct ir_item *item = ir_find(l->ir, IR_CLASS, slice_of(classes[i])); item != NULL; item = item->same) {
			struct slice rest = item->value, word;

			while (slice_next(&rest, ' ', &word)) {
				const char *why = word.n != 0 ? lint_word_oddity(word, classes[i]) : NULL;

				if (why != NULL && !(l->is_mc && strcmp(classes[i], "w") == 0 && memchr(word.p, '*', word.n) != NULL))
					diag_help(lint_say(l, 1086, lint_word(l, lint_asked_at(l, item), word), "`%.*s' is no word for class %s: %s", SLICE_ARG(word), classes[i], why), "take it out, or write what is meant");
			}
		}
}

static struct diag *say_word(const struct lint *l, unsigned code, const struct ir_item *item, struct slice word, const char *what)
{
	struct diag *g = lint_say(l, code, lint_word(l, lint_asked_at(l, item), word), "`%.*s' %s", SLICE_ARG(word), what);

	diag_span(g, word.n);
	return g;
}

/* The words of a class, each once; what was there before is said. */
static void check_repeated(const struct lint *l, const char *class)
{
	struct symtab *seen = symtab_new(l->arena, true);
	const struct ir_item *item;

	for (size_t i = 0; (item = lint_next(l, IR_CLASS, &i)) != NULL;) {
		struct slice rest = item->value, word;

		while (slice_eq_str(item->name, class) && slice_next(&rest, ' ', &word)) {
			const struct ir_item *before = word.n != 0 ? symtab_set(seen, word, (void *)(uintptr_t)item) : NULL;

			if (before != NULL && before->origin.asked.file != 0 && item->origin.asked.file != 0)
				diag_place(say_word(l, 1087, item, word, "is in the class already"), lint_word(l, lint_asked_at(l, before), word), "put there here");
		}
	}
}

void check_class_twice(const struct lint *l)
{
	static const char *const classes[] = {"w", "R", "M", "G", "E", "VirtHost"};

	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		check_repeated(l, classes[i]);
}

/* A virtual domain that is local too: an address that the table does not know goes to the local user of that name. */
void check_virtual_local(const struct lint *l)
{
	for (const struct ir_item *item = ir_find(l->ir, IR_CLASS, SLICE_LIT("VirtHost")); item != NULL; item = item->same) {
		struct slice rest = item->value, word;

		while (slice_next(&rest, ' ', &word))
			if (word.n != 0 && lint_class_has(l, "w", word))
				(void)say_word(l, 1088, item, word, "is a virtual domain and one of this host's own names: what the table does not know goes to local users of that name");
	}
}
