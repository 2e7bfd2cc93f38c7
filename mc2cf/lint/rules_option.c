/* rules_option.c - options that contradict each other, or the rest: op guide 5.6 */
#include "ir/ir.h"
#include "lint/checks.h"
#include "lint/query.h"

/* Options that add to each other, line by line. */
static bool adds_up(const struct ir_item *item)
{
	static const char *const names[] = {"DaemonPortOptions", "ClientPortOptions", "AliasFile", "UserDatabaseSpec"};
	const struct ir_option *o = ir_option_find(item->name);

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (slice_eq_str(item->name, names[i]))
			return true;
	return o != NULL && strcmp(o->type, "flags") == 0;
}

void check_option_twice(const struct lint *l)
{
	const struct ir_item *item;

	for (size_t i = 0; (item = lint_next(l, IR_OPTION, &i)) != NULL;) {
		const struct ir_item *other = item->same;
		struct diag *g;

		if (other == NULL || adds_up(item) || slice_eq(slice_trim(item->value), slice_trim(other->value)) || (!lint_wrote(l, item) && !lint_wrote(l, other)))
			continue;
		g = lint_say_item(l, 1090, item, NULL, "the option %.*s has been set before, to `%.*s'; this line counts", SLICE_ARG(item->name), SLICE_ARG(slice_trim(other->value)));
		diag_place(g, other->origin.asked.file != 0 ? other->origin.asked : other->origin.at, "it is set here");
		diag_help(g, "leave one of the two");
	}
}

/* --- times and loads --- */

/* The first must be shorter than the second, which is so many seconds where it is not set. */
static void order(const struct lint *l, const char *first, char unit1, const char *second, char unit2, long otherwise, const char *what)
{
	struct lint_setting a = lint_option(l, first), b = lint_option(l, second);
	long x = lint_option_seconds(l, first, unit1, 0), y = lint_option_seconds(l, second, unit2, otherwise);
	struct diag *g;

	if (!a.set || x <= 0 || x < y || y <= 0)
		return;
	g = lint_say_setting(l, 1091, &a, "%s is %.*s, and %s %.*s: %s", first, SLICE_ARG(a.value), second, SLICE_ARG(b.set ? b.value : SLICE_LIT("5d")), what);
	if (b.at.file != 0)
		diag_place(g, b.at, "%s is set here", second);
	diag_help(g, "let the first be the shorter one");
}

void check_timeout_order(const struct lint *l)
{
	order(l, "Timeout.queuewarn", 'h', "Timeout.queuereturn", 'd', 5 * 24 * 3600L, "the mail is returned before anybody is warned");
	order(l, "Timeout.queuewarn.normal", 'h', "Timeout.queuereturn.normal", 'd', 0, "the mail is returned before anybody is warned");
	order(l, "Timeout.queuewarn.urgent", 'h', "Timeout.queuereturn.urgent", 'd', 0, "the mail is returned before anybody is warned");
	order(l, "MinQueueAge", 'm', "Timeout.queuereturn", 'd', 5 * 24 * 3600L, "the mail is returned before it is tried again");
	order(l, "Timeout.iconnect", 's', "Timeout.connect", 's', 0, "the first try waits no shorter than the others");
}

void check_load_order(const struct lint *l)
{
	struct lint_setting queue = lint_option(l, "QueueLA"), refuse = lint_option(l, "RefuseLA");
	long x = lint_option_number(l, "QueueLA", 0), y = lint_option_number(l, "RefuseLA", 0);
	struct diag *g;

	if (!queue.set || !refuse.set || x == 0 || y == 0 || x <= y)
		return;
	g = lint_say_setting(l, 1092, &queue, "QueueLA is %.*s, and RefuseLA %.*s: connections are refused before mail is only queued", SLICE_ARG(queue.value), SLICE_ARG(refuse.value));
	if (refuse.at.file != 0)
		diag_place(g, refuse.at, "RefuseLA is set here");
	diag_help(g, "let QueueLA be the smaller one");
}

/* --- names --- */

/* The first byte that no domain has, or its last dot; 0: all is well. */
static char odd_byte(struct slice v)
{
	for (size_t i = 0; i < v.n; i++)
		if (!(v.p[i] == '.' || v.p[i] == '-' || v.p[i] == '_' || (v.p[i] >= '0' && v.p[i] <= '9') || (v.p[i] >= 'a' && v.p[i] <= 'z') || (v.p[i] >= 'A' && v.p[i] <= 'Z') || (unsigned char)v.p[i] > 127))
			return v.p[i];
	return v.n != 0 && v.p[v.n - 1] == '.' ? '.' : 0;
}

