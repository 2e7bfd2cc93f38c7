/*
 * read_mailer.c - M lines: a name and fields `Key=value', apart by commas
 *
 * Only the first letter of a key counts.  A comma in quotes or behind a
 * backslash does not end a value.  Line breaks in a value become one blank.
 */
#include "cf/read_priv.h"

#define FIELD_KEYS "ACDEFLMNPQRSTUWmr/"

struct fields {
	struct ir_field *v;
	size_t n, cap;
};

static void push(struct cf_reader *r, struct fields *f, struct ir_field field)
{
	if (f->n == f->cap) {
		size_t cap = f->cap != 0 ? f->cap * 2 : 12;
		struct ir_field *v = arena_array(r->arena, cap, sizeof(*v));

		if (f->n != 0)
			memcpy(v, f->v, f->n * sizeof(*v));
		f->v = v;
		f->cap = cap;
	}
	f->v[f->n++] = field;
}

static struct slice one_line(struct cf_reader *r, struct slice s)
{
	struct buf out;

	if (s.n == 0 || memchr(s.p, '\n', s.n) == NULL)
		return s;
	buf_init(&out, r->arena);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '\n') {
			buf_putc(&out, s.p[i]);
			continue;
		}
		while (out.n != 0 && cf_is_space(out.p[out.n - 1]))
			out.n--;
		while (i + 1 < s.n && cf_is_space(s.p[i + 1]))
			i++;
		buf_putc(&out, ' ');
	}
	return buf_slice(&out);
}

/* Where the value ends: at a comma that is neither quoted nor escaped. */
static size_t value_length(struct slice s)
{
	bool quoted = false;
	size_t i;

	for (i = 0; i < s.n && (quoted || s.p[i] != ','); i++) {
		if (s.p[i] == '"')
			quoted = !quoted;
		else if (s.p[i] == '\\' && i + 1 < s.n)
			i++;
	}
	return i;
}

static struct slice canonical_key(struct cf_reader *r, struct slice key)
{
	struct diag *g;

	if (strchr(FIELD_KEYS, key.p[0]) != NULL)
		return (struct slice){key.p, 1};
	g = cf_say(r, 414, key.p, "sendmail knows no mailer field `%.*s='", SLICE_ARG(key));
	diag_help(g, "known are the letters %s (op guide 5.4)", FIELD_KEYS);
	return key;
}

/* sendmail keeps blanks before the comma; in a path that is hardly meant. */
static struct slice trim_value(struct cf_reader *r, struct slice key, struct slice value)
{
	struct slice trimmed = value;

	while (trimmed.n != 0 && cf_is_space(trimmed.p[trimmed.n - 1]))
		trimmed.n--;
	if (trimmed.n == value.n || key.n != 1 || strchr("PDUCTEQ/", key.p[0]) == NULL)
		return trimmed;
	diag_help(cf_say(r, 426, trimmed.p + trimmed.n, "the white space before the comma belongs to the value of %.*s=", SLICE_ARG(key)),
	          "put the comma right behind the value");
	return value;
}

static bool read_field(struct cf_reader *r, struct slice *rest, struct fields *f)
{
	struct slice key = {rest->p, 0}, value;

	while (key.n < rest->n && rest->p[key.n] != '=' && rest->p[key.n] != ',')
		key.n++;
	if (key.n == 0 || key.n == rest->n || rest->p[key.n] != '=') {
		struct diag *g = cf_say(r, 414, rest->p, "a mailer field needs a `='");

		diag_help(g, "write Key=value; a comma in a value is written \\, or the value is quoted");
		return false;
	}
	value = cf_skip_space(cf_drop(*rest, key.n + 1));
	*rest = value;
	value.n = value_length(value);
	*rest = cf_drop(*rest, value.n);
	while (key.n > 1 && cf_is_space(key.p[key.n - 1]))
		key.n--;
	key = canonical_key(r, key);
	push(r, f, (struct ir_field){key, trim_value(r, key, one_line(r, value))});
	return true;
}

static struct slice skip_separators(struct slice s)
{
	while (s.n != 0 && (s.p[0] == ',' || cf_is_space(s.p[0])))
		s = cf_drop(s, 1);
	return s;
}

void cf_read_mailer(struct cf_reader *r)
{
	struct slice rest = cf_drop(r->text, 1), name = {rest.p, 0};
	struct fields f = {NULL, 0, 0};

	while (name.n < rest.n && rest.p[name.n] != ',' && !cf_is_space(rest.p[name.n]))
		name.n++;
	if (name.n == 0) {
		diag_help(cf_say(r, 406, rest.p, "an M line needs the name of a mailer"), "the name stands right behind the M");
		cf_add_raw(r);
		return;
	}
	rest = skip_separators(cf_drop(rest, name.n));
	while (rest.n != 0) {
		if (!read_field(r, &rest, &f)) {
			cf_add_raw(r);
			return;
		}
		rest = skip_separators(rest);
	}
	cf_add(r, &(struct ir_item){.kind = IR_MAILER, .name = name, .fields = f.v, .nfields = f.n});
}
