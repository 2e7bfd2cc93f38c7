/* mc_features.c - FEATUREs, mailers and names that do not go together: conflicts.def */
#include "lint/checks.h"
#include "lint/mc_text.h"
#include "lint/query.h"

enum kind { FEATURE, MAILER, NAME, CLASS };

static bool place_of(const struct lint *l, enum kind kind, const char *name, struct srcpos *at)
{
	const struct site_use *u;
	struct lint_setting s;

	if (kind == NAME) {
		s = lint_conf(l, name);
		*at = s.at;
		return s.set && s.value.n != 0;
	}
	*at = SRCPOS_NONE;
	if (kind == CLASS)
		return l->ir == NULL || ir_find(l->ir, IR_CLASS, slice_of(name)) != NULL || ir_find(l->ir, IR_CLASSFILE, slice_of(name)) != NULL;
	u = kind == FEATURE ? lint_feature(l, name) : lint_mailer_use(l, name);
	*at = u != NULL ? u->at : SRCPOS_NONE;
	return u != NULL;
}

static void against(const struct lint *l, enum kind k1, const char *n1, enum kind k2, const char *n2, const char *why)
{
	static const char *const words[] = {"FEATURE", "MAILER", "NAME", "CLASS"};
	struct srcpos a, b;
	bool later;

	if (!place_of(l, k1, n1, &a) || !place_of(l, k2, n2, &b))
		return;
	later = srcpos_cmp(a, b) < 0;
	diag_place(lint_say(l, 1210, later ? b : a, "%s(`%s') contradicts %s(`%s'): %s", words[later ? k2 : k1], later ? n2 : n1, words[later ? k1 : k2], later ? n1 : n2, why), later ? a : b, "the other one");
}

static void covered(const struct lint *l, const char *name, const char *by, const char *why)
{
	struct srcpos a, b;

	if (place_of(l, FEATURE, name, &a) && place_of(l, FEATURE, by, &b))
		diag_place(lint_say(l, 1211, a, "FEATURE(`%s') does nothing more beside FEATURE(`%s'): %s", name, by, why), b, "the other one");
}

static void without(const struct lint *l, const char *name, enum kind kind, const char *needed, const char *why)
{
	struct srcpos a, b;
	struct diag *g;

	if (!place_of(l, FEATURE, name, &a) || place_of(l, kind, needed, &b))
		return;
	g = lint_say(l, 1212, a, "FEATURE(`%s') does nothing without %s: %s", name, kind == CLASS ? "MASQUERADE_DOMAIN" : needed, why);
	if (kind == CLASS)
		diag_help(g, "add MASQUERADE_DOMAIN(`example.org'), or take it out");
	else if (kind == NAME)
		diag_help(g, "write define(`%s', …), or take it out", needed);
	else
		diag_help(g, "add %s(`%s'), or take it out", kind == FEATURE ? "FEATURE" : "MAILER", needed);
}

static void for_feature(const struct lint *l, const char *directive, const char *feature)
{
	const struct lint_call *c;

	for (size_t i = 0; lint_feature(l, feature) == NULL && (c = lint_mc_call(l->mc, directive, &i)) != NULL;)
		if (c->where == LINT_CALL_LIVE && c->depth == 0)
			diag_help(lint_say(l, 1212, c->at, "%s does nothing without FEATURE(`%s')", directive, feature), "add FEATURE(`%s'), or take it out", feature);
}

void check_conflicts(const struct lint *l)
{
#define AGAINST(kind, name, other_kind, other, why) against(l, kind, name, other_kind, other, why);
#define COVERED(name, by, why) covered(l, name, by, why);
#define WITHOUT(name, kind, needed, why) without(l, name, kind, needed, why);
#define FOR(directive, feature) for_feature(l, directive, feature);
#define UNREAD(prefix, feature, mailer)
#include "lint/conflicts.def"
#undef AGAINST
#undef COVERED
#undef WITHOUT
#undef FOR
#undef UNREAD
}

/* --- what is written for somebody who is not there --- */

static const struct {
	const char *prefix, *feature, *mailer;
} unread[] = {
#define AGAINST(kind, name, other_kind, other, why)
#define COVERED(name, by, why)
#define WITHOUT(name, kind, needed, why)
#define FOR(directive, feature)
#define UNREAD(prefix, feature, mailer) {prefix, feature, mailer},
#include "lint/conflicts.def"
#undef AGAINST
#undef COVERED
#undef WITHOUT
#undef FOR
#undef UNREAD
};

