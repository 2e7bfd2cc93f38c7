/*
 * line_rules.c - the lines of a .cf that make rulesets: S and R, and the headers and mailers that name one
 *
 * A name gets its number where it is first seen, as sendmail gives them.  The
 * rules of a file gather in blocks, those of a ruleset in one piece; nearly
 * every ruleset comes once and whole, and stays where it is.
 */
#include "cf/cf.h"
#include "engine/load.h"

/* Rules that a block has room for, at least. */
enum { RULES_BLOCK = 64 };

/* A name and a number: the first that it gets, here or before, is the one that holds. */
static int numbered_ruleset(struct loader *l, const struct ir_item *item, struct slice name, struct slice digits)
{
	cfrw_program *p = l->p;
	int number = program_ruleset(p, digits, item);
	struct word *word;

	if (number < 0)
		return -1;
	word = program_ruleset_word(p, name);
	if (word->ruleset < 0) {
		word->ruleset = (int16_t)number;
		p->rulesets[number].name = name;
	} else if (word->ruleset != number) {
		program_say(p, CFRW_ERROR, item, "%.*s=%.*s: ruleset changed value (old %d, new %d)", SLICE_ARG(name), SLICE_ARG(digits), word->ruleset, number);
	}
	return word->ruleset;
}

/* A line with macros, or with what is none. */
static int expanded_ruleset(struct loader *l, const struct ir_item *item)
{
	cfrw_program *p = l->p;
	struct slice name, number;
	struct buf text;

	buf_init(&text, p->arena);
	expand_codes(&text, name_translate(p->arena, item->value), program_macro_value, p);
	cf_split_ruleset(buf_slice(&text), &name, &number);
	if (name.n == 0)
		return -1;
	if (number.p != NULL && (number.n == 0 || program_ruleset(p, number, item) < 0)) { /* the name is one all the same */
		l->numberless = arena_grow(p->arena, l->numberless, l->nnumberless, &l->numberless_cap, sizeof(*l->numberless));
		l->numberless[l->nnumberless++] = name;
		return -1;
	}
	return number.n != 0 ? numbered_ruleset(l, item, name, number) : program_ruleset(p, name, item);
}

void line_ruleset(struct loader *l, const struct ir_item *item)
{
	line_rules_end(l);
	if (item->name.n == 0)
		l->ruleset = expanded_ruleset(l, item);
	else
		l->ruleset = item->value.n != 0 ? numbered_ruleset(l, item, item->name, item->value) : program_ruleset(l->p, item->name, item);
}

void line_rulesets_end(struct loader *l)
{
	for (size_t i = 0; i < l->nnumberless; i++)
		program_ruleset(l->p, l->numberless[i], NULL);
}

/* A ruleset goes on after another one. */
static void append(struct loader *l, struct rule_list *to, const struct rule_list *more)
{
	if (to->cap - to->n < more->n)
		to->v = block_new(l->p->arena, to->v, to->n, to->n + more->n, &to->cap, sizeof(*to->v));
	memcpy(to->v + to->n, more->v, more->n * sizeof(*to->v));
	to->n += more->n;
}

void line_rules_end(struct loader *l)
{
	struct rule_list *from = &l->rules, *to;

	if (from->n == 0)
		return;
	to = &l->lists[l->ruleset];
	if (to->n != 0) {
		append(l, to, from);
	} else {
		*to = (struct rule_list){from->v, from->n, from->n};
		from->v += from->n;
		from->cap -= from->n;
	}
	from->n = 0;
}

void line_rule(void *loader, const struct ir_item *item)
{
	struct loader *l = loader;
	struct rule_list *r = &l->rules;

	if (l->ruleset < 0)
		return;
	settle_operators(l);
	if (r->n == r->cap)
		r->v = block_new(l->p->arena, r->v, r->n, r->n + RULES_BLOCK, &r->cap, sizeof(*r->v));
	rule_compile(l->p, &l->work, item, &r->v[r->n]);
	r->n++;
}

/* The ruleset that checks a header gets a number, if there are rules or not. */
void line_header(struct loader *l, const struct ir_item *item)
{
	ptrdiff_t at = slice_find(item->value, SLICE_LIT("$>"));
	struct slice s = at >= 0 ? (struct slice){item->value.p + at + 2, item->value.n - (size_t)at - 2} : SLICE_NONE;
	struct slice front = at >= 0 ? slice_trim((struct slice){item->value.p, (size_t)at}) : SLICE_NONE;

	if (front.n == 0 || front.p[front.n - 1] != ':')
		return;
	if (s.n != 0 && s.p[0] == '+')
		s = (struct slice){s.p + 1, s.n - 1};
	s = slice_trim(s);
	if (s.n != 0)
		program_ruleset(l->p, s, item);
}

/* S= and R= of a mailer give names their numbers: sender and recipient, each for the envelope and, behind a slash, the header. */
void line_mailer(struct loader *l, const struct ir_item *item)
{
	for (size_t i = 0; i < item->nfields; i++) {
		struct slice rest = item->fields[i].value, name, number;

		if (item->fields[i].key.n != 1 || (item->fields[i].key.p[0] != 'S' && item->fields[i].key.p[0] != 'R'))
			continue;
		rest = cf_split_ruleset(cf_field_text(l->p->arena, rest), &name, &number);
		if (name.n != 0)
			program_ruleset(l->p, name, item);
		if (rest.n == 0 || rest.p[0] != '/')
			continue;
		cf_split_ruleset((struct slice){rest.p + 1, rest.n - 1}, &name, &number);
		if (name.n != 0)
			program_ruleset(l->p, name, item);
	}
}
