/*
 * bt_set.c - .D sets a macro, .C adds words to a class
 */
#include "cmd/engine/bt.h"

static void add_words(struct bt *b, const char *class_name, struct slice words)
{
	for (size_t i = 0; i < words.n;) {
		size_t from;

		while (i < words.n && bt_space(words.p[i]))
			i++;
		from = i;
		while (i < words.n && !bt_space(words.p[i]))
			i++;
		if (i > from)
			cfrw_add(b->site.context, class_name, words.p + from, i - from);
	}
}

void bt_set(struct bt *b, struct slice line)
{
	struct slice s = {line.p + 2, line.n >= 2 ? line.n - 2 : 0}, whole = s;
	char name[BT_NAME];

	if (line.n < 2)
		bt_puts(b, "Usage: .[DC]macro value(s)\n");
	else if (line.p[1] != 'D' && line.p[1] != 'C')
		bt_printf(b, "Unknown \".\" command %.*s\n", SLICE_ARG(line));
	else if (line.p[1] == 'C' && s.n == 0)
		return; /* sendmail says nothing */
	else if (bt_name(b, &s, name, sizeof(name))) {
		if (line.p[1] == 'D') {
			cfrw_define(b->site.context, whole.p, whole.n);
		} else {
			struct cfrw_text words = cfrw_expand(b->site.context, s.p, s.n);

			add_words(b, name, (struct slice){words.p, words.n});
		}
	}
}
