/*
 * option.h - more about the table of options than ir.h needs
 */
#ifndef IR_OPTION_H
#define IR_OPTION_H

#include "ir/ir.h"

/*
 * The only option whose name begins with this, as sendmail allows in an O line.  NULL when there is none, or when there
 * are two or more: then *other is one of them.
 */
const struct ir_option *ir_option_abbrev(struct slice name, const struct ir_option **other);

#endif
