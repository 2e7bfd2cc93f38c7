/*
 * bt_ruleset.c - "3,0 address": rulesets one after the other, on each address of the line
 */
#include <errno.h>
#include <stdlib.h>
#include <sysexits.h>

#include "cmd/engine/bt.h"

enum { SHOWN = 20 }; /* of a name that is none */

static struct slice skip_space(struct slice s)
{
	while (s.n != 0 && bt_space(s.p[0]))
		s = (struct slice){s.p + 1, s.n - 1};
	return s;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A number may be followed by anything. */
static int numbered(struct bt *b, struct slice text)
{
	char digits[32];
	size_t n = 0;
	int number;

	while (n < text.n && n < sizeof(digits) - 1 && is_digit(text.p[n])) {
		digits[n] = text.p[n];
		n++;
	}
	digits[n] = '\0';
	errno = 0;
	number = (int)strtol(digits, NULL, 10);
	if (number >= 0 && number < BT_NUMBERS)
		return number;
	if (errno != 0)
		bt_failed(b, EX_OSERR);
	bt_error(b, "bad ruleset %d (%d max)%s%s\n", number, BT_NUMBERS, errno != 0 ? ": " : "", errno != 0 ? strerror(errno) : "");
	return -1;
}

int bt_find(struct bt *b, struct slice text)
{
	struct slice name = skip_space(text);
	char first = name.n != 0 ? (char)(name.p[0] | 0x20) : '\0';
	size_t n = 0;

	while (n < name.n && bt_named(name.p[n]))
		n++;
	if (first >= 'a' && first <= 'z')
		return cfrw_ruleset(b->site.program, name.p, n);
	if (name.n != 0 && is_digit(name.p[0]))
		return numbered(b, name);
	bt_puts(b, "invalid ruleset name: \"");
	for (size_t i = 0; i < name.n && i < SHOWN; i++)
		bt_put(b, &(char){name.p[i] & 0x7f}, 1);
	bt_error(b, "\"\n");
	return -1;
}

/* list: the name with those behind it, which is what sendmail shows. False: there is no such ruleset. */
static bool run_one(struct bt *b, struct slice list)
{
	int number = bt_find(b, list);
	enum cfrw_status s;
	int status;

	if (number < 0) {
		bt_printf(b, "Undefined ruleset %.*s\n", SLICE_ARG(list));
		return false;
	}
	s = cfrw_settle(b->site.maps, b->site.context, cfrw_run(b->site.context, number));
	status = s == CFRW_FAILED ? cfrw_failure(b->site.context).status : 0;
	if (status != 0)
		bt_printf(b, "== Ruleset %.*s (%d) status %d\n", SLICE_ARG(list), number, status);
	return true;
}

static void run_all(struct bt *b, struct slice names)
{
	struct slice name;

	while (names.n != 0 && run_one(b, names))
		slice_next(&names, ',', &name);
}

void bt_ruleset(struct bt *b, struct slice line)
{
	struct slice names, text;
	size_t used;

	line = skip_space(line);
	names = line;
	names.n = 0;
	while (names.n < line.n && !bt_space(line.p[names.n]))
		names.n++;
	if (names.n == line.n) { /* not even a blank behind the names */
		bt_puts(b, "No address!\n");
		return;
	}
	text = (struct slice){line.p + names.n + 1, line.n - names.n - 1};
	for (bool more = true; more;) {
		if (cfrw_scan(b->site.context, text.p, text.n, ',', &used))
			run_all(b, names);
		more = used < text.n;
		used += more; /* the comma */
		text = (struct slice){text.p + used, text.n - used};
	}
}
