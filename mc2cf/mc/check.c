/*
 * check.c - what can be said of a .mc as a whole
 */
#include "mc/lower.h"

static struct srcpos begin(const struct lower *l)
{
	return (struct srcpos){l->f->file, 1, 1, 0};
}

static void check_system(struct lower *l)
{
	if (!lower_is(l, "__OSTYPE__") && l->ostype.file == 0)
		diag_help(diag_add(l->f->d, 213, begin(l), "there is no OSTYPE"), "name the system that this is for, above DOMAIN and FEATURE: OSTYPE(`linux')");
	if (l->domain.file != 0 && l->ostype.file != 0 && srcpos_cmp(l->domain, l->ostype) < 0)
		diag_place(diag_add(l->f->d, 225, l->domain, "DOMAIN stands before OSTYPE, which may override what it sets"), l->ostype, "OSTYPE is here");
}

static void check_mailers(struct lower *l)
{
	if (l->mailer.file == 0)
		diag_help(diag_add(l->f->d, 212, begin(l), "there is no MAILER; only MAILER(`local') is there by itself, so no mail leaves this host"),
			"add MAILER(`smtp') at the end");
}

static void unused(struct lower *l, const char *feature)
{
	const struct site_fact *f = site_get(l->site, NULL, slice_of(feature));

	if (f != NULL && !front_ours(l->f, f->at))
		diag_help(diag_add(l->f->d, 219, f->at, "FEATURE(`%s') has no effect without MASQUERADE_AS", feature), "add MASQUERADE_AS(`your.domain')");
}

/* genericstable rewrites by the same ways, so with it these features do something. */
static void check_masquerade(struct lower *l)
{
	if (lower_is(l, "MASQUERADE_NAME") || lower_is(l, "genericstable"))
		return;
	unused(l, "masquerade_envelope");
	unused(l, "masquerade_entire_domain");
	unused(l, "limited_masquerade");
	unused(l, "allmasquerade");
	if (l->masquerade_domains != 0)
		diag_help(diag_add(l->f->d, 219, l->masquerade_domain, "MASQUERADE_DOMAIN has no effect without MASQUERADE_AS"), "add MASQUERADE_AS(`your.domain')");
}

static void check_friends(struct lower *l)
{
	const struct site_fact *f = site_get(l->site, NULL, SLICE_LIT("delay_checks"));

	if (f != NULL && lower_is(l, "delay_checks.filter") && !lower_is(l, "access_db"))
		diag_help(diag_add(l->f->d, 207, f->at, "FEATURE(`delay_checks') with friend or hater needs FEATURE(`access_db')"), "the friends and haters stand in its table, under Spam:");
	f = site_get(l->site, NULL, SLICE_LIT("rhsbl"));
	if (f != NULL && !lower_is(l, "access_db")) {
		struct diag *g = diag_add(l->f->d, 228, f->at, "FEATURE(`rhsbl') without FEATURE(`access_db') refuses every sender whose domain exists");

		diag_help(g, "add FEATURE(`access_db'), whose table it asks first");
		diag_whole_line(g);
	}
}

/* The maps of ldap_routing that are not given name no server. */
static void check_ldap(struct lower *l)
{
	const struct site_fact *f = site_get(l->site, NULL, SLICE_LIT("ldap_routing"));

	if (f == NULL || lower_is(l, "confLDAP_DEFAULT_SPEC") || (lower_is(l, "ldap_routing.mailhost") && lower_is(l, "ldap_routing.address")))
		return;
	diag_help(diag_add(l->f->d, 227, f->at, "the maps of FEATURE(`ldap_routing') name no LDAP server"),
		"write define(`confLDAP_DEFAULT_SPEC', `-h ldap.example.org -b dc=example,dc=org')");
}

/* sendmail reads host:587 as the mailer `host' and the host 587, or as two hosts; a port belongs to the mailer's arguments. */
static void check_ports(struct lower *l)
{
	static const char *const names[] = {"SMART_HOST", "MAIL_HUB", "LOCAL_RELAY", "LUSER_RELAY"};
	struct srcpos port_at = SRCPOS_NONE;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const struct site_fact *f = site_get(l->site, NULL, slice_of(names[i]));
		size_t digits = 0, n = f != NULL ? f->value.n : 0;
		struct diag *g;

		while (digits < n && f->value.p[n - 1 - digits] >= '0' && f->value.p[n - 1 - digits] <= '9')
			digits++;
		if (digits == 0 || digits + 1 >= n || f->value.p[n - 1 - digits] != ':' || memchr(f->value.p, '.', n - digits) == NULL)
			continue;
		if (i == 1 && port_at.file == f->at.file && port_at.line == f->at.line) /* FEATURE(`nullclient') sets both */
			continue;
		port_at = f->at;
		g = diag_add(l->f->d, 308, f->at, "%s has a port, which sendmail takes for a host name", names[i]);
		diag_help(g, "remove the port: define(`%s', `%.*s')", names[i], (int)(n - digits - 1), f->value.p);
		diag_help(g, "and name it to the mailer: define(`RELAY_MAILER_ARGS', `TCP $h %.*s') above MAILER(`smtp')", (int)digits, f->value.p + n - digits);
	}
}

/* A submission port in the arguments of the mailer for all hosts, as how-tos for one smart host have it. */
static void check_everybody(struct lower *l)
{
	const struct lower_name *n = symtab_get(l->names, SLICE_LIT("ESMTP_MAILER_ARGS"));
	struct slice value = n != NULL && !n->ours ? n->value : SLICE_LIT(""), port;

	if (!slice_starts(value, SLICE_LIT("TCP $h ")))
		return;
	port = (struct slice){value.p + 7, value.n - 7};
	if ((!slice_eq_str(port, "587") && !slice_eq_str(port, "465")) || slice_find(lower_fact(l, "SMART_HOST"), SLICE_LIT("esmtp:")) == 0)
		return;
	diag_help(diag_add(l->f->d, 309, n->at, "ESMTP_MAILER_ARGS sends mail for every host to its port %.*s, where hosts take no mail from strangers", SLICE_ARG(port)),
		"for the smart host alone: define(`RELAY_MAILER_ARGS', `%.*s')", SLICE_ARG(value));
}

void lower_check(struct lower *l)
{
	/* where m4 stopped before the end, what is missing is not the author's fault, nor is half a record */
	if (l->f->stream->broken != 0 && (front_came_to_end(l->f) || diags_errors(l->f->d) == 0))
		diag_add(l->f->d, 102, begin(l), "the .mc or a file that it includes holds control bytes that no configuration needs");
	if (!front_came_to_end(l->f) || l->f->mended)
		return;
	check_system(l);
	check_mailers(l);
	check_masquerade(l);
	check_friends(l);
	check_ldap(l);
	check_ports(l);
	check_everybody(l);
	check_meaning(l);
}
