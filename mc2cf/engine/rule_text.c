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
	if (name.n > 1)
		put(t, "{", 1);
	put(t, name.p, name.n);
	if (name.n > 1)
		put(t, "}", 1);
}

static void put_left(struct text *t, const struct rule *rule)
{
	static const char *const signs[] = {"", "$*", "$+", "$-", "$=", "$~", "$@", "$&"};

	for (size_t i = 0; i < rule->nlhs; i++) {
		unsigned kind = op_kind(&rule->lhs[i]);
		uint32_t arg = op_arg(&rule->lhs[i]);

		put(t, " ", 1);
		if (kind >= LHS_ANY)
			put_str(t, arg != 0 ? "$+" : "$*");
		else if (kind == LHS_LITERAL)
			put_token(t, word_text(&t->p->words, arg));
		else if (kind == LHS_DEFERRED)
			put_name(t, signs[kind], t->p->macros[arg].name);
		else if (kind == LHS_CLASS || kind == LHS_NOTCLASS)
			put_name(t, signs[kind], t->p->classes[arg].name);
		else
			put_str(t, signs[kind]);
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
	for (const struct tok *op = rule_rhs(rule), *end = op + rule->nrhs; op != end; op = rhs_next(op)) {
		uint32_t arg = op_arg(op);
		char digit = (char)('1' + arg);

		if (op_kind(op) == RHS_RUN) {
			put_run(t, op + 1, op->fold, bare);
		} else if (op_kind(op) == RHS_POSITION) {
			put(t, " $", 2);
			put(t, &digit, 1);
		} else {
			put_name(t, " $&", t->p->macros[arg].name);
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

/* The texts of all rules, made when the first is asked for; NULL: no memory. */
static struct rule_texts *texts_of(const cfrw_program *p)
{
	_Atomic(struct rule_texts *) *kept = (_Atomic(struct rule_texts *) *)(uintptr_t)&p->texts; /* all else of the program stays as it is */
	struct rule_texts *texts = atomic_load_explicit(kept, memory_order_acquire), *none = NULL;
	size_t size = p->nrules * sizeof(*texts);

	if (texts != NULL || (texts = mem_get(&p->host, size)) == NULL)
		return texts;
	memset(texts, 0, size);
	if (atomic_compare_exchange_strong(kept, &none, texts))
		return texts;
	mem_give(&p->host, texts, size);
	return none;
}

struct slice rule_text(const cfrw_program *p, const struct rule *rule, enum rule_side side)
{
	struct rule_texts *texts = texts_of(p);
	_Atomic(char *) *kept = texts != NULL ? &texts[rule->number].side[side] : NULL;
	struct text t = {.p = p};
	char *other = NULL;

	if (kept == NULL)
		return SLICE_LIT("");
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

void rule_texts_free(cfrw_program *p)
{
	struct rule_texts *texts = p->texts;

	for (size_t i = 0; texts != NULL && i < p->nrules; i++)
		for (int side = 0; side < RULE_SIDES; side++) {
			char *text = texts[i].side[side];

			if (text != NULL)
				mem_give(&p->host, text, strlen(text) + 1);
		}
	mem_give(&p->host, texts, p->nrules * sizeof(*texts));
}
