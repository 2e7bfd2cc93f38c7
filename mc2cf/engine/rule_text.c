/*
 * rule_text.c - a rule as sendmail prints it: a blank before each token
 *
 * Few programs are ever traced, and making these texts takes longer than all
 * else that loading a rule does, so each is made when it is first asked for.
 * It is then the program's: threads that ask at the same time may all make it,
 * and the first one's is kept.
 */
#include <stdatomic.h>
#include <stdint.h>

#include "engine/print.h"
#include "engine/program.h"

/* Measured while p is NULL, then written. */
struct text {
	const cfrw_program *p;
	char *to;
	size_t n;
};

static void put(struct text *t, const char *p, size_t n)
{
	if (t->to != NULL)
		memcpy(t->to + t->n, p, n);
	t->n += n;
}

static void put_str(struct text *t, const char *s)
{
	put(t, s, strlen(s));
}

static void put_token(struct text *t, struct slice token)
{
	char spelled[PRINT_BYTE_MAX];

	for (size_t i = 0; i < token.n; i++)
		put(t, spelled, print_byte(spelled, (unsigned char)token.p[i]));
}

static void put_name(struct text *t, const char *before, struct slice name)
{
	put_str(t, before);
	if (name.n != 1)
		put(t, "{", 1);
	put(t, name.p, name.n);
	if (name.n != 1)
		put(t, "}", 1);
}

static void put_left(struct text *t, const struct rule *rule)
{
	static const char *const signs[] = {"", "$*", "$+", "$-", "$=", "$~", "$@", "$&"};

	for (size_t i = 0; i < rule->nlhs; i++) {
		const struct op *op = &rule->lhs[i];

		put(t, " ", 1);
		if (op->kind >= LHS_ANY)
			put_str(t, op->arg != 0 ? "$+" : "$*");
		else if (op->kind == LHS_LITERAL)
			put_token(t, word_text(&t->p->words, op->arg));
		else if (op->kind == LHS_DEFERRED)
			put_name(t, signs[op->kind], t->p->macros[op->arg].name);
		else if (op->kind == LHS_CLASS || op->kind == LHS_NOTCLASS)
			put_name(t, signs[op->kind], t->p->classes[op->arg].name);
		else
			put_str(t, signs[op->kind]);
	}
}

/* A ruleset's name behind $> may have quotes; bare: they are taken off. */
static void put_run(struct text *t, const struct tok *run, uint32_t n, bool bare)
{
	for (uint32_t i = 0; i < n; i++) {
		struct slice token = word_text(&t->p->words, run[i].id);
		bool off = bare && i != 0 && run[i - 1].id == META_CALL && rule_is_quoted(token);

		put(t, " ", 1);
		put_token(t, off ? (struct slice){token.p + 1, token.n - 2} : token);
	}
}

static void put_right(struct text *t, const struct rule *rule, bool bare)
{
	if (rule->prefix != META_NONE)
		put_run(t, &(struct tok){rule->prefix, 0}, 1, false);
	for (size_t i = 0; i < rule->nrhs; i++) {
		const struct op *op = &rule->rhs[i];
		char digit = (char)('1' + op->arg);

		if (op->kind == RHS_RUN) {
			put_run(t, rule->run + op->arg, op->fold, bare);
		} else if (op->kind == RHS_POSITION) {
			put(t, " $", 2);
			put(t, &digit, 1);
		} else {
			put_name(t, " $&", t->p->macros[op->arg].name);
		}
	}
}

static void put_side(struct text *t, const struct rule *rule, enum rule_side side)
{
	t->n = 0;
	if (side == RULE_LEFT)
		put_left(t, rule);
	else
		put_right(t, rule, side == RULE_BARE);
	put(t, "", 1);
}

struct slice rule_text(const cfrw_program *p, const struct rule *rule, enum rule_side side)
{
	_Atomic(char *) *kept = (_Atomic(char *) *)(uintptr_t)&rule->texts[side]; /* all else of the program stays as it is */
	struct text t = {.p = p};
	char *other = NULL;

	if ((other = atomic_load_explicit(kept, memory_order_acquire)) != NULL)
		return slice_of(other);
	put_side(&t, rule, side);
	t.to = mem_get(&p->host, t.n);
	if (t.to == NULL)
		return SLICE_LIT("");
	put_side(&t, rule, side);
	if (atomic_compare_exchange_strong(kept, &other, t.to))
		return slice_of(t.to);
	mem_give(&p->host, t.to, t.n);
	return slice_of(other);
}

void rule_texts_free(const cfrw_program *p)
{
	for (int s = 0; s < ENGINE_RULESETS_MAX; s++)
		for (size_t i = 0; i < p->rulesets[s].n; i++)
			for (int side = 0; side < RULE_SIDES; side++) {
				char *text = p->rulesets[s].rules[i].texts[side];

				if (text != NULL)
					mem_give(&p->host, text, strlen(text) + 1);
			}
}
