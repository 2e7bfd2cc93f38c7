/*
 * read_option.c - O lines: `O Name=value', `O Name', and the old `Oxvalue'
 *
 * Names are made canonical: sendmail takes them in any case and cut short, and
 * the old letters are the same options.  An option that sendmail does not know
 * is kept under its name, with a warning.  Values are checked only in lines
 * that a person wrote (no .mc directive asked for them): the others were
 * checked where they came from.
 */
#include "cf/limits.h"
#include "cf/read_priv.h"
#include "ir/option.h"

static void add(struct cf_reader *r, struct slice name, struct slice value)
{
	cf_add(r, &(struct ir_item){.kind = IR_OPTION, .name = name, .value = value});
}

static void suggest(struct diag *g, struct slice name)
{
	const char *names[CF_OPTIONS_MAX];
	size_t n = 0;
	const struct ir_option *o;

	for (size_t i = 0; n < sizeof(names) / sizeof(names[0]) && (o = ir_option_at(i)) != NULL; i++)
		names[n++] = o->name;
	diag_near(g, name, names, n);
}

static void unknown(struct cf_reader *r, struct slice name)
{
	struct diag *g = cf_say(r, 410, name.p, "sendmail knows no option `%.*s'", SLICE_ARG(name));

	diag_span(g, name.n);
	suggest(g, name);
	diag_help(g, "sendmail will refuse this line; options are listed in the op guide, section 5.6");
}

/* Timeout.helo → the option Timeout, and then again as a whole under its full name. */
static const struct ir_option *expand_abbreviation(struct cf_reader *r, struct slice name, const struct ir_option **other)
{
	struct slice rest = name, base;
	const struct ir_option *o;
	struct buf full;

	if (!slice_next(&rest, '.', &base))
		return NULL;
	o = base.n == 1 ? NULL : ir_option_find(base);
	if (o == NULL)
		o = ir_option_abbrev(base, other);
	if (o == NULL || base.n == name.n)
		return o;
	buf_init(&full, r->arena);
	buf_printf(&full, "%s.%.*s", o->name, SLICE_ARG(rest));
	return ir_option_find(buf_slice(&full));
}

/* The option that sendmail would take the name for; NULL (and a warning) when there is none. */
static const struct ir_option *resolve(struct cf_reader *r, struct slice name)
{
	const struct ir_option *o = name.n > 1 ? ir_option_find(name) : NULL, *other = NULL;
	struct diag *g;

	if (o != NULL)
		return o;
	o = expand_abbreviation(r, name, &other);
	if (o == NULL && other != NULL) {
		g = cf_say(r, 427, name.p, "option `%.*s' may be `%s' and others: sendmail will refuse it", SLICE_ARG(name), other->name);
		diag_help(g, "write the whole name");
	} else if (o == NULL) {
		unknown(r, name);
	} else {
		g = cf_say(r, 411, name.p, "option `%.*s' is short for `%s'", SLICE_ARG(name), o->name);
		diag_help(g, "write the whole name: a later sendmail may know another that begins so");
		if (!cf_is_made(r))
			diag_edit(g, cf_place(r, name.p), name.n, slice_of(o->name));
	}
	return o;
}

static void check_value(struct cf_reader *r, const struct ir_option *o, struct slice value)
{
	const char *why;
	struct diag *g;

	if (r->origin.asked.file != 0 || ir_option_value_ok(o, value, &why))
		return;
	g = cf_say(r, ir_option_refuses(o, value) ? 312 : 412, value.p, "`%.*s' is no value for option %s", SLICE_ARG(value), o->name);
	diag_span(g, value.n);
	diag_help(g, "%s", why);
	if (o->values[0] != '\0')
		diag_help(g, "known are: %s", o->values);
}

static void found(struct cf_reader *r, const struct ir_option *o, struct slice value)
{
	struct diag *g;

	check_value(r, o, value);
	if (r->operators_known && strcmp(o->name, "OperatorChars") == 0) {
		if (r->operators_at.file != r->origin.at.file) /* the line is a template's, and the rule the site's */
			g = diag_add(r->d, 419, r->operators_at, "this is the first rule, and OperatorChars is set behind it: too late for sendmail");
		else
			g = cf_say(r, 419, NULL, "OperatorChars is set after the first rule: too late for sendmail");
		diag_help(g, r->operators_at.file != r->origin.at.file ? "write LOCAL_RULESETS before it, behind MAILER" : "put this line before all rulesets");
	}
	add(r, slice_of(o->name), value);
}

static void read_letter(struct cf_reader *r)
{
	struct slice letter = {r->text.p + 1, 1};
	const struct ir_option *o = ir_option_find(letter);

	if (o != NULL) {
		found(r, o, cf_skip_space(cf_drop(r->text, 2)));
	} else if (letter.p[0] == 'M' || letter.p[0] == 'g') {
		add(r, letter, cf_drop(r->text, 2)); /* OMxvalue defines a macro, Og is a group; neither has a long name */
	} else {
		unknown(r, letter);
		cf_add_raw(r);
	}
}

/* A name that a later sendmail might know; anything else is kept as the line it was. */
static bool looks_like_name(struct slice name)
{
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("._-*", c) != NULL) || c == '\0')
			return false;
	}
	return name.n > 1;
}

void cf_read_option(struct cf_reader *r)
{
	struct slice value = cf_drop(r->text, 1), name;
	const struct ir_option *o;

	if (value.n != 0 && !cf_is_space(value.p[0])) {
		read_letter(r);
		return;
	}
	if (value.n < 2 || value.p[0] != ' ' || cf_is_space(value.p[1]) || value.p[1] == '=') {
		struct diag *g = cf_say(r, 410, NULL, "sendmail finds no option name in this line");

		diag_help(g, "write `O Name=value', with one blank between the O and the name");
		cf_add_raw(r);
		return;
	}
	value = cf_drop(value, 1);
	slice_next(&value, '=', &name);
	while (name.n != 0 && name.p[name.n - 1] == ' ')
		name.n--;
	value = cf_skip_space(value);
	o = resolve(r, name);
	if (o != NULL)
		found(r, o, value);
	else if (looks_like_name(name))
		add(r, name, value);
	else
		cf_add_raw(r);
}
