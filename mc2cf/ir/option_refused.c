/*
 * option_refused.c - values with which sendmail does not start, whatever the type of the option says
 *
 * As seen with sendmail 8.17.1.  What depends on the host (is there such a
 * user?) is told only where no host can have it.
 */
#include "ir/check_priv.h"
#include "ir/option.h"

static bool empty(struct slice v)
{
	return v.n == 0;
}

/* A name that no host has for a user, or none. */
static bool no_user(struct slice v)
{
	v = slice_trim(v);
	if (v.n == 0 || v.p[0] == '-')
		return true;
	for (size_t i = 0; i < v.n; i++)
		if (strchr(" \t,;/", v.p[i]) != NULL)
			return true;
	return false;
}

static bool no_lone_user(struct slice v)
{
	return no_user(v) || memchr(v.p, ':', v.n) != NULL;
}

static bool only(struct slice v, const char *bytes)
{
	for (size_t i = 0; i < v.n; i++)
		if (v.p[i] == '\0' || strchr(bytes, v.p[i]) == NULL)
			return false;
	return v.n != 0;
}

/* IPv4 or IPv6, the latter with or without IPv6: before it. */
static bool no_address(struct slice v)
{
	size_t colons = 0;

	if (only(v, "0123456789."))
		return v.n > 15;
	if (v.n > 5 && slice_caseeq((struct slice){v.p, 5}, SLICE_LIT("IPv6:")))
		v = (struct slice){v.p + 5, v.n - 5};
	for (size_t i = 0; i < v.n; i++)
		colons += v.p[i] == ':';
	return colons < 2 || !only(v, "0123456789abcdefABCDEF:.");
}

static bool no_mailbox_database(struct slice v)
{
	return !slice_eq_str(v, "pw") && !slice_eq_str(v, "ldap");
}

static const struct {
	const char *option;
	bool (*refused)(struct slice v);
	const char *why;
} rows[] = {
	{"ConnectOnlyTo",     no_address,          "sendmail wants an address here, not a name, and does not start"},
	{"DefaultUser",       no_user,             "a user, user:group or uid:gid is needed, and sendmail does not start with anything else"},
	{"EightBitMode",      empty,               "sendmail does not start without a value here"},
	{"MailboxDatabase",   no_mailbox_database, "sendmail knows pw (the host's users) and ldap, and does not start with anything else"},
	{"NoRecipientAction", empty,               "sendmail does not start without a value here"},
	{"QueueSortOrder",    empty,               "sendmail does not start without a value here"},
	{"RunAsUser",         no_user,             "a user, user:group or uid:gid is needed, and sendmail does not start with anything else"},
	{"TrustedUser",       no_lone_user,        "a user is needed, without a group, and sendmail does not start with anything else"},
};

const char *ir_option_refused(const struct ir_option *o, struct slice value)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (ir_option_same(rows[i].option, o->name))
			return rows[i].refused(value) ? rows[i].why : NULL;
	return NULL;
}
