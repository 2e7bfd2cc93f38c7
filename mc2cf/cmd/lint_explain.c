/* lint_explain.c - the pages of the checks, on a terminal and as mc2cf-lint(7); see lint.h */
#include <stdio.h>

#include "cmd/args.h"
#include "cmd/lint.h"

/* A text is cut into lines of this width. */
enum { WIDTH = 90 };

static void put_wrapped(struct buf *out, const char *text, const char *indent)
{
	struct slice rest = slice_of(text), word;
	size_t column = 0;

	while (slice_next(&rest, ' ', &word)) {
		if (column != 0 && column + 1 + word.n > WIDTH) {
			buf_putc(out, '\n');
			column = 0;
		}
		if (column == 0)
			buf_puts(out, indent);
		else
			buf_putc(out, ' ');
		column += (column != 0) + word.n;
		buf_put_slice(out, word);
	}
	buf_putc(out, '\n');
}

static void put_example(struct buf *out, const char *title, const char *text)
{
	struct slice rest = slice_of(text), line;

	if (rest.n == 0)
		return;
	buf_printf(out, "\n%s:\n", title);
	while (slice_next(&rest, '\n', &line))
		buf_printf(out, "    %.*s\n", SLICE_ARG(line));
}

static enum lint_stage stage_of(const struct diag_code *code)
{
	const struct lint_check *c;

	for (size_t i = 0; (c = lint_check_at(i)) != NULL; i++)
		if (c->code == code)
			return c->stage;
	return LINT_MC;
}

static void put_page(struct buf *out, const struct diag_code *code)
{
	const struct lint_page *p = lint_page_find(code->number);

	buf_printf(out, "MC%04u %s (%s, %s)\n", code->number, code->name, lint_severity_word(lint_severity(code)),
		code->number < 1000 ? "the compiler" : lint_stage_title(stage_of(code)));
	put_wrapped(out, code->summary, "  ");
	if (p == NULL)
		return;
	buf_putc(out, '\n');
	put_wrapped(out, p->why, "");
	put_example(out, "Bad", p->bad);
	put_example(out, "Good", p->good);
	buf_putc(out, '\n');
	if (*p->since != '\0')
		buf_printf(out, "Since:  sendmail %s\n", p->since);
	buf_printf(out, "Source: %s\n", p->source);
}

bool lint_explain(struct arena *a, const char *word, struct buf *out)
{
	const struct diag_code *code = lint_code_find(slice_of(word)), *codes;
	const char **names;
	size_t n;

	if (code != NULL) {
		put_page(out, code);
		return true;
	}
	codes = lint_codes(&n);
	names = arena_array(a, n, sizeof *names);
	for (size_t i = 0; i < n; i++)
		names[i] = codes[i].name;
	fprintf(stderr, "mc2cf: no check is called %s", word);
	args_did_you_mean(word, names, n);
	fputs("; mc2cf lint --list has them all\n", stderr);
	return false;
}

void lint_list(struct buf *out)
{
	size_t n;
	const struct diag_code *codes = lint_codes(&n);

	for (size_t i = 0; i < n; i++)
		buf_printf(out, "MC%04u %-7s %-26s %s\n", codes[i].number, lint_severity_word(lint_severity(&codes[i])), codes[i].name, codes[i].summary);
}

/* mdoc: what would be a macro or an escape is none; each sentence has a line of its own. */
static void put_roff(struct buf *out, const char *s)
{
	bool first = true;

	for (; *s != '\0'; s++) {
		if (first && (*s == '.' || *s == '\''))
			buf_puts(out, "\\&");
		first = false;
		if (s[0] == '.' && s[1] == ' ') {
			buf_puts(out, ".\n");
			s++;
			first = true;
		} else if (*s == '\n') {
			buf_putc(out, '\n');
			first = true;
		} else {
			const char *as = *s == '\\' ? "\\e" : *s == '`' ? "\\(ga" : *s == '\'' ? "\\(aq" : *s == '-' ? "\\-" : *s == '^' ? "\\(ha" : *s == '~' ? "\\(ti" : NULL;

			if (as != NULL)
				buf_puts(out, as);
			else
				buf_putc(out, *s);
		}
	}
}

