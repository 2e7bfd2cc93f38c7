/*
 * bt_name.c - what stands behind $, $=, .D and .C: names of macros and classes
 */
#include <stdlib.h>

#include "cmd/engine/bt.h"
#include "engine/print.h"

#define STAB 2003 /* lists of names in sendmail: in their order it prints a class */

/* The symbols of rules, which sendmail takes for macros with themselves as values. */
static const char symbols[] = "#&()*+-.0123456789:>?@[]|~";

/* What no name has is said and left out. */
static size_t braced(struct bt *b, struct slice s, char name[BT_NAME + 1])
{
	size_t i, n = 0;

	for (i = 1; i < s.n && s.p[i] != '}' && n < BT_NAME; i++) {
		if (bt_named(s.p[i]))
			name[n++] = s.p[i];
		else
			bt_error(b, "Invalid macro/class character %c\n", s.p[i] & 0x7f);
	}
	name[n] = '\0';
	return i;
}

bool bt_name(struct bt *b, struct slice *s, char name[BT_NAME + 1])
{
	size_t n = 1;

	name[0] = '\0';
	if (s->n != 0 && s->p[0] != '{') {
		name[0] = s->p[0];
		name[1] = '\0';
	} else if (s->n != 0) {
		n = braced(b, *s, name);
		if (n == s->n)
			bt_error(b, "Unbalanced { on %s\nUnable to assign macro/class ID (mid = 0xffffffff)\n", name);
		else if (s->p[n] != '}')
			bt_error(b, "Macro/class name ({%s}) too long (%d chars max)\nUnable to assign macro/class ID (mid = 0xffffffff)\n", name, BT_NAME);
		if (n == s->n || s->p[n++] != '}')
			return false;
	}
	if (n < 3 && name[0] == '\0') { /* {-} is a name, of no characters */
		bt_error(b, "Name required for macro/class\n");
		return false;
	}
	*s = (struct slice){s->p + n, s->n - n};
	return true;
}

/* A $ that begins a name is kept as one byte. */
static void put_value(struct bt *b, struct cfrw_text v)
{
	char byte[PRINT_BYTE_MAX];

	for (size_t i = 0; i < v.n; i++)
		bt_put(b, byte, print_byte(byte, (unsigned char)v.p[i]));
	bt_puts(b, "\n");
}

static void macro(struct bt *b, struct slice s)
{
	char name[BT_NAME + 1];
	struct cfrw_text value;

	if (!bt_name(b, &s, name))
		return;
	if (cfrw_get(b->site.context, name, &value))
		put_value(b, value);
	else if (name[0] != '\0' && name[1] == '\0' && strchr(symbols, name[0]) != NULL)
		bt_printf(b, "$%s\n", name);
	else
		bt_puts(b, "Undefined\n");
}

struct member {
	struct slice word;
	unsigned list;
	size_t order;
};

static unsigned list_of(struct slice s)
{
	unsigned h = 1;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		h = ((h << 1) ^ (c >= 'A' && c <= 'Z' ? c + 32u : c)) % STAB;
	}
	return h;
}

/* Whether the word stands before v[n] as well. */
static bool is_known(const struct member *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].list == v[n].list && slice_caseeq(v[i].word, v[n].word))
			return true;
	return false;
}

static int by_list(const void *x, const void *y)
{
	const struct member *a = x, *b = y;

	if (a->list != b->list)
		return a->list < b->list ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

static void class_words(struct bt *b, struct slice s)
{
	char name[BT_NAME + 1];
	struct cfrw_text word;
	size_t n = 0;
	struct member *v;

	if (!bt_name(b, &s, name))
		return;
	for (size_t i = 0; cfrw_members(b->site.context, name, &i, &word);)
		n++;
	v = calloc(n + 1, sizeof(*v));
	if (v == NULL)
		return;
	n = 0;
	for (size_t i = 0; cfrw_members(b->site.context, name, &i, &word);) {
		v[n] = (struct member){{word.p, word.n}, list_of((struct slice){word.p, word.n}), n};
		n += !is_known(v, n);
	}
	qsort(v, n, sizeof(*v), by_list);
	for (size_t i = 0; i < n; i++)
		bt_printf(b, "%.*s\n", SLICE_ARG(v[i].word));
	free(v);
}

void bt_dollar(struct bt *b, struct slice line)
{
	struct slice s = {line.p + 1, line.n - 1};

	if (s.n != 0 && s.p[0] == '=')
		class_words(b, (struct slice){s.p + 1, s.n - 1});
	else
		macro(b, s);
}
