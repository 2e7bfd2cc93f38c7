/*
 * bt.c - mc2cf bt: tests addresses as sendmail -bt does
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "cmd/engine/bt.h"
#include "cmd/engine/limits.h"
#include "cmd/engine/verbs.h"

/* How deep rules are shown at a level of -d21. */
static unsigned shown_at(unsigned level)
{
	unsigned t = CFRW_TRACE_CALLS;

	if (level >= 1)
		t |= CFRW_LOOP;
	if (level >= 2)
		t |= CFRW_VALUE;
	if (level >= 3)
		t |= CFRW_SKIP;
	if (level >= 4)
		t |= CFRW_REWRITE;
	if (level >= 10)
		t |= CFRW_FAIL;
	if (level >= 12)
		t |= CFRW_TRY | CFRW_MATCH;
	return t;
}

static bool number(struct slice *s, unsigned *n)
{
	size_t i = 0;

	*n = 0;
	for (; i < s->n && s->p[i] >= '0' && s->p[i] <= '9'; i++)
		*n = *n < 1000 ? *n * 10 + (unsigned)(s->p[i] - '0') : *n;
	*s = (struct slice){s->p + i, s->n - i};
	return i != 0;
}

static bool take(struct slice *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = (struct slice){s->p + 1, s->n - 1};
	return true;
}

/* 21.12 or 20-25.4 or several with commas between; nothing is everything at level 1. */
static void debug(struct bt *b, struct slice s)
{
	struct slice part;

	if (s.n == 0)
		s = SLICE_LIT("0-99.1");
	while (slice_next(&s, ',', &part)) {
		unsigned first, last, level = 1;

		while (part.n != 0 && bt_space(part.p[0]))
			part = (struct slice){part.p + 1, part.n - 1};
		if (!number(&part, &first))
			continue;
		last = first;
		if (take(&part, '-'))
			number(&part, &last);
		if (take(&part, '.'))
			number(&part, &level);
		if (first <= 21 && last >= 21)
			b->trace = shown_at(level);
	}
	cfrw_trace(b->site.context, b->trace, bt_trace, b);
}

static void one_line(struct bt *b, struct slice line)
{
	while (line.n != 0 && line.p[0] == ' ')
		line = (struct slice){line.p + 1, line.n - 1};
	if (line.n == 0)
		return;
	switch (line.p[0]) {
	case '#':
		break;
	case '?':
		bt_help(b);
		break;
	case '.':
		bt_set(b, line);
		break;
	case '=':
		bt_dump(b, line);
		break;
	case '$':
		bt_dollar(b, line);
		break;
	case '/':
		bt_slash(b, line);
		break;
	case '-':
		if (line.n == 1)
			bt_puts(b, "Usage: -d{debug arguments}\n");
		else if (line.p[1] != 'd')
			bt_printf(b, "Unknown \"-\" command %.*s\n", SLICE_ARG(line));
		else
			debug(b, (struct slice){line.p + 2, line.n - 2});
		break;
	default:
		bt_ruleset(b, line);
		break;
	}
}

static int loop(struct bt *b)
{
	struct bt_line *in = bt_line_open(b);
	struct slice line;

	if (in == NULL)
		return STATUS_TOOL;
	bt_puts(b, "ADDRESS TEST MODE (ruleset 3 NOT automatically invoked)\nEnter <ruleset> <address>\n");
	while (!b->quit && bt_line_next(in, &line))
		one_line(b, line);
	bt_flush(b);
	bt_line_close(in);
	return b->broken ? STATUS_TOOL : b->site.status == EX_TEMPFAIL ? STATUS_OK : b->site.status;
}

/* Whether it is a file, in sendmail's words where it is not. */
static bool is_there(struct bt *b)
{
	struct stat st;

	if (stat(b->cf, &st) != 0)
		bt_printf(b, "%s: line 0: cannot open: %s\n", b->cf, strerror(errno));
	else if (!S_ISREG(st.st_mode))
		bt_printf(b, "%s: line 0: not a plain file\n", b->cf);
	else
		return true;
	return false;
}