static void put_sentences(struct buf *out, const char *s)
{
	put_roff(out, s);
	buf_putc(out, '\n');
}

static void put_display(struct buf *out, const char *title, const char *text)
{
	struct slice rest = slice_of(text), line;

	buf_printf(out, ".Pp\n%s:\n.Bd -literal -offset indent -compact\n", title);
	while (slice_next(&rest, '\n', &line)) {
		struct buf one;

		buf_init(&one, out->arena);
		/* a period within an example ends no sentence */
		for (size_t i = 0; i < line.n; i++) {
			char c = line.p[i];

			if (i == 0 && (c == '.' || c == '\''))
				buf_puts(&one, "\\&");
			buf_puts(&one, c == '\\' ? "\\e" : c == '`' ? "\\(ga" : c == '\'' ? "\\(aq" : c == '-' ? "\\-" : c == '^' ? "\\(ha" : c == '~' ? "\\(ti" : (char[]){c, '\0'});
		}
		buf_put_slice(out, buf_slice(&one));
		buf_putc(out, '\n');
	}
	buf_puts(out, ".Ed\n");
}

static void put_entry(struct buf *out, const struct lint_check *c)
{
	const struct lint_page *p = lint_page_find(c->code->number);

	buf_printf(out, ".It MC%04u Pq %s , %s\n", c->code->number, c->code->name, lint_severity_word(lint_severity(c->code)));
	put_sentences(out, c->code->summary);
	if (p == NULL)
		return;
	buf_puts(out, ".Pp\n");
	put_sentences(out, p->why);
	put_display(out, "Bad", p->bad);
	put_display(out, "Good", p->good);
	buf_puts(out, ".Pp\n");
	if (*p->since != '\0')
		buf_printf(out, "Since sendmail %s.\n", p->since);
	buf_puts(out, "Source: ");
	put_sentences(out, p->source);
}

void lint_man(struct arena *a, struct buf *out)
{
	(void)a;
	buf_puts(out, ".\\\" Written by mc2cf lint --man from the table of checks and their pages.\n.Dd November 26, 2026\n.Dt MC2CF-LINT 7\n.Os\n.Sh NAME\n.Nm mc2cf-lint\n"
		".Nd the checks of mc2cf lint\n.Sh DESCRIPTION\nWhat\n.Ic mc2cf lint\nlooks for, besides what the compiler reports by itself: those codes, below MC1000, are in\n.Xr mc2cf-reference 7 .\n"
		"An error is what is surely wrong, a warning what is wrong at nearly all sites, and a note what one should know.\n"
		"How findings are allowed, left out or taken as a baseline is told in\n.Xr mc2cf 1 .\n");
	for (int s = LINT_RULES; s <= LINT_SELF; s++) {
		const struct lint_check *c;
		bool any = false;

		for (size_t i = 0; (c = lint_check_at(i)) != NULL; i++) {
			if ((int)c->stage != s)
				continue;
			if (!any) {
				buf_puts(out, ".Sh ");
				for (const char *t = lint_stage_title((enum lint_stage)s); *t != '\0'; t++)
					buf_putc(out, *t >= 'a' && *t <= 'z' ? (char)(*t - 'a' + 'A') : *t);
				buf_puts(out, "\n.Bl -tag -width Ds\n");
			}
			any = true;
			put_entry(out, c);
		}
		if (any)
			buf_puts(out, ".El\n");
	}
	buf_puts(out, ".Sh SEE ALSO\n.Xr mc2cf 1 ,\n.Xr mc2cf-reference 7 ,\n.Xr sendmail 8\n");
}
