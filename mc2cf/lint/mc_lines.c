/* mc_lines.c - the lines of a .mc as such */
#include "lint/checks.h"
#include "lint/mc_text.h"
#include "lint/query.h"

void check_crlf(const struct lint *l)
{
	const char *cr = memchr(l->text.p, '\r', l->text.n);
	struct diag *g;

	if (cr == NULL || cr + 1 == l->text.p + l->text.n || cr[1] != '\n')
		return;
	g = lint_say(l, 1201, lint_mc_place(l->mc, cr), "lines end in CR LF: the CR goes into the sendmail.cf, where it belongs to the value before it");
	diag_help(g, "make plain newlines of them");
	for (const char *p = cr; p != NULL; p = memchr(p + 1, '\r', (size_t)(l->text.p + l->text.n - p - 1)))
		if (p + 1 < l->text.p + l->text.n && p[1] == '\n')
			diag_edit(g, lint_mc_place(l->mc, p), 1, SLICE_LIT(""));
}

void check_final_newline(const struct lint *l)
{
	const char *end = l->text.p + l->text.n;
	struct srcpos at;

	if (l->text.n == 0 || end[-1] == '\n')
		return;
	at = lint_mc_place(l->mc, end);
	diag_edit(lint_say(l, 1202, at, "the last line has no newline at its end"), at, 0, SLICE_LIT("\n"));
}
