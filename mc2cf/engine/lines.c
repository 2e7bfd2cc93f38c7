/*
 * lines.c - the lines of a .cf that change what rules see
 *
 * D lines lose their quotes and backslashes but are not expanded; words of C
 * lines are expanded and then cut at white space (checked with sendmail 8.17.1).
 */
#include "engine/load.h"
#include "engine/wordfile.h"

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Without quotes, a backslash only before what it holds. */
static struct slice unquoted(struct arena *a, struct slice s)
{
	char *to = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '"')
			continue;
		if (c == '\\' && i + 1 < s.n) {
			c = s.p[++i];
			c = c == 'n' ? '\n' : c == 'r' ? '\r' : c == 'b' ? '\b' : c;
		}
		to[n++] = c;
	}
	return (struct slice){to, n};
}

static void line_macro(struct loader *l, const struct ir_item *item)
{
	size_t i = program_macro(l->p, item->name);

	l->p->macros[i].value = name_translate(l->p->arena, unquoted(l->p->arena, item->value));
}

static bool next_word(struct slice *rest, struct slice *word)
{
	size_t n = 0;

	while (rest->n != 0 && is_space(rest->p[0]))
		*rest = (struct slice){rest->p + 1, rest->n - 1};
	if (rest->n == 0)
		return false;
	while (n < rest->n && !is_space(rest->p[n]))
		n++;
	*word = (struct slice){rest->p, n};
	*rest = (struct slice){rest->p + n, rest->n - n};
	return n != 0;
}

/* $=x among the words: what is in that class now. */
static bool add_class(cfrw_program *p, size_t class_index, struct slice word)
{
	struct slice name = {word.p + 2, word.n - 2};
	ptrdiff_t from;

	if (word.n < 3 || word.p[0] != '$' || word.p[1] != '=')
		return false;
	if (name.n > 2 && name.p[0] == '{' && name.p[name.n - 1] == '}')
		name = (struct slice){name.p + 1, name.n - 2};
	from = program_class_find(p, name);
	for (size_t i = 0, n = from >= 0 ? p->classes[from].nmembers : 0; i < n; i++)
		class_add(p, class_index, p->classes[from].members[i]);
	return true;
}

static void line_class(struct loader *l, const struct ir_item *item)
{
	size_t to = program_class(l->p, item->name);
	struct slice rest = item->value, word, one, expanded;

	while (next_word(&rest, &word)) {
		struct buf *b = &l->work.text;

		if (add_class(l->p, to, word))
			continue;
		expand_text(b, name_translate(l->p->arena, word), false, program_macro_value, l->p);
		for (expanded = buf_slice(b); next_word(&expanded, &one);)
			class_add(l->p, to, one);
		b->n = 0;
	}
}

void cfrw_word(struct cfrw_words *to, const char *p, size_t n)
{
	class_add(to->p, to->class_index, (struct slice){p, n});
}

bool words_have(const struct cfrw_words *to, struct slice word)
{
	const struct klass *k = &to->p->classes[to->class_index];

	for (size_t i = 0; i < k->nmembers; i++)
		if (slice_caseeq(k->members[i], word))
			return true;
	return false;
}

void words_add_domain(struct cfrw_words *w)
{
	struct slice domain;

	if (program_macro_value(w->p, SLICE_LIT("m"), &domain))
		class_add(w->p, program_class(w->p, SLICE_LIT("m")), domain);
}

static void line_classfile(struct loader *l, const struct ir_item *item)
{
	struct cfrw_words to = {l->p, program_class(l->p, item->name), item};

	if (l->how->classfile != NULL)
		l->how->classfile(l->how->data, arena_dup(l->p->arena, item->name.p, item->name.n), (struct cfrw_text){item->value.p, item->value.n}, &to);
}

void settle_operators(struct loader *l)
{
	cfrw_program *p = l->p;
	const struct ir_item *item;
	struct slice chars, value;

	if (l->operators_known)
		return;
	l->operators_known = true;
	item = l->operators; /* one that stands behind the first rule comes too late */
	chars = item != NULL ? item->value : SLICE_LIT(".:@[]");
	if (item == NULL && p->level < 7 && program_macro_value(p, SLICE_LIT("o"), &value))
		chars = value;
	scan_kinds(p->kinds, chars);
	words_kinds(&p->words, p->kinds);
	piece_bytes(p, &l->work);
}

static void set_version(cfrw_program *p, const struct ir_item *item)
{
	p->level = 0;
	for (size_t i = 0; i < item->name.n && p->level < 1000; i++)
		if (item->name.p[i] >= '0' && item->name.p[i] <= '9')
			p->level = p->level * 10 + (unsigned)(item->name.p[i] - '0');
	p->vendor = item->value;
}

static void set_option(struct loader *l, const struct ir_item *item)
{
	cfrw_program *p = l->p;

	if (slice_caseeq(item->name, SLICE_LIT("OperatorChars")))
		l->operators = item;
	if (slice_caseeq(item->name, SLICE_LIT("BlankSub")) && item->value.n != 0)
		p->space = item->value.p[0];
	if (slice_caseeq(item->name, SLICE_LIT("BlankSub")))
		p->space_from = item->index;
}

/* T lines: trusted users are the words of class t. */
static void add_trusted(cfrw_program *p, const struct ir_item *item)
{
	struct slice s = slice_trim(item->value);

	while (s.n != 0) {
		size_t n = 0;

		while (n < s.n && s.p[n] != ' ' && s.p[n] != '\t')
			n++;
		class_add(p, program_class(p, SLICE_LIT("t")), (struct slice){s.p, n});
		s = slice_trim((struct slice){s.p + n, s.n - n});
	}
}

void line_item(void *loader, const struct ir_item *item)
{
	struct loader *l = loader;

	switch (item->kind) {
	case IR_VERSION:
		set_version(l->p, item);
		break;
	case IR_OPTION:
		set_option(l, item);
		break;
	case IR_MACRO:
		line_macro(l, item);
		break;
	case IR_CLASS:
		line_class(l, item);
		break;
	case IR_TRUSTED:
		add_trusted(l->p, item);
		break;
	case IR_CLASSFILE:
		line_classfile(l, item);
		break;
	case IR_MAILER:
		line_mailer(l, item);
		break;
	case IR_HEADER:
		line_header(l, item);
		break;
	case IR_RULESET:
		line_ruleset(l, item);
		break;
	default: /* asked for later, through the IR */
		break;
	}
}
