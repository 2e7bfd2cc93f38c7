/*
 * check_priv.h - what check.c (items), check_rule.c (rules) and the other check_*.c share
 */
#ifndef IR_CHECK_PRIV_H
#define IR_CHECK_PRIV_H

#include "ir/ir.h"

/* check_index.c: what several checks look for, found once. */
struct ir_index {
	const struct ir *ir;
	struct symtab *called;  /* rulesets, by the name or number that a call uses; NULL: not asked yet */
	struct symtab *ports;   /* check_port.c: the first port that listens there; NULL: not asked yet */
	struct symtab *headers; /* the first header of a name that calls a ruleset; NULL: not asked yet */
};

/* Whether a rule, a mailer or a header calls the ruleset of that name or number. */
bool ir_is_called(struct ir_index *x, struct slice name);
/* The first header of the same name that calls a ruleset, where it stands before this one; or NULL. */
const struct ir_item *ir_header_before(struct ir_index *x, const struct ir_item *header);

/* A diagnostic at a token of the item (NULL: at the item), with the .mc line that asked for it. */
__attribute__((format(printf, 5, 6))) struct diag *ir_warn(struct diags *d, const struct ir_item *item, const struct ir_token *t,
                                                           unsigned code, const char *fmt, ...);
/* The same at a word of the item, which is searched in the line of its directive and the lines below. */
__attribute__((format(printf, 5, 6))) struct diag *ir_warn_word(struct diags *d, const struct ir_item *item, struct slice word,
                                                                unsigned code, const char *fmt, ...);
/* Adds the name among the IR's names of a kind that is nearest. */
void ir_near(const struct ir *ir, struct diag *g, enum ir_kind kind, struct slice name);
/* Whether a name or number is that of a ruleset; what is not a plain name counts as one. */
bool ir_calls_known(const struct ir *ir, struct slice name);
/* Whether it is a line of the site's own, not of a template. */
bool ir_is_own(const struct ir_item *item);
/* The ruleset that HName: $>ruleset calls; empty where it calls none. */
struct slice ir_header_call(const struct ir_item *header);
/* The header's name, before the colon; empty where it has flags. */
struct slice ir_header_name(const struct ir_item *header);
/* check_ruleset.c: a ruleset of the site's own that nobody calls, and whose name is almost one that somebody does. */
void ir_check_ruleset(struct ir_index *x, const struct ir_item *ruleset, struct diags *d);
/* check_port.c: sockets that sendmail opens. */
void ir_check_port(struct ir_index *x, const struct ir_item *option, struct diags *d);
/* Cuts the next field off; its key and value are trimmed. False at the end. */
bool ir_next_field(struct slice *rest, struct slice *field, struct slice *key, struct slice *value);
/* check_filter.c: filters that it asks, and queue groups. */
void ir_check_queue(const struct ir_item *queue, struct diags *d);
void ir_check_filter(const struct ir_item *filter, struct diags *d);
void ir_check_filter_list(const struct ir *ir, const struct ir_item *option, struct diags *d);
void ir_check_filter_names(const struct ir *ir, const struct ir_item *option, struct slice names, char mark, struct diags *d);
/* check_twice.c: what is declared a second time by the site's own lines. */
void ir_check_twice(struct ir_index *x, const struct ir_item *item, struct diags *d);
/* check_rule.c: DSmailer:host and its like. */
void ir_check_relay(const struct ir *ir, const struct ir_item *macro, struct diags *d);
void ir_check_rule(const struct ir *ir, const struct ir_item *item, struct diags *d);

/* map_class.c: the class of a K line or of an alias file. */
void ir_check_map_class(const struct ir_item *map, struct diags *d);
void ir_check_aliases(const struct ir_item *option, struct diags *d);

#endif
