/*
 * names_dns.c - see names.h: a host's names in the name service
 */
#include "engine/dns_priv.h"
#include "engine/names.h"

/* Who looks: the C library, for records, or sendmail itself, for what a host is called. */
enum seeker { LIBRARY, SENDMAIL };

static bool has_dot(struct slice s)
{
	return s.n != 0 && memchr(s.p, '.', s.n) != NULL;
}

/* name.domain */
static struct slice joined(struct arena *a, struct slice name, struct slice domain)
{
	struct buf b;

	buf_init(&b, a);
	buf_put_slice(&b, name);
	buf_putc(&b, '.');
	buf_put_slice(&b, domain);
	return buf_slice(&b);
}

/* How many of n domains of the search list are put behind a name. */
static size_t domains_tried(unsigned options, enum seeker seeker, bool dotted, size_t n)
{
	bool all = (options & NAMES_SEARCH) != 0, some = (options & NAMES_DOMAIN) != 0;

	if (dotted || (seeker == SENDMAIL && all))
		return all ? n : 0;
	if (!some)
		return 0;
	return all || n == 0 ? n : 1;
}

/* The names to be tried, in order; at most one more than there are domains. */
static size_t candidates(const struct maps *maps, struct slice host, enum seeker seeker, bool use_search, struct arena *a, struct slice *v)
{
	size_t n = 0, domains;
	const struct slice *search = dns_search(maps->env.dns, &domains);
	bool absolute = host.n != 0 && host.p[host.n - 1] == '.', dotted = has_dot(host);

	domains = absolute || !use_search ? 0 : domains_tried(maps->names, seeker, dotted, domains);
	if (absolute || dotted)
		v[n++] = host;
	for (size_t i = 0; i < domains; i++)
		v[n++] = joined(a, host, search[i]);
	if (!absolute && !dotted && seeker == LIBRARY)
		v[n++] = host;
	return n;
}

void names_records(const struct maps *maps, struct slice name, enum dns_type type, unsigned timeout_ms, struct arena *a, struct dns_answer *out)
{
	struct slice v[DNS_SEARCH_MAX + 2];
	size_t n = candidates(maps, name, LIBRARY, true, a, v);
	bool tempfail = false, no_data = false;
	enum dns_outcome first = DNS_FAIL;

	*out = (struct dns_answer){.outcome = DNS_FAIL};
	for (size_t i = 0; i < n; i++) {
		dns_ask(maps->env.dns, v[i], type, timeout_ms, a, out);
		if (out->outcome == DNS_OK || (out->outcome == DNS_NO_DATA && out->n != 0)) /* a CNAME is an answer */
			return;
		first = i == 0 ? out->outcome : first;
		tempfail = tempfail || out->outcome == DNS_TEMPFAIL;
		no_data = no_data || out->outcome == DNS_NO_DATA;
	}
	if (has_dot(name)) /* it was tried itself, and first: that is what counts */
		out->outcome = first;
	else if (no_data || tempfail)
		out->outcome = no_data ? DNS_NO_DATA : DNS_TEMPFAIL;
}

/* A host that is looked for, and what has come of it. */
struct quest {
	const struct maps *maps;
	bool mx, search;
	struct arena *a;
	struct slice host; /* where CNAMEs led so far */
	struct slice name; /* what was found */
	bool tempfail;
};

enum trial {
	TRIED_FOUND,
	TRIED_ALIAS, /* host is another now */
	TRIED_RING,  /* of CNAMEs */
	TRIED_NEXT,  /* it is not there */
	TRIED_STOP   /* it fails for now, and no other name is to be tried */
};

/* The name has a CNAME record; r is what was said of that type. */
static enum trial alias(struct quest *q, struct slice name, const struct dns_answer *r, enum dns_type type)
{
	if ((q->maps->names & NAMES_ALIASES) != 0) {
		q->name = name;
		q->name.n -= name.p[name.n - 1] == '.';
		return TRIED_FOUND;
	}
	q->host = r->canonical;
	return r->outcome == DNS_OK && !dns_has(r, type) ? TRIED_RING : TRIED_ALIAS;
}

/* One name: whether it, or what it is an alias of, has a record of some type. */
static enum trial try_name(struct quest *q, struct slice name, bool behind_search)
{
	static const enum dns_type types[] = {DNS_AAAA, DNS_A, DNS_MX};
	bool mx = !behind_search || (q->mx && (q->maps->names & NAMES_WILDCARD_MX) == 0);
	struct dns_answer r;

	for (int i = 0; i < (mx ? 3 : 2); i++) {
		dns_ask(q->maps->env.dns, name, types[i], 0, q->a, &r);
		if (r.outcome == DNS_NO_NAME)
			return TRIED_NEXT;
		if (r.outcome == DNS_TEMPFAIL) {
			q->tempfail = true;
			if (behind_search && (q->maps->names & NAMES_TEMPFAIL) == 0)
				return TRIED_STOP;
		}
		if (r.outcome != DNS_OK && r.outcome != DNS_NO_DATA)
			continue;
		if (dns_has(&r, DNS_CNAME))
			return alias(q, name, &r, types[i]);
		if (r.outcome == DNS_OK) {
			q->name = r.canonical;
			return TRIED_FOUND;
		}
	}
	return TRIED_NEXT;
}

static enum trial try_host(struct quest *q)
{
	struct slice v[DNS_SEARCH_MAX + 2], host = q->host;
	size_t n = candidates(q->maps, host, SENDMAIL, q->search, q->a, v);
	enum trial t = TRIED_NEXT;

	for (size_t i = 0; i < n && t == TRIED_NEXT; i++)
		t = try_name(q, v[i], v[i].n > host.n);
	return t;
}

bool names_by_dns(const struct maps *maps, struct slice host, bool mx, bool search, struct arena *a, struct slice *name, int *status)
{
	struct quest q = {.maps = maps, .mx = mx, .search = search, .a = a, .host = host};
	enum trial t = TRIED_ALIAS;

	*name = host;
	*status = MAP_TEMPFAIL;
	if (maps->env.dns == NULL)
		return false;
	for (int i = 0; i < DNS_CHAIN_MAX && t == TRIED_ALIAS; i++)
		t = try_host(&q);
	if (t == TRIED_RING || t == TRIED_ALIAS)
		maps_say(maps, "DNS failure: CNAME loop for %.*s", SLICE_ARG(q.host));
	*name = t == TRIED_FOUND ? q.name : q.host;
	*status = q.tempfail ? MAP_TEMPFAIL : MAP_NO_HOST;
	return t == TRIED_FOUND;
}
