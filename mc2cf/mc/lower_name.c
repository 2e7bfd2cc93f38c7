/*
 * lower_name.c - define and undefine: what the author gives a meaning to
 */
#include <stdio.h>

#include "mc/lower.h"
#include "mc/reference.h"
#include "mc/written.h"

static bool is_word(struct slice s)
{
	if (s.n == 0 || (s.p[0] >= '0' && s.p[0] <= '9'))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!(c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')))
			return false;
	}
	return true;
}

static bool site_bundle(const struct lower *l, struct slice key)
{
	return symtab_get(l->f->bundles, key) != NULL;
}

bool lower_own_bundle(const struct lower *l, const char *folder, struct slice name)
{
	struct buf key;

	buf_init(&key, l->arena);
	buf_printf(&key, "%s/%.*s", folder, SLICE_ARG(name));
	return site_bundle(l, buf_slice(&key));
}

/* Whether the name may be read elsewhere: in the .mc's own text, or in a file that it reads. Then it is the author's own macro. */
static bool used_elsewhere(const struct lower *l, struct slice name)
{
	struct slice rest = l->f->text;
	size_t times = 0;
	ptrdiff_t i;

	for (size_t k = 0; k < l->f->stream->nlog; k++)
		if (slice_eq_str(l->f->stream->log[k].kind, "include") || (slice_eq_str(l->f->stream->log[k].kind, "enter") && site_bundle(l, mc_field(&l->f->stream->log[k], 1))))
			return true;

	while (times < 2 && (i = slice_find(rest, name)) >= 0) {
		rest.p += (size_t)i + name.n;
		rest.n -= (size_t)i + name.n;
		times++;
	}
	return times > 1;
}

/* A name that nothing reads: surely where it begins with conf, else where the .mc does not use it either. */
static void check_known(struct lower *l, struct slice name, struct srcpos at)
{
	const struct mc_obsolete *o = mc_obsolete_find(name);
	bool conf = slice_starts(name, SLICE_LIT("conf")) && name.n > 4 && name.p[4] >= 'A' && name.p[4] <= 'Z';
	struct diag *g;

	if (o != NULL) {
		bool slip = strncmp(o->what, "the name is", 11) == 0;

		diag_help(diag_add(l->f->d, slip ? 301 : 304, at, slip ? "nothing reads `%.*s'" : "`%.*s' is obsolete", SLICE_ARG(name)), "%s", o->what);
		return;
	}
	if (mc_conf_find(name) != NULL || name.p[0] == '_' || (!conf && used_elsewhere(l, name)))
		return;
	g = diag_add(l->f->d, 301, at, "nothing reads `%.*s'", SLICE_ARG(name));
	if (!mc_name_near(g, name))
		diag_help(g, "the names that sendmail's configuration reads stand in cf/README");
}

/* define(confX, a): where confX has a value, m4 defines that value. Finds the name as written in the line. */
static struct slice written_name(struct lower *l, struct srcpos at)
{
	struct slice line, rest;
	ptrdiff_t i;
	size_t n = 0;

	if (!front_line(l->f, at, &line) || (i = slice_find(line, SLICE_LIT("define("))) < 0)
		return SLICE_LIT("");
	rest = (struct slice){line.p + i + 7, line.n - (size_t)i - 7};
	while (n < rest.n && rest.p[n] != ',' && rest.p[n] != ')')
		n++;
	rest.n = n;
	return slice_trim(rest);
}

static bool eaten(struct lower *l, struct slice name, struct srcpos at, struct slice *written)
{
	*written = written_name(l, at);
	return is_word(*written) && !slice_eq(*written, name) && mc_conf_find(*written) != NULL;
}

/* The define as it should be written; a comma that is not quoted either is mended by the way. */
static void help_eaten(struct lower *l, struct diag *g, struct slice name, struct srcpos at)
{
	struct written w;

	if (!front_written(l->f, at, SLICE_LIT("define"), name, &w) || w.n < 2) {
		diag_help(g, "write define(`%.*s', `...')", SLICE_ARG(name));
		return;
	}
	diag_help(g, "write define(`%.*s', `%.*s')", SLICE_ARG(name), SLICE_ARG(front_unquoted(l->f, w.rest[1])));
	front_help_apostrophe(g, front_unquoted(l->f, w.rest[1]));
	if (w.n > 2)
		diag_help(g, "the comma must be in quotes too: without them it ends the value");
}

