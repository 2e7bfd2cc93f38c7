/*
 * map_dns.c - classes dns and bestmx: what the name service says
 *
 * dns: -R names the type of the records, -B a domain that is put behind the key,
 * -z what stands between several (without it the first is the answer), -Z how
 * many: as sendmail counts them, one is one, and n are n and one more.
 * bestmx: the mail exchanger of a host, with its dot; one of ours (class w) comes
 * first among equals.  With -z all of them.
 */
#include <limits.h>

#include "engine/exchangers.h"
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
	names_records(m->maps, query_name(m, q->key, work), d->type, ms, work, &r);
	if (r.outcome != DNS_OK || !dns_has(&r, d->type)) /* CNAMEs in a ring are all there is */
		a->status = status_of(r.outcome);
	else
		map_found(m, all_records(m, d, &r, work), q, out, a);
}

static void dns_lookup(struct map *m, const struct map_question *q, struct buf *out, struct map_answer *a)
{
	dns_answer(m, q, out->arena, out, a); /* the host gives it back when many questions have been asked */
}

/* --- bestmx --- */
static void bestmx_lookup(struct map *m, const struct map_question *q, struct buf *out, struct map_answer *a)
{
	struct slice v[MAP_MX_MAX];
	struct buf value;
	size_t n = 0;

	a->status = MAP_TEMPFAIL;
	if (m->maps->env.dns != NULL)
		n = exchangers_of(m->maps, q->key, false, q->user, out->arena, v, &a->status);
	buf_init(&value, out->arena);
	for (size_t i = 0; i < (m->delim != '\0' || n == 0 ? n : 1); i++)
		buf_printf(&value, "%.*s%.*s", i != 0, &m->delim, SLICE_ARG(v[i]));
	if (n != 0)
		map_found(m, buf_slice(&value), q, out, a);
}

const struct map_type map_type_dns = {"dns", MT_STOCK | MT_SHARED, dns_parse, NULL, NULL, dns_lookup, NULL};
const struct map_type map_type_bestmx = {"bestmx", MT_STOCK | MT_SHARED, map_parse_common, NULL, NULL, bestmx_lookup, NULL};
