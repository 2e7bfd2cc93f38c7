/*
 * codes.h - the table of every diagnostic code, as diags_new() wants it
 *
 * Made from codes.def; a table of facts, so it lies in ir/, the folder that
 * every stage sees.
 */
#ifndef IR_CODES_H
#define IR_CODES_H

#include "base/diag.h"

/* All codes, sorted by number; *n: how many. */
const struct diag_code *ir_codes(size_t *n);

#endif
