/*
 * check_priv.h - what check.c (items) and check_rule.c (rules) share
 */
#ifndef IR_CHECK_PRIV_H
#define IR_CHECK_PRIV_H

#include "ir/ir.h"

/* A diagnostic at a token of the item (NULL: at the item), with the .mc line that asked for it. */
__attribute__((format(printf, 5, 6))) struct diag *ir_warn(struct diags *d, const struct ir_item *item, const struct ir_token *t,
                                                           unsigned code, const char *fmt, ...);
/* Adds the name among the IR's names of a kind that is nearest. */
void ir_near(const struct ir *ir, struct diag *g, enum ir_kind kind, struct slice name);
/* Whether a name or number is that of a ruleset; what is not a plain name counts as one. */
bool ir_calls_known(const struct ir *ir, struct slice name);
void ir_check_rule(const struct ir *ir, const struct ir_item *item, struct diags *d);

#endif
