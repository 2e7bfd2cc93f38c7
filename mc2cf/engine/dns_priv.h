/*
 * dns_priv.h - what the kinds of name service share
 */
#ifndef ENGINE_DNS_PRIV_H
#define ENGINE_DNS_PRIV_H

#include "engine/dns.h"

struct dns_kind {
	bool table;
	void (*ask)(struct dns *dns, struct slice name, enum dns_type type, unsigned timeout_ms, struct arena *a, struct dns_answer *out);
	void (*close)(struct dns *dns);
};

/* The head of each kind's own struct. */
struct dns {
	const struct dns_kind *kind;
	struct slice *search;
	size_t nsearch;
};

/* CNAMEs that are followed: sendmail gives up at as many. */
#define DNS_CHAIN_MAX 12
/* Domains of a search list that count, as in the C library. */
#define DNS_SEARCH_MAX 6
/* A name on the wire, and a label of it. */
#define DNS_NAME_MAX 255
#define DNS_LABEL_MAX 63
/* Records of one answer that are kept: more than any mail domain has. */
#define DNS_RECORDS_MAX 256
/* How long a question may take where nobody says, in milliseconds. */
#define DNS_TIMEOUT_MS 5000u

/* Adds the words of a `search' or `domain' line. */
void dns_add_search(struct dns *dns, struct arena *a, struct slice words);

/* Whether each of the servers, addresses as text, says that nobody listens there. */
bool dns_nobody_listens(const char *const *servers, size_t n);

#endif
