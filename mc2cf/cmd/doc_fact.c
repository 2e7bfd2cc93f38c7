/* doc_fact.c - what the tables know of an entry, one line a fact; see doc.h */
#include "cmd/doc.h"
#include "ir/ir.h"
#include "mc/reference.h"

static enum mc_kind kind_of(const struct doc_entry *e)
{
	return e->group == DOC_FEATURES ? MC_KIND_FEATURE : e->group == DOC_MAILERS ? MC_KIND_MAILER :
		e->group == DOC_SYSTEMS ? MC_KIND_OSTYPE : e->group == DOC_NAMES ? MC_KIND_NAME : MC_KIND_DIRECTIVE;
}

static bool owns(const struct doc_entry *e, enum mc_kind kind, const char *owner)
{
	return e->group <= DOC_NAMES && kind == kind_of(e) && strcmp(owner, e->name) == 0;
}

/* How a FEATURE, MAILER, OSTYPE, DOMAIN or HACK is called; NULL for what is its own call. */
static const char *caller(const struct doc_entry *e)
{
	static const char *const callers[DOC_GROUPS] = {[DOC_FEATURES] = "FEATURE", [DOC_MAILERS] = "MAILER", [DOC_SYSTEMS] = "OSTYPE", [DOC_DOMAINS] = "DOMAIN", [DOC_HACKS] = "HACK"};

	return callers[e->group];
}

/* The item of features.def for the argument i (from 0) of a FEATURE. */
static struct slice item_at(const struct doc_entry *e, size_t i)
{
	struct slice items = e->group == DOC_FEATURES ? slice_of(((const struct mc_feature *)e->row)->arguments) : SLICE_LIT(""), item;

	while (slice_next(&items, ';', &item))
		if (i-- == 0)
			return slice_trim(item);
	return SLICE_LIT("");
}

static bool must(const struct doc_entry *e, size_t i)
{
	struct slice item = item_at(e, i), word;

	/* a DNS list is a list of arguments of which the first must be there */
	return slice_next(&item, ' ', &word) && (word.p[word.n - 1] == '!' || slice_eq_str(word, "list"));
}

const char *doc_usage(struct doc *d, const struct doc_entry *e)
{
	const char *call = caller(e);
	struct buf b;
	size_t n = 0, open = 0;

	if (e->group != DOC_DIRECTIVES && call == NULL)
		return NULL;
	buf_init(&b, d->arena);
	if (call != NULL)
		buf_printf(&b, "%s(`%s'", call, e->name);
	else
		buf_puts(&b, e->name);
	for (size_t i = 0; mc_argument_at(i) != NULL; i++) {
		const struct mc_argument *a = mc_argument_at(i);
		bool optional;

		if (!owns(e, a->kind, a->owner))
			continue;
		optional = call != NULL && !must(e, n);
		buf_printf(&b, "%s%s%s", optional ? " [" : "", call == NULL && n == 0 ? "(" : ", ", a->name);
		open += optional;
		n++;
	}
	for (; open != 0; open--)
		buf_putc(&b, ']');
	if (call != NULL || n != 0)
		buf_putc(&b, ')');
	buf_putc(&b, '\0');
	return b.p;
}

static const char *quoted_list(struct doc *d, struct slice words, char sep)
{
	struct slice word;
	struct buf b;

	buf_init(&b, d->arena);
	while (slice_next(&words, sep, &word))
		buf_printf(&b, "%s%.*s", b.n != 0 ? ", " : "", SLICE_ARG(word));
	buf_putc(&b, '\0');
	return b.p;
}

/* What an argument may be, by its item in features.def. */
static const char *argument_type(struct doc *d, struct slice item)
{
	struct slice word;

	if (!slice_next(&item, ' ', &word))
		return "";
	if (word.p[word.n - 1] == '!')
		word.n--;
	if (slice_eq_str(word, "map") || slice_eq_str(word, "table"))
		return "a map; ";
	if (slice_eq_str(word, "word"))
		return doc_format(d, "one of %s; ", quoted_list(d, item, ' '));
	if (slice_eq_str(word, "letter"))
		return doc_format(d, "one of %s, the first letter is enough; ", quoted_list(d, item, ' '));
	return "";
}

static void arguments(struct doc *d, const struct doc_entry *e, doc_put *put)
{
	size_t n = 0;

	for (size_t i = 0; mc_argument_at(i) != NULL; i++) {
		const struct mc_argument *a = mc_argument_at(i);
		bool again;

		if (!owns(e, a->kind, a->owner))
			continue;
		again = n != 0 && slice_eq(item_at(e, n), item_at(e, n - 1));
		put(d, a->name, doc_format(d, "%s%s%s%s%s", must(e, n) ? "needed; " : "", again ? "" : argument_type(d, item_at(e, n)), a->help,
			a->otherwise[0] != '\0' ? "; otherwise " : "", a->otherwise));
		n++;
	}
}

