/*
 * exchangers.c - see exchangers.h
 */
#include <arpa/inet.h>
#include <stdlib.h>

#include "engine/exchangers.h"
#include "engine/names.h"

struct exchanger {
	struct slice name;
	unsigned preference;
	bool ours;
	size_t order;
};

static int compare(const void *x, const void *y)
{
	const struct exchanger *a = x, *b = y;

	if (a->preference != b->preference)
		return a->preference < b->preference ? -1 : 1;
	if (a->ours != b->ours)
		return a->ours ? -1 : 1;
	return a->order < b->order ? -1 : 1;
}

static size_t sorted(const struct map_env *env, void *user, const struct dns_answer *r, struct exchanger *v)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n && n < MAP_MX_MAX; i++)
		if (r->v[i].type == DNS_MX) {
			v[n] = (struct exchanger){r->v[i].text, r->v[i].number, false, n};
			v[n].ours = env->is_local != NULL && env->is_local(env->ctx, user, v[n].name);
			n++;
		}
	qsort(v, n, sizeof(*v), compare);
	return n;
}

static struct slice dotted(struct arena *a, struct slice name)
{
	struct buf b;

	buf_init(&b, a);
	buf_printf(&b, "%.*s.", SLICE_ARG(name));
	return buf_slice(&b);
}

/* That it cannot be known now is not told. */
static size_t host_itself(struct maps *maps, struct slice host, bool search, struct arena *a, struct slice *v)
{
	struct slice name;
	int status;

	if (!names_canonical(maps, host, false, search, a, &name, &status))
		return 0;
	*v = dotted(a, name);
	return 1;
}

static size_t of_brackets(struct maps *maps, struct slice host, bool search, struct arena *a, struct slice *v)
{
	const char *end = memchr(host.p, ']', host.n), *s;
	struct slice inside;
	unsigned char address[16];

	if (end == NULL)
		return 0;
	inside = (struct slice){host.p + 1, (size_t)(end - host.p) - 1};
	s = arena_dup(a, inside.p, inside.n);
	if (inet_pton(AF_INET, s, address) != 1 && inet_pton(AF_INET6, strncmp(s, "IPv6:", 5) == 0 ? s + 5 : s, address) != 1)
		return host_itself(maps, inside, search, a, v);
	*v = host;
	return 1;
}

/* A null MX: the domain takes no mail. */
static bool is_null(const struct exchanger *v, size_t n)
{
	return n == 1 && v[0].name.n == 0;
}

static size_t of_answer(const struct map_env *env, void *user, const struct dns_answer *r, struct arena *a, struct slice *v, int *status)
{
	struct exchanger found[MAP_MX_MAX];
	size_t n = sorted(env, user, r, found);

	if (is_null(found, n)) {
		*status = MAP_UNAVAILABLE;
		return 0;
	}
	for (size_t i = 0; i < n; i++)
		v[i] = dotted(a, found[i].name);
	return n;
}

size_t exchangers_of(struct maps *maps, struct slice host, bool search, void *user, struct arena *a, struct slice v[MAP_MX_MAX], int *status)
{
	struct dns_answer r = {.outcome = DNS_TEMPFAIL};

	*status = MAP_OK;
	if (host.n != 0 && host.p[0] == '[')
		return of_brackets(maps, host, search, a, v);
	if (host.n == 0 || !names_uses_dns(maps, a))
		return 0;
	if (maps->env.dns != NULL && search && (maps->names & NAMES_WILDCARD_MX) == 0)
		names_records(maps, host, DNS_MX, 0, a, &r);
	else if (maps->env.dns != NULL)
		dns_ask(maps->env.dns, host, DNS_MX, 0, a, &r);
	if (r.outcome == DNS_TEMPFAIL) {
		*status = MAP_TEMPFAIL;
		return 0;
	}
	return r.n != 0 ? of_answer(&maps->env, user, &r, a, v, status) : host_itself(maps, host, search, a, v);
}
