/* site_limits.c - what one client, message or header may cost */
#include "lint/checks.h"
#include "lint/query.h"

static const struct limit {
	unsigned code;
	const char *option, *feature, *conf, *value, *what;
} limits[] = {
#define LIMIT(code, option, feature, conf, value, what) {code, option, feature, conf, value, what},
#include "lint/limits_wanted.def"
#undef LIMIT
};

void check_limits(const struct lint *l)
{
	if (!lint_is_server(l))
		return;
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
		const struct limit *x = &limits[i];
		struct lint_setting s = lint_option(l, x->option);

		if (lint_option_number(l, x->option, 0) <= 0 && lint_feature(l, x->feature) == NULL)
			diag_help(lint_say_setting(l, x->code, &s, "%s", x->what), "define(`%s', `%s')%s%s%s", x->conf, x->value, *x->feature != '\0' ? ", or FEATURE(`" : "", x->feature,
				*x->feature != '\0' ? "')" : "");
	}
}

void check_limit_off(const struct lint *l)
{
	static const char *const options[] = {"MaxHeadersLength", "MaxMimeHeaderLength", "MinFreeBlocks"};

	for (size_t i = 0; i < sizeof options / sizeof *options && lint_is_server(l); i++) {
		struct lint_setting s = lint_option(l, options[i]);

		if (s.value.n != 0 && lint_option_number(l, options[i], 1) <= 0)
			diag_help(lint_say_setting(l, 1333, &s, "%s=0 switches off a limit that sendmail has by itself", options[i]), "leave it unset, or give a number");
	}
}

void check_client_limit(const struct lint *l)
{
	if (lint_is_server(l) && l->is_mc && lint_feature(l, "conncontrol") == NULL)
		diag_help(lint_say_file(l, 1336, "one client may have any number of connections at once"), "FEATURE(`conncontrol') with ClientConn: entries in the access table");
}

void check_super_safe(const struct lint *l)
{
	struct lint_setting s = lint_option(l, "SuperSafe");

	if (s.value.n != 0 && strchr("fFnN0", s.value.p[0]) != NULL)
		diag_help(lint_say_setting(l, 1338, &s, "mail is acknowledged before it is on the disk: a crash loses it"), "SuperSafe is True by default; PostMilter saves work where a filter refuses much");
}
