/*
 * lower_mailer.c - MAILER, and the flags that MODIFY_MAILER_FLAGS changes
 *
 * A mailer's names count as they stand at its MAILER: the bundle of
 * macros/mailer/ sends them along.  Flags: the base, or what a
 * MODIFY_MAILER_FLAGS without + or - put in its place; else characters of the
 * - calls are taken out (each once) and those of the + calls put in (once).
 */
#include "mc/lower.h"

static struct lower_flags *flags_of(struct lower *l, struct slice name)
{
	struct lower_flags *f = symtab_get(l->flags, name);

	if (f == NULL) {
		f = ARENA_NEW(l->arena, struct lower_flags);
		buf_init(&f->add, l->arena);
		buf_init(&f->del, l->arena);
		symtab_set(l->flags, name, f);
	}
	return f;
}

/* Whether the site has MAILERs of its own, whose flags may have any name. */
static bool own_mailers(const struct lower *l)
{
	struct slice key;
	void *path;

	for (size_t i = 0; symtab_at(l->f->bundles, &i, &key, &path);)
		if (slice_starts(key, SLICE_LIT("mailer/")))
			return true;
	return false;
}

static void unknown_flags(struct lower *l, struct slice name, struct srcpos at)
{
	struct diag *g = diag_add(l->f->d, 301, front_word(l->f, at, name), "no mailer's flags are called `%.*s'", SLICE_ARG(name));
	const char *names[64];
	size_t n = 0;

	for (size_t i = 0; n < 64 && mc_flags_at(i) != NULL; i++)
		names[n++] = mc_flags_at(i)->modified;
	if (!diag_near(g, name, names, n))
		diag_help(g, "names are LOCAL, SHELL, SMTP, ESMTP, RELAY ...");
}

void lower_modify_flags(struct lower *l, const struct mc_record *r, struct srcpos at)
{
	unsigned long number = mc_number(mc_field(r, 0));
	struct slice name = lower_argument(l, r, number, 1), change = lower_argument(l, r, number, 2);
	struct lower_flags *f;
	bool known = false;

	for (size_t i = 0; mc_flags_at(i) != NULL; i++)
		known |= slice_eq_str(name, mc_flags_at(i)->modified);
	if (!known && name.n != 0 && !own_mailers(l))
		unknown_flags(l, name, at);
	else if (known && change.n != 0 && change.n < 3 && change.p[0] != '+' && change.p[0] != '-')
		diag_help(diag_add(l->f->d, 230, front_word(l->f, at, change), "`%.*s' has no sign, so it replaces all flags of %.*s", SLICE_ARG(change), SLICE_ARG(name)),
			"write `+%.*s' to add to them, `-%.*s' to take away", SLICE_ARG(change), SLICE_ARG(change));
	f = flags_of(l, name);
	if (change.n != 0 && change.p[0] == '+') {
		buf_put(&f->add, change.p + 1, change.n - 1);
	} else if (change.n != 0 && change.p[0] == '-') {
		buf_put(&f->del, change.p + 1, change.n - 1);
	} else {
		f->set = true;
		f->base = change;
		f->add.n = f->del.n = 0;
	}
}

static struct slice value_at(const struct mc_use_text *t, struct slice name)
{
	const struct slice *v = t != NULL && t->with != NULL ? symtab_get(t->with, name) : NULL;

	return v != NULL ? *v : SLICE_LIT("");
}

static void put_base(struct buf *b, const struct mc_use_text *t, const char *spec)
{
	struct slice rest = slice_of(spec), item;

	while (slice_next(&rest, ' ', &item)) {
		if (item.p[0] == '=')
			buf_put(b, item.p + 1, item.n - 1);
		else
			buf_put_slice(b, value_at(t, item));
	}
}

static struct slice flags_now(struct lower *l, const struct mc_use_text *t, const struct mc_flags *row)
{
	const struct lower_flags *f = symtab_get(l->flags, slice_of(row->modified));
	struct buf b;

	buf_init(&b, l->arena);
	if (f != NULL && f->set)
		return f->base;
	put_base(&b, t, row->base);
	for (size_t i = 0; f != NULL && i < f->del.n; i++) {
		char *c = b.n != 0 ? memchr(b.p, f->del.p[i], b.n) : NULL;

		if (c != NULL) {
			memmove(c, c + 1, (size_t)(b.p + b.n - c) - 1);
			b.n--;
		}
	}
	for (size_t i = 0; f != NULL && i < f->add.n; i++)
		if (b.n == 0 || memchr(b.p, f->add.p[i], b.n) == NULL)
			buf_putc(&b, f->add.p[i]);
	return b.n != 0 ? buf_slice(&b) : SLICE_LIT("");
}

