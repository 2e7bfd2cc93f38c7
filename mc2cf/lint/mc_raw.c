/* mc_raw.c - what goes into the sendmail.cf as it stands */
#include "lint/checks.h"
#include "lint/mc_text.h"
#include "lint/query.h"

/* Raw lines outside of any section stand before all others, because stock's files happen to write theirs later. */
void check_raw_outside(const struct lint *l)
{
	const struct site_section *top = l->site != NULL ? symtab_get(l->site->sections, SLICE_LIT("top")) : NULL;

	for (size_t i = 0; top != NULL && i < top->n; i++) {
		const struct site_line *line = &top->v[i];

		if (line->use != NULL || line->text.n < 2 || strchr("RSDCFKMHOTPVEXQ", line->text.p[0]) == NULL)
			continue;
		diag_help(lint_say(l, 1206, line->at, "this line of a sendmail.cf stands in no section: that it comes where it should is luck"),
			line->text.p[0] == 'R' || line->text.p[0] == 'S' ? "write LOCAL_RULESETS before it, behind MAILER" : "write LOCAL_CONFIG before it, behind MAILER");
	}
}

static bool is_directive(const struct lint_call *c)
{
	static const char *const small[] = {"define", "undefine", "include", "sinclude"};

	for (size_t i = 0; i < sizeof small / sizeof *small; i++)
		if (slice_eq_str(c->name, small[i]))
			return true;
	for (size_t i = 0; i < c->name.n; i++)
		if (!(c->name.p[i] == '_' || (c->name.p[i] >= 'A' && c->name.p[i] <= 'Z')))
			return false;
	return c->name.n > 3 && c->whole.n > c->name.n;
}

/* What stands behind a call, up to the end of its line. */
static struct slice behind(const struct lint *l, const struct lint_call *c)
{
	const char *p = c->whole.p + c->whole.n, *end = l->text.p + l->text.n, *nl = memchr(p, '\n', (size_t)(end - p));

	return (struct slice){p, (size_t)((nl != NULL ? nl : end) - p)};
}

static bool is_call_at(const struct lint *l, const char *p)
{
	for (size_t i = 0; i < l->mc->ncalls; i++)
		if (l->mc->call[i].name.p == p)
			return true;
	return false;
}

static bool is_dnl(struct slice s)
{
	return slice_starts(s, SLICE_LIT("dnl"));
}

/* The line below, where it is one of a sendmail.cf. */
static bool raw_below(const struct lint *l, struct slice rest, struct slice *line)
{
	const char *p = rest.p + rest.n + 1, *end = l->text.p + l->text.n, *nl;

	if (p >= end)
		return false;
	nl = memchr(p, '\n', (size_t)(end - p));
	*line = (struct slice){p, (size_t)((nl != NULL ? nl : end) - p)};
	return line->n > 1 && strchr("RSDCFKMHOTPVEXQ", p[0]) != NULL && !is_call_at(l, p);
}

/* Whether the compiler has found that a line goes on with none (408): it begins with the blanks that were before a dnl. */
static bool goes_on_with_none(const struct lint *l, const char *p)
{
	struct srcpos at = lint_mc_place(l->mc, p);
	struct diag_view v;

	for (size_t i = 0; diags_view(l->d, i, &v); i++)
		if (v.code->number == 408 && v.at.file == at.file && v.at.line == at.line)
			return true;
	return false;
}

/* A blank before dnl. */
static void check_blank(const struct lint *l, struct slice rest, struct slice text)
{
	struct slice line = SLICE_NONE;
	struct diag *g;

	if (raw_below(l, rest, &line)) {
		g = lint_say(l, 1208, lint_mc_place(l->mc, rest.p), "this blank stands before the next line, since dnl takes the end of the line away: sendmail takes that for more of the line above");
		diag_place(g, lint_mc_place(l->mc, line.p), "this line loses its meaning");
	} else if (goes_on_with_none(l, rest.p)) {
		g = lint_say(l, 1208, lint_mc_place(l->mc, rest.p), "this blank goes into the sendmail.cf, as the beginning of a line that sendmail does not know");
	} else {
		return;
	}
	diag_help(g, "leave out the blank before dnl");
	diag_edit(g, lint_mc_place(l->mc, rest.p), (size_t)(text.p - rest.p), SLICE_LIT(""));
}

