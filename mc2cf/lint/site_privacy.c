/* site_privacy.c - what a stranger is told */
#include "lint/checks.h"
#include "lint/query.h"

void check_greeting_version(const struct lint *l)
{
	struct lint_setting s = lint_option(l, "SmtpGreetingMessage");

	if (!s.set || !lint_faces_network(l) || (slice_find(s.value, SLICE_LIT("$v")) < 0 && slice_find(s.value, SLICE_LIT("$Z")) < 0))
		return;
	diag_help(lint_say_setting(l, 1302, &s, "the greeting tells everybody which version of sendmail this is"), "define(`confSMTP_LOGIN_MSG', `$j') says who is there and no more");
}
