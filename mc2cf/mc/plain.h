/*
 * plain.h - what most .mc files ask of m4, done without it
 *
 * Starting m4 alone takes longer than all the rest of a compile.  Most .mc
 * files use little of it: define, undefine, dnl, divert, ifdef, ifelse, names
 * that stand for a text, and directives.  That much is expanded here, into the
 * same struct mc_stream that m4's answer is read into.
 *
 * At the first thing that is not known for certain (another builtin, a macro
 * with parameters, a quote or a call that does not end where its text ends, a
 * directive inside an argument, a limit) all of it is thrown away and m4 does
 * the work, so what a .mc means and what is said about it is m4's to decide.
 * Each rule here is one of GNU m4's or of macros/; whoever changes macros/
 * changes it here too, and the suite `plain' compares the two streams.
 *
 *   plain.c         arguments, calls: the expander
 *   plain_token.c   what is being read, cut into tokens
 *   plain_file.c    the .mc, and files that it includes
 *   plain_text.c    the output: diversions, and marks in them
 *   plain_m4.c      m4's own macros, and the small ones of directives.m4
 *   plain_directive.c  the directives
 *   plain_end.c     what counts as it stands at the end; the stream
 */
#ifndef MC_PLAIN_H
#define MC_PLAIN_H

#include "mc/front.h"

struct plain;
struct plain_call;

enum plain_kind {
	PLAIN_TEXT,   /* stands for a text */
	PLAIN_CALL,   /* a builtin or a directive */
	PLAIN_BEYOND  /* m4 knows it, and it is left to m4 */
};

struct plain_name {
	enum plain_kind kind;
	bool bare_is_text; /* without ( it is no call */
	bool gone;         /* undefined */
	struct slice text;
	void (*call)(struct plain *p, const struct plain_call *c);
	size_t number;     /* what call makes of it: a diversion, an argument */
};

struct plain_call {
	struct slice name;
	const struct plain_name *macro;
	struct slice arg[PLAIN_ARGS];
	size_t n;          /* $# */
	struct srcpos at;  /* here and below, file is an index into struct plain's files, and there is no column */
};

/* Text that is being read. */
struct plain_frame {
	const char *p, *end;
	struct srcpos at;
	bool file;         /* else the text of a macro, whose place is that of its call */
	bool newline;      /* the last byte of the file was one: the next is a line further */
	bool floor;        /* what was read before goes on only when this one is done with */
};

/* MARK: one of ( ) , in an argument list. */
enum plain_token_kind { TOKEN_END, TOKEN_TEXT, TOKEN_MARK, TOKEN_WORD, TOKEN_STRING };

struct plain_token {
	enum plain_token_kind kind;
	struct slice text;
	struct srcpos at;
};

/* A diversion: its lines, and the one that is not ended.  A line with a name begins that section. */
struct plain_output {
	struct plain_line {
		struct mc_line line;
		const char *section;
	} *v;
	size_t n, cap;
	struct buf open;
	struct srcpos open_at;
	bool is_open;
};

/* DAEMON_OPTIONS and its like: their text is expanded at the end. */
enum plain_later_kind { PLAIN_PORT, PLAIN_CLIENT, PLAIN_FILTER, PLAIN_QUEUE };
/* What the macros that collect them stand for here: m4's own is a record, which nobody else may see. */
#define PLAIN_NOT_EMPTY "\036"
struct plain_later {
	enum plain_later_kind kind;
	unsigned long use;
	struct slice arg[2];
};

