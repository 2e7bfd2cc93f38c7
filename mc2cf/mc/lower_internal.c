/*
 * lower_internal.c - names that stock's own files define, when a site defines them
 *
 * cf.README does not offer them, but .mc files and a site's own bundles do
 * define them: under stock define(`_RELAY_ENTIRE_DOMAIN_') is as good as the
 * FEATURE.  So it is for those FEATUREs that take no arguments; the value of
 * the others is made of stock's own text, and is reported.  macros/README.md
 * lists what a site's files may count on.
 */
#include "mc/lower.h"
#include "mc/table.h"

static const struct mc_feature *feature_of(struct slice name)
{
	for (size_t i = 0; name.n != 0 && mc_feature_at(i) != NULL; i++)
		if (name.p[0] == mc_feature_at(i)->m4[0] && slice_eq_str(name, mc_feature_at(i)->m4))
			return mc_feature_at(i);
	return NULL;
}

static void use(struct lower *l, const struct mc_record *r, const struct mc_feature *row, struct srcpos at)
{
	struct slice *fields = arena_array(l->arena, 3, sizeof *fields);
	struct mc_record asked = {.kind = SLICE_LIT("FEATURE"), .at = r->at, .field = fields, .nfields = 3};

	fields[0] = SLICE_LIT("0"); /* no number: its arguments are nowhere */
	fields[1] = SLICE_LIT("1");
	fields[2] = slice_of(row->name);
	lower_feature(l, &asked, at);
}

void lower_internal_define(struct lower *l, const struct mc_record *r, struct slice name, struct srcpos at)
{
	const struct mc_feature *row = feature_of(name);
	struct srcpos here = front_place(l->f, at, name);
	struct diag *g;

	if (row == NULL || !lower_by_site(l, r) || lower_is(l, row->name))
		return;
	if (row->arguments[0] == '\0')
		use(l, r, row, at);
	g = diag_add(l->f->d, 311, here, row->arguments[0] == '\0' ? "`%.*s' is a name of stock's own files; it stands for FEATURE(`%s')"
		: "`%.*s' is a name of stock's own files; it has no effect without FEATURE(`%s')", SLICE_ARG(name), row->name);
	diag_help(g, "write FEATURE(`%s')", row->name);
}

void lower_internal_undefine(struct lower *l, const struct mc_record *r, struct slice name)
{
	const struct mc_feature *row = feature_of(name);

	if (row != NULL && lower_by_site(l, r))
		site_unset(l->site, slice_of(row->name));
}
