/*
 * route.h - mc2cf route: what becomes of an address
 *
 *   route.c       the verb
 *   route_args.c  options
 *   route_run.c   asks the rulesets, and keeps what fired
 *   route_text.c  tells it to people
 *   route_json.c  tells it to programs
 */
#ifndef CMD_ENGINE_ROUTE_H
#define CMD_ENGINE_ROUTE_H

#include "cmd/engine/origins.h"
#include "cmd/engine/session.h"
#include "cmd/engine/verbs.h"

#define ROUTE_MAILERS 8
#define ROUTE_MACROS 64

/* A step of what rulesets did. */
struct step {
	enum cfrw_event event;  /* CFRW_CALL, CFRW_RETURN; CFRW_MATCH: the rule, whose new workspace is in after */
	int ruleset;
	unsigned depth;
	struct slice text;      /* the workspace, of a call and a return */
	struct slice after;
	uint32_t line;          /* of the rule in the sendmail.cf */
	struct slice file;
	size_t rule;
};

struct steps {
	struct step *v;
	size_t n, cap;
};

/* How a mailer writes an address. */
struct written {
	const struct mailer *mailer;
	struct slice as[4];     /* by ADDRESS_HEADER and ADDRESS_SENDER */
};

struct routed {
	struct slice address;
	struct destination to;
	struct steps steps;     /* of finding that out */
	struct written written[ROUTE_MAILERS];
	size_t nwritten;
	struct session_verdict rcpt;
	struct steps rcpt_steps;
};

struct route {
	/* options */
	const char *cf, *map, *dns, *tables;
	const char *defines[65];
	size_t ndefines;
	struct session_client client;
	struct slice from;
	bool has_session, has_from, explain, json, quiet;
	const char *mailers[ROUTE_MAILERS];
	size_t nmailers;
	struct cfrw_setting macros[ROUTE_MACROS];
	size_t nmacros;
	char **addresses;
	size_t naddresses;
	/* the run */
	struct arena *arena;
	struct site site;
	struct origins origins;
	struct session session;
	struct session_verdict relay, mail;
	struct steps relay_steps, mail_steps;
	struct steps *keeping;  /* where steps go now; NULL: nowhere */
	struct symtab *said;    /* messages */
	bool bad;               /* an address leads nowhere, or is refused */
};

/* route_args.c: false where there is nothing to do, and the exit status is set. */
bool route_args(struct route *r, const struct invocation *in, int *status);
bool route_is_mc(const char *name);

/* route_run.c */
void route_session(struct route *r);
void route_address(struct route *r, struct slice address, struct routed *out);

/* route_text.c, route_json.c: the whole answer */
void route_text(const struct route *r, const struct routed *v, size_t n, struct buf *out);
void route_json(const struct route *r, const struct routed *v, size_t n, struct buf *out);

/* A rule's sides, as the file spells them but for white space. */
struct cfrw_rule route_rule(const struct route *r, const struct step *s);

#endif
