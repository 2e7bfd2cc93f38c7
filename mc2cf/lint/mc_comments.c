/*
 * mc_comments.c - comments that are none for m4
 *
 * Behind sendmail's own m4 files # begins no comment: m4 reads on, carries out
 * what it knows, opens quotes, and takes dnl for what it is.
 */
#include "lint/checks.h"
#include "lint/mc_text.h"
#include "lint/query.h"

/* --- directives --- */

struct place {
	struct place *next;
	struct srcpos at;
};

/* The call in that line that stands behind a #. */
static const struct lint_call *hashed_call(const struct lint *l, struct srcpos at)
{
	for (size_t i = 0; at.file == l->file && i < l->mc->ncalls; i++)
		if (l->mc->call[i].where == LINT_CALL_HASH && l->mc->call[i].at.line == at.line && (at.col <= 1 || l->mc->call[i].at.col == at.col))
			return &l->mc->call[i];
	return NULL;
}

static void say_live(const struct lint *l, struct srcpos at)
{
	const struct lint_call *c = hashed_call(l, at);
	struct slice line = c != NULL ? c->whole : SLICE_LIT("a directive");
	const char *nl = memchr(line.p, '\n', line.n);
	struct diag *g;

	if (nl != NULL)
		line.n = (size_t)(nl - line.p);
	g = lint_say(l, 1203, at, "# hides nothing from m4: %.*s in this comment is carried out, and changes the sendmail.cf", SLICE_ARG(line));
	diag_help(g, "begin the line with dnl instead of #");
	if (c != NULL && srcset_line(l->src, at.file, at.line, &line)) {
		size_t i = 0;

		while (i < line.n && (line.p[i] == ' ' || line.p[i] == '\t'))
			i++;
		if (i < line.n && line.p[i] == '#')
			diag_edit(g, (struct srcpos){at.file, at.line, (uint32_t)i + 1, 0}, 1, SLICE_LIT("dnl"));
	}
}

/* Which directives m4 has carried out the compiler has found: here it is an error, since nobody means it. */
void check_hash_live(const struct lint *l)
{
	struct place *first = NULL, **last = &first;
	struct diag_view v;

	for (size_t i = 0; diags_view(l->d, i, &v); i++) {
		if (v.code->number != 110)
			continue;
		*last = ARENA_NEW(l->arena, struct place);
		**last = (struct place){NULL, v.at};
		last = &(*last)->next;
	}
	for (const struct place *p = first; p != NULL; p = p->next)
		say_live(l, p->at);
}

/* --- lines --- */

/* The next line of the text; *whole: its newline stands in no quotes and in no call.  False at the end. */
struct lines {
	const struct lint *l;
	const char *p;
	size_t end;      /* the next of mc->end */
	bool top;        /* the line begins outside of quotes and calls */
	struct slice line;
	bool whole;
};

static bool next_line(struct lines *x)
{
	const struct lint_mc *mc = x->l->mc;
	const char *stop = mc->text.p + mc->text.n, *nl;

	if (x->p == NULL)
		*x = (struct lines){.l = x->l, .p = mc->text.p, .whole = true};
	if (x->p >= stop)
		return false;
	x->top = x->whole;
	nl = memchr(x->p, '\n', (size_t)(stop - x->p));
	if (nl == NULL)
		nl = stop;
	while (x->end < mc->nends && mc->end[x->end] < nl)
		x->end++;
	x->whole = nl == stop || (x->end < mc->nends && mc->end[x->end] == nl);
	x->line = (struct slice){x->p, (size_t)(nl - x->p)};
	x->p = nl + 1;
	return true;
}

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Where the word dnl begins; -1: nowhere. */
static ptrdiff_t dnl_in(struct slice line)
{
	for (size_t i = 0; i + 3 <= line.n; i++)
		if (memcmp(line.p + i, "dnl", 3) == 0 && (i == 0 || !is_name(line.p[i - 1])) && (i + 3 == line.n || !is_name(line.p[i + 3])))
			return (ptrdiff_t)i;
	return -1;
}

/* A raw line of a sendmail.cf: a letter that begins one, and no directive. */
static bool is_raw(const struct lint *l, struct slice line)
{
	if (line.n < 2 || strchr("RSDCFKMHOTPVEXQ", line.p[0]) == NULL)
		return false;
	for (size_t i = 0; i < l->mc->ncalls; i++)
		if (l->mc->call[i].name.p == line.p)
			return false;
	return true;
}

/* The line without what a dnl at its end takes: a text of its own, no call. */
static bool has_text_before(const struct lint *l, struct slice line, ptrdiff_t dnl)
{
	return (line.p[0] == '#' && dnl > 0) || is_raw(l, (struct slice){line.p, (size_t)dnl});
}

static void say_joined(const struct lint *l, struct slice line, ptrdiff_t dnl, struct slice next)
{
	struct diag *g = lint_say(l, 1204, lint_mc_place(l->mc, line.p + dnl), "dnl takes the end of this line away too: the next one goes on behind `%.*s'", (int)(dnl < 30 ? dnl : 30), line.p);

	diag_place(g, lint_mc_place(l->mc, next.p), "this line is no line of its own any more");
	diag_help(g, line.p[0] == '#' ? "so it is part of a comment: write the word in another way" : "write the comment with # in front, in a line of its own");
}

void check_dnl_joins(const struct lint *l)
{
	struct lines x = {.l = l}, y;

	while (next_line(&x)) {
		ptrdiff_t at = x.top && x.whole ? dnl_in(x.line) : -1;

		y = x;
		if (at <= 0 || !has_text_before(l, x.line, at) || !next_line(&y) || !y.top || !is_raw(l, y.line))
			continue;
		say_joined(l, x.line, at, y.line);
	}
}

/* A quote that a comment opens, and another line closes. */
void check_comment_quote(const struct lint *l)
{
	struct lines x = {.l = l};

	while (next_line(&x)) {
		const char *open = NULL, *close;
		size_t depth = 0;
		struct diag *g;

		if (!x.top || x.whole || x.line.n == 0 || x.line.p[0] != '#')
			continue;
		for (size_t i = 0; i < x.line.n; i++) {
			if (x.line.p[i] == '`' && depth++ == 0)
				open = x.line.p + i;
			else if (x.line.p[i] == '\'' && depth != 0)
				depth--;
		}
		if (depth == 0)
			continue;
		close = memchr(x.p, '\'', (size_t)(l->text.p + l->text.n - x.p));
		g = lint_say(l, 1205, lint_mc_place(l->mc, open), "this ` opens a quote for m4, though it stands in a # comment: no directive is seen until it is closed");
		if (close != NULL)
			diag_place(g, lint_mc_place(l->mc, close), "by this one");
		diag_help(g, "write ' in its place, or begin the line with dnl");
	}
}
