/*
 * expand.c - walks the templates and gives the lines that are taken to the .cf reader
 *
 * See expand.h for the contract and walk.h for the parts.  A fault in a
 * template never stops the walk: it is reported and the line left out.
 */
#include "expand/expand.h"
#include "expand/limits.h"
#include "expand/slot.h"
#include "expand/walk.h"

bool enter(struct expander *x, const struct node *n)
{
	if (x->depth == PLACE_DEPTH_MAX) {
		diag_add(x->d, 508, n->at, "`%.*s' is nested too deep: it goes round in a circle", SLICE_ARG(n->text));
		return false;
	}
	x->depth++;
	return true;
}

void put_text(struct expander *x, struct slice text, struct srcpos at, struct srcpos asked)
{
	struct ir_origin origin = {at, asked};
	struct slice line;

	/* An empty line counts: what begins with white space behind it goes on with nothing. */
	if (text.n == 0)
		cf_reader_line(x->reader, text, origin);
	/* A value may hold newlines: the reader wants the lines that sendmail would see. */
	while (slice_next(&text, '\n', &line))
		cf_reader_line(x->reader, line, origin);
}

static void walk_line(struct expander *x, const struct node *n, const struct scope *s)
{
	struct slot_scope slots = {x->site, s->use, x->d, &x->numbers};
	struct srcpos asked = s->asked;
	struct buf out;

	if (!n->slots) {
		struct ir_origin origin = {n->at, asked};

		if (n->rule != NULL)
			cf_reader_rule(x->reader, n->rule, n->text, origin);
		else
			cf_reader_line(x->reader, n->text, origin);
		return;
	}
	buf_init(&out, x->arena);
	if (slot_fill(&slots, n->text, n->at, &out, &asked))
		put_text(x, buf_slice(&out), n->at, asked);
}

static bool has_include(const struct node *list)
{
	for (; list != NULL; list = list->next)
		if (list->kind == NODE_INCLUDE || has_include(list->body) || has_include(list->otherwise))
			return true;
	return false;
}

static void walk_when(struct expander *x, const struct node *n, const struct scope *s)
{
	struct scope inner = *s;
	bool yes = n->cond != NULL && cond_holds(n->cond, x->site, s->use, &inner.asked);

	if (has_include(yes ? n->otherwise : n->body))
		x->skipped_include = true;
	walk(x, yes ? n->body : n->otherwise, &inner);
}

static void walk_each(struct expander *x, const struct node *n, const struct scope *s)
{
	bool only = s->only != NULL && s->only->kind != SITE_MAILER && slice_eq(s->only->name, n->text);

	for (size_t i = 0; i < x->site->nuses; i++) {
		const struct site_use *u = x->site->uses[i];
		struct scope inner = {.use = u, .asked = u->at, .only = u};

		if (u->kind != SITE_MAILER && slice_eq(u->name, n->text) && (!only || u == s->only))
			walk(x, n->body, &inner);
	}
}

static void walk_include(struct expander *x, const struct node *n, const struct scope *s)
{
	const struct node *tree;

	if (!enter(x, n))
		return;
	if (library_read(x, n->text, n->at, &tree)) {
		cf_reader_end(x->reader);
		walk(x, tree, s);
		cf_reader_end(x->reader);
	}
	x->depth--;
}

/* Whether one more node may be walked; says once that there are too many. */
static bool within_bounds(struct expander *x, const struct node *n)
{
	if (x->walked == WALK_MAX) {
		diag_add(x->d, 508, n->at, "the templates come to more than %zu lines: they go round in a circle", WALK_MAX);
		x->walked++;
	}
	return x->walked < WALK_MAX && ++x->walked != 0;
}

/* Recursion is bounded: by BLOCK_DEPTH_MAX in a file, by PLACE_DEPTH_MAX across files. */
void walk(struct expander *x, const struct node *list, const struct scope *s)
{
	for (const struct node *n = list; n != NULL; n = n->next) {
		if (!within_bounds(x, n))
			return;
		if (s->each_only && n->kind != NODE_EACH && n->kind != NODE_WHEN)
			continue;
		switch (n->kind) {
		case NODE_LINE:    walk_line(x, n, s); break;
		case NODE_WHEN:    walk_when(x, n, s); break;
		case NODE_EACH:    walk_each(x, n, s); break;
		case NODE_AT:      break; /* bound by library_read_uses() */
		case NODE_HOOK:    hook_place(x, n, s); break;
		case NODE_GAP:     ir_excuse(x->ir, n->text); break;
		case NODE_INCLUDE: walk_include(x, n, s); break;
		case NODE_INSERT:  insert_items(x, n); break;
		}
	}
}

bool expand_site(const struct site *site, struct templates *t, struct diags *d, struct ir *ir)
{
	struct expander x = {.site = site, .templates = t, .arena = ir_arena(ir), .ir = ir, .d = d, .readable = true};
	struct scope top = {.use = NULL};
	const struct node *tree;

	x.reader = cf_reader_new(ir, d);
	x.hooks = symtab_new(x.arena, false);
	library_read_uses(&x);
	if (library_read(&x, SLICE_LIT("main.cf"), SRCPOS_NONE, &tree)) {
		walk(&x, tree, &top);
		cf_reader_end(x.reader);
		hook_check(&x);
		insert_check(&x);
	}
	return x.readable;
}
