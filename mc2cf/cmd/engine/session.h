/*
 * session.h - a client's session as sendmail's rulesets see it, without one
 *
 *     struct session s;
 *     session_begin(&s, &site, arena, &client);     macros of the connection are set
 *     session_relay(&s, &v);                        check_relay, when it connects
 *     session_mail(&s, SLICE_LIT("<a@b>"), &v);     MAIL FROM: tls_client, check_mail
 *     session_rcpt(&s, SLICE_LIT("<c@d>"), &v);     RCPT TO: check_rcpt
 *
 * Each call sets the macros that sendmail's daemon sets there, runs the
 * ruleset where the program has it, and says what the client would be told.
 * The context keeps the macros: the next session_begin sets all of them anew.
 * Where a message goes is address_parse()'s to say (address.h).
 *
 * What is not here: milters, DNS lists beyond what maps answer, limits on
 * rates (macros can stand for them), TLS itself (client.verify says how it
 * ended).
 */
#ifndef CMD_ENGINE_SESSION_H
#define CMD_ENGINE_SESSION_H

#include "cmd/engine/address.h"

/* What is known of a client; members that are empty have the values that sendmail gives. */
struct session_client {
	struct slice address;   /* 192.0.2.1 or 2001:db8::1; empty: 127.0.0.1 */
	struct slice name;      /* empty: what the name service says, or [address] */
	bool name_given;        /* name counts even where it is empty */
	struct slice resolve;   /* ${client_resolve}: OK, FAIL, FORGED, TEMP; empty: OK with a name, FAIL without */
	struct slice helo;      /* empty: the name */
	struct slice auth;      /* who has authenticated */
	struct slice mechanism; /* empty: PLAIN, where somebody has authenticated */
	struct slice verify;    /* ${verify}: OK, NO, FAIL, NOT …; empty: STARTTLS was not said */
	struct slice cert_subject, cert_issuer; /* of the client's certificate */
	const struct cfrw_setting *macros; /* more, set last; names without $ and braces */
	size_t nmacros;
};

enum session_kind { SESSION_ACCEPT, SESSION_REJECT, SESSION_DEFER, SESSION_DISCARD, SESSION_QUARANTINE };

struct session_verdict {
	enum session_kind kind;
	const char *ruleset;    /* that decided, or the last that was asked; NULL: the program has none of them */
	unsigned code;          /* of a rejection: 550 … */
	struct slice dsn;       /* 5.7.1 … */
	struct slice text;      /* what the client is told behind them; of a quarantine the reason */
	struct slice host, said; /* of a rejection: what $@ and $: of the rules say, or what stands for them */
};

struct session {
	struct site *site;
	struct arena *arena;    /* verdicts lie in it */
	const struct session_client *client;
	struct destination to;  /* of the last recipient */
	unsigned recipients;
};

void session_begin(struct session *s, struct site *site, struct arena *a, const struct session_client *client);
void session_relay(struct session *s, struct session_verdict *v);
/* The address with its angle brackets, as it stands behind MAIL FROM: and RCPT TO:. */
void session_mail(struct session *s, struct slice from, struct session_verdict *v);
void session_rcpt(struct session *s, struct slice to, struct session_verdict *v);
/* Any ruleset of the kind (check_*, tls_*, try_tls …) on a text, or on two with $| between them (second.p not NULL). */
void session_check(struct session *s, const char *ruleset, struct slice first, struct slice second, struct session_verdict *v);
/* "reject", "accept" … */
const char *session_word(const struct session_verdict *v);

#endif
