/*
 * feature_argument.c - the arguments of a FEATURE, by the little language of features.def
 *
 * One function a word of that language.  A feature that may be used once sets
 * facts of the site, so that the last of several counts; one that may be
 * repeated sets facts of its use.
 */
#include "ir/ir.h"
#include "mc/lower.h"
#include "mc/written.h"

static void set(struct feature_use *u, struct slice fact, struct slice value)
{
	struct slice name = lower_join(u->l, u->name, ".", fact);

	if ((u->row->traits & MC_EACH) != 0)
		site_use_set(u->l->site, u->use, name, value);
	else
		site_set(u->l->site, name, value, u->at);
}

static struct diag *complain(struct feature_use *u, unsigned code, size_t i, struct slice value)
{
	struct srcpos at = front_argument(u->l->f, u->at, u->r->kind, slice_trim(mc_field(u->r, 2)), i);

	return diag_add(u->l->f->d, code, at, "%.*s(`%.*s') does not know `%.*s' as its argument %zu", SLICE_ARG(u->r->kind), SLICE_ARG(u->name), SLICE_ARG(value), i - 1);
}

static void ldap_map(struct feature_use *u, struct slice table)
{
	const char *name = slice_eq_str(u->name, "mailertable") ? "mailer" : slice_eq_str(u->name, "virtusertable") ? "virtuser" :
		slice_eq_str(u->name, "genericstable") ? "generics" : slice_eq_str(u->name, "domaintable") ? "domain" :
		slice_eq_str(u->name, "uucpdomain") ? "uucpdomain" : NULL;

	set(u, SLICE_LIT("map"), lower_text(u->l, "ldap %s-1 -v sendmailMTAMapValue,sendmailMTAMapSearch:FILTER:sendmailMTAMapObject,"
		"sendmailMTAMapURL:URL:sendmailMTAMapObject -k (&(objectClass=sendmailMTAMapObject)(|(sendmailMTACluster=${sendmailMTACluster})"
		"(sendmailMTAHost=$j))(sendmailMTAMapName=%.*s)(sendmailMTAKey=%%0))",
		slice_eq_str(u->name, "access_db") ? "-T<TMPF> " : "", SLICE_ARG(name != NULL ? slice_of(name) : table)));
}

/* Without -T<TMPF> the access map could not say "I cannot tell now"; sequence maps have theirs inside. */
static struct slice with_tempfail(struct feature_use *u, struct slice map)
{
	ptrdiff_t blank = slice_find(map, SLICE_LIT(" "));
	struct slice rest = front_unquoted(u->l->f, map), class = rest; /* on one line */
	struct diag *g;

	slice_next(&rest, ' ', &class);
	if (!slice_eq_str(u->name, "access_db") || slice_starts(map, SLICE_LIT("sequence ")) || slice_find(map, SLICE_LIT("<TMPF>")) >= 0)
		return map;
	g = diag_add(u->l->f->d, 224, u->at, "the map of FEATURE(`access_db') has no -T<TMPF>; it is added, as stock sendmail does");
	front_mend(u->l->f, g, u->at, class, lower_text(u->l, "%.*s -T<TMPF>", SLICE_ARG(class)));
	diag_help(g, "write `%.*s -T<TMPF>%s%.*s'", SLICE_ARG(class), rest.n != 0 ? " " : "", SLICE_ARG(rest));
	if (blank < 0)
		return lower_text(u->l, " -T<TMPF> %.*s", SLICE_ARG(map));
	return lower_text(u->l, "%.*s -T<TMPF> %.*s", (int)blank, map.p, (int)(map.n - (size_t)blank), map.p + blank);
}

/* hash /path -o: sendmail takes what stands behind the file for nothing. */
static bool late_option(struct slice value, struct slice *option, struct slice *before)
{
	bool file = false;
	struct slice rest = value, word;

	while (slice_next(&rest, ' ', &word)) {
		if (file && word.n > 1 && word.p[0] == '-') {
			*option = word;
			*before = slice_trim((struct slice){value.p, (size_t)(word.p - value.p)});
			return true;
		}
		file |= word.n != 0 && word.p[0] == '/';
	}
	return false;
}

static void relative(struct feature_use *u, struct srcpos at, struct slice file)
{
	struct diag *g = diag_add(u->l->f->d, 429, front_word(u->l->f, at, file), "`%.*s' is no full path, so sendmail looks for it in the folder of its queue", SLICE_ARG(file));

	diag_help(g, "write /etc/mail/%.*s", SLICE_ARG(file));
	diag_whole_line(g);
}