static void check_read(const struct lint *l, const struct lint_call *c)
{
	for (size_t i = 0; i < sizeof unread / sizeof *unread; i++) {
		if (!slice_starts(c->arg[0], slice_of(unread[i].prefix)))
			continue;
		if ((unread[i].feature[0] != '\0' && lint_feature(l, unread[i].feature) != NULL) || (unread[i].mailer[0] != '\0' && lint_mailer_use(l, unread[i].mailer) != NULL))
			continue;
		diag_help(lint_say(l, 1231, c->at, "%.*s is read by %s(`%s') only, which is not there", SLICE_ARG(c->arg[0]), unread[i].mailer[0] != '\0' ? "MAILER" : "FEATURE", unread[i].mailer[0] != '\0' ? unread[i].mailer : unread[i].feature),
			"add it, or take the define out");
	}
}

/* Its mending takes out the call, and its line where it has one to itself. */
static void same_again(const struct lint *l, const struct lint_call *c, const struct lint_call *before)
{
	struct diag *g = lint_say(l, 1246, c->at, "%.*s is defined a second time, to the same value", SLICE_ARG(c->arg[0]));
	const char *end = l->mc->text.p + l->mc->text.n, *behind = c->whole.p + c->whole.n;
	bool alone = c->at.col == 1 && end - behind >= 4 && memcmp(behind, "dnl\n", 4) == 0;

	diag_place(g, before->at, "the first one");
	diag_edit(g, c->at, c->whole.n + (alone ? 4 : 0), SLICE_LIT(""));
}

/* What happens between two defines: the names that are known by their last define, and the calls that may have defined others. */
struct defines {
	struct symtab *seen;            /* name → its last define */
	const struct lint_call *files;  /* the last call that may define any name */
	const struct lint_call *feature; /* … a name without conf */
};

static bool is_call(const struct lint_call *c, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_eq_str(c->name, names[i]))
			return true;
	return false;
}

/* A call that is no define by itself: forgets what it may have changed. */
static void forget(struct defines *d, const struct lint_call *c)
{
	static const char *const files[] = {"include", "sinclude", "OSTYPE", "DOMAIN", "HACK"}, *const changes[] = {"define", "undefine", "pushdef", "popdef"};

	if (is_call(c, files, sizeof files / sizeof *files) || (slice_eq_str(c->name, "FEATURE") && c->nargs != 0 && (slice_eq_str(c->arg[0], "msp") || slice_eq_str(c->arg[0], "nullclient"))))
		d->files = c;
	else if (slice_eq_str(c->name, "FEATURE"))
		d->feature = c;
	else if (is_call(c, changes, sizeof changes / sizeof *changes))
		for (size_t i = 0; i < c->nargs; i++)
			(void)symtab_del(d->seen, c->arg[i]);
}

static bool is_known(const struct defines *d, const struct lint_call *before)
{
	return before != NULL && (d->files == NULL || before > d->files) && (slice_starts(before->arg[0], SLICE_LIT("conf")) || d->feature == NULL || before > d->feature);
}

void check_defines(const struct lint *l)
{
	struct defines d = {.seen = symtab_new(l->arena, false)};

	for (size_t i = 0; l->site != NULL && i < l->mc->ncalls; i++) {
		const struct lint_call *c = &l->mc->call[i], *before;

		if (c->where == LINT_CALL_DNL)
			continue;
		if (c->where != LINT_CALL_LIVE || c->depth != 0 || c->nargs < 2 || !slice_eq_str(c->name, "define")) {
			forget(&d, c);
			continue;
		}
		check_read(l, c);
		before = symtab_set(d.seen, c->arg[0], (void *)(uintptr_t)c);
		if (is_known(&d, before) && slice_eq(before->arg[1], c->arg[1]))
			same_again(l, c, before);
	}
}

/* --- masquerading and generic addresses --- */

void check_exposed(const struct lint *l)
{
	struct lint_setting as = lint_conf(l, "MASQUERADE_NAME");

	if (l->site == NULL || l->ir == NULL || !as.set || as.value.n == 0 || lint_feature(l, "nullclient") != NULL || lint_class_has(l, "E", SLICE_LIT("root")))
		return;
	diag_help(lint_say_setting(l, 1222, &as, "root's mail is masqueraded too, so mail of root@%.*s may come from any of the hosts", SLICE_ARG(as.value)), "write EXPOSED_USER(`root')");
}

void check_generics(const struct lint *l)
{
	const struct site_use *u = lint_feature(l, "genericstable");

	if (u == NULL || l->ir == NULL || ir_find(l->ir, IR_CLASS, SLICE_LIT("G")) != NULL || ir_find(l->ir, IR_CLASSFILE, SLICE_LIT("G")) != NULL)
		return;
	diag_help(lint_say(l, 1224, u->at, "class {G} is empty, so FEATURE(`genericstable') rewrites addresses without a domain only, which today hardly come"), "write GENERICS_DOMAIN(`example.org') for the domains of the table");
}
