/*
 * lower_feature.c - FEATURE: by its row in features.def
 *
 * A feature that may be used once sets facts of the site, so that the last of
 * several counts; one that may be repeated sets facts of its use.
 */
#include "mc/lower.h"

struct use {
	struct lower *l;
	const struct mc_record *r;
	const struct mc_feature *row;
	struct site_use *use;
	struct slice name;
	unsigned long number;
	struct srcpos at;
};

static void set(struct use *u, struct slice fact, struct slice value)
{
	struct slice name = lower_join(u->l, u->name, ".", fact);

	if ((u->row->traits & MC_EACH) != 0)
		site_use_set(u->l->site, u->use, name, value);
	else
		site_set(u->l->site, name, value, u->at);
}

static struct diag *complain(struct use *u, unsigned code, size_t i, struct slice value)
{
	return diag_add(u->l->f->d, code, u->at, "FEATURE(`%.*s') does not know `%.*s' as its argument %zu", SLICE_ARG(u->name), SLICE_ARG(value), i - 1);
}

static void ldap_map(struct use *u, struct slice table)
{
	const char *name = slice_eq_str(u->name, "mailertable") ? "mailer" : slice_eq_str(u->name, "virtusertable") ? "virtuser" :
		slice_eq_str(u->name, "genericstable") ? "generics" : slice_eq_str(u->name, "domaintable") ? "domain" :
		slice_eq_str(u->name, "uucpdomain") ? "uucpdomain" : NULL;

	set(u, SLICE_LIT("map"), lower_text(u->l, "ldap %s-1 -v sendmailMTAMapValue,sendmailMTAMapSearch:FILTER:sendmailMTAMapObject,"
		"sendmailMTAMapURL:URL:sendmailMTAMapObject -k (&(objectClass=sendmailMTAMapObject)(|(sendmailMTACluster=${sendmailMTACluster})"
		"(sendmailMTAHost=$j))(sendmailMTAMapName=%.*s)(sendmailMTAKey=%%0))",
		slice_eq_str(u->name, "access_db") ? "-T<TMPF> " : "", SLICE_ARG(name != NULL ? slice_of(name) : table)));
}

/* Without -T<TMPF> the access map could not say "I cannot tell now"; sequence maps have theirs inside. */
static struct slice with_tempfail(struct use *u, struct slice map)
{
	ptrdiff_t blank = slice_find(map, SLICE_LIT(" "));

	if (!slice_eq_str(u->name, "access_db") || slice_starts(map, SLICE_LIT("sequence ")) || slice_find(map, SLICE_LIT("<TMPF>")) >= 0)
		return map;
	diag_help(diag_add(u->l->f->d, 224, u->at, "the map of FEATURE(`access_db') has no -T<TMPF>; it is added, as stock sendmail does"),
		"write `%.*s -T<TMPF>%.*s'", (int)(blank < 0 ? (ptrdiff_t)map.n : blank), map.p, blank < 0 ? 0 : (int)(map.n - (size_t)blank), map.p + (blank < 0 ? 0 : blank));
	if (blank < 0)
		return lower_text(u->l, " -T<TMPF> %.*s", SLICE_ARG(map));
	return lower_text(u->l, "%.*s -T<TMPF> %.*s", (int)blank, map.p, (int)(map.n - (size_t)blank), map.p + blank);
}

static void argument_map(struct use *u, size_t i, struct slice value, struct slice rest)
{
	const struct mc_use_text *t = mc_stream_use(u->l->f->stream, u->number);
	struct slice type = t != NULL ? t->map_type : SLICE_LIT("hash"), dir = t != NULL ? t->settings_dir : SLICE_LIT("/etc/mail/");

	(void)i;
	if (slice_eq_str(value, "LDAP"))
		ldap_map(u, rest);
	else if (value.n != 0)
		set(u, SLICE_LIT("map"), with_tempfail(u, value));
	else
		set(u, SLICE_LIT("map"), lower_text(u->l, "%.*s %s%.*s%.*s", SLICE_ARG(type), slice_eq_str(u->name, "access_db") ? "-T<TMPF> " : "",
			SLICE_ARG(dir), SLICE_ARG(rest)));
}

static void argument_value(struct use *u, size_t i, struct slice value, struct slice rest)
{
	struct slice fact;

	(void)i;
	slice_next(&rest, '=', &fact);
	if (value.n != 0)
		set(u, fact, value);
	else if (rest.n != 0)
		set(u, fact, rest);
}

