/* uses.c - see uses.h */
#include "lint/uses.h"

#include "ir/token.h"
#include "lint/memo.h"

struct builtin {
	const char *name;
	enum lint_macro_when when;
};
static const struct builtin builtins[] = {
#define MACRO(name, when) {name, LINT_MACRO_##when},
#include "lint/macros.def"
#undef MACRO
};
static const char *const names[] = {
#define MACRO(name, when) name,
#include "lint/macros.def"
#undef MACRO
};
enum { NBUILTINS = sizeof builtins / sizeof *builtins };

enum lint_macro_when lint_macro_when(struct slice name)
{
	for (size_t i = 0; i < NBUILTINS; i++)
		if (slice_eq_str(name, builtins[i].name))
			return builtins[i].when;
	return LINT_MACRO_UNKNOWN;
}

const char *const *lint_macro_names(size_t *n)
{
	size_t first = 0;

	while (names[first][1] == '\0')
		first++;
	*n = NBUILTINS - first;
	return names + first;
}

bool lint_class_is_builtin(struct slice name)
{
	static const char *const classes[] = {"e", "k", "m", "n", "q", "s", "t", "w", "b", "persistentMacros", "checkMIMETextHeaders", "checkMIMEHeaders",
		"checkMIMEFieldHeaders", "tls", "src"};

	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		if (slice_eq_str(name, classes[i]))
			return true;
	return false;
}

/* Where one list of uses of a name begins and ends. */
struct chain {
	struct lint_use *first, *last;
};

static void put(const struct lint *l, struct lint_use use)
{
	struct lint_memo *m = l->memo;
	struct symtab *table = use.kind == LINT_USE_CLASS ? m->class_uses : m->macro_uses;
	struct chain *c;
	struct lint_use *u;

	if (use.name.n == 0)
		return;
	u = ARENA_NEW(l->arena, struct lint_use);
	*u = use;
	c = symtab_get(table, use.name);
	if (c == NULL) {
		c = ARENA_NEW(l->arena, struct chain);
		c->first = u;
		symtab_set(table, use.name, c);
	} else {
		c->last->next = u;
	}
	c->last = u;
}

/* The name behind a $ sign: a letter, or a word in braces; *p is moved behind it. */
static struct slice name_at(const char **p, const char *end, bool *braces)
{
	struct slice name = {*p, 1};

	*braces = **p == '{';
	if (*braces) {
		const char *close = memchr(*p, '}', (size_t)(end - *p));

		if (close == NULL)
			return SLICE_NONE;
		name = (struct slice){*p + 1, (size_t)(close - *p - 1)};
		*p = close + 1;
	} else {
		(*p)++;
	}
	return name;
}

/* $x, ${x}, $&x, $?x, $=x and $~x in a text that is no rule. */
static void uses_of_text(const struct lint *l, const struct ir_item *item, struct slice text)
{
	const char *p = text.n != 0 ? text.p : "", *end = p + text.n;

	while (p != NULL && p < end && (p = memchr(p, '$', (size_t)(end - p))) != NULL && ++p < end) {
		struct lint_use u = {.kind = LINT_USE_MACRO, .item = item};

		if (strchr("&?=~", *p) != NULL) {
			u.kind = *p == '&' ? LINT_USE_DEFERRED : *p == '?' ? LINT_USE_IF : LINT_USE_CLASS;
			if (++p == end)
				return;
		} else if (*p != '{' && *p != '_' && !((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z'))) {
			p++;
			continue;
		}
		u.name = name_at(&p, end, &u.braces);
		u.rest = (struct slice){p, (size_t)(end - p)};
		put(l, u);
	}
}

/* {Name} as a word of a rule: $(storage {Name} $@ value $) sets it. */
static void stored(struct lint_memo *m, const struct ir_token *t)
{
	if (t->text.n > 2 && t->text.p[0] == '{' && t->text.p[t->text.n - 1] == '}')
		symtab_set(m->stored, (struct slice){t->text.p + 1, t->text.n - 2}, m);
}

static void uses_of_side(const struct lint *l, const struct ir_item *rule, const struct ir_tokens *side)
{
	for (size_t i = 0; i < side->n; i++) {
		const struct ir_token *t = &side->v[i];
		struct lint_use u = {.name = t->text, .item = rule, .token = t};

		switch (t->kind) {
		case IR_T_MACRO:    u.kind = LINT_USE_MACRO; break;
		case IR_T_DEFERRED: u.kind = LINT_USE_DEFERRED; break;
		case IR_T_IF:       u.kind = LINT_USE_IF; break;
		case IR_T_CLASS:
		case IR_T_NOTCLASS: u.kind = LINT_USE_CLASS; break;
		case IR_T_LITERAL:
			stored(l->memo, t);
			if (t->text.p[0] == '"')
				uses_of_text(l, rule, t->text);
			continue;
		default: continue;
		}
		if (i + 1 < side->n && !side->v[i + 1].space && side->v[i + 1].kind == IR_T_LITERAL)
			u.rest = side->v[i + 1].text;
		put(l, u);
	}
}

static void find_uses(const struct lint *l)
{
	struct lint_memo *m = l->memo;
	const struct ir_item *item;

	m->macro_uses = symtab_new(l->arena, false);
	m->class_uses = symtab_new(l->arena, false);
	m->stored = symtab_new(l->arena, false);
	for (size_t i = 0; (item = ir_at(l->ir, i)) != NULL; i++) {
		if (item->kind == IR_RULE) {
			uses_of_side(l, item, &item->lhs);
			uses_of_side(l, item, &item->rhs);
		} else if (item->kind != IR_COMMENT) {
			uses_of_text(l, item, item->value);
			for (size_t k = 0; k < item->nfields; k++)
				uses_of_text(l, item, item->fields[k].value);
		}
	}
}

static const struct lint_use *first(const struct lint *l, bool class, struct slice name)
{
	const struct chain *c;

	if (l->memo->macro_uses == NULL)
		find_uses(l);
	c = symtab_get(class ? l->memo->class_uses : l->memo->macro_uses, name);
	return c != NULL ? c->first : NULL;
}

const struct lint_use *lint_macro_use(const struct lint *l, struct slice name)
{
	return first(l, false, name);
}

const struct lint_use *lint_class_use(const struct lint *l, struct slice name)
{
	return first(l, true, name);
}

const struct symtab *lint_used_macros(const struct lint *l)
{
	(void)first(l, false, SLICE_LIT("j"));
	return l->memo->macro_uses;
}

const struct symtab *lint_used_classes(const struct lint *l)
{
	(void)first(l, true, SLICE_LIT("w"));
	return l->memo->class_uses;
}

bool lint_is_stored(const struct lint *l, struct slice name)
{
	(void)first(l, false, name);
	return symtab_get(l->memo->stored, name) != NULL;
}
