/*
 * readcf.c - see readcf.h; each message checked with sendmail 8.17.1
 */
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/engine/readcf.h"

#define VERSION_LEVEL 10
enum { EX_OF_SERVICE = 69, EX_OF_SOFTWARE = 70, EX_OF_OS = 71 };

/* --- messages --- */

static struct readcf_message *add(struct readcf *r, unsigned line, struct slice text)
{
	if (r->n == r->cap) {
		size_t cap = r->cap != 0 ? r->cap * 2 : 32;
		struct readcf_message *v = arena_array(r->arena, cap, sizeof(*v));

		if (r->n != 0)
			memcpy(v, r->v, r->n * sizeof(*v));
		r->v = v;
		r->cap = cap;
	}
	r->v[r->n] = (struct readcf_message){.line = line, .seq = r->n, .text = text};
	return &r->v[r->n++];
}

static struct readcf_message *format(struct readcf *r, const char *fmt, va_list ap)
{
	struct buf b;

	buf_init(&b, r->arena);
	buf_vprintf(&b, fmt, ap);
	for (size_t i = 0; i < b.n; i++)
		r->whole_text |= (unsigned char)b.p[i] >= READCF_FIRST_LONG; /* names are numbered as they come */
	return add(r, r->line, buf_slice(&b));
}

/* What has a place loses the eighth bit. */
static void seven_bits(struct slice text)
{
	char *p = (char *)(uintptr_t)text.p; /* it was made for the message */

	for (size_t i = 0; i < text.n; i++)
		p[i] &= 0x7f;
}

void readcf_error(struct readcf *r, const char *fmt, ...)
{
	struct readcf_message *m;
	va_list ap;

	va_start(ap, fmt);
	m = format(r, fmt, ap);
	va_end(ap);
	m->status = EX_OF_SOFTWARE;
	seven_bits(m->text);
}

void readcf_remark(struct readcf *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	seven_bits(format(r, fmt, ap)->text);
	va_end(ap);
}

void readcf_bare(struct readcf *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	format(r, fmt, ap)->bare = true;
	va_end(ap);
}

void readcf_take(struct readcf *r, bool error, unsigned line, struct slice text)
{
	struct readcf_message *m;

	if (slice_starts(text, SLICE_LIT("bad ruleset"))) /* which is told of the line in sendmail's words */
		return;
	m = add(r, line, (struct slice){arena_dup(r->arena, text.p, text.n), text.n});
	m->status = !error ? 0 : address_tells_errno(text) ? EX_OF_OS : EX_OF_SOFTWARE;
	m->late = true;
	m->bare = line == 0;
	seven_bits(m->text);
}

static int in_order(const void *x, const void *y)
{
	const struct readcf_message *a = x, *b = y;

	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	if (a->late != b->late)
		return a->late ? 1 : -1;
	return a->seq < b->seq ? -1 : 1;
}

void readcf_tell(struct readcf *r, const char *file, void (*say)(void *data, struct slice text), void *data)
{
	if (r->n != 0)
		qsort(r->v, r->n, sizeof(*r->v), in_order);
	for (size_t i = 0; i < r->n && !(r->stopped && r->v[i].line > r->line); i++) {
		struct buf b;

		if (r->status == 0 || r->v[i].status == EX_OF_SERVICE) /* which takes the place of others */
			r->status = r->v[i].status;
		buf_init(&b, r->arena);
		if (!r->v[i].bare)
			buf_printf(&b, "%s: line %u: ", file, r->v[i].line);
		buf_put_slice(&b, r->v[i].text);
		say(data, buf_slice(&b));
	}
}

/* --- times --- */

void readcf_time(struct readcf *r, struct slice value)
{
	size_t i = 0;

	if (slice_caseeq(value, SLICE_LIT("now")))
		return;
	while (i < value.n) {
		while (i < value.n && (value.p[i] == '-' ? i == 0 : value.p[i] >= '0' && value.p[i] <= '9'))
			i++;
		if (i == value.n)
			break;
		if (value.p[i] == '\0' || strchr("smhdw", value.p[i]) == NULL)
			readcf_remark(r, "Invalid time unit `%c'", value.p[i]);
		i++;
	}
}

