/*
 * dns.c - what all kinds of name service have in common
 */
#include <sys/socket.h>

#include "base/buf.h"
#include "engine/dns_priv.h"

static const struct type_name {
	enum dns_type type;
	const char *name;
} types[] = {
	{DNS_A, "A"}, {DNS_AAAA, "AAAA"}, {DNS_AFSDB, "AFSDB"}, {DNS_CNAME, "CNAME"}, {DNS_MX, "MX"}, {DNS_NS, "NS"},
	{DNS_PTR, "PTR"}, {DNS_SRV, "SRV"}, {DNS_TLSA, "TLSA"}, {DNS_TXT, "TXT"},
};

enum dns_type dns_type_of(struct slice name)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (slice_caseeq(name, slice_of(types[i].name)))
			return types[i].type;
	return (enum dns_type)0;
}

/* How many bytes of the text are the next one of a name: \DDD and \c are one. */
static size_t one_byte(struct slice s)
{
	size_t n = 1;

	if (s.n < 2 || s.p[0] != '\\')
		return 1;
	while (n < 4 && n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	return n == 4 ? 4 : 2;
}

/* Whether a question can have the name: labels of 1 to 63 bytes, each with its length in 254 in all (RFC 1035, 2.3.4). */
static bool is_name(struct slice s)
{
	size_t label = 0, all = 0;

	while (s.n != 0) {
		size_t n = one_byte(s);

		if (s.p[0] == '.' ? label == 0 : label == DNS_LABEL_MAX)
			return false;
		label = s.p[0] == '.' ? 0 : label + 1;
		all++;
		s = (struct slice){s.p + n, s.n - n};
	}
	return label != 0 && all + 1 < DNS_NAME_MAX;
}

void dns_ask(struct dns *dns, struct slice name, enum dns_type type, unsigned timeout_ms, struct arena *a, struct dns_answer *out)
{
	*out = (struct dns_answer){.outcome = DNS_FAIL, .canonical = name};
	if (name.n > 1 && name.p[name.n - 1] == '.')
		name.n--;
	if (name.n > DNS_NAME_MAX || (!is_name(name) && !slice_eq_str(name, ".")))
		return;
	out->canonical = name;
	dns->kind->ask(dns, name, type, timeout_ms, a, out);
}

bool dns_has(const struct dns_answer *r, enum dns_type type)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].type == type)
			return true;
	return false;
}

void dns_close(struct dns *dns)
{
	if (dns != NULL && dns->kind->close != NULL)
		dns->kind->close(dns);
}

bool dns_is_table(const struct dns *dns)
{
	return dns->kind->table;
}

const struct slice *dns_search(const struct dns *dns, size_t *n)
{
	*n = dns->nsearch;
	return dns->search;
}

void dns_add_search(struct dns *dns, struct arena *a, struct slice words)
{
	struct slice word;

	dns->search = arena_array(a, DNS_SEARCH_MAX, sizeof(*dns->search));
	dns->nsearch = 0;
	for (words = slice_trim(words); dns->nsearch < DNS_SEARCH_MAX && slice_next(&words, ' ', &word);) {
		word = slice_trim(word);
		if (word.n != 0 && word.p[word.n - 1] == '.')
			word.n--;
		if (word.n != 0)
			dns->search[dns->nsearch++] = (struct slice){arena_dup(a, word.p, word.n), word.n};
	}
}

struct slice dns_reverse_name(int family, const unsigned char *address, struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	if (family == AF_INET)
		buf_printf(&b, "%u.%u.%u.%u.in-addr.arpa", address[3], address[2], address[1], address[0]);
	else {
		for (int i = 15; i >= 0; i--)
			buf_printf(&b, "%x.%x.", address[i] & 15u, address[i] >> 4);
		buf_puts(&b, "ip6.arpa");
	}
	return buf_slice(&b);
}
