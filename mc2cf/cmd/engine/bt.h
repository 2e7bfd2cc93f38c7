/*
 * bt.h - mc2cf bt: sendmail's address test mode
 *
 *   bt.c         options, the loop over lines
 *   bt_line.c    where lines come from
 *   bt_out.c     output, and what the engine says
 *   bt_ruleset.c lines that run rulesets
 *   bt_set.c     .D and .C
 *   bt_name.c    $ and $=
 *   bt_dump.c    =S, =M and ?
 *   bt_slash.c   /parse and the like; bt_header.c: /header
 */
#ifndef CMD_ENGINE_BT_H
#define CMD_ENGINE_BT_H

#include "cmd/engine/readcf.h"

/* Rulesets with numbers; the length of a name. */
#define BT_NUMBERS 100
#define BT_NAME 25

struct bt_line;

struct bt {
	const char *cf, *debug; /* -d; NULL: none */
	bool programs;       /* what the file names may be run */
	struct site site;
	struct readcf *reading; /* while the file is read: what is said is kept there */
	unsigned trace;
	unsigned use;        /* ADDRESS_HEADER, ADDRESS_SENDER: /tryflags */
	bool colour;         /* a terminal is there, and NO_COLOR is not */
	bool quit;
	char *out;           /* not yet written */
	size_t nout;
	bool broken;         /* output cannot be written */
	struct arena *arena; /* lives as long as the program */
};

/* bt_out.c */
void bt_put(struct bt *b, const char *p, size_t n);
void bt_puts(struct bt *b, const char *s);
__attribute__((format(printf, 2, 3))) void bt_printf(struct bt *b, const char *fmt, ...);
void bt_flush(struct bt *b);
void bt_log(void *data, enum cfrw_severity severity, const char *file, unsigned line, struct cfrw_text text);
void bt_trace(void *data, const struct cfrw_trace *t);
void bt_say(void *data, struct slice text);
/* Says it, and what sendmail would make of it in its exit status. */
__attribute__((format(printf, 2, 3))) void bt_error(struct bt *b, const char *fmt, ...);
void bt_failed(struct bt *b, int status);
/* An arena that ends the process where there is no memory. */
struct arena *bt_arena(void);

/* bt_line.c: where lines come from; NULL: no memory */
struct bt_line *bt_line_open(struct bt *b);
/* Shows the prompt; the next line without its newline, good until the next call; false at the end. */
bool bt_line_next(struct bt_line *l, struct slice *line);
void bt_line_close(struct bt_line *l);

/* Each takes a line without its newline. */
void bt_ruleset(struct bt *b, struct slice line);
void bt_set(struct bt *b, struct slice line);
void bt_dollar(struct bt *b, struct slice line);
void bt_dump(struct bt *b, struct slice line);
void bt_slash(struct bt *b, struct slice line);
void bt_help(struct bt *b);
/* What stands behind /header. */
void bt_header(struct bt *b, struct slice line, struct arena *a);

/* The name of a macro or class at the beginning of s, which moves behind it; false: there is none, and that was said. */
bool bt_name(struct bt *b, struct slice *s, char name[BT_NAME + 1]);
/* The ruleset that a text begins with; -1: there is none, and that was said. */
int bt_find(struct bt *b, struct slice text);

static inline bool bt_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* What names are made of. */
static inline bool bt_named(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

#endif
