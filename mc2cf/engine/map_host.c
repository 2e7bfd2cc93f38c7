/*
 * map_host.c - class host: $[ name $], the canonical name of a host
 *
 * The services of the service switch's line `hosts' are asked in order: dns is
 * the name service, files the file of option HostsFile.  [192.0.2.1] and
 * [IPv6:2001:db8::1] are asked for the name of the address.
 */
#include <arpa/inet.h>

#include "engine/names.h"

static bool host_parse(struct map *m, struct slice args)
{
	return map_args(m, args, NULL, false);
}

static bool by_address(struct map *m, struct slice key, struct arena *a, struct slice *name, int *status)
{
	const char *end = memchr(key.p, ']', key.n);
	unsigned char address[16];
	struct slice text;
	const char *s;
	int family;

	*status = MAP_OK;
	if (end == NULL)
		return false;
	text = (struct slice){key.p + 1, (size_t)(end - key.p) - 1};
	if (text.n > 5 && slice_caseeq((struct slice){text.p, 5}, SLICE_LIT("IPv6:")))
		text = (struct slice){text.p + 5, text.n - 5};
	s = arena_dup(a, text.p, text.n);
	family = strchr(s, ':') != NULL ? AF_INET6 : AF_INET;
	*status = MAP_UNAVAILABLE;
	return inet_pton(family, s, address) == 1 && names_of_address(m->maps, family, address, a, name, status);
}

static void host_lookup(struct map *m, const struct map_question *q, struct buf *out, struct map_answer *a)
{
	struct arena *work = out->arena; /* the host gives it back when many questions have been asked */
	struct slice name;
	bool found;

	a->status = MAP_NO_HOST;
	if (q->key.n == 0)
		return;
	if (q->key.p[0] == '[')
		found = by_address(m, q->key, work, &name, &a->status);
	else
		found = names_canonical(m->maps, q->key, true, true, work, &name, &a->status);
	if (!found && a->status == MAP_TEMPFAIL && q->key.p[0] != '[')
		map_say(m, "%.*s: Name server timeout", SLICE_ARG(q->key));
	if (found && name.n != 0 && name.p[name.n - 1] == '.')
		name.n--;
	if (found)
		map_found(m, name, q, out, a);
}

const struct map_type map_type_host = {"host", MT_STOCK | MT_SHARED, host_parse, NULL, NULL, host_lookup, NULL};
