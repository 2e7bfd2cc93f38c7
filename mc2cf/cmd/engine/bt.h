/*
 * bt.h - mc2cf bt: sendmail's address test mode
 *
 *   bt.c         options, the loop over lines
 *   bt_out.c     output, and what the engine says
 *   bt_ruleset.c lines that run rulesets
 *   bt_set.c     .D and .C
 */
#ifndef CMD_ENGINE_BT_H
#define CMD_ENGINE_BT_H

#include "base/slice.h"
#include "engine/live.h"

struct bt {
	const char *cf;
	cfrw_program *program;
	cfrw_context *context;
	cfrw_maps *maps;
	unsigned trace;
	bool quit;
	char *out;           /* not yet written */
	size_t nout;
	int status;
};

/* bt_out.c */
void bt_put(struct bt *b, const char *p, size_t n);
void bt_puts(struct bt *b, const char *s);
__attribute__((format(printf, 2, 3))) void bt_printf(struct bt *b, const char *fmt, ...);
void bt_flush(struct bt *b);
void bt_log(void *data, enum cfrw_severity severity, const char *file, unsigned line, struct cfrw_text text);
void bt_trace(void *data, const struct cfrw_trace *t);

/* Each takes a line without its newline. */
void bt_ruleset(struct bt *b, struct slice line);
void bt_set(struct bt *b, struct slice line);

#endif
