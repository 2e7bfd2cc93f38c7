/* rules_macros.c - macros that are not what they seem to be: op guide 5.2 */
#include "base/symtab.h"
#include "lint/checks.h"
#include "lint/query.h"
#include "lint/uses.h"

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static const struct ir_item *defined(const struct lint *l, struct slice name)
{
	return ir_find(l->ir, IR_MACRO, name);
}

/* The letter and the word behind it, as one name. */
static struct slice joined(const struct lint *l, struct slice letter, struct slice rest)
{
	size_t n = 0;
	char *p;

	while (n < rest.n && is_name(rest.p[n]))
		n++;
	p = arena_array(l->arena, n + 1, 1);
	p[0] = letter.p[0];
	if (n != 0)
		memcpy(p + 1, rest.p, n);
	return (struct slice){p, n + 1};
}

/* $client_addr: sendmail takes it for $c and the text lient_addr. */
static bool lacks_braces(const struct lint *l, const struct lint_use *u, struct slice *meant)
{
	if (u->braces || u->name.n != 1 || u->rest.n == 0 || !is_name(u->rest.p[0]))
		return false;
	*meant = joined(l, u->name, u->rest);
	return lint_macro_when(*meant) != LINT_MACRO_UNKNOWN || defined(l, *meant) != NULL;
}

/* In a .cf we cannot tell stock's lines from the site's: single letters are stock's, and so are these classes, which many a site leaves empty. */
static bool may_be_stock(const struct lint *l, struct slice name)
{
	static const char *const stock[] = {"VirtHost", "TrustAuthMech", "LDAPRoute", "LDAPRouteEquiv", "SpamTag", "Accept", "Tls", "TlsVerified", "ResOk", "Src", "Canonify", "SMTPOpModes"};

	for (size_t i = 0; i < sizeof stock / sizeof *stock; i++)
		if (!l->is_mc && slice_eq_str(name, stock[i]))
			return true;
	/* EXPOSED_USER is often written where nothing is masqueraded yet */
	return name.n == 1 && (!l->is_mc || name.p[0] == 'E');
}

static const char *sign(const struct lint_use *u)
{
	return u->kind == LINT_USE_DEFERRED ? "$&" : u->kind == LINT_USE_IF ? "$?" : "$";
}

static void say_undefined(const struct lint *l, const struct lint_use *u)
{
	struct diag *g = lint_say_item(l, 1010, u->item, u->token, "nobody sets the macro `%.*s', so there is nothing in its place", SLICE_ARG(u->name));
	size_t n;
	const char *const *names = lint_macro_names(&n);

	if (!diag_near(g, u->name, names, n) && u->name.n > 1)
		diag_near_in(g, u->name, ir_names(l->ir, IR_MACRO), n);
	diag_help(g, "define it with a D line, or take it out");
}

static bool is_known(const struct lint *l, struct slice name)
{
	return lint_macro_when(name) != LINT_MACRO_UNKNOWN || defined(l, name) != NULL || lint_is_stored(l, name);
}

void check_macro_undefined(const struct lint *l)
{
	const struct symtab *t = lint_used_macros(l);
	struct slice name, meant;
	void *unused;

	for (size_t i = 0; symtab_at(t, &i, &name, &unused);) {
		if (is_known(l, name) || may_be_stock(l, name))
			continue;
		for (const struct lint_use *u = lint_macro_use(l, name); u != NULL; u = u->next)
			if (u->kind != LINT_USE_IF && lint_wrote(l, u->item) && !lacks_braces(l, u, &meant)) {
				say_undefined(l, u);
				break;
			}
	}
}

void check_macro_braces(const struct lint *l)
{
	const struct symtab *t = lint_used_macros(l);
	struct slice name, meant;
	void *unused;

	for (size_t i = 0; symtab_at(t, &i, &name, &unused);)
		for (const struct lint_use *u = name.n == 1 ? lint_macro_use(l, name) : NULL; u != NULL; u = u->next)
			if (lacks_braces(l, u, &meant))
				diag_help(lint_say_item(l, 1014, u->item, u->token, "this is the macro `%.*s' with the text `%.*s' behind it", SLICE_ARG(name), (int)meant.n - 1, meant.p + 1),
					"write %s{%.*s}: a name of more than a letter stands in braces", sign(u), SLICE_ARG(meant));
}

