/*
 * check_text.c - what is suspicious in raw lines and in the lines of directives
 *
 * Only what is surely not meant is reported: a raw line that begins like a
 * call of a directive, a directive with a blank before its parenthesis, a
 * directive behind #, quotes that m4 does not know.
 */
#include "mc/lower.h"

static size_t word_length(struct slice s)
{
	size_t n = 0;

	while (n < s.n && (s.p[n] == '_' || (s.p[n] >= '0' && s.p[n] <= '9') || (s.p[n] >= 'A' && s.p[n] <= 'Z') || (s.p[n] >= 'a' && s.p[n] <= 'z')))
		n++;
	return n;
}

static bool upper_word(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!(s.p[i] == '_' || (s.p[i] >= 'A' && s.p[i] <= 'Z')))
			return false;
	return s.n >= 4;
}

static size_t blanks(struct slice s)
{
	size_t n = 0;

	while (n < s.n && (s.p[n] == ' ' || s.p[n] == '\t'))
		n++;
	return n;
}

/* Whether a word is near to a call that a .mc is likely to hold, or is one in other letters. */
static bool near_call(struct slice word)
{
	static const char *const calls[] = {"FEATURE", "MAILER", "OSTYPE", "DOMAIN", "VERSIONID", "define", "undefine", "include", "MASQUERADE_AS",
		"EXPOSED_USER", "DAEMON_OPTIONS", "INPUT_MAIL_FILTER", "MASQUERADE_DOMAIN", "LOCAL_DOMAIN", "RELAY_DOMAIN", "VIRTUSER_DOMAIN", "TRUST_AUTH_MECH"};

	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		if (slice_caseeq(word, slice_of(calls[i])) || slice_distance(word, slice_of(calls[i]), 2) <= (word.n > 5 ? 2u : 1u))
			return true;
	return upper_word(word) && word.n > 6 && mc_directive_near(word);
}

/* dnldefine: m4 knows neither dnl nor the directive in it. */
static bool glued_dnl(struct slice word)
{
	return slice_starts(word, SLICE_LIT("dnl")) && mc_directive_known((struct slice){word.p + 3, word.n - 3});
}

/* instead: what was meant, or nothing where that is not known */
static void leftover(struct lower *l, struct srcpos at, struct slice word, struct slice instead)
{
	struct diag *g;

	if (l->f->own_include && mc_directive_known(word)) {
		g = diag_add(l->f->d, 113, front_call(l->f, at, word, word), "%.*s stands before the include of cf.m4, so m4 does not know it yet", SLICE_ARG(word));
		diag_help(g, "move the include to the top, or leave it out: mc2cf needs none");
		diag_whole_line(g);
		return;
	}
	if (mc_directive_known(word)) {
		g = diag_add(l->f->d, 113, front_call(l->f, at, word, word), "m4 did not carry out `%.*s' here; it goes into the sendmail.cf as it stands", SLICE_ARG(word));
		diag_help(g, "take away the quotes around it, or the comment or the changecom that hides it");
		diag_whole_line(g);
		return;
	}
	g = diag_add(l->f->d, 113, front_call(l->f, at, word, word), "there is no directive `%.*s'; it goes into the sendmail.cf as it stands", SLICE_ARG(word));

	diag_whole_line(g);
	if (instead.n != 0) {
		diag_help(g, "did you mean `%.*s'?", SLICE_ARG(instead));
		front_mend(l->f, g, at, word, instead);
		return;
	}
	if (glued_dnl(word))
		diag_help(g, "dnl must be a word of its own: begin a new line behind it");
	else if (!mc_near(g, MC_NAMES_DIRECTIVE, word))
		diag_help(g, "a directive of your own must be defined before it is used");
}

/* LOCAL_RULESET, alone in its line: a section that is none. */
static bool section_slip(struct lower *l, struct srcpos at, struct slice line)
{
	if (word_length(line) != line.n || !upper_word(line) || !mc_directive_near(line))
		return false;
	leftover(l, at, line, SLICE_NONE);
	return true;
}

