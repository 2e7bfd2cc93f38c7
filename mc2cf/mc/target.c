/* target.c - see target.h */
#include <stdio.h>

#include "ir/ir.h"
#include "mc/reference.h"
#include "mc/target.h"

static struct mc_version target(const struct lower *l)
{
	return l->f->job->target;
}

/* "8.14" or "8.14.3", in a buffer of the caller's. */
struct version_text {
	char s[32];
};

static const char *text(const struct lower *l, struct version_text *b)
{
	struct mc_version v = target(l);

	if (v.any_patch)
		snprintf(b->s, sizeof b->s, "8.%u", v.minor);
	else
		snprintf(b->s, sizeof b->s, "8.%u.%u", v.minor, v.patch);
	return b->s;
}

/* The row of a name that the target lacks, or NULL. */
static const struct mc_since *lacks(const struct lower *l, enum mc_kind kind, struct slice name)
{
	const struct mc_since *s = mc_since_find(kind, name);

	return s != NULL && !mc_version_has(target(l), s->since) ? s : NULL;
}

bool target_has_feature(const struct lower *l, const char *name)
{
	return lacks(l, MC_KIND_FEATURE, slice_of(name)) == NULL;
}

static void advice(struct diag *g, const char *before)
{
	if (before[0] != '\0')
		diag_help(g, "for older versions: %s", before);
	else
		diag_help(g, "delete it, or compile for a newer sendmail");
}

/* what: how the .mc calls it, "FEATURE(`badmx')". */
static void say(struct lower *l, struct srcpos at, struct slice what, const struct mc_since *s)
{
	struct version_text b;
	struct diag *g;

	if (s->before[0] == '=') {
		g = diag_add(l->f->d, 241, at, "%.*s has that name since sendmail %s, and the target is %s", SLICE_ARG(what), s->since, text(l, &b));
		diag_help(g, "the result is the same; sendmail's own m4 files of %s call it `%s'", b.s, s->before + 1);
	} else if (s->kind == MC_KIND_OSTYPE) {
		g = diag_add(l->f->d, 241, at, "%.*s came with sendmail %s, and the target is %s", SLICE_ARG(what), s->since, text(l, &b));
		diag_help(g, "the result is good for that system; sendmail's own m4 files of %s do not have it", b.s);
	} else {
		advice(diag_add(l->f->d, 240, at, "%.*s came with sendmail %s, and the target is %s", SLICE_ARG(what), s->since, text(l, &b)), s->before);
	}
}

static void named(struct lower *l, const struct mc_record *r, struct srcpos at, enum mc_kind kind)
{
	struct slice name = slice_trim(mc_field(r, 2));
	const struct mc_since *s = lacks(l, kind, name);

	if (s != NULL)
		say(l, at, lower_text(l, "%.*s(`%.*s')", SLICE_ARG(r->kind), SLICE_ARG(name)), s);
}

/* Whether the part `key=value' of a DAEMON_OPTIONS is the row's: sendmail goes by the first letter of a key, and each modifier is a letter. */
static bool is_key(struct slice part, const char *row)
{
	struct slice want = slice_of(row), key, want_key;

	slice_next(&part, '=', &key);
	slice_next(&want, '=', &want_key);
	key = slice_trim(key);
	part = slice_trim(part);
	if (key.n == 0 || key.p[0] != want_key.p[0])
		return false;
	if (want.n == 0 || slice_eq_str(want_key, "Modifiers"))
		return want.n == 0 || (part.n != 0 && memchr(part.p, want.p[0], part.n) != NULL);
	return slice_caseeq(part, want);
}

static void socket_keys(struct lower *l, struct slice value, struct srcpos at)
{
	struct slice part;

	while (slice_next(&value, ',', &part))
		for (size_t i = 0; mc_since_at(i) != NULL; i++) {
			const struct mc_since *s = mc_since_at(i);
			struct version_text b;

			part = slice_trim(part);
			if (s->kind != MC_KIND_KEY || mc_version_has(target(l), s->since) || !is_key(part, s->name))
				continue;
			advice(diag_add(l->f->d, 320, front_place(l->f, at, part), "`%.*s' (%s) came with sendmail %s, and the target is %s", SLICE_ARG(part), s->name,
				s->since, text(l, &b)), s->before);
		}
}

void target_record(struct lower *l, const struct mc_record *r, struct srcpos at)
{
	struct slice name = slice_eq_str(r->kind, "section") ? mc_field(r, 1) : r->kind;
	const struct mc_since *s;

	if (target(l).minor == 0 || !lower_by_site(l, r))
		return;
	if (slice_eq_str(r->kind, "FEATURE"))
		named(l, r, at, MC_KIND_FEATURE);
	else if (slice_eq_str(r->kind, "MAILER"))
		named(l, r, at, MC_KIND_MAILER);
	else if (slice_eq_str(r->kind, "OSTYPE"))
		named(l, r, at, MC_KIND_OSTYPE);
	else if (slice_eq_str(r->kind, "DAEMON_OPTIONS"))
		socket_keys(l, mc_field(r, 2), at);
	s = lacks(l, MC_KIND_DIRECTIVE, name);
	if (s != NULL)
		say(l, front_place(l->f, at, name), name, s);
}

