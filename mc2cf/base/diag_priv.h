/*
 * diag_priv.h - what diag.c (the queue), diag_detail.c and diag_print.c share
 */
#ifndef BASE_DIAG_PRIV_H
#define BASE_DIAG_PRIV_H

#include <stdarg.h>

#include "base/buf.h"
#include "base/diag.h"

struct diag {
	struct diags *queue;
	const struct diag_code *code;
	struct srcpos at;
	size_t seq; /* order of arrival: equal places keep it */
	size_t span;
	bool kept; /* in the queue: what is not printed needs no dear advice */
	struct slice text;
	struct slice help; /* one piece of advice a line */
	struct diag_note *notes, **last_note;
	struct diag_fix *fixes, **last_fix;
};

/* Sorts what is queued; the i-th that is not silenced, or NULL. */
const struct diag *diags_sorted(struct diags *d, size_t i);
enum diag_severity diag_severity_of(const struct diags *d, const struct diag *g);
struct arena *diags_arena(const struct diags *d);
__attribute__((format(printf, 2, 0))) struct slice diag_format(struct arena *a, const char *fmt, va_list ap);

#endif
