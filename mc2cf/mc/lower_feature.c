/*
 * lower_feature.c - FEATURE: by its row in features.def; and HACK, by its row in hacks.def
 *
 * Here: whether it is known, stands in its place and has what it needs.  Its
 * arguments: feature_argument.c.
 */
#include "mc/lower.h"
#include "mc/target.h"

/* FEATURE(`smrsh /usr/bin/smrsh') and FEATURE(`access_db' `hash ...'): a comma is missing. */
static bool help_comma(struct diag *g, struct slice name)
{
	struct slice rest = name, word;

	if (!slice_next(&rest, ' ', &word) || mc_feature_find(word) == NULL)
		return false;
	rest = slice_trim(rest);
	if (rest.n == 0 || mc_feature_find(rest) != NULL)
		return false;
	diag_help(g, "put a comma after `%.*s': FEATURE(`%.*s', `%.*s')", SLICE_ARG(word), SLICE_ARG(word), SLICE_ARG(rest));
	return true;
}

static void unknown(struct lower *l, struct slice name, struct srcpos at)
{
	struct diag *g;

	if (name.n == 0) {
		if (!check_blank(l, at, 114))
			diag_add(l->f->d, 223, at, "FEATURE without a name");
		return;
	}
	g = diag_add(l->f->d, 201, at, "there is no FEATURE(`%.*s')", SLICE_ARG(name));
	if (name.p[0] == '\'' || name.p[0] == '"' || (unsigned char)name.p[0] >= 0x80)
		diag_help(g, "m4 quotes are `name', a grave accent before and an apostrophe behind");
	else if (!help_comma(g, name) && !front_help_bundle(l->f, g, "feature", "FEATURE", name) && !mc_near(g, MC_NAMES_FEATURE, name))
		diag_help(g, "a FEATURE of your own is found as feature/%.*s.m4 in a -I folder", SLICE_ARG(name));
}

/* A FEATURE that the .mc's DOMAIN asks for. */
static bool by_domain(const struct lower *l, struct srcpos at)
{
	return l->domain.file != 0 && at.file == l->domain.file && at.line == l->domain.line;
}

/* Order and repetition: what is wrong with a FEATURE here, whatever it is. */
static void check_place(struct lower *l, const struct mc_record *r, struct slice name, struct srcpos at)
{
	struct srcpos *before = symtab_get(l->once, name), *here = ARENA_NEW(l->arena, struct srcpos);
	const struct mc_feature *row = mc_feature_find(name);

	/* one is enough: stock says as much of each */
	if (l->late.file != 0 && !lower_by_site(l, r) && srcpos_cmp(l->late, at) == 0) {
		diag_place(diag_add(l->f->d, 206, at, "FEATURE(`%.*s') comes with this, and stands behind MAILER, where it has less effect or none", SLICE_ARG(name)),
			l->mailer, "the first MAILER is here; put OSTYPE, DOMAIN and every FEATURE above it");
		l->late.file = 0;
	}
	if (l->mailer.file != 0 && (lower_by_site(l, r) || by_domain(l, at)))
		diag_place(diag_add(l->f->d, 206, at, "FEATURE(`%.*s') stands behind MAILER, where it has less effect or none", SLICE_ARG(name)),
			l->mailer, "the first MAILER is here; put every FEATURE above it");
	if (!lower_by_site(l, r))
		return;
	if (l->feature.file == 0)
		l->feature = at;
	if (before != NULL && row != NULL && (row->traits & MC_EACH) == 0)
		diag_place(diag_add(l->f->d, 217, at, "FEATURE(`%.*s') is used twice; the last one counts", SLICE_ARG(name)), *before, "first used here");
	*here = at;
	symtab_set(l->once, name, here);
}

/* Prerequisites, as stock asks for them; false where the feature then comes to nothing. */
static bool prerequisites(struct feature_use *u)
{
	const char *needs = u->row->needs;

	if (*needs == '\0' || lower_is(u->l, needs))
		return true;
	diag_help(diag_add(u->l->f->d, 207, u->at, "%.*s(`%.*s') needs FEATURE(`%s') before it", SLICE_ARG(u->r->kind), SLICE_ARG(u->name), needs), "put FEATURE(`%s') above this line", needs);
	return slice_eq_str(u->name, "compat_check") || slice_eq_str(u->name, "queuegroup");
}

/* The map of a domain is called after it: . and - are no letters of a map's name. */
static struct slice map_name(struct lower *l, struct slice domain)
{
	char *p = arena_dup(l->arena, domain.p, domain.n);

	for (size_t i = 0; i < domain.n; i++)
		if (p[i] == '.' || p[i] == '-')
			p[i] = '_';
	return lower_text(l, "domain_%.*s", (int)domain.n, p);
}

