/*
 * rules_error.c - how rules refuse mail: $#error $@ D.S.N $: "CODE text"
 *
 * Tried with sendmail 8.17.1: without a code of three digits the text goes out
 * with 553 5.3.0, whatever D.S.N says; without $: it is 554 5.3.5 buildaddr.
 */
#include "base/buf.h"
#include "ir/token.h"
#include "lint/checks.h"
#include "lint/query.h"

/* The parts of a verdict; 0: it is not there. */
struct verdict {
	const struct ir_item *rule;
	const struct ir_tokens *t;
	size_t mailer, host, user; /* $# $@ $: */
};

/* The verdict of a rule whose mailer is called so; NULL: of any name. */
static bool verdict_of(const struct ir_item *rule, const char *name, struct verdict *v)
{
	const struct ir_tokens *t = &rule->rhs;
	size_t i = 0;

	*v = (struct verdict){.rule = rule, .t = t};
	while (i < t->n && t->v[i].kind != IR_T_MAILER)
		i++;
	if (i + 1 >= t->n || t->v[i + 1].kind != IR_T_LITERAL || (name != NULL && !slice_eq_str(ir_token_bare(&t->v[i + 1]), name)))
		return false;
	v->mailer = i + 1;
	for (i += 2; i < t->n && v->user == 0; i++) {
		if (t->v[i].kind == IR_T_AT && v->host == 0)
			v->host = i;
		else if (t->v[i].kind == IR_T_COLON)
			v->user = i;
	}
	return true;
}

/* Tokens from one to another as text, apart as they stand; empty where there is more than plain text. */
static struct slice text_of(const struct lint *l, const struct ir_tokens *t, size_t from, size_t to)
{
	struct buf b;

