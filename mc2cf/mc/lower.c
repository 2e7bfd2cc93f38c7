/*
 * lower.c - from records to a site: the loop over the records, and helpers
 */
#include <stdarg.h>
#include <stdio.h>

#include "mc/lower.h"
#include "mc/target.h"

static lower_fn enter, leave, message, refused, masquerade_as, included, nothing;

/* Every kind of record that may stand in the log. */
static const struct kind {
	const char *name;
	lower_fn *fn;
} kinds[] = {
	{"define", lower_define}, {"undefine", lower_undefine}, {"loop", lower_loop}, {"enter", enter}, {"leave", leave},
	{"FEATURE", lower_feature}, {"MAILER", lower_mailer}, {"MODIFY_MAILER_FLAGS", lower_modify_flags},
	{"OSTYPE", lower_ostype}, {"DOMAIN", lower_domain}, {"HACK", lower_hack}, {"VERSIONID", lower_versionid},
	{"section", lower_section}, {"DAEMON_OPTIONS", lower_ports}, {"CLIENT_OPTIONS", lower_ports}, {"QUEUE_GROUP", lower_ports},
	{"MAIL_FILTER", lower_filter}, {"INPUT_MAIL_FILTER", lower_filter}, {"MASQUERADE_AS", masquerade_as},
	{"message", message}, {"refused", refused}, {"pushdef", nothing}, {"popdef", nothing}, {"include", included},
	{"undivert", nothing}, {"dumpdef", nothing},
	{"cf.m4", nothing}, {"begin", nothing}, {"exit", nothing}, {"end", nothing}, {"m4", nothing}, {"SITECONFIG", nothing},
};

static void nothing(struct lower *l, const struct mc_record *r, struct srcpos at)
{
	(void)l;
	(void)r;
	(void)at;
}

/* The file is known from here on, even where nothing of it is left: an output must not take its place. */
static void included(struct lower *l, const struct mc_record *r, struct srcpos at)
{
	(void)at;
	if (mc_field(r, 1).n != 0)
		srcset_file(l->f->src, mc_field(r, 1));
}

static void enter(struct lower *l, const struct mc_record *r, struct srcpos at)
{
	(void)r;
	if (l->depth < sizeof l->asked / sizeof *l->asked)
		l->asked[l->depth] = at;
	l->depth++;
}

static void leave(struct lower *l, const struct mc_record *r, struct srcpos at)
{
	(void)r;
	(void)at;
	if (l->depth != 0)
		l->depth--;
}

static void message(struct lower *l, const struct mc_record *r, struct srcpos at)
{
	struct slice text = slice_trim(mc_field(r, 1));
	bool error = slice_find(text, SLICE_LIT("ERROR")) >= 0;

	diag_add(l->f->d, error ? 116 : 117, front_place(l->f, at, SLICE_LIT("errprint")), "%.*s", SLICE_ARG(text));
}

static void refused(struct lower *l, const struct mc_record *r, struct srcpos at)
{
	struct slice name = mc_field(r, 1);

	diag_help(diag_add(l->f->d, 115, front_place(l->f, at, name), "%.*s is not allowed in a .mc", SLICE_ARG(name)),
		"--trust allows it, for a .mc that you trust as you trust a program");
}

