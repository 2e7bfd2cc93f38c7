/*
 * check_rule.c - what must hold of a rule
 *
 * The shape of a rule is what sendmail itself complains of when it loads the
 * file (op guide 5.1); names are what it says nothing of.
 */
#include <stdint.h>

#include "ir/check_priv.h"
#include "ir/limits.h"
#include "ir/token.h"

static void check_side(const struct ir_item *rule, const struct ir_tokens *t, char side, struct diags *d)
{
	for (size_t i = 0; i < t->n; i++) {
		if (ir_token_on_side(t->v[i].kind, side))
			continue;
		diag_help(ir_warn(d, rule, &t->v[i], 605, "%s%.*s has no meaning on the %s-hand side of a rule", ir_token_spelling(t->v[i].kind),
		                  SLICE_ARG(t->v[i].text), side == 'L' ? "left" : "right"),
		          "sendmail refuses this rule; a dollar sign that is meant is $$");
	}
}

/* A macro's value comes in when sendmail loads the rule, and may bring operators of its own. */
static bool macro_may_match(const struct ir *ir, struct slice name)
{
	const struct ir_item *m = ir_find(ir, IR_MACRO, name);

	return m != NULL && m->value.n != 0 && memchr(m->value.p, '$', m->value.n) != NULL;
}

/* How many operators the left-hand side has; false when only sendmail knows. */
static bool count_operators(const struct ir *ir, const struct ir_tokens *lhs, size_t *n)
{
	*n = 0;
	for (size_t i = 0; i < lhs->n; i++) {
		if (lhs->v[i].kind == IR_T_MACRO && macro_may_match(ir, lhs->v[i].text))
			return false;
		*n += ir_token_is_operator(lhs->v[i].kind);
	}
	return true;
}

static void check_positions(const struct ir *ir, const struct ir_item *rule, struct diags *d)
{
	size_t n;

	if (!count_operators(ir, &rule->lhs, &n))
		return;
	if (n > IR_OPERATORS_MAX)
		diag_help(ir_warn(d, rule, NULL, 607, "the left-hand side has %zu operators, and sendmail allows %d", n, IR_OPERATORS_MAX),
		          "match less at once: split the rule in two");
	for (size_t i = 0; i < rule->rhs.n; i++) {
		const struct ir_token *t = &rule->rhs.v[i];
		struct diag *g;

		if (t->kind != IR_T_POSITION || (t->text.n == 1 && t->text.p[0] >= '1' && (size_t)(t->text.p[0] - '0') <= n))
			continue;
		g = ir_warn(d, rule, t, 602, "$%.*s: the left-hand side has %zu operator%s", SLICE_ARG(t->text), n, n == 1 ? "" : "s");
		diag_help(g, "$1 is what the first of $* $+ $- $= $~ matched; $@ on the left is not counted");
	}
}

static const struct ir_token *name_behind(const struct ir_tokens *t, size_t i)
{
	return i + 1 < t->n && t->v[i + 1].kind == IR_T_LITERAL ? &t->v[i + 1] : NULL;
}

/* A name to which a macro is glued is known only to sendmail. */
static bool is_glued(const struct ir_tokens *t, size_t i)
{
	return i + 2 < t->n && !t->v[i + 2].space && ir_token_gap_counts(&t->v[i + 1], &t->v[i + 2]);
}

/* $>22xyz: sendmail reads the number, and drops the rest. */
static bool check_number(const struct ir_item *rule, const struct ir_token *t, struct slice name, struct diags *d)
{
	size_t n = 0;

	while (n < name.n && name.p[n] >= '0' && name.p[n] <= '9')
		n++;
	if (n == 0 || n == name.n)
		return false;
	diag_help(ir_warn(d, rule, t, 601, "this calls ruleset %.*s: sendmail drops the text `%.*s' behind the number", (int)n, name.p, (int)(name.n - n), name.p + n),
		"put a blank behind the number, or call the ruleset by a name that begins with a letter");
	return true;
}

static void check_call(const struct ir *ir, const struct ir_item *rule, size_t i, struct diags *d)
{
	const struct ir_token *t = name_behind(&rule->rhs, i);
	struct slice name;
	struct diag *g;

	if (t == NULL || is_glued(&rule->rhs, i))
		return;
	name = ir_token_bare(t);
	if (check_number(rule, t, name, d) || ir_calls_known(ir, name))
		return;
	g = ir_warn(d, rule, t, 601, "this rule calls ruleset `%.*s', which is nowhere", SLICE_ARG(name));
	diag_span(g, t->text.n);
	ir_near(ir, g, IR_RULESET, name);
	diag_help(g, "sendmail takes it for an empty one, and says nothing");
}