	buf_init(&b, l->arena);
	for (size_t i = from; i < to; i++) {
		if (t->v[i].kind != IR_T_LITERAL)
			return SLICE_NONE;
		if (i != from && t->v[i].space)
			buf_putc(&b, ' ');
		buf_put_slice(&b, ir_token_bare(&t->v[i]));
	}
	return b.n != 0 ? buf_slice(&b) : SLICE_NONE;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The code before the text, which a blank ends; 0: there is none, -1: only sendmail knows. */
static int code_of(const struct verdict *v)
{
	const struct ir_token *t = v->user + 1 < v->t->n ? &v->t->v[v->user + 1] : NULL;
	struct slice s;

	if (t == NULL || t->kind != IR_T_LITERAL)
		return -1;
	s = ir_token_bare(t);
	while (s.n != 0 && s.p[0] == ' ')
		s = (struct slice){s.p + 1, s.n - 1};
	if (s.n < 3 || !is_digit(s.p[0]) || !is_digit(s.p[1]) || !is_digit(s.p[2]))
		return 0;
	if (s.n > 3 ? s.p[3] != ' ' : v->user + 2 < v->t->n && !v->t->v[v->user + 2].space)
		return 0;
	return (s.p[0] - '0') * 100 + (s.p[1] - '0') * 10 + (s.p[2] - '0');
}

static bool is_dsn(struct slice s)
{
	return s.n >= 5 && memchr("245", s.p[0], 3) != NULL && s.p[1] == '.' && is_digit(s.p[2]) && memchr(s.p + 2, '.', s.n - 2) != NULL && is_digit(s.p[s.n - 1]);
}

/* What sendmail takes for $@ besides D.S.N: the names of exit codes, and their numbers. */
static bool is_exit(struct slice s)
{
	static const char *const names[] = {"usage", "nouser", "nohost", "unavailable", "software", "tempfail", "protocol", "config", "dataerr", "noperm", "quarantine"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (slice_caseeq(s, slice_of(names[i])))
			return true;
	return s.n == 2 && is_digit(s.p[0]) && is_digit(s.p[1]);
}

static void check_code(const struct lint *l, const struct verdict *v, struct slice dsn)
{
	const struct ir_token *t = &v->t->v[v->user];
	int code = code_of(v);

	if (code == 0 && v->user + 1 < v->t->n && !lint_wrote(l, v->rule)) /* the text of a FEATURE's argument */
		diag_help(lint_say_item(l, 1050, v->rule, t, "the text `%.*s' begins with no reply code, so clients are told 553 5.3.0, and it is not quoted as it should be", SLICE_ARG(ir_token_bare(&v->t->v[v->user + 1]))),
			"write it in double quotes, with its code: `\"550 text\"'");
	else if (code == 0 && v->user + 1 < v->t->n)
		diag_help(lint_say_item(l, 1050, v->rule, t, "this text begins with no code of three digits and a blank, so clients are told 553 5.3.0%s", dsn.n != 0 ? ", whatever stands behind $@" : ""),
			"write $: \"%s text\"", dsn.n != 0 && dsn.p[0] == '4' ? "451" : "550");
	else if (code > 0 && code / 100 != 4 && code / 100 != 5)
		diag_help(lint_say_item(l, 1052, v->rule, t, "%d is no code of an error: the client takes it for a yes, or hangs up", code), "write 4.. for an error that may pass, 5.. for one that does not");
	else if (code > 0 && is_dsn(dsn) && lint_wrote(l, v->rule) && dsn.p[0] - '0' != code / 100)
		diag_help(lint_say_item(l, 1051, v->rule, t, "the code %d says something else than %.*s: one of the two is an error that passes, the other is not", code, SLICE_ARG(dsn)),
			"let both begin with the same digit");
}

/* Blanks beside these are lost where the text is not in quotes. */
static bool loses_blanks(const struct verdict *v)
{
	for (size_t i = v->user + 2; i < v->t->n; i++) {
		const struct ir_token *t = &v->t->v[i];

		if (t->kind == IR_T_LITERAL && t->text.n == 1 && strchr(".:%@!^/[]+()<>,;", t->text.p[0]) != NULL && (t->space || (i + 1 < v->t->n && v->t->v[i + 1].space)))
			return true;
	}
	return false;
}

static void check_error(const struct lint *l, const struct verdict *v)
{
	struct slice dsn = v->host != 0 ? text_of(l, v->t, v->host + 1, v->user != 0 ? v->user : v->t->n) : SLICE_NONE;

	if (v->user == 0) {
		/* what the rest brings in may be all of a verdict */
		for (size_t i = v->mailer + 1; i < v->t->n; i++)
			if (v->t->v[i].kind != IR_T_LITERAL && v->t->v[i].kind != IR_T_AT)
				return;
		diag_help(lint_say_item(l, 1053, v->rule, &v->t->v[v->mailer], "this refusal has no $: and no text, so clients are told 554 5.3.5 buildaddr: no user"),
			"write $#error $@ 5.7.1 $: \"550 text\"");
		return;
	}
	if (dsn.n != 0 && !is_dsn(dsn) && !is_exit(dsn))
		diag_help(lint_say_item(l, 1054, v->rule, &v->t->v[v->host], "`%.*s' is neither a code like 5.7.1 nor the name of an exit code, and is not looked at", SLICE_ARG(dsn)),
			"write $@ 5.7.1, say");
	if (slice_caseeq(dsn, SLICE_LIT("quarantine")))
		return;
	check_code(l, v, dsn);
	if (lint_wrote(l, v->rule) && loses_blanks(v))
		diag_help(lint_say_item(l, 1055, v->rule, &v->t->v[v->user], "this text is not in quotes, so it loses the blanks beside its dots, commas and the like"), "write it in double quotes");
}

void check_rule_error(const struct lint *l)
{
	const struct ir_item *rule;
	struct verdict v;

	for (size_t i = 0; (rule = lint_next(l, IR_RULE, &i)) != NULL;)
		if (verdict_of(rule, "error", &v))
			check_error(l, &v);
}

/* --- verdicts of check_… and of rulesets of headers --- */

static bool gives_verdicts(const struct lint *l, const struct lint_ruleset *r)
{
	return slice_starts(r->head->name, SLICE_LIT("check_")) || slice_starts(r->head->name, SLICE_LIT("Local_check_")) || lint_checks_header(l, r);
}

/* The verdict that is meant, or NULL. */
static const char *meant(struct slice name)
{
	static const char *const refuse[] = {"reject", "deny", "refuse", "block", "bounce", "fail", "reply", "err"}, *const drop[] = {"drop", "delete", "devnull", "null"};

	if (slice_eq_str(name, "error") || slice_eq_str(name, "discard") || slice_caseeq(name, SLICE_LIT("ok")))
		return NULL;
	for (size_t i = 0; i < sizeof refuse / sizeof *refuse; i++)
		if (slice_caseeq(name, slice_of(refuse[i])))
			return "$#error $@ 5.7.1 $: \"550 text\"";
	for (size_t i = 0; i < sizeof drop / sizeof *drop; i++)
		if (slice_caseeq(name, slice_of(drop[i])))
			return "$#discard $: discard";
	if (slice_caseeq(name, SLICE_LIT("quarantine")))
		return "$#error $@ quarantine $: reason";
	if (slice_caseeq(name, SLICE_LIT("error")) || slice_distance(name, SLICE_LIT("error"), 2) <= 2)
		return "$#error";
	return slice_caseeq(name, SLICE_LIT("discard")) || slice_distance(name, SLICE_LIT("discard"), 2) <= 2 ? "$#discard" : NULL;
}

static void check_names(const struct lint *l, const struct lint_ruleset *r)
{
	struct verdict v;

	for (size_t k = 0; k < r->nrules; k++) {
		struct slice name;

		if (!lint_wrote(l, r->rules[k]) || !verdict_of(r->rules[k], NULL, &v))
			continue;
		name = ir_token_bare(&v.t->v[v.mailer]);
		if (meant(name) != NULL)
			diag_help(lint_say_item(l, 1056, v.rule, &v.t->v[v.mailer], "sendmail knows no verdict `%.*s', and lets the mail pass", SLICE_ARG(name)), "write %s", meant(name));
	}
}

void check_verdict_name(const struct lint *l)
{
	size_t n;
	const struct lint_ruleset *const *r = lint_rulesets(l, &n);

	for (size_t i = 0; i < n; i++)
		if (gives_verdicts(l, r[i]))
			check_names(l, r[i]);
}

/* --- $# where no mailer is looked for --- */

static void say_rewriting(const struct lint *l, const struct lint_ruleset *r)
{
	for (size_t k = 0; k < r->nrules; k++)
		if (lint_wrote(l, r->rules[k]) && r->rules[k]->rhs.n != 0 && r->rules[k]->rhs.v[0].kind == IR_T_MAILER)
			diag_help(lint_say_item(l, 1057, r->rules[k], r->rules[k]->rhs.v, "ruleset `%.*s' writes addresses for a mailer, which has been chosen before: $# becomes part of the address", SLICE_ARG(r->head->name)),
				"choose mailers in LOCAL_RULE_0, refuse in Local_check_rcpt");
}

void check_mailer_in_rewriting(const struct lint *l)
{
	size_t n;
	const struct lint_ruleset *const *r = lint_rulesets(l, &n);

	for (size_t i = 0; i < n; i++)
		if (lint_rewrites(l, r[i]))
			say_rewriting(l, r[i]);
}
