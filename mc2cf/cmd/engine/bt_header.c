/*
 * bt_header.c - /header: a header as it comes with a message; the ruleset that its H line names checks it
 *
 *     > /header Subject: hello
 *     CheckSubject       input: hello
 *     CheckSubject     returns: hello
 *     ul = 0x00058000
 *
 * The last line has what sendmail knows of such a header.
 */
#include <stdio.h>

#include "cmd/engine/bt.h"

enum { BY_USER = 0x40000, CHECKED = 0x10000 };

static const struct {
	const char *name;
	unsigned long flags;
} known[] = {
	{"resent-sender", 0x108}, {"resent-from", 0x108}, {"resent-reply-to", 0x108}, {"sender", 0x100}, {"from", 0x100}, {"reply-to", 0x100},
	{"full-name", 0x20}, {"return-receipt-to", 0x400}, {"delivery-receipt-to", 0x400}, {"disposition-notification-to", 0x100}, {"errors-to", 0x900},
	{"return-path", 0x20060}, {"resent-to", 0xa}, {"resent-cc", 0xa}, {"resent-bcc", 0x400a}, {"to", 2}, {"cc", 2}, {"bcc", 0x4002},
	{"apparently-to", 2}, {"resent-message-id", 8}, {"resent-date", 8}, {"received", 0xc0}, {"x400-received", 0xc0}, {"via", 0xc0},
	{"mail-from", 0xc0}, {"comments", 0x8040}, {"content-transfer-encoding", 0x1000}, {"content-type", 0x2000}, {"content-length", 0x20},
	{"subject", 0x8000},
};

/* The body of the message begins there. */
static bool ends_headers(struct slice name)
{
	return slice_caseeq(name, SLICE_LIT("message")) || slice_caseeq(name, SLICE_LIT("text"));
}

static unsigned long flags_of(struct slice name)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (slice_caseeq(name, slice_of(known[i].name)))
			return known[i].flags | BY_USER;
	return BY_USER;
}

/* $>name or $>+name at the beginning of an H line's text; false: it has none. */
static bool check_of(struct slice text, struct slice *ruleset, bool *comments)
{
	text = slice_trim(text);
	if (!slice_starts(text, SLICE_LIT("$>")))
		return false;
	text = (struct slice){text.p + 2, text.n - 2};
	*comments = text.n != 0 && text.p[0] == '+';
	*ruleset = slice_trim((struct slice){text.p + *comments, text.n - *comments});
	return true;
}

/* The name of "Name : value"; false: there is none. */
static bool take_name(struct slice line, struct slice *name, struct slice *value)
{
	size_t n = 0, colon;

	while (n < line.n && line.p[n] > ' ' && line.p[n] < 0x7f && line.p[n] != ':')
		n++;
	for (colon = n; colon < line.n && (line.p[colon] == ' ' || line.p[colon] == '\t');)
		colon++;
	if (n == 0 || colon == line.n || line.p[colon] != ':')
		return false;
	*name = (struct slice){line.p, n};
	*value = (struct slice){line.p + colon + 1, line.n - colon - 1};
	return true;
}

/* ?flags? of an H line say when it is put in, not when it is checked. */
static struct slice behind_flags(struct slice s)
{
	const char *end = s.n > 1 && s.p[0] == '?' ? memchr(s.p + 1, '?', s.n - 1) : NULL;

	return end != NULL ? (struct slice){end + 1, (size_t)(s.p + s.n - end) - 1} : s;
}

/* The check of the last H line of a name that has one. */
static bool find_check(const cfrw_program *p, struct slice name, struct slice *ruleset, bool *comments)
{
	struct cfrw_item it;
	bool found = false;

	for (size_t i = 0; cfrw_next(p, CFRW_HEADERS, &i, &it);) {
		struct slice line = behind_flags((struct slice){it.value.p, it.value.n}), its_name, text;

		if (take_name(line, &its_name, &text) && slice_caseeq(its_name, name) && check_of(text, ruleset, comments))
			found = true;
	}
	return found;
}

static void set_macros(struct bt *b, struct slice name, struct slice value, struct arena *a)
{
	char length[32];
	struct buf quoted;
	int n = snprintf(length, sizeof(length), "%zu", value.n);

	buf_init(&quoted, a);
	buf_putc(&quoted, '"');
	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] == '"')
			buf_putc(&quoted, '\\');
		buf_putc(&quoted, bt_space(value.p[i]) ? ' ' : value.p[i]);
	}
	buf_putc(&quoted, '"');
	cfrw_set(b->site.context, "currHeader", quoted.p, quoted.n);
	cfrw_set(b->site.context, "hdr_name", name.p, name.n);
	cfrw_set(b->site.context, "hdrlen", length, (size_t)n);
	cfrw_set(b->site.context, "addr_type", "h", 1);
}

static void check(struct bt *b, struct slice ruleset, bool comments, struct slice value, struct arena *a)
{
	int number = cfrw_ruleset(b->site.program, ruleset.p, ruleset.n);
	struct reply r;

	if (number < 0 || !workspace_header(b->site.context, value, comments))
		return;
	address_run(&b->site, number);
	if (!address_reply(&b->site, a, &r) || slice_caseeq(r.host, SLICE_LIT("quarantine")))
		return;
	bt_say(b, r.text);
	bt_failed(b, address_exit_status(r.host));
}

void bt_header(struct bt *b, struct slice line, struct arena *a)
{
	struct slice name, value, ruleset, star;
	bool comments = false, star_comments = false, own, any;
	unsigned long flags;

	if (!take_name(line, &name, &value)) {
		bt_error(b, "header syntax error, line \"%.*s\"\nul = 00000000\n", SLICE_ARG(line));
		return;
	}
	if (ends_headers(name)) {
		bt_puts(b, "ul = 0x00000001\n");
		return;
	}
	flags = flags_of(name);
	own = find_check(b->site.program, name, &ruleset, &comments);
	if (own && !comments)
		flags |= CHECKED;
	any = find_check(b->site.program, SLICE_LIT("*"), &star, &star_comments);
	if (own || any) {
		set_macros(b, name, value, a);
		check(b, own ? ruleset : star, own ? comments : star_comments, value, a);
	}
	bt_printf(b, "ul = 0x%08lx\n", flags);
}
