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

/* Whether two words of the tables are one.  Most that are not differ in the first letter, and there are many. */
static inline bool ir_option_same(const char *a, const char *b)
{
	return a[0] == b[0] && strcmp(a, b) == 0;
}

#endif
