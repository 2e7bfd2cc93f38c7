/*
 * check_meaning.c - values that sendmail or its m4 files take, and that do not what they seem to
 */
#include "ir/ir.h"
#include "mc/lower.h"

/* What the .mc gave a name, or nothing. */
static struct slice given(const struct lower *l, const char *name, struct srcpos *at)
{
	const struct lower_name *n = symtab_get(l->names, slice_of(name));

	if (n == NULL || n->ours)
		return SLICE_LIT("");
	*at = n->at;
	return n->value;
}

/* The names of SASL's mechanisms: others may be installed, so only what is almost one of them is told. */
static void check_mechanisms(struct lower *l)
{
	static const char *const known[] = {"PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "GSSAPI", "EXTERNAL", "ANONYMOUS", "NTLM", "KERBEROS_V4",
		"OTP", "SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512", "GS2-KRB5", "GS2-IAKERB", "XOAUTH2", "OAUTHBEARER", "SRP", "GSS-SPNEGO", "PASSDSS-3DES-1"};
	enum { NKNOWN = sizeof known / sizeof *known };
	struct srcpos at = SRCPOS_NONE;
	struct slice rest = given(l, "confAUTH_MECHANISMS", &at), word;

	if (memchr(rest.p, ',', rest.n) != NULL) {
		diag_help(diag_add(l->f->d, 305, at, "the names in confAUTH_MECHANISMS are separated by blanks; a comma belongs to the name before it"), "leave the commas out");
		return;
	}
	while (slice_next(&rest, ' ', &word)) {
		unsigned best = 2;
		const char *near = NULL;

		for (size_t i = 0; i < NKNOWN && best != 0; i++) {
			unsigned away = slice_caseeq(word, slice_of(known[i])) ? 0 : slice_distance(word, slice_of(known[i]), 2);

			/* families have members of one letter's difference */
			if (away < best && !(away == 1 && word.n > 5 && memchr(word.p, '-', word.n) != NULL)) {
				best = away;
				near = known[i];
			}
		}
		if (word.n > 3 && best == 1)
			diag_help(diag_add(l->f->d, 305, front_word(l->f, at, word), "no AUTH mechanism is called `%.*s'", SLICE_ARG(word)), "did you mean `%s'?", near);
	}
}

/* The host of host, mailer:host; empty where it is a list. */
static struct slice host_alone(struct slice value)
{
	const char *colon = memchr(value.p, ':', value.n);

	if (colon != NULL)
		value = (struct slice){colon + 1, (size_t)(value.p + value.n - colon - 1)};
	return memchr(value.p, ':', value.n) == NULL ? value : SLICE_LIT("");
}

static bool is_dotted_quad(struct slice s)
{
	size_t dots = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '.' && (s.p[i] < '0' || s.p[i] > '9'))
			return false;
		dots += s.p[i] == '.';
	}
	return dots == 3;
}

/* Where a relay is one host in brackets, both must be there. */
static void check_brackets(struct lower *l)
{
	static const char *const names[] = {"SMART_HOST", "MAIL_HUB", "LOCAL_RELAY", "LUSER_RELAY", "UUCP_RELAY", "BITNET_RELAY", "DECNET_RELAY", "FAX_RELAY"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct srcpos at = SRCPOS_NONE;
		struct slice value = given(l, names[i], &at);
		bool error = slice_starts(value, SLICE_LIT("error:"));
		bool open = memchr(value.p, '[', value.n) != NULL, closed = memchr(value.p, ']', value.n) != NULL;

		if (slice_find(value, SLICE_LIT("://")) >= 0)
			diag_help(diag_add(l->f->d, 305, front_word(l->f, at, value), "`%.*s' is no host: sendmail knows no URLs", SLICE_ARG(value)), "write host, or mailer:host");
		else if (!error && memchr(value.p, ' ', value.n) != NULL && memchr(value.p, '$', value.n) == NULL)
			diag_help(diag_add(l->f->d, 305, front_word(l->f, at, value), "`%.*s' is no host: it has a blank in it", SLICE_ARG(value)), "write host, mailer:host or mailer:[host]");
		else if (open != closed)
			diag_help(diag_add(l->f->d, 305, front_word(l->f, at, value), "`%.*s' has one bracket of two", SLICE_ARG(value)),
				"write [host] to have its address looked up, without its MX records");
		else if (is_dotted_quad(host_alone(value)))
			diag_help(diag_add(l->f->d, 305, front_word(l->f, at, value), "`%.*s' without brackets is looked up as a name", SLICE_ARG(value)), "write [%.*s]", SLICE_ARG(host_alone(value)));
		else if (memchr(value.p, '@', value.n) != NULL && memchr(value.p, ':', value.n) == NULL && !error)
			diag_help(diag_add(l->f->d, 305, front_word(l->f, at, value), "`%.*s' is no host: it has an @ in it", SLICE_ARG(value)), "write the host alone; whom we log in as stands in the authinfo table");
	}
}

/* Files are named right behind it. */
static void check_folder(struct lower *l)
{
	struct srcpos at = SRCPOS_NONE;
	struct slice value = given(l, "MAIL_SETTINGS_DIR", &at);

	if (value.n > 1 && value.p[0] == '/' && value.p[value.n - 1] != '/')
		diag_help(diag_add(l->f->d, 305, at, "MAIL_SETTINGS_DIR has no slash at its end, so the access table would be `%.*saccess'", SLICE_ARG(value)),
			"write define(`MAIL_SETTINGS_DIR', `%.*s/')", SLICE_ARG(value));
}

/* Whose state would it be that tells one delivery of the other? */
static void check_single_thread(struct lower *l)
{
	struct srcpos at = SRCPOS_NONE;
	struct slice value = given(l, "confSINGLE_THREAD_DELIVERY", &at);

	if (at.file != 0 && (value.n == 0 || memchr("tTyY", value.p[0], 4) != NULL) && lower_fact(l, "confHOST_STATUS_DIRECTORY").n == 0)
		diag_help(diag_add(l->f->d, 305, at, "confSINGLE_THREAD_DELIVERY does nothing without confHOST_STATUS_DIRECTORY"),
			"define confHOST_STATUS_DIRECTORY too, such as `.hoststat'");
}

void check_meaning(struct lower *l)
{
	struct srcpos at = SRCPOS_NONE;
	struct slice value = given(l, "DATABASE_MAP_TYPE", &at);

	if (value.n != 0 && !ir_map_class_known(value))
		ir_map_class_help(diag_add(l->f->d, 425, at, "`%.*s' is no class of maps, and sendmail does not start", SLICE_ARG(value)), value);
	value = given(l, "confDELIVERY_MODE", &at);
	if (value.n != 0 && value.p[0] == 'd')
		diag_help(diag_add(l->f->d, 310, at, "with confDELIVERY_MODE `%.*s' the rules against spam are not asked", SLICE_ARG(value)), "write `background', or `queueonly'");
	if (given(l, "confUNSAFE_GROUP_WRITES", &at).n != 0)
		diag_help(diag_add(l->f->d, 304, at, "confUNSAFE_GROUP_WRITES is deprecated"), "use confDONT_BLAME_SENDMAIL");
	value = given(l, "confMAX_HOP", &at);
	if (value.n != 0 && value.p[0] == '-')
		diag_help(diag_add(l->f->d, 305, at, "confMAX_HOP `%.*s' is below 0, and every message has passed more hosts than that", SLICE_ARG(value)), "without a value it is 25");
	check_single_thread(l);
	check_named_mailers(l);
	check_mechanisms(l);
	check_brackets(l);
	check_folder(l);
}
