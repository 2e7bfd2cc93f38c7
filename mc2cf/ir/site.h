/*
 * site.h - what a .mc asks for, before it is made into rules
 *
 * The .mc front end (mc/) lowers its records into a struct site; the expander
 * (expand/) turns a site and the templates into an IR.  Neither knows the other.
 *
 * A site is facts, uses, items and sections:
 *   facts     names with values that conditions and slots of templates see
 *             (see templates/README.md): conf and plain names as they stand at
 *             the end of the .mc, FEATUREs, their arguments, derived names;
 *   uses      each FEATURE, MAILER and HACK in the order of the .mc, with the .mc
 *             line and facts of its own (its arguments, values as they stood there);
 *   items     what needs no template: options, classes, ports, filters, queue groups;
 *   sections  the raw lines of LOCAL_CONFIG and its like, each with its place,
 *             mixed in order with marks of the uses that stock would put there;
 *   steps     how the .mc came to each place, where that was asked for: a place's
 *             `via' is the number of a step, which leads on to those before it.
 *
 * Ownership: all memory belongs to the arena given to site_new().
 */
#ifndef IR_SITE_H
#define IR_SITE_H

#include "base/arena.h"
#include "base/src.h"
#include "base/symtab.h"

struct site_fact {
	struct slice value;
	struct srcpos at; /* the .mc line that set it, or none for a default */
};

enum site_use_kind { SITE_FEATURE, SITE_MAILER, SITE_HACK };

struct site_use {
	enum site_use_kind kind;
	struct slice name;
	struct srcpos at;
	struct symtab *facts; /* slice → struct site_fact: "dnsbl.server" …, seen inside each/at of this use only, before the site's */
	const struct site_use *first; /* of that kind and name: itself, or the one before that is repeated */
	bool again;           /* of a first use: there are more */
	bool repeated;        /* the same name was used before: its fragment is not taken twice unless the template says each */
};

/* One line of a section: raw text, or (use != NULL) the place where that use's own text belongs. */
struct site_line {
	struct srcpos at;
	struct slice text;
	const struct site_use *use;
};

struct site_section {
	struct slice name; /* hook name: local_config, local_rule_0, … */
	struct site_line *v;
	size_t n, cap;
};

enum site_item_kind { SITE_OPTION, SITE_CLASS, SITE_CLASSFILE, SITE_DAEMON_PORT, SITE_CLIENT_PORT, SITE_FILTER, SITE_QUEUE, SITE_COMMENT };

/* name: option, class, filter or queue group; value: the rest of its line. */
struct site_item {
	enum site_item_kind kind;
	struct slice name, value;
	struct srcpos at;
};

/*
 * A directive that was carried out, a file that was read, or a macro of the site's own that was expanded.  word: FEATURE,
 * define, include … or "macro"; argument: its first one as written, or the macro's name.  A macro's place is its define.
 */
struct site_step {
	struct srcpos at;   /* none: the end of the .mc, which brings MAILER(local) */
	struct slice word, argument;
	uint32_t from;      /* the step that read the file, or expanded the macro, where this one stands; 0: it stands in the .mc */
};

struct site {
	struct arena *arena;
	struct symtab *facts;    /* name → struct site_fact */
	struct symtab *sections; /* name → struct site_section */
	struct symtab *used[SITE_HACK + 1]; /* of each kind: name → the first use */
	struct site_use **uses;
	size_t nuses, uses_cap;
	struct site_item *items;
	size_t nitems, items_cap;
	struct site_step *steps; /* the first is number 1's; NULL: not asked for */
	size_t nsteps;
};

struct site *site_new(struct arena *a);
/* A place's step, or NULL. */
const struct site_step *site_step(const struct site *s, uint32_t number);
/* Sets a fact; names and values are kept as they are. */
void site_set(struct site *s, struct slice name, struct slice value, struct srcpos at);
void site_unset(struct site *s, struct slice name);
/* The fact, or NULL: first among the use's own (use may be NULL), then the site's. */
const struct site_fact *site_get(const struct site *s, const struct site_use *use, struct slice name);
struct site_use *site_use_add(struct site *s, enum site_use_kind kind, struct slice name, struct srcpos at);
void site_use_set(struct site *s, struct site_use *u, struct slice name, struct slice value);
/* Makes a fact of the site invisible to this use: it was not there yet when the use was made. */
void site_use_hide(struct site *s, struct site_use *u, struct slice name);
void site_item_add(struct site *s, enum site_item_kind kind, struct slice name, struct slice value, struct srcpos at);
/* The section of that name, made when it is not there yet. */
struct site_section *site_section(struct site *s, struct slice name);
void site_line_add(struct site *s, struct site_section *sec, struct srcpos at, struct slice text, const struct site_use *use);

#endif
