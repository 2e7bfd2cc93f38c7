/*
 * exit_status.c - what an error of an address makes of a program's exit status; see address.h
 *
 * By what $@ of $#error says: the name of a status, or a code as in RFC 3463,
 * of which subject and detail decide.  Seen with sendmail 8.17.1.
 */
#include <sysexits.h>

#include "cmd/engine/address.h"

static const struct {
	const char *name;
	int status;
} names[] = {
	{"usage", EX_USAGE}, {"nouser", EX_NOUSER}, {"nohost", EX_NOHOST}, {"unavailable", EX_UNAVAILABLE}, {"tempfail", EX_TEMPFAIL},
	{"protocol", EX_PROTOCOL}, {"config", EX_CONFIG},
};

/* Of X.1.D and X.4.D, from D = 0 on. */
static const unsigned char address_status[] = {EX_UNAVAILABLE, EX_NOUSER, EX_NOHOST, EX_USAGE, EX_UNAVAILABLE, EX_CONFIG, EX_NOUSER, EX_USAGE, EX_NOHOST};
static const unsigned char network_status[] = {EX_UNAVAILABLE, EX_TEMPFAIL, EX_IOERR, EX_TEMPFAIL, EX_PROTOCOL, EX_TEMPFAIL, EX_CONFIG};

static unsigned number(struct slice *s)
{
	unsigned n = 0;
	size_t i = 0;

	for (; i < s->n && s->p[i] >= '0' && s->p[i] <= '9'; i++)
		n = n < 1000 ? n * 10 + (unsigned)(s->p[i] - '0') : n;
	i += i < s->n && s->p[i] == '.';
	*s = (struct slice){s->p + i, s->n - i};
	return n;
}

static int by_code(struct slice s)
{
	unsigned class = number(&s), subject = number(&s), detail = number(&s);

	if (class == 2)
		return EX_OK;
	if (class == 4)
		return EX_TEMPFAIL;
	if (class != 5)
		return EX_CONFIG;
	switch (subject) {
	case 1:
		return detail < sizeof(address_status) ? address_status[detail] : EX_UNAVAILABLE;
	case 2:
		return detail == 3 ? EX_DATAERR : EX_UNAVAILABLE;
	case 3:
		return EX_OSERR;
	case 4:
		return detail < sizeof(network_status) ? network_status[detail] : EX_UNAVAILABLE;
	case 5:
		return EX_PROTOCOL;
	case 7:
		return EX_DATAERR;
	default:
		return EX_UNAVAILABLE;
	}
}

int address_exit_status(struct slice host)
{
	if (host.n != 0 && memchr(host.p, '.', host.n) != NULL)
		return by_code(host);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (slice_caseeq(host, slice_of(names[i].name)))
			return names[i].status;
	return EX_UNAVAILABLE;
}

void address_failed(struct site *s, int status)
{
	if (s->status == EX_OK || s->status == EX_TEMPFAIL)
		s->status = status;
}

bool address_tells_errno(struct slice text)
{
	static const char *const directory[] = {"ldap_init/ldap_bind failed", "Error in ldap_search"};

	for (size_t i = 0; i < sizeof(directory) / sizeof(*directory); i++)
		if (slice_starts(text, slice_of(directory[i])))
			return true;
	for (int e = 1; e < 134; e++) {
		struct slice why = slice_of(strerror(e));

		if (text.n > why.n + 2 && memcmp(text.p + text.n - why.n, why.p, why.n) == 0 && text.p[text.n - why.n - 1] == ' ')
			return true;
	}
	return false;
}
