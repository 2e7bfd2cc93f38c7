/*
 * name.c - names of macros, classes and rulesets to numbers; $ in text
 *
 * Macros and classes are numbered as they are met, so that rules and contexts
 * find them by an index.
 */
#include <stdlib.h>

#include "engine/program.h"

/* The number of a name; a new one gets n, and is kept. */
static size_t numbered(cfrw_program *p, struct symtab *names, struct slice *name, size_t n)
{
	size_t *index = symtab_get(names, *name);

	if (index == NULL) {
		index = ARENA_NEW(p->arena, size_t);
		*index = n;
		name->p = arena_dup(p->arena, name->p, name->n);
		symtab_set(names, *name, index);
	}
	return *index;
}

static void *grown(cfrw_program *p, void *v, size_t n, size_t *cap, size_t size)
{
	void *bigger;

	if (n < *cap)
		return v;
	*cap = *cap != 0 ? *cap * 2 : 32;
	bigger = arena_array(p->arena, *cap, size);
	if (n != 0)
		memcpy(bigger, v, n * size);
	return bigger;
}

size_t program_macro(cfrw_program *p, struct slice name)
{
	size_t i = numbered(p, p->macro_names, &name, p->nmacros);

	if (i == p->nmacros) {
		p->macros = grown(p, p->macros, i, &p->macros_cap, sizeof(*p->macros));
		p->macros[p->nmacros++] = (struct macro){.name = name};
	}
	return i;
}

size_t program_class(cfrw_program *p, struct slice name)
{
	size_t i = numbered(p, p->class_names, &name, p->nclasses);

	if (i == p->nclasses) {
		p->classes = grown(p, p->classes, i, &p->classes_cap, sizeof(*p->classes));
		p->classes[p->nclasses++] = (struct klass){.name = name};
	}
	return i;
}

ptrdiff_t program_macro_find(const cfrw_program *p, struct slice name)
{
	const size_t *i = symtab_get(p->macro_names, name);

	return i != NULL ? (ptrdiff_t)*i : -1;
}

ptrdiff_t program_class_find(const cfrw_program *p, struct slice name)
{
	const size_t *i = symtab_get(p->class_names, name);

	return i != NULL ? (ptrdiff_t)*i : -1;
}

bool program_macro_value(const void *program, struct slice name, struct slice *value)
{
	const cfrw_program *p = program;
	ptrdiff_t i = program_macro_find(p, name);

	*value = i >= 0 ? p->macros[i].value : SLICE_NONE;
	return value->p != NULL;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool ruleset_number(struct slice name, int *number)
{
	const uint64_t most = INT64_MAX;
	uint64_t n = 0;

	for (size_t i = 0; i < name.n && is_digit(name.p[i]); i++) {
		uint64_t digit = (uint64_t)(name.p[i] - '0');

		n = n <= (most - digit) / 10 ? n * 10 + digit : most;
	}
	*number = (int)(uint32_t)n;
	return name.n != 0 && is_digit(name.p[0]);
}

static int checked(cfrw_program *p, int number, const struct ir_item *item)
{
	if (number >= 0 && number < ENGINE_NUMBERS_MAX)
		return number;
	program_say(p, CFRW_ERROR, item, "bad ruleset %d (%d max)", number, ENGINE_NUMBERS_MAX);
	return -1;
}

struct slice ruleset_own_part(struct slice name)
{
	static const bool own[256] = {
		['0'] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
		['A'] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
		['_'] = 1,
		['a'] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	};
	size_t n = 0;

	while (n < name.n && own[(unsigned char)name.p[n]])
		n++;
	return (struct slice){name.p, n};
}

struct word *program_ruleset_word(cfrw_program *p, struct slice name)
{
	struct tok t;

	if (!words_intern(&p->words, name, &t))
		program_no_memory(p);
	return &p->words.v[t.id];
}

int program_ruleset(cfrw_program *p, struct slice name, const struct ir_item *item)
{
	struct word *word;
	int number;

	if (ruleset_number(name, &number))
		return checked(p, number, item);
	name = ruleset_own_part(name);
	if (name.n == 0)
		return -1;
	word = program_ruleset_word(p, name);
	if (word->ruleset >= 0)
		return word->ruleset;
	if (p->next_ruleset < ENGINE_NUMBERS_MAX) {
		program_say(p, CFRW_ERROR, item, "%.*s: too many named rulesets (%d max)", SLICE_ARG(name), ENGINE_RULESETS_MAX - ENGINE_NUMBERS_MAX);
		return -1;
	}
	word->ruleset = (int16_t)p->next_ruleset--;
	p->rulesets[word->ruleset].name = (struct slice){word->p, word->n};
	return word->ruleset;
}

struct slice name_translate(struct arena *a, struct slice text)
{
	char *to;
	size_t n = 0;

	if (text.n == 0 || memchr(text.p, '$', text.n) == NULL)
		return text;
	to = arena_alloc(a, text.n);
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] != '$') {
			to[n++] = text.p[i];
		} else if (i + 1 < text.n && text.p[i + 1] == '$') {
			to[n++] = '$';
			i++;
		} else if (i + 3 < text.n && text.p[i + 1] == '{' && text.p[i + 3] == '}') { /* ${x} is $x */
			to[n++] = SCAN_DOLLAR;
			to[n++] = text.p[i + 2];
			i += 3;
		} else if (i + 1 < text.n) {
			to[n++] = SCAN_DOLLAR;
		}
	}
	return (struct slice){to, n};
}