/* Whether a name was defined where the FEATURE stands, as its bundle says. */
static bool snapshot_has(const struct feature_use *u, const char *name)
{
	const struct mc_use_text *t = mc_stream_use(u->l->f->stream, u->number);

	return t != NULL && t->with != NULL && symtab_get(t->with, slice_of(name)) != NULL;
}

/* What single features ask for beyond their row. */
static void particular(struct feature_use *u)
{
	struct lower *l = u->l;
	struct diags *d = l->f->d;
	bool nodelay = lower_is(l, "ratecontrol.nodelay") || lower_is(l, "conncontrol.nodelay");

	if (slice_eq_str(u->name, "local_procmail")) {
		site_unset(l->site, SLICE_LIT("local_lmtp"));
	} else if (slice_eq_str(u->name, "greet_pause") && !lower_is(l, "access_db") && !lower_is(l, "greet_pause.delay")) {
		diag_help(diag_add(d, 207, u->at, "FEATURE(`greet_pause') without a delay needs FEATURE(`access_db') before it"), "give it a delay in milliseconds, or use access_db");
	} else if (slice_eq_str(u->name, "access_db") && lower_is(l, "greet_pause")) {
		lower_set(l, "greet_pause.too_early", SLICE_LIT("1"), u->at);
		diag_help(diag_add(d, 227, u->at, "FEATURE(`greet_pause') stands before FEATURE(`access_db') and will not ask its table"), "put access_db first");
	} else if (slice_eq_str(u->name, "lookupdotdomain") && lower_is(l, "relay_hosts_only")) {
		diag_add(d, 227, u->at, "FEATURE(`lookupdotdomain') does not go well with FEATURE(`relay_hosts_only')");
	} else if (slice_eq_str(u->name, "preserve_luser_host") && symtab_get(l->names, SLICE_LIT("LUSER_RELAY")) == NULL) {
		diag_help(diag_add(d, 227, u->at, "FEATURE(`preserve_luser_host') stands before LUSER_RELAY is defined"), "define LUSER_RELAY above this line");
	} else if (slice_eq_str(u->name, "domainmap")) {
		site_use_set(l->site, u->use, SLICE_LIT("domainmap.name"), map_name(l, lower_argument(l, u->r, u->number, 2)));
		if (!u->use->repeated && snapshot_has(u, "DOMAINMAP_NO_REGEX"))
			lower_set(l, "domainmap.no_regex", SLICE_LIT("1"), u->at);
	} else if (slice_eq_str(u->name, "bcc")) {
		diag_add(d, 227, u->at, "FEATURE(`bcc') needs a sendmail that was built with _FFR_ADD_BCC; others know no option AddBcc");
		if (lower_is(l, "bcc.access") && !lower_is(l, "access_db"))
			diag_help(diag_add(d, 207, u->at, "FEATURE(`bcc', `access') needs FEATURE(`access_db') before it"), "put FEATURE(`access_db') above this line");
	} else if (slice_eq_str(u->name, "msp")) {
		if (lower_is(l, "masquerade_envelope") && symtab_get(l->names, SLICE_LIT("MASQUERADE_NAME")) != NULL)
			lower_set(l, "msp.masquerade", SLICE_LIT("1"), u->at);
	} else if ((slice_eq_str(u->name, "ratecontrol") || slice_eq_str(u->name, "conncontrol")) && nodelay && !lower_is(l, "delay_checks")) {
		site_unset(l->site, lower_join(l, u->name, ".", SLICE_LIT("nodelay")));
		diag_help(diag_add(d, 207, u->at, "`nodelay' needs FEATURE(`delay_checks') before it"), "leave `nodelay' out, or put FEATURE(`delay_checks') above this line");
	}
}

/* greet_pause's delay is a number of milliseconds: sendmail reads 5s as 5. */
static void check_delay(struct feature_use *u)
{
	struct slice delay = lower_fact(u->l, "greet_pause.delay");

	for (size_t i = 0; i < delay.n; i++)
		if (delay.p[i] < '0' || delay.p[i] > '9') {
			diag_help(diag_add(u->l->f->d, 230, front_word(u->l->f, u->at, delay), "`%.*s' is no delay for FEATURE(`greet_pause')", SLICE_ARG(delay)), "write milliseconds without a unit: 5000");
			return;
		}
}

