/*
 * bt_line.c - where the lines of mc2cf bt come from: a terminal with readline, else whatever standard input is
 *
 * readline is loaded when it is wanted, so that a script pays nothing for it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/engine/bt.h"
#include "cmd/engine/bt_edit.h"
#include "cmd/engine/limits.h"

struct bt_line {
	struct bt *b;
	struct bt_edit *edit;  /* NULL: no terminal, or no library */
	size_t from, to;       /* in p: read and not yet used */
	bool end;
	char p[65536];
};

static void fill(struct bt_line *in)
{
	ssize_t n;

	if (in->from != 0) {
		memmove(in->p, in->p + in->from, in->to - in->from);
		in->to -= in->from;
		in->from = 0;
	}
	bt_flush(in->b);
	do
		n = read(STDIN_FILENO, in->p + in->to, sizeof(in->p) - in->to);
	while (n < 0 && errno == EINTR);
	if (n > 0)
		in->to += (size_t)n;
	else
		in->end = true;
}

static bool read_line(struct bt_line *in, struct slice *line)
{
	for (;;) {
		char *at = in->p + in->from, *nl = memchr(at, '\n', in->to - in->from);
		size_t n = nl != NULL ? (size_t)(nl - at) : in->to - in->from;

		if (nl != NULL || n >= BT_LINE || (in->end && n != 0)) {
			bool cut = n >= BT_LINE;

			*line = (struct slice){at, cut ? BT_LINE : n};
			in->from += line->n + (nl != NULL && !cut);
			return true;
		}
		if (in->end)
			return false;
		fill(in);
	}
}

/* At a terminal that has colours, and unless they are not wanted. */
static bool has_colour(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	return (no == NULL || *no == '\0') && (term == NULL || strcmp(term, "dumb") != 0);
}

struct bt_line *bt_line_open(struct bt *b)
{
	struct bt_line *l = malloc(sizeof(*l));

	if (l == NULL)
		return NULL;
	l->b = b; /* a page of text that is never read is never touched */
	l->edit = NULL;
	l->from = l->to = 0;
	l->end = false;
	if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)) {
		b->colour = has_colour();
		l->edit = bt_edit_open(b);
	}
	return l;
}

bool bt_line_next(struct bt_line *l, struct slice *line)
{
	if (l->edit != NULL) {
		bt_flush(l->b);
		return bt_edit_next(l->edit, line);
	}
	bt_puts(l->b, "> ");
	return read_line(l, line);
}

void bt_line_close(struct bt_line *l)
{
	bt_edit_close(l->edit);
	free(l);
}
