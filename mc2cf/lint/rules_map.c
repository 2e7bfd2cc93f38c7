/* rules_map.c - K and F lines: op guide 5.3 and 5.9 */
#include <regex.h>

#include "ir/token.h"
#include "lint/checks.h"
#include "lint/files.h"
#include "lint/query.h"

/* The class of a K line, and what stands behind it. */
static struct slice class_of(const struct ir_item *map, struct slice *rest)
{
	struct slice class = SLICE_NONE;

	*rest = slice_trim(map->value);
	slice_next(rest, ' ', &class);
	*rest = slice_trim(*rest);
	return class;
}

/* The words of a text; what a map says of its own name is no use of it. */
static void add_words(const struct lint *l, struct symtab *asked, const struct ir_item *item)
{
	struct slice text = item->value;
	size_t from = 0;

	for (size_t i = 0; i <= text.n; i++) {
		struct slice word = {text.p + from, i - from};

		if (i < text.n && strchr(" \t,:@", text.p[i]) == NULL)
			continue;
		if (item->kind != IR_MAP || ir_find(l->ir, IR_MAP, word) != item)
			symtab_set(asked, word, asked);
		from = i + 1;
	}
}

/* Names that a rule looks up, or that a map, an option or a class is made of. */
static const struct symtab *asked_names(const struct lint *l)
{
	struct symtab *asked = symtab_new(l->arena, true);
	const struct ir_item *item;

	for (size_t i = 0; (item = ir_at(l->ir, i)) != NULL; i++) {
		if (item->kind == IR_MAP || item->kind == IR_OPTION || item->kind == IR_CLASSFILE)
			add_words(l, asked, item);
		for (size_t k = 0; item->kind == IR_RULE && k + 1 < item->rhs.n; k++)
			if (item->rhs.v[k].kind == IR_T_MAPBEGIN && item->rhs.v[k + 1].kind == IR_T_LITERAL)
				symtab_set(asked, item->rhs.v[k + 1].text, asked);
	}
	return asked;
}

/* Maps that sendmail asks by itself where they are there, and those that stock's files declare before they know. */
static bool may_be_asked(const struct lint *l, struct slice name)
{
	static const char *const names[] = {"host", "user", "aliases", "dequote", "bestmx", "storage", "macro", "arith", "canonicalize"}, *const stock[] = {"compress", "dprepend", "MessageIdCheck"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (slice_caseeq(name, slice_of(names[i])))
			return true;
	for (size_t i = 0; !l->is_mc && i < sizeof stock / sizeof *stock; i++)
		if (slice_caseeq(name, slice_of(stock[i])))
			return true;
	return false;
}

static void check_unused(const struct lint *l, const struct symtab *asked, const struct ir_item *map)
{
	if (!may_be_asked(l, map->name) && symtab_get(asked, map->name) == NULL)
		diag_help(lint_say_item(l, 1080, map, NULL, "no rule looks the map `%.*s' up", SLICE_ARG(map->name)), "write $(%.*s $1 $) in a rule, or take it out", SLICE_ARG(map->name));
}

/* A sequence asks other maps, which must stand above it: be among those. */
static void check_sequence(const struct lint *l, const struct symtab *above, const struct ir_item *map, struct slice rest)
{
	while (rest.n != 0) {
		struct slice word = slice_word(&rest);
		const struct ir_item *other;

		if (word.n == 0 || word.p[0] == '-' || symtab_get(above, word) != NULL)
			continue;
		other = ir_find(l->ir, IR_MAP, word);
		if (other == NULL && slice_caseeq(word, SLICE_LIT("host")))
			continue;
		diag_help(lint_say_item(l, 1081, map, NULL, "the sequence `%.*s' asks a map `%.*s', which is not declared%s", SLICE_ARG(map->name), SLICE_ARG(word), other != NULL ? " above it" : ""),
			"declare it with a K line before this one");
	}
}

/* sendmail compiles the pattern when it starts; so do we. */
static void check_regex(const struct lint *l, const struct ir_item *map, struct slice rest)
{
	int flags = REG_EXTENDED, error;
	char why[128];
	regex_t re;

	while (rest.n != 0 && rest.p[0] == '-') {
		struct slice word = slice_word(&rest);

		if (slice_eq_str(word, "-b"))
			flags &= ~REG_EXTENDED;
	}
	if (rest.n == 0) {
		diag_help(lint_say_item(l, 1083, map, NULL, "the map `%.*s' has no regular expression", SLICE_ARG(map->name)), "write it behind the flags");
		return;
	}
	error = regcomp(&re, arena_dup(l->arena, rest.p, rest.n), flags | REG_NOSUB);
	if (error == 0) {
		regfree(&re);
		return;
	}
	(void)regerror(error, &re, why, sizeof why);
	diag_help(lint_say_item(l, 1083, map, NULL, "the regular expression of the map `%.*s' is none: %s", SLICE_ARG(map->name), why), "sendmail says so when it starts, and the map finds nothing");
}

void check_maps(const struct lint *l)
{
	const struct symtab *asked = asked_names(l);
	struct symtab *above = symtab_new(l->arena, true);
	const struct ir_item *map;

	for (size_t i = 0; (map = lint_next(l, IR_MAP, &i)) != NULL;) {
		struct slice rest, class = class_of(map, &rest);

		symtab_set(above, map->name, above);
		if (lint_wrote(l, map) && ir_find(l->ir, IR_MAP, map->name) == map)
			check_unused(l, asked, map);
		if (slice_caseeq(class, SLICE_LIT("sequence")))
			check_sequence(l, above, map, rest);
		else if (slice_caseeq(class, SLICE_LIT("regex")))
			check_regex(l, map, rest);
	}
}

/* --- F lines --- */

/* The path, and whether the file may be missing. */
static struct slice path_of(const struct ir_item *f, bool *optional)
{
	struct slice rest = f->value, word = slice_word(&rest);

	*optional = slice_eq_str(word, "-o");
	return *optional ? slice_word(&rest) : word;
}

void check_class_program(const struct lint *l)
{
	const struct ir_item *f;

	for (size_t i = 0; (f = lint_next(l, IR_CLASSFILE, &i)) != NULL;) {
		bool optional;
		struct slice path = path_of(f, &optional);

		if (path.n != 0 && path.p[0] == '|')
			diag_help(lint_say_item(l, 1084, f, NULL, "class `%.*s' is what a program prints, which sendmail runs as root whenever it starts", SLICE_ARG(f->name)), "let cron write a file, and read that");
	}
}

void check_class_missing(const struct lint *l)
{
	const struct ir_item *f;

	for (size_t i = 0; (f = lint_next(l, IR_CLASSFILE, &i)) != NULL;) {
		bool optional;
		struct slice path = path_of(f, &optional);
		struct lint_stat st;

		if (!optional && path.n != 0 && path.p[0] == '/' && !l->files->stat(l->files->ctx, path, true, &st))
			diag_help(lint_say_item(l, 1085, f, NULL, "class `%.*s' is read from `%.*s', which is not there", SLICE_ARG(f->name), SLICE_ARG(path)), "make the file, or write -o before it where it may be missing");
	}
}
