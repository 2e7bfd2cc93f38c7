/* rules_shape.c - rules that are written so that they do not do what they seem to: op guide 5.1 */
#include "ir/token.h"
#include "lint/checks.h"
#include "lint/pattern.h"
#include "lint/query.h"

static bool is_prefix(const struct ir_token *t)
{
	return t->kind == IR_T_AT || t->kind == IR_T_COLON;
}

/* --- $@ $: --- */

static void second_prefix(const struct lint *l, const struct ir_item *rule)
{
	const struct ir_tokens *t = &rule->rhs;

	if (t->n > 1 && is_prefix(&t->v[0]) && is_prefix(&t->v[1]))
		diag_help(lint_say_item(l, 1030, rule, &t->v[1], "a right-hand side has one $@ or $: before it; this %s stays in the address", ir_token_spelling(t->v[1].kind)),
			"take one of the two out: $@ ends the ruleset, $: applies the rule once");
}

/* --- < and > --- */

static int balance(const struct ir_tokens *t)
{
	int open = 0;

	for (size_t i = 0; i < t->n; i++) {
		open += lint_token_is(&t->v[i], "<");
		open -= lint_token_is(&t->v[i], ">");
		if (open < 0)
			return -1;
	}
	return open;
}

static void unbalanced(const struct lint *l, const struct ir_item *rule)
{
	if (balance(&rule->lhs) == 0 && balance(&rule->rhs) != 0 && !lint_side_has(&rule->rhs, IR_T_MAILER))
		diag_help(lint_say_item(l, 1031, rule, rule->rhs.v, "this right-hand side has < and > that do not belong together"),
			"rules behind it look for < @ host >, and do not find it");
}

/* --- a rule that makes what was there --- */

static void no_effect(const struct lint *l, const struct ir_item *rule)
{
	struct ir_tokens out;

	if (rule->rhs.n == 0 || lint_turn(rule) != LINT_TURN_ONCE || !lint_is_fixed(&rule->lhs) || !lint_result(l->arena, &rule->lhs, &rule->rhs, 1, &out))
		return;
	for (size_t i = 1, n = 0; i < rule->rhs.n; i++)
		if (rule->rhs.v[i].kind == IR_T_POSITION && (size_t)(rule->rhs.v[i].text.p[0] - '0') != ++n)
			return;
	if (ir_tokens_equal(&rule->lhs, &out))
		diag_help(lint_say_item(l, 1032, rule, NULL, "this rule changes nothing: it makes what it matches"), "take it out");
}

/* --- quotes --- */

/* $&x and $1 within quotes are text for sendmail; $x is not. */
static const char *lost_in_quotes(struct slice text)
{
	for (size_t i = 1; i + 1 < text.n; i++)
		if (text.p[i] == '$' && (text.p[i + 1] == '&' || (text.p[i + 1] >= '1' && text.p[i + 1] <= '9')) && text.p[i - 1] != '$')
			return text.p + i;
	return NULL;
}

static void in_quotes(const struct lint *l, const struct ir_item *rule)
{
	for (size_t i = 0; i < rule->rhs.n; i++) {
		const struct ir_token *t = &rule->rhs.v[i];
		const char *p = t->kind == IR_T_LITERAL && t->text.p[0] == '"' ? lost_in_quotes(t->text) : NULL;
		size_t n = 2;

		if (p == NULL)
			continue;
		if (p[1] == '&' && p[2] == '{')
			while (p + n < t->text.p + t->text.n && p[n - 1] != '}')
				n++;
		else if (p[1] == '&')
			n = 3;
		diag_help(lint_say_item(l, 1033, rule, t, "within quotes %.*s is not replaced; a byte that nobody can read stands in its place", (int)n, p),
			"end the quotes before it and begin them again behind it: \"text \" %.*s \" text\"", (int)n, p);
		return;
	}
}

/* --- $?x without $. --- */

static void open_condition(const struct lint *l, const struct ir_item *rule)
{
	const struct ir_token *open = NULL;

	for (size_t i = 0; i < rule->rhs.n; i++) {
		if (rule->rhs.v[i].kind == IR_T_IF)
			open = &rule->rhs.v[i];
		else if (rule->rhs.v[i].kind == IR_T_FI)
			open = NULL;
	}
	if (open != NULL)
		diag_help(lint_say_item(l, 1034, rule, open, "this $? has no $. behind it, so all that follows depends on it"), "write $. where the condition ends");
}

/* --- tabs --- */

static bool is_word(const struct ir_token *t)
{
	for (size_t i = 0; i < t->text.n; i++)
		if (!((t->text.p[i] >= 'a' && t->text.p[i] <= 'z') || (t->text.p[i] >= 'A' && t->text.p[i] <= 'Z')))
			return false;
	return t->kind == IR_T_LITERAL && t->text.n != 0;
}