/* define(`confX' `value'): the comma between them is missing. */
static void help_name(struct lower *l, struct diag *g, struct slice name)
{
	struct slice value = slice_trim(name), first;

	if (slice_next(&value, ' ', &first) && value.n == 0)
		diag_help(g, "the white space behind it belongs to the name: a comma stands right behind the quote");
	else if (first.n != 0 && mc_conf_find(first) != NULL)
		diag_help(g, "a comma is missing: define(`%.*s', `%.*s')", SLICE_ARG(first), SLICE_ARG(front_unquoted(l->f, value)));
	else
		diag_help(g, "a name is letters, digits and underscores");
}

/* Whether m4 was to expand the name further on: only then the run would not have ended. */
static bool loops(const struct lower *l, struct slice name)
{
	for (size_t i = 0; i < l->f->stream->nlog; i++)
		if (slice_eq_str(l->f->stream->log[i].kind, "loop") && slice_eq(mc_field(&l->f->stream->log[i], 1), name))
			return true;
	return false;
}

static void check_name(struct lower *l, struct slice name, struct srcpos at)
{
	struct slice written;

	if (eaten(l, name, at, &written)) {
		if (loops(l, name)) /* which has a diagnostic of its own */
			return;
		help_eaten(l, diag_add(l->f->d, 306, front_place(l->f, at, written),
			"`%.*s' is not quoted, so m4 put its value in its place and defined `%.*s'", SLICE_ARG(written), SLICE_ARG(name)), written, at);
	} else if (check_quotes(l, at, written.n != 0 && (written.p[0] == '\'' || (unsigned char)written.p[0] == 0xe2) ? written : name, "the name")) {
		return;
	} else if (!is_word(name)) {
		help_name(l, diag_add(l->f->d, 306, at, "`%.*s' is no name that m4 expands", SLICE_ARG(name)), name);
	} else {
		check_known(l, name, front_place(l->f, at, name));
	}
}

static void check_override(struct lower *l, struct slice name, struct slice value, struct srcpos at)
{
	const struct lower_name *before = symtab_get(l->names, name);
	const struct mc_conf *c = mc_conf_find(name);

	if (before == NULL || before->ours || c == NULL || (c->reader != MC_OPTION && c->reader != MC_TEMPLATE) || slice_eq(before->value, value))
		return;
	if ((before->value.n != 0 && slice_find(value, before->value) >= 0) || slice_find(value, name) >= 0)
		return;
	diag_place(diag_add(l->f->d, 303, front_place(l->f, at, name), "`%.*s' is defined again with another value; this one counts", SLICE_ARG(name)),
		before->at, "this value has no effect");
}

/* The mailer whose names begin like this one, where it has been used already. */
static const char *too_late(const struct lower *l, struct slice name)
{
	static const struct {
		const char *begins, *mailer;
	} owners[] = {
		{"LOCAL_MAILER_", "local"}, {"LOCAL_SHELL_", "local"}, {"SMTP_MAILER_", "smtp"}, {"ESMTP_MAILER_", "smtp"}, {"SMTP8_MAILER_", "smtp"},
		{"DSMTP_MAILER_", "smtp"}, {"RELAY_MAILER_", "smtp"}, {"PROCMAIL_MAILER_", "procmail"}, {"UUCP_MAILER_", "uucp"},
		{"CYRUS_MAILER_", "cyrus"}, {"CYRUSV2_MAILER_", "cyrusv2"}, {"USENET_MAILER_", "usenet"}, {"FAX_MAILER_", "fax"},
	};

	for (size_t i = 0; i < sizeof owners / sizeof *owners; i++) {
		char fact[32];

		if (!slice_starts(name, slice_of(owners[i].begins)))
			continue;
		snprintf(fact, sizeof fact, "mailer.%s", owners[i].mailer);
		if (lower_is(l, fact))
			return owners[i].mailer;
	}
	return NULL;
}