/* --- the file --- */

/* What the engine says of the first of several lines that belong together is said of the last. */
static void move(struct readcf *r, unsigned first, unsigned last)
{
	if (first == last)
		return;
	while (r->passed < r->late && r->v[r->passed].line < first)
		r->passed++;
	for (size_t i = r->passed; i < r->late && r->v[i].line == first; i++)
		r->v[i].line = last;
}

static bool goes_on(struct slice text)
{
	return text.n != 0 && (text.p[0] == ' ' || text.p[0] == '\t');
}

/* One line with what belongs to it; rest moves behind it. */
static struct slice whole_line(struct readcf *r, struct slice *rest, struct slice line)
{
	unsigned first = r->line;
	struct slice more;

	while (goes_on(*rest) && slice_next(rest, '\n', &more)) {
		r->line++;
		line.n = (size_t)(more.p - line.p) + more.n;
	}
	move(r, first, r->line);
	return line;
}

static void at_the_end(struct readcf *r)
{
	r->line = (unsigned)-1;
	if (r->mailboxes.p != NULL && !slice_eq_str(r->mailboxes, "pw")) {
		readcf_bare(r, "Can't initialize mailbox database \"%.*s\": Service unavailable", SLICE_ARG(r->mailboxes));
		r->v[r->n - 1].status = EX_OF_SERVICE;
	}
	if (r->single_thread && !r->host_status)
		readcf_bare(r, "Warning: HostStatusDirectory required for SingleThreadDelivery");
	if (r->level > VERSION_LEVEL) {
		readcf_bare(r, "Warning: .cf version level (%u) exceeds sendmail version %s functionality (%d)", r->level, SITE_VERSION, VERSION_LEVEL);
		r->v[r->n - 1].status = EX_OF_SOFTWARE;
	}
	if (r->level < VERSION_LEVEL)
		readcf_bare(r, "Warning: .cf file is out of date: sendmail %s supports version %d, .cf file is version %u", SITE_VERSION, VERSION_LEVEL, r->level);
	if (r->host.n == 0 || memchr(r->host.p, '.', r->host.n) == NULL)
		readcf_bare(r, "WARNING: local host name (%.*s) is not qualified; see cf/README: WHO AM I?", SLICE_ARG((r->host.n != 0 ? r->host : SLICE_LIT("localhost"))));
	if (!r->local) {
		readcf_bare(r, "No local mailer defined");
		r->v[r->n - 1].status = EX_OF_SOFTWARE;
	}
}

static void one_line(struct readcf *r, struct slice line)
{
	if (line.n == 0 || line.p[0] == '#' || (line.n == 1 && line.p[0] == '\r'))
		return;
	r->given = line;
	line = readcf_meant(r, line);
	if (readcf_space(line.p[0]))
		readcf_error(r, "unknown configuration line \"%.*s\"", SLICE_ARG(line));
	else
		readcf_line(r, line);
}

static void walk_whole(struct readcf *r, struct slice text)
{
	struct slice line;

	for (r->line = 0; !r->stopped && slice_next(&text, '\n', &line);) {
		r->line++;
		one_line(r, whole_line(r, &text, line));
	}
}

/* False: what is to be said depends on other lines. */
static bool walk_lines(struct readcf *r, const struct cf_line *v, size_t n)
{
	if (program_long_names(r->program) > READCF_LONG_NAMES)
		return false;
	for (size_t i = 0; i < n && !r->stopped; i++) {
		r->line = v[i].last;
		move(r, v[i].first, v[i].last);
		if (v[i].text.p != NULL)
			one_line(r, v[i].text);
		else if (!readcf_rules(r))
			return false;
	}
	return !r->whole_text;
}

void readcf_walk(struct readcf *r, struct slice text, const struct cf_line *lines, size_t n)
{
	struct readcf before;

	if (r->n > 1)
		qsort(r->v, r->n, sizeof(*r->v), in_order);
	r->late = r->n;
	before = *r;

	if (!walk_lines(r, lines, n)) {
		*r = before;
		walk_whole(r, text);
	}
	if (!r->stopped)
		at_the_end(r);
}