/* Words at the end of the right-hand side, two or more, with a gap of blanks before them. */
static size_t trailing_words(const struct ir_tokens *t, struct slice line)
{
	size_t k = t->n;

	while (k > 1 && is_word(&t->v[k - 1]) && t->v[k - 1].space)
		k--;
	for (; k + 2 <= t->n; k++) {
		size_t col = t->v[k].col;

		if (col > 3 && col <= line.n && line.p[col - 2] == ' ' && line.p[col - 3] == ' ')
			return k;
	}
	return t->n;
}

static void comment_without_tab(const struct lint *l, const struct ir_item *rule)
{
	struct slice line;
	size_t k;

	if (rule->comment.n != 0 || rule->rhs.n < 3 || lint_side_has(&rule->rhs, IR_T_MAILER) || !srcset_line(l->src, rule->origin.at.file, rule->origin.at.line, &line))
		return;
	k = trailing_words(&rule->rhs, line);
	if (k == 0 || k == rule->rhs.n)
		return;
	diag_help(lint_say_item(l, 1035, rule, &rule->rhs.v[k], "no tab stands before these words, so they are no comment: they become part of the address"),
		"put a tab before them");
}

static void side_behind_tab(const struct lint *l, const struct ir_item *rule)
{
	struct slice c = slice_trim(rule->comment);

	if (c.n > 1 && c.p[0] == '$' && strchr(":@#>", c.p[1]) != NULL)
		diag_help(lint_say_item(l, 1036, rule, rule->rhs.v, "the right-hand side ends at the next tab, and the rest of the line, `%.*s', is a comment", SLICE_ARG(c)),
			"tabs stand only before and behind the right-hand side; write blanks within the sides");
}

/* --- operators and calls --- */

static void neighbours(const struct lint *l, const struct ir_item *rule)
{
	for (size_t i = 0; i + 1 < rule->lhs.n; i++)
		if (rule->lhs.v[i].kind == IR_T_ZEROANY && (rule->lhs.v[i + 1].kind == IR_T_ZEROANY || rule->lhs.v[i + 1].kind == IR_T_ONEANY))
			diag_help(lint_say_item(l, 1037, rule, &rule->lhs.v[i], "this $* is always empty: what stands behind it takes all"),
				"put the text that is between the two there, or take one out");
}

/* A text in quotes matches the same text in quotes alone. */
static void quoted_left(const struct lint *l, const struct ir_item *rule)
{
	for (size_t i = 0; i < rule->lhs.n; i++) {
		const struct ir_token *t = &rule->lhs.v[i];

		if (t->kind == IR_T_LITERAL && t->text.n > 2 && t->text.p[0] == '"' && memchr(t->text.p, ' ', t->text.n) != NULL)
			diag_help(lint_say_item(l, 1040, rule, t, "this matches %.*s with its quotes only, as one token", SLICE_ARG(t->text)), "write the words without quotes, each is a token: %.*s", SLICE_ARG(ir_token_bare(t)));
	}
}

/* A ruleset of no rules, or one that begins with R$* and a right-hand side without $1: what it is given does not matter to it. */
static bool takes_anything(const struct lint_ruleset *r)
{
	if (r == NULL || r->nrules == 0)
		return true;
	return r->rules[0]->lhs.n == 1 && r->rules[0]->lhs.v[0].kind == IR_T_ZEROANY && !lint_side_has(&r->rules[0]->rhs, IR_T_POSITION);
}

/* Whether there is something to hand on. */
static bool has_operator(const struct ir_tokens *lhs)
{
	for (size_t i = 0; i < lhs->n; i++)
		if (ir_token_is_operator(lhs->v[i].kind))
			return true;
	return false;
}

static void empty_call(const struct lint *l, const struct ir_item *rule)
{
	const struct ir_tokens *t = &rule->rhs;
	size_t call = t->n != 0 && is_prefix(t->v) ? 1 : 0;
	struct slice name;

	if (t->n != call + 2 || t->v[call].kind != IR_T_CALL || t->v[call + 1].kind != IR_T_LITERAL || !has_operator(&rule->lhs))
		return;
	name = ir_token_bare(&t->v[call + 1]);
	if (!takes_anything(lint_ruleset(l, name)))
		diag_help(lint_say_item(l, 1038, rule, &t->v[call], "ruleset `%.*s' is called with nothing: what the rule has matched is not handed on", SLICE_ARG(name)), "write $>%.*s $1", SLICE_ARG(name));
}

void check_rule_shape(const struct lint *l)
{
	static void (*const all[])(const struct lint *, const struct ir_item *) = {second_prefix, unbalanced, no_effect, open_condition, comment_without_tab, side_behind_tab, neighbours, empty_call, quoted_left};
	const struct ir_item *rule;

	for (size_t i = 0; (rule = lint_next(l, IR_RULE, &i)) != NULL;) {
		for (size_t k = 0; lint_wrote(l, rule) && k < sizeof all / sizeof *all; k++)
			all[k](l, rule);
		/* a text of the site's stands in rules of templates too */
		in_quotes(l, rule);
	}
}