static void argument_given(struct use *u, size_t i, struct slice value, struct slice rest)
{
	(void)i;
	if (value.n != 0)
		set(u, rest, SLICE_LIT("1"));
}

static void argument_word(struct use *u, size_t i, struct slice value, struct slice rest)
{
	struct slice word, all = rest;

	while (value.n != 0 && slice_next(&rest, ' ', &word))
		if (slice_caseeq(word, value)) {
			set(u, word, SLICE_LIT("1"));
			return;
		}
	if (value.n != 0)
		diag_help(complain(u, slice_eq_str(u->name, "access_db") || slice_eq_str(u->name, "relay_mail_from") ? 209 : 208, i, value),
			"it knows: %.*s", SLICE_ARG(all));
}

/* delay_checks takes either case, as stock does; it also has a fact for "either of them". */
static void argument_letter(struct use *u, size_t i, struct slice value, struct slice rest)
{
	struct slice word, all = rest;
	bool fold = slice_eq_str(u->name, "delay_checks");

	while (value.n != 0 && slice_next(&rest, ' ', &word)) {
		struct slice a = {value.p, 1}, b = {word.p, 1};

		if (fold ? !slice_caseeq(a, b) : !slice_eq(a, b))
			continue;
		set(u, word, SLICE_LIT("1"));
		if (fold)
			set(u, SLICE_LIT("filter"), SLICE_LIT("1"));
		return;
	}
	if (value.n != 0)
		diag_help(complain(u, 208, i, value), "it knows: %.*s", SLICE_ARG(all));
}

static void argument_reply(struct use *u, size_t i, struct slice value, struct slice rest)
{
	bool terminate = slice_eq_str(value, "terminate");

	(void)rest;
	set(u, SLICE_LIT("reply"), terminate ? SLICE_LIT("421") : SLICE_LIT("452"));
	if (value.n != 0 && !terminate)
		diag_help(complain(u, 208, i, value), "it knows: terminate");
}

static void argument_list(struct use *u, size_t i, struct slice value, struct slice rest)
{
	(void)i;
	(void)value;
	(void)rest;
	lower_dnsbl(u->l, u->use, u->number, u->name);
}

static void argument_any(struct use *u, size_t i, struct slice value, struct slice rest)
{
	(void)u;
	(void)i;
	(void)value;
	(void)rest;
}

static const struct {
	const char *word;
	void (*fn)(struct use *u, size_t i, struct slice value, struct slice rest);
} kinds[] = {
	{"map", argument_map}, {"value", argument_value}, {"given", argument_given}, {"word", argument_word},
	{"letter", argument_letter}, {"reply", argument_reply}, {"list", argument_list}, {"any", argument_any},
};

/* One item of the row's argument list, for the argument i. */
static void argument(struct use *u, size_t i, struct slice item)
{
	struct slice word, value = lower_argument(u->l, u->r, u->number, i);
	bool must;

	item = slice_trim(item);
	slice_next(&item, ' ', &word);
	must = word.n != 0 && word.p[word.n - 1] == '!';
	word.n -= must;
	if (must && value.n == 0)
		diag_help(diag_add(u->l->f->d, 208, u->at, "FEATURE(`%.*s') needs its argument %zu", SLICE_ARG(u->name), i - 1),
			slice_eq_str(word, "letter") ? "write one of: %.*s" : "it is: %.*s", SLICE_ARG(item));
	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
		if (slice_eq_str(word, kinds[k].word))
			kinds[k].fn(u, i, value, item);
}

static void arguments(struct use *u)
{
	struct slice items = slice_of(u->row->arguments), item;
	size_t i = 2, given = (size_t)mc_number(mc_field(u->r, 1));

	while (slice_next(&items, ';', &item))
		argument(u, i++, item);
	for (; i <= given && strcmp(u->row->arguments, "list") != 0; i++)
		if (lower_argument(u->l, u->r, u->number, i).n != 0)
			complain(u, 209, i, lower_argument(u->l, u->r, u->number, i));
}

static void unknown(struct lower *l, struct slice name, struct srcpos at)
{
	struct diag *g;

	if (name.n == 0) {
		diag_add(l->f->d, 223, at, "FEATURE without a name");
		return;
	}
	g = diag_add(l->f->d, 201, at, "there is no FEATURE(`%.*s')", SLICE_ARG(name));
	if (name.p[0] == '\'' || name.p[0] == '"' || (unsigned char)name.p[0] >= 0x80)
		diag_help(g, "m4 quotes are `name', a grave accent before and an apostrophe behind");
	else if (!mc_near(g, MC_NAMES_FEATURE, name))
		diag_help(g, "a FEATURE of your own is found as feature/%.*s.m4 in a -I folder", SLICE_ARG(name));
}