/* The place of the site's own define, where there is one; -D has none, and is the site's word all the same. */
static bool by_site(const struct lower *l, const struct mc_conf *c, struct srcpos *at)
{
	const struct lower_name *n = symtab_get(l->names, slice_of(c->name));

	*at = n != NULL ? n->at : (struct srcpos){l->f->file, 1, 1, 0};
	return n != NULL ? !n->ours : c->initial == NULL;
}

/* A name that the target's m4 files do not read. */
static void one_name(struct lower *l, const struct mc_conf *c)
{
	const struct mc_since *row = mc_since_find(MC_KIND_NAME, slice_of(c->name));
	bool in_cf = c->reader == MC_OPTION || c->reader == MC_MILTER || c->reader == MC_TEMPLATE;
	struct version_text b;
	struct srcpos at;

	if (by_site(l, c, &at))
		advice(diag_add(l->f->d, 320, at, "`%s' came with sendmail %s, and the target is %s%s", c->name, mc_name_since(c), text(l, &b),
			in_cf ? ": it is left out" : ""), row != NULL ? row->before : "");
	if (in_cf)
		site_unset(l->site, slice_of(c->name));
}

static bool word_is(struct slice word, const struct ir_option *o, struct slice want)
{
	if (strncmp(o->type, "letter", 6) == 0)
		return slice_caseeq((struct slice){word.p, 1}, (struct slice){want.p, 1});
	return slice_caseeq(word, want);
}

/* A value that the target's option does not know; the option itself it has. */
static void one_value(struct lower *l, const struct mc_conf *c, struct slice value)
{
	size_t from = 0;

	for (size_t i = 0; i <= value.n; i++) {
		struct slice word = {value.p + from, i - from}, want, option;

		if (i < value.n && value.p[i] != ',' && value.p[i] != ' ')
			continue;
		from = i + 1;
		for (size_t k = 0; word.n != 0 && mc_since_at(k) != NULL; k++) {
			const struct mc_since *s = mc_since_at(k);
			struct version_text b;
			struct srcpos at;

			want = slice_of(s->name);
			if (s->kind != MC_KIND_VALUE || mc_version_has(target(l), s->since) || !slice_next(&want, '=', &option) || !slice_eq_str(option, c->option) ||
				!word_is(word, ir_option_find(option), want) || !by_site(l, c, &at))
				continue;
			advice(diag_add(l->f->d, 320, at, "`%.*s' came with sendmail %s, and the target is %s", SLICE_ARG(word), s->since, text(l, &b)), s->before);
		}
	}
}

void target_names(struct lower *l)
{
	for (size_t i = 0; target(l).minor != 0 && mc_conf_at(i) != NULL; i++) {
		const struct mc_conf *c = mc_conf_at(i);
		const struct site_fact *f = site_get(l->site, NULL, slice_of(c->name));

		/* a mailer's names are sent with their mailer, not at the end */
		if (f == NULL && symtab_get(l->names, slice_of(c->name)) == NULL)
			continue;
		if (!mc_version_has(target(l), mc_name_since(c)))
			one_name(l, c);
		else if (f != NULL && c->option != NULL)
			one_value(l, c, f->value);
	}
}

/* The place where the site set a fact of that name, of a use or of the whole. */
static bool fact_place(const struct lower *l, struct slice name, struct srcpos *at)
{
	const struct site_fact *f = site_get(l->site, NULL, name);

	if (f != NULL)
		*at = f->at;
	for (size_t i = 0; f == NULL && i < l->site->nuses; i++) {
		f = symtab_get(l->site->uses[i]->facts, name);
		*at = l->site->uses[i]->at;
	}
	return f != NULL && !front_ours(l->f, *at);
}

void target_arguments(struct lower *l)
{
	for (size_t i = 0; target(l).minor != 0 && mc_since_at(i) != NULL; i++) {
		const struct mc_since *s = mc_since_at(i);
		struct slice word = slice_of(s->name), feature;
		struct srcpos at;

		if (s->kind != MC_KIND_ARGUMENT || mc_version_has(target(l), s->since) || !fact_place(l, word, &at))
			continue;
		slice_next(&word, '.', &feature);
		say(l, at, lower_text(l, "`%.*s' of FEATURE(`%.*s')", SLICE_ARG(word), SLICE_ARG(feature)), s);
	}
}

void target_line(struct lower *l, struct srcpos at, struct slice line)
{
	struct slice name;
	const struct ir_option *o;
	struct version_text b;

	if (target(l).minor == 0 || line.n < 3 || line.p[0] != 'O' || line.p[1] != ' ')
		return;
	line = slice_trim((struct slice){line.p + 2, line.n - 2});
	slice_next(&line, '=', &name);
	o = ir_option_find(slice_trim(name));
	if (o != NULL && !mc_version_has(target(l), o->since))
		advice(diag_add(l->f->d, 320, at, "option %s came with sendmail %s, and the target is %s", o->name, o->since, text(l, &b)), "");
}