/* Maps that sendmail has without a K line. */
static bool is_builtin_map(struct slice name)
{
	return slice_caseeq(name, SLICE_LIT("host")) || slice_caseeq(name, SLICE_LIT("aliases")) ||
	       slice_caseeq(name, SLICE_LIT("aliases.files"));
}

/* Whether a rule above looks up the map too: one finding is enough where a template does so again and again. */
static bool asked_before(const struct ir *ir, const struct ir_item *rule, struct slice map)
{
	const struct ir_item *r;

	for (size_t i = 0; (r = ir_at(ir, i)) != NULL && r != rule; i++)
		for (size_t k = 0; r->kind == IR_RULE && k < r->rhs.n; k++)
			if (r->rhs.v[k].kind == IR_T_MAPBEGIN && name_behind(&r->rhs, k) != NULL && slice_eq(ir_token_bare(&r->rhs.v[k + 1]), map))
				return true;
	return false;
}

static void check_map(const struct ir *ir, const struct ir_item *rule, size_t i, struct diags *d)
{
	const struct ir_token *t = name_behind(&rule->rhs, i);
	struct slice name;
	struct diag *g;

	if (t == NULL || is_glued(&rule->rhs, i))
		return;
	name = ir_token_bare(t);
	if (is_builtin_map(name) || ir_find(ir, IR_MAP, name) != NULL || ir_is_excused(ir, name) || (!ir_is_own(rule) && asked_before(ir, rule, name)))
		return;
	g = ir_warn(d, rule, t, 604, "this rule looks up map `%.*s', which no K line declares", SLICE_ARG(name));
	diag_span(g, t->text.n);
	ir_near(ir, g, IR_MAP, name);
	diag_help(g, "add a line like: K%.*s hash /etc/mail/%.*s", SLICE_ARG(name), SLICE_ARG(name));
}

/* Mailers that sendmail has without an M line. */
static const char *const builtin[] = {"error", "discard"};

static bool is_mailer(const struct ir *ir, struct slice name)
{
	return slice_caseeq(name, slice_of(builtin[0])) || slice_caseeq(name, slice_of(builtin[1])) || ir_find(ir, IR_MAILER, name) != NULL;
}

/* $#name, where sendmail takes it for a mailer: a rule that answers a check has other words there, and no $: behind. */
static void check_mailer_name(const struct ir *ir, const struct ir_item *rule, size_t i, struct diags *d)
{
	const struct ir_token *t = name_behind(&rule->rhs, i);
	struct diag *g;

	/* words of sendmail's own, TEMP and the like, are in capitals */
	if (t == NULL || t->text.p[0] < 'a' || is_glued(&rule->rhs, i) || is_mailer(ir, ir_token_bare(t)) || !ir_is_own(rule))
		return;
	g = ir_warn(d, rule, t, 615, "there is no mailer `%.*s'", SLICE_ARG(ir_token_bare(t)));
	diag_span(g, t->text.n);
	if (!diag_near(g, ir_token_bare(t), builtin, sizeof builtin / sizeof *builtin))
		ir_near(ir, g, IR_MAILER, ir_token_bare(t));
	diag_help(g, "sendmail says so only when mail comes that way");
}

/* The relays that a define names: mailer:host. */
void ir_check_relay(const struct ir *ir, const struct ir_item *macro, struct diags *d)
{
	struct slice rest = macro->value, name;
	struct diag *g;

	if (macro->name.n != 1 || strchr("SRHL", macro->name.p[0]) == NULL || !slice_next(&rest, ':', &name) || name.n == macro->value.n || rest.n == 0)
		return;
	if (memchr(name.p, '.', name.n) != NULL || memchr(name.p, '$', name.n) != NULL || memchr(name.p, '[', name.n) != NULL || is_mailer(ir, name))
		return;
	g = diag_add(d, 615, macro->origin.asked.file != 0 ? macro->origin.asked : macro->origin.at, "`%.*s' goes through a mailer `%.*s', which is not there",
		SLICE_ARG(macro->value), SLICE_ARG(name));
	ir_near(ir, g, IR_MAILER, name);
	diag_help(g, "what stands before the colon is a mailer; without one it is the relay mailer");
}

