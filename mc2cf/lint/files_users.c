/* files_users.c - users that a configuration names */
#include "lint/checks.h"
#include "lint/files_named.h"

/* The name in user or user:group; empty for a number, or a macro. */
static struct slice user_name(struct slice value)
{
	struct slice rest = value, who = SLICE_NONE;

	(void)slice_next(&rest, ':', &who);
	return who.n == 0 || (who.p[0] >= '0' && who.p[0] <= '9') || who.p[0] == '$' ? SLICE_NONE : who;
}

void check_users_known(const struct lint *l)
{
	static const char *const options[] = {"RunAsUser", "TrustedUser", "DefaultUser"};
	struct lint_stat st;

	for (size_t i = 0; i < sizeof options / sizeof *options && files_stat(l, SLICE_LIT("/etc/passwd"), &st); i++) {
		struct lint_setting s = lint_option(l, options[i]);
		struct slice who = user_name(s.value);
		uint32_t uid;

		if (who.n != 0 && !l->files->user(l->files->ctx, who, &uid))
			diag_help(lint_say_setting(l, 1717, &s, "%s: etc/passwd has no user %.*s", options[i], SLICE_ARG(who)), "add the user, or name one that is there; a name service may know more");
	}
}
