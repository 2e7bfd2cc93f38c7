/* doc_entry.c - rows of all tables as entries; see doc.h */
#include <stdarg.h>

#include "cmd/doc.h"
#include "ir/ir.h"
#include "lint/lint.h"
#include "mc/reference.h"

const char *doc_format(struct doc *d, const char *fmt, ...)
{
	struct buf b;
	va_list ap;

	buf_init(&b, d->arena);
	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	buf_putc(&b, '\0');
	return b.p;
}

const char *doc_group_word(enum doc_group g)
{
	static const char *const words[DOC_GROUPS] = {"features", "mailers", "directives", "names", "options", "obsolete", "systems", "domains", "hacks", "codes"};

	return words[g];
}

const char *doc_group_title(enum doc_group g)
{
	static const char *const titles[DOC_GROUPS] = {"FEATUREs", "MAILERs", "Directives", "Names for define", "Options without such a name", "Names of old", "Systems, for OSTYPE",
		"Domains, for DOMAIN", "Hacks, for HACK", "Diagnostics"};

	return titles[g];
}

/* What the row of a FEATURE says for itself: of one that was renamed or has gone, help is what to do. */
static const char *feature_help(struct doc *d, const struct mc_feature *f)
{
	const struct mc_feature *now = (f->traits & MC_RENAMED) != 0 ? mc_feature_find(slice_of(f->help)) : NULL;

	if (now != NULL)
		return doc_format(d, "the old name of %s: %s", now->name, now->help);
	return (f->traits & MC_GONE) != 0 ? doc_format(d, "gone: %s", f->help) : f->help;
}

static bool feature(struct doc *d, size_t i, struct doc_entry *e)
{
	const struct mc_feature *f = mc_feature_at(i);

	if (f != NULL)
		*e = (struct doc_entry){DOC_FEATURES, f->name, feature_help(d, f), f};
	return f != NULL;
}

static bool mailer(struct doc *d, size_t i, struct doc_entry *e)
{
	const struct mc_mailer *m = mc_mailer_at(i);

	(void)d;
	if (m != NULL)
		*e = (struct doc_entry){DOC_MAILERS, m->name, m->help, m};
	return m != NULL;
}

static bool directive(struct doc *d, size_t i, struct doc_entry *e)
{
	const char *name = mc_directive_at(i);

	(void)d;
	if (name != NULL)
		*e = (struct doc_entry){DOC_DIRECTIVES, name, mc_help_of(MC_KIND_DIRECTIVE, slice_of(name)), NULL};
	return name != NULL;
}

static bool conf(struct doc *d, size_t i, struct doc_entry *e)
{
	const struct mc_conf *c = mc_conf_at(i);

	(void)d;
	if (c != NULL)
		*e = (struct doc_entry){DOC_NAMES, c->name, mc_help_of(MC_KIND_NAME, slice_of(c->name)), c};
	return c != NULL;
}

static bool has_name(const struct ir_option *o)
{
	for (size_t i = 0; mc_conf_at(i) != NULL; i++)
		if (mc_conf_at(i)->option != NULL && strcmp(mc_conf_at(i)->option, o->name) == 0)
			return true;
	return false;
}

/* The i-th of the options that no name for define sets. */
static bool option(struct doc *d, size_t i, struct doc_entry *e)
{
	const struct ir_option *o;

	(void)d;
	for (size_t k = 0; (o = ir_option_at(k)) != NULL; k++)
		if (!has_name(o) && i-- == 0) {
			*e = (struct doc_entry){DOC_OPTIONS, o->name, mc_help_of(MC_KIND_OPTION, slice_of(o->name)), o};
			return true;
		}
	return false;
}

static bool obsolete(struct doc *d, size_t i, struct doc_entry *e)
{
	const struct mc_obsolete *o = mc_obsolete_at(i);

	(void)d;
	if (o != NULL)
		*e = (struct doc_entry){DOC_OBSOLETE, o->name, o->what, o};
	return o != NULL;
}

static bool bundle(struct doc *d, enum doc_group g, size_t i, struct doc_entry *e)
{
	static const char *const folders[DOC_GROUPS] = {[DOC_SYSTEMS] = "ostype", [DOC_DOMAINS] = "domain", [DOC_HACKS] = "hack"};
	const char *name, *head;

	if (!doc_bundle_at(d, folders[g], i, &name, &head))
		return false;
	*e = (struct doc_entry){g, name, head, NULL};
	return true;
}

static bool code(struct doc *d, size_t i, struct doc_entry *e)
{
	size_t n;
	const struct diag_code *c = lint_codes(&n);

	if (i >= n)
		return false;
	*e = (struct doc_entry){DOC_CODES, doc_format(d, "MC%04u", c[i].number), c[i].summary, &c[i]};
	return true;
}

bool doc_entry_at(struct doc *d, enum doc_group g, size_t i, struct doc_entry *e)
{
	switch (g) {
	case DOC_FEATURES: return feature(d, i, e);
	case DOC_MAILERS: return mailer(d, i, e);
	case DOC_DIRECTIVES: return directive(d, i, e);
	case DOC_NAMES: return conf(d, i, e);
	case DOC_OPTIONS: return option(d, i, e);
	case DOC_OBSOLETE: return obsolete(d, i, e);
	case DOC_SYSTEMS:
	case DOC_DOMAINS:
	case DOC_HACKS: return bundle(d, g, i, e);
	case DOC_CODES: return code(d, i, e);
	case DOC_GROUPS: break;
	}
	return false;
}