/* Order and repetition: what is wrong with a FEATURE here, whatever it is. */
static void check_place(struct lower *l, const struct mc_record *r, struct slice name, struct srcpos at)
{
	struct srcpos *before = symtab_get(l->once, name), *here = ARENA_NEW(l->arena, struct srcpos);
	const struct mc_feature *row = mc_feature_find(name);

	if (l->mailer.file != 0 && lower_by_site(l, r))
		diag_place(diag_add(l->f->d, 206, at, "FEATURE(`%.*s') stands behind MAILER, where it has less effect or none", SLICE_ARG(name)),
			l->mailer, "the first MAILER is here; put every FEATURE above it");
	if (!lower_by_site(l, r))
		return;
	if (before != NULL && (row == NULL || (row->traits & MC_EACH) == 0))
		diag_place(diag_add(l->f->d, 217, at, "FEATURE(`%.*s') is used twice; the last one counts", SLICE_ARG(name)), *before, "first used here");
	*here = at;
	symtab_set(l->once, name, here);
}

/* Prerequisites, as stock asks for them; false where the feature then comes to nothing. */
static bool prerequisites(struct use *u)
{
	const char *needs = u->row->needs;

	if (*needs == '\0' || lower_is(u->l, needs))
		return true;
	diag_help(diag_add(u->l->f->d, 207, u->at, "FEATURE(`%.*s') needs FEATURE(`%s') before it", SLICE_ARG(u->name), needs), "put FEATURE(`%s') above this line", needs);
	return slice_eq_str(u->name, "compat_check") || slice_eq_str(u->name, "queuegroup");
}

/* What single features ask for beyond their row. */
static void particular(struct use *u)
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
	} else if (slice_eq_str(u->name, "msp")) {
		if (lower_is(l, "masquerade_envelope") && symtab_get(l->names, SLICE_LIT("MASQUERADE_NAME")) != NULL)
			lower_set(l, "msp.masquerade", SLICE_LIT("1"), u->at);
	} else if ((slice_eq_str(u->name, "ratecontrol") || slice_eq_str(u->name, "conncontrol")) && nodelay && !lower_is(l, "delay_checks")) {
		site_unset(l->site, lower_join(l, u->name, ".", SLICE_LIT("nodelay")));
		diag_help(diag_add(d, 207, u->at, "`nodelay' needs FEATURE(`delay_checks') before it"), "leave `nodelay' out, or put FEATURE(`delay_checks') above this line");
	}
}

static void traits(struct use *u)
{
	struct diags *d = u->l->f->d;
	struct srcpos at = u->at;

	if ((u->row->traits & MC_OPEN) != 0 && lower_by_site(u->l, u->r))
		diag_help(diag_add(d, 216, at, "FEATURE(`%.*s') may let strangers relay: %s", SLICE_ARG(u->name), u->row->help),
			"let clients log in (SMTP AUTH) or show a certificate instead");
	if ((u->row->traits & MC_RENAMED) != 0)
		diag_help(diag_add(d, 215, at, "FEATURE(`%.*s') is deprecated", SLICE_ARG(u->name)), "write FEATURE(`%s')", u->row->help);
	if (slice_eq_str(u->name, "notsticky"))
		diag_help(diag_add(d, 215, at, "FEATURE(`notsticky') has no effect: %s", u->row->help), "delete the line");
	else if ((u->row->traits & MC_GONE) != 0)
		diag_help(diag_add(d, 201, at, "there is no FEATURE(`%.*s') any more", SLICE_ARG(u->name)), "%s", u->row->help);
}

/* What only mailers read comes to nothing behind them. */
static bool without_effect(const struct use *u)
{
	if ((u->row->traits & MC_LOCAL) == 0)
		return false;
	return lower_is(u->l, slice_eq_str(u->name, "allmasquerade") ? "mailer.smtp" : "mailer.local");
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
	struct use u = {.l = l, .r = r, .name = slice_trim(mc_field(r, 2)), .number = number, .at = at};

	check_hash(l, r->at, r->kind);
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
	arguments(&u);
	particular(&u);
	if ((u.row->traits & MC_ALONE) != 0 && l->mailer.file == 0)
		l->mailer = at;
}
