/*
 * check.c - what must hold of any IR, whoever made it: items other than rules
 *
 * Only what is surely wrong is said.  sendmail takes a call of a ruleset that
 * is nowhere without a word, and the address goes through unchanged.
 */
#include <stdarg.h>

#include "ir/check_priv.h"
#include "ir/limits.h"

/* Something that a template made, not a line of the site's own. */
static bool is_made(const struct ir_item *item)
{
	return item->origin.asked.file != 0 && srcpos_cmp(item->origin.asked, item->origin.at) != 0;
}

bool ir_is_own(const struct ir_item *item)
{
	return item->origin.asked.file != 0 && !is_made(item);
}

static struct diag *warn_at(struct diags *d, const struct ir_item *item, struct srcpos at, unsigned code, const char *fmt, va_list ap)
{
	char small[IR_SENTENCE_MAX];
	int n = vsnprintf(small, sizeof(small), fmt, ap);
	struct slice text = {small, n < 0 ? 0 : (size_t)n < sizeof(small) ? (size_t)n : sizeof(small) - 1};
	struct diag *g = diag_add(d, code, is_made(item) ? item->origin.asked : at, "%.*s", SLICE_ARG(text));

	if (is_made(item))
		diag_place(g, at, "it is made by this line");
	return g;
}

struct diag *ir_warn(struct diags *d, const struct ir_item *item, const struct ir_token *t, unsigned code, const char *fmt, ...)
{
	struct srcpos at = item->origin.at;
	struct diag *g;
	va_list ap;

	if (t != NULL && t->col != 0)
		at.col = t->col;
	va_start(ap, fmt);
	g = warn_at(d, item, at, code, fmt, ap);
	va_end(ap);
	return g;
}

struct diag *ir_warn_word(struct diags *d, const struct ir_item *item, struct slice word, unsigned code, const char *fmt, ...)
{
	struct diag *g;
	va_list ap;

	va_start(ap, fmt);
	g = warn_at(d, item, srcset_find(diags_src(d), item->origin.at, word, IR_WORD_LINES), code, fmt, ap);
	va_end(ap);
	return g;
}

void ir_near(const struct ir *ir, struct diag *g, enum ir_kind kind, struct slice name)
{
	diag_near_in(g, name, ir_names(ir, kind), IR_NEAR_MAX);
}

bool ir_calls_known(const struct ir *ir, struct slice name)
{
	size_t index;

	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'))
			return true; /* put together when sendmail runs */
	}
	return name.n == 0 || ir_ruleset(ir, name, &index) || ir_is_excused(ir, name);
}

static struct slice field(const struct ir_item *mailer, const char *key)
{
	struct slice found = SLICE_NONE;

	for (size_t i = 0; i < mailer->nfields; i++)
		if (slice_eq_str(mailer->fields[i].key, key))
			found = mailer->fields[i].value;
	return found;
}

/* S=envelope/header, R=…: 0 is for none. */
static void check_mailer_rulesets(const struct ir *ir, const struct ir_item *mailer, const char *key, struct diags *d)
{
	struct slice rest = field(mailer, key), name;

	while (slice_next(&rest, '/', &name)) {
		struct diag *g;

		name = slice_trim(name);
		if (slice_eq_str(name, "0") || ir_calls_known(ir, name))
			continue;
		g = ir_warn(d, mailer, NULL, 603, "mailer `%.*s' has %s=%.*s, and there is no such ruleset", SLICE_ARG(mailer->name), key, SLICE_ARG(name));
		ir_near(ir, g, IR_RULESET, name);
		diag_help(g, "sendmail takes it for an empty one: addresses go through unchanged; write 0 where that is meant");
	}
}

/* Q=group; mqueue is there without a line. */
static void check_mailer_queue(const struct ir *ir, const struct ir_item *mailer, struct diags *d)
{
	struct slice group = field(mailer, "Q");
	struct diag *g;

	if (group.n == 0 || memchr(group.p, '$', group.n) != NULL || slice_eq_str(group, "mqueue") || ir_find(ir, IR_QUEUE, group) != NULL)
		return;
	g = ir_warn(d, mailer, NULL, 620, "mailer `%.*s' asks for the queue group `%.*s', which is not declared", SLICE_ARG(mailer->name), SLICE_ARG(group));
	ir_near(ir, g, IR_QUEUE, group);
	diag_help(g, "sendmail does not start; QUEUE_GROUP(`%.*s', `P=/var/spool/mqueue/%.*s') declares it", SLICE_ARG(group), SLICE_ARG(group));
}