/* MASQUERADE-AS(, or LOCAL-CONFIG alone: m4's names have no dash. */
static bool dashed(struct lower *l, struct srcpos at, struct slice line)
{
	struct slice word = {line.p, 0}, name;
	bool dash = false;
	char *p;

	while (word.n < line.n && (line.p[word.n] == '-' || line.p[word.n] == '_' || (line.p[word.n] >= 'A' && line.p[word.n] <= 'Z')))
		dash |= line.p[word.n++] == '-';
	if (!dash || (word.n < line.n && line.p[word.n] != '('))
		return false;
	p = arena_dup(l->arena, word.p, word.n);
	for (size_t i = 0; i < word.n; i++)
		if (p[i] == '-')
			p[i] = '_';
	name = (struct slice){p, word.n};
	if (!mc_directive_known(name))
		return false;
	leftover(l, at, word, name);
	return true;
}

/* A rule with a blank before its R goes on with the line above. */
static bool indented_rule(struct lower *l, struct srcpos at, struct slice line)
{
	size_t n = blanks(line);

	if (n == 0 || n + 1 >= line.n || line.p[n] != 'R' || (line.p[n + 1] != '$' && line.p[n + 1] != '<') || memchr(line.p + n, '\t', line.n - n) == NULL)
		return false;
	at.col = (uint32_t)n + 1;
	diag_help(diag_add(l->f->d, 409, at, "this rule begins with white space, so sendmail takes it for more of the line above"), "begin it in the first column");
	return true;
}

/* WORD( in a raw line: m4 knows no such macro. A dnl behind it has joined the next line to it, so it is sought everywhere. */
static bool leftovers(struct lower *l, struct srcpos at, struct slice line)
{
	bool found = false;

	for (size_t i = 0; i < line.n; i++) {
		struct slice rest = {line.p + i, line.n - i};
		size_t n = word_length(rest);
		struct slice word = {rest.p, n};

		if (n == 0)
			continue;
		i += n;
		if (n < 4 || i >= line.n || line.p[i] != '(')
			continue;
		if (near_call(word) || glued_dnl(word) || (rest.p == line.p && upper_word(word))) {
			leftover(l, at, word, SLICE_NONE);
			found = true;
		}
	}
	return found;
}

/* NAME `x': a line that begins with a directive for which there is no parenthesis at all. */
static bool without_parenthesis(struct lower *l, struct srcpos at, struct slice line, unsigned code)
{
	size_t i = blanks(line), n = word_length((struct slice){line.p + i, line.n - i});
	struct slice word = {line.p + i, n}, text = slice_trim((struct slice){word.p + n, line.n - i - n});
	struct diag *g;

	if (!upper_word(word) || !mc_directive_known(word) || mc_section_find(word) != NULL || text.n == 0 || text.p == word.p + n || strchr("(#", text.p[0]) != NULL || slice_starts(text, SLICE_LIT("dnl")))
		return false;
	g = diag_add(l->f->d, code, (struct srcpos){at.file, at.line, (uint32_t)i + 1, 0}, "%.*s has no parenthesis behind it, so m4 gives it no arguments", SLICE_ARG(word));
	diag_help(g, "write %.*s(`…')dnl", SLICE_ARG(word));
	diag_whole_line(g);
	return true;
}

/* NAME (: m4 takes NAME without arguments, and the parenthesis is text. The source line shows it. */
bool check_blank(struct lower *l, struct srcpos at, unsigned code)
{
	struct slice line, rest;

	if (!front_line(l->f, at, &line))
		return false;
	if (without_parenthesis(l, at, line, code))
		return true;
	for (size_t i = 0; i < line.n; i++) {
		size_t n, b;

		rest = (struct slice){line.p + i, line.n - i};
		n = word_length(rest);
		if (n == 0)
			continue;
		b = blanks((struct slice){rest.p + n, rest.n - n});
		if (slice_eq_str((struct slice){rest.p, n}, "dnl"))
			return false;
		/* where it is not the line's first word, m4's own names may be words of a text */
		if (b != 0 && n + b < rest.n && rest.p[n + b] == '(' && mc_directive_known((struct slice){rest.p, n}) && (upper_word((struct slice){rest.p, n}) || i == blanks(line))) {
			struct srcpos here = {at.file, at.line, (uint32_t)i + 1, 0};
			struct diag *g = diag_add(l->f->d, code, here, "a blank stands between %.*s and its parenthesis, so m4 gives it no arguments", (int)n, rest.p);

			diag_help(g, "write %.*s(", (int)n, rest.p);
			diag_whole_line(g);
			return true;
		}
		i += n - 1;
	}
	return false;
}

