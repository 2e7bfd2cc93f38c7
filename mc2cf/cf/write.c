/*
 * write.c - an IR as sendmail.cf
 *
 * A pure printer: the same IR gives the same bytes.  With comments, items of a
 * group stand together under a heading (the IR's own comments where it has
 * some, else one from the table below) with a blank line before it.
 */
#include "cf/limits.h"
#include "cf/read_priv.h"
#include "cf/write_priv.h"

enum group { G_NONE, G_VERSION, G_SETTINGS, G_OPTIONS, G_QUEUES, G_PRECEDENCE, G_TRUSTED, G_HEADERS, G_FILTERS, G_MAILERS, G_RULES };

static const struct {
	enum group group;
	const char *heading; /* NULL: none */
} groups[] = {
	[IR_COMMENT] = {G_NONE, NULL},
	[IR_VERSION] = {G_VERSION, "Version level"},
	[IR_OPTION] = {G_OPTIONS, "Options"},
	[IR_MACRO] = {G_SETTINGS, "Macros, classes and maps"},
	[IR_CLASS] = {G_SETTINGS, "Macros, classes and maps"},
	[IR_CLASSFILE] = {G_SETTINGS, "Macros, classes and maps"},
	[IR_MAP] = {G_SETTINGS, "Macros, classes and maps"},
	[IR_MAILER] = {G_MAILERS, "Mailers"},
	[IR_HEADER] = {G_HEADERS, "Headers"},
	[IR_PRECEDENCE] = {G_PRECEDENCE, "Message precedences"},
	[IR_TRUSTED] = {G_TRUSTED, "Trusted users"},
	[IR_FILTER] = {G_FILTERS, "Mail filters"},
	[IR_QUEUE] = {G_QUEUES, "Queue groups"},
	[IR_ENV] = {G_SETTINGS, "Macros, classes and maps"},
	[IR_RULESET] = {G_RULES, NULL},
	[IR_RULE] = {G_RULES, NULL},
	[IR_RAW] = {G_NONE, NULL},
};

static void put_value(struct cf_writer *w, struct slice value)
{
	cf_put_escaped(value, w->level >= CF_LEVEL_COMMENTS, w->out);
}

static void put_name(struct cf_writer *w, struct slice name)
{
	if (name.n != 1)
		buf_putc(w->out, '{');
	put_value(w, name);
	if (name.n != 1)
		buf_putc(w->out, '}');
}

static void write_version(struct cf_writer *w, const struct ir_item *item)
{
	buf_putc(w->out, 'V');
	buf_put_slice(w->out, item->name);
	if (item->value.n != 0) {
		buf_putc(w->out, '/');
		buf_put_slice(w->out, item->value);
	}
	w->level = cf_level(item->name);
}

/* An option without a long name is spelled in the old way. */
static void write_option(struct cf_writer *w, const struct ir_item *item)
{
	buf_puts(w->out, item->name.n == 1 ? "O" : "O ");
	buf_put_slice(w->out, item->name);
	if (item->name.n != 1)
		buf_putc(w->out, '=');
	put_value(w, item->value);
}

/* D, C, F: the letter, a name in braces where it is a word, the value. */
static void write_named(struct cf_writer *w, char letter, const struct ir_item *item)
{
	buf_putc(w->out, letter);
	put_name(w, item->name);
	put_value(w, item->value);
}

static void write_apart(struct cf_writer *w, char letter, const struct ir_item *item, const char *between)
{
	buf_putc(w->out, letter);
	put_value(w, item->name);
	if (item->value.n != 0)
		buf_puts(w->out, between);
	put_value(w, item->value);
}

static void write_precedence(struct cf_writer *w, const struct ir_item *item)
{
	buf_putc(w->out, 'P');
	put_value(w, item->name);
	buf_putc(w->out, '=');
	put_value(w, item->value);
}

static void write_env(struct cf_writer *w, const struct ir_item *item)
{
	buf_putc(w->out, 'E');
	put_value(w, item->name);
	if (item->value.p != NULL)
		buf_putc(w->out, '=');
	put_value(w, item->value);
}

static void write_letter(struct cf_writer *w, char letter, const struct ir_item *item)
{
	buf_putc(w->out, letter);
	put_value(w, item->value);
}