struct plain {
	struct front *f;
	struct arena *arena;
	struct mc_stream *s;
	bool beyond;               /* this is m4's work */
	bool awake;                /* directives count, # is no comment */
	char open, close;          /* the quotes */
	struct symtab *names;      /* → struct plain_name */
	struct plain_frame frame[PLAIN_DEPTH];
	size_t depth, calls, bytes;
	size_t collecting;         /* open argument lists */
	bool cut;                  /* a dnl has left out what is behind the value */
	size_t valuing;            /* only a value is wanted: what did more would be done twice, or too late */
	struct buf *into;          /* where text goes in both cases; NULL: to the diversion */
	int diversion, around_snapshots;
	bool line_begins;          /* the last byte that went out, to whatever diversion, was a newline */
	bool behind_record;        /* a newline that comes next belongs to the record */
	struct plain_output out[PLAIN_DIVERSIONS];
	unsigned long use;         /* numbered uses so far */
	struct plain_call last;    /* the arguments that _ARG1_ and its like are of */
	struct plain_later *later;
	size_t nlater;
	struct srcpos woken;       /* where what is done at the end was asked for */
	struct slice file[PLAIN_FILES];
	uint32_t nfile;
	struct symtab *has, *lines; /* FEATUREs with a bundle, and with lines of their own */
};

enum { PLAIN_STDIN = 1, PLAIN_MC = 2 }; /* files */

/* plain.c */
void plain_beyond(struct plain *p);
/* False in an argument or a value, where a directive's output would be part of it: then it is m4's work. */
bool plain_at_top(struct plain *p);
struct plain_name *plain_find(const struct plain *p, struct slice name);
void plain_define(struct plain *p, struct slice name, struct slice text);
/* Reads the frame on top, which is a floor, to its end. */
void plain_run(struct plain *p);
/* The text as it is when it has been expanded once more; cut: a dnl in it leaves out what is behind it in its line. */
struct slice plain_expand_line(struct plain *p, struct slice text, struct srcpos at, bool *cut);
struct slice plain_expand(struct plain *p, struct slice text, struct srcpos at);
/* What defn gives. */
struct slice plain_quoted(struct plain *p, struct slice text);
/* $1 and the like in a macro's text. */
bool plain_has_parameter(struct slice text);

/* plain_token.c */
static inline bool plain_name_begins(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
static inline bool plain_in_name(char c)
{
	return plain_name_begins(c) || (c >= '0' && c <= '9');
}
/* The frame that is read on: those that are done with are gone, down to a floor. */
struct plain_frame *plain_top(struct plain *p);
/* NULL at a limit. */
struct plain_frame *plain_add_frame(struct plain *p, struct slice text, struct srcpos at);
/* What a macro stands for is read next. */
void plain_push(struct plain *p, struct slice text, struct srcpos at);
/* The next n bytes are read.  A place is that of their first one. */
struct srcpos plain_take(struct plain_frame *f, size_t n, struct slice *text);
/* What stands behind the top frame, which is read to its end; a floor has a newline behind it, or a file's end. */
char plain_beneath(struct plain *p);
void plain_next(struct plain *p, struct plain_token *t);
/* The rest of the line is left out. */
void plain_skip_line(struct plain *p);

/* plain_file.c: reads a file to its end; false where there is none, which may be beyond. */
bool plain_read_file(struct plain *p, struct slice path, bool own_quotes);

/* plain_text.c */
void plain_put(struct plain *p, struct slice text, struct srcpos at);
void plain_record(struct plain *p, struct slice kind, struct srcpos at, const struct slice *field, size_t n);
/* A record goes out to diversion 0, with its newline: fine where a line begins. */
void plain_record_out(struct plain *p);
/* The mark of the last use, in a diversion. */
void plain_mark(struct plain *p, int diversion, struct srcpos at);
void plain_begin_section(struct plain *p, int diversion, const char *name, struct srcpos at);
struct slice plain_decimal(struct plain *p, unsigned long n);

/* plain_m4.c: the names of macros/mc2cf.m4, and the small ones of directives.m4. */
bool plain_usual_name(struct slice name);
void plain_add_builtins(struct plain *p);
void plain_add_helpers(struct plain *p);

/* plain_directive.c: from here on directives count; MAILER(name). */
void plain_wake(struct plain *p, struct srcpos at);
void plain_call_mailer(struct plain *p, struct slice name, struct srcpos at);

/* plain_end.c: what m4 does when the .mc is read, and the stream of it all. */
void plain_finish(struct plain *p);
void plain_deliver(struct plain *p);

#endif
