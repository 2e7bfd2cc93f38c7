/*
 * dns_packet.c - reads an answer as it comes from the wire
 *
 * Whatever the bytes are, nothing outside them is looked at: a packet that does
 * not hold together is no answer.  Names are written as zone files write them:
 * a backslash before a character that means something there, \DDD for one that
 * cannot be printed.
 */
#include <stdio.h>

#include "base/buf.h"
#include "engine/dns_priv.h"

struct packet {
	const uint8_t *p;
	size_t n, at;
	struct arena *a;
};

static bool get16(struct packet *k, unsigned *v)
{
	if (k->n - k->at < 2)
		return false;
	*v = (unsigned)k->p[k->at] << 8 | k->p[k->at + 1];
	k->at += 2;
	return true;
}

static void put_label(struct buf *b, const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (p[i] <= ' ' || p[i] >= 127)
			buf_printf(b, "\\%03u", p[i]);
		else if (strchr("\".;\\()@$", p[i]) != NULL)
			buf_printf(b, "\\%c", p[i]);
		else
			buf_putc(b, (char)p[i]);
	}
}

/* A name, with the pointers in it followed: each must go back, so there is an end. */
static bool get_name(struct packet *k, struct slice *out)
{
	size_t at = k->at, end = 0, lowest = k->at, total = 0;
	struct buf b;

	buf_init(&b, k->a);
	for (;;) {
		uint8_t n;

		if (at >= k->n)
			return false;
		n = k->p[at];
		if ((n & 0xc0) == 0xc0) {
			if (at + 1 >= k->n)
				return false;
			end = end != 0 ? end : at + 2;
			at = (size_t)(n & 0x3f) << 8 | k->p[at + 1];
			if (at >= lowest)
				return false;
			lowest = at;
			continue;
		}
		if (n == 0)
			break;
		if (n > DNS_LABEL_MAX || k->n - at - 1 < n || (total += n + 1u) > DNS_NAME_MAX)
			return false;
		if (b.n != 0)
			buf_putc(&b, '.');
		put_label(&b, k->p + at + 1, n);
		at += n + 1u;
	}
	k->at = end != 0 ? end : at + 1;
	*out = b.n != 0 ? buf_slice(&b) : SLICE_LIT("");
	return true;
}

static struct slice hex_text(struct packet *k, size_t n)
{
	struct buf b;

	buf_init(&b, k->a);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%02X%s", k->p[k->at + i], i < 3 ? " " : i + 1 < n ? ":" : "");
	return b.n != 0 ? buf_slice(&b) : SLICE_LIT("");
}

static struct slice address_text(struct packet *k, enum dns_type type)
{
	const uint8_t *p = k->p + k->at;
	struct buf b;

	buf_init(&b, k->a);
	if (type == DNS_A)
		buf_printf(&b, "%u.%u.%u.%u", p[0], p[1], p[2], p[3]);
	else
		for (int i = 0; i < 16; i += 2)
			buf_printf(&b, "%s%x", i == 0 ? "IPv6:" : ":", (unsigned)p[i] << 8 | p[i + 1]);
	return buf_slice(&b);
}

/* What stands in the record's n bytes. */
static bool get_data(struct packet *k, size_t n, struct dns_record *r)
{
	switch (r->type) {
	case DNS_A:
	case DNS_AAAA:
		if (n != (r->type == DNS_A ? 4 : 16))
			return false;
		r->text = address_text(k, r->type);
		return true;
	case DNS_SRV:
		return get16(k, &r->number) && get16(k, &r->weight) && get16(k, &r->port) && get_name(k, &r->text);
	case DNS_MX:
	case DNS_AFSDB:
		return get16(k, &r->number) && get_name(k, &r->text);
	case DNS_TXT: /* the first string, as sendmail takes it */
		if (n == 0 || k->p[k->at] > n - 1)
			return false;
		r->text = (struct slice){arena_dup(k->a, (const char *)k->p + k->at + 1, k->p[k->at]), k->p[k->at]};
		return true;
	case DNS_TLSA:
		r->text = hex_text(k, n);
		return n > 3;
	default:
		return get_name(k, &r->text);
	}
}

static bool is_known(unsigned type)
{
	return type == DNS_A || type == DNS_NS || type == DNS_CNAME || type == DNS_PTR || type == DNS_MX || type == DNS_TXT || type == DNS_AFSDB ||
	       type == DNS_AAAA || type == DNS_SRV || type == DNS_TLSA;
}

static bool get_record(struct packet *k, enum dns_type wanted, struct dns_answer *out)
{
	struct dns_record r = {.type = DNS_A};
	unsigned type, class_number, high, low, n;
	size_t end;

	if (!get_name(k, &r.owner) || !get16(k, &type) || !get16(k, &class_number) || !get16(k, &high) || !get16(k, &low) || !get16(k, &n) || k->n - k->at < n)
		return false;
	end = k->at + n;
	r.ttl = (uint32_t)high << 16 | low;
	r.type = (enum dns_type)type;
	if (class_number == 1 && is_known(type) && (r.type == wanted || r.type == DNS_CNAME)) {
		struct packet inside = *k;

		inside.n = end; /* what it says ends here; pointers lead back */
		if (!get_data(&inside, n, &r))
			return false;
		if (out->n < DNS_RECORDS_MAX)
			out->v[out->n++] = r;
	}
	k->at = end;
	return true;
}

/* Where the CNAMEs lead, in whatever order they came. */
static void follow(struct dns_answer *out)
{
	for (int i = 0; i < DNS_CHAIN_MAX; i++) {
		size_t j = 0;

		while (j < out->n && !(out->v[j].type == DNS_CNAME && slice_caseeq(out->v[j].owner, out->canonical)))
			j++;
		if (j == out->n)
			return;
		out->canonical = out->v[j].text;
	}
}

static enum dns_outcome outcome_of(unsigned rcode, bool wanted)
{
	switch (rcode) {
	case 0: return wanted ? DNS_OK : DNS_NO_DATA;
	case 3: return DNS_NO_NAME;
	case 2: return DNS_TEMPFAIL;
	default: return DNS_FAIL;
	}
}

bool dns_read_packet(const uint8_t *packet, size_t n, enum dns_type type, struct arena *a, struct dns_answer *out)
{
	struct packet k = {.p = packet, .n = n, .a = a};
	unsigned id, flags, questions, answers, rest;
	struct slice name;

	if (!get16(&k, &id) || !get16(&k, &flags) || !get16(&k, &questions) || !get16(&k, &answers) || !get16(&k, &rest) || !get16(&k, &rest))
		return false;
	for (unsigned i = 0; i < questions; i++) {
		if (!get_name(&k, &name) || !get16(&k, &rest) || !get16(&k, &rest))
			return false;
		if (i == 0 && out->canonical.n == 0)
			out->canonical = name;
	}
	out->v = arena_array(a, answers < DNS_RECORDS_MAX ? answers : DNS_RECORDS_MAX, sizeof(*out->v));
	out->n = 0;
	for (unsigned i = 0; i < answers; i++)
		if (!get_record(&k, type, out))
			return false;
	follow(out);
	out->outcome = outcome_of(flags & 15u, dns_has(out, type));
	return true;
}
