/*
 * read_rule.c - S and R lines
 *
 * The sides of a rule are cut at tabs before anything else is looked at, so a
 * tab in quotes ends a side too.  Op guide 5.1.
 */
#include "cf/limits.h"
#include "cf/read_priv.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static struct slice take_digits(struct slice *s)
{
	struct slice digits = {s->p, 0};

	while (digits.n < s->n && is_digit(s->p[digits.n]))
		digits.n++;
	*s = cf_drop(*s, digits.n);
	return digits;
}

/* Letters, digits and _, a letter first; it ends where sendmail's name ends, whatever stands behind it. */
static struct slice take_name(struct slice *s)
{
	struct slice name = {s->p, 0};

	if (s->n == 0 || !is_alpha(s->p[0]))
		return name;
	while (name.n < s->n && (is_alpha(s->p[name.n]) || is_digit(s->p[name.n]) || s->p[name.n] == '_'))
		name.n++;
	*s = cf_drop(*s, name.n);
	return name;
}

struct slice cf_split_ruleset(struct slice text, struct slice *name, struct slice *number)
{
	struct slice s = cf_skip_space(text);

	*number = SLICE_NONE;
	*name = take_digits(&s);
	if (name->n != 0)
		return s;
	*name = take_name(&s);
	if (name->n == 0)
		return s;
	s = cf_skip_space(s);
	if (s.n != 0 && s.p[0] == '=') {
		s = cf_skip_space(cf_drop(s, 1));
		*number = take_digits(&s);
	}
	return s;
}

/* A number that sendmail allows for a ruleset. */
static bool number_ok(struct slice s)
{
	unsigned n = 0;

	for (size_t i = 0; i < s.n && n < CF_RULESETS_MAX; i++)
		n = n * 10 + (unsigned)(s.p[i] - '0');
	return s.n != 0 && n < CF_RULESETS_MAX;
}

static void refuse_ruleset(struct cf_reader *r, const char *at, const char *what)
{
	struct diag *g = cf_say(r, 405, at, "%s", what);

	diag_help(g, "write Sname or Sname=number: letters, digits and _, a letter first; numbers from 0 to %d", CF_RULESETS_MAX - 1);
	r->in_ruleset = false;
	cf_add_raw(r);
}

void cf_read_ruleset(struct cf_reader *r)
{
	struct slice text = cf_drop(r->text, 1), name, number, rest = cf_split_ruleset(text, &name, &number);

	if (r->sink != NULL && (memchr(text.p, '$', text.n) != NULL || (number.p != NULL && !number_ok(number)))) { /* it may know what the macros are, and a name with a bad number */
		r->in_ruleset = true;
		cf_add(r, &(struct ir_item){.kind = IR_RULESET, .value = text});
		return;
	}
	if (name.n == 0) {
		refuse_ruleset(r, rest.p, "an S line needs the name of a ruleset");
	} else if (is_digit(name.p[0]) && !number_ok(name)) {
		refuse_ruleset(r, name.p, "this number is too high for a ruleset");
	} else if (number.p != NULL && !number_ok(number)) {
		refuse_ruleset(r, rest.p, "a number from 0 to 99 is needed behind the `='");
	} else {
		r->in_ruleset = true;
		cf_add(r, &(struct ir_item){.kind = IR_RULESET, .name = name, .value = number, .comment = slice_trim(rest)});
	}
}

static void refuse_rule(struct cf_reader *r, unsigned code, const char *what, const char *help)
{
	diag_help(cf_say(r, code, NULL, "%s", what), "%s", help);
	cf_add_raw(r);
}

/* Text up to the next tab; *rest begins at the tab. */
static struct slice take_column(struct slice *rest)
{
	const char *tab = rest->n != 0 ? memchr(rest->p, '\t', rest->n) : NULL;
	struct slice column = {rest->p, tab != NULL ? (size_t)(tab - rest->p) : rest->n};

	*rest = cf_drop(*rest, column.n);
	return column;
}

static struct slice skip_tabs(struct slice s)
{
	while (s.n != 0 && s.p[0] == '\t')
		s = cf_drop(s, 1);
	return s;
}

/* $& and the like at the end of a line, even in what is said of the rule. */
static bool ends_nameless(struct slice line)
{
	return line.n >= 2 && line.p[line.n - 2] == '$' && cf_is_modifier(line.p[line.n - 1]);
}

void cf_read_rule(struct cf_reader *r)
{
	struct slice rest = cf_drop(r->text, 1), left = take_column(&rest), right;
	struct ir_item *rule = &r->rule;

	if (!r->in_ruleset) {
		refuse_rule(r, 403, "this rule belongs to no ruleset", "put an S line with the ruleset's name before it");
		return;
	}
	if (rest.n == 0) {
		refuse_rule(r, 402, "there is no tab in this rule: sendmail cannot tell its left-hand side from its right-hand side",
		            "put a tab (not blanks) between the two sides, and another one before a comment");
		return;
	}
	rest = skip_tabs(rest);
	right = take_column(&rest);
	if (!cf_lex(r, left, right, rule)) {
		cf_add_raw(r);
		return;
	}
	if (rule->lhs.n == 0 || rule->rhs.n == 0)
		diag_help(cf_say(r, 404, NULL, "the %s-hand side of this rule is empty", rule->lhs.n == 0 ? "left" : "right"),
		          "to match nothing write $@ on the left; to put nothing in its place write $@ on the right; blanks between tabs are a side of their own");
	if ((rule->lhs.n == 0 || rule->rhs.n == 0) && r->sink == NULL) { /* which gets it, as sendmail has it */
		cf_add_raw(r);
		return;
	}
	rule->comment = slice_trim(rest);
	r->usual = r->sink != NULL && r->sink->line != NULL && r->folded.n == 0 && !r->bad_name && !ends_nameless(r->text);
	cf_add(r, rule);
}
