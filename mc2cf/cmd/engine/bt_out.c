/* bt_out.c - see bt.h; output is kept until the buffer is full or input is waited for */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "cmd/engine/bt.h"
#include "cmd/engine/limits.h"

enum { PRINTED_MAX = 16384 }; /* a line: some seven of what is read */

void bt_flush(struct bt *b)
{
	size_t at = 0;

	while (at < b->nout && !b->broken) {
		ssize_t n = write(STDOUT_FILENO, b->out + at, b->nout - at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			if (errno != EPIPE) /* who has gone knows it */
				perror("mc2cf bt: cannot write standard output");
			b->quit = true;
			b->broken = true;
			break;
		}
		at += (size_t)n;
	}
	b->nout = 0;
}

void bt_put(struct bt *b, const char *p, size_t n)
{
	while (n != 0) {
		size_t room = BT_OUTPUT - b->nout, part = n < room ? n : room;

		memcpy(b->out + b->nout, p, part);
		b->nout += part;
		p += part;
		n -= part;
		if (b->nout == BT_OUTPUT)
			bt_flush(b);
	}
}

void bt_puts(struct bt *b, const char *s)
{
	bt_put(b, s, strlen(s));
}

void bt_failed(struct bt *b, int status)
{
	address_failed(&b->site, status);
}

static void put_formatted(struct bt *b, const char *fmt, va_list ap)
{
	char text[PRINTED_MAX];
	int n = vsnprintf(text, sizeof(text), fmt, ap);

	if (n > 0)
		bt_put(b, text, (size_t)n < sizeof(text) ? (size_t)n : sizeof(text) - 1);
}

void bt_printf(struct bt *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	put_formatted(b, fmt, ap);
	va_end(ap);
}

void bt_error(struct bt *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	put_formatted(b, fmt, ap);
	va_end(ap);
	bt_failed(b, EX_SOFTWARE);
}

/* Messages lose the eighth bit on a terminal's behalf, as sendmail's do. */
void bt_log(void *data, enum cfrw_severity severity, const char *file, unsigned line, struct cfrw_text text)
{
	struct bt *b = data;

	if (severity == CFRW_NOTE)
		return;
	if (b->reading != NULL) {
		readcf_take(b->reading, severity == CFRW_ERROR, line, (struct slice){text.p, text.n});
		return;
	}
	if (slice_starts((struct slice){text.p, text.n}, SLICE_LIT("8-bit character")))
		bt_failed(b, EX_USAGE);
	else if (severity == CFRW_ERROR)
		bt_failed(b, address_tells_errno((struct slice){text.p, text.n}) ? EX_OSERR : EX_SOFTWARE);
	if (file != NULL && line != 0)
		bt_printf(b, "%s: line %u: ", file, line);
	else if (file != NULL)
		bt_printf(b, "%s: ", file);
	for (size_t i = 0; i < text.n; i++) {
		char c = (char)(text.p[i] & 0x7f);

		bt_put(b, &c, 1);
	}
	bt_put(b, "\n", 1);
}

#define ESCAPE "\033["
#define PLAIN ESCAPE "m"

/* How an event's line begins in colour; an error that is returned is red. */
static const char *colour_of(const struct cfrw_trace *t)
{
	switch (t->event) {
	case CFRW_CALL:
		return ESCAPE "36m";
	case CFRW_RETURN:
		return slice_find((struct slice){t->text.p, t->text.n}, SLICE_LIT(" $# error")) >= 0 ? ESCAPE "31m" : ESCAPE "32m";
	case CFRW_MATCH:
	case CFRW_REWRITE:
		return ESCAPE "33m";
	case CFRW_LOOP:
		return ESCAPE "31m";
	default:
		return ESCAPE "2m";
	}
}

/* Of a call and a return only the ruleset's name is coloured, of others the whole line. */
static void put_coloured(struct bt *b, const struct cfrw_trace *t)
{
	size_t n = t->text.n, name = 0;

	if (t->event == CFRW_CALL || t->event == CFRW_RETURN) {
		while (name < n && !bt_space(t->text.p[name]))
			name++;
		n = name;
	}
	bt_puts(b, colour_of(t));
	bt_put(b, t->text.p, n);
	bt_puts(b, PLAIN);
	bt_put(b, t->text.p + n, t->text.n - n);
}

void bt_trace(void *data, const struct cfrw_trace *t)
{
	struct bt *b = data;

	if (b->colour)
		put_coloured(b, t);
	else
		bt_put(b, t->text.p, t->text.n);
	bt_put(b, "\n", 1);
}

void bt_say(void *data, struct slice text)
{
	bt_log(data, CFRW_WARNING, NULL, 0, (struct cfrw_text){text.p, text.n});
}

static void out_of_memory(void *ctx)
{
	(void)ctx;
	fputs("mc2cf bt: out of memory\n", stderr);
	_exit(2);
}

struct arena *bt_arena(void)
{
	struct arena *a = arena_new(0, out_of_memory, NULL);

	if (a == NULL)
		out_of_memory(NULL);
	return a;
}
