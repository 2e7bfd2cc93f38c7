/*
 * table.h - the .def tables of the front end, and look-up by name
 *
 * All are constant; a row that is not there is NULL.  Names compare exactly,
 * as m4 compares them.
 */
#ifndef MC_TABLE_H
#define MC_TABLE_H

#include "base/diag.h"
#include "base/slice.h"

enum mc_reader { MC_OPTION, MC_MILTER, MC_TEMPLATE, MC_MAILER, MC_FEATURE, MC_M4, MC_ANY };

struct mc_conf {
	const char *name, *option, *initial, *type;
	enum mc_reader reader;
	const char *otherwise; /* what sendmail does where it is not set */
};

struct mc_obsolete {
	const char *name, *instead, *what;
};

enum mc_trait { MC_EACH = 1, MC_LOCAL = 2, MC_OPEN = 4, MC_RENAMED = 8, MC_GONE = 16, MC_ALONE = 32 };

struct mc_feature {
	const char *name, *m4, *arguments, *needs;
	unsigned traits;
	const char *help;
};

struct mc_mailer {
	const char *name;
	const char *help;
};

struct mc_flags {
	const char *mailer, *fact, *modified, *base;
};

struct mc_class {
	const char *directive, *name;
	bool file;
	const char *fact;
};

struct mc_section_kind {
	const char *directive, *fact;
	bool after_mailer;
};

/* A directive that is handled on its own: how many arguments it reads (0: any number), and what to do about more. */
struct mc_other {
	const char *directive;
	size_t arguments;
	const char *help;
};

const struct mc_conf *mc_conf_find(struct slice name);
const struct mc_conf *mc_conf_at(size_t i); /* NULL past the end, here and below */
const struct mc_obsolete *mc_obsolete_find(struct slice name);
const struct mc_obsolete *mc_obsolete_at(size_t i);
const struct mc_feature *mc_feature_find(struct slice name);
const struct mc_feature *mc_feature_at(size_t i);
const struct mc_feature *mc_hack_find(struct slice name); /* those with rules */
const struct mc_mailer *mc_mailer_find(struct slice name);
const struct mc_mailer *mc_mailer_at(size_t i);
const struct mc_flags *mc_flags_at(size_t i);
const struct mc_class *mc_class_find(struct slice directive);
const struct mc_section_kind *mc_section_find(struct slice directive);
const char *mc_directive_at(size_t i);
const struct mc_other *mc_other_find(struct slice directive);
bool mc_directive_known(struct slice name);
/* Whether it is one, but for a slip or two. */
bool mc_directive_near(struct slice name);

/* "did you mean": adds it to g where a name of the table is near. */
enum mc_names { MC_NAMES_CONF, MC_NAMES_FEATURE, MC_NAMES_MAILER, MC_NAMES_DIRECTIVE };
bool mc_near(struct diag *g, enum mc_names which, struct slice name);

#endif
