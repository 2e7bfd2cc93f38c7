/*
 * readcf_line.c - see readcf.h: the kinds of lines, and those that are short
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cmd/engine/readcf.h"
#include "engine/live.h"
#include "engine/wordfile.h"

#define RULESETS 100
enum { NAME_SHOWN = 20 };
enum { EX_OF_OS = 71 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* As it stands; blanks behind the name end it. */
static struct slice definition(struct slice text, struct slice name)
{
	struct slice whole = {name.p, (size_t)(text.p + text.n - name.p)};

	return name.n < whole.n && readcf_space(whole.p[name.n]) ? name : whole;
}

static bool in_range(struct readcf *r, struct slice digits, int *number)
{
	*number = (int)strtol(arena_dup(r->arena, digits.p, digits.n), NULL, 10);
	return *number >= 0 && *number < RULESETS;
}

bool readcf_ruleset(struct readcf *r, struct slice text, struct slice *name, struct slice *rest)
{
	struct slice number;
	int n = 0;

	*rest = cf_split_ruleset(text, name, &number);
	if (name->n == 0)
		readcf_error(r, "invalid ruleset name: \"%.*s\"", rest->n < NAME_SHOWN ? (int)rest->n : NAME_SHOWN, rest->p);
	else if (is_digit(name->p[0]) && !in_range(r, *name, &n))
		readcf_error(r, "bad ruleset %d (%d max)", n, RULESETS);
	else if (number.p != NULL && number.n == 0)
		readcf_error(r, "bad ruleset definition \"%.*s\" (number required after `=')", SLICE_ARG(definition(text, *name)));
	else if (number.n != 0 && !in_range(r, number, &n))
		readcf_error(r, "bad ruleset number %d in \"%.*s\" (%d max)", n, SLICE_ARG(definition(text, *name)), RULESETS);
	else
		return true;
	return false;
}

static void unknown(struct readcf *r, struct slice line)
{
	readcf_error(r, "unknown configuration line \"%.*s\"", SLICE_ARG(line));
}

/* The words of an F line: a file that must be there, unless -o says otherwise; what maps and programs say is the engine's to tell. */
static void line_f(struct readcf *r, struct slice s)
{
	const char *end = s.n != 0 && s.p[0] == '{' ? memchr(s.p, '}', s.n) : s.p;
	struct slice path = end != NULL && s.n != 0 ? slice_trim(readcf_from(s, (size_t)(end - s.p) + 1)) : SLICE_NONE;
	struct wordfile file;
	const char *why = NULL, *name;
	struct stat st;

	if (s.n == 0 || end == NULL)
		return;
	if (!wordfile_spec(path, &file)) {
		readcf_error(r, "fileclass: missing file name");
		return;
	}
	path = file.name;
	if (file.optional || path.p[0] == '|' || class_is_map(file.whole))
		return;
	name = arena_dup(r->arena, path.p, path.n);
	if (stat(name, &st) != 0)
		why = strerror(errno);
	else if (!S_ISREG(st.st_mode))
		why = "Regular files only";
	if (why == NULL)
		return;
	readcf_error(r, "fileclass: cannot open '%s': %s", name, why);
	r->v[r->n - 1].status = EX_OF_OS;
}

static void line_s(struct readcf *r, struct slice s)
{
	struct slice name, rest, text = readcf_expanded(r, s);

	r->in_ruleset = readcf_ruleset(r, text, &name, &rest);
	r->ruleset = r->in_ruleset ? cfrw_ruleset(r->program, name.p, name.n) : -1;
	r->in_ruleset = r->ruleset >= 0; /* else the engine has said that there are too many */
	if (r->ruleset >= 0 && r->has_rules[r->ruleset]) {
		readcf_bare(r, "WARNING: Ruleset %.*s has multiple definitions", SLICE_ARG(s));
		r->v[r->n - 1].late = true; /* that its number has changed comes first */
	}
}

/* ?letters? or ?${macro}? before a header's name: its length with both marks, or 0. */
static size_t header_flags(struct slice s)
{
	size_t n = 1;

	if (s.n > 3 && s.p[1] == CF_CONSTRUCT)
		return s.p[3] == '?' ? 4 : 0;
	while (n < s.n && s.p[n] != '?' && (unsigned char)s.p[n] < 0x80)
		n++;
	return n < s.n && s.p[n] == '?' ? n + 1 : 0;
}

