/*
 * check_count.c - more arguments than a directive reads: mostly a comma that should have been in quotes
 */
#include "mc/lower.h"
#include "mc/written.h"

/* How many arguments the directive reads; 0: it is not asked. */
static size_t reads(const struct lower *l, const struct mc_record *r, const char **help)
{
	const struct mc_other *o = mc_other_find(r->kind);

	*help = o != NULL ? o->help : "";
	if (mc_class_find(r->kind) != NULL)
		return 1;
	/* a site's own bundle may ask for its second argument */
	if (o == NULL || (slice_eq_str(r->kind, "OSTYPE") && lower_own_bundle(l, "ostype", mc_field(r, 2))) ||
	    (slice_eq_str(r->kind, "DOMAIN") && lower_own_bundle(l, "domain", mc_field(r, 2))) ||
	    (slice_eq_str(r->kind, "MAILER") && lower_own_bundle(l, "mailer", mc_field(r, 2))))
		return 0;
	return o->arguments;
}

/* Words of a class stand side by side, whatever separated them. */
static struct slice words(struct lower *l, struct slice text)
{
	struct buf b;
	struct slice word;

	buf_init(&b, l->arena);
	while (slice_next(&text, ',', &word))
		buf_printf(&b, "%s%.*s", b.n != 0 ? " " : "", SLICE_ARG(slice_trim(word)));
	return b.n != 0 ? buf_slice(&b) : SLICE_LIT("");
}

/* The times in a filter's T= are separated by semicolons; who writes them as an argument of their own mostly has commas there. */
static struct slice filter_times(struct lower *l, struct slice s)
{
	ptrdiff_t t = slice_find(s, SLICE_LIT("T="));
	char *p = arena_dup(l->arena, s.p, s.n);

	for (size_t i = t < 0 ? s.n : (size_t)t; i + 2 < s.n; i++)
		if (p[i] == ',' && memchr("CSRE", p[i + 1], 4) != NULL && p[i + 2] == ':')
			p[i] = ';';
	return (struct slice){p, s.n};
}

/* The call as it should read: what is too much put into the last argument. */
static void help_quote(struct lower *l, struct diag *g, const struct mc_record *r, const struct written *w, size_t n)
{
	struct slice last = front_unquoted(l->f, w->rest[n - 1]);

	front_help_apostrophe(g, last);
	if (mc_class_find(r->kind) != NULL)
		diag_help(g, "quote the list as a whole, words separated by blanks: %.*s(`%.*s')", SLICE_ARG(r->kind), SLICE_ARG(words(l, last)));
	else if (n == 2)
		diag_help(g, "quote it together with the second: %.*s(`%.*s', `%.*s')", SLICE_ARG(r->kind), SLICE_ARG(front_unquoted(l->f, w->text[0])),
			SLICE_ARG(slice_find(r->kind, SLICE_LIT("FILTER")) >= 0 ? filter_times(l, last) : last));
	else
		diag_help(g, "quote the whole: %.*s(`%.*s')", SLICE_ARG(r->kind), SLICE_ARG(last));
}

/* Commas at the end, with nothing between them, are arguments that nobody misses. */
static struct slice without_empty(struct slice s)
{
	while (s.n != 0 && memchr(", \t\n", s.p[s.n - 1], 4) != NULL)
		s.n--;
	return s;
}

void check_count(struct lower *l, const struct mc_record *r, struct srcpos at)
{
	bool numbered = r->kind.n != 0 && r->kind.p[0] >= 'A' && r->kind.p[0] <= 'Z';
	const char *help;
	size_t n = reads(l, r, &help), given = (size_t)mc_number(mc_field(r, numbered));
	struct slice lost = mc_field(r, n + 1 + numbered);
	struct written w;
	bool known;
	struct diag *g;

	if (n == 0 || given <= n || !lower_by_site(l, r))
		return;
	known = front_written(l->f, at, r->kind, mc_field(r, 1 + numbered), &w) && w.n > n;
	if (known) {
		lost = without_empty(front_unquoted(l->f, w.rest[n]));
		w.rest[n - 1] = without_empty(w.rest[n - 1]);
	}
	if (slice_trim(lost).n == 0 && (known || given == n + 1))
		return;
	g = diag_add(l->f->d, 221, known ? w.comma[n] : at, "%.*s reads %s argument%s only, so `%.*s' is lost", SLICE_ARG(r->kind),
		n == 1 ? "one" : "two", n == 1 ? "" : "s", SLICE_ARG(slice_trim(lost)));
	if (*help != '\0')
		diag_help(g, "%s", help);
	else if (known)
		help_quote(l, g, r, &w, n);
	else
		diag_help(g, "a comma that belongs to the text must be in quotes: %.*s(`a, b')", SLICE_ARG(r->kind));
}
