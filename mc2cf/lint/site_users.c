/* site_users.c - as whom sendmail does what it does, and what programs and files mail may reach */
#include "lint/checks.h"
#include "lint/query.h"

/* user, user:group or user.group: whether it is root. */
static bool is_root(struct slice who)
{
	size_t n = 0;

	while (n < who.n && who.p[n] != ':' && who.p[n] != '.')
		n++;
	who.n = n;
	return slice_eq_str(who, "root") || slice_eq_str(who, "0");
}

static bool is_nobody_or_root(struct slice who)
{
	return who.n == 0 || is_root(who);
}

void check_users(const struct lint *l)
{
	struct lint_setting run = lint_option(l, "RunAsUser"), trusted = lint_option(l, "TrustedUser"), other = lint_option(l, "DefaultUser");

	if (is_root(other.value))
		diag_help(lint_say_setting(l, 1372, &other, "programs and files that mail goes to are run and written as root, unless their mailer says otherwise"),
			"a user that owns nothing: define(`confDEF_USER_ID', `mailnull:mailnull')");
	if (!lint_is_server(l))
		return;
	if (is_nobody_or_root(run.value))
		diag_help(lint_say_setting(l, 1370, &run, "what speaks to clients runs as root"), "where no mail is delivered to users, define(`confRUN_AS_USER', `smmta')");
	if (is_nobody_or_root(trusted.value))
		diag_help(lint_say_setting(l, 1371, &trusted, "tables and the control socket can be owned by nobody but root"), "define(`confTRUSTED_USER', `smmta') keeps root out of everyday work");
	if (!other.set)
		diag_help(lint_say_file(l, 1373, "DefaultUser is not set: programs of mail run as user 1, which may own other things"), "define(`confDEF_USER_ID', `mailnull:mailnull')");
}

/* One user for both: a program that mail is piped into could change the tables. */
void check_same_user(const struct lint *l)
{
	struct lint_setting s = lint_option(l, "DefaultUser"), trusted = lint_option(l, "TrustedUser");
	struct slice rest = s.value, who = SLICE_NONE;

	if (trusted.value.n == 0 || is_root(trusted.value) || lint_option(l, "RunAsUser").value.n != 0 || !slice_next(&rest, ':', &who) || !slice_eq(who, trusted.value))
		return;
	diag_help(lint_say_setting(l, 1377, &s, "programs of mail run as %.*s, who is trusted with the tables", SLICE_ARG(who)), "DefaultUser: a user that owns nothing");
}

static bool ends_in(struct slice s, const char *end)
{
	size_t n = strlen(end);

	return s.n >= n && memcmp(s.p + s.n - n, end, n) == 0;
}

void check_smrsh(const struct lint *l)
{
	const struct ir_item *prog = ir_find(l->ir, IR_MAILER, SLICE_LIT("prog"));
	struct slice path = prog != NULL ? lint_field(prog, "P") : SLICE_NONE;

	if (lint_is_server(l) && (ends_in(path, "/sh") || ends_in(path, "/bash") || ends_in(path, "/ksh") || ends_in(path, "/dash")))
		diag_help(lint_say_file(l, 1374, "mail to a program runs any command line in %.*s", SLICE_ARG(path)), "FEATURE(`smrsh') allows the programs in one folder only");
}

void check_safe_file(const struct lint *l)
{
	struct lint_setting s = lint_option(l, "SafeFileEnvironment"), run = lint_option(l, "RunAsUser");
	bool root = is_nobody_or_root(run.value);

	if (s.value.n == 0 && root && lint_is_server(l))
		diag_help(lint_say_setting(l, 1375, &s, "an alias or a .forward may have mail appended to any file of its owner"), "define(`confSAFE_FILE_ENV', `/') for plain files only, or a folder");
	if (s.value.n != 0 && !root)
		diag_help(lint_say_setting(l, 1376, &s, "SafeFileEnvironment needs root, which RunAsUser has given up: no mail can be written to any file"),
			"right where none is wanted; else one of the two");
}

static const struct wanted {
	unsigned code;
	const char *feature, *unless, *what, *help;
} wanted[] = {
#define WANTED(code, feature, unless, what, help) {code, feature, unless, what, help},
#include "lint/features_wanted.def"
#undef WANTED
};

void check_features_wanted(const struct lint *l)
{
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted && l->is_mc && lint_is_server(l); i++)
		if (lint_feature(l, wanted[i].feature) == NULL && (*wanted[i].unless == '\0' || lint_mailer_use(l, wanted[i].unless) == NULL))
			diag_help(lint_say_file(l, wanted[i].code, "%s", wanted[i].what), "%s", wanted[i].help);
}

void check_modes(const struct lint *l)
{
	static const char *const options[] = {"TempFileMode", "QueueFileMode"};

	for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
		struct lint_setting s = lint_option(l, options[i]);
		unsigned mode = 0;

		for (size_t k = 0; k < s.value.n && s.value.p[k] >= '0' && s.value.p[k] <= '7'; k++)
			mode = mode * 8 + (unsigned)(s.value.p[k] - '0');
		if ((mode & (lint_is_server(l) ? 027 : 07)) != 0)
			diag_help(lint_say_setting(l, 1381, &s, "%s %04o lets others %s mail", options[i], mode, (mode & 022) != 0 ? "write into" : "read"), "0600");
	}
}

void check_log_level(const struct lint *l)
{
	struct lint_setting s = lint_option(l, "LogLevel");
	long level = lint_option_number(l, "LogLevel", 9);

	if (level < 5)
		diag_help(lint_say_setting(l, 1383, &s, "at LogLevel %ld nothing is logged of what is sent, refused or attempted", level), "9 is usual; 10 to 14 say more of refused clients");
	if (level > 14)
		diag_help(lint_say_setting(l, 1384, &s, "LogLevel %ld is for debugging: it fills the log, and passwords and addresses may be in it", level), "9 to 14");
}

void check_errors_to(const struct lint *l)
{
	struct lint_setting s = lint_option(l, "UseErrorsTo");

	if (lint_option_true(l, "UseErrorsTo"))
		diag_help(lint_say_setting(l, 1385, &s, "bounces go to whoever a message's Errors-To: line names"), "leave confUSE_ERRORS_TO unset: bounces go to the sender of the envelope");
}
