/*
 * talk.h - what a context says and is told, as text: for tests in which two of them must say the same
 *
 * What has no room any more is left out, for both alike; a run begins with an
 * empty talk.  A program's messages go to the context that is at work: its
 * log function gets the address of a pointer to that one's talk.
 */
#ifndef SELFTEST_TALK_H
#define SELFTEST_TALK_H

#include <stdio.h>
#include <string.h>

#include "engine/cfrw.h"

enum { TALK = 65536 };

struct talk {
	char p[TALK];
	size_t n;
};

static inline void talk_say(struct talk *t, const char *what, struct cfrw_text text)
{
	size_t k = strlen(what);

	if (t->n + k + text.n + 2 > sizeof(t->p))
		return;
	memcpy(t->p + t->n, what, k);
	t->n += k;
	t->p[t->n++] = ' ';
	if (text.n != 0)
		memcpy(t->p + t->n, text.p, text.n);
	t->n += text.n;
	t->p[t->n++] = '\n';
}

/* The log function of struct cfrw_host; data: struct talk **, NULL where nobody listens. */
static inline void talk_heard(void *data, enum cfrw_severity severity, const char *file, unsigned line, struct cfrw_text text)
{
	struct talk **now = data;

	(void)severity;
	(void)file;
	(void)line;
	if (*now != NULL)
		talk_say(*now, "log", text);
}

/* A cfrw_trace_fn; data: struct talk *. */
static inline void talk_traced(void *data, const struct cfrw_trace *t)
{
	char head[64];

	snprintf(head, sizeof(head), "trace %d %d", t->ruleset, t->depth);
	talk_say(data, head, t->text);
}

#endif
