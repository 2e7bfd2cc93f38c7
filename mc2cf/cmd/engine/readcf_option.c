/*
 * readcf_option.c - see readcf.h: O lines, as Debian's sendmail 8.17.1 takes them
 */
#include <string.h>

#include "cmd/engine/readcf.h"
#include "ir/option.h"

/* --- which option --- */

/* What this release knows only where it was compiled in, which Debian does not do. */
static bool is_built(const struct ir_option *o)
{
	return !ir_option_same(o->name, "AddBcc") && !ir_option_same(o->name, "DANE");
}

static size_t place(const struct ir_option *o)
{
	static const char *const first[] = {
#define O(name) name,
#include "cmd/engine/readcf_order.def"
#undef O
	};
	size_t n = sizeof(first) / sizeof(first[0]);

	for (size_t i = 0; i < n; i++)
		if (strcmp(first[i], o->name) == 0)
			return i;
	return n;
}

static bool begins(const char *name, struct slice with)
{
	return strlen(name) >= with.n && slice_caseeq((struct slice){name, with.n}, with);
}

/* The two that come first among those with that beginning. */
static void by_beginning(struct slice name, const struct ir_option *found[2])
{
	const struct ir_option *o;

	for (size_t i = 0; (o = ir_option_at(i)) != NULL; i++) {
		if (!is_built(o) || strchr(o->name, '.') != NULL || !begins(o->name, name))
			continue;
		if (found[0] == NULL || place(o) < place(found[0])) {
			found[1] = found[0];
			found[0] = o;
		} else if (found[1] == NULL || place(o) < place(found[1]))
			found[1] = o;
	}
}

static const struct ir_option *by_name(struct readcf *r, struct slice name)
{
	const struct ir_option *found[2] = {NULL, NULL}, *exact = name.n > 1 ? ir_option_find(name) : NULL;

	if (exact != NULL && is_built(exact))
		return exact;
	by_beginning(name, found);
	if (found[0] == NULL) {
		readcf_error(r, "readcf: unknown option name %.*s", SLICE_ARG(name));
		return NULL;
	}
	if (found[1] != NULL) {
		readcf_error(r, "readcf: ambiguous option name %.*s (matches %s and %s)", SLICE_ARG(name), found[0]->name, found[1]->name);
		return NULL;
	}
	readcf_remark(r, "Option %.*s used as abbreviation for %s", SLICE_ARG(name), found[0]->name);
	return found[0];
}

/* Options that have no name. */
#define ONLY_LETTERS "Mg"

/* Og */
static void default_group(struct readcf *r, struct slice value)
{
	if (value.n == 0 || ((value.p[0] < '0' || value.p[0] > '9') && !readcf_has_group(r, arena_dup(r->arena, value.p, value.n))))
		readcf_error(r, "readcf: option g: unknown group %.*s", SLICE_ARG(value));
}

/* O Name.sub=value, or a letter with its value behind it. */
static bool take_name(struct readcf *r, struct slice text, struct readcf_option *l)
{
	const char *end;
	unsigned char c = text.n > 1 ? (unsigned char)text.p[1] : 0;

	if (c != ' ') {
		l->value = readcf_from(text, 2);
		if (c == 'g')
			default_group(r, l->value);
		l->option = c > ' ' ? ir_option_find((struct slice){text.p + 1, 1}) : NULL;
		if (l->option == NULL && (c == '\0' || strchr(ONLY_LETTERS, c) == NULL))
			readcf_error(r, "readcf: unknown option name 0x%x", c);
		return l->option != NULL;
	}
	text = readcf_from(text, 2);
	end = memchr(text.p, '=', text.n);
	l->value = end != NULL ? readcf_from(text, (size_t)(end - text.p) + 1) : SLICE_LIT("");
	l->given = end != NULL ? (struct slice){text.p, (size_t)(end - text.p)} : text;
	while (l->given.n != 0 && readcf_space(l->given.p[l->given.n - 1]))
		l->given.n--;
	while (l->value.n != 0 && readcf_space(l->value.p[0]))
		l->value = readcf_from(l->value, 1);
	end = memchr(l->given.p, '.', l->given.n);
	if (end != NULL) {
		l->sub = readcf_from(l->given, (size_t)(end - l->given.p) + 1);
		l->given.n = (size_t)(end - l->given.p);
	}
	if (l->given.n == 0) {
		readcf_error(r, "readcf: null option name");
		return false;
	}
	l->option = by_name(r, l->given);
	return l->option != NULL;
}