/* define(`confX', a, b): m4 takes a alone. A comma with nothing behind it loses nothing. */
static void check_comma(struct lower *l, struct slice name, struct slice value, struct srcpos at)
{
	struct written w;
	bool known = front_written(l->f, at, SLICE_LIT("define"), name, &w) && w.n > 2;
	struct slice whole = known ? front_unquoted(l->f, w.rest[1]) : SLICE_LIT("a, b");
	struct diag *g;

	if (known && slice_trim(w.rest[2]).n == 0)
		return;
	g = diag_add(l->f->d, 302, known ? w.comma[2] : front_place(l->f, at, name),
		"a comma that is not quoted ends the value of `%.*s': it is `%.*s', the rest is lost", SLICE_ARG(name), SLICE_ARG(value));
	diag_help(g, "quote the whole value: define(`%.*s', `%.*s')", SLICE_ARG(name), SLICE_ARG(whole));
	front_help_apostrophe(g, whole);
}

static void check_define(struct lower *l, const struct mc_record *r, struct slice name, struct slice value, struct srcpos at)
{
	const char *late = too_late(l, name);
	struct slice written;

	check_name(l, name, at);
	if (mc_conf_find(name) != NULL)
		check_quotes(l, front_place(l->f, at, name), value, "the value");
	if (mc_number(mc_field(r, 0)) > 2 && !eaten(l, name, at, &written))
		check_comma(l, name, value, at);
	if (late != NULL)
		diag_help(diag_add(l->f->d, 218, front_place(l->f, at, name), "`%.*s' is defined behind MAILER(`%s'), which has read it", SLICE_ARG(name), late),
			"put the define above MAILER(`%s')", late);
	check_override(l, name, value, at);
}

void lower_define(struct lower *l, const struct mc_record *r, struct srcpos at)
{
	struct slice name = mc_field(r, 1), value = mc_field(r, 2);
	struct lower_name *n;

	if (mc_number(mc_field(r, 0)) == 0) /* the word `define' without arguments is text */
		return;
	n = ARENA_NEW(l->arena, struct lower_name);
	if (lower_by_site(l, r))
		check_define(l, r, name, value, at);
	*n = (struct lower_name){lower_by_site(l, r) ? front_place(l->f, at, name) : at, value, !lower_by_site(l, r)};
	symtab_set(l->names, name, n);
	lower_internal_define(l, r, name, at);
}

/* A name was expanded whose value holds it. Its define is to blame; in m4 it stands for its text quoted, so the run went on. */
void lower_loop(struct lower *l, const struct mc_record *r, struct srcpos at)
{
	struct slice name = mc_field(r, 1), written;
	const struct lower_name *n = symtab_get(l->names, name);
	struct srcpos here = n != NULL ? n->at : front_place(l->f, at, name);
	struct diag *g;

	if (eaten(l, name, here, &written)) {
		g = diag_add(l->f->d, 109, front_place(l->f, here, written),
			"`%.*s' is not quoted, so m4 defined its value `%.*s' as itself, which it would expand for ever", SLICE_ARG(written), SLICE_ARG(name));
		here.col = 1; /* of the define */
		help_eaten(l, g, written, here);
		return;
	}
	g = diag_add(l->f->d, 109, here, "the value of `%.*s' holds its own name, which m4 would expand for ever", SLICE_ARG(name));
	diag_help(g, "quote the name once more: ``%.*s''", SLICE_ARG(name));
	if (lower_by_site(l, r) && r->at.line != here.line)
		diag_place(g, front_place(l->f, r->at, name), "expanded here");
}

void lower_undefine(struct lower *l, const struct mc_record *r, struct srcpos at)
{
	struct slice name = mc_field(r, 1);
	bool was = slice_eq_str(mc_field(r, 2), "1");
	struct slice written;

	symtab_del(l->names, name);
	lower_internal_undefine(l, r, name);
	if (!lower_by_site(l, r))
		return;
	if (eaten(l, name, at, &written)) {
		diag_help(diag_add(l->f->d, 307, front_place(l->f, at, written), "`%.*s' is not quoted, so m4 put its value in its place, and nothing is undefined",
			SLICE_ARG(written)), "write undefine(`%.*s')", SLICE_ARG(written));
		return;
	}
	if (!was && is_word(name) && mc_conf_find(name) == NULL && mc_obsolete_find(name) == NULL) {
		struct diag *g;

		if (!slice_starts(name, SLICE_LIT("conf")) && used_elsewhere(l, name))
			return;
		g = diag_add(l->f->d, 307, front_place(l->f, at, name), "`%.*s' is not defined", SLICE_ARG(name));
		mc_near(g, MC_NAMES_CONF, name);
	}
}
