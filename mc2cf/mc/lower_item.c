/*
 * lower_item.c - what needs no template: classes, ports, filters, queue groups, sections
 */
#include "mc/lower.h"

/* Newlines in a list of words would begin another line of the sendmail.cf. */
static struct slice one_line(struct lower *l, struct slice s)
{
	char *p;

	s = slice_trim(s);
	if (s.n == 0 || (memchr(s.p, '\n', s.n) == NULL && memchr(s.p, '\r', s.n) == NULL))
		return s;
	p = arena_dup(l->arena, s.p, s.n);
	for (size_t i = 0; i < s.n; i++)
		if (p[i] == '\n' || p[i] == '\r')
			p[i] = ' ';
	return (struct slice){p, s.n};
}

/* Words that no host or address is equal to: classes know no wildcards and no networks. */
static void check_each(struct lower *l, const struct mc_class *c, struct slice value, struct srcpos at)
{
	struct slice word;

	while (slice_next(&value, ' ', &word)) {
		const char *slash = word.n != 0 ? memchr(word.p, '/', word.n) : NULL;

		if (memchr(word.p, '@', word.n) != NULL && word.n != 0)
			diag_help(diag_add(l->f->d, 230, front_word(l->f, at, word), "%s knows no addresses, and nothing is called `%.*s'", c->directive, SLICE_ARG(word)),
				"write the %s alone, without @", slice_find(slice_of(c->directive), SLICE_LIT("USER")) >= 0 && slice_find(slice_of(c->directive), SLICE_LIT("DOMAIN")) < 0 ? "user" : "domain");
		else if (slice_starts(word, SLICE_LIT("*.")))
			diag_help(diag_add(l->f->d, 230, front_word(l->f, at, word), "%s knows no wildcards, and nothing is called `%.*s'", c->directive, SLICE_ARG(word)),
				"write %.*s%s", (int)word.n - 2, word.p + 2, slice_eq_str(slice_of(c->directive), "RELAY_DOMAIN") ? ", which stands for all hosts below it too" : ", or each host by its name");
		else if (slash != NULL && word.p[0] >= '0' && word.p[0] <= '9')
			diag_help(diag_add(l->f->d, 230, front_word(l->f, at, word), "%s knows no networks with a slash, and no address is `%.*s'", c->directive, SLICE_ARG(word)),
				"write the parts of the address that all share, such as 192.0.2");
	}
}

/* A list where a file is wanted, a file where a list is, or commas in a list: the class then holds words that nothing ever equals. */
static void check_words(struct lower *l, const struct mc_class *c, struct slice value, struct srcpos at)
{
	bool path = value.p[0] == '/', ldap = memchr(value.p, '@', value.n) != NULL;
	int n = (int)strlen(c->directive);

	if (c->file && memchr(value.p, '/', value.n) == NULL && !ldap)
		diag_help(diag_add(l->f->d, 230, at, "%s wants a file, and `%.*s' is none", c->directive, SLICE_ARG(value)), "a list of words is %.*s(`%.*s')", n - 5, c->directive, SLICE_ARG(value));
	else if (!c->file && path)
		diag_help(diag_add(l->f->d, 230, at, "%s takes words, and `%.*s' is a file", c->directive, SLICE_ARG(value)),
			strcmp(c->directive, "LOCAL_DOMAIN") == 0 ? "FEATURE(`use_cw_file') reads a file of names" :
			strcmp(c->directive, "TRUST_AUTH_MECH") == 0 ? "write the names of mechanisms, separated by blanks" : "a file of words is named by the directive that ends in _FILE");
	else if (!c->file && memchr(value.p, ',', value.n) != NULL)
		diag_help(diag_add(l->f->d, 230, front_word(l->f, at, value), "%s has commas between its words, which sendmail takes for part of them", c->directive), "separate words by blanks alone");
	if (!c->file)
		check_each(l, c, value, at);
}

void lower_class(struct lower *l, const struct mc_record *r, struct srcpos at)
{
	const struct mc_class *c = mc_class_find(r->kind);
	unsigned long number = mc_number(mc_field(r, 0));
	struct slice value = one_line(l, lower_argument(l, r, number, 1));

	if (c->fact[0] != '\0')
		lower_set(l, c->fact, SLICE_LIT("1"), at);
	if (value.n == 0) {
		if (lower_by_site(l, r))
			check_blank(l, at, 122);
		return;
	}
	check_quotes(l, at, value, "the argument");
	check_words(l, c, value, at);
	if (slice_eq_str(slice_of(c->name), "M")) {
		l->masquerade_domains++;
		l->masquerade_domain = at;
	}
	site_item_add(l->site, c->file ? SITE_CLASSFILE : SITE_CLASS, slice_of(c->name), value, at);
}