static void conflicts(struct doc *d, const struct doc_entry *e, doc_put *put)
{
	for (size_t i = 0; mc_conflict_at(i) != NULL; i++) {
		const struct mc_conflict *c = mc_conflict_at(i);

		if (owns(e, c->kind, c->owner))
			put(d, "conflicts", doc_format(d, "with %s: %s", c->other, c->why));
		else if (e->group == DOC_FEATURES && strcmp(c->other, e->name) == 0)
			put(d, "conflicts", doc_format(d, "with %s: %s", c->owner, c->why));
	}
}

static void since(struct doc *d, const struct doc_entry *e, doc_put *put)
{
	const struct mc_since *s = e->group == DOC_CODES || e->group == DOC_OPTIONS || e->group == DOC_OBSOLETE || e->group == DOC_DOMAINS || e->group == DOC_HACKS ? NULL : mc_since_find(kind_of(e), slice_of(e->name));
	const char *version = s != NULL ? s->since : e->group == DOC_NAMES ? mc_name_since(e->row) : "";

	if (version[0] != '\0')
		put(d, "since", doc_format(d, "sendmail %s", version));
	if (s != NULL && s->before[0] == '=')
		put(d, "before", doc_format(d, "%s", s->before + 1));
	else if (s != NULL && s->before[0] != '\0')
		put(d, "before", s->before);
	/* words among its arguments that are younger */
	for (size_t i = 0, n = strlen(e->name); e->group == DOC_FEATURES && (s = mc_since_at(i)) != NULL; i++)
		if (s->kind == MC_KIND_ARGUMENT && strncmp(s->name, e->name, n) == 0 && s->name[n] == '.')
			put(d, "since", doc_format(d, "sendmail %s: %s", s->since, s->name + n + 1));
}

static void feature(struct doc *d, const struct mc_feature *f, doc_put *put)
{
	if (f->needs[0] != '\0')
		put(d, "needs", doc_format(d, "FEATURE(`%s') before it", f->needs));
	if ((f->traits & MC_RENAMED) != 0)
		put(d, "deprecated", doc_format(d, "replaced by FEATURE(`%s')", f->help));
	if ((f->traits & MC_EACH) != 0)
		put(d, "note", "may be used more than once");
	if ((f->traits & MC_LOCAL) != 0)
		put(d, "note", "comes to nothing behind the mailers that it is for");
	if ((f->traits & MC_ALONE) != 0)
		put(d, "note", "brings its mailers; no FEATURE may follow");
	if ((f->traits & MC_OPEN) != 0)
		put(d, "note", "may let strangers relay");
}

/* The names that a mailer reads: those that begin like one of its sets of flags. */
static bool reads(const struct mc_mailer *m, const char *name)
{
	for (size_t i = 0; mc_flags_at(i) != NULL; i++) {
		const struct mc_flags *f = mc_flags_at(i);
		size_t n = strlen(f->fact);

		if (strcmp(f->mailer, m->name) == 0 && strncmp(name, f->fact, n) == 0 && name[n] == '_')
			return true;
	}
	return false;
}

static void mailer(struct doc *d, const struct mc_mailer *m, doc_put *put)
{
	struct buf b;

	buf_init(&b, d->arena);
	for (size_t i = 0; mc_conf_at(i) != NULL; i++)
		if (mc_conf_at(i)->reader == MC_MAILER && reads(m, mc_conf_at(i)->name))
			buf_printf(&b, "%s%s", b.n != 0 ? ", " : "", mc_conf_at(i)->name);
	buf_putc(&b, '\0');
	if (b.n > 1)
		put(d, "reads", b.p);
}

static void directive(struct doc *d, const char *name, doc_put *put)
{
	const struct mc_class *c = mc_class_find(slice_of(name));
	const struct mc_section_kind *s = mc_section_find(slice_of(name));

	if (c != NULL)
		put(d, "fills", doc_format(d, "class %s%s%s", strlen(c->name) > 1 ? "{" : "", c->name, strlen(c->name) > 1 ? "}" : ""));
	if (s != NULL)
		put(d, "note", doc_format(d, "begins lines in the language of sendmail.cf%s", s->after_mailer ? "; belongs behind MAILER" : ""));
}

