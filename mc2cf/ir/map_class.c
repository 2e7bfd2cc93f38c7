/*
 * map_class.c - the classes of maps that sendmail knows, and what is none
 *
 * Which of them are there depends on how sendmail was built; a class that no
 * sendmail has is refused by all.
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

void ir_check_map_class(const struct ir_item *map, struct diags *d)
{
	struct slice rest = map->value, name = SLICE_NONE;

	slice_next(&rest, ' ', &name);
	if (name.n != 0 && !ir_map_class_known(name))
		unknown(map, name, d);
}

/* class:file, with `-f' of the class before it; a file without a class is found out by sendmail. */
void ir_check_aliases(const struct ir_item *option, struct diags *d)
{
	struct slice rest = option->value, file, name;

	while (slice_next(&rest, ',', &file)) {
		file = slice_trim(file);
		if (file.n == 0 || memchr(file.p, ':', file.n) == NULL || !slice_next(&file, ':', &name))
			continue;
		slice_next(&name, ' ', &file);
		if (file.n != 0 && file.p[0] != '/' && !ir_map_class_known(file))
			unknown(option, file, d);
	}
}
