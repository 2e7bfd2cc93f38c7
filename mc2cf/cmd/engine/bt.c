/*
 * bt.c - mc2cf bt: tests addresses as sendmail -bt does
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/engine/bt.h"
#include "cmd/engine/limits.h"
#include "cmd/engine/verbs.h"

/* Input that has been read and not yet been used. */
struct input {
	char p[65536];
	size_t from, to;
	bool end;
};

static void fill(struct bt *b, struct input *in)
{
	ssize_t n;

	if (in->from != 0) {
		memmove(in->p, in->p + in->from, in->to - in->from);
		in->to -= in->from;
		in->from = 0;
	}
	bt_flush(b);
	do
		n = read(STDIN_FILENO, in->p + in->to, sizeof(in->p) - in->to);
	while (n < 0 && errno == EINTR);
	if (n > 0)
		in->to += (size_t)n;
	else
		in->end = true;
}

/* The next line, without its newline; false at the end. */
static bool next_line(struct bt *b, struct input *in, struct slice *line)
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
		fill(b, in);
	}
}

/* -d21.12 */
static void debug(struct bt *b, struct slice s)
{
	unsigned level = 1;
	size_t i = 0;

	if (!slice_starts(s, SLICE_LIT("21")))
		return;
	i = 2;
	if (i < s.n && s.p[i] == '.') {
		level = 0;
		for (i++; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && level < 1000; i++)
			level = level * 10 + (unsigned)(s.p[i] - '0');
	}
	b->trace = CFRW_TRACE_CALLS;
	if (level >= 1)
		b->trace |= CFRW_LOOP;
	if (level >= 2)
		b->trace |= CFRW_VALUE;
	if (level >= 3)
		b->trace |= CFRW_SKIP;
	if (level >= 4)
		b->trace |= CFRW_REWRITE;
	if (level >= 10)
		b->trace |= CFRW_FAIL;
	if (level >= 12)
		b->trace |= CFRW_TRY | CFRW_MATCH;
	cfrw_trace(b->context, b->trace, bt_trace, b);
}

/* Control characters go, tabs and the like are kept. */
static struct slice cleaned(struct slice line, char *to)
{
	size_t n = 0;

	for (size_t i = 0; i < line.n; i++) {
		unsigned char c = (unsigned char)line.p[i];

		if (c >= ' ' ? c != 0x7f : c >= '\t' && c <= '\r')
			to[n++] = line.p[i];
	}
	return (struct slice){to, n};
}

static void one_line(struct bt *b, struct slice line)
{
	char clean[BT_LINE];

	line = cleaned(line, clean);
	if (line.n == 0 || line.p[0] == '#')
		return;
	if (line.p[0] == '.')
		bt_set(b, line);
	else if (line.p[0] == '-' && line.n > 1 && line.p[1] == 'd')
		debug(b, (struct slice){line.p + 2, line.n - 2});
	else if (slice_eq_str(line, "/quit"))
		b->quit = true;
	else
		bt_ruleset(b, line);
}

static int loop(struct bt *b)
{
	struct input *in = calloc(1, sizeof(*in));
	struct slice line;

	if (in == NULL)
		return STATUS_TOOL;
	bt_puts(b, "ADDRESS TEST MODE (ruleset 3 NOT automatically invoked)\nEnter <ruleset> <address>\n");
	while (!b->quit) {
		bt_puts(b, "> ");
		if (!next_line(b, in, &line))
			break;
		one_line(b, line);
	}
	bt_flush(b);
	free(in);
	return b->status;
}

/* What sendmail itself sets in this mode, before it reads its file (rules see them) and behind it. */
static const struct cfrw_setting before[] = {{"opMode", {"t", 1}}, {"deliveryMode", {"b", 1}}, {"n", {"MAILER-DAEMON", 13}}, {"v", {"8.17.1.9", 8}}};
static const struct cfrw_setting behind[] = {{"addr_type", {"e r", 3}}, {"deliveryMode", {"i", 1}}, {"quarantine", {"", 0}}, {"_", {"root@localhost", 14}}};

static void preset(struct bt *b)
{
	for (size_t i = 0; i < sizeof(behind) / sizeof(*behind); i++)
		cfrw_set(b->context, behind[i].name, behind[i].value.p, behind[i].value.n);
}

static int run(struct bt *b)
{
	struct cfrw_host host = {.log = bt_log, .data = b};
	struct cfrw_load how = {.host = &host, .macros = before, .nmacros = sizeof(before) / sizeof(*before)};
	int status = STATUS_TOOL;

	b->program = cfrw_load_here(b->cf, &how);
	if (b->program != NULL)
		b->context = cfrw_context_new(b->program);
	if (b->context != NULL)
		b->maps = cfrw_maps_new(b->program, NULL);
	if (b->maps != NULL) {
		preset(b);
		b->trace = CFRW_TRACE_CALLS;
		cfrw_trace(b->context, b->trace, bt_trace, b);
		status = loop(b);
	}
	bt_flush(b);
	cfrw_maps_free(b->maps);
	cfrw_context_free(b->context);
	cfrw_program_free(b->program);
	return status;
}

int verb_bt(const struct invocation *in)
{
	struct bt b = {.cf = "/etc/mail/sendmail.cf"};
	int status;

	for (int i = 0; i < in->argc; i++) {
		if (strncmp(in->argv[i], "-C", 2) != 0 || (in->argv[i][2] == '\0' && i + 1 == in->argc)) {
			fprintf(stderr, "mc2cf bt: unknown option %s\nusage: mc2cf bt [-C sendmail.cf]\n", in->argv[i]);
			return STATUS_TOOL;
		}
		b.cf = in->argv[i][2] != '\0' ? in->argv[i] + 2 : in->argv[++i];
	}
	b.out = malloc(BT_OUTPUT);
	if (b.out == NULL)
		return STATUS_TOOL;
	status = run(&b);
	free(b.out);
	return status;
}
