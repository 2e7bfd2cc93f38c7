/* site_timeouts.c - how long is waited for whom */
#include "base/buf.h"
#include "lint/checks.h"
#include "lint/query.h"

static const struct timeout {
	unsigned code;
	const char *option;
	char unit;
	long least;
} timeouts[] = {
#define TIMEOUT(code, option, unit, least) {code, option, unit, least},
#include "lint/timeouts.def"
#undef TIMEOUT
};

void check_timeouts_short(const struct lint *l)
{
	for (size_t i = 0; i < sizeof timeouts / sizeof *timeouts; i++) {
		const struct timeout *t = &timeouts[i];
		struct lint_setting s = lint_option(l, t->option);
		long is = lint_option_seconds(l, t->option, t->unit, -1);

		if (s.value.n == 0 || is < 0 || is >= t->least)
			continue;
		diag_help(lint_say_setting(l, t->code, &s, "%s is %ld seconds: the standard asks for %ld at least", t->option, is, t->least),
			t->code == 1352 ? "who is slow for a good reason is cut off" : "servers that are slow to answer never get the mail, or get it several times");
	}
}

void check_ident(const struct lint *l)
{
	struct lint_setting s = lint_option(l, "Timeout.ident");

	if (lint_is_server(l) && lint_option_seconds(l, "Timeout.ident", 's', 5) != 0)
		diag_help(lint_say_setting(l, 1350, &s, "each client is asked by IDENT who it is, and waits for that"), "define(`confTO_IDENT', `0')");
}

/* What sendmail waits by itself: far longer than a server under attack can afford. */
void check_timeouts_default(const struct lint *l)
{
	static const char *const options[] = {"Timeout.command", "Timeout.datablock", "Timeout.starttls"};
	struct buf missing;

	buf_init(&missing, l->arena);
	for (size_t i = 0; i < sizeof options / sizeof *options; i++)
		if (!lint_option(l, options[i]).set)
			buf_printf(&missing, "%s%s", missing.n != 0 ? ", " : "", options[i]);
	if (missing.n != 0 && lint_is_server(l))
		diag_help(lint_say_file(l, 1353, "a client that says nothing is waited for an hour: %.*s", SLICE_ARG(buf_slice(&missing))),
			"define(`confTO_COMMAND', `5m'), confTO_DATABLOCK `5m', confTO_STARTTLS `2m'");
}

void check_queue_return(const struct lint *l)
{
	struct lint_setting s = lint_option(l, "Timeout.queuereturn");
	long is = lint_option_seconds(l, "Timeout.queuereturn", 'd', 0);

	if (s.set && is > 0 && is < 24 * 3600L)
		diag_help(lint_say_setting(l, 1355, &s, "mail is returned after %ld minutes", is / 60), "a server that is down for a night or a weekend should still get it: 3d to 5d");
}

void check_double_bounce(const struct lint *l)
{
	struct lint_setting s = lint_option(l, "DoubleBounceAddress");

	if (s.set && (s.value.n == 0 || slice_caseeq(s.value, SLICE_LIT("nobody"))))
		diag_help(lint_say_setting(l, 1356, &s, "bounces that cannot be delivered are thrown away, and nobody learns of the mail that they were about"), "postmaster, or an alias of it that somebody reads");
}