/* --- times and names with parts --- */

/* Whether there is such a part of Timeout or Milter. */
static bool has_part(struct readcf *r, const struct readcf_option *l, const char *option)
{
	size_t n = strlen(option);
	struct buf b;

	if (l->given.n == n) /* spelled in full, and the part stands behind it */
		return ir_option_find((struct slice){l->given.p, n + 1 + strnlen(l->sub.p, l->sub.n)}) != NULL;
	buf_init(&b, r->arena);
	buf_printf(&b, "%s.%.*s", option, SLICE_ARG(l->sub));
	return ir_option_find(buf_slice(&b)) != NULL;
}

/* Some times are kept for several kinds of mail, and each is read. */
static void timeout(struct readcf *r, const struct readcf_option *l)
{
	if (l->sub.p != NULL && !has_part(r, l, "Timeout")) {
		readcf_error(r, "settimeout: invalid timeout %.*s", SLICE_ARG(l->sub));
		return;
	}
	readcf_time(r, l->value);
	if (slice_starts(l->sub, SLICE_LIT("queuereturn")) || slice_starts(l->sub, SLICE_LIT("queuewarn")) || slice_starts(l->sub, SLICE_LIT("resolver.retrans")))
		readcf_time(r, l->value);
}

/* Two times, of which each is read for several kinds of mail. */
static void queue_timeout(struct readcf *r, struct slice value)
{
	struct slice back;
	bool warns = value.n != 0 && memchr(value.p, '/', value.n) != NULL;

	slice_next(&value, '/', &back);
	for (int i = 0; i < 2 && warns; i++)
		readcf_time(r, value);
	for (int i = 0; i < 2; i++)
		readcf_time(r, back);
}

static void milter(struct readcf *r, const struct readcf_option *l)
{
	if (l->sub.p == NULL)
		readcf_error(r, "milter_set_option: invalid Milter option, must specify suboption");
	else if (!has_part(r, l, "Milter"))
		readcf_error(r, "milter_set_option: invalid Milter option %.*s", SLICE_ARG(l->sub));
}

static void noted(struct readcf *r, const struct readcf_option *l)
{
	if (readcf_is(l, "OperatorChars") && r->operators)
		readcf_bare(r, "Warning: OperatorChars is being redefined.\n         It should only be set before ruleset definitions.");
	r->operators |= readcf_is(l, "OperatorChars");
	r->queue_known |= readcf_is(l, "QueueDirectory") && l->value.n != 0;
	r->host_status |= readcf_is(l, "HostStatusDirectory");
	if (readcf_is(l, "MailboxDatabase"))
		r->mailboxes = l->value.p != NULL ? l->value : SLICE_LIT("");
	if (readcf_is(l, "SingleThreadDelivery"))
		r->single_thread = l->value.n == 0 || strchr("tTyY", l->value.p[0]) != NULL;
}

void readcf_option(struct readcf *r, struct slice text)
{
	struct readcf_option l = {.option = NULL};

	if (!take_name(r, text, &l))
		return;
	noted(r, &l);
	if (readcf_is(&l, "Timeout") || (l.option->letter == 'r' && l.given.n == 0))
		timeout(r, &l);
	else if (readcf_is(&l, "Milter"))
		milter(r, &l);
	else if (readcf_is(&l, "QueueTimeout"))
		queue_timeout(r, l.value);
	else if (strcmp(l.option->type, "time") == 0)
		readcf_time(r, l.value);
	else
		readcf_value(r, &l);
}