void check_domain_name(const struct lint *l)
{
	const struct ir_item *j = ir_find(l->ir, IR_MACRO, SLICE_LIT("j"));
	struct slice v = j != NULL ? slice_trim(j->value) : SLICE_LIT("$w");

	if (v.n == 0 || memchr(v.p, '$', v.n) != NULL)
		return;
	if (memchr(v.p, '.', v.n) == NULL)
		diag_help(lint_say(l, 1093, lint_asked_at(l, j), "$j is `%.*s', which is no full name of a host", SLICE_ARG(v)), "write the name that the DNS knows, with its domain: many hosts refuse others in HELO");
	else if (slice_find(v, SLICE_LIT("localhost")) == 0 || slice_find(v, SLICE_LIT("localdomain")) >= 0)
		diag_help(lint_say(l, 1093, lint_asked_at(l, j), "$j is `%.*s', a name that each host has for itself alone", SLICE_ARG(v)), "write the name that the DNS knows: many hosts refuse others in HELO");
	else if (v.p[0] != '[' && odd_byte(v) != 0)
		diag_help(lint_say(l, 1093, lint_asked_at(l, j), "$j is `%.*s', and no name of a host %s `%c'", SLICE_ARG(v), odd_byte(v) == '.' ? "ends in" : "has a", odd_byte(v)), "write the name that the DNS knows: many hosts refuse others in HELO");
}

/* The host of mailer:[host]. */
static struct slice host_of(struct slice v)
{
	const char *colon = v.n != 0 && v.p[0] != '[' ? memchr(v.p, ':', v.n) : NULL;

	if (colon != NULL)
		v = (struct slice){colon + 1, (size_t)(v.p + v.n - colon - 1)};
	if (v.n > 1 && v.p[0] == '[' && v.p[v.n - 1] == ']')
		v = (struct slice){v.p + 1, v.n - 2};
	return slice_trim(v);
}

static const struct ir_item *mailer_of(const struct lint *l, struct slice v)
{
	const char *colon = v.n != 0 && v.p[0] != '[' ? memchr(v.p, ':', v.n) : NULL;

	return ir_find(l->ir, IR_MAILER, colon != NULL ? (struct slice){v.p, (size_t)(colon - v.p)} : SLICE_LIT("relay"));
}

/* Whether the host is this one; a relay at another port of it is a program such as a scanner. */
static bool is_self(const struct lint *l, struct slice host)
{
	struct slice j = slice_trim(lint_macro(l, "j"));

	return host.n != 0 && (slice_caseeq(host, SLICE_LIT("localhost")) || slice_eq_str(host, "127.0.0.1") || slice_caseeq(host, j) || lint_class_has(l, "w", host));
}

void check_relay_self(const struct lint *l)
{
	static const char *const macros[][2] = {{"S", "the smart host"}, {"H", "the mail hub"}};

	for (size_t i = 0; i < 2; i++) {
		const struct ir_item *item = ir_find(l->ir, IR_MACRO, slice_of(macros[i][0]));
		const struct ir_item *mailer = item != NULL ? mailer_of(l, slice_trim(item->value)) : NULL;

		if (mailer == NULL || !lint_faces_network(l) || !slice_eq_str(slice_trim(lint_field(mailer, "A")), "TCP $h") || !is_self(l, host_of(slice_trim(item->value))))
			continue;
		diag_help(lint_say(l, 1094, lint_asked_at(l, item), "%s is `%.*s', this host itself: mail goes round until it has passed too many hosts", macros[i][1], SLICE_ARG(item->value)),
			"name the host that the mail is to go to");
	}
}

/* --- ports --- */

void check_port_tls(const struct lint *l)
{
	struct lint_port p;

	for (size_t i = 0; lint_next_port(l, &i, &p);) {
		bool s = p.modifiers.n != 0 && memchr(p.modifiers.p, 's', p.modifiers.n) != NULL;

		if (lint_port_is(&p, "smtps", "465") && !s)
			diag_help(lint_say(l, 1095, p.at, "port 465 is for TLS from the first byte, and M=s is missing: clients wait for ever"), "add M=s");
		else if (s && !lint_port_is(&p, "smtps", "465"))
			diag_help(lint_say(l, 1095, p.at, "M=s wants TLS from the first byte, and at port `%.*s' clients begin without", SLICE_ARG(p.port)), "take M=s out, or open port 465");
	}
}

