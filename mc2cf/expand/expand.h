/*
 * expand.h - a site and the templates become an IR
 *
 * Reads templates/main.cf and what it includes, takes the lines whose
 * conditions hold, fills their slots, puts features' and mailers' fragments and
 * the site's own sections at their hooks, and hands every line with its origin
 * (template line, .mc line that asked) to the one .cf reader.
 * The notation is described in templates/README.md.
 */
#ifndef EXPAND_EXPAND_H
#define EXPAND_EXPAND_H

#include "base/diag.h"
#include "ir/ir.h"
#include "ir/site.h"

/* lib: the folder that holds templates/.  False when a template could not be read (a diagnostic says which). */
bool expand_site(const struct site *site, const char *lib, struct srcset *src, struct diags *d, struct ir *ir);

#endif
