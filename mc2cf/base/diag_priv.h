/*
 * diag_priv.h - what diag.c (the queue) and diag_print.c (its printed form) share
 */
#ifndef BASE_DIAG_PRIV_H
#define BASE_DIAG_PRIV_H

#include "base/diag.h"

struct diag_note {
	struct diag_note *next;
	struct srcpos at;
	struct slice text;
};

struct diag {
	struct diags *queue;
	const struct diag_code *code;
	struct srcpos at;
	size_t seq; /* order of arrival: equal places keep it */
	size_t span;
	struct slice text;
	struct slice help; /* one piece of advice a line */
	struct diag_note *notes, **last_note;
};

/* Sorts what is queued; the i-th that is not silenced, or NULL. */
const struct diag *diags_sorted(struct diags *d, size_t i);
enum diag_severity diag_severity_of(const struct diags *d, const struct diag *g);
struct srcset *diags_src(const struct diags *d);

#endif
