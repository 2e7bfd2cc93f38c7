/*
 * walk.h - what the files of expand/ share while one site is expanded
 *
 * A struct expander lives for one call of expand_site().  Template files are
 * read when they are reached (library.c), hooks know what is bound to them
 * (hook.c), tables become lines (insert.c), and expand.c walks the trees.
 */
#ifndef EXPAND_WALK_H
#define EXPAND_WALK_H

#include "cf/cf.h"
#include "expand/expand.h"
#include "expand/numbers.h"
#include "expand/tree.h"
#include "ir/site.h"

/* The lines that one FEATURE or MAILER binds to one hook. */
struct fragment {
	const struct site_use *use; /* its first use */
	const struct node *body;
	struct fragment *next;
};

struct hook {
	struct fragment *first, **tail;
	struct srcpos bound;  /* the first `at' that names it */
	bool declared;        /* some template that was read has a `hook' line for it */
	bool placed;
	bool open;            /* its lines are being put out right now */
};

struct expander {
	const struct site *site;
	struct templates *templates;
	struct arena *arena;
	struct ir *ir;
	struct diags *d;
	struct cf_reader *reader;
	struct symtab *hooks;     /* name → struct hook */
	unsigned inserted;        /* bits: 1 << enum site_item_kind */
	struct numbers numbers;   /* of helper rulesets */
	size_t walked;            /* nodes, up to WALK_MAX */
	unsigned depth;           /* of includes and hooks in one another */
	bool skipped_include;     /* a condition left a whole file out, and with it perhaps hooks */
	bool readable;            /* every template that was wanted could be read */
};

/* From where a line is seen. */
struct scope {
	const struct site_use *use;  /* whose facts come before the site's, or NULL */
	struct srcpos asked;         /* the .mc line that asked for it */
	const struct site_use *only; /* `each' of this use's name means this use alone */
	bool each_only;              /* lines outside `each' were taken with an earlier use */
};

/* library.c: the tree of templates/PATH, whose kind follows from its folder; false (and a diagnostic) where it cannot be read. */
bool library_read(struct expander *x, struct slice path, struct srcpos at, const struct node **tree);
/* library.c: reads the fragments of all uses and binds them to their hooks. */
void library_read_uses(struct expander *x);

/* hook.c */
struct hook *hook_get(struct expander *x, struct slice name);
void hook_bind(struct expander *x, const struct site_use *use, const struct node *at);
/* Puts out, at n, what is bound to the hook and the site's section of that name. */
void hook_place(struct expander *x, const struct node *n, const struct scope *s);
/* Diagnostics for fragments, sections and items that found no place. */
void hook_check(struct expander *x);

/* insert.c: the lines of a table. */
void insert_items(struct expander *x, const struct node *n);
void insert_check(struct expander *x);

/* expand.c */
void walk(struct expander *x, const struct node *list, const struct scope *s);
/* Gives the reader text as one or more lines. */
void put_text(struct expander *x, struct slice text, struct srcpos at, struct srcpos asked);
/* One more include or hook inside another; false, with a diagnostic, where that is a circle.  Pair it with x->depth--. */
bool enter(struct expander *x, const struct node *n);

#endif
