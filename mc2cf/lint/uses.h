/*
 * uses.h - where macros and classes are asked for; private to lint/
 *
 * Rules, and the text of every other line: headers, options, mailers, macros
 * of macros.  Made once for a configuration, in the order of the file.
 */
#ifndef LINT_USES_H
#define LINT_USES_H

#include "lint/lint.h"

enum lint_use_kind {
	LINT_USE_MACRO,    /* $x, ${x}: in a rule, its value as the file is read */
	LINT_USE_DEFERRED, /* $&x: its value as the rule is used */
	LINT_USE_IF,       /* $?x */
	LINT_USE_CLASS     /* $=x, $~x; $=x in a C line */
};

struct lint_use {
	enum lint_use_kind kind;
	struct slice name;             /* without braces */
	const struct ir_item *item;
	const struct ir_token *token;  /* of a rule; NULL in other lines, and within quotes */
	bool braces;                   /* ${x}, not $x; of a token it is not known, and false */
	struct slice rest;             /* what stands right behind it */
	const struct lint_use *next;   /* of the same name: the next macro, or the next class */
};

/* All names that are asked for, in the order of their first use: for symtab_at(). */
const struct symtab *lint_used_macros(const struct lint *l);
const struct symtab *lint_used_classes(const struct lint *l);
/* The first use of a macro ($x $&x $?x), or of a class; NULL: there is none.  Others follow by ->next. */
const struct lint_use *lint_macro_use(const struct lint *l, struct slice name);
const struct lint_use *lint_class_use(const struct lint *l, struct slice name);
/* Whether a rule may set it: $(storage {Name} … $). */
bool lint_is_stored(const struct lint *l, struct slice name);

/* macros.def */
enum lint_macro_when { LINT_MACRO_UNKNOWN, LINT_MACRO_LOAD, LINT_MACRO_RUN };
enum lint_macro_when lint_macro_when(struct slice name);
/* Names of more than a letter, for "did you mean". */
const char *const *lint_macro_names(size_t *n);
/* Classes that sendmail fills or reads by itself. */
bool lint_class_is_builtin(struct slice name);

#endif
