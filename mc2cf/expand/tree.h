/*
 * tree.h - a template, parsed
 *
 * template_parse() turns the text of one template into a list of nodes.  It
 * knows the notation of templates/README.md and nothing of the site: which
 * lines are taken is decided when the tree is walked (expand.c).  Faults are
 * diagnostics (0502 a line, 0503 a block, 0504 a condition); the tree then
 * leaves the faulty line out.
 *
 * Text stays where it is: nodes point into it.
 */
#ifndef EXPAND_TREE_H
#define EXPAND_TREE_H

#include "base/diag.h"
#include "expand/cond.h"

enum node_kind {
	NODE_LINE,    /* text: a line of sendmail.cf, slots not filled */
	NODE_WHEN,    /* cond, body, otherwise */
	NODE_EACH,    /* text: the FEATURE's name; body */
	NODE_AT,      /* text: the hook's name; body */
	NODE_HOOK,    /* text: its name */
	NODE_INCLUDE, /* text: path below templates/ */
	NODE_GAP,     /* text: name of a map or ruleset that stays missing */
	NODE_INSERT   /* text: name of a part that comes from a table */
};

struct node {
	enum node_kind kind;
	bool slots;               /* NODE_LINE: there is a %{ in it */
	const struct ir_item *rule; /* NODE_LINE: what was read ahead, or NULL */
	struct srcpos at;
	struct slice text;
	const struct cond *cond;
	struct node *body, *otherwise;
	struct node *next;
};

/* What may stand in a template depends on the folder that it is in. */
enum template_kind { TEMPLATE_MAIN, TEMPLATE_RULES, TEMPLATE_FRAGMENT };

/* The first node, or NULL for a template without lines. */
struct node *template_parse(struct arena *a, struct diags *d, enum template_kind kind, struct slice text, uint32_t file);

#endif