/* Each names a program and its flags for the M line of local mail: what comes out is a mixture. */
static void check_deliverers(struct feature_use *u)
{
	const char *other = slice_eq_str(u->name, "local_procmail") ? "local_lmtp" : "local_procmail";
	struct srcpos *before = symtab_get(u->l->once, slice_of(other));

	if (before != NULL && lower_by_site(u->l, u->r))
		diag_place(diag_add(u->l->f->d, 232, u->at, "FEATURE(`%.*s') and FEATURE(`%s') both say who delivers local mail", SLICE_ARG(u->name), other), *before, "the other one is here; leave one of them out");
}

static void traits(struct feature_use *u)
{
	struct diags *d = u->l->f->d;
	struct srcpos at = u->at;

	if ((u->row->traits & MC_OPEN) != 0 && lower_by_site(u->l, u->r))
		diag_help(diag_add(d, 216, at, "FEATURE(`%.*s') may let strangers relay: %s", SLICE_ARG(u->name), u->row->help),
			"let clients log in (SMTP AUTH) or show a certificate instead");
	/* before the new name was there, the old one is right */
	if ((u->row->traits & MC_RENAMED) != 0 && target_has_feature(u->l, u->row->help)) {
		struct diag *g = diag_add(d, 215, at, "FEATURE(`%.*s') is deprecated", SLICE_ARG(u->name));

		diag_help(g, "write FEATURE(`%s')", u->row->help);
		front_mend(u->l->f, g, at, u->name, slice_of(u->row->help));
	}
	if (slice_eq_str(u->name, "notsticky"))
		diag_help(diag_add(d, 215, at, "FEATURE(`notsticky') has no effect: %s", u->row->help), "delete the line");
	else if ((u->row->traits & MC_GONE) != 0)
		diag_help(diag_add(d, 201, at, "there is no FEATURE(`%.*s') any more", SLICE_ARG(u->name)), "%s", u->row->help);
}

/* What only the local mailer reads comes to nothing behind them. */
static bool without_effect(const struct feature_use *u)
{
	return (u->row->traits & MC_LOCAL) != 0 && lower_is(u->l, "mailer.local");
}

/* The M lines and rulesets of mailers above were made without this FEATURE. */
static void hide_from_mailers(struct lower *l, struct slice name)
{
	if (site_get(l->site, NULL, name) != NULL)
		return;
	for (size_t i = 0; i < l->site->nuses; i++)
		if (l->site->uses[i]->kind == SITE_MAILER)
			site_use_hide(l->site, l->site->uses[i], name);
}

void lower_feature(struct lower *l, const struct mc_record *r, struct srcpos at)
{
	unsigned long number = mc_number(mc_field(r, 0));
	struct feature_use u = {.l = l, .r = r, .name = slice_trim(mc_field(r, 2)), .number = number, .at = at};

	u.row = mc_feature_find(u.name);
	if (u.row == NULL && !front_has_bundle(l->f, "feature", u.name)) {
		unknown(l, u.name, at);
		return;
	}
	check_place(l, r, u.name, at);
	if (u.row != NULL) {
		traits(&u);
		if ((u.row->traits & MC_GONE) != 0 || without_effect(&u) || !prerequisites(&u))
			return;
		if ((u.row->traits & MC_RENAMED) != 0) {
			u.name = slice_of(u.row->help);
			u.row = mc_feature_find(u.name);
		}
	}
	hide_from_mailers(l, u.name);
	site_set(l->site, u.name, SLICE_LIT("1"), at);
	u.use = site_use_add(l->site, SITE_FEATURE, u.name, at);
	lower_remember(l, number, u.use, at);
	if (u.row == NULL)
		return;
	feature_arguments(&u);
	if (slice_eq_str(u.name, "greet_pause"))
		check_delay(&u);
	else if (slice_eq_str(u.name, "local_procmail") || slice_eq_str(u.name, "local_lmtp"))
		check_deliverers(&u);
	particular(&u);
	if ((u.row->traits & MC_ALONE) != 0 && l->mailer.file == 0)
		l->mailer = at;
}

/* A HACK with rules is used as a FEATURE is; the site's own file of that name is all there is to it. */
void lower_hack_use(struct lower *l, const struct mc_record *r, struct srcpos at)
{
	struct feature_use u = {.l = l, .r = r, .name = slice_trim(mc_field(r, 2)), .number = mc_number(mc_field(r, 0)), .at = at};

	u.row = mc_hack_find(u.name);
	if (u.row == NULL || symtab_get(l->f->bundles, lower_join(l, SLICE_LIT("hack"), "/", u.name)) != NULL || !prerequisites(&u))
		return;
	site_set(l->site, u.name, SLICE_LIT("1"), at);
	u.use = site_use_add(l->site, SITE_HACK, u.name, at);
	lower_remember(l, u.number, u.use, at);
	lower_snapshot(l, u.use, u.number);
	feature_arguments(&u);
}
