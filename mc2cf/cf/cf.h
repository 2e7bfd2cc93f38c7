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
	void (*item)(void *ctx, const struct ir_item *item); /* any other, which is in the IR by now */
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