static void write_item(struct cf_writer *w, const struct ir_item *item)
{
	switch (item->kind) {
	case IR_COMMENT:     break; /* see write_comment */
	case IR_VERSION:     write_version(w, item); break;
	case IR_OPTION:      write_option(w, item); break;
	case IR_MACRO:       write_named(w, 'D', item); break;
	case IR_CLASS:       write_named(w, 'C', item); break;
	case IR_CLASSFILE:   write_named(w, 'F', item); break;
	case IR_MAP:         write_apart(w, 'K', item, " "); break;
	case IR_MAILER:      cf_write_mailer(w, item); break;
	case IR_HEADER:      write_letter(w, 'H', item); break;
	case IR_PRECEDENCE:  write_precedence(w, item); break;
	case IR_TRUSTED:     write_letter(w, 'T', item); break;
	case IR_FILTER:      write_apart(w, 'X', item, ", "); break;
	case IR_QUEUE:       write_apart(w, 'Q', item, ", "); break;
	case IR_ENV:         write_env(w, item); break;
	case IR_RULESET:     write_apart(w, 'S', item, "="); break;
	case IR_RULE:        cf_write_rule(w, item); break;
	case IR_RAW:         buf_put_slice(w->out, item->value); break;
	}
}

/* A remark behind an item, marked with # where sendmail would look into it otherwise. */
static void put_remark(struct cf_writer *w, const struct ir_item *item)
{
	bool can_hash = w->level >= CF_LEVEL_COMMENTS, hash = item->kind != IR_RULE;

	if (!w->o->comments || item->comment.n == 0 || (hash && !can_hash))
		return;
	for (size_t i = 0; i < item->comment.n; i++)
		hash = hash || strchr("$#\\", item->comment.p[i]) != NULL;
	buf_puts(w->out, hash && can_hash ? "\t# " : "\t");
	for (size_t i = 0; i < item->comment.n; i++)
		buf_putc(w->out, item->comment.p[i] == '\n' ? ' ' : item->comment.p[i]);
}

static void write_comment(struct cf_writer *w, const struct ir_item *item)
{
	struct slice rest = item->value, line;

	if (rest.n == 0)
		buf_puts(w->out, "#\n");
	while (slice_next(&rest, '\n', &line)) {
		buf_puts(w->out, line.n == 0 || line.p[0] == '#' ? "#" : "# ");
		buf_put_slice(w->out, line);
		buf_putc(w->out, '\n');
	}
}

/* The group of the item that comments at i stand before. */
static enum group group_at(const struct ir *ir, size_t i)
{
	const struct ir_item *item;

	while ((item = ir_at(ir, i)) != NULL && item->kind == IR_COMMENT)
		i++;
	return item != NULL ? groups[item->kind].group : G_NONE;
}

/* Whether two comments were two paragraphs where they came from. */
static bool was_apart(const struct ir_item *a, const struct ir_item *b)
{
	return a->origin.at.file == b->origin.at.file && b->origin.at.line > a->origin.at.line + 1;
}

/* A blank line, and a heading where the IR has none. */
static void put_space(struct cf_writer *w, size_t i, enum group *group)
{
	const struct ir_item *item = ir_at(w->ir, i), *before = i > 0 ? ir_at(w->ir, i - 1) : NULL;
	enum group now;
	bool remarked = before != NULL && before->kind == IR_COMMENT;

	if (item->kind == IR_RULE && before != NULL && before->kind == IR_RULE) /* nothing stands between two rules */
		return;
	now = remarked ? *group : group_at(w->ir, i); /* a comment before it has been told */
	if (remarked && item->kind == IR_COMMENT && was_apart(before, item))
		buf_putc(w->out, '\n');
	if (now != *group || item->kind == IR_COMMENT || item->kind == IR_RULESET) {
		if (before != NULL && !remarked)
			buf_putc(w->out, '\n');
		if (now != *group && !remarked && item->kind != IR_COMMENT && groups[item->kind].heading != NULL)
			buf_printf(w->out, "# %s\n", groups[item->kind].heading);
	}
	*group = now;
}

/* An item with all that goes around it; what may stand before it must not cut a line in two, so a line that goes on is left alone. */
static void put_item(struct cf_writer *w, size_t i, enum group *group)
{
	const struct ir_item *item = ir_at(w->ir, i);
	struct cf_span span;

	if (w->o->comments)
		put_space(w, i, group);
	if (w->o->before != NULL && item->kind != IR_COMMENT && item->kind != IR_RAW)
		w->o->before(w->o->ctx, item, w->out);
	span.from = w->out->n;
	if (item->kind == IR_COMMENT) {
		write_comment(w, item);
	} else {
		if (item->kind == IR_RULESET)
			cf_begin_ruleset(w, i + 1);
		write_item(w, item);
		put_remark(w, item);
		buf_putc(w->out, '\n');
	}
	span.to = w->out->n;
	if (w->o->spans != NULL)
		w->o->spans[i] = span;
}

void cf_write(const struct ir *ir, const struct cf_write_options *o, struct buf *out)
{
	struct cf_writer w = {.ir = ir, .o = o, .out = out};
	const struct ir_item *item;
	enum group group = G_NONE;

	buf_init(&w.lhs, ir_arena(ir));
	for (size_t i = 0; (item = ir_at(ir, i)) != NULL; i++)
		if (item->kind != IR_COMMENT || o->comments)
			put_item(&w, i, &group);
}
