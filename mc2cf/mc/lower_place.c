/*
 * lower_place.c - OSTYPE, DOMAIN and HACK: bundles of directives by name
 */
#include <dirent.h>
#include <stdio.h>

#include "mc/lower.h"


/* The names of our bundles of a folder, for "did you mean". */
static size_t names_of(struct lower *l, const char *folder, const char **v)
{
	struct slice path = lower_text(l, "%.*s%s", SLICE_ARG(l->f->macros), folder);
	DIR *dir = opendir(path.p);
	struct dirent *e;
	size_t n = 0;

	if (dir == NULL)
		return 0;
	while (n < MC_BUNDLES_NEAR && (e = readdir(dir)) != NULL) {
		size_t len = strlen(e->d_name);

		if (len > 3 && strcmp(e->d_name + len - 3, ".m4") == 0)
			v[n++] = arena_dup(l->arena, e->d_name, len - 3);
	}
	closedir(dir);
	return n;
}

/* Whether the bundle is there; says so where it is not. */
static bool found(struct lower *l, const struct mc_record *r, struct srcpos at, const char *folder, unsigned code)
{
	struct slice name = slice_trim(mc_field(r, 2));
	const char *names[MC_BUNDLES_NEAR];
	struct diag *g;

	if (name.n == 0) {
		if (!check_blank(l, at, 114))
			diag_add(l->f->d, 223, at, "%.*s without a name", SLICE_ARG(r->kind));
		return false;
	}
	if (front_has_bundle(l->f, folder, name))
		return true;
	g = diag_add(l->f->d, code, at, "there is no %.*s(`%.*s')", SLICE_ARG(r->kind), SLICE_ARG(name));
	if (!front_help_bundle(l->f, g, folder, lower_text(l, "%.*s", SLICE_ARG(r->kind)).p, name) && !diag_near(g, name, names, names_of(l, folder, names)))
		diag_help(g, "one of your own is found as %s/%.*s.m4 in a -I folder", folder, SLICE_ARG(name));
	return false;
}

/* What OSTYPE and DOMAIN set is read by what stands above them already. */
static void check_order(struct lower *l, const struct mc_record *r, struct srcpos at)
{
	if (!lower_by_site(l, r))
		return;
	if (l->mailer.file != 0) {
		l->late = at;
		diag_place(diag_add(l->f->d, 234, at, "%.*s stands behind MAILER, which has read what it sets", SLICE_ARG(r->kind)), l->mailer, "the first MAILER is here");
	} else if (l->feature.file != 0 && slice_eq_str(r->kind, "OSTYPE")) {
		diag_place(diag_add(l->f->d, 234, at, "OSTYPE stands behind FEATURE, which has read what it sets"), l->feature, "the first FEATURE is here");
	}
}

void lower_ostype(struct lower *l, const struct mc_record *r, struct srcpos at)
{
	bool there = found(l, r, at, "ostype", 203);

	check_order(l, r, at);
	if (l->ostype.file != 0)
		diag_place(diag_add(l->f->d, 214, at, "OSTYPE is used twice, so defaults of two systems are mixed"), l->ostype, "first used here");
	else
		l->ostype = at;
	if (there && slice_eq_str(mc_field(r, 2), "unknown"))
		diag_help(diag_add(l->f->d, 226, at, "OSTYPE(`unknown') stands for no system"), "name the system that this is for: its paths and flags follow from it");
}

void lower_domain(struct lower *l, const struct mc_record *r, struct srcpos at)
{
	found(l, r, at, "domain", 204);
	check_order(l, r, at);
	if (l->domain.file == 0)
		l->domain = at;
}

void lower_hack(struct lower *l, const struct mc_record *r, struct srcpos at)
{
	if (found(l, r, at, "hack", 205))
		lower_hack_use(l, r, at);
}
