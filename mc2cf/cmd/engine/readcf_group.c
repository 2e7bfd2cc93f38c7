/*
 * readcf_group.c - see readcf.h: Q and X lines, and the fields that they share with M lines
 */
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "cmd/engine/mailers.h"
#include "cmd/engine/readcf.h"

bool readcf_known(const struct symtab *names, struct slice name)
{
	return names != NULL && symtab_get(names, name) != NULL;
}

static void add(struct readcf *r, struct symtab **to, struct slice name)
{
	if (*to == NULL)
		*to = symtab_new(r->arena, true);
	symtab_set(*to, name, r);
}

/* Where a value ends: at a comma that is neither quoted nor behind a backslash. */
static size_t value_length(struct slice s)
{
	bool quoted = false;
	size_t n = 0;

	while (n < s.n && (quoted || s.p[n] != ',')) {
		quoted ^= s.p[n] == '"';
		n += s.p[n] == '\\' && n + 1 < s.n ? 2 : 1;
	}
	return n;
}

bool readcf_field(struct readcf *r, const char *kind, struct slice name, struct slice *rest, char *key, struct slice *value)
{
	struct slice s = *rest;
	size_t sign = 0, n;

	while (s.n != 0 && (s.p[0] == ',' || readcf_space(s.p[0])))
		s = readcf_from(s, 1);
	while (sign < s.n && s.p[sign] != '=' && s.p[sign] != ',')
		sign++;
	if (rest->n == 0)
		return false;
	if (sign == s.n || s.p[sign] == ',') {
		readcf_error(r, "%s%.*s: `=' expected", kind, SLICE_ARG(name));
		return false;
	}
	*key = s.p[0];
	s = readcf_skip_space(readcf_from(s, sign + 1));
	n = value_length(s);
	*value = cf_field_text(r->arena, (struct slice){s.p, n});
	*rest = readcf_from(s, n);
	return true;
}

static struct slice take_name(struct slice *line)
{
	size_t n = 0;
	struct slice name;

	while (n < line->n && line->p[n] != ',' && !readcf_space(line->p[n]))
		n++;
	name = (struct slice){line->p, n};
	*line = readcf_from(*line, n);
	return name;
}

void readcf_queue(struct readcf *r, struct slice line)
{
	struct slice name = take_name(&line), value;
	bool path = false;
	char key;

	if (name.n == 0 && line.n == 0) {
		readcf_error(r, "name required for queue");
		return;
	}
	while (readcf_field(r, "queue ", name, &line, &key, &value)) {
		if (key == 'P' && value.n == 0)
			readcf_error(r, "queue %.*s: empty path name", SLICE_ARG(name));
		path |= key == 'P' && value.n != 0;
		if (key == 'I')
			readcf_time(r, value);
		if (strchr("FIJNPRr", key) == NULL || key == '\0')
			readcf_error(r, "Q%.*s: unknown queue equate %c=", SLICE_ARG(name), key);
	}
	if (line.n != 0)
		return;
	if (!path && !r->queue_known)
		readcf_error(r, "QueueDir must be defined before queue groups");
	add(r, &r->queues, name);
}

/* T= of a filter: a letter, a colon and a time each. */
static void timeouts(struct readcf *r, struct slice name, struct slice value)
{
	struct slice one;

	while (slice_next(&value, ';', &one)) {
		const char *colon = memchr(one.p, ':', one.n);

		one = slice_trim(one);
		if (one.n == 0)
			continue;
		if (colon == NULL) {
			readcf_error(r, "X%.*s, T=: `:' expected", SLICE_ARG(name));
			return;
		}
		if (strchr("CSRE", one.p[0]) == NULL)
			readcf_error(r, "X%.*s: unknown filter timeout %c", SLICE_ARG(name), one.p[0]);
		else
			readcf_time(r, slice_trim((struct slice){colon + 1, (size_t)(one.p + one.n - colon - 1)}));
	}
}

/* port@host of a filter's socket. */
static void internet(struct readcf *r, struct slice name, struct slice address, int family)
{
	const char *at = memchr(address.p, '@', address.n);
	struct addrinfo hints = {.ai_family = family, .ai_socktype = SOCK_STREAM}, *found = NULL;
	struct slice port, host;

	if (at == NULL) {
		readcf_error(r, "X%.*s: bad address %.*s (expected port@host)", SLICE_ARG(name), SLICE_ARG(address));
		return;
	}
	port = (struct slice){address.p, (size_t)(at - address.p)};
	host = readcf_from(address, port.n + 1);
	if ((port.n == 0 || port.p[0] < '0' || port.p[0] > '9') && !readcf_has_service(r, port)) {
		readcf_error(r, "X%.*s: unknown port name %.*s", SLICE_ARG(name), SLICE_ARG(port));
		return;
	}
	if (host.n != 0 && host.p[0] == '[')
		return;
	if (getaddrinfo(arena_dup(r->arena, host.p, host.n), NULL, &hints, &found) != 0)
		readcf_error(r, "X%.*s: Unknown host name %.*s", SLICE_ARG(name), SLICE_ARG(host));
	else
		freeaddrinfo(found);
}

static void socket_of(struct readcf *r, struct slice name, struct slice value)
{
	const char *colon = memchr(value.p, ':', value.n);
	struct slice kind, address;

	if (colon == NULL)
		return;
	kind = (struct slice){value.p, (size_t)(colon - value.p)};
	address = readcf_from(value, kind.n + 1);
	if (slice_caseeq(kind, SLICE_LIT("inet")))
		internet(r, name, address, AF_INET);
	else if (slice_caseeq(kind, SLICE_LIT("inet6")))
		internet(r, name, address, AF_INET6);
	else if (!slice_caseeq(kind, SLICE_LIT("unix")) && !slice_caseeq(kind, SLICE_LIT("local")))
		readcf_error(r, "X%.*s: unknown socket type %.*s: Protocol not supported", SLICE_ARG(name), SLICE_ARG(kind));
}

void readcf_filter(struct readcf *r, struct slice line)
{
	struct slice name = take_name(&line), value, address = SLICE_NONE;
	char key;

	if (name.n == 0) {
		readcf_error(r, "name required for mail filter");
		return;
	}
	while (readcf_field(r, "X", name, &line, &key, &value)) {
		if (key == 'S')
			address = value;
		else if (key == 'T')
			timeouts(r, name, value);
		else if (key != 'F')
			readcf_error(r, "X%.*s: unknown filter equate %c=", SLICE_ARG(name), key);
	}
	if (line.n != 0)
		return;
	if (address.n == 0)
		readcf_error(r, "X%.*s: empty or missing socket information", SLICE_ARG(name));
	else
		socket_of(r, name, address);
	if (readcf_known(r->filters, name))
		readcf_error(r, "X%.*s: duplicate filter definition", SLICE_ARG(name));
	else
		add(r, &r->filters, name);
}
