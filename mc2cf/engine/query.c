/*
 * query.c - what a program says of itself
 */
#include "cf/cf.h"
#include "engine/program.h"
#include "ir/ir.h"

static const enum ir_kind kinds[] = {
	[CFRW_OPTIONS] = IR_OPTION,   [CFRW_MACROS] = IR_MACRO,    [CFRW_CLASSES] = IR_CLASS,       [CFRW_CLASSFILES] = IR_CLASSFILE,
	[CFRW_MAPS] = IR_MAP,         [CFRW_MAILERS] = IR_MAILER,  [CFRW_HEADERS] = IR_HEADER,      [CFRW_PRECEDENCES] = IR_PRECEDENCE,
	[CFRW_TRUSTED] = IR_TRUSTED,  [CFRW_FILTERS] = IR_FILTER,  [CFRW_QUEUES] = IR_QUEUE,        [CFRW_ENVIRONMENT] = IR_ENV,
};

static struct cfrw_text text(struct slice s)
{
	return (struct cfrw_text){s.p, s.n};
}

static void show(const cfrw_program *p, const struct ir_item *from, struct cfrw_item *to)
{
	*to = (struct cfrw_item){text(from->name), text(from->value), srcset_name(p->src, from->origin.at.file).p, from->origin.at.line, from};
}

bool cfrw_next(const cfrw_program *p, enum cfrw_kind kind, size_t *i, struct cfrw_item *item)
{
	const struct ir_item *at;

	while ((at = ir_at(p->ir, *i)) != NULL) {
		++*i;
		if ((size_t)kind < sizeof(kinds) / sizeof(*kinds) && at->kind == kinds[kind]) {
			show(p, at, item);
			return true;
		}
	}
	return false;
}

bool cfrw_find(const cfrw_program *p, enum cfrw_kind kind, struct cfrw_text name, struct cfrw_item *item)
{
	const struct ir_item *at = (size_t)kind < sizeof(kinds) / sizeof(*kinds) ? ir_find(p->ir, kinds[kind], (struct slice){name.p, name.n}) : NULL;

	if (at != NULL)
		show(p, at, item);
	return at != NULL;
}

bool cfrw_field(const struct cfrw_item *mailer, char key, struct cfrw_text *value)
{
	const struct ir_item *m = mailer->at;

	for (size_t i = 0; i < m->nfields; i++) {
		if (m->fields[i].key.n != 0 && m->fields[i].key.p[0] == key) {
			*value = text(m->fields[i].value);
			return true;
		}
	}
	return false;
}

bool cfrw_option(const cfrw_program *p, const char *name, struct cfrw_text *value)
{
	struct slice s = slice_of(name);
	const struct ir_option *o = s.n == 1 ? ir_option_find(s) : NULL;
	const struct ir_item *at = ir_find(p->ir, IR_OPTION, o != NULL ? slice_of(o->name) : s);

	if (at != NULL)
		*value = text(at->value);
	return at != NULL;
}

unsigned cfrw_errors(const cfrw_program *p)
{
	return p->errors;
}

unsigned cfrw_level(const cfrw_program *p, struct cfrw_text *vendor)
{
	if (vendor != NULL)
		*vendor = text(p->vendor);
	return p->level;
}

int cfrw_ruleset(const cfrw_program *p, const char *name, size_t n)
{
	struct tok known;
	int number;

	if (ruleset_number((struct slice){name, n}, &number))
		return number >= 0 && number < ENGINE_NUMBERS_MAX ? number : -1;
	return words_find(&p->words, ruleset_own_part((struct slice){name, n}), &known) ? word_at(&p->words, known.id)->ruleset : -1;
}

struct cfrw_text cfrw_ruleset_name(const cfrw_program *p, int ruleset)
{
	return ruleset >= 0 && ruleset < ENGINE_RULESETS_MAX ? text(p->rulesets[ruleset].name) : (struct cfrw_text){"", 0};
}

size_t cfrw_rules(const cfrw_program *p, int ruleset)
{
	return ruleset >= 0 && ruleset < ENGINE_RULESETS_MAX ? p->rulesets[ruleset].n : 0;
}

bool cfrw_rule(const cfrw_program *p, int ruleset, size_t i, struct cfrw_rule *rule)
{
	const struct rule *r;

	if (i >= cfrw_rules(p, ruleset))
		return false;
	r = &p->rulesets[ruleset].rules[i];
	*rule = (struct cfrw_rule){text(rule_text(p, r, RULE_LEFT)), text(rule_text(p, r, RULE_RIGHT)), srcset_name(p->src, p->file).p, r->line};
	return true;
}
