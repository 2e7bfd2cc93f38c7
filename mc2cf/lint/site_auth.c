/* site_auth.c - who has to log in where, and how */
#include "lint/checks.h"
#include "lint/query.h"

static bool has_modifier(const struct lint_port *p, char c)
{
	return p->modifiers.n != 0 && memchr(p->modifiers.p, c, p->modifiers.n) != NULL;
}

void check_ports(const struct lint *l)
{
	bool server = lint_is_server(l);
	struct lint_port p;

	for (size_t i = 0; server && lint_next_port(l, &i, &p);) {
		bool submission = lint_port_is(&p, "submission", "587"), smtps = lint_port_is(&p, "smtps", "465") || lint_port_is(&p, "submissions", "465");

		if (!lint_port_faces_network(&p))
			continue;
		if ((submission || smtps) && !has_modifier(&p, 'a'))
			diag_help(lint_say(l, 1390, p.at, "on port %.*s mail is taken from clients that have not logged in", SLICE_ARG(p.port)),
				"FEATURE(`no_default_msa'), and DAEMON_OPTIONS(`Name=MSA, Port=%.*s, M=%s') if users submit mail here", SLICE_ARG(p.port), smtps ? "Eas" : "Ea");
		if (has_modifier(&p, 'u'))
			diag_help(lint_say(l, 1391, p.at, "strangers may write senders without a domain (M=u)"), "M=u is for a port on 127.0.0.1");
	}
}

static struct lint_setting mechanisms(const struct lint *l)
{
	return lint_option(l, "AuthMechanisms");
}

void check_plain_auth(const struct lint *l)
{
	struct lint_setting s = mechanisms(l), options = lint_option(l, "AuthOptions");
	bool strangers = lint_is_server(l);
	struct diag *g;

	if (lint_is_submission(l) || lint_feature(l, "nullclient") != NULL || !lint_offers_auth(l) || (!lint_list_words(s.value, "PLAIN") && !lint_list_words(s.value, "LOGIN")))
		return;
	if (options.value.n != 0 && memchr(options.value.p, 'p', options.value.n) != NULL)
		return;
	g = lint_say_setting(l, strangers ? 1392 : 1407, &s, strangers ? "passwords are taken without TLS (PLAIN, LOGIN), where others can read them" : "passwords are taken without TLS (PLAIN, LOGIN): from this machine only, as long as each port is bound to it");
	if (options.set)
		diag_place(g, options.at, "AuthOptions has no p");
	diag_help(g, "define(`confAUTH_OPTIONS', `A p y')");
}

void check_auth_tls(const struct lint *l)
{
	struct lint_setting s = mechanisms(l);

	if (lint_is_server(l) && lint_offers_auth(l) && !lint_is_tls(l))
		diag_help(lint_say_setting(l, 1393, &s, "users log in here, and there is no certificate for STARTTLS"), "confSERVER_CERT and confSERVER_KEY");
}

void check_anonymous(const struct lint *l)
{
	struct lint_setting s = mechanisms(l);
	const struct ir_item *trusted = ir_find(l->ir, IR_CLASS, SLICE_LIT("TrustAuthMech"));

	for (; trusted != NULL; trusted = trusted->same)
		if (lint_list_words(trusted->value, "ANONYMOUS"))
			diag_help(lint_say_item(l, 1394, trusted, NULL, "whoever logs in as ANONYMOUS may relay: everybody"), "TRUST_AUTH_MECH with mechanisms that ask who it is");
	if (lint_list_words(s.value, "ANONYMOUS") && lint_is_server(l))
		diag_help(lint_say_setting(l, 1404, &s, "ANONYMOUS lets everybody log in"), "leave it out; AuthOptions y refuses it");
}

void check_trusted_mechanisms(const struct lint *l)
{
	struct lint_setting s = mechanisms(l);
	const struct ir_item *trusted = s.value.n != 0 ? ir_find(l->ir, IR_CLASS, SLICE_LIT("TrustAuthMech")) : NULL;

	for (; trusted != NULL; trusted = trusted->same) {
		struct slice rest = trusted->value, word;

		while (slice_next(&rest, ' ', &word))
			if (word.n != 0 && !lint_word_in(s.value, word))
				diag_help(lint_say_item(l, 1406, trusted, NULL, "`%.*s' is trusted for relaying and is not among the mechanisms that are offered", SLICE_ARG(word)), "confAUTH_MECHANISMS");
	}
}

void check_default_auth_info(const struct lint *l)
{
	struct lint_setting s = lint_option(l, "DefaultAuthInfo");

	if (s.value.n != 0)
		diag_help(lint_say_setting(l, 1403, &s, "DefaultAuthInfo gives the same password to every server that asks for one"), "AuthInfo: entries of the access table, or FEATURE(`authinfo'), say which server gets which");
}
