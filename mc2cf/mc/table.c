/*
 * table.c - see table.h
 */
#include "mc/table.h"

static const struct mc_conf confs[] = {
#define CONF(name, option, initial, type, reader, otherwise) {name, option, initial, type, MC_##reader, otherwise},
#define OBSOLETE(name, instead, what)
#include "mc/confvars.def"
	{NULL, NULL, NULL, NULL, MC_ANY, NULL}
};

static const struct mc_obsolete obsoletes[] = {
#define CONF(name, option, initial, type, reader, otherwise)
#define OBSOLETE(name, instead, what) {name, instead, what},
#include "mc/confvars.def"
	{NULL, NULL, NULL}
};

#define EACH MC_EACH
#define LOCAL MC_LOCAL
#define OPEN MC_OPEN
#define RENAMED MC_RENAMED
#define GONE MC_GONE
#define ALONE MC_ALONE
static const struct mc_feature features[] = {
#define FEATURE(name, m4, arguments, needs, traits, help) {name, m4, arguments, needs, traits, help},
#include "mc/features.def"
	{NULL, NULL, NULL, NULL, 0, NULL}
};

static const struct mc_feature hacks[] = {
#define HACK(name, arguments, needs, traits, help) {name, "", arguments, needs, traits, help},
#include "mc/hacks.def"
	{NULL, NULL, NULL, NULL, 0, NULL}
};

static const struct mc_mailer mailers[] = {
#define MAILER(name, help) {name, help},
#define FLAGS(mailer, fact, modified, base)
#include "mc/mailers.def"
	{NULL, NULL}
};

static const struct mc_flags flags[] = {
#define MAILER(name, help)
#define FLAGS(mailer, fact, modified, base) {mailer, fact, modified, base},
#include "mc/mailers.def"
	{NULL, NULL, NULL, NULL}
};

static const struct mc_class classes[] = {
#define CLASS(directive, name, file, fact) {directive, name, file, fact},
#define SECTION(directive, fact, after)
#define OTHER(directive, arguments, help)
#include "mc/directives.def"
	{NULL, NULL, false, NULL}
};

static const struct mc_section_kind sections[] = {
#define CLASS(directive, name, file, fact)
#define SECTION(directive, fact, after) {directive, fact, after},
#define OTHER(directive, arguments, help)
#include "mc/directives.def"
	{NULL, NULL, false}
};

static const struct mc_other others[] = {
#define CLASS(directive, name, file, fact)
#define SECTION(directive, fact, after)
#define OTHER(directive, arguments, help) {directive, arguments, help},
#include "mc/directives.def"
	{NULL, 0, NULL}
};

/* Names alone, for "did you mean". */
static const char *const directive_names[] = {
#define CLASS(directive, name, file, fact) directive,
#define SECTION(directive, fact, after) directive,
#define OTHER(directive, arguments, help) directive,
#include "mc/directives.def"
};
static const char *const feature_names[] = {
#define FEATURE(name, m4, arguments, needs, traits, help) name,
#include "mc/features.def"
};
static const char *const mailer_names[] = {
#define MAILER(name, help) name,
#define FLAGS(mailer, fact, modified, base)
#include "mc/mailers.def"
};
static const char *const conf_names[] = {
#define CONF(name, option, initial, type, reader, otherwise) name,
#define OBSOLETE(name, instead, what)
#include "mc/confvars.def"
};

#define COUNT(v) (sizeof(v) / sizeof(*(v)))
#define FIND(v, key, field) \
	do { \
		for (size_t i = 0; (v)[i].field != NULL; i++) \
			if ((v)[i].field[0] == ((key).n != 0 ? (key).p[0] : '\0') && slice_eq_str((key), (v)[i].field)) \
				return &(v)[i]; \
		return NULL; \
	} while (0)

/* The length first: hundreds of names begin alike. */
const struct mc_conf *mc_conf_find(struct slice name)
{
	static const unsigned char lengths[] = {
#define CONF(name, option, initial, type, reader, otherwise) sizeof name - 1,
#define OBSOLETE(name, instead, what)
#include "mc/confvars.def"
	};

	for (size_t i = 0; i < COUNT(lengths); i++)
		if (lengths[i] == name.n && memcmp(confs[i].name, name.p, name.n) == 0)
			return &confs[i];
	return NULL;
}

const struct mc_conf *mc_conf_at(size_t i)
{
	return i + 1 < COUNT(confs) ? &confs[i] : NULL;
}

const struct mc_obsolete *mc_obsolete_find(struct slice name)
{
	FIND(obsoletes, name, name);
}

const struct mc_obsolete *mc_obsolete_at(size_t i)
{
	return i + 1 < COUNT(obsoletes) ? &obsoletes[i] : NULL;
}

const struct mc_feature *mc_feature_find(struct slice name)
{
	FIND(features, name, name);
}

const struct mc_feature *mc_feature_at(size_t i)
{
	return i + 1 < COUNT(features) ? &features[i] : NULL;
}

const struct mc_feature *mc_hack_find(struct slice name)
{
	FIND(hacks, name, name);
}

const struct mc_mailer *mc_mailer_find(struct slice name)
{
	FIND(mailers, name, name);
}

const struct mc_mailer *mc_mailer_at(size_t i)
{
	return i + 1 < COUNT(mailers) ? &mailers[i] : NULL;
}

const struct mc_flags *mc_flags_at(size_t i)
{
	return i + 1 < COUNT(flags) ? &flags[i] : NULL;
}

const struct mc_class *mc_class_find(struct slice directive)
{
	FIND(classes, directive, directive);
}

const struct mc_section_kind *mc_section_find(struct slice directive)
{
	FIND(sections, directive, directive);
}

const char *mc_directive_at(size_t i)
{
	return i < COUNT(directive_names) ? directive_names[i] : NULL;
}

const struct mc_other *mc_other_find(struct slice directive)
{
	FIND(others, directive, directive);
}

bool mc_directive_known(struct slice name)
{
	for (size_t i = 0; i < COUNT(directive_names); i++)
		if (slice_eq_str(name, directive_names[i]))
			return true;
	return false;
}

bool mc_directive_near(struct slice name)
{
	for (size_t i = 0; i < COUNT(directive_names); i++)
		if (slice_distance(name, slice_of(directive_names[i]), 2) <= (name.n > 8 ? 2u : 1u))
			return true;
	return false;
}

bool mc_near(struct diag *g, enum mc_names which, struct slice name)
{
	static const struct {
		const char *const *v;
		size_t n;
	} names[] = {
		[MC_NAMES_CONF] = {conf_names, COUNT(conf_names)},
		[MC_NAMES_FEATURE] = {feature_names, COUNT(feature_names)},
		[MC_NAMES_MAILER] = {mailer_names, COUNT(mailer_names)},
		[MC_NAMES_DIRECTIVE] = {directive_names, COUNT(directive_names)},
	};

	return diag_near(g, name, names[which].v, names[which].n);
}
