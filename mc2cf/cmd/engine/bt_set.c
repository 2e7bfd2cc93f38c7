/*
 * bt_set.c - .D sets a macro, .C adds words to a class
 */
#include "cmd/engine/bt.h"

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void add_words(struct bt *b, const char *class_name, struct cfrw_text words)
{
	for (size_t i = 0; i < words.n;) {
		size_t from;

		while (i < words.n && is_space(words.p[i]))
			i++;
		from = i;
		while (i < words.n && !is_space(words.p[i]))
			i++;
		if (i > from)
			cfrw_add(b->context, class_name, words.p + from, i - from);
	}
}

/* C: a name, and words in which macros are put in. */
static void add(struct bt *b, struct slice s)
{
	char name[64];
	size_t n = 1, skip = 1;

	if (s.n == 0)
		return;
	if (s.p[0] == '{') {
		while (n < s.n && s.p[n] != '}')
			n++;
		if (n == s.n || n - 1 >= sizeof(name))
			return;
		skip = n + 1;
		memcpy(name, s.p + 1, n - 1);
		name[n - 1] = '\0';
	} else {
		name[0] = s.p[0];
		name[1] = '\0';
	}
	add_words(b, name, cfrw_expand(b->context, s.p + skip, s.n - skip));
}

void bt_set(struct bt *b, struct slice line)
{
	if (line.n < 2)
		return;
	if (line.p[1] == 'D')
		cfrw_define(b->context, line.p + 2, line.n - 2);
	else if (line.p[1] == 'C')
		add(b, (struct slice){line.p + 2, line.n - 2});
}
