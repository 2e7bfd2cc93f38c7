/*
 * expect.h - files of expectations: what a configuration is to do with which address
 *
 *     given client=mx.example.org/192.0.2.2 from=a@friend.example.org
 *     check_rcpt <x@other.org> -> error 5.7.1 550 Relaying denied
 *
 * tests/README.md and mc2cf-test(5) describe the format.  Bad lines are queued
 * as diagnostics with their place; what is good of the file is still there.
 *
 * Ownership: everything lies in the arena, words in the file's text.
 */
#ifndef CMD_EXPECT_H
#define CMD_EXPECT_H

#include "base/buf.h"
#include "base/diag.h"

enum expect_kind {
	EXPECT_PARSE,   /* parse ADDRESS */
	EXPECT_STEP,    /* header_from MAILER ADDRESS … */
	EXPECT_RULESET, /* ruleset NAME[,NAME…] INPUT: the workspace */
	EXPECT_CHECK,   /* check_… tls_… try_…: refused or not */
	EXPECT_PICK,    /* another ruleset: a mailer */
	EXPECT_MAILER,  /* mailer NAME FIELD */
	EXPECT_CF       /* cf TEXT */
};

struct expectation {
	enum expect_kind kind;
	struct slice verb, subject, answer;
	struct slice squeezed;        /* the answer without blanks and quotes */
	bool brief;                   /* `error', or `error D.S.N': any text will do */
	bool sender, header;          /* EXPECT_STEP */
	uint32_t line;
};

struct expect_given {
	struct slice name, value;
};

/* Expectations that share what is given. */
struct expect_block {
	struct slice config;          /* "site.mc", or what the last `config' line named */
	uint32_t config_line;         /* of that line; 0: none */
	struct expect_given *given;
	size_t ngiven;
	struct expectation *v;
	size_t n;
};

/* Lines that a table has besides those of its file: `table' and `ldap' lines. */
struct expect_table {
	struct slice name;            /* "access", "ldap-ATTRIBUTE" */
	struct buf text;
};

struct expect_file {
	struct slice name;
	uint32_t file;                /* in the set of sources */
	struct expect_block *blocks;
	size_t nblocks, n;            /* n: expectations */
	struct expect_table *tables;
	size_t ntables;
	struct buf dns;               /* what the name service answers, as in mc2cf-maps(5) */
};

/* text is the file's, which has the number file in the diagnostics' set. */
void expect_read(struct arena *a, struct slice text, uint32_t file, struct diags *d, struct expect_file *out);
/* Whether an answer is the one that is meant. */
bool expect_holds(const struct expectation *e, struct slice got);
/* Blanks and quotes do not count. */
struct slice expect_squeeze(struct arena *a, struct slice s);

#endif
