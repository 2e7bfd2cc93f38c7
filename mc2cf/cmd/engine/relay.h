/*
 * relay.h - mc2cf test --relay: is there an address by which a stranger's mail leaves for a third party?
 *
 * Each client is tried with each sender, and those that are let in with each
 * way to write an address.  Mail leaves where check_rcpt accepts and parse sends
 * it over the network to a host that is not ours.
 *
 *   relay.c          the cases, and what is said of those that get through
 *   relay_who.c      clients, senders, names of ours and of third parties: the usual, and what the tables suggest
 *   relay_judge.c    whether an accepted address leaves
 *   relay_forms.def  ways to write an address
 */
#ifndef CMD_ENGINE_RELAY_H
#define CMD_ENGINE_RELAY_H

#include "cmd/engine/test.h"

/* Lists of who is tried; those from n on are suggested by tables, and asked the plain forms only. */
struct relay_names {
	struct slice v[16];
	size_t usual, n;
};

struct relay_who {
	struct session_client clients[24];
	size_t usual_clients, nclients;
	struct relay_names senders, ours, parties;
	struct slice answers;      /* of the name service */
};

/* The third party's address. */
#define RELAY_ADDRESS "198.18.77.5"
/* Forms that are asked of everybody. */
#define RELAY_PLAIN 4
/* Clients that are tried with each name of ours; the others with the first. */
#define RELAY_FIRST 2

/* Who is tried under that configuration; k has been made for it with relay_answers(). */
void relay_find(struct arena *a, struct asker *k, struct relay_who *to);
/* What the name service says, before anything is known of the configuration but its name. */
struct slice relay_answers(struct arena *a, struct slice own_name);
/* Whether mail that goes there leaves for the third party. */
bool relay_leaves(const struct destination *d, struct slice party, const struct relay_who *who);

/* The exit status: STATUS_OK where nothing gets through. */
int relay_test(struct tests *t);

#endif
