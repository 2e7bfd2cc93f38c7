/*
 * role.c - what kind of machine a configuration is for; see query.h
 *
 * A null client and a submission program serve nobody, and what a server has to
 * guard against does not concern them.
 */
#include "lint/query.h"

bool lint_is_submission(const struct lint *l)
{
	size_t i = 0;
	const struct ir_item *version = lint_next(l, IR_VERSION, &i);

	return lint_feature(l, "msp") != NULL || lint_option_true(l, "UseMSP") || (version != NULL && slice_caseeq(lint_macro(l, "Z"), SLICE_LIT("Submit")));
}

bool lint_is_server(const struct lint *l)
{
	return lint_faces_network(l) && lint_feature(l, "nullclient") == NULL && !lint_is_submission(l);
}

bool lint_is_tls(const struct lint *l)
{
	return lint_option(l, "ServerCertFile").value.n != 0 && lint_option(l, "ServerKeyFile").value.n != 0;
}

bool lint_offers_auth(const struct lint *l)
{
	struct lint_port p;

	if (lint_option(l, "AuthMechanisms").value.n == 0 && ir_find(l->ir, IR_CLASS, SLICE_LIT("TrustAuthMech")) == NULL)
		return false;
	for (size_t i = 0; lint_next_port(l, &i, &p);)
		if (p.modifiers.n == 0 || memchr(p.modifiers.p, 'A', p.modifiers.n) == NULL)
			return true;
	return false;
}