static void put_line(void *data, struct slice text)
{
	bt_put(data, text.p, text.n);
	bt_put(data, "\n", 1);
}

/* Reads the file and says what sendmail would; false: it cannot be used. */
static bool opened(struct bt *b, struct readcf *r)
{
	struct site_how how = {.cf = b->cf, .mode = 't', .plain = true, .programs = b->programs, .log = bt_log, .say = bt_say, .data = b};
	struct cfrw_text host;
	const struct cf_line *lines;
	size_t n;
	bool ok;

	b->reading = r;
	ok = site_open(&b->site, &how, b->arena);
	b->reading = NULL;
	host = ok ? cfrw_expand(b->site.context, "$j", 2) : (struct cfrw_text){NULL, 0};
	if (host.n != 0)
		r->host = (struct slice){arena_dup(b->arena, host.p, host.n), host.n};
	r->program = b->site.program;
	if (ok) {
		lines = program_lines(b->site.program, &n);
		readcf_walk(r, srcset_whole(program_src(b->site.program), 1), lines, n);
	}
	readcf_tell(r, b->cf, put_line, b);
	return ok;
}

/* Does not return: what it has is given back by the system, which does it faster than we could. */
_Noreturn static void run(struct bt *b)
{
	struct readcf r = {.arena = bt_arena()};
	int status = STATUS_TOOL;

	b->arena = r.arena;
	if (is_there(b) && opened(b, &r)) {
		b->trace = CFRW_TRACE_CALLS;
		cfrw_trace(b->site.context, b->trace, bt_trace, b);
		if (b->debug != NULL)
			debug(b, slice_of(b->debug));
		b->site.status = r.status;
		status = r.stopped ? r.status : loop(b);
	}
	bt_flush(b);
#ifdef __SANITIZE_ADDRESS__ /* which looks for what was lost */
	site_close(&b->site);
	arena_free(b->arena);
	free(b->out);
#endif
	exit(status);
}

static const char usage[] =
	"usage: mc2cf bt [-C sendmail.cf] [-dSPEC] [--programs]\n"
	"\n"
	"Tests addresses, as sendmail -bt does; a line `?' shows the commands, mc2cf-bt(1) describes them.\n"
	"\n"
	"  -C FILE     the sendmail.cf (/etc/mail/sendmail.cf)\n"
	"  -dSPEC      what is shown of rules: -d21.12 all that are tried\n"
	"  --programs  runs what F lines and maps of class program name, as sendmail does\n";

int verb_bt(const struct invocation *in)
{
	struct bt b = {.cf = "/etc/mail/sendmail.cf"};

	for (int i = 0; i < in->argc; i++) {
		if (strcmp(in->argv[i], "--help") == 0) {
			fputs(usage, stdout);
			return STATUS_OK;
		}
		if (strncmp(in->argv[i], "-d", 2) == 0) {
			b.debug = in->argv[i] + 2;
			continue;
		}
		if (strcmp(in->argv[i], "--programs") == 0) {
			b.programs = true;
			continue;
		}
		if (strncmp(in->argv[i], "-C", 2) != 0 || (in->argv[i][2] == '\0' && i + 1 == in->argc)) {
			if (in->argv[i][0] == '-')
				fprintf(stderr, "mc2cf bt: unknown option %s\n%s", in->argv[i], usage);
			else
				fprintf(stderr, "mc2cf bt: `%s' is no option; a file is named by -C, addresses come on standard input\n", in->argv[i]);
			return STATUS_TOOL;
		}
		b.cf = in->argv[i][2] != '\0' ? in->argv[i] + 2 : in->argv[++i];
	}
	b.out = malloc(BT_OUTPUT);
	if (b.out == NULL)
		return STATUS_TOOL;
	run(&b);
}
