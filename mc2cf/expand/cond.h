/*
 * cond.h - the conditions of templates: when access_db and not (nouucp or confX is empty)
 *
 *     or   = and { "or" and }
 *     and  = prim { "and" prim }
 *     prim = "not" prim | "(" or ")" | NAME [ "is" ( "empty" | WORD ) ]
 *
 * A name holds where the fact is set, be it to nothing; `is empty' where it is
 * set to nothing; `is word' where its value is the word.  section.NAME holds
 * where the .mc has that LOCAL_ section.  A fault is a
 * diagnostic of the template (0504) and parses to NULL.
 */
#ifndef EXPAND_COND_H
#define EXPAND_COND_H

#include "base/diag.h"
#include "ir/site.h"

struct cond;

/* text: what stands behind "when", beginning at column at.col. */
const struct cond *cond_parse(struct arena *a, struct diags *d, struct slice text, struct srcpos at);
/* Whether c holds; then *why is the .mc line of the first fact that made it hold and has one, else it is left alone. */
bool cond_holds(const struct cond *c, const struct site *site, const struct site_use *use, struct srcpos *why);

#endif
