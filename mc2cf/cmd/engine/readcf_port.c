/*
 * readcf_port.c - see readcf.h: DaemonPortOptions and ClientPortOptions
 */
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "cmd/engine/readcf.h"

struct port {
	struct slice family, mode, address, service;
};

/* The letters that a parameter may begin with. */
#define PARAMETERS "ADFILMNPRSacdfilmnpqrs"

static void take_equate(struct port *p, struct slice field)
{
	const char *sign = memchr(field.p, '=', field.n);
	struct slice value = sign != NULL ? slice_trim(readcf_from(field, (size_t)(sign - field.p) + 1)) : SLICE_NONE;

	switch (field.p[0] & ~0x20) {
	case 'F':
		p->family = value;
		break;
	case 'D':
		if (field.p[0] == 'D')
			p->mode = value;
		break;
	case 'A':
		p->address = value;
		break;
	case 'P':
		p->service = value;
		break;
	default:
		break;
	}
}

static bool host_known(struct readcf *r, const struct port *p)
{
	struct addrinfo hints = {.ai_family = slice_caseeq(p->family, SLICE_LIT("inet6")) ? AF_INET6 : AF_INET, .ai_socktype = SOCK_STREAM}, *found = NULL;
	struct slice s = p->address;

	if (slice_starts(s, SLICE_LIT("IPv6:"))) {
		s = readcf_from(s, 5);
		hints.ai_family = AF_INET6;
	}
	if (getaddrinfo(arena_dup(r->arena, s.p, s.n), NULL, &hints, &found) != 0)
		return false;
	freeaddrinfo(found);
	return true;
}

static bool is_number(struct slice s)
{
	return s.n != 0 && s.p[0] >= '0' && s.p[0] <= '9';
}

void readcf_port(struct readcf *r, const struct readcf_option *l)
{
	struct port p = {.family = SLICE_NONE};
	struct slice rest = l->value, field;
	bool local;

	while (slice_next(&rest, ',', &field)) {
		field = slice_trim(field);
		if (field.n == 0 || memchr(field.p, '=', field.n) == NULL)
			continue;
		if (memchr(PARAMETERS, field.p[0], sizeof(PARAMETERS) - 1) == NULL)
			readcf_error(r, "PortOptions parameter \"%.*s\" unknown", SLICE_ARG(field));
		else
			take_equate(&p, field);
	}
	local = slice_caseeq(p.family, SLICE_LIT("local")) || slice_caseeq(p.family, SLICE_LIT("unix"));
	if (p.family.p != NULL && !local && !is_number(p.family) && !slice_caseeq(p.family, SLICE_LIT("inet")) && !slice_caseeq(p.family, SLICE_LIT("inet6")))
		readcf_error(r, "Unknown address family %.*s in Family=option", SLICE_ARG(p.family));
	if (p.mode.n != 0 && strchr("bidq", p.mode.p[0]) == NULL)
		readcf_error(r, "Unknown delivery mode %c", p.mode.p[0]);
	if (p.address.p != NULL && !local && (p.address.n == 0 || !host_known(r, &p)))
		readcf_error(r, "host \"%.*s\" unknown", SLICE_ARG(p.address));
	if (p.service.p != NULL && !local && !is_number(p.service) && !readcf_has_service(r, p.service))
		readcf_error(r, "service \"%.*s\" unknown", SLICE_ARG(p.service));
}
