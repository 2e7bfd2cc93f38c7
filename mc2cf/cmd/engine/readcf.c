/*
 * readcf.c - see readcf.h; each message checked with sendmail 8.17.1
 */
#include <stdarg.h>
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
	return add(r, r->line, buf_slice(&b));
}

void readcf_error(struct readcf *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	format(r, fmt, ap)->status = EX_OF_SOFTWARE;
	va_end(ap);
}

void readcf_remark(struct readcf *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	format(r, fmt, ap);
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

	if (line == 0 && slice_starts(text, SLICE_LIT("bad ruleset"))) /* which the line itself tells */
		return;
	m = add(r, line, (struct slice){arena_dup(r->arena, text.p, text.n), text.n});
	m->status = !error ? 0 : address_tells_errno(text) ? EX_OF_OS : EX_OF_SOFTWARE;
	m->late = true;
	m->bare = line == 0;
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

/* --- text --- */

/* Long names have the numbers behind those that sendmail gives some of its own. */
enum { FIRST_LONG = 0xa2, LONG_NAMES = 0x100 - FIRST_LONG, MODE = 0x82, DELIVERY = 0xa0, LOAD = 0xa1 };

static unsigned *new_macro(struct readcf *r, struct slice name)
{
	unsigned *number = ARENA_NEW(r->arena, unsigned);

	*number = r->nmacros < LONG_NAMES ? FIRST_LONG + r->nmacros++ : READCF_NO_MACRO;
	if (*number == READCF_NO_MACRO)
		readcf_error(r, "Macro/class {%.*s}: too many long names", SLICE_ARG(name));
	symtab_set(r->macros, (struct slice){arena_dup(r->arena, name.p, name.n), name.n}, number);
	return number;
}

unsigned readcf_macro(struct readcf *r, struct slice given)
{
	unsigned *number;
	char text[READCF_NAME_MAX];
	struct slice name = {text, 0};
	size_t i;

	for (i = 0; i < given.n && name.n < sizeof(text); i++)
		if (readcf_named(given.p[i]))
			text[name.n++] = given.p[i];
	if (name.n <= 1)
		return name.n != 0 ? (unsigned char)text[0] : 0;
	if (slice_eq_str(name, "opMode") || slice_eq_str(name, "deliveryMode") || slice_eq_str(name, "load_avg"))
		return text[0] == 'o' ? MODE : text[0] == 'd' ? DELIVERY : LOAD;
	if (r->macros == NULL)
		r->macros = symtab_new(r->arena, false);
	number = symtab_get(r->macros, name);
	if (number == NULL)
		number = new_macro(r, name);
	return *number;
}

struct slice readcf_shown(struct readcf *r, struct slice s)
{
	struct buf b;

	buf_init(&b, r->arena);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '$') {
			buf_putc(&b, s.p[i]);
			continue;
		}
		if (i + 1 < s.n && s.p[i + 1] == '$') {
			buf_putc(&b, s.p[++i]);
			continue;
		}
		buf_putc(&b, i + 1 < s.n || r->cut ? '\001' : '$'); /* its sign for a macro, without the eighth bit */
		if (i + 2 < s.n && strchr("=~&?", s.p[i + 1]) != NULL && s.p[i + 2] == '{')
			buf_putc(&b, s.p[++i]);
		if (i + 1 < s.n && s.p[i + 1] == '{') {
			const char *end = memchr(s.p + i, '}', s.n - i);
			size_t n = end != NULL ? (size_t)(end - s.p) - i : s.n - i;

			r->whole_text = true; /* names are numbered as they come */
			if (end != NULL)
				buf_putc(&b, (char)(readcf_macro(r, (struct slice){s.p + i + 2, n - 2}) & 0x7f));
			i += n;
		}
	}
	return b.n != 0 ? buf_slice(&b) : SLICE_LIT("");
}

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
		if (strchr("smhdw", value.p[i] | 0x20) == NULL || value.p[i] < 'A')
			readcf_remark(r, "Invalid time unit `%c'", value.p[i]);
		i++;
	}
}

/* --- the file --- */

/* What the engine says of the first of several lines that belong together is said of the last. */
static void move(struct readcf *r, unsigned first, unsigned last)
{
	for (size_t i = 0; i < r->n && first != last; i++)
		if (r->v[i].late && r->v[i].line == first)
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

static bool has_comment(struct slice line)
{
	const char *end = line.p + line.n;

	for (const char *p = line.p + 1; p < end && (p = memchr(p, '#', (size_t)(end - p))) != NULL; p++)
		if (p[-1] != '$')
			return true;
	return false;
}

/* A line as it is meant: without comments, each of which ends with its own line, and without blanks at the end. */
static struct slice meant(struct readcf *r, struct slice line)
{
	struct buf b;

	if (!has_comment(line)) {
		while (line.n > 1 && readcf_space(line.p[line.n - 1]))
			line.n--;
		return line;
	}
	buf_init(&b, r->arena);
	for (size_t i = 0; i < line.n; i++) {
		char before = i != 0 ? line.p[i - 1] : '$';

		if (line.p[i] == '#' && before == '\\') {
			b.n--;
		} else if (line.p[i] == '#' && before != '$' && r->level >= 3) {
			while (b.n > 1 && readcf_space(b.p[b.n - 1]))
				b.n--;
			while (i < line.n && line.p[i] != '\n')
				i++;
		}
		if (i < line.n)
			buf_putc(&b, line.p[i]);
	}
	while (b.n > 1 && readcf_space(b.p[b.n - 1]))
		b.n--;
	return b.n != 0 ? buf_slice(&b) : SLICE_LIT("");
}

static void one_line(struct readcf *r, struct slice line)
{
	if (line.n == 0 || line.p[0] == '#' || line.p[0] == '\r')
		return;
	r->cut = false;
	line = readcf_names(r, meant(r, line));
	if (readcf_space(line.p[0]))
		readcf_error(r, "unknown configuration line \"%.*s\"", SLICE_ARG(readcf_shown(r, line)));
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
	if (program_long_names(r->program) > LONG_NAMES)
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
	struct readcf before = *r;

	if (!walk_lines(r, lines, n)) {
		*r = before;
		walk_whole(r, text);
	}
	if (!r->stopped)
		at_the_end(r);
}