static void masquerade_as(struct lower *l, const struct mc_record *r, struct srcpos at)
{
	struct lower_name *n = ARENA_NEW(l->arena, struct lower_name);
	struct slice name = slice_trim(lower_argument(l, r, mc_number(mc_field(r, 0)), 1));
	const struct lower_name *before;

	before = symtab_get(l->names, SLICE_LIT("MASQUERADE_NAME"));
	if (before != NULL && !before->ours && lower_by_site(l, r) && before->value.n != 0 && !slice_eq(before->value, name))
		diag_place(diag_add(l->f->d, 303, at, "MASQUERADE_AS is used again with another name; this one counts"), before->at, "this name has no effect");
	*n = (struct lower_name){at, name, !lower_by_site(l, r)};
	symtab_set(l->names, SLICE_LIT("MASQUERADE_NAME"), n);
	if (check_quotes(l, at, name, "the name") || name.n == 0)
		return;
	if (memchr(name.p, '@', name.n) != NULL || memchr(name.p, '/', name.n) != NULL || memchr(name.p, ' ', name.n) != NULL || name.p[name.n - 1] == '.')
		diag_help(diag_add(l->f->d, 230, front_word(l->f, at, name), "MASQUERADE_AS wants a domain, and `%.*s' is none", SLICE_ARG(name)), "write MASQUERADE_AS(`example.com')");
}

bool lower_by_site(const struct lower *l, const struct mc_record *r)
{
	return !front_ours(l->f, r->at);
}

/* Numbered records have the number and the count before their arguments, others the count. */
static struct slice first_argument(const struct mc_record *r)
{
	return mc_field(r, r->kind.n != 0 && r->kind.p[0] >= 'A' && r->kind.p[0] <= 'Z' ? 2 : 1);
}

/* A record like the one before it, from the same line, is the next call of that name there. */
static struct srcpos own_place(struct lower *l, const struct mc_record *r)
{
	const struct mc_record *last = l->last;
	struct srcpos at = front_call(l->f, r->at, r->kind, first_argument(r));
	struct slice line;
	ptrdiff_t next;

	if (last != NULL && slice_eq(last->kind, r->kind) && srcpos_cmp(last->at, r->at) == 0 && slice_eq(first_argument(last), first_argument(r)) &&
	    l->last_at.line == at.line && front_line(l->f, at, &line) && l->last_at.col < line.n) {
		next = slice_find((struct slice){line.p + l->last_at.col, line.n - l->last_at.col}, r->kind);
		if (next >= 0)
			at.col = l->last_at.col + (uint32_t)next + 1;
	}
	l->last = r;
	l->last_at = at;
	return at;
}

/* Whether a record is of something that an author writes, so that its line has the word. */
static bool is_written(const struct mc_record *r)
{
	return !slice_eq_str(r->kind, "enter") && !slice_eq_str(r->kind, "leave");
}

/* Where the .mc asked for a record: its own place, or the directive that read the bundle. */
static struct srcpos place(struct lower *l, const struct mc_record *r)
{
	size_t d = l->depth < sizeof l->asked / sizeof *l->asked ? l->depth : sizeof l->asked / sizeof *l->asked;
	struct srcpos at = d != 0 ? l->asked[d - 1] : (struct srcpos){l->f->file, 1, 1, 0};

	if (!front_ours(l->f, r->at))
		at = is_written(r) ? own_place(l, r) : (struct srcpos){r->at.file, r->at.line, 1, 0};
	at.via = (uint32_t)(r - l->f->stream->log) + 1;
	return at;
}

/* What a record is called in the .mc, where a # before it was meant to take it out; VERSIONID only writes a comment. */
static struct slice called(const struct mc_record *r)
{
	static const char *const small[] = {"define", "undefine", "include"};

	if (slice_eq_str(r->kind, "section"))
		return mc_field(r, 1);
	for (size_t i = 0; i < sizeof small / sizeof *small; i++)
		if (slice_eq_str(r->kind, small[i])) /* the word alone, in a text, does nothing */
			return mc_field(r, 1).n != 0 ? r->kind : SLICE_LIT("");
	return r->kind.n != 0 && r->kind.p[0] >= 'A' && r->kind.p[0] <= 'Z' && !slice_eq_str(r->kind, "VERSIONID") ? r->kind : SLICE_LIT("");
}

