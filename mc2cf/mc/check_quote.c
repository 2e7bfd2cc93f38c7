/*
 * check_quote.c - an apostrophe in a text: for m4 it ends the quote; and white space behind one
 *
 * define(`confSMTP_LOGIN_MSG', `$j we're here') is `$j we', and behind it re
 * here and a stray quote.  m4 is content, and the apostrophe is gone.
 */
#include "mc/lower.h"
#include "mc/written.h"

/* Where the text behind a closed quote has a quote mark of its own; NULL where it has none. */
static const char *stray(struct slice text, const char **closed)
{
	int depth = 0;

	*closed = NULL;
	if (text.n == 0 || text.p[0] != '`')
		return NULL;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '`') {
			depth++;
		} else if (text.p[i] == '\'' && depth > 0) {
			depth--;
			if (depth == 0 && *closed == NULL)
				*closed = text.p + i;
		} else if (text.p[i] == '\'') {
			return text.p + i;
		}
	}
	return NULL;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void say(struct lower *l, const struct written *w, size_t i, const char *closed, const char *mark)
{
	struct slice text = w->text[i];
	size_t off = (size_t)((is_letter(closed[1]) ? closed : mark) - text.p);
	struct srcpos at = w->at[i];
	struct diag *g;

	if (memchr(text.p, '\n', off) == NULL)
		at.col += (uint32_t)off;
	if (is_letter(closed[1])) {
		g = diag_add(l->f->d, 123, at, "this apostrophe ends the quote for m4, and is lost");
		diag_help(g, "m4 has no apostrophe inside a quoted text: write it in other words");
	} else {
		g = diag_add(l->f->d, 123, at, "this ' closes no quote, so it becomes part of the text");
		diag_help(g, "delete it");
	}
}

void check_apostrophe(struct lower *l, const struct mc_record *r, struct slice first, struct srcpos at)
{
	struct written w;
	bool any = false;

	for (size_t i = 0; i < r->nfields; i++)
		any |= memchr(r->field[i].p, '\'', r->field[i].n) != NULL;
	if (!any || !lower_by_site(l, r) || !front_written(l->f, at, r->kind, slice_starts(first, SLICE_LIT("'")) ? SLICE_LIT("") : first, &w))
		return;
	for (size_t i = 0; i < w.n; i++) {
		const char *closed, *mark = stray(w.text[i], &closed);

		if (mark != NULL)
			say(l, &w, i, closed, mark);
	}
}

/* FEATURE(`x' ): m4 drops blanks before an argument, not those behind it, and stock looks for a file of that name. */
void check_name_end(struct lower *l, const struct mc_record *r, struct srcpos at)
{
	static const struct {
		const char *kind;
		unsigned code;
	} kinds[] = {{"FEATURE", 201}, {"MAILER", 202}, {"OSTYPE", 203}, {"DOMAIN", 204}, {"HACK", 205}};
	struct slice name = mc_field(r, 2), trimmed = slice_trim(name);

	if (trimmed.n == 0 || trimmed.p + trimmed.n == name.p + name.n)
		return;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (slice_eq_str(r->kind, kinds[i].kind)) {
			diag_help(diag_add(l->f->d, kinds[i].code, at, "the white space behind `%.*s' belongs to the name, and there is no such %s", SLICE_ARG(trimmed), kinds[i].kind),
				"a comma or a parenthesis stands right behind the quote: %s(`%.*s'", kinds[i].kind, SLICE_ARG(trimmed));
			return;
		}
}
