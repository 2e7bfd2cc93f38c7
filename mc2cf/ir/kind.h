/*
 * kind.h - names of the kinds of items, for dumps and messages
 */
#ifndef IR_KIND_H
#define IR_KIND_H

#include "ir/ir.h"

/* "option", "rule" … */
const char *ir_kind_name(enum ir_kind k);

#endif
