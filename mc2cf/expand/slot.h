/*
 * slot.h - filling the slots of a template line
 *
 * %{name} becomes the value of the fact, %{name|text} the text where the fact
 * is not set; the text may hold braces in pairs (%{x|$&{client_addr}}) and
 * slots.  A value is not looked at again.
 * %{free_number} is a number for a helper ruleset (numbers.h).  A slot without value and default,
 * or one that does not end, is a diagnostic of the template (0505).
 */
#ifndef EXPAND_SLOT_H
#define EXPAND_SLOT_H

#include "base/buf.h"
#include "base/diag.h"
#include "expand/numbers.h"
#include "ir/site.h"

struct slot_scope {
	const struct site *site;
	const struct site_use *use; /* whose facts come first, or NULL */
	struct diags *d;
	struct numbers *numbers;    /* what %{free_number} takes from */
};

/* Appends line with its slots filled; *why: the place of the first value that has one, if *why has none yet.  False on a fault. */
bool slot_fill(const struct slot_scope *s, struct slice line, struct srcpos at, struct buf *out, struct srcpos *why);

#endif
