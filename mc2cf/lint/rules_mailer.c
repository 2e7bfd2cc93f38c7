/* rules_mailer.c - M lines that do not do what they should: op guide 5.4 */
#include "ir/token.h"
#include "lint/checks.h"
#include "lint/query.h"

static bool is_ipc(const struct ir_item *mailer)
{
	return slice_caseeq(slice_trim(lint_field(mailer, "P")), SLICE_LIT("[IPC]"));
}

static bool has_flag(const struct ir_item *mailer, char flag)
{
	struct slice f = lint_field(mailer, "F");

	return f.n != 0 && memchr(f.p, flag, f.n) != NULL;
}

static struct slice first_word(struct slice s)
{
	struct slice word = SLICE_NONE;

	s = slice_trim(s);
	slice_next(&s, ' ', &word);
	return word;
}

/* Where a field of the M line stands: at its value, if it is in the line. */
static struct diag *say_field(const struct lint *l, unsigned code, const struct ir_item *mailer, const char *key, const char *what)
{
	struct slice value = lint_field(mailer, key);
	struct srcpos at = lint_word(l, mailer->origin.at, value);

	return lint_wrote(l, mailer) ? lint_say(l, code, at, "mailer `%.*s' %s", SLICE_ARG(mailer->name), what) :
		lint_say_item(l, code, mailer, NULL, "mailer `%.*s' %s", SLICE_ARG(mailer->name), what);
}

/* --- connections --- */

static void check_ipc(const struct lint *l, const struct ir_item *mailer)
{
	struct slice args = lint_field(mailer, "A"), word = first_word(args);

	if (args.n == 0)
		return;
	if (!slice_eq_str(word, "TCP") && !slice_eq_str(word, "FILE"))
		diag_help(say_field(l, 1060, mailer, "A", "connects to another host, and its A= begins with neither TCP nor FILE"), "write A=TCP $h, or A=FILE /path for a socket");
	else if (slice_trim(args).n == word.n)
		diag_help(say_field(l, 1060, mailer, "A", "does not say what it connects to"), "write A=%.*s %s", SLICE_ARG(word), word.n == 3 ? "$h" : "/path");
	if (!has_flag(mailer, 'X'))
		diag_help(say_field(l, 1061, mailer, "F", "speaks SMTP without F=X: a line of one dot ends the message, and the rest is taken for commands"), "add X to F=");
	if (lint_has_field(mailer, "E") && slice_find(lint_field(mailer, "E"), SLICE_LIT("\\r")) < 0)
		diag_help(say_field(l, 1062, mailer, "E", "speaks SMTP, and its E= ends lines in a bare newline"), "write E=\\r\\n, or nothing: it is so without E=");
}

/* --- programs --- */

static bool is_builtin(struct slice program)
{
	return program.n != 0 && program.p[0] == '[';
}

static void check_program(const struct lint *l, const struct ir_item *mailer)
{
	struct slice program = slice_trim(lint_field(mailer, "P")), args = lint_field(mailer, "A"), word = first_word(args);

	if (is_builtin(program) || program.n == 0 || args.n == 0)
		return;
	if (program.p[0] != '/' && program.p[0] != '$')
		diag_help(say_field(l, 1063, mailer, "P", "has a program without its full path, and sendmail looks in no PATH"), "write P=/usr/bin/…");
	if (word.n != 0 && memchr("-$|/", word.p[0], 4) != NULL && !(word.p[0] == '/' && slice_eq(word, program)))
		diag_help(say_field(l, 1064, mailer, "A", "gives its program no name: the first word of A= is what the program is called, not an argument"), "put the program's name before the others");
	if (slice_find(args, SLICE_LIT("$u")) < 0 && slice_find(args, SLICE_LIT("${u}")) < 0 && !has_flag(mailer, 'z') && slice_find(lint_field(mailer, "T"), SLICE_LIT("SMTP")) < 0 && !slice_eq_str(program, "/dev/null"))
		diag_help(say_field(l, 1065, mailer, "A", "does not tell its program for whom the message is"), "add $u to A=");
}

/* --- flags --- */

static void check_flags(const struct lint *l, const struct ir_item *mailer)
{
	static const struct {
		char a, b;
		const char *why;
	} pairs[] = {
		{'7', '8', "has F=7 and F=8: eight bits are to be stripped, and allowed"}, {'a', 'z', "has F=a and F=z: ESMTP and LMTP at once"},
		{'n', 'U', "has F=n and F=U: no From line, and one as UUCP wants it"}, {'f', 'r', "has F=f and F=r: the sender behind -f, and behind -r"},
	};

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (has_flag(mailer, pairs[i].a) && has_flag(mailer, pairs[i].b))
			diag_help(say_field(l, 1066, mailer, "F", pairs[i].why), "take one of the two out");
}

void check_mailers(const struct lint *l)
{
	const struct ir_item *mailer;

	for (size_t i = 0; (mailer = lint_next(l, IR_MAILER, &i)) != NULL;) {
		if (is_ipc(mailer))
			check_ipc(l, mailer);
		else
			check_program(l, mailer);
		check_flags(l, mailer);
	}
}

/* --- mailers that nothing chooses --- */

/* Whether a table can name any mailer. */
static bool tables_choose(const struct lint *l)
{
	static const char *const maps[] = {"mailertable", "ldapmh", "ldapmra", "bcctable"};

	for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
		if (ir_find(l->ir, IR_MAP, slice_of(maps[i])) != NULL)
			return true;
	return false;
}

static void add_rule(struct symtab *chosen, const struct ir_item *rule)
{
	for (size_t i = 0; i + 1 < rule->rhs.n; i++) {
		const struct ir_token *t = &rule->rhs.v[i];

		if (t->kind == IR_T_MAILER)
			symtab_set(chosen, ir_token_bare(t + 1), chosen);
		else if (t->kind == IR_T_LITERAL && t[1].kind == IR_T_LITERAL && slice_eq_str(t[1].text, ":"))
			symtab_set(chosen, t->text, chosen);
	}
}

/* What rules choose, and DSmailer:host and its like: text with a colon behind it, in a rule too. */
static const struct symtab *chosen_names(const struct lint *l)
{
	struct symtab *chosen = symtab_new(l->arena, true);
	const struct ir_item *item;

	for (size_t i = 0; (item = ir_at(l->ir, i)) != NULL; i++) {
		struct slice rest = item->value, name;

		if (item->kind == IR_RULE)
			add_rule(chosen, item);
		else if (item->kind == IR_MACRO && slice_next(&rest, ':', &name) && name.n < item->value.n)
			symtab_set(chosen, name, chosen);
	}
	return chosen;
}

void check_mailer_unused(const struct lint *l)
{
	const struct symtab *chosen = l->is_mc ? chosen_names(l) : NULL;
	const struct ir_item *mailer;

	for (size_t i = 0; chosen != NULL && (mailer = lint_next(l, IR_MAILER, &i)) != NULL;)
		if (lint_wrote(l, mailer) && !tables_choose(l) && symtab_get(chosen, mailer->name) == NULL && mailer->name.p[0] != '*' && !slice_eq_str(mailer->name, "local") && !slice_eq_str(mailer->name, "prog"))
			diag_help(lint_say_item(l, 1067, mailer, NULL, "no rule, relay or table chooses the mailer `%.*s'", SLICE_ARG(mailer->name)),
				"choose it with $#%.*s in a rule, or with FEATURE(`mailertable')", SLICE_ARG(mailer->name));
}