void lower_snapshot(struct lower *l, struct site_use *u, unsigned long number)
{
	const struct mc_use_text *t = mc_stream_use(l->f->stream, number);
	struct slice key;
	void *value;

	for (size_t i = 0; t != NULL && t->with != NULL && symtab_at(t->with, &i, &key, &value);)
		site_use_set(l->site, u, key, *(struct slice *)value);
}

static void set_facts(struct lower *l, struct site_use *u, unsigned long number, struct slice name)
{
	const struct mc_use_text *t = mc_stream_use(l->f->stream, number);

	lower_snapshot(l, u, number);
	for (size_t i = 0; mc_flags_at(i) != NULL; i++)
		if (slice_eq_str(name, mc_flags_at(i)->mailer))
			site_use_set(l->site, u, lower_text(l, "flags.%s", mc_flags_at(i)->fact), flags_now(l, t, mc_flags_at(i)));
}

static void unknown(struct lower *l, struct slice name, struct srcpos at)
{
	struct diag *g;

	if (name.n == 0) {
		if (!check_blank(l, at, 114))
			diag_add(l->f->d, 223, at, "MAILER without a name");
		return;
	}
	g = diag_add(l->f->d, 202, at, "there is no MAILER(`%.*s')", SLICE_ARG(name));
	if (!front_help_bundle(l->f, g, "mailer", "MAILER", name) && !mc_near(g, MC_NAMES_MAILER, name))
		diag_help(g, "a MAILER of your own is found as mailer/%.*s.m4 in a -I folder", SLICE_ARG(name));
}

/* A mailer above was made without this one: m4 had not seen it yet. */
static void hide_from_others(struct lower *l, struct slice fact)
{
	for (size_t i = 0; i < l->site->nuses; i++)
		if (l->site->uses[i]->kind == SITE_MAILER)
			site_use_hide(l->site, l->site->uses[i], fact);
}

/* ssh runs as a user that only the site can name, in a folder of that user. */
static void check_ssh(struct lower *l, unsigned long number, struct srcpos at)
{
	static const char *const must[] = {"SSH_MAILER_USER", "SSH_MAILER_DIR"};

	for (size_t i = 0; i < sizeof must / sizeof *must; i++)
		if (value_at(mc_stream_use(l->f->stream, number), slice_of(must[i])).n == 0)
			diag_help(diag_add(l->f->d, 207, at, "MAILER(`ssh') needs %s", must[i]), "define it above this line");
}

/* MAILER(cyrus, name) is another mailer by the same file. */
void lower_mailer(struct lower *l, const struct mc_record *r, struct srcpos at)
{
	unsigned long number = mc_number(mc_field(r, 0));
	struct slice name = slice_trim(mc_field(r, 2)), as = lower_argument(l, r, number, 2), fact;
	struct site_use *u;
	const struct site_fact *before;

	if (lower_by_site(l, r) || l->depth != 0)
		l->mailer = l->mailer.file == 0 ? at : l->mailer;
	if (name.n != 0 && name.p + name.n != mc_field(r, 2).p + mc_field(r, 2).n) /* a blank behind it: see check_name_end */
		return;
	fact = lower_join(l, SLICE_LIT("mailer"), ".", as.n != 0 ? as : name);
	before = site_get(l->site, NULL, fact);
	if (before != NULL) {
		diag_place(diag_add(l->f->d, 210, at, "MAILER(`%.*s') is there already", SLICE_ARG(name)), before->at, "first used here");
		return;
	}
	if (mc_mailer_find(name) == NULL && !front_has_bundle(l->f, "mailer", name)) {
		unknown(l, name, at);
		return;
	}
	hide_from_others(l, fact);
	site_set(l->site, fact, SLICE_LIT("1"), at);
	u = site_use_add(l->site, SITE_MAILER, name, at);
	lower_remember(l, number, u, at);
	set_facts(l, u, number, name);
	if (slice_eq_str(name, "ssh"))
		check_ssh(l, number, at);
}