static void lower_record(struct lower *l, const struct mc_record *r, struct srcpos at)
{
	if (called(r).n != 0)
		check_hash(l, r->at, called(r));
	check_count(l, r, at);
	check_name_end(l, r, at);
	check_apostrophe(l, r, first_argument(r), at);
	target_record(l, r, at);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (slice_eq_str(r->kind, kinds[i].name)) {
			kinds[i].fn(l, r, at);
			return;
		}
	if (mc_class_find(r->kind) != NULL)
		lower_class(l, r, at);
}

struct slice lower_argument(const struct lower *l, const struct mc_record *r, unsigned long number, size_t i)
{
	const struct mc_use_text *u = mc_stream_use(l->f->stream, number);

	if (u != NULL && i - 1 < u->nargs)
		return u->arg[i - 1];
	return r != NULL ? mc_field(r, i + 1) : SLICE_LIT("");
}

bool lower_is(const struct lower *l, const char *fact)
{
	return site_get(l->site, NULL, slice_of(fact)) != NULL;
}

struct slice lower_fact(const struct lower *l, const char *fact)
{
	const struct site_fact *f = site_get(l->site, NULL, slice_of(fact));

	return f != NULL ? f->value : SLICE_LIT("");
}

void lower_set(struct lower *l, const char *fact, struct slice value, struct srcpos at)
{
	site_set(l->site, slice_of(arena_dup(l->arena, fact, strlen(fact))), value, at);
}

struct slice lower_text(struct lower *l, const char *fmt, ...)
{
	char small[512];
	va_list ap, again;
	int n;
	char *p = small;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(small, sizeof small, fmt, ap);
	va_end(ap);
	if (n >= (int)sizeof small) {
		p = arena_alloc(l->arena, (size_t)n + 1);
		vsnprintf(p, (size_t)n + 1, fmt, again);
	}
	va_end(again);
	return n > 0 ? (struct slice){p == small ? arena_dup(l->arena, p, (size_t)n) : p, (size_t)n} : SLICE_LIT("");
}

struct slice lower_join(struct lower *l, struct slice a, const char *b, struct slice c)
{
	return lower_text(l, "%.*s%s%.*s", SLICE_ARG(a), b, SLICE_ARG(c));
}

void lower_remember(struct lower *l, unsigned long number, struct site_use *u, struct srcpos at)
{
	if (number >= l->nuse) {
		size_t n = (size_t)number * 2 + 64;
		struct site_use **use = arena_array(l->arena, n, sizeof *use);
		struct srcpos *said = arena_array(l->arena, n, sizeof *said);

		if (l->nuse != 0) {
			memcpy(use, l->use, l->nuse * sizeof *use);
			memcpy(said, l->said, l->nuse * sizeof *said);
		}
		l->use = use;
		l->said = said;
		l->nuse = n;
	}
	l->use[number] = u;
	l->said[number] = at;
}

/* Kinds whose first field is the number of a use. */
static void remember(struct lower *l, const struct mc_record *r, struct srcpos at)
{
	unsigned long number = mc_number(mc_field(r, 0));

	if (r->kind.n != 0 && r->kind.p[0] >= 'A' && r->kind.p[0] <= 'Z' && number != 0 && number <= MC_USES_MAX)
		lower_remember(l, number, NULL, at);
}

struct site *front_lower(struct front *f)
{
	struct lower *l = ARENA_NEW(f->arena, struct lower);

	*l = (struct lower){.f = f, .arena = f->arena, .site = site_new(f->arena), .names = symtab_new(f->arena, false),
		.flags = symtab_new(f->arena, false), .once = symtab_new(f->arena, false)};
	if (f->job->trace)
		trace_steps(l);
	for (size_t i = 0; i < f->stream->nlog; i++) {
		struct srcpos at = place(l, &f->stream->log[i]);

		remember(l, &f->stream->log[i], at);
		lower_record(l, &f->stream->log[i], at);
	}
	lower_values(l);
	lower_later(l);
	lower_sections(l);
	lower_derive(l);
	lower_check(l);
	check_stock(l);
	target_arguments(l);
	return l->site;
}
