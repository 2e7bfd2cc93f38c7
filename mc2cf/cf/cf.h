/*
 * cf.h - sendmail.cf in both directions
 *
 * cf_reader is the only reader of rule text in the house: whole .cf files,
 * templates' lines and the .mc's raw lines all go through it.  It takes one
 * physical line at a time with its origin, joins continuation lines, and adds
 * items to an IR; a line that it cannot read becomes IR_RAW with a diagnostic,
 * so nothing is lost.  cf_write is a pure printer: the same IR gives the same
 * bytes, and read(write(IR)) equals IR.
 *
 * Op guide section 5.
 */
#ifndef CF_CF_H
#define CF_CF_H

#include "base/buf.h"
#include "ir/ir.h"

struct cf_reader;

/* A reader that appends to ir.  Diagnostics go to d. */
struct cf_reader *cf_reader_new(struct ir *ir, struct diags *d);
/* One physical line, without its newline.  The bytes must live as long as the IR's arena. */
void cf_reader_line(struct cf_reader *r, struct slice line, struct ir_origin origin);
/* Ends the pending logical line (a continuation can no longer follow).  Call at the end of each text. */
void cf_reader_end(struct cf_reader *r);

/* Reads rules before they are wanted: for a time when there is nothing else to do. */
struct cf_ahead;
struct cf_ahead *cf_ahead_new(struct arena *a);
/* The rule of a line, in the arena; NULL where the line is none, or there is something to say about it. */
const struct ir_item *cf_ahead_rule(struct cf_ahead *h, struct slice line);
/* cf_reader_line for a line of which that rule was read ahead: the work is not done again unless the rule is read differently here. */
void cf_reader_rule(struct cf_reader *r, const struct ir_item *rule, struct slice line, struct ir_origin origin);

/* A whole .cf text, whose file number in the source set is file. */
void cf_read(struct ir *ir, struct slice text, uint32_t file, struct diags *d);

/* A line as it stands in a text, with those that go on with it. */
struct cf_line {
	struct slice text;
	uint32_t first, last; /* its number, and that of the last of them */
};

/* Who takes the lines of a text as they are read, each once. */
struct cf_sink {
	void (*rule)(void *ctx, const struct ir_item *rule); /* it is not in the IR, and good until this returns */
	void (*item)(void *ctx, const struct ir_item *item); /* any other, which is in the IR by now; IR_RULESET without a name: value is what cf_split_ruleset() is for, with macros or a bad number */
	/*
	 * NULL, or who is also given each line as it stands, good or bad; but of comments those at most that go on, and of rules
	 * in which nothing is wrong at first sight no text (p NULL), for all that stand together once.
	 */
	void (*line)(void *ctx, const struct cf_line *line);
	void *ctx;
};
/*
 * The same for a sink: of the text that makes most of a .cf, rules and comments, nothing is kept.  A rule that sendmail
 * complains of and yet has (its right-hand side is nothing, or a $ in it is) comes as a rule; cf_read leaves such a line as it is.
 */
void cf_read_to(struct ir *ir, struct slice text, uint32_t file, struct diags *d, const struct cf_sink *sink);

/*
 * What stands behind an S: the name (or digits) of a ruleset, empty where there is none, and the digits behind its `=';
 * number.p NULL: there is no `='.  What is left comes back.
 */
struct slice cf_split_ruleset(struct slice text, struct slice *name, struct slice *number);
/* The value of a field of an M, Q or X line, without quotes and with the escapes of C: the text itself where it has none. */
struct slice cf_field_text(struct arena *a, struct slice value);

/* A $ that begins a construct, where a line has sendmail's codes. */
#define CF_CONSTRUCT '\x81'

/* What is wrong with a name in braces. */
enum cf_name_fault {
	CF_NAME_NONE, /* there is none; also where a line ends behind $= and the like */
	CF_NAME_BYTE, /* this byte is part of no name */
	CF_NAME_OPEN, /* it has no end */
	CF_NAME_LONG  /* it is too long */
};

/* How a line is to be understood: see meant.c. */
struct cf_meaning {
	struct arena *arena;
	bool comments;   /* from version level 3 on */
	bool as_spelled; /* only comments are cut: names stay as they are */
	/*
	 * NULL: the line is spelled as in a .cf; or who has the number of a name in braces, which is no more than a byte, or
	 * negative: there is none left.  Each construct is CF_CONSTRUCT then with one byte behind it, the name or its number,
	 * and one more between them where it is $= $~ $& $?.
	 */
	int (*number)(void *ctx, struct slice name);
	void (*fault)(void *ctx, enum cf_name_fault what, struct slice name); /* NULL, or who is told, in order: the name so far, or the byte */
	void *ctx;
	struct slice comment; /* comes back: what stood behind the last #; p NULL: there was none */
	size_t end;           /* cf_meant's own: where the line ends, whatever stands behind */
};
/* The line (with those that go on with it) without comments, and with names as sendmail mends them; in the arena. */
struct slice cf_meant(struct cf_meaning *m, struct slice line);
/* The name in braces at the front of rest without what no name has; rest moves behind it.  False: it is none. */
bool cf_mend_name(struct cf_meaning *m, struct slice *rest, struct slice *name);

/* The bytes of the output that an item became, its newlines included; none (from equals to) where it was left out. */
struct cf_span {
	size_t from, to;
};

struct cf_write_options {
	bool comments; /* print IR_COMMENT items, rule comments and blank lines between sections */
	struct cf_span *spans; /* ir_count() of them, to be filled; or NULL */
	/* Called before each item that is no comment, at the beginning of a line: it may put lines of comment there; or NULL. */
	void (*before)(void *ctx, const struct ir_item *item, struct buf *out);
	void *ctx;
};
void cf_write(const struct ir *ir, const struct cf_write_options *o, struct buf *out);

#endif
