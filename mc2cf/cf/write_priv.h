/*
 * write_priv.h - what the parts of the writer share
 */
#ifndef CF_WRITE_PRIV_H
#define CF_WRITE_PRIV_H

#include "cf/cf.h"

struct cf_writer {
	const struct ir *ir;
	const struct cf_write_options *o;
	struct buf *out;
	unsigned level;      /* of the V line printed last: whether # must be escaped */
	size_t rhs_column;   /* of the ruleset being printed */
	struct buf lhs;      /* the left-hand side being printed, where no reader has printed it */
};

/* Text in which a # is written \#, but where it stands behind a $; a line break is followed by white space. */
void cf_put_escaped(struct slice text, bool comments, struct buf *out);
/* One side of a rule. */
void cf_put_side(const struct ir_tokens *t, bool comments, struct buf *out);
/* The column behind an R and text; a line break in it begins again at 0. */
size_t cf_column_behind(struct slice text);
void cf_write_mailer(struct cf_writer *w, const struct ir_item *item);
void cf_write_rule(struct cf_writer *w, const struct ir_item *item);
/* Finds the column behind the left-hand sides of the rules from item i on, up to the next ruleset. */
void cf_begin_ruleset(struct cf_writer *w, size_t i);

#endif
