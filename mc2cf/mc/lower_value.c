/*
 * lower_value.c - what the names are worth at the end: facts, options, and whether an option takes its value
 */
#include "ir/ir.h"
#include "mc/lower.h"
#include "mc/target.h"

/* Where the .mc set a name: none for a value of before the .mc. */
static struct srcpos set_at(const struct lower *l, struct slice name)
{
	const struct lower_name *n = symtab_get(l->names, name);

	return n != NULL ? n->at : SRCPOS_NONE;
}

/* Each word of a list of flags that sendmail does not know, where it stands. False where there is none. */
static bool check_words(struct lower *l, const struct mc_conf *c, const struct ir_option *o, struct slice value, struct srcpos at)
{
	struct slice word;
	bool found = false;

	while ((word = ir_option_bad_word(o, value)).n != 0) {
		struct diag *g = diag_add(l->f->d, 312, front_word(l->f, at, word), "sendmail knows no `%.*s' in %s (option %s), and does not start",
			SLICE_ARG(word), c->name, c->option);

		diag_span(g, word.n);
		check_value_word_help(l, g, o, word);
		value = (struct slice){word.p + word.n, value.n - (size_t)(word.p + word.n - value.p)};
		found = true;
	}
	return found;
}

/* A name that is no option has a type all the same: a path, a size or a number that goes into a mailer or a class. */
static void check_type(struct lower *l, const struct mc_conf *c, struct slice value)
{
	const struct lower_name *n = symtab_get(l->names, slice_of(c->name));
	struct ir_option as = {.name = c->name, .type = c->type, .values = ""};
	const char *why = NULL;

	if (n == NULL || n->ours || c->option != NULL || value.n == 0 || (c->reader != MC_MAILER && c->reader != MC_TEMPLATE))
		return;
	/* a file of a class may have options, or come from a directory */
	if (strcmp(c->type, "path") == 0 && (value.p[0] == '-' || value.p[0] == '@' || value.p[0] == '|' || value.p[0] == '['))
		return;
	if (strcmp(c->type, "path") == 0 || strcmp(c->type, "size") == 0 || strcmp(c->type, "int") == 0)
		if (!ir_option_value_ok(&as, value, &why))
			check_value_help(diag_add(l->f->d, 305, n->at, "`%.*s' is no value for %s: %s", SLICE_ARG(value), c->name, why), &as, value, c->otherwise);
}

static void check_value(struct lower *l, const struct mc_conf *c, struct slice value)
{
	const struct lower_name *n = symtab_get(l->names, slice_of(c->name));
	const struct ir_option *o = c->option != NULL ? ir_option_find(slice_of(c->option)) : NULL;
	const char *why = NULL;

	/* a value with a macro in it is known at run time only */
	if (n == NULL || n->ours || o == NULL || (value.n != 0 ? memchr(value.p, '$', value.n) != NULL : ir_option_refused(o, value) == NULL))
		return;
	if (!ir_option_value_ok(o, value, &why) && !check_words(l, c, o, value, n->at))
		check_value_help(diag_add(l->f->d, ir_option_refuses(o, value) ? 312 : 305, n->at, "`%.*s' is no value for %s (option %s): %s", SLICE_ARG(value), c->name, c->option,
			why != NULL ? why : "it is not accepted"), o, value, c->otherwise);
}

/* A mailer's name counts at its MAILER, and is not sent at the end: its value as written, where m4 has nothing to expand in it. */
static struct slice as_written(const struct lower *l, const struct mc_conf *c)
{
	const struct lower_name *n = symtab_get(l->names, slice_of(c->name));
	struct slice value = n != NULL ? slice_trim(n->value) : SLICE_LIT("");
	size_t i = 0;

	for (size_t k = 0; k < value.n; k++)
		if (strchr("`'(", value.p[k]) != NULL)
			return SLICE_LIT("");
	while (i < value.n && value.p[i] != '/' && value.p[i] != ' ')
		i++;
	value.n = mc_conf_find((struct slice){value.p, i}) != NULL || symtab_get(l->names, (struct slice){value.p, i}) != NULL ? 0 : value.n;
	return value;
}

static void value_item(struct lower *l, const struct mc_conf *c)
{
	const struct site_fact *f = site_get(l->site, NULL, slice_of(c->name));
	struct slice value;

	if (f == NULL) {
		/* hundreds of names, and a .mc defines a few: what costs is behind the question for the name */
		if (c->option == NULL && symtab_get(l->names, slice_of(c->name)) != NULL)
			check_type(l, c, as_written(l, c));
		return;
	}
	check_value(l, c, f->value);
	check_type(l, c, f->value);
	if (c->reader != MC_OPTION && (c->reader != MC_MILTER || l->filters == 0))
		return;
	value = f->value.n != 0 ? f->value : SLICE_NONE;
	site_item_add(l->site, SITE_OPTION, slice_of(c->option), value, f->at);
}

/* RETURN[/WARN]: what the two timeouts were before they had names of their own. */
static void message_timeout(struct lower *l)
{
	const struct site_fact *f = site_get(l->site, NULL, SLICE_LIT("confMESSAGE_TIMEOUT"));
	struct slice rest, first;

	if (f == NULL)
		return;
	rest = f->value;
	if (slice_next(&rest, '/', &first))
		lower_set(l, "confTO_QUEUERETURN", first, f->at);
	if (rest.n != 0)
		lower_set(l, "confTO_QUEUEWARN", rest, f->at);
}

/* A value of before the .mc, without m4's quotes and calls. */
static struct slice plain_initial(struct lower *l, const char *initial)
{
	struct slice rest = slice_of(initial), part;
	struct buf b;

	buf_init(&b, l->arena);
	while (slice_next(&rest, '`', &part)) {
		if (part.n != 0 && part.p[0] == '\'')
			part = (struct slice){part.p + 1, part.n - 1};
		else if (part.n != 0 && part.p[part.n - 1] == '\'')
			part.n--;
		if (part.n >= 17 && memcmp(part.p + part.n - 17, "MAIL_SETTINGS_DIR", 17) == 0) {
			buf_put(&b, part.p, part.n - 17);
			buf_puts(&b, "/etc/mail/");
		} else {
			buf_put_slice(&b, part);
		}
	}
	return b.n != 0 ? buf_slice(&b) : SLICE_LIT("");
}

/* m4 stopped, so it sent no values: those of before the .mc, and the defines as written, stand in for them. */
static void values_without_m4(struct lower *l)
{
	struct slice name;
	void *value;

	for (size_t i = 0; mc_conf_at(i) != NULL; i++)
		if (mc_conf_at(i)->initial != NULL)
			site_set(l->site, slice_of(mc_conf_at(i)->name), plain_initial(l, mc_conf_at(i)->initial), SRCPOS_NONE);
	for (size_t i = 0; symtab_at(l->names, &i, &name, &value);)
		if (mc_conf_find(name) != NULL)
			site_set(l->site, name, ((const struct lower_name *)value)->value, ((const struct lower_name *)value)->at);
}

void lower_values(struct lower *l)
{
	const struct mc_stream *s = l->f->stream;

	if (s->nend == 0)
		values_without_m4(l);
	for (size_t i = 0; i < s->nend; i++)
		if (slice_eq_str(s->end[i].kind, "value"))
			site_set(l->site, mc_field(&s->end[i], 0), mc_field(&s->end[i], 1), set_at(l, mc_field(&s->end[i], 0)));
	message_timeout(l);
	target_names(l);
	for (size_t i = 0; mc_conf_at(i) != NULL; i++)
		value_item(l, mc_conf_at(i));
}
