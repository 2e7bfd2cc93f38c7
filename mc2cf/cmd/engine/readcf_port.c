/*
 * readcf_port.c - see readcf.h: DaemonPortOptions and ClientPortOptions
 */
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "cmd/engine/readcf.h"

static bool next_word(struct slice *rest, struct slice *word)
{
	size_t n = 0;

	while (rest->n != 0 && readcf_space(rest->p[0]))
		*rest = readcf_from(*rest, 1);
	while (n < rest->n && !readcf_space(rest->p[n]))
		n++;
	*word = (struct slice){rest->p, n};
	*rest = readcf_from(*rest, n);
	return n != 0;
}

/* "smtp 25/tcp mail # …": a name, a port with its protocol, other names. */
static bool is_service(struct slice text, struct slice name)
{
	struct slice line, first, port, word;

	if (!slice_next(&text, '#', &line) || !next_word(&line, &first) || !next_word(&line, &port) || port.n < 4 || memcmp(port.p + port.n - 4, "/tcp", 4) != 0)
		return false;
	if (slice_eq(first, name))
		return true;
	while (next_word(&line, &word))
		if (slice_eq(word, name))
			return true;
	return false;
}

/* The system's own search goes through libraries first that few machines have: it takes longer than all else here. */
static bool in_services_file(struct slice name)
{
	FILE *f = fopen("/etc/services", "r");
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;
	bool found = false;

	if (f == NULL)
		return false;
	while (!found && (n = getline(&line, &cap, f)) > 0)
		found = is_service((struct slice){line, (size_t)n}, name);
	free(line);
	fclose(f);
	return found;
}

bool readcf_service(struct readcf *r, struct slice name)
{
	return in_services_file(name) || getservbyname(arena_dup(r->arena, name.p, name.n), "tcp") != NULL;
}

struct port {
	struct slice family, mode, address, service;
};

static void take_equate(struct port *p, struct slice field)
{
	const char *sign = memchr(field.p, '=', field.n);
	struct slice value = sign != NULL ? slice_trim(readcf_from(field, (size_t)(sign - field.p) + 1)) : SLICE_NONE;

	if (value.n == 0)
		return;
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

void readcf_port(struct readcf *r, const struct readcf_option *l)
{
	struct port p = {.family = SLICE_NONE};
	struct slice rest = l->value, field;
	bool local;

	while (slice_next(&rest, ',', &field))
		if (slice_trim(field).n > 1)
			take_equate(&p, slice_trim(field));
	local = slice_caseeq(p.family, SLICE_LIT("local")) || slice_caseeq(p.family, SLICE_LIT("unix"));
	if (p.family.n != 0 && !local && (p.family.p[0] < '0' || p.family.p[0] > '9') && !slice_caseeq(p.family, SLICE_LIT("inet")) && !slice_caseeq(p.family, SLICE_LIT("inet6")))
		readcf_error(r, "Unknown address family %.*s in Family=option", SLICE_ARG(p.family));
	if (p.mode.n != 0 && strchr("bidq", p.mode.p[0]) == NULL)
		readcf_error(r, "Unknown delivery mode %c", p.mode.p[0]);
	if (p.address.n != 0 && !local && !host_known(r, &p))
		readcf_error(r, "host \"%.*s\" unknown", SLICE_ARG(p.address));
	if (p.service.n != 0 && !local && (p.service.p[0] < '0' || p.service.p[0] > '9') && !readcf_service(r, p.service))
		readcf_error(r, "service \"%.*s\" unknown", SLICE_ARG(p.service));
}