/* The name at the front of a header line, and its colon, go; false: there is none. */
static bool take_header(struct slice *s)
{
	size_t n = 0;

	while (n < s->n && s->p[n] > ' ' && s->p[n] < 0x7f && s->p[n] != ':')
		n++;
	*s = readcf_skip_space(readcf_from(*s, n));
	if (n == 0 || s->n == 0 || s->p[0] != ':')
		return false;
	*s = readcf_skip_space(readcf_from(*s, 1));
	return true;
}

/* The ruleset that checks a header. */
static void header_ruleset(struct readcf *r, struct slice line)
{
	struct slice text = readcf_expanded(r, line), name;
	const char *call = memchr(text.p, READCF_CALL, text.n);

	if (call == NULL)
		return;
	text = readcf_from(text, (size_t)(call - text.p) + 1);
	readcf_ruleset(r, readcf_from(text, text.n != 0 && text.p[0] == '+'), &name, &text);
}

static void line_h(struct readcf *r, struct slice s)
{
	size_t n = s.n != 0 && s.p[0] == '?' ? header_flags(s) : 0;
	struct slice rest = readcf_from(s, n);

	if ((n == 0 && s.n != 0 && s.p[0] == '?') || !take_header(&rest))
		readcf_error(r, "header syntax error, line \"%.*s\"", (int)(n != 0 ? n - 1 : s.n), s.p);
	else if (rest.n > 1 && rest.p[0] == CF_CONSTRUCT && rest.p[1] == '>')
		header_ruleset(r, s);
}

static void line_v(struct readcf *r, struct slice s)
{
	size_t n = 0;
	struct slice vendor;

	s = slice_trim(s);
	if (s.n == 0 || !is_digit(s.p[0])) {
		readcf_error(r, "invalid argument to V line: \"%.20s\"", arena_dup(r->arena, s.p, s.n));
		return;
	}
	r->level = 0;
	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9' && r->level < 10000)
		r->level = r->level * 10 + (unsigned)(s.p[n++] - '0');
	if (n == s.n || s.p[n] != '/')
		return;
	vendor = readcf_from(s, n + 1);
	for (n = 0; n < vendor.n && readcf_named(vendor.p[n]) && vendor.p[n] != '_' && !is_digit(vendor.p[n]);)
		n++;
	vendor.n = n;
	if (!slice_caseeq(vendor, SLICE_LIT("Berkeley")))
		readcf_error(r, "invalid V line vendor code: \"%.*s\"", SLICE_ARG(vendor));
}

bool readcf_rules(struct readcf *r)
{
	if (!r->in_ruleset)
		return false;
	r->operators = true;
	if (r->ruleset >= 0)
		r->has_rules[r->ruleset] = true;
	return true;
}

/* What is wrong with its sides is the engine's to say. */
static void line_r(struct readcf *r, struct slice line)
{
	if (!r->in_ruleset)
		readcf_error(r, "missing valid ruleset for \"%.*s\"", SLICE_ARG(line));
	else if (memchr(line.p, '\t', line.n) == NULL)
		readcf_error(r, "invalid rewrite line \"%.*s\" (tab expected)", SLICE_ARG(line));
	else
		readcf_rules(r);
}

void readcf_line(struct readcf *r, struct slice line)
{
	struct slice s = readcf_from(line, 1);

	switch (line.p[0]) {
	case 'R':
		line_r(r, line);
		break;
	case 'S':
		line_s(r, s);
		break;
	case 'O':
		readcf_option(r, line);
		break;
	case 'M':
		readcf_mailer(r, s);
		break;
	case 'F':
		readcf_name(r, s);
		line_f(r, s);
		break;
	case 'D':
	case 'C':
		readcf_name(r, s);
		break;
	case 'H':
		line_h(r, s);
		break;
	case 'V':
		line_v(r, s);
		break;
	case 'Q':
		readcf_queue(r, s);
		break;
	case 'X':
		readcf_filter(r, s);
		break;
	case 'P':
		if (memchr(line.p, '=', line.n) == NULL)
			unknown(r, line);
		break;
	case 'K':
	case 'T':
	case 'E':
		break;
	default:
		unknown(r, line);
	}
}
