/* site_dnsbl.c - DNS blocklists */
#include "lint/checks.h"
#include "lint/query.h"

enum state { WORLD, GONE, PAID };

static const struct dead {
	const char *domain;
	enum state state;
	const char *when, *source;
} dead[] = {
#define DEADLIST(domain, state, when, source) {domain, state, when, source},
#include "ir/deadlists.def"
#undef DEADLIST
};

/* Whether a name lies in a domain, or is it. */
static bool lies_in(struct slice name, const char *domain)
{
	size_t n = strlen(domain);

	if (name.n != 0 && name.p[name.n - 1] == '.')
		name.n--;
	return name.n >= n && slice_caseeq((struct slice){name.p + name.n - n, n}, slice_of(domain)) && (name.n == n || name.p[name.n - n - 1] == '.');
}

static void say_dead(const struct lint *l, const struct dead *x, struct srcpos at)
{
	static const char *const what[] = {"was shut down, and lists every address there is", "was shut down", "answers subscribers only"};

	diag_help(lint_say(l, x->state == WORLD ? 1421 : 1420, at, "the blocklist %s %s (since %s)", x->domain, what[x->state], x->when), "take it out; see %s", x->source);
}

/* The list that a use asks: what its first argument says, or DNSBL's own default. */
static struct slice list_of(const struct lint *l, const struct site_use *use)
{
	if (use->kind != SITE_FEATURE)
		return SLICE_NONE;
	if (slice_eq_str(use->name, "dnsbl"))
		return lint_argument(l, use, "dnsbl.server");
	if (slice_eq_str(use->name, "rhsbl"))
		return lint_argument(l, use, "rhsbl.server");
	return slice_eq_str(use->name, "enhdnsbl") ? lint_argument(l, use, "enhdnsbl.server") : SLICE_NONE;
}

/* A rule that looks up $1.list. in a map. */
static void judge_rule(const struct lint *l, const struct ir_item *rule)
{
	struct slice text = slice_of(lint_tokens(l, &rule->rhs));

	for (size_t i = 0; i < sizeof dead / sizeof *dead; i++) {
		ptrdiff_t at = slice_find(text, slice_of(dead[i].domain));

		if (at > 0 && (text.p[at - 1] == '.' || text.p[at - 1] == ' ') && slice_find(text, SLICE_LIT("$(")) >= 0)
			say_dead(l, &dead[i], rule->origin.at);
	}
}

static void judge_use(const struct lint *l, const struct site_use *use)
{
	struct slice list = list_of(l, use);

	for (size_t i = 0; list.n != 0 && i < sizeof dead / sizeof *dead; i++)
		if (lies_in(list, dead[i].domain))
			say_dead(l, &dead[i], lint_word(l, use->at, list));
}

void check_dead_lists(const struct lint *l)
{
	const struct ir_item *rule;

	for (size_t i = 0; l->site != NULL && i < l->site->nuses; i++)
		judge_use(l, l->site->uses[i]);
	for (size_t i = 0; (rule = lint_next(l, IR_RULE, &i)) != NULL;)
		if (l->site == NULL || lint_wrote(l, rule)) /* what a FEATURE has made is told of above */
			judge_rule(l, rule);
}

/* Whether an enhdnsbl names the answers that count. */
static bool names_answers(const struct lint *l, const struct site_use *use)
{
	return slice_eq_str(use->name, "enhdnsbl") && !slice_eq_str(lint_argument(l, use, "enhdnsbl.match"), "$+"); /* $+: any */
}

void check_list_answers(const struct lint *l)
{
	for (size_t i = 0; l->site != NULL && i < l->site->nuses; i++) {
		const struct site_use *use = l->site->uses[i];
		struct slice list = list_of(l, use);

		if (list.n != 0 && lies_in(list, "spamhaus.org") && !names_answers(l, use))
			diag_help(lint_say(l, 1422, lint_word(l, use->at, list), "any answer of %.*s counts as listed, also `you ask through a public resolver' (127.255.255.254)", SLICE_ARG(list)),
				"FEATURE(`enhdnsbl', …) with the answers that mean a listing: `127.0.0.2.', `127.0.0.3.', `127.0.0.4.', `127.0.0.9.', `127.0.0.10.', `127.0.0.11.'");
	}
}

static const struct site_use *first_list(const struct lint *l)
{
	const struct site_use *use = lint_feature(l, "dnsbl");

	return use != NULL ? use : lint_feature(l, "enhdnsbl");
}

void check_list_exceptions(const struct lint *l)
{
	const struct site_use *use = first_list(l), *delay = lint_feature(l, "delay_checks");

	if (use == NULL)
		return;
	if (lint_feature(l, "access_db") == NULL)
		diag_help(lint_say(l, 1424, use->at, "no client can be taken out of the blocklist: there is no access table"), "FEATURE(`access_db'): Connect:192.0.2.25 OK is not asked about");
	if (delay == NULL)
		diag_help(lint_say(l, 1423, use->at, "who is on the blocklist by mistake cannot write to postmaster or abuse either"), "FEATURE(`delay_checks', `friend'), and Spam:abuse@… FRIEND in the access table");
}
