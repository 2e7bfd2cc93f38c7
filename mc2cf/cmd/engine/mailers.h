/*
 * mailers.h - the mailers of a program, as sendmail has them once it has read its file
 *
 * sendmail makes prog, *file* and *include* before it reads a line, keeps a
 * mailer's place when it is defined anew, and fills in what M lines leave out.
 */
#ifndef CMD_ENGINE_MAILERS_H
#define CMD_ENGINE_MAILERS_H

#include "base/buf.h"
#include "engine/live.h"

struct mailer {
	struct slice name, path, eol, charset;
	struct slice types[3];  /* T=: name of the sender, address, diagnostic; empty: undefined */
	struct slice args;      /* A=, its words apart by one blank, macros as the file spells them */
	bool flags[256];
	int sender[2], recipient[2]; /* rulesets for the envelope and for headers; 0: none */
	long size;              /* M= */
	long line;              /* L= */
	long recipients;        /* r= */
	int uid, gid;
};

struct mailers {
	struct mailer *v;
	size_t n;
	struct symtab *names; /* → v, in either case; NULL: nothing was read */
};

/* In the order of sendmail's =M; text is the program's or the arena's. */
void mailers_read(struct mailers *m, const cfrw_program *p, struct arena *a);
/* In either case; NULL: there is none. */
const struct mailer *mailers_find(const struct mailers *m, struct slice name);
/* The line that sendmail -bt's =M prints, without its newline. */
void mailer_print(const cfrw_program *p, const struct mailer *m, size_t number, struct buf *out);

#endif
