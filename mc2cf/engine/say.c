/*
 * say.c - messages and failures of a rewrite
 *
 * Where something has been said, or has failed, rules must do it the next time
 * (see trail.h).
 */
#include <stdarg.h>
#include <stdio.h>

#include "engine/context.h"

static void say(cfrw_context *c, enum cfrw_severity severity, const char *fmt, va_list ap)
{
	char text[1024];
	int n = vsnprintf(text, sizeof(text), fmt, ap);

	c->trail.odd = true;
	if (n >= 0)
		c->p->host.log(c->p->host.data, severity, NULL, 0, (struct cfrw_text){text, (size_t)n < sizeof(text) ? (size_t)n : sizeof(text) - 1});
}

void context_say(cfrw_context *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(c, CFRW_ERROR, fmt, ap);
	va_end(ap);
}

void context_remark(cfrw_context *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(c, CFRW_WARNING, fmt, ap);
	va_end(ap);
}

void context_unbalanced(cfrw_context *c, struct slice text, char what)
{
	enum { PART = 100 };

	if (text.n <= ENGINE_SHOWN_MAX)
		context_remark(c, "%.*s... Unbalanced '%c'", SLICE_ARG(text), what);
	else
		context_remark(c, "%.*s...%.*s... Unbalanced '%c'", PART, text.p, PART, text.p + text.n - PART, what);
}

void context_fail(cfrw_context *c, int status, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(c->why, sizeof(c->why), fmt, ap);
	va_end(ap);
	c->failure.status = status;
	c->failure.text = (struct cfrw_text){c->why, n < 0 ? 0 : (size_t)n < sizeof(c->why) ? (size_t)n : sizeof(c->why) - 1};
	context_say(c, "%s", c->why);
}

void context_lost(cfrw_context *c, struct frame *f)
{
	c->trail.odd = true;
	c->failure.status = c->failure.status != 0 ? c->failure.status : EX_DATA;
	if (c->nframes == 1)
		f->n = f->nold = 0;
}