static void say_same_name(const struct lint *l, const struct lint_port *p, struct srcpos other)
{
	struct diag *g = lint_say(l, 1096, p->at.line != 0 ? p->at : other, "two daemons are called `%.*s', so logs and rules cannot tell them apart", SLICE_ARG(p->name));

	if (p->at.line != 0 && other.line != 0)
		diag_place(g, other, "the other one");
	else
		diag_help(g, "the other one is the usual MSA: FEATURE(`no_default_msa') leaves it out");
}

void check_port_name(const struct lint *l)
{
	struct symtab *names = symtab_new(l->arena, true); /* → the srcpos of the first */
	struct lint_port p;

	for (size_t i = 0; lint_next_port(l, &i, &p);) {
		struct srcpos *first = p.name.n != 0 ? symtab_get(names, p.name) : NULL;

		if (first != NULL) {
			say_same_name(l, &p, *first);
		} else if (p.name.n != 0) {
			first = ARENA_NEW(l->arena, struct srcpos);
			*first = p.at;
			symtab_set(names, p.name, first);
		}
	}
}

/* --- V --- */

void check_version_level(const struct lint *l)
{
	size_t i = 0;
	const struct ir_item *v = lint_next(l, IR_VERSION, &i);
	long level = 0;

	if (l->is_mc)
		return;
	if (v == NULL) {
		diag_help(lint_say_file(l, 1097, "there is no V line, so sendmail takes the file as one of its first version"), "begin it with V10/Berkeley");
		return;
	}
	for (size_t k = 0; k < v->name.n && v->name.p[k] >= '0' && v->name.p[k] <= '9' && level < 1000; k++)
		level = level * 10 + (v->name.p[k] - '0');
	if (level > 10)
		diag_help(lint_say_item(l, 1097, v, NULL, "version level %ld is newer than any sendmail, which knows 10", level), "write V10/Berkeley");
	else if (level < 9)
		diag_help(lint_say_item(l, 1097, v, NULL, "version level %ld is that of an old sendmail: some rules and options mean something else", level), "make the file anew, with V10/Berkeley");
}

/* --- masquerading --- */

void check_masquerade_name(const struct lint *l)
{
	const struct ir_item *item = ir_find(l->ir, IR_MACRO, SLICE_LIT("M"));
	struct slice v = item != NULL ? slice_trim(item->value) : SLICE_LIT("");
	size_t digits = 0;

	while (digits < v.n && ((v.p[digits] >= '0' && v.p[digits] <= '9') || v.p[digits] == '.'))
		digits++;
	if (v.n == 0 || memchr(v.p, '$', v.n) != NULL)
		return;
	if (digits == v.n)
		diag_help(lint_say(l, 1098, lint_asked_at(l, item), "addresses are masqueraded as the number %.*s, which is no domain", SLICE_ARG(v)), "write the name of a domain, or [%.*s]", SLICE_ARG(v));
	else if (memchr(v.p, '.', v.n) == NULL && v.p[0] != '[')
		diag_help(lint_say(l, 1098, lint_asked_at(l, item), "addresses are masqueraded as `%.*s', which is no full domain: nobody else can answer them", SLICE_ARG(v)), "write the domain in full");
	else if (v.p[0] != '[' && odd_byte(v) != 0)
		diag_help(lint_say(l, 1098, lint_asked_at(l, item), "addresses are masqueraded as `%.*s', and no domain %s `%c'", SLICE_ARG(v), odd_byte(v) == '.' ? "ends in" : "has a", odd_byte(v)), "write the domain alone");
}

/* --- the sendmail that is meant --- */

/* 8.12.0 as two numbers. */
static bool read_release(const char *s, unsigned *minor, unsigned *patch)
{
	*minor = *patch = 0;
	if (s[0] != '8' || s[1] != '.')
		return false;
	for (s += 2; *s >= '0' && *s <= '9'; s++)
		*minor = *minor * 10 + (unsigned)(*s - '0');
	for (s += *s == '.'; *s >= '0' && *s <= '9'; s++)
		*patch = *patch * 10 + (unsigned)(*s - '0');
	return true;
}

void check_option_newer(const struct lint *l)
{
	const struct ir_item *item;

	for (size_t i = 0; l->target_minor != 0 && (item = lint_next(l, IR_OPTION, &i)) != NULL;) {
		const struct ir_option *o = ir_option_find(item->name);
		unsigned minor, patch;

		if (o == NULL || !read_release(o->since, &minor, &patch) || minor < l->target_minor || (minor == l->target_minor && patch <= l->target_patch))
			continue;
		diag_help(lint_say_item(l, 1099, item, NULL, "the option %s came with sendmail %s, and the one that is meant is older", o->name, o->since), "take it out: an old sendmail warns of it, and goes on without");
	}
}