void lower_section(struct lower *l, const struct mc_record *r, struct srcpos at)
{
	const struct mc_section_kind *k = mc_section_find(mc_field(r, 1));

	at = front_place(l->f, at, mc_field(r, 1));
	if (k == NULL)
		return;
	if (k->fact[0] != '\0')
		lower_set(l, k->fact, SLICE_LIT("1"), at);
	if (strncmp(k->fact, "section.", 8) == 0)
		site_section(l->site, slice_of(k->fact + 8));
	if (k->after_mailer && l->mailer.file == 0)
		diag_add(l->f->d, 220, at, "%s should stand behind MAILER", k->directive);
}

void lower_versionid(struct lower *l, const struct mc_record *r, struct srcpos at)
{
	if (lower_by_site(l, r))
		site_item_add(l->site, SITE_COMMENT, SLICE_LIT(""), one_line(l, lower_argument(l, r, mc_number(mc_field(r, 0)), 1)), at);
}

/* One socket has one name, family, port and address: the last of each counts. Modifiers add up. */
static void check_keys(struct lower *l, struct srcpos at, struct slice value)
{
	static const char once[] = "NFPA";
	unsigned times[sizeof once] = {0};
	struct slice part, key;

	while (slice_next(&value, ',', &part)) {
		const char *which;

		slice_next(&part, '=', &key);
		key = slice_trim(key);
		which = key.n != 0 ? memchr(once, key.p[0] >= 'a' && key.p[0] <= 'z' ? key.p[0] - 'a' + 'A' : key.p[0], sizeof once - 1) : NULL;
		if (which == NULL || ++times[which - once] != 2)
			continue;
		diag_help(diag_add(l->f->d, 222, at, "one DAEMON_OPTIONS has `%.*s' twice: it opens one socket, and the last one counts", SLICE_ARG(key)),
			"write one DAEMON_OPTIONS a socket");
		return;
	}
}

void lower_ports(struct lower *l, const struct mc_record *r, struct srcpos at)
{
	check_quotes(l, at, mc_field(r, 2), "the argument");
	if (slice_eq_str(r->kind, "DAEMON_OPTIONS"))
		check_keys(l, at, mc_field(r, 2));
}

void lower_filter(struct lower *l, const struct mc_record *r, struct srcpos at)
{
	(void)r;
	(void)at;
	l->filters++;
}

static void later(struct lower *l, const struct mc_record *r)
{
	static const struct {
		const char *kind;
		enum site_item_kind item;
		bool named;
	} kinds[] = {
		{"port", SITE_DAEMON_PORT, false}, {"client", SITE_CLIENT_PORT, false}, {"filter", SITE_FILTER, true}, {"queue", SITE_QUEUE, true},
	};
	unsigned long number = mc_number(mc_field(r, 0));
	struct srcpos at = number < l->nuse ? l->said[number] : SRCPOS_NONE;

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct slice first = one_line(l, mc_field(r, 1)), second = one_line(l, mc_field(r, 2));

		if (!slice_eq_str(r->kind, kinds[i].kind))
			continue;
		if (kinds[i].named)
			site_item_add(l->site, kinds[i].item, first, second, at);
		else
			site_item_add(l->site, kinds[i].item, SLICE_LIT(""), first, at);
		if (kinds[i].item == SITE_DAEMON_PORT)
			lower_set(l, "daemon_options", SLICE_LIT("1"), at);
	}
}

/* The names that were directives once still open ports. */
static void old_name(struct lower *l, const char *name, enum site_item_kind kind)
{
	const struct site_fact *f = site_get(l->site, NULL, slice_of(name));

	if (f == NULL || f->value.n == 0)
		return;
	site_item_add(l->site, kind, SLICE_LIT(""), f->value, f->at);
	if (kind == SITE_DAEMON_PORT)
		lower_set(l, "daemon_options", SLICE_LIT("1"), f->at);
}

void lower_later(struct lower *l)
{
	for (size_t i = 0; i < l->f->stream->nend; i++)
		later(l, &l->f->stream->end[i]);
	old_name(l, "confDAEMON_OPTIONS", SITE_DAEMON_PORT);
	old_name(l, "confCLIENT_OPTIONS", SITE_CLIENT_PORT);
}
