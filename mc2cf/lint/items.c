/* items.c - items of the IR; see query.h */
#include "lint/memo.h"

const struct ir_item *lint_next(const struct lint *l, enum ir_kind kind, size_t *i)
{
	const struct ir_item *item;

	while ((item = ir_at(l->ir, (*i)++)) != NULL)
		if (item->kind == kind)
			return item;
	return NULL;
}

static const struct ir_field *field(const struct ir_item *mailer, const char *key)
{
	const struct ir_field *found = NULL;

	for (size_t i = 0; i < mailer->nfields; i++)
		if (slice_eq_str(mailer->fields[i].key, key))
			found = &mailer->fields[i];
	return found;
}

struct slice lint_field(const struct ir_item *mailer, const char *key)
{
	const struct ir_field *f = field(mailer, key);

	return f != NULL ? f->value : SLICE_LIT("");
}

bool lint_has_field(const struct ir_item *mailer, const char *key)
{
	return field(mailer, key) != NULL;
}

bool lint_is_own(const struct ir_item *item)
{
	return item->origin.asked.file == 0 || srcpos_cmp(item->origin.asked, item->origin.at) == 0;
}

bool lint_wrote(const struct lint *l, const struct ir_item *item)
{
	return lint_is_own(item) && (!l->is_mc || item->origin.asked.file != 0);
}

struct srcpos lint_asked_at(const struct lint *l, const struct ir_item *item)
{
	return item->origin.asked.file != 0 ? item->origin.asked : l->is_mc ? (struct srcpos){l->file, 0, 0, 0} : item->origin.at;
}

const struct ir_item *lint_first(const struct ir_item *item)
{
	while (item->same != NULL)
		item = item->same;
	return item;
}

struct slice lint_macro(const struct lint *l, const char *name)
{
	const struct ir_item *item = ir_find(l->ir, IR_MACRO, slice_of(name));

	return item != NULL ? item->value : SLICE_LIT("");
}

static struct symtab *words_of(const struct lint *l, const char *class)
{
	struct symtab *words = symtab_new(l->arena, true);
	const struct ir_item *item = ir_find(l->ir, IR_CLASS, slice_of(class));

	for (; item != NULL; item = item->same) {
		struct slice rest = item->value, one;

		while (slice_next(&rest, ' ', &one))
			symtab_set(words, one, words);
	}
	return words;
}

bool lint_class_has(const struct lint *l, const char *name, struct slice word)
{
	struct lint_memo *m = l->memo;
	struct symtab *words;

	if (m->class_words == NULL)
		m->class_words = symtab_new(l->arena, false);
	words = symtab_get(m->class_words, slice_of(name));
	if (words == NULL) {
		words = words_of(l, name);
		symtab_set(m->class_words, slice_of(name), words);
	}
	return symtab_get(words, word) != NULL;
}

bool lint_next_field(struct slice *rest, char apart, struct slice *key, struct slice *value)
{
	struct slice part;

	while (slice_next(rest, apart, &part)) {
		*value = slice_trim(part);
		if (value->n == 0)
			continue;
		if (memchr(value->p, '=', value->n) == NULL) {
			*key = *value;
			*value = SLICE_LIT("");
			return true;
		}
		slice_next(value, '=', key);
		*key = slice_trim(*key);
		*value = slice_trim(*value);
		return true;
	}
	return false;
}

/* sendmail goes by the first letter of a key. */
static void take(struct lint_port *p, struct slice key, struct slice value)
{
	switch (key.n != 0 ? key.p[0] : 0) {
	case 'N': case 'n': p->name = value; break;
	case 'P': case 'p': p->port = value; break;
	case 'A': case 'a': p->addr = value; break;
	case 'F': case 'f': p->family = value; break;
	case 'M': case 'm': p->modifiers = value; break;
	case 'I': case 'i': p->filters = value; break;
	default: break;
	}
}

bool lint_next_port(const struct lint *l, size_t *i, struct lint_port *p)
{
	const struct ir_item *item;
	struct slice key, value, rest;

	do {
		if ((item = lint_next(l, IR_OPTION, i)) == NULL)
			return false;
	} while (!slice_eq_str(item->name, "DaemonPortOptions"));
	*p = (struct lint_port){.at = item->origin.asked.file != 0 && !lint_is_own(item) ? item->origin.asked : item->origin.at};
	if (l->is_mc && item->origin.asked.file == 0)
		p->at = (struct srcpos){l->file, 0, 0, 0};
	for (rest = item->value; lint_next_field(&rest, ',', &key, &value);)
		take(p, key, value);
	return true;
}

bool lint_port_is(const struct lint_port *p, const char *name, const char *number)
{
	return slice_caseeq(p->port, slice_of(name)) || slice_eq_str(p->port, number);
}

bool lint_word_in(struct slice list, struct slice word)
{
	struct slice one;

	while (slice_next(&list, ' ', &one))
		if (slice_caseeq(slice_trim(one), word))
			return true;
	return false;
}

bool lint_list_words(struct slice list, const char *word)
{
	return lint_word_in(list, slice_of(word));
}

static bool is_loopback(const struct lint_port *p)
{
	return slice_starts(p->addr, SLICE_LIT("127.")) || slice_caseeq(p->addr, SLICE_LIT("localhost")) || slice_caseeq(p->addr, SLICE_LIT("::1")) ||
		slice_caseeq(p->addr, SLICE_LIT("IPv6:::1")) || slice_caseeq(p->family, SLICE_LIT("local")) || slice_caseeq(p->family, SLICE_LIT("unix"));
}

bool lint_port_faces_network(const struct lint_port *p)
{
	return !is_loopback(p);
}

bool lint_faces_network(const struct lint *l)
{
	struct lint_port p;
	bool any = false;

	for (size_t i = 0; lint_next_port(l, &i, &p); any = true)
		if (!is_loopback(&p))
			return true;
	return !any;
}