/* A map is its class, options and file; sendmail does not start with one without a class it knows. */
static void check_map(struct feature_use *u, size_t i, struct slice value)
{
	struct srcpos at = front_argument(u->l->f, u->at, u->r->kind, slice_trim(mc_field(u->r, 2)), i);
	struct slice rest = value, word, before;
	struct diag *g;

	if (value.n == 0 || memchr(value.p, '$', value.n) != NULL || !slice_next(&rest, ' ', &word))
		return;
	if (ir_map_class_known(word)) {
		const char *lacks = ir_map_lacks(word, rest);
		struct slice file = ir_map_relative(word, rest);

		if (lacks != NULL)
			diag_help(diag_add(u->l->f->d, 428, at, "the map %s, and sendmail does not start", lacks), "%s", ir_map_form(word));
		else if (file.n != 0)
			relative(u, at, file);
		else if (slice_starts(slice_trim(rest), SLICE_LIT("/")) && late_option(value, &word, &before) && lower_by_site(u->l, u->r))
			diag_help(diag_add(u->l->f->d, 230, at, "`%.*s' stands behind the file, where it has no effect", SLICE_ARG(word)), "options stand between class and file");
		return;
	}
	g = diag_add(u->l->f->d, 425, at, "`%.*s' is no class of maps, and sendmail does not start", SLICE_ARG(word));
	if (word.p[0] == '/')
		diag_help(g, "the class stands before the file: `hash %.*s'", SLICE_ARG(value));
	else
		ir_map_class_help(g, word);
}

/* The map of a FEATURE that has none in its arguments. */
static void default_map(struct feature_use *u, struct slice table)
{
	const struct mc_use_text *t = mc_stream_use(u->l->f->stream, u->number);
	struct slice type = t != NULL ? t->map_type : SLICE_LIT("hash"), dir = t != NULL ? t->settings_dir : SLICE_LIT("/etc/mail/");

	set(u, SLICE_LIT("map"), lower_text(u->l, "%.*s %s%.*s%.*s", SLICE_ARG(type), slice_eq_str(u->name, "access_db") ? "-T<TMPF> " : "",
		SLICE_ARG(dir), SLICE_ARG(table)));
}

static void argument_map(struct feature_use *u, size_t i, struct slice value, struct slice rest)
{
	if (!slice_eq_str(value, "LDAP"))
		check_map(u, i, value);
	if (slice_eq_str(value, "LDAP"))
		ldap_map(u, rest);
	else if (value.n != 0)
		set(u, SLICE_LIT("map"), with_tempfail(u, value));
	else
		default_map(u, rest);
}

static void argument_table(struct feature_use *u, size_t i, struct slice value, struct slice rest)
{
	if (slice_caseeq(value, SLICE_LIT("access")))
		set(u, SLICE_LIT("access"), SLICE_LIT("1"));
	else
		argument_map(u, i, value, rest);
}

static void argument_value(struct feature_use *u, size_t i, struct slice value, struct slice rest)
{
	struct slice fact;

	(void)i;
	slice_next(&rest, '=', &fact);
	if (value.n != 0)
		set(u, fact, value);
	else if (rest.n != 0)
		set(u, fact, rest);
}

static void argument_given(struct feature_use *u, size_t i, struct slice value, struct slice rest)
{
	(void)i;
	if (value.n != 0)
		set(u, rest, SLICE_LIT("1"));
}

static void argument_word(struct feature_use *u, size_t i, struct slice value, struct slice rest)
{
	struct slice word, all = rest;

	while (value.n != 0 && slice_next(&rest, ' ', &word))
		if (slice_caseeq(word, value)) {
			set(u, word, SLICE_LIT("1"));
			return;
		}
	if (value.n != 0)
		diag_help(complain(u, slice_eq_str(u->name, "access_db") || slice_eq_str(u->name, "relay_mail_from") ? 209 : 208, i, value),
			"it knows: %.*s", SLICE_ARG(all));
}

static void argument_one(struct feature_use *u, size_t i, struct slice value, struct slice rest)
{
	struct slice fact, word, all;

	slice_next(&rest, ' ', &fact);
	all = rest;
	while (value.n != 0 && slice_next(&rest, ' ', &word))
		if (slice_eq(word, value)) {
			set(u, fact, value);
			return;
		}
	if (value.n != 0)
		diag_help(complain(u, 209, i, value), "it knows: %.*s", SLICE_ARG(all));
}

static bool is_beginning(struct slice a, struct slice b)
{
	return a.n <= b.n && slice_caseeq(a, (struct slice){b.p, a.n});
}

