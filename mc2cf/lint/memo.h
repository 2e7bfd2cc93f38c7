/* memo.h - what queries found once for a configuration; private to lint/ */
#ifndef LINT_MEMO_H
#define LINT_MEMO_H

#include "lint/query.h"

struct lint_memo {
	struct lint_ruleset **ruleset;  /* NULL: not asked yet */
	size_t nrulesets, cap;
	struct symtab *by_name;         /* names and numbers */
	struct symtab *called;          /* names and numbers that are called */
	struct symtab *by_header, *by_mailer; /* those that header lines call, and mailers */
	struct symtab *class_words;     /* items.c: a class → the table of its words, in any case; NULL: not asked yet */
	struct symtab *macro_uses;      /* uses.c: name → where it is used; NULL: not asked yet */
	struct symtab *class_uses, *stored;
};

#endif
