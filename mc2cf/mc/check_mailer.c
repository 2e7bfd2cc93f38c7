/*
 * check_mailer.c - the mailers that names choose for mail: whether they are there
 *
 * sendmail says nothing until mail comes that way, and then it is returned.
 */
#include "mc/lower.h"

/* What the M lines of a MAILER are called, where that is more than its own name. */
static const char *const more[][2] = {
	{"local", "prog"}, {"smtp", "esmtp"}, {"smtp", "smtp8"}, {"smtp", "dsmtp"}, {"smtp", "relay"},
	{"uucp", "uucp-old"}, {"uucp", "uucp-new"}, {"uucp", "suucp"}, {"uucp", "uucp-dom"}, {"uucp", "uucp-uudom"},
	{"cyrus", "cyrusbb"}, {"phquery", "ph"},
};
enum { NMORE = sizeof more / sizeof *more };

/* An M line that the author wrote himself. */
static bool own_line(const struct lower *l, struct slice name)
{
	struct slice key;
	void *value;

	for (size_t i = 0; symtab_at(l->site->sections, &i, &key, &value);) {
		const struct site_section *sec = value;

		for (size_t k = 0; k < sec->n; k++) {
			struct slice line = sec->v[k].text;

			if (line.n > name.n + 1 && line.p[0] == 'M' && slice_caseeq((struct slice){line.p + 1, name.n}, name) && strchr(", \t", line.p[name.n + 1]) != NULL)
				return true;
		}
	}
	return false;
}

static bool is_there(const struct lower *l, struct slice name)
{
	for (size_t i = 0; i < l->site->nuses; i++) {
		const struct site_use *u = l->site->uses[i];

		if (u->kind != SITE_MAILER)
			continue;
		if (slice_caseeq(u->name, name))
			return true;
		for (size_t k = 0; k < NMORE; k++)
			if (slice_eq_str(u->name, more[k][0]) && slice_caseeq(name, slice_of(more[k][1])))
				return true;
		/* a MAILER of the site's own may be called anything, and so may the one of MAILER(cyrus, name) */
		if (lower_own_bundle(l, "mailer", u->name) || slice_starts(u->name, SLICE_LIT("cyrus")))
			return true;
	}
	return own_line(l, name);
}

void check_named_mailers(struct lower *l)
{
	static const char *const names[] = {"confSMTP_MAILER", "confLOCAL_MAILER", "confRELAY_MAILER", "confUUCP_MAILER"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const struct lower_name *n = symtab_get(l->names, slice_of(names[i]));
		const char *known[NMORE + 1] = {"local", "smtp"};
		struct slice value = n != NULL ? slice_trim(lower_fact(l, names[i])) : SLICE_LIT("");
		struct diag *g;

		if (value.n == 0 || n->ours || memchr(value.p, '$', value.n) != NULL || is_there(l, value))
			continue;
		for (size_t k = 1; k < NMORE; k++)
			known[k + 1] = more[k][1];
		g = diag_add(l->f->d, 615, front_word(l->f, n->at, value), "%s names a mailer `%.*s', which is not there", names[i], SLICE_ARG(value));
		diag_span(g, value.n);
		if (!diag_near(g, value, known, NMORE + 1))
			diag_help(g, "MAILER(`smtp') brings smtp, esmtp, smtp8, dsmtp and relay; below MAILER_DEFINITIONS stands one of your own");
	}
}
