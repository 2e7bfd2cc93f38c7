/*
 * readcf.h - what sendmail -bt says when it reads its file, in its words and order
 *
 *   readcf.c         the lines of the file one by one; the messages in order
 *   readcf_meant.c   a line as sendmail has it
 *   readcf_line.c    the kinds of lines
 *   readcf_option.c  O lines: which option; readcf_value.c, readcf_port.c: its value
 *   readcf_mailer.c  M lines
 *   readcf_group.c   Q and X lines
 *   readcf_system.c  users, groups and services that lines name
 *
 * The engine says what it finds in K lines and rules; readcf_take() keeps that
 * until the file has been gone through and all is said from top to bottom.
 */
#ifndef CMD_ENGINE_READCF_H
#define CMD_ENGINE_READCF_H

#include <string.h>

#include "cmd/engine/address.h"
#include "base/symtab.h"
#include "cf/cf.h"
#include "engine/limits.h"

struct readcf_message {
	unsigned line;
	bool bare;          /* it has no place */
	bool late;          /* the engine's, behind others of the same line */
	int status;         /* of an error: the first in order is what sendmail ends with */
	size_t seq;
	struct slice text;
};

struct readcf {
	struct arena *arena;
	const cfrw_program *program;
	struct readcf_message *v;
	size_t n, cap;
	size_t late, passed; /* the first ones are the engine's, by their lines; those of lines that have been seen */
	struct slice given; /* the line as it stands in the file */
	unsigned line;      /* where sendmail is: the last of the lines that belong together */
	unsigned level;
	bool in_ruleset;    /* R lines may come */
	int ruleset;        /* its number */
	bool has_rules[ENGINE_RULESETS_MAX];
	bool queue_known;   /* there is a QueueDirectory */
	bool operators;     /* OperatorChars can no longer be set */
	bool local;         /* there is a mailer with this name */
	bool single_thread, host_status;
	struct slice mailboxes; /* MailboxDatabase; p NULL: not set */
	struct symtab *queues, *filters; /* names that were given, in either case; NULL: none yet */
	struct symtab *macros; /* long names of macros and classes → int, their numbers */
	unsigned nmacros;
	struct slice host;  /* $j */
	struct slice user, group; /* the last that this machine turned out to have */
	int status;         /* what sendmail ends with */
	bool whole_text;    /* a message needs to know of lines with nothing wrong */
	bool stopped;       /* sendmail goes no further, and ends with the status at once */
};

/* A message of the engine while it loads. */
void readcf_take(struct readcf *r, bool error, unsigned line, struct slice text);
/* Goes through the text of a file, of which these lines may have something wrong (see struct cf_sink). */
void readcf_walk(struct readcf *r, struct slice text, const struct cf_line *lines, size_t n);
/* Says everything, each with its place. */
void readcf_tell(struct readcf *r, const char *file, void (*say)(void *data, struct slice text), void *data);

/* For the parts: an error, which is in the status at the end; a remark; a remark without a place. */
__attribute__((format(printf, 2, 3))) void readcf_error(struct readcf *r, const char *fmt, ...);
__attribute__((format(printf, 2, 3))) void readcf_remark(struct readcf *r, const char *fmt, ...);
__attribute__((format(printf, 2, 3))) void readcf_bare(struct readcf *r, const char *fmt, ...);
/* Complaints about the units in a time. */
void readcf_time(struct readcf *r, struct slice value);
/* True: a ruleset is named at the front of the text, or else it is said what is wrong with it; see cf_split_ruleset(). */
bool readcf_ruleset(struct readcf *r, struct slice text, struct slice *name, struct slice *rest);

/* Long names have the numbers behind those that sendmail gives some of its own, as long as there are any. */
#define READCF_FIRST_LONG 0xa2
#define READCF_LONG_NAMES (0x100 - READCF_FIRST_LONG)
/* A line as sendmail has it: without comments, a $ that begins something as CF_CONSTRUCT, a long name as its number; what is wrong with names is said. */
struct slice readcf_meant(struct readcf *r, struct slice line);
/* sendmail's own code of $>. */
#define READCF_CALL '\x99'
/* What stands behind the letter of the line, with macros as they are at the end of the file, and sendmail's own codes. */
struct slice readcf_expanded(struct readcf *r, struct slice meant);
/* The same for the name of a macro or class at the front of a text. */
void readcf_name(struct readcf *r, struct slice text);
void readcf_line(struct readcf *r, struct slice line);
void readcf_option(struct readcf *r, struct slice line);
void readcf_mailer(struct readcf *r, struct slice line);
/* Rules with nothing wrong stand here; false: they are in no ruleset. */
bool readcf_rules(struct readcf *r);
void readcf_queue(struct readcf *r, struct slice line);
void readcf_filter(struct readcf *r, struct slice line);
/* The next of the fields `key=value' of a line of that kind, apart by commas; false: no more, or one without its =, which was said. */
bool readcf_field(struct readcf *r, const char *kind, struct slice name, struct slice *rest, char *key, struct slice *value);
bool readcf_known(const struct symtab *names, struct slice name);

/* An O line, taken apart. */
struct readcf_option {
	struct slice given;   /* the name as it stands there */
	struct slice sub;     /* behind its point */
	struct slice value;
	const struct ir_option *option;
};

/* Most names differ in their first letter. */
static inline bool readcf_is(const struct readcf_option *l, const char *name)
{
	return l->option->name[0] == name[0] && strcmp(l->option->name, name) == 0;
}

/* readcf_value.c: what is wrong with the value of any but a time. */
void readcf_value(struct readcf *r, const struct readcf_option *l);
/* readcf_port.c: DaemonPortOptions and ClientPortOptions. */
void readcf_port(struct readcf *r, const struct readcf_option *l);

/* readcf_system.c: whether this machine has them; a service is a name of a TCP port. */
bool readcf_has_user(struct readcf *r, const char *name);
bool readcf_has_group(struct readcf *r, const char *name);
bool readcf_has_service(struct readcf *r, struct slice name);

static inline bool readcf_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* What names are made of. */
static inline bool readcf_named(char c)
{
	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* The first of the text is cut off. */
static inline struct slice readcf_from(struct slice s, size_t n)
{
	return n < s.n ? (struct slice){s.p + n, s.n - n} : (struct slice){"", 0};
}

static inline struct slice readcf_skip_space(struct slice s)
{
	while (s.n != 0 && readcf_space(s.p[0]))
		s = readcf_from(s, 1);
	return s;
}

#endif
