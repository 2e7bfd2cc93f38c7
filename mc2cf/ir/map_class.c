/*
 * map_class.c - the classes of maps that sendmail knows, what is none, and what a map of each must have
 *
 * Which of them are there depends on how sendmail was built; a class that no
 * sendmail has is refused by all, and so is a map that names no file where its
 * class reads one, as seen with sendmail 8.17.1.
 */
#include "ir/check_priv.h"

static const char *const classes[] = {"hash", "btree", "dbm", "text", "ldap", "nis", "nisplus", "cdb", "null", "regex", "dns", "host",
	"implicit", "sequence", "switch", "program", "stab", "user", "userdb", "socket", "dequote", "arith", "macro", "bestmx", "netinfo", "hesiod",
	"ph", "syslog", "nsd"};

enum { NCLASSES = sizeof(classes) / sizeof(classes[0]) };

bool ir_map_class_known(struct slice name)
{
	for (size_t i = 0; i < NCLASSES; i++)
		if (slice_caseeq(name, slice_of(classes[i])))
			return true;
	return name.n != 0 && memchr(name.p, '$', name.n) != NULL;
}

void ir_map_class_help(struct diag *g, struct slice name)
{
	if (!diag_near(g, name, classes, NCLASSES))
		diag_help(g, "classes are hash, btree, text, cdb, dbm, ldap, regex, dns, program, null and others");
}

static void unknown(const struct ir_item *item, struct slice name, struct diags *d)
{
	struct diag *g = ir_warn_word(d, item, name, 425, "`%.*s' is no class of maps, and sendmail does not start", SLICE_ARG(name));

	diag_span(g, name.n);
	ir_map_class_help(g, name);
}

static bool is_one_of(struct slice class, const char *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_caseeq(class, slice_of(v[i])))
			return true;
	return false;
}

/* The first word that is no flag, or nothing. */
static struct slice file_of(struct slice rest)
{
	struct slice word;

	while ((word = slice_word(&rest)).n != 0)
		if (word.p[0] != '-')
			return word;
	return SLICE_NONE;
}

static bool has_flag(struct slice rest, char letter)
{
	struct slice word;

	while ((word = slice_word(&rest)).n != 0)
		if (word.n > 1 && word.p[0] == '-' && word.p[1] == letter)
			return true;
	return false;
}

const char *ir_map_lacks(struct slice class, struct slice rest)
{
	static const char *const files[] = {"hash", "btree", "dbm", "cdb", "text", "implicit", "stab", "program", "switch", "socket", "nis", "nisplus", "userdb"};

	if (memchr(rest.p, '$', rest.n) != NULL && file_of(rest).n == 0)
		return NULL;
	if (is_one_of(class, files, sizeof files / sizeof *files))
		return file_of(rest).n != 0 ? NULL : "names no file";
	if (slice_caseeq(class, SLICE_LIT("dns")))
		return has_flag(rest, 'R') ? NULL : "has no -R and type of record";
	if (slice_caseeq(class, SLICE_LIT("ldap")))
		return has_flag(rest, 'k') ? NULL : "has no -k and filter";
	return NULL;
}

const char *ir_map_form(struct slice class)
{
	if (slice_caseeq(class, SLICE_LIT("dns")))
		return "as in: dns -R A";
	return slice_caseeq(class, SLICE_LIT("ldap")) ? "as in: ldap -k (uid=%0) -v mail" : "the file stands behind the class and its options: hash -o /etc/mail/name";
}

struct slice ir_map_relative(struct slice class, struct slice rest)
{
	static const char *const files[] = {"hash", "btree", "dbm", "cdb", "text", "implicit"};
	struct slice file = is_one_of(class, files, sizeof files / sizeof *files) ? file_of(rest) : SLICE_NONE;

	return file.n != 0 && file.p[0] != '/' && file.p[0] != '$' ? file : SLICE_NONE;
}

static void say_relative(const struct ir_item *item, struct slice file, struct diags *d)
{
	diag_help(ir_warn_word(d, item, file, 429, "`%.*s' is no full path, so sendmail looks for it in the folder of its queue", SLICE_ARG(file)),
		"write /etc/mail/%.*s", SLICE_ARG(file));
}

void ir_check_map_class(const struct ir_item *map, struct diags *d)
{
	struct slice rest = map->value, name = SLICE_NONE;

	const char *lacks;

	name = slice_word(&rest);
	lacks = ir_map_lacks(name, rest);
	if (name.n != 0 && !ir_map_class_known(name))
		unknown(map, name, d);
	else if (lacks != NULL)
		diag_help(ir_warn(d, map, NULL, 428, "the map `%.*s' %s, and sendmail does not start", SLICE_ARG(map->name), lacks), "%s", ir_map_form(name));
	else if (ir_map_relative(name, rest).n != 0)
		say_relative(map, ir_map_relative(name, rest), d);
}

static bool holds_aliases(struct slice class)
{
	static const char *const others[] = {"regex", "dns", "host", "user", "userdb", "dequote", "arith", "macro", "bestmx", "syslog"};

	return !is_one_of(class, others, sizeof others / sizeof *others);
}

static void check_alias(const struct ir_item *option, struct slice class, struct slice rest, struct diags *d)
{
	struct slice file = ir_map_relative(class, rest);
	/* LDAP: without a filter means the usual one */
	const char *lacks = slice_caseeq(class, SLICE_LIT("ldap")) && slice_trim(rest).n == 0 ? NULL : ir_map_lacks(class, rest);

	if (!ir_map_class_known(class))
		unknown(option, class, d);
	else if (!holds_aliases(class))
		diag_help(ir_warn_word(d, option, class, 425, "a map of class `%.*s' cannot hold aliases, and sendmail does not start", SLICE_ARG(class)), "write hash:/etc/mail/aliases");
	else if (lacks != NULL)
		diag_help(ir_warn_word(d, option, class, 428, "a map of aliases %s, and sendmail does not start", lacks), "%s", ir_map_form(class));
	else if (ir_map_class_known(file) && memchr(file.p, '$', file.n) == NULL)
		diag_help(ir_warn_word(d, option, file, 429, "sendmail takes `%.*s' for the name of a file, and looks for it in the folder of its queue", SLICE_ARG(file)),
			"a colon stands right behind the class: %.*s:-o /etc/mail/aliases", SLICE_ARG(file));
	else if (file.n != 0)
		say_relative(option, file, d);
}

/* [class:][flags] file; without a class it is implicit. */
void ir_check_aliases(const struct ir_item *option, struct diags *d)
{
	struct slice rest = option->value, one;

	while (slice_next(&rest, ',', &one)) {
		struct slice file = slice_trim(one), class = SLICE_LIT("implicit");
		const char *colon = memchr(file.p, ':', file.n), *blank = memchr(file.p, ' ', file.n);

		if (file.n == 0)
			continue;
		if (colon != NULL && file.p[0] != '/' && file.p[0] != '-' && (blank == NULL || blank > colon))
			slice_next(&file, ':', &class);
		check_alias(option, class, file, d);
	}
}