static void conf(struct doc *d, const struct mc_conf *c, doc_put *put)
{
	static const char *const readers[] = {[MC_OPTION] = "", [MC_MILTER] = "where there is a mail filter", [MC_TEMPLATE] = "", [MC_MAILER] = "by the MAILER, as it stands there",
		[MC_FEATURE] = "by the FEATURE, as it stands there", [MC_M4] = "by other names", [MC_ANY] = "by nothing here"};
	const struct ir_option *o = c->option != NULL ? ir_option_find(slice_of(c->option)) : NULL;

	if (mc_deprecated_by(MC_KIND_NAME, slice_of(c->name)) != NULL)
		put(d, "deprecated", doc_format(d, "replaced by %s", mc_deprecated_by(MC_KIND_NAME, slice_of(c->name))));
	if (c->option != NULL)
		put(d, "option", c->option);
	put(d, "type", c->type);
	if (o != NULL && o->values[0] != '\0' && strchr(o->values, '|') != NULL)
		put(d, "values", quoted_list(d, slice_of(o->values), '|'));
	if (readers[c->reader][0] != '\0')
		put(d, "read", readers[c->reader]);
	if (c->otherwise[0] != '\0')
		put(d, "otherwise", c->otherwise);
	else if (c->initial != NULL && strchr(c->initial, '\n') == NULL)
		put(d, "otherwise", c->initial);
}

static void option(struct doc *d, const struct ir_option *o, doc_put *put)
{
	put(d, "type", o->type);
	put(d, "note", doc_format(d, "a line behind LOCAL_CONFIG sets it: O %s=value", o->name));
	if (o->since[0] != '\0')
		put(d, "since", doc_format(d, "sendmail %s", o->since));
}

static void code(struct doc *d, const struct diag_code *c, doc_put *put)
{
	put(d, "name", c->name);
	put(d, "severity", c->severity == DIAG_ERROR ? "error" : "warning");
	if (c->severity != DIAG_ERROR)
		put(d, "silence", doc_format(d, "-Wno-%s", c->name));
}

/* A value of the type, where no better one is known. */
static const char *sample(const struct mc_conf *c)
{
	static const struct {
		const char *type, *value;
	} samples[] = {{"bool", "True"}, {"int", "10"}, {"time", "1h"}, {"size", "10000000"}, {"mode", "0600"}, {"path", "/etc/mail/file"}};

	/* a default that says when it holds, or that m4 would expand, is no value to copy */
	if (c->initial != NULL && strpbrk(c->initial, "`_\n") == NULL)
		return c->initial;
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
		if (strcmp(c->type, samples[i].type) == 0)
			return c->otherwise[0] != '\0' && strcmp(c->otherwise, "0") != 0 && strchr(c->otherwise, ' ') == NULL ? c->otherwise : samples[i].value;
	return c->reader == MC_MAILER || c->option != NULL ? c->otherwise : "";
}

/* Nobody should write what has gone or has another name now. */
static bool of_old(const struct doc_entry *e)
{
	if (e->group == DOC_NAMES)
		return mc_deprecated_by(MC_KIND_NAME, slice_of(e->name)) != NULL;
	return e->group == DOC_FEATURES && (((const struct mc_feature *)e->row)->traits & (MC_GONE | MC_RENAMED)) != 0;
}

const char *doc_example(struct doc *d, const struct doc_entry *e)
{
	const char *row = e->group <= DOC_NAMES ? mc_example_of(kind_of(e), slice_of(e->name)) : NULL;

	if (row != NULL || of_old(e))
		return row;
	if (caller(e) != NULL)
		return doc_format(d, "%s(`%s')dnl", caller(e), e->name);
	if (e->group == DOC_DIRECTIVES)
		return e->name;
	if (e->group == DOC_NAMES && sample(e->row)[0] != '\0')
		return doc_format(d, "define(`%s', `%s')dnl", e->name, sample(e->row));
	return NULL;
}

void doc_facts(struct doc *d, const struct doc_entry *e, doc_put *put)
{
	arguments(d, e, put);
	if (e->group == DOC_FEATURES)
		feature(d, e->row, put);
	else if (e->group == DOC_MAILERS)
		mailer(d, e->row, put);
	else if (e->group == DOC_DIRECTIVES)
		directive(d, e->name, put);
	else if (e->group == DOC_NAMES)
		conf(d, e->row, put);
	else if (e->group == DOC_OPTIONS)
		option(d, e->row, put);
	else if (e->group == DOC_OBSOLETE && ((const struct mc_obsolete *)e->row)->instead[0] != '\0')
		put(d, "instead", ((const struct mc_obsolete *)e->row)->instead);
	else if (e->group == DOC_CODES)
		code(d, e->row, put);
	if (e->group <= DOC_DIRECTIVES && mc_needs_of(kind_of(e), slice_of(e->name)) != NULL)
		put(d, "needs", mc_needs_of(kind_of(e), slice_of(e->name)));
	conflicts(d, e, put);
	since(d, e, put);
}
