/*
 * dns.h - the domain name system behind one small interface
 *
 * A struct dns answers one question: which records of a type does a name have?
 * Two kinds of it exist: a resolver (libunbound, loaded when first asked) and a
 * table of canned answers read from a text file, which asks nobody.
 *
 * Ownership: an answer is made in the arena that the question is given; the
 * struct dns belongs to the arena of its maker.
 * Threads: one struct dns may be asked by many threads at once.
 */
#ifndef ENGINE_DNS_H
#define ENGINE_DNS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/slice.h"

enum dns_type {
	DNS_A = 1, DNS_NS = 2, DNS_CNAME = 5, DNS_PTR = 12, DNS_MX = 15, DNS_TXT = 16, DNS_AFSDB = 18, DNS_AAAA = 28, DNS_SRV = 33, DNS_TLSA = 52
};

enum dns_outcome {
	DNS_OK,       /* there are records */
	DNS_NO_DATA,  /* the name is there, without records of that type */
	DNS_NO_NAME,  /* NXDOMAIN */
	DNS_TEMPFAIL, /* nobody answered, or SERVFAIL, or an answer that DNSSEC proves wrong */
	DNS_FAIL      /* refused, or not a name that can be asked for */
};

/* What a record says. */
struct dns_record {
	enum dns_type type;
	struct slice owner;   /* the name that has the record, without its last dot */
	struct slice text;    /* A, AAAA: the address; others: the name, or the text of a TXT */
	unsigned number;      /* MX: preference; SRV: priority; AFSDB: subtype */
	unsigned weight, port; /* SRV */
	uint32_t ttl;
};

struct dns_answer {
	enum dns_outcome outcome;
	bool secure;          /* DNSSEC proves it */
	bool bogus;           /* DNSSEC proves it wrong; the outcome is DNS_TEMPFAIL */
	struct slice canonical; /* where CNAMEs led; the name itself where there were none */
	struct dns_record *v; /* records of the type asked for and of the CNAMEs on the way, in order */
	size_t n;
};

struct dns;

/* How the resolver is set up; NULL and 0 stand for what is usual. */
struct dns_config {
	const char *resolv_conf; /* /etc/resolv.conf */
	const char *server;      /* "127.0.0.1@5353" instead of the servers that it names */
	const char *anchor;      /* a file with the keys of the root: answers are validated */
	unsigned timeout_ms;     /* of one question; 5000 */
	bool tcp;                /* never over UDP */
};

/* The resolver of this machine: libunbound is loaded with the first question, and where it cannot be, all questions fail for now. */
struct dns *dns_resolver(struct arena *a, const struct dns_config *config);
/* Canned answers, see mc2cf-maps(5); bad lines are queued in d.  NULL where there were some. */
struct dns *dns_table(struct arena *a, struct diags *d, uint32_t file, struct slice text);
/* Gives back what a resolver holds of the system. NULL is allowed. */
void dns_close(struct dns *dns);
/* Whether it answers from a table: then the machine's own files are not looked at either. */
bool dns_is_table(const struct dns *dns);
/* Domains that are tried behind a name without dots. */
const struct slice *dns_search(const struct dns *dns, size_t *n);

/* Asks; the name may end in a dot; timeout_ms 0: the resolver's own. */
void dns_ask(struct dns *dns, struct slice name, enum dns_type type, unsigned timeout_ms, struct arena *a, struct dns_answer *out);
/* Whether a record of that type is among them. */
bool dns_has(const struct dns_answer *r, enum dns_type type);

/* "MX" in either case; 0 where it is none that sendmail's dns map knows. */
enum dns_type dns_type_of(struct slice name);
/* The address backwards with its zone, "1.2.0.192.in-addr.arpa": family is AF_INET or AF_INET6. */
struct slice dns_reverse_name(int family, const unsigned char *address, struct arena *a);

/* A packet from the wire, as the resolver gets it: false where it is no answer that can be read. */
bool dns_read_packet(const uint8_t *packet, size_t n, enum dns_type type, struct arena *a, struct dns_answer *out);

#endif
