/*
 * map_dns.c - classes dns and bestmx: what the name service says
 *
 * dns: -R names the type of the records, -B a domain that is put behind the key,
 * -z what stands between several (without it the first is the answer), -Z how
 * many: as sendmail counts them, one is one, and n are n and one more.
 * bestmx: the mail exchanger of a host, with its dot; one of ours (class w) comes
 * first among equals.  With -z all of them.
 */
#include <arpa/inet.h>
#include <limits.h>
#include <stdlib.h>

#include "engine/names.h"

struct dns_map {
	enum dns_type type;
	long most; /* -Z; 0: all */
};

static bool dns_flag(struct map *m, char flag, struct slice word)
{
	struct dns_map *d = m->own;

	switch (flag) {
	case 'R':
		d->type = dns_type_of(word);
		if (d->type == 0 && !slice_caseeq(word, SLICE_LIT("ANY")))
			map_say(m, "dns map %.*s: wrong type %.*s", SLICE_ARG(m->name), SLICE_ARG(word));
		else if (d->type == 0)
			d->type = (enum dns_type)255;
		return true;
	case 'B': m->base_domain = word; return true;
	case 'Z': d->most = map_number(word); return true;
	case 'r': m->retry = (unsigned)map_number(word); return true;
	default: return false;
	}
}

static bool dns_parse(struct map *m, struct slice args)
{
	struct dns_map *d = ARENA_NEW(m->maps->arena, struct dns_map);

	m->own = d;
	map_args(m, args, dns_flag, false);
	if (d->type == 0)
		map_say(m, "dns map %.*s: missing -R type", SLICE_ARG(m->name));
	return d->type != 0;
}

static struct slice query_name(const struct map *m, struct slice key, struct arena *a)
{
	struct buf b;

	if (m->base_domain.n == 0)
		return key;
	buf_init(&b, a);
	buf_printf(&b, "%.*s.%.*s", SLICE_ARG(key), SLICE_ARG(m->base_domain));
	return buf_slice(&b);
}

/* The records of the type in a row, as many as are wanted. */
static struct slice all_records(const struct map *m, const struct dns_map *d, const struct dns_answer *r, struct arena *a)
{
	long most = m->delim == '\0' || d->most == 1 ? 1 : d->most > 1 ? d->most + 1 : LONG_MAX, n = 0;
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < r->n && n < most; i++) {
		if (r->v[i].type != d->type)
			continue;
		if (n++ > 0)
			buf_putc(&b, m->delim);
		buf_put_slice(&b, r->v[i].text);
	}
	return b.n != 0 ? buf_slice(&b) : SLICE_LIT("");
}

static int status_of(enum dns_outcome o)
{
	return o == DNS_TEMPFAIL ? MAP_TEMPFAIL : MAP_NO_HOST;
}

static void dns_answer(struct map *m, const struct map_question *q, struct arena *work, struct buf *out, struct map_answer *a)
{
	const struct dns_map *d = m->own;
	unsigned tries = m->retry != 0 ? m->retry : 1, ms = m->timeout < 100000 ? m->timeout * 1000 * tries : 0;
	struct dns_answer r;

	a->status = MAP_TEMPFAIL;
	if (m->maps->env.dns == NULL)
		return;
	if (d->type == (enum dns_type)255) {
		a->status = MAP_NO_HOST;
		return;
	}
	names_records(m->maps->env.dns, query_name(m, q->key, work), d->type, ms, work, &r);
	if (r.outcome != DNS_OK)
		a->status = status_of(r.outcome);
	else
		map_found(m, all_records(m, d, &r, work), q, out, a);
}

static void dns_lookup(struct map *m, const struct map_question *q, struct buf *out, struct map_answer *a)
{
	dns_answer(m, q, out->arena, out, a); /* the host gives it back when many questions have been asked */
}

/* --- bestmx --- */
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

