/* site_relay.c - settings that let strangers send mail through this machine */
#include "lint/checks.h"
#include "lint/query.h"

void check_promiscuous_relay(const struct lint *l)
{
	const struct site_use *use = lint_feature(l, "promiscuous_relay");

	if (use != NULL)
		diag_help(lint_say(l, 1301, lint_word(l, use->at, SLICE_LIT("promiscuous_relay")), "everybody may send mail to everybody through this machine"),
			"say who may: the hosts' addresses in relay-domains, or RELAY in the access table");
}
