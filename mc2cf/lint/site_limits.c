/* site_limits.c - what one client, message or header may cost */
#include "lint/checks.h"
#include "lint/query.h"

void check_message_limit(const struct lint *l)
{
	struct lint_setting s = lint_option(l, "MaxMessageSize");

	if (lint_faces_network(l) && lint_option_number(l, "MaxMessageSize", 0) == 0)
		diag_help(lint_say_setting(l, 1303, &s, "a message may be of any size"), "define(`confMAX_MESSAGE_SIZE', `26214400') takes 25 MB");
}
