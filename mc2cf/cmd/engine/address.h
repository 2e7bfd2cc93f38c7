/*
 * address.h - what sendmail does with an address around its rulesets
 *
 *   site.c     loads a sendmail.cf with its maps and mailers
 *   crack.c    which part of a header's text is the address
 *   exit_status.c  what errors make of a program's exit status
 *   address.c  where mail goes (3, 0, 2, the mailer's, 4), and how a mailer writes an address (3, 1 or 2, the mailer's, 4)
 *
 * Rulesets are run in the context, with its tracing.  Results lie in the
 * arena that the call is given.
 */
#ifndef CMD_ENGINE_ADDRESS_H
#define CMD_ENGINE_ADDRESS_H

#include "cmd/engine/mailers.h"

/* A loaded sendmail.cf with what is needed to use it. */
struct site {
	cfrw_program *program;
	cfrw_context *context;
	cfrw_maps *maps;
	struct mailers mailers;
	int status;             /* the first error, as in sysexits.h; one that may be over later gives way */
	/* Messages that sendmail -bt would print, without newline. */
	void (*say)(void *data, struct slice text);
	void *data;
};

/* What sendmail calls itself. */
#define SITE_VERSION "8.17.1.9"

struct site_how {
	const char *cf;
	char mode;              /* t: as sendmail -bt, d: as the daemon */
	const char *dns;        /* as cfrw_maps_how has it */
	bool quiet;
	bool programs;          /* classes and maps may run what the file names */
	bool plain;             /* the log is not told what the reader finds wrong with a line as such */
	void (*log)(void *data, enum cfrw_severity severity, const char *file, unsigned line, struct cfrw_text text);
	void (*say)(void *data, struct slice text);
	void *data;
};

/* False after the log was told why; site_close() is due either way. The arena must live as long. */
bool site_open(struct site *s, const struct site_how *how, struct arena *a);
void site_close(struct site *s);
/* Sets the macros that sendmail sets behind its file, in a context that is new or was reset. */
void site_fresh(struct site *s);

/* How an address is used. */
enum { ADDRESS_HEADER = 1, ADDRESS_SENDER = 2 };

struct destination {
	const struct mailer *mailer; /* NULL: there is none, and error says why; or discard */
	struct slice host;      /* p NULL: none */
	struct slice user;
	bool error;             /* $#error, or rules that lead nowhere */
	bool deferred;          /* a map could not answer: mail waits */
	bool temporary;         /* an error that may be over later */
	bool unreadable;        /* there is no address in the text */
	bool odd;               /* the user has characters that no address may have */
	struct slice message;   /* of an error: its text */
	struct slice said;      /* of $#error: its text with the codes, as the rules say it; p NULL: it is none */
	unsigned code;          /* 550 …; 0: none was given */
	struct slice dsn;       /* 5.1.1, or what $@ of an error says */
};

/* The text with the address in it replaced by $g; the $ is followed by a g only there (other $ are kept as they are). */
struct slice address_crack(const cfrw_program *p, struct arena *a, struct slice text);
/* Where mail for it goes. */
void address_parse(struct site *s, struct arena *a, struct slice text, unsigned flags, struct destination *out);
/* How that mailer writes it; *status as a ruleset's (0, 75 …). */
struct slice address_remote(struct site *s, struct arena *a, struct slice text, const struct mailer *m, unsigned flags, int *status);
/* How a sender's address is kept: parsed, then 3, 1, 4; empty where it cannot be. */
struct slice address_sender(struct site *s, struct arena *a, struct slice text);
/* What a client is told of $#error in the workspace; false: there is none. Code and dsn are sendmail's where the rules give none. */
struct reply {
	unsigned code;
	struct slice dsn, text;
	struct slice host, said; /* what $@ and $: say, without quotes */
};
bool address_reply(struct site *s, struct arena *a, struct reply *out);
/* As in sysexits.h, of what $@ of an error says. */
int address_exit_status(struct slice host);
void address_failed(struct site *s, int status);
/* Whether a message tells of an error of the system, or of a directory. */
bool address_tells_errno(struct slice text);
/* Runs a ruleset on the workspace and settles its questions. */
int address_run(struct site *s, int ruleset);

#endif