/* Look-ups: $( … $) and $[ … $] do not nest, and must be closed. */
static void check_lookups(const struct ir_item *rule, struct diags *d)
{
	const struct ir_tokens *t = &rule->rhs;
	const struct ir_token *open = NULL;
	size_t args = 0;

	for (size_t i = 0; i < t->n; i++) {
		enum ir_token_kind k = t->v[i].kind;

		if (k == IR_T_MAPBEGIN || k == IR_T_HOSTBEGIN) {
			if (open != NULL)
				diag_help(ir_warn(d, rule, &t->v[i], 606, "a look-up in a look-up: sendmail cannot nest them"),
				          "look up the inner one in a rule before");
			open = &t->v[i];
			args = 0;
		} else if (open != NULL && k == (open->kind == IR_T_MAPBEGIN ? IR_T_MAPEND : IR_T_HOSTEND)) {
			open = NULL;
		} else if (open != NULL && k == IR_T_AT && ++args == IR_MAP_ARGS_MAX + 1) {
			diag_help(ir_warn(d, rule, &t->v[i], 606, "more than %d arguments for one look-up", IR_MAP_ARGS_MAX),
			          "put several values into one argument");
		}
	}
	if (open != NULL)
		diag_help(ir_warn(d, rule, open, 606, "this look-up is not closed"), "close $( with $), and $[ with $]");
}

/* The kinds of the tokens, a bit each. */
static uint64_t kinds_of(const struct ir_tokens *t)
{
	uint64_t kinds = 0;

	for (size_t i = 0; i < t->n; i++)
		kinds |= (uint64_t)1 << t->v[i].kind;
	return kinds;
}

#define BIT(kind) ((uint64_t)1 << IR_T_##kind)
_Static_assert(IR_T_COUNT <= 64, "a bit for each kind");

/* Those that may stand on a side: known when this is compiled. */
static inline uint64_t kinds_on(char side)
{
	return (uint64_t)0
#define T(name, spelling, sides, argument, meaning) | ((sides)[0] == side || ((sides)[0] != '\0' && (sides)[1] == side) ? BIT(name) : 0)
#include "ir/tokens.def"
#undef T
		;
}

/* What else the right-hand side asks for by its name. */
static void check_names(const struct ir *ir, const struct ir_item *rule, struct diags *d)
{
	size_t colon = rule->rhs.n; /* behind the last $: */

	while (colon != 0 && rule->rhs.v[colon - 1].kind != IR_T_COLON)
		colon--;
	for (size_t i = 0; i < rule->rhs.n; i++) {
		if (rule->rhs.v[i].kind == IR_T_CALL)
			check_call(ir, rule, i, d);
		else if (rule->rhs.v[i].kind == IR_T_MAILER && i < colon)
			check_mailer_name(ir, rule, i, d);
		else if (rule->rhs.v[i].kind == IR_T_MAPBEGIN)
			check_map(ir, rule, i, d);
	}
}

bool ir_names_others(const struct ir_item *rule)
{
	return (kinds_of(&rule->rhs) & (BIT(CALL) | BIT(MAILER) | BIT(MAPBEGIN))) != 0;
}

bool ir_has_macro(const struct ir_item *rule)
{
	return (kinds_of(&rule->lhs) & BIT(MACRO)) != 0;
}

/* What a rule has not is not looked for. */
void ir_check_shape(const struct ir *ir, const struct ir_item *rule, struct diags *d)
{
	uint64_t left = kinds_of(&rule->lhs), right = kinds_of(&rule->rhs);

	if ((left & ~kinds_on('L')) != 0)
		check_side(rule, &rule->lhs, 'L', d);
	if ((right & ~kinds_on('R')) != 0)
		check_side(rule, &rule->rhs, 'R', d);
	if ((right & BIT(POSITION)) != 0 || rule->lhs.n > IR_OPERATORS_MAX)
		check_positions(ir, rule, d);
	if ((right & (BIT(MAPBEGIN) | BIT(HOSTBEGIN))) != 0)
		check_lookups(rule, d);
}

void ir_check_rule(const struct ir *ir, const struct ir_item *rule, struct diags *d)
{
	if (rule->known == NULL || !rule->known->sound)
		ir_check_shape(ir, rule, d);
	if (rule->known == NULL || rule->known->names)
		check_names(ir, rule, d);
}