/* Text behind a directive; dn1 and the like are meant for dnl. */
static void say_behind(const struct lint *l, struct slice text)
{
	static const char *const slips[] = {"dn1", "dnI", "dln", "ndl", "dn;", "DNL", "dnll", "dn"};
	struct diag *g = lint_say(l, 1207, lint_mc_place(l->mc, text.p), "no dnl stands before this text, so it goes into the sendmail.cf%s", text.p[0] == '#' ? ", with a blank before it, as more of the line above" : "");

	for (size_t i = 0; i < sizeof slips / sizeof *slips; i++)
		if (slice_eq_str(text, slips[i])) {
			diag_help(g, "did you mean `dnl'?");
			return;
		}
	diag_help(g, "write dnl before it");
}

static void check_behind(const struct lint *l, const struct lint_call *c)
{
	struct slice rest = behind(l, c), text = slice_trim(rest);
	bool blank = rest.n != 0 && (rest.p[0] == ' ' || rest.p[0] == '\t');

	if (is_dnl(text)) {
		if (blank)
			check_blank(l, rest, text);
	} else if (text.n != 0 && text.p[0] != ')' && !is_call_at(l, text.p)) {
		say_behind(l, text);
	}
}

void check_text_behind(const struct lint *l)
{
	for (size_t i = 0; i < l->mc->ncalls; i++) {
		const struct lint_call *c = &l->mc->call[i];

		if (c->where == LINT_CALL_LIVE && c->depth == 0 && !c->dnl && is_directive(c))
			check_behind(l, c);
	}
}

/* --- divert --- */

/* The raw line that a divert(-1) throws away: none of the calls between can have ended it. */
static void check_thrown(const struct lint *l, const struct lint_call *divert, const struct lint_call *next)
{
	const char *p = divert->whole.p + divert->whole.n, *end = next != NULL ? next->name.p : l->text.p + l->text.n;

	while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL && ++p < end) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		size_t n = (size_t)((nl != NULL ? nl : end) - p);

		if (n > 3 && (((p[0] == 'R') && memchr(p, '\t', n) != NULL && memchr(p, '$', n) != NULL) || ((p[0] == 'D' || p[0] == 'C' || p[0] == 'K') && p[1] == '{'))) {
			diag_place(lint_say(l, 1219, lint_mc_place(l->mc, p), "this line is thrown away"), divert->at, "by this divert(-1), which no divert(0) ends");
			return;
		}
	}
}

void check_divert(const struct lint *l)
{
	const struct lint_call *c;

	for (size_t i = 0; (c = lint_mc_call(l->mc, "divert", &i)) != NULL;) {
		struct slice n = c->nargs != 0 ? slice_trim(c->arg[0]) : SLICE_LIT("");

		if (slice_eq_str(n, "-1"))
			check_thrown(l, c, i < l->mc->ncalls ? &l->mc->call[i] : NULL);
		else if (n.n != 0 && !slice_eq_str(n, "0") && n.p[0] >= '1' && n.p[0] <= '9' && c->where == LINT_CALL_LIVE)
			diag_help(lint_say(l, 1218, c->at, "diversion %.*s is one of those in which stock's files collect their rules", SLICE_ARG(n)), "use LOCAL_CONFIG, LOCAL_RULESETS and their like: they say what comes where");
	}
}

/* --- raw lines for which there is a directive --- */

static const struct {
	const char *line, *directive;
} directives[] = {
	{"Dj", "define(`confDOMAIN_NAME', …)"}, {"DS", "define(`SMART_HOST', …)"}, {"DM", "MASQUERADE_AS"}, {"DH", "define(`MAIL_HUB', …)"}, {"DR", "define(`LOCAL_RELAY', …)"},
	{"DL", "define(`LUSER_RELAY', …)"}, {"Cw", "LOCAL_DOMAIN"}, {"CM", "MASQUERADE_DOMAIN"}, {"CE", "EXPOSED_USER"}, {"CG", "GENERICS_DOMAIN"}, {"CR", "RELAY_DOMAIN"},
	{"Fw", "FEATURE(`use_cw_file')"}, {"FR", "RELAY_DOMAIN_FILE"}, {"Ft", "FEATURE(`use_ct_file')"},
};

void check_raw_directive(const struct lint *l)
{
	const struct site_section *s = l->site != NULL ? symtab_get(l->site->sections, SLICE_LIT("local_config")) : NULL;

	for (size_t i = 0; s != NULL && i < s->n; i++)
		for (size_t k = 0; s->v[i].use == NULL && k < sizeof directives / sizeof *directives; k++)
			if (slice_starts(s->v[i].text, slice_of(directives[k].line)))
				diag_help(lint_say(l, 1220, s->v[i].at, "there is a directive for this line: %s", directives[k].directive), "use it: what else depends on it then knows, and the value is checked");
}