/* FEATURE(`x'))dnl: the second parenthesis is text. */
static bool extra_parenthesis(struct lower *l, struct srcpos at, struct slice line)
{
	struct diag *g;

	if (line.p[0] != ')')
		return false;
	g = diag_add(l->f->d, 113, front_place(l->f, at, SLICE_LIT("))")), "there is one parenthesis too many; it goes into the sendmail.cf as it stands");
	diag_help(g, "delete the second )");
	diag_whole_line(g);
	return true;
}

void check_raw_line(struct lower *l, struct srcpos at, struct slice line)
{
	struct slice trimmed = slice_trim(line);

	if (trimmed.n == 0 || trimmed.p[0] == '#')
		return;
	check_raw_option(l, at, line);
	if (indented_rule(l, at, line) || extra_parenthesis(l, at, line) || section_slip(l, at, trimmed) || dashed(l, at, trimmed))
		return;
	/* rules and headers may hold anything, but not begin like a directive */
	if (((line.p[0] != 'R' && line.p[0] != 'H') || (memchr(line.p, '\t', line.n) == NULL && upper_word((struct slice){line.p, word_length(line)}))) && leftovers(l, at, line))
		return;
	if ((memchr(line.p, '(', line.n) != NULL || (line.n != 0 && blanks(line) != 0)) && check_blank(l, at, 114))
		return;
	check_slip(l, at, trimmed);
}

void check_hash(struct lower *l, struct srcpos at, struct slice what)
{
	struct slice line;
	struct diag *g;

	if (front_ours(l->f, at) || !front_line(l->f, at, &line) || slice_trim(line).n == 0 || slice_trim(line).p[0] != '#' || slice_find(line, what) < 0)
		return;
	g = diag_add(l->f->d, 110, front_place(l->f, at, what), "# does not comment out %.*s: m4 has carried it out", SLICE_ARG(what));
	diag_help(g, "begin the line with dnl instead of #");
}

static bool curly(struct slice s)
{
	for (size_t i = 0; i + 2 < s.n; i++)
		if ((unsigned char)s.p[i] == 0xe2 && (unsigned char)s.p[i + 1] == 0x80 && (unsigned char)s.p[i + 2] >= 0x98 && (unsigned char)s.p[i + 2] <= 0x9f)
			return true;
	return false;
}

/* A text in one pair of curly quotes, of three bytes each: what lies between; empty where there is none. */
static struct slice within_curly(struct slice s)
{
	struct slice inner = {s.p + 3, s.n >= 6 ? s.n - 6 : 0};

	if (inner.n == 0 || !curly((struct slice){s.p, 3}) || !curly((struct slice){s.p + s.n - 3, 3}) || curly(inner) || memchr(inner.p, '`', inner.n) != NULL || memchr(inner.p, '\'', inner.n) != NULL)
		return SLICE_LIT("");
	return inner;
}

bool check_quotes(struct lower *l, struct srcpos at, struct slice text, const char *what)
{
	struct diag *g;
	bool straight = text.n >= 2 && text.p[0] == '\'' && text.p[text.n - 1] == '\'';

	if (!straight && !curly(text))
		return false;
	g = diag_add(l->f->d, 111, at, "%s is %.*s, quotes included: m4 does not know these quotes", what, SLICE_ARG(text));
	diag_help(g, "m4 quotes are `text', a grave accent before and an apostrophe behind");
	if (straight && memchr(text.p + 1, '\'', text.n - 2) == NULL && memchr(text.p, '`', text.n) == NULL)
		front_mend(l->f, g, at, text, lower_text(l, "`%.*s", (int)text.n - 1, text.p + 1));
	else if (within_curly(text).n != 0)
		front_mend(l->f, g, at, text, lower_text(l, "`%.*s'", SLICE_ARG(within_curly(text))));
	return true;
}
