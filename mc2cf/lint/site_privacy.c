/* site_privacy.c - what a stranger is told */
#include "base/buf.h"
#include "lint/checks.h"
#include "lint/query.h"

static bool tells_version(struct slice text)
{
	return slice_find(text, SLICE_LIT("$v")) >= 0 || slice_find(text, SLICE_LIT("$Z")) >= 0;
}

void check_greeting_version(const struct lint *l)
{
	struct lint_setting s = lint_option(l, "SmtpGreetingMessage");

	if (!s.set || !lint_is_server(l) || !tells_version(s.value))
		return;
	diag_help(lint_say_setting(l, 1302, &s, "the greeting tells everybody which version of sendmail this is"), "define(`confSMTP_LOGIN_MSG', `$j') says who is there and no more");
}

void check_greeting_name(const struct lint *l)
{
	struct lint_setting s = lint_option(l, "SmtpGreetingMessage");
	struct slice name = lint_macro(l, "j");

	if (s.value.n == 0 || !lint_is_server(l) || slice_starts(s.value, SLICE_LIT("$j")) || slice_starts(s.value, SLICE_LIT("${j}")) || slice_starts(s.value, SLICE_LIT("$?")) ||
		(name.n != 0 && slice_starts(s.value, name)))
		return;
	diag_help(lint_say_setting(l, 1325, &s, "the greeting does not begin with the name of this machine"), "begin it with $j");
}

/* Whether PrivacyOptions has a flag, by itself or in goaway. */
static bool has_flag(const struct lint *l, const char *flag, bool goaway)
{
	return lint_option_has(l, "PrivacyOptions", flag) || (goaway && lint_option_has(l, "PrivacyOptions", "goaway"));
}

static void flag_missing(const struct lint *l, unsigned code, const char *flag, bool goaway, const char *what)
{
	struct lint_setting s = lint_option(l, "PrivacyOptions");

	if (!has_flag(l, flag, goaway))
		diag_help(lint_say_setting(l, code, &s, "%s", what), "add %s to confPRIVACY_FLAGS", flag);
}

void check_privacy_commands(const struct lint *l)
{
	if (!lint_is_server(l))
		return;
	flag_missing(l, 1320, "novrfy", true, "VRFY tells strangers which users there are");
	flag_missing(l, 1321, "noexpn", true, "EXPN tells strangers who is behind an alias or on a list");
	flag_missing(l, 1322, "noetrn", false, "ETRN lets strangers start a run of the queue");
}

void check_privacy_flags(const struct lint *l)
{
	static const struct {
		const char *flag;
		bool goaway;
	} wanted[] = {{"needmailhelo", true}, {"noreceipts", false}, {"nobodyreturn", false}, {"restrictmailq", false}, {"restrictqrun", false}, {"restrictexpand", false}};
	struct lint_setting s = lint_option(l, "PrivacyOptions");
	struct buf missing;

	buf_init(&missing, l->arena);
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		if (!has_flag(l, wanted[i].flag, wanted[i].goaway))
			buf_printf(&missing, "%s%s", missing.n != 0 ? ", " : "", wanted[i].flag);
	if (missing.n != 0 && lint_is_server(l))
		diag_help(lint_say_setting(l, 1323, &s, "PrivacyOptions lacks %.*s", SLICE_ARG(buf_slice(&missing))), "mc2cf lint --explain MC1323 says what each is for");
}

void check_received_version(const struct lint *l)
{
	size_t i = 0;
	const struct ir_item *h, *received = NULL;

	while ((h = lint_next(l, IR_HEADER, &i)) != NULL)
		if (slice_find(h->value, SLICE_LIT("Received:")) >= 0 && tells_version(h->value))
			received = h;
	if (received != NULL && lint_is_server(l))
		diag_help(lint_say_item(l, 1324, received, NULL, "each message tells in its Received: line which version of sendmail this is"), "confRECEIVED_HEADER without $v and $Z");
}

void check_bogus_helo(const struct lint *l)
{
	struct lint_setting s = lint_option(l, "AllowBogusHELO");

	if (lint_option_true(l, "AllowBogusHELO") && lint_is_server(l))
		diag_help(lint_say_setting(l, 1326, &s, "a HELO without a name is accepted"), "leave confALLOW_BOGUS_HELO unset");
}
