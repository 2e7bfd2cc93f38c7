/*
 * check_slip.c - lines that go into the sendmail.cf by a slip of the pen: comments that are none, and leftovers of directives
 *
 * sendmail does not start with a line whose first letter it does not know, so
 * most are errors.  DNL it takes for a macro's definition.
 */
#include "mc/lower.h"

static size_t word_length(struct slice s)
{
	size_t n = 0;

	while (n < s.n && ((s.p[n] >= 'A' && s.p[n] <= 'Z') || (s.p[n] >= 'a' && s.p[n] <= 'z') || (s.p[n] >= '0' && s.p[n] <= '9')))
		n++;
	return n;
}

static struct diag *say(struct lower *l, struct srcpos at, unsigned code, struct slice word, const char *sentence)
{
	struct diag *g = diag_add(l->f->d, code, front_place(l->f, at, word), "`%.*s' %s", SLICE_ARG(word), sentence);

	diag_span(g, word.n);
	return g;
}

/* dln, DNL */
static void wrong_dnl(struct lower *l, struct srcpos at, struct slice word)
{
	static const char *const slips[] = {"dln", "ndl", "dnk", "dn1", "dnll", "ddnl", "dn", "dl", "nl", "dnl", "dbl", "dml", "dnnl", "ldn"};
	struct diag *g;

	for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
		if (!slice_caseeq(word, slice_of(slips[i])))
			continue;
		if (word.p[0] == 'D')
			g = say(l, at, 120, word, "is no dnl: sendmail takes this line for the definition of a macro");
		else
			g = say(l, at, 113, word, "goes into the sendmail.cf as it stands");
		diag_help(g, "did you mean `dnl'?");
		front_mend(l->f, g, at, word, SLICE_LIT("dnl"));
		diag_whole_line(g);
		return;
	}
}

/* Marks of other languages, and the semicolon behind a directive. */
static bool foreign_mark(struct lower *l, struct srcpos at, struct slice line)
{
	static const struct {
		const char *mark, *help;
	} marks[] = {
		{"//", "a comment begins with dnl, or with # to have it in the sendmail.cf"}, {"/*", "a comment begins with dnl, or with # to have it in the sendmail.cf"},
		{"--", "a comment begins with dnl, or with # to have it in the sendmail.cf"}, {"!", "a comment begins with dnl, or with # to have it in the sendmail.cf"},
		{"%", "a comment begins with dnl, or with # to have it in the sendmail.cf"}, {";", "end a directive with dnl, not with a semicolon; a comment begins with dnl"},
	};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		struct diag *g;

		if (!slice_starts(line, slice_of(marks[i].mark)))
			continue;
		g = say(l, at, 401, slice_of(marks[i].mark), "begins no line that sendmail knows");
		diag_help(g, "%s", marks[i].help);
		diag_whole_line(g);
		return true;
	}
	return false;
}

/* How many more parentheses a line opens than it closes. */
static int open_parentheses(struct slice line)
{
	int n = 0;

	for (size_t i = 0; i < line.n; i++)
		n += (line.p[i] == '(') - (line.p[i] == ')');
	return n;
}

/* dnl FEATURE(`x', and its other arguments in this line: dnl took only the first away. */
static bool cut_directive(struct lower *l, struct srcpos at, struct slice line)
{
	struct srcpos above = {at.file, at.line - 1, 1, 0};
	struct slice before, here;
	struct diag *g;

	if (at.line < 2 || memchr("VDCFTKOHPEMXQSR", line.p[0], 15) != NULL || !front_line(l->f, above, &before) || !front_line(l->f, at, &here))
		return false;
	before = slice_trim(before);
	if (!slice_starts(before, SLICE_LIT("dnl")) || open_parentheses(before) <= 0 || open_parentheses(here) >= 0)
		return false;
	at.col = 1;
	g = diag_add(l->f->d, 113, at, "this is the rest of a directive whose first line dnl has taken away; it goes into the sendmail.cf as it stands");
	diag_place(g, above, "dnl takes away one line only");
	diag_help(g, "put dnl before this line too");
	diag_whole_line(g);
	return true;
}

void check_slip(struct lower *l, struct srcpos at, struct slice line)
{
	struct slice word = {line.p, word_length(line)};

	if (cut_directive(l, at, line) || foreign_mark(l, at, line))
		return;
	if (word.n == line.n || memchr(" \t`'.,;:#", line.p[word.n], 9) != NULL)
		wrong_dnl(l, at, word);
}