/* delay_checks takes either case, as stock does; it also has a fact for "either of them". */
static void argument_letter(struct feature_use *u, size_t i, struct slice value, struct slice rest)
{
	struct slice word, all = rest;
	bool fold = slice_eq_str(u->name, "delay_checks");

	while (value.n != 0 && slice_next(&rest, ' ', &word)) {
		struct slice a = {value.p, 1}, b = {word.p, 1};

		if (fold ? !slice_caseeq(a, b) : !slice_eq(a, b))
			continue;
		if (lower_by_site(u->l, u->r) && !is_beginning(value, word))
			diag_help(diag_add(u->l->f->d, 230, front_word(u->l->f, u->at, value), "FEATURE(`%.*s') looks at the first letter, so `%.*s' is `%.*s'", SLICE_ARG(u->name),
				SLICE_ARG(value), SLICE_ARG(word)), "it knows: %.*s", SLICE_ARG(all));
		set(u, word, SLICE_LIT("1"));
		if (fold)
			set(u, SLICE_LIT("filter"), SLICE_LIT("1"));
		return;
	}
	if (value.n != 0)
		diag_help(complain(u, 208, i, value), "it knows: %.*s", SLICE_ARG(all));
}

static void argument_reply(struct feature_use *u, size_t i, struct slice value, struct slice rest)
{
	bool terminate = slice_eq_str(value, "terminate");

	(void)rest;
	set(u, SLICE_LIT("reply"), terminate ? SLICE_LIT("421") : SLICE_LIT("452"));
	if (value.n != 0 && !terminate)
		diag_help(complain(u, 208, i, value), "it knows: terminate");
}

static void argument_list(struct feature_use *u, size_t i, struct slice value, struct slice rest)
{
	(void)i;
	(void)value;
	(void)rest;
	lower_dnsbl(u->l, u->use, u->number, u->name);
}

static void argument_any(struct feature_use *u, size_t i, struct slice value, struct slice rest)
{
	(void)u;
	(void)i;
	(void)value;
	(void)rest;
}

static const struct {
	const char *word;
	void (*fn)(struct feature_use *u, size_t i, struct slice value, struct slice rest);
} kinds[] = {
	{"map", argument_map}, {"table", argument_table}, {"value", argument_value}, {"given", argument_given}, {"word", argument_word}, {"one", argument_one},
	{"letter", argument_letter}, {"reply", argument_reply}, {"list", argument_list}, {"any", argument_any},
};

/* 'x' instead of `x': in stock's files the first ' ends a quote of theirs, and two stand behind the text. */
static struct slice straight(struct feature_use *u, size_t i, struct slice value)
{
	struct srcpos at = front_argument(u->l->f, u->at, u->r->kind, slice_trim(mc_field(u->r, 2)), i);
	struct slice text = slice_trim(value);

	if (!lower_by_site(u->l, u->r) || !check_quotes(u->l, at, text, "the argument") || text.p[0] != '\'')
		return value;
	return lower_text(u->l, "%.*s''", (int)text.n - 2, text.p + 1);
}

/* One item of the row's argument list, for the argument i. */
static void argument(struct feature_use *u, size_t i, struct slice item)
{
	struct slice word, value = straight(u, i, lower_argument(u->l, u->r, u->number, i));
	bool must;

	item = slice_trim(item);
	slice_next(&item, ' ', &word);
	must = word.n != 0 && word.p[word.n - 1] == '!';
	word.n -= must;
	if (must && value.n == 0)
		diag_help(diag_add(u->l->f->d, 208, u->at, "%.*s(`%.*s') needs its argument %zu", SLICE_ARG(u->r->kind), SLICE_ARG(u->name), i - 1),
			slice_eq_str(word, "letter") ? "write one of: %.*s" : "it is: %.*s", SLICE_ARG(item));
	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
		if (slice_eq_str(word, kinds[k].word))
			kinds[k].fn(u, i, value, item);
}

void feature_arguments(struct feature_use *u)
{
	struct slice items = slice_of(u->row->arguments), item;
	size_t i = 2, given = (size_t)mc_number(mc_field(u->r, 1));

	while (slice_next(&items, ';', &item))
		argument(u, i++, item);
	for (; i <= given && strcmp(u->row->arguments, "list") != 0; i++) {
		struct slice surplus = lower_argument(u->l, u->r, u->number, i);

		if (surplus.n != 0 && i == 2)
			diag_help(complain(u, 209, i, surplus), "it takes no argument: leave it out");
		else if (surplus.n != 0)
			diag_help(complain(u, 209, i, surplus), "leave it out; a comma that belongs to the argument before must be in quotes");
	}
}
