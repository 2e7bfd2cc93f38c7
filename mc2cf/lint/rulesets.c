/* rulesets.c - rulesets with their rules, and who calls them; see query.h */
#include "ir/token.h"
#include "lint/memo.h"

static struct lint_ruleset *add_ruleset(const struct lint *l, const struct ir_item *head)
{
	struct lint_memo *m = l->memo;
	struct lint_ruleset *r = symtab_get(m->by_name, head->name);

	if (r != NULL)
		return r;
	r = ARENA_NEW(l->arena, struct lint_ruleset);
	r->head = head;
	r->own = lint_wrote(l, head);
	if (m->nrulesets == m->cap) {
		struct lint_ruleset **v = arena_array(l->arena, m->cap != 0 ? m->cap * 2 : 128, sizeof *v);

		if (m->nrulesets != 0)
			memcpy(v, m->ruleset, m->nrulesets * sizeof *v);
		m->cap = m->cap != 0 ? m->cap * 2 : 128;
		m->ruleset = v;
	}
	m->ruleset[m->nrulesets++] = r;
	symtab_set(m->by_name, head->name, r);
	if (head->value.n != 0)
		symtab_set(m->by_name, head->value, r);
	return r;
}

static void add_rule(const struct lint *l, struct lint_ruleset *r, const struct ir_item *rule)
{
	r->rules = arena_grow(l->arena, r->rules, r->nrules, &r->cap, sizeof *r->rules);
	r->rules[r->nrules++] = rule;
}

static void call(struct lint_memo *m, struct slice name, const struct ir_item *by)
{
	if (name.n == 0)
		return;
	symtab_set(m->called, name, (void *)(uintptr_t)by);
	if (by->kind != IR_RULE)
		symtab_set(by->kind == IR_HEADER ? m->by_header : m->by_mailer, name, (void *)(uintptr_t)by);
}

static void calls_of_rule(struct lint_memo *m, const struct ir_item *rule)
{
	for (size_t i = 0; i + 1 < rule->rhs.n; i++)
		if (rule->rhs.v[i].kind == IR_T_CALL)
			call(m, ir_token_bare(&rule->rhs.v[i + 1]), rule);
}

static void calls_of_mailer(struct lint_memo *m, const struct ir_item *mailer)
{
	static const char *const keys[] = {"S", "R"};

	for (size_t i = 0; i < 2; i++) {
		struct slice rest = lint_field(mailer, keys[i]), name;

		while (slice_next(&rest, '/', &name))
			call(m, slice_trim(name), mailer);
	}
}

/* HName: $>ruleset or $>+ruleset */
static struct slice header_call(const struct ir_item *header)
{
	ptrdiff_t at = slice_find(header->value, SLICE_LIT("$>"));
	struct slice name;

	if (at < 0)
		return SLICE_NONE;
	name = slice_trim((struct slice){header->value.p + at + 2, header->value.n - (size_t)at - 2});
	if (name.n != 0 && name.p[0] == '+')
		name = slice_trim((struct slice){name.p + 1, name.n - 1});
	return name;
}

static void index_items(const struct lint *l)
{
	struct lint_memo *m = l->memo;
	struct lint_ruleset *r = NULL;
	const struct ir_item *item;

	m->by_name = symtab_new(l->arena, false);
	m->called = symtab_new(l->arena, false);
	m->by_header = symtab_new(l->arena, false);
	m->by_mailer = symtab_new(l->arena, false);
	for (size_t i = 0; (item = ir_at(l->ir, i)) != NULL; i++) {
		switch (item->kind) {
		case IR_RULESET:
			r = add_ruleset(l, item);
			break;
		case IR_RULE:
			if (r != NULL)
				add_rule(l, r, item);
			calls_of_rule(m, item);
			break;
		case IR_MAILER: calls_of_mailer(m, item); break;
		case IR_HEADER: call(m, header_call(item), item); break;
		default: break;
		}
	}
}

const struct lint_ruleset *const *lint_rulesets(const struct lint *l, size_t *n)
{
	if (l->memo->by_name == NULL)
		index_items(l);
	*n = l->memo->nrulesets;
	return (const struct lint_ruleset *const *)l->memo->ruleset;
}

const struct lint_ruleset *lint_ruleset(const struct lint *l, struct slice name)
{
	size_t n;

	lint_rulesets(l, &n);
	return symtab_get(l->memo->by_name, name);
}

static bool is_in(const struct symtab *t, const struct lint_ruleset *r)
{
	return symtab_get(t, r->head->name) != NULL || (r->head->value.n != 0 && symtab_get(t, r->head->value) != NULL);
}

/* Whether sendmail calls rulesets of that name by itself: check_mail, parse, tls_client … */
static bool is_entry(struct slice name)
{
	static const char *const entries[] = {"0", "1", "2", "3", "4", "5", "parse", "canonify", "final", "localaddr", "authinfo", "queuegroup", "trust_auth", "greet_pause",
		"srv_features", "clt_features", "bcc", "x_connect"};
	static const char *const families[] = {"check_", "tls_", "try_tls"};

	for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
		if (slice_eq_str(name, entries[i]))
			return true;
	for (size_t i = 0; i < sizeof families / sizeof *families; i++)
		if (slice_starts(name, slice_of(families[i])))
			return true;
	return false;
}

bool lint_is_called(const struct lint *l, const struct lint_ruleset *r)
{
	size_t n;

	lint_rulesets(l, &n);
	if (is_entry(r->head->name) || is_entry(r->head->value))
		return true;
	return is_in(l->memo->called, r);
}

bool lint_checks_header(const struct lint *l, const struct lint_ruleset *r)
{
	size_t n;

	lint_rulesets(l, &n);
	return is_in(l->memo->by_header, r);
}

bool lint_rewrites(const struct lint *l, const struct lint_ruleset *r)
{
	size_t n;

	lint_rulesets(l, &n);
	return is_in(l->memo->by_mailer, r) || slice_eq_str(r->head->name, "final") || slice_eq_str(r->head->name, "4");
}