/* The macro's first D line stands behind a rule that has its value. */
static void check_late(const struct lint *l, const struct lint_use *u, const struct ir_item *def)
{
	struct diag *g;

	if (u->item->kind != IR_RULE || u->kind != LINT_USE_MACRO || def->index < u->item->index || (!lint_wrote(l, u->item) && !lint_wrote(l, def)))
		return;
	g = lint_say_item(l, 1011, u->item, u->token, "the macro `%.*s' is empty here: rules take its value as sendmail reads the file", SLICE_ARG(u->name));
	diag_place(g, def->origin.at, "it is set only here");
	diag_help(g, "move the D line above the rule, or write $&%s%.*s%s in the rule", u->name.n > 1 ? "{" : "", SLICE_ARG(u->name), u->name.n > 1 ? "}" : "");
}

/* What comes with each connection or message is not there yet when the file is read. */
static void check_frozen(const struct lint *l, const struct lint_use *u)
{
	if (u->item->kind != IR_RULE || u->kind != LINT_USE_MACRO || lint_macro_when(u->name) != LINT_MACRO_RUN)
		return;
	diag_help(lint_say_item(l, 1012, u->item, u->token, "the macro `%.*s' has no value yet when sendmail reads this rule, so there is nothing in its place", SLICE_ARG(u->name)),
		"write $&%s%.*s%s, which is looked up whenever the rule is used", u->name.n > 1 ? "{" : "", SLICE_ARG(u->name), u->name.n > 1 ? "}" : "");
}

void check_macro_time(const struct lint *l)
{
	const struct symtab *t = lint_used_macros(l);
	struct slice name, meant;
	void *unused;

	for (size_t i = 0; symtab_at(t, &i, &name, &unused);) {
		const struct ir_item *def = defined(l, name), *first = def != NULL ? lint_first(def) : NULL;

		for (const struct lint_use *u = lint_macro_use(l, name); u != NULL; u = u->next) {
			if (lacks_braces(l, u, &meant))
				continue;
			if (first != NULL)
				check_late(l, u, first);
			else
				check_frozen(l, u);
		}
	}
}

static bool starts_lower(struct slice name)
{
	return name.n != 0 && ((name.p[0] >= 'a' && name.p[0] <= 'z') || name.p[0] == '_');
}

/* DFoobar value: sendmail sets $F. */
static bool is_glued(const struct lint *l, const struct ir_item *item, struct slice *meant)
{
	if (item->name.n != 1 || item->value.n == 0 || !is_name(item->value.p[0]))
		return false;
	*meant = joined(l, item->name, item->value);
	if (item->kind == IR_MACRO)
		return defined(l, *meant) == NULL && lint_macro_when(*meant) == LINT_MACRO_UNKNOWN && lint_macro_use(l, *meant) != NULL;
	return ir_find(l->ir, item->kind, *meant) == NULL && lint_class_use(l, *meant) != NULL;
}

static void check_set(const struct lint *l, const struct ir_item *item)
{
	struct slice meant;

	if (is_glued(l, item, &meant))
		diag_help(lint_say_item(l, 1015, item, NULL, "this sets the macro `%.*s' to `%.*s', and `%.*s' stays without a value", SLICE_ARG(item->name), SLICE_ARG(item->value), SLICE_ARG(meant)),
			"write D{%.*s}", SLICE_ARG(meant));
	else if (lint_macro_when(item->name) == LINT_MACRO_RUN)
		diag_help(lint_say_item(l, 1013, item, NULL, "sendmail itself sets the macro `%.*s', with each message or connection", SLICE_ARG(item->name)),
			"take another name, which begins with a capital letter");
	else if (starts_lower(item->name) && lint_macro_when(item->name) == LINT_MACRO_UNKNOWN)
		diag_help(lint_say_item(l, 1016, item, NULL, "names like `%.*s', which begin with a small letter, are sendmail's own", SLICE_ARG(item->name)),
			"begin it with a capital letter: what sendmail does not use today it may use tomorrow");
	if (item->same != NULL && !slice_eq(item->value, item->same->value))
		diag_place(lint_say_item(l, 1020, item, NULL, "the macro `%.*s' has been set before, to another value", SLICE_ARG(item->name)), item->same->origin.at,
			"rules between the two have this value");
}

void check_macro_set(const struct lint *l)
{
	const struct ir_item *item;

	for (size_t i = 0; (item = lint_next(l, IR_MACRO, &i)) != NULL;)
		if (lint_wrote(l, item))
			check_set(l, item);
}

