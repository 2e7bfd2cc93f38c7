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

/* The templates of one library: files are read and parsed when they are first wanted, and kept. */
struct templates;

/* lib: the folder that holds templates/; it and the others must live as long as what is returned, which is in the arena. */
struct templates *templates_new(const char *lib, struct arena *a, struct srcset *src, struct diags *d);
/* Takes templates as the build has parsed them, where that still holds.  Once in a process: the memory that it lies in is one. */
void templates_use_image(struct templates *t);
/* Appends that memory to out: what a build writes to a file.  False where there is none. */
bool templates_make_image(const char *lib, struct buf *out);
/* Reads what every site wants; for a time when there is nothing else to do.  What cannot be read is reported when it is wanted. */
void templates_read_ahead(struct templates *t);

/* False when a template could not be read (a diagnostic says which). */
bool expand_site(const struct site *site, struct templates *t, struct diags *d, struct ir *ir);

#endif
