/*
 * reference.h - since.def, help.def and reference.def: what is known of a name besides how to compile it
 *
 * All are constant.  Names compare exactly; NULL where there is no row.
 */
#ifndef MC_REFERENCE_H
#define MC_REFERENCE_H

#include "mc/table.h"

enum mc_kind { MC_KIND_FEATURE, MC_KIND_MAILER, MC_KIND_OSTYPE, MC_KIND_DIRECTIVE, MC_KIND_NAME, MC_KIND_ARGUMENT, MC_KIND_VALUE, MC_KIND_KEY, MC_KIND_OPTION };

struct mc_since {
	enum mc_kind kind;
	const char *name, *since;
	const char *before; /* what serves in older versions: "=NAME", advice, or "" */
};

struct mc_argument {
	enum mc_kind kind;
	const char *owner, *name, *otherwise, *help;
};

struct mc_example {
	enum mc_kind kind;
	const char *owner, *text;
};

struct mc_conflict {
	enum mc_kind kind;
	const char *owner, *other, *why;
};

const struct mc_since *mc_since_find(enum mc_kind kind, struct slice name);
const struct mc_since *mc_since_at(size_t i); /* NULL past the end, here and below */
/* Since when .mc files can define it: its own row, else its option's; "" where nobody says. */
const char *mc_name_since(const struct mc_conf *c);
/* One line, or "". */
const char *mc_help_of(enum mc_kind kind, struct slice name);
const struct mc_argument *mc_argument_at(size_t i);
const struct mc_conflict *mc_conflict_at(size_t i);
/* The example, or NULL where the call without arguments is one. */
const char *mc_example_of(enum mc_kind kind, struct slice name);
/* What must stand above it, besides a FEATURE that its row names, or NULL. */
const char *mc_needs_of(enum mc_kind kind, struct slice name);
/* What takes the place of a name that still works, or NULL. */
const char *mc_deprecated_by(enum mc_kind kind, struct slice name);

#endif
