/* reference.c - see reference.h */
#include "ir/ir.h"
#include "mc/reference.h"

#define FEATURE MC_KIND_FEATURE
#define MAILER MC_KIND_MAILER
#define OSTYPE MC_KIND_OSTYPE
#define DIRECTIVE MC_KIND_DIRECTIVE
#define NAME MC_KIND_NAME
#define VALUE MC_KIND_VALUE
#define KEY MC_KIND_KEY
#define OPTION MC_KIND_OPTION

static const struct mc_since sinces[] = {
#define ARGUMENT MC_KIND_ARGUMENT
#define SINCE(kind, name, since, before) {kind, name, since, before},
#include "mc/since.def"
#undef ARGUMENT
};

static const struct {
	enum mc_kind kind;
	const char *name, *text;
} helps[] = {
#define HELP(kind, name, text) {kind, name, text},
#define TAIL(tail, text)
#include "mc/help.def"
};

static const struct {
	const char *tail, *text;
} tails[] = {
#define HELP(kind, name, text)
#define TAIL(tail, text) {tail, text},
#include "mc/help.def"
};

static const struct mc_argument arguments[] = {
#define ARGUMENT(kind, owner, name, otherwise, help) {kind, owner, name, otherwise, help},
#define EXAMPLE(kind, owner, text)
#define CONFLICT(kind, owner, other, why)
#define DEPRECATED(kind, owner, by)
#define NEEDS(kind, owner, what)
#include "mc/reference.def"
};

static const struct mc_example examples[] = {
#define ARGUMENT(kind, owner, name, otherwise, help)
#define EXAMPLE(kind, owner, text) {kind, owner, text},
#define CONFLICT(kind, owner, other, why)
#define DEPRECATED(kind, owner, by)
#define NEEDS(kind, owner, what)
#include "mc/reference.def"
};

static const struct mc_conflict conflicts[] = {
#define ARGUMENT(kind, owner, name, otherwise, help)
#define EXAMPLE(kind, owner, text)
#define CONFLICT(kind, owner, other, why) {kind, owner, other, why},
#define DEPRECATED(kind, owner, by)
#define NEEDS(kind, owner, what)
#include "mc/reference.def"
};

static const struct mc_example deprecated[] = {
#define ARGUMENT(kind, owner, name, otherwise, help)
#define EXAMPLE(kind, owner, text)
#define CONFLICT(kind, owner, other, why)
#define DEPRECATED(kind, owner, by) {kind, owner, by},
#define NEEDS(kind, owner, what)
#include "mc/reference.def"
};

static const struct mc_example needs[] = {
#define ARGUMENT(kind, owner, name, otherwise, help)
#define EXAMPLE(kind, owner, text)
#define CONFLICT(kind, owner, other, why)
#define DEPRECATED(kind, owner, by)
#define NEEDS(kind, owner, what) {kind, owner, what},
#include "mc/reference.def"
};

#define COUNT(v) (sizeof(v) / sizeof(*(v)))

const struct mc_since *mc_since_find(enum mc_kind kind, struct slice name)
{
	for (size_t i = 0; i < COUNT(sinces); i++)
		if (sinces[i].kind == kind && slice_eq_str(name, sinces[i].name))
			return &sinces[i];
	return NULL;
}

const struct mc_since *mc_since_at(size_t i)
{
	return i < COUNT(sinces) ? &sinces[i] : NULL;
}

const char *mc_name_since(const struct mc_conf *c)
{
	const struct mc_since *s = mc_since_find(MC_KIND_NAME, slice_of(c->name));
	const struct ir_option *o = c->option != NULL ? ir_option_find(slice_of(c->option)) : NULL;

	/* a row that is there for its advice alone says the same as the option */
	return s != NULL ? s->since : o != NULL ? o->since : "";
}

static bool ends(struct slice s, const char *tail)
{
	size_t n = strlen(tail);

	return s.n > n && memcmp(s.p + s.n - n, tail, n) == 0;
}

const char *mc_help_of(enum mc_kind kind, struct slice name)
{
	for (size_t i = 0; i < COUNT(helps); i++)
		if (helps[i].kind == kind && slice_eq_str(name, helps[i].name))
			return helps[i].text;
	for (size_t i = 0; kind == MC_KIND_NAME && i < COUNT(tails); i++)
		if (ends(name, tails[i].tail))
			return tails[i].text;
	return "";
}

const struct mc_argument *mc_argument_at(size_t i)
{
	return i < COUNT(arguments) ? &arguments[i] : NULL;
}

const struct mc_conflict *mc_conflict_at(size_t i)
{
	return i < COUNT(conflicts) ? &conflicts[i] : NULL;
}

const char *mc_example_of(enum mc_kind kind, struct slice name)
{
	for (size_t i = 0; i < COUNT(examples); i++)
		if (examples[i].kind == kind && slice_eq_str(name, examples[i].owner))
			return examples[i].text;
	return NULL;
}

const char *mc_deprecated_by(enum mc_kind kind, struct slice name)
{
	for (size_t i = 0; i < COUNT(deprecated); i++)
		if (deprecated[i].kind == kind && slice_eq_str(name, deprecated[i].owner))
			return deprecated[i].text;
	return NULL;
}

const char *mc_needs_of(enum mc_kind kind, struct slice name)
{
	for (size_t i = 0; i < COUNT(needs); i++)
		if (needs[i].kind == kind && slice_eq_str(name, needs[i].owner))
			return needs[i].text;
	return NULL;
}