static size_t exchangers(struct map *m, const struct map_question *q, const struct dns_answer *r, struct exchanger *v)
{
	const struct map_env *env = &m->maps->env;
	size_t n = 0;

	for (size_t i = 0; i < r->n && n < MAP_MX_MAX; i++)
		if (r->v[i].type == DNS_MX) {
			v[n] = (struct exchanger){r->v[i].text, r->v[i].number, false, n};
			v[n].ours = env->is_local != NULL && env->is_local(env->ctx, q->user, v[n].name);
			n++;
		}
	qsort(v, n, sizeof(*v), compare);
	return n;
}

/* A null MX: the domain takes no mail. */
static bool is_null(const struct exchanger *v, size_t n)
{
	return n == 1 && v[0].name.n == 0;
}

/* [192.0.2.1] is itself; [host] is the host, without exchangers. */
static bool best_of_brackets(struct map *m, struct slice key, struct arena *work, struct slice *value, int *status)
{
	const char *end = memchr(key.p, ']', key.n);
	struct slice inside;
	unsigned char address[16];
	const char *s;
	struct buf b;

	*status = MAP_OK;
	if (end == NULL)
		return false;
	inside = (struct slice){key.p + 1, (size_t)(end - key.p) - 1};
	s = arena_dup(work, inside.p, inside.n);
	*value = key;
	if (inet_pton(AF_INET, s, address) == 1 || inet_pton(AF_INET6, strncmp(s, "IPv6:", 5) == 0 ? s + 5 : s, address) == 1)
		return true;
	if (!names_canonical(m->maps, inside, false, false, work, &inside, status))
		return false;
	buf_init(&b, work);
	buf_printf(&b, "%.*s.", SLICE_ARG(inside));
	*value = buf_slice(&b);
	return true;
}

/* The exchangers of an answer, with dots behind them. */
static bool put_exchangers(struct map *m, const struct map_question *q, const struct dns_answer *r, struct buf *out, int *status)
{
	struct exchanger v[MAP_MX_MAX];
	size_t n = exchangers(m, q, r, v);

	*status = is_null(v, n) ? MAP_UNAVAILABLE : MAP_OK;
	if (n == 0 || is_null(v, n))
		return false;
	for (size_t i = 0; i < (m->delim != '\0' ? n : 1); i++)
		buf_printf(out, "%.*s%.*s.", i != 0, &m->delim, SLICE_ARG(v[i].name));
	return true;
}

static bool best_of(struct map *m, const struct map_question *q, struct arena *work, struct slice *value, int *status)
{
	struct slice name;
	struct dns_answer r;
	struct buf b;
	bool found;

	buf_init(&b, work);
	if (!names_uses_dns(m->maps, work))
		return false;
	dns_ask(m->maps->env.dns, q->key, DNS_MX, 0, work, &r);
	if (r.outcome == DNS_TEMPFAIL) {
		*status = MAP_TEMPFAIL;
		return false;
	}
	if (r.n != 0)
		found = put_exchangers(m, q, &r, &b, status); /* a CNAME that leads to none is an answer too: there are none */
	else {
		found = names_canonical(m->maps, q->key, false, false, work, &name, status);
		if (found)
			buf_printf(&b, "%.*s.", SLICE_ARG(name));
	}
	*value = buf_slice(&b);
	return found;
}

static void bestmx_lookup(struct map *m, const struct map_question *q, struct buf *out, struct map_answer *a)
{
	struct arena *work = out->arena;
	struct slice value;
	bool found = false;

	a->status = m->maps->env.dns == NULL ? MAP_TEMPFAIL : MAP_OK;
	if (m->maps->env.dns != NULL && q->key.n != 0)
		found = q->key.p[0] == '[' ? best_of_brackets(m, q->key, work, &value, &a->status) : best_of(m, q, work, &value, &a->status);
	if (found)
		map_found(m, value, q, out, a);
}

const struct map_type map_type_dns = {"dns", MT_STOCK | MT_SHARED, dns_parse, NULL, NULL, dns_lookup, NULL};
const struct map_type map_type_bestmx = {"bestmx", MT_STOCK | MT_SHARED, map_parse_common, NULL, NULL, bestmx_lookup, NULL};
