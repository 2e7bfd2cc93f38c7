/*
 * derive.c - facts that follow from others: derived.def says which
 */
#include <stdio.h>

#include "mc/lower.h"

static void put(struct lower *l, const char *name, const char *value)
{
	lower_set(l, name, slice_of(value), SRCPOS_NONE);
}

/* Where the .mc set the fact that decides. */
static struct srcpos set_at(const struct lower *l, const char *fact)
{
	const struct site_fact *f = fact != NULL ? site_get(l->site, NULL, slice_of(fact)) : NULL;

	return f != NULL ? f->at : SRCPOS_NONE;
}

static void default_mailer(struct lower *l, const char *name)
{
	static const struct {
		const char *name, *conf, *otherwise;
	} rows[] = {
		{"smtp_mailer", "confSMTP_MAILER", "esmtp"}, {"local_mailer", "confLOCAL_MAILER", "local"}, {"uucp_mailer", "confUUCP_MAILER", "uucp-old"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strcmp(rows[i].name, name) == 0)
			lower_set(l, name, lower_is(l, rows[i].conf) ? lower_fact(l, rows[i].conf) : slice_of(rows[i].otherwise), set_at(l, rows[i].conf));
}

/* Stock asks for a name that MAILER(uucp) does not set, so without MAILER(smtp) it is always `unknown'. */
static void relay_mailer(struct lower *l, const char *name)
{
	if (lower_is(l, "confRELAY_MAILER"))
		lower_set(l, name, lower_fact(l, "confRELAY_MAILER"), set_at(l, "confRELAY_MAILER"));
	else
		put(l, name, lower_is(l, "mailer.smtp") ? "relay" : "unknown");
}

static void relay_message(struct lower *l, const char *name)
{
	if (lower_is(l, "confRELAY_MSG"))
		lower_set(l, name, lower_fact(l, "confRELAY_MSG"), set_at(l, "confRELAY_MSG"));
	else
		put(l, name, lower_is(l, "use_auth") ? "\"550 Relaying denied. Proper authentication required.\"" : "\"550 Relaying denied\"");
}

static void reject_message(struct lower *l, const char *name)
{
	if (lower_is(l, "confRCPTREJ_MSG"))
		lower_set(l, name, lower_fact(l, "confRCPTREJ_MSG"), set_at(l, "confRCPTREJ_MSG"));
	else
		put(l, name, "\"550 Mailbox disabled for this recipient\"");
}

static void any_of(struct lower *l, const char *name, const char *a, const char *b, const char *c)
{
	const char *of[] = {a, b, c};

	for (size_t i = 0; i < sizeof of / sizeof *of; i++)
		if (of[i] != NULL && lower_is(l, of[i])) {
			lower_set(l, name, SLICE_LIT("1"), set_at(l, of[i]));
			return;
		}
}

static void decnet_syntax(struct lower *l, const char *name)
{
	any_of(l, name, "DECNET_RELAY", "mailer.mail11", "_USE_DECNET_SYNTAX_");
}

static void tls_access(struct lower *l, const char *name)
{
	any_of(l, name, "access_db", "sts", NULL);
}

static void tls_settings(struct lower *l, const char *name)
{
	any_of(l, name, "tls_session_features", "sts", NULL);
}

static void dot_lookup(struct lower *l, const char *name)
{
	any_of(l, name, "lookupdotdomain", "access_db.lookupdotdomain", NULL);
}

static void control_immediate(struct lower *l, const char *name)
{
	any_of(l, name, "ratecontrol.nodelay", "conncontrol.nodelay", NULL);
}

static void macro_map(struct lower *l, const char *name)
{
	any_of(l, name, "virtuser_not_itself", "local_host_kept", NULL);
	any_of(l, name, "tls_access", "preserve_luser_host", "prefixmod");
	any_of(l, name, "spamtrap", NULL, NULL);
}

static void always(struct lower *l, const char *name)
{
	put(l, name, "1");
}

/* Set by a directive; it stands in the table for its help. */
static void given(struct lower *l, const char *name)
{
	(void)l;
	(void)name;
}

static void tls_errors(struct lower *l, const char *name)
{
	if (lower_is(l, "TLS_PERM_ERR"))
		put(l, name, strcmp(name, "tls_error_code") == 0 ? "554" : "5.7.0");
}

/* The version of sendmail whose rules ours behave as. */
static void cf_version(struct lower *l, const char *name)
{
	struct slice own = lower_fact(l, "confCF_VERSION");

	lower_set(l, name, lower_text(l, "8.17.1%s%.*s", own.n != 0 ? "/" : "", SLICE_ARG(own)), SRCPOS_NONE);
}

static void mail_from_macro(struct lower *l, const char *name)
{
	any_of(l, name, "_FFR_MAIL_MACRO", NULL, NULL);
}

/* Switches of stock's rules that have no FEATURE; what stands for them in the templates has a plain name. */
static void switched(struct lower *l, const char *name)
{
	static const struct {
		const char *name, *of;
	} rows[] = {
		{"strict_local_part", "_STRICT_RFC821_"}, {"virtuser_once", "_NO_VIRTUSER_RECURSION_"},
		{"virtuser_not_itself", "_VIRTUSER_STOP_ONE_LEVEL_RECURSION_"}, {"client_reject_counts", "_FFR_REJECT_IP_IN_CHECK_RCPT_"},
		{"qualified_recipients", "_REQUIRE_QUAL_RCPT_"}, {"tag_alone", "_FFR_LOOKUPTAG_"},
		{"header_hosts_believed", "_FFR_NOCANONIFY_HEADERS"}, {"local_host_kept", "_FFR_5_"}, {"rbl_server", "_RBL_"},
		{"routes_kept", "_USE_DEPRECATED_ROUTE_ADDR_"}, {"daemon_for_ipv6", "_NETINET6_"},
		{"issuer_pattern", "_CERT_REGEX_ISSUER_"}, {"subject_pattern", "_CERT_REGEX_SUBJECT_"},
		{"uucp_class_u", "_CLASS_U_"}, {"uucp_class_v", "_CLASS_V_"}, {"uucp_class_w", "_CLASS_W_"}, {"uucp_class_x", "_CLASS_X_"}, {"uucp_class_y", "_CLASS_Y_"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strcmp(rows[i].name, name) == 0 && lower_is(l, rows[i].of))
			lower_set(l, name, lower_fact(l, rows[i].of), set_at(l, rows[i].of));
}

static void relay_from_domain(struct lower *l, const char *name)
{
	if (lower_is(l, "relay_mail_from"))
		any_of(l, name, name, "_RELAY_DB_FROM_DOMAIN_", NULL);
}

void lower_derive(struct lower *l)
{
	static const struct {
		const char *name;
		void (*fn)(struct lower *l, const char *name);
	} rows[] = {
#define DERIVED(name, fn, help) {name, fn},
#include "mc/derived.def"
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		rows[i].fn(l, rows[i].name);
}