void check_macro_unused(const struct lint *l)
{
	const struct ir_item *item;
	struct slice meant;

	for (size_t i = 0; (item = lint_next(l, IR_MACRO, &i)) != NULL;)
		if (lint_wrote(l, item) && lint_macro_when(item->name) == LINT_MACRO_UNKNOWN && lint_macro_use(l, item->name) == NULL && !is_glued(l, item, &meant) && !may_be_stock(l, item->name))
			diag_help(lint_say_item(l, 1017, item, NULL, "nobody asks for the macro `%.*s'", SLICE_ARG(item->name)), "take it out, or see how its name is spelled where it is used");
}

/* --- classes --- */

static bool is_filled(const struct lint *l, struct slice name)
{
	return ir_find(l->ir, IR_CLASS, name) != NULL || ir_find(l->ir, IR_CLASSFILE, name) != NULL || lint_class_is_builtin(name);
}

void check_class_empty(const struct lint *l)
{
	const struct symtab *t = lint_used_classes(l);
	struct slice name;
	void *unused;

	for (size_t i = 0; symtab_at(t, &i, &name, &unused);) {
		const struct lint_use *u = lint_class_use(l, name);

		if (is_filled(l, name))
			continue;
		while (u != NULL && !lint_wrote(l, u->item))
			u = u->next;
		if (u != NULL && !may_be_stock(l, name)) {
			struct diag *g = lint_say_item(l, 1019, u->item, u->token, "class `%.*s' is empty: nobody fills it", SLICE_ARG(name));

			if (name.n > 1)
				diag_near_in(g, name, ir_names(l->ir, IR_CLASS), 256);
			diag_help(g, "fill it with C{%.*s}, or from a file with F{%.*s}", SLICE_ARG(name), SLICE_ARG(name));
		}
	}
}

static void check_class_item(const struct lint *l, const struct ir_item *item)
{
	struct slice meant;

	if (!lint_wrote(l, item))
		return;
	if (is_glued(l, item, &meant))
		diag_help(lint_say_item(l, 1022, item, NULL, "this fills the class `%.*s', and `%.*s' stays empty", SLICE_ARG(item->name), SLICE_ARG(meant)),
			"write %c{%.*s}", item->kind == IR_CLASS ? 'C' : 'F', SLICE_ARG(meant));
	else if (item->same == NULL && lint_class_use(l, item->name) == NULL && !lint_class_is_builtin(item->name) && !may_be_stock(l, item->name))
		diag_help(lint_say_item(l, 1018, item, NULL, "no rule asks for the class `%.*s'", SLICE_ARG(item->name)), "take it out, or see how its name is spelled where it is used");
}

void check_class_items(const struct lint *l)
{
	const struct ir_item *item;

	for (size_t i = 0; (item = lint_next(l, IR_CLASS, &i)) != NULL;)
		check_class_item(l, item);
	for (size_t i = 0; (item = lint_next(l, IR_CLASSFILE, &i)) != NULL;)
		check_class_item(l, item);
}

/* A word of the class that is more than one token, as host names are; empty where there is none. */
static struct slice long_word(const struct lint *l, struct slice class)
{
	for (const struct ir_item *item = ir_find(l->ir, IR_CLASS, class); item != NULL; item = item->same) {
		struct slice rest = item->value, word;

		while (slice_next(&rest, ' ', &word))
			if (word.n > 2 && memchr(word.p + 1, '.', word.n - 2) != NULL)
				return word;
	}
	return SLICE_NONE;
}

void check_class_not(const struct lint *l)
{
	const struct ir_item *rule;

	for (size_t i = 0; (rule = lint_next(l, IR_RULE, &i)) != NULL;)
		for (size_t k = 0; lint_wrote(l, rule) && k < rule->lhs.n; k++) {
			const struct ir_token *t = &rule->lhs.v[k];
			struct slice word = t->kind == IR_T_NOTCLASS ? long_word(l, t->text) : SLICE_NONE;

			if (word.n != 0)
				diag_help(lint_say_item(l, 1021, rule, t, "$~ looks at one token only, so `%.*s' in the class does not count", SLICE_ARG(word)),
					"match $={%.*s} first, and let the rule behind it have the others", SLICE_ARG(t->text));
		}
}
