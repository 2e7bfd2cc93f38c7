/*
 * bt_set.c - .D sets a macro, .C adds words to a class
 *
 * Their text is read as that of a line of a sendmail.cf: a # begins a comment
 * unless it stands first, or behind $ or a backslash; blanks at the end go.
 */
#include "cmd/engine/bt.h"

static struct slice skip(struct slice s)
{
	while (s.n != 0 && bt_space(s.p[0]))
		s = (struct slice){s.p + 1, s.n - 1};
	return s;
}

static struct slice word(struct slice *s)
{
	struct slice w;

	*s = skip(*s);
	w = (struct slice){s->p, 0};
	while (w.n < s->n && !bt_space(s->p[w.n]))
		w.n++;
	*s = (struct slice){s->p + w.n, s->n - w.n};
	return w;
}

/* ${x} is $x; i is at the brace and moves behind the name. */
static void put_name(struct bt *b, struct buf *to, struct slice text, size_t *i)
{
	struct slice rest = {text.p + *i, text.n - *i};
	char name[BT_NAME + 1];

	if (!bt_name(b, &rest, name)) {
		*i = text.n;
		return;
	}
	*i = text.n - rest.n;
	buf_printf(to, name[0] != '\0' && name[1] == '\0' ? "%s" : "{%s}", name);
}

static struct slice meant(struct bt *b, struct arena *a, struct slice text)
{
	struct buf to;

	buf_init(&to, a);
	for (size_t i = 0; i < text.n;) {
		char c = text.p[i++];

		if (c == '#' && i > 1 && text.p[i - 2] != '$') {
			if (text.p[i - 2] != '\\')
				break;
			to.n--;
		}
		buf_putc(&to, c);
		if (c == '$' && i < text.n && text.p[i] == '$')
			buf_putc(&to, text.p[i++]);
		else if (c == '$' && i < text.n && text.p[i] == '{')
			put_name(b, &to, text, &i);
	}
	while (to.n > 1 && bt_space(to.p[to.n - 1]))
		to.n--;
	return to.n != 0 ? buf_slice(&to) : SLICE_LIT("");
}

static void define(struct bt *b, struct arena *a, const char *name, struct slice value)
{
	struct buf text;

	buf_init(&text, a);
	buf_printf(&text, "{%s}", name);
	buf_put_slice(&text, value);
	cfrw_define(b->site.context, text.p, text.n);
}

/* Words of the class that $=x names; they are taken before any is added, since it may be the same class. */
static void add_class(struct bt *b, struct arena *a, const char *to, struct slice name)
{
	char from[BT_NAME + 1];
	struct cfrw_text w;
	struct buf all;

	buf_init(&all, a);
	if (!bt_name(b, &name, from))
		return;
	for (size_t i = 0; cfrw_members(b->site.context, from, &i, &w);)
		buf_printf(&all, "%.*s\n", (int)w.n, w.p);
	for (struct slice rest = buf_slice(&all), one; all.n != 0 && slice_next(&rest, '\n', &one);)
		cfrw_add(b->site.context, to, one.p, one.n);
}

static void add_words(struct bt *b, struct arena *a, const char *name, struct slice text)
{
	for (struct slice w = word(&text); w.n != 0; w = word(&text)) {
		struct cfrw_text value;
		struct slice rest, one;

		if (slice_starts(w, SLICE_LIT("$="))) {
			add_class(b, a, name, (struct slice){w.p + 2, w.n - 2});
			continue;
		}
		value = cfrw_expand(b->site.context, w.p, w.n);
		rest = (struct slice){arena_dup(a, value.p, value.n), value.n};
		for (one = word(&rest); one.n != 0; one = word(&rest))
			cfrw_add(b->site.context, name, one.p, one.n);
	}
}

void bt_set(struct bt *b, struct slice line)
{
	struct slice s = {line.p + 2, line.n >= 2 ? line.n - 2 : 0};
	char name[BT_NAME + 1];
	struct arena *a;

	if (line.n < 2)
		bt_puts(b, "Usage: .[DC]macro value(s)\n");
	else if (line.p[1] != 'D' && line.p[1] != 'C')
		bt_printf(b, "Unknown \".\" command %.*s\n", SLICE_ARG(line));
	else if (line.p[1] == 'C' && s.n == 0)
		return; /* sendmail says nothing */
	else if (bt_name(b, &s, name)) {
		a = bt_arena();
		s = meant(b, a, s);
		if (line.p[1] == 'D')
			define(b, a, name, s);
		else
			add_words(b, a, name, s);
		arena_free(a);
	}
}
