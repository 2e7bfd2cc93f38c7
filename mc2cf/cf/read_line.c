/*
 * read_line.c - lines that are a name and a value: V D C T F P E K H X Q
 *
 * A line that sendmail would refuse becomes IR_RAW with a warning that says so.
 * Op guide 5.2 to 5.11; details as sendmail 8.17.1 answers.
 */
#include "cf/limits.h"
#include "cf/read_priv.h"

/* A diagnostic at p, and the line stays as it is. */
#define REFUSE(r, code, p, help, ...)                                              \
	do {                                                                       \
		diag_help(cf_say((r), (code), (p), __VA_ARGS__), "%s", (help));    \
		cf_add_raw(r);                                                     \
	} while (0)

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_alnum(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

unsigned cf_level(struct slice digits)
{
	unsigned level = 0;

	for (size_t i = 0; i < digits.n && is_digit(digits.p[i]) && level < CF_LEVEL_MAX; i++)
		level = level * 10 + (unsigned)(digits.p[i] - '0');
	return level;
}

void cf_read_version(struct cf_reader *r)
{
	struct slice s = cf_skip_space(cf_drop(r->text, 1)), level = {s.p, 0}, vendor;

	while (level.n < s.n && is_digit(s.p[level.n]))
		level.n++;
	if (level.n == 0) {
		REFUSE(r, 416, s.p, "write V10/Berkeley", "a V line needs a version level");
		return;
	}
	s = cf_skip_space(cf_drop(s, level.n));
	vendor = (struct slice){s.p, 0};
	if (s.n > 0 && s.p[0] == '/') {
		vendor.p++;
		while (vendor.n + 1 < s.n && is_alnum(vendor.p[vendor.n]))
			vendor.n++;
	}
	r->level = cf_level(level);
	cf_add(r, &(struct ir_item){.kind = IR_VERSION, .name = level, .value = vendor});
}

/* A name in braces that sendmail complains of, and has. */
static bool mended(struct cf_reader *r, struct slice *rest, struct slice *name)
{
	struct cf_meaning m = {.arena = r->arena};

	return r->sink != NULL && rest->n != 0 && rest->p[0] == '{' && cf_mend_name(&m, rest, name);
}

/* The name of a macro or class behind the letter; false when the line was refused. */
static bool take_name(struct cf_reader *r, struct slice *name, struct slice *rest)
{
	const char *why;

	*rest = cf_drop(r->text, 1);
	if (cf_take_name(rest, name, &why) || mended(r, rest, name))
		return true;
	REFUSE(r, 406, r->text.p + 1, "a name is one character, or a word of letters, digits and _ in braces",
	       "a `%c' line needs the name of a %s: %s", r->text.p[0], r->text.p[0] == 'D' ? "macro" : "class", why);
	return false;
}

void cf_read_macro(struct cf_reader *r)
{
	struct slice name, value;

	if (take_name(r, &name, &value))
		cf_add(r, &(struct ir_item){.kind = IR_MACRO, .name = name, .value = value});
}

/* Whether its words are apart by single blanks, and nothing is before and behind them. */
static bool is_single_spaced(struct slice s)
{
	bool blank = true;

	for (size_t i = 0; i < s.n; i++) {
		bool is = cf_is_space(s.p[i]);

		if (is && (blank || s.p[i] != ' '))
			return false;
		blank = is;
	}
	return !blank;
}

/* Words apart by single blanks; the text itself where it is so already. */
static struct slice words(struct cf_reader *r, struct slice s)
{
	struct buf out;

	if (is_single_spaced(s))
		return s;
	buf_init(&out, r->arena);
	for (size_t i = 0; i < s.n;) {
		size_t from;

		while (i < s.n && cf_is_space(s.p[i]))
			i++;
		from = i;
		while (i < s.n && !cf_is_space(s.p[i]))
			i++;
		if (i > from && out.n != 0)
			buf_putc(&out, ' ');
		buf_put(&out, s.p + from, i - from);
	}
	return buf_slice(&out);
}

void cf_read_class(struct cf_reader *r)
{
	struct slice name, value;

	if (take_name(r, &name, &value))
		cf_add(r, &(struct ir_item){.kind = IR_CLASS, .name = name, .value = words(r, value)});
}

void cf_read_trusted(struct cf_reader *r)
{
	cf_add(r, &(struct ir_item){.kind = IR_TRUSTED, .value = words(r, cf_drop(r->text, 1))});
}

void cf_read_classfile(struct cf_reader *r)
{
	struct slice name, value;

	if (!take_name(r, &name, &value))
		return;
	value = cf_skip_space(value);
	if (value.n == 0) {
		REFUSE(r, 423, NULL, "write the file's path behind the class: F{Name}/etc/mail/names", "an F line needs the name of a file");
		return;
	}
	cf_add(r, &(struct ir_item){.kind = IR_CLASSFILE, .name = name, .value = value});
}

void cf_read_precedence(struct cf_reader *r)
{
	struct slice name, value = cf_drop(r->text, 1);

	if (value.n == 0 || memchr(value.p, '=', value.n) == NULL) {
		REFUSE(r, 421, NULL, "write Pname=number", "a P line needs a `='");
		return;
	}
	slice_next(&value, '=', &name);
	cf_add(r, &(struct ir_item){.kind = IR_PRECEDENCE, .name = name, .value = cf_skip_space(value)});
}

void cf_read_env(struct cf_reader *r)
{
	struct slice name = cf_drop(r->text, 1), value = SLICE_NONE;

	if (name.n != 0 && memchr(name.p, '=', name.n) != NULL) {
		value = name;
		slice_next(&value, '=', &name);
	}
	cf_add(r, &(struct ir_item){.kind = IR_ENV, .name = name, .value = value});
}

/* Whether what stands before the arguments of a K line, or right in its class, is not all spelled out. */
static bool macro_in_class(struct slice text, struct slice class)
{
	size_t n = text.n - class.n;

	while (n < text.n && is_alnum(text.p[n]))
		n++;
	return memchr(text.p, '$', n < text.n ? n + 1 : n) != NULL;
}

void cf_read_map(struct cf_reader *r)
{
	struct slice s = cf_skip_space(cf_drop(r->text, 1)), name = {s.p, 0};

	while (name.n < s.n && (is_alnum(s.p[name.n]) || s.p[name.n] == '_' || s.p[name.n] == '.'))
		name.n++;
	s = cf_drop(s, name.n);
	if (name.n == 0) {
		REFUSE(r, 406, s.p, "write Kname class arguments", "a K line needs the name of a map");
		return;
	}
	if (s.n != 0) /* sendmail takes any one character for the blank */
		s = cf_skip_space(cf_drop(s, 1));
	if (r->sink != NULL && macro_in_class(r->text, s)) { /* a sink may know what it is */
		cf_add_raw(r);
		return;
	}
	if (s.n == 0 || !is_alnum(s.p[0])) {
		/* the FEATURE's argument is to blame, and that has been said */
		if (cf_is_made(r) && diags_errors(r->d) != 0)
			cf_add_raw(r);
		else
			REFUSE(r, 422, NULL, "write Kname class arguments, as in Kaccess hash /etc/mail/access", "map `%.*s' needs a class", SLICE_ARG(name));
		return;
	}
	cf_add(r, &(struct ir_item){.kind = IR_MAP, .name = name, .value = s});
}

/* ?flags? and ?${macro}? stand before the name; then a name without blank in front, and a colon. */
static bool header_ok(struct slice s)
{
	if (s.n != 0 && s.p[0] == '?') {
		struct slice flags;

		s = cf_drop(s, 1);
		if (s.n == 0 || memchr(s.p, '?', s.n) == NULL)
			return false;
		if (!slice_next(&s, '?', &flags))
			return false;
	}
	return s.n != 0 && !cf_is_space(s.p[0]) && s.p[0] != ':' && memchr(s.p, ':', s.n) != NULL;
}

void cf_read_header(struct cf_reader *r)
{
	struct slice value = cf_drop(r->text, 1);

	if (!header_ok(value)) {
		REFUSE(r, 415, NULL, "write HName: text, or H?flags?Name: text", "this is not a header definition");
		return;
	}
	cf_add(r, &(struct ir_item){.kind = IR_HEADER, .value = value});
}

/* X and Q lines: a name, a comma, fields as text. */
static void name_and_fields(struct cf_reader *r, enum ir_kind kind, const char *what)
{
	struct slice s = cf_drop(r->text, 1), name = {s.p, 0};

	while (name.n < s.n && s.p[name.n] != ',' && !cf_is_space(s.p[name.n]))
		name.n++;
	s = cf_drop(s, name.n);
	if (name.n == 0) {
		REFUSE(r, 406, s.p, "the name stands right behind the letter", "a `%c' line needs the name of a %s", r->text.p[0], what);
		return;
	}
	while (s.n != 0 && (s.p[0] == ',' || cf_is_space(s.p[0])))
		s = cf_drop(s, 1);
	cf_add(r, &(struct ir_item){.kind = kind, .name = name, .value = s});
}

void cf_read_filter(struct cf_reader *r)
{
	name_and_fields(r, IR_FILTER, "mail filter");
}

void cf_read_queue(struct cf_reader *r)
{
	name_and_fields(r, IR_QUEUE, "queue group");
}
