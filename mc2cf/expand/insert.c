/*
 * insert.c - the parts of a sendmail.cf that come from tables, not from templates
 *
 * `insert NAME' puts out the site's items of the kinds that belong to NAME, in
 * the order of the site, as the lines that sendmail reads.  A NUL pointer as
 * value means: nothing was given (`O Name', not `O Name=').
 */
#include "expand/walk.h"

/* How an item of a kind is spelled: before the name, between name and value, after all. */
static const struct kind {
	const char *part;   /* NAME of `insert' */
	const char *before, *between;
	bool name;          /* the name is printed */
} kinds[] = {
	[SITE_OPTION]      = {"options",      "O ",                     "=",  true},
	[SITE_CLASS]       = {"classes",      "C{",                     "}",  true},
	[SITE_CLASSFILE]   = {"classes",      "F{",                     "}",  true},
	[SITE_DAEMON_PORT] = {"daemon_ports", "O DaemonPortOptions=",   "",   false},
	[SITE_CLIENT_PORT] = {"client_ports", "O ClientPortOptions=",   "",   false},
	[SITE_FILTER]      = {"mail_filters", "X",                      ", ", true},
	[SITE_QUEUE]       = {"queue_groups", "Q",                      ", ", true},
	[SITE_COMMENT]     = {"comments",     "# ",                     "",   false},
};
enum { NKINDS = sizeof(kinds) / sizeof(*kinds) };

static void put_item(struct expander *x, const struct node *n, const struct site_item *item)
{
	const struct kind *k = &kinds[item->kind];
	struct buf line;

	buf_init(&line, x->arena);
	buf_puts(&line, k->before);
	if (k->name)
		buf_put_slice(&line, item->name);
	if (item->value.p != NULL) {
		buf_puts(&line, k->between);
		buf_put_slice(&line, item->value);
	} else if (item->kind == SITE_CLASS || item->kind == SITE_CLASSFILE) {
		buf_puts(&line, k->between);
	}
	put_text(x, buf_slice(&line), item->at.file != 0 ? item->at : n->at, item->at);
	cf_reader_end(x->reader);
}

void insert_items(struct expander *x, const struct node *n)
{
	bool known = false;

	cf_reader_end(x->reader);
	for (unsigned k = 0; k < NKINDS; k++) {
		if (!slice_eq_str(n->text, kinds[k].part))
			continue;
		known = true;
		x->inserted |= 1u << k;
	}
	if (!known)
		diag_add(x->d, 502, n->at, "there is no part `%.*s' to insert", SLICE_ARG(n->text));
	for (size_t i = 0; known && i < x->site->nitems; i++)
		if (slice_eq_str(n->text, kinds[x->site->items[i].kind].part))
			put_item(x, n, &x->site->items[i]);
}

void insert_check(struct expander *x)
{
	unsigned told = x->inserted;

	for (size_t i = 0; i < x->site->nitems; i++) {
		const struct site_item *item = &x->site->items[i];

		if ((told & 1u << item->kind) != 0)
			continue;
		told |= 1u << item->kind;
		diag_add(x->d, 507, item->at, "main.cf has no line `insert %s' for this", kinds[item->kind].part);
	}
}