/* What speaks SMTP needs to know to whom: A=TCP $h. */
static void check_mailer_host(const struct ir_item *mailer, struct diags *d)
{
	struct slice program = field(mailer, "P"), rest = slice_trim(field(mailer, "A")), word;

	if ((!slice_eq_str(program, "[IPC]") && !slice_eq_str(program, "[TCP]")) || rest.n == 0)
		return;
	slice_next(&rest, ' ', &word);
	if (rest.n == 0)
		diag_help(ir_warn(d, mailer, NULL, 608, "mailer `%.*s' has no host in A=%.*s, and sendmail does not start", SLICE_ARG(mailer->name), SLICE_ARG(word)), "write A=TCP $h");
}

static void check_mailer(const struct ir *ir, const struct ir_item *mailer, struct diags *d)
{
	static const char *const needed[] = {"P", "A"};

	for (size_t i = 0; i < 2; i++)
		if (field(mailer, needed[i]).n == 0)
			diag_help(ir_warn(d, mailer, NULL, 608, "mailer `%.*s' has no %s=", SLICE_ARG(mailer->name), needed[i]),
			          "sendmail refuses a mailer without P= (its program) or A= (its arguments)");
	check_mailer_queue(ir, mailer, d);
	check_mailer_host(mailer, d);
	check_mailer_rulesets(ir, mailer, "S", d);
	check_mailer_rulesets(ir, mailer, "R", d);
}

/* HName: $>ruleset or $>+ruleset */
struct slice ir_header_call(const struct ir_item *header)
{
	struct slice rest = header->value, name = rest;

	if (rest.n != 0 && rest.p[0] == '?') /* flags may hold a colon: it has no ruleset then */
		return SLICE_NONE;
	if (!slice_next(&rest, ':', &name))
		return SLICE_NONE;
	rest = slice_trim(rest);
	if (!slice_starts(rest, SLICE_LIT("$>")))
		return SLICE_NONE;
	name = (struct slice){rest.p + 2, rest.n - 2};
	if (name.n != 0 && name.p[0] == '+')
		name = (struct slice){name.p + 1, name.n - 1};
	return slice_trim(name);
}

struct slice ir_header_name(const struct ir_item *header)
{
	struct slice rest = header->value, name = SLICE_NONE;

	if (rest.n != 0 && rest.p[0] == '?')
		return SLICE_NONE;
	slice_next(&rest, ':', &name);
	return slice_trim(name);
}

static void check_header(const struct ir *ir, const struct ir_item *header, struct diags *d)
{
	struct slice name = ir_header_call(header);
	struct diag *g;

	if (ir_calls_known(ir, name))
		return;
	g = ir_warn(d, header, NULL, 609, "the header is checked by ruleset `%.*s', which is nowhere", SLICE_ARG(name));
	ir_near(ir, g, IR_RULESET, name);
	diag_help(g, "define it with an S line, or take the header line out");
}

static void check_option(struct ir_index *x, const struct ir_item *option, struct diags *d)
{
	if (slice_eq_str(option->name, "DaemonPortOptions") || slice_eq_str(option->name, "ClientPortOptions"))
		ir_check_port(x, option, d);
	else if (slice_eq_str(option->name, "InputMailFilters"))
		ir_check_filter_list(x->ir, option, d);
	else if (slice_eq_str(option->name, "AliasFile"))
		ir_check_aliases(option, d);
}

void ir_check(const struct ir *ir, struct diags *d)
{
	struct ir_index index = {.ir = ir};
	bool explained = diags_errors(d) != 0;
	const struct ir_item *item;

	for (size_t i = 0; (item = ir_at(ir, i)) != NULL; i++) {
		if (is_made(item) && (explained || diags_explained(d, item->origin.asked)))
			continue;
		switch (item->kind) {
		case IR_RULE:    ir_check_rule(ir, item, d); break;
		case IR_MAILER:  check_mailer(ir, item, d); break;
		case IR_HEADER:  check_header(ir, item, d); break;
		case IR_MACRO:   ir_check_relay(ir, item, d); break;
		case IR_FILTER:  ir_check_filter(item, d); break;
		case IR_QUEUE:   ir_check_queue(item, d); break;
		case IR_MAP:     ir_check_map_class(item, d); break;
		case IR_OPTION:  check_option(&index, item, d); break;
		case IR_RULESET:
			if (ir_is_own(item))
				ir_check_ruleset(&index, item, d);
			break;
		default:         break;
		}
		if (ir_is_own(item))
			ir_check_twice(&index, item, d);
	}
}
