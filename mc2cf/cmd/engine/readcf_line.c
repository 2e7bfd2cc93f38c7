/*
 * readcf_line.c - see readcf.h: the kinds of lines, and those that are short
 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "cmd/engine/readcf.h"
#include "engine/live.h"
#include "engine/wordfile.h"

#define RULESETS 100
enum { EX_OF_OS = 71 };

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool readcf_ruleset(struct readcf *r, struct slice name)
{
	size_t n = 0;
	unsigned number = 0;

	while (n < name.n && name.p[n] >= '0' && name.p[n] <= '9' && number < 100000000)
		number = number * 10 + (unsigned)(name.p[n++] - '0');
	if (n == 0 && (name.n == 0 || !is_alnum(name.p[0]))) {
		readcf_error(r, "invalid ruleset name: \"%.*s\"", SLICE_ARG(readcf_shown(r, name)));
		return false;
	}
	if (n != 0 && (n == name.n || !is_alnum(name.p[n])) && number >= RULESETS) {
		readcf_error(r, "bad ruleset %u (%d max)", number, RULESETS);
		return false;
	}
	return true;
}

static void unknown(struct readcf *r, struct slice line)
{
	readcf_error(r, "unknown configuration line \"%.*s\"", SLICE_ARG(readcf_shown(r, line)));
}

/* A name in braces at the front of s, of which what no name has is left out; how long it is with them, or 0: it is none, which is said. */
static size_t braced(struct readcf *r, struct slice s)
{
	char name[READCF_NAME_MAX + 1];
	size_t i, n = 0;
	bool ends;

	if (s.n >= 2 && s.p[1] == '}') {
		readcf_error(r, "Name required for macro/class");
		return 2;
	}
	for (i = 1; i < s.n && s.p[i] != '}' && n < READCF_NAME_MAX; i++) {
		if (readcf_named(s.p[i]))
			name[n++] = s.p[i];
		else
			readcf_error(r, "Invalid macro/class character %c", s.p[i] & 0x7f);
	}
	name[n] = '\0';
	ends = i < s.n && s.p[i] == '}';
	if (ends && readcf_macro(r, (struct slice){name, n}) != READCF_NO_MACRO)
		return i + 1;
	r->cut |= ends; /* without a number it ends the line, though names behind it are looked at */
	if (i == s.n)
		readcf_error(r, "Unbalanced { on %s", name);
	else if (!ends)
		readcf_error(r, "Macro/class name ({%s}) too long (%d chars max)", name, READCF_NAME_MAX);
	readcf_error(r, "Unable to assign macro/class ID (mid = 0xffffffff)");
	return i == s.n ? 0 : i + ends;
}

/* The name of a macro or class. */
static void named(struct readcf *r, struct slice s)
{
	if (s.n == 0)
		readcf_error(r, "Name required for macro/class");
	else if (s.p[0] == '{')
		braced(r, s);
}

/* $& and the like at the end of a line, with no name behind them. */
static bool ends_nameless(struct slice line)
{
	return line.n > 2 && line.p[line.n - 2] == '$' && line.p[line.n - 3] != '$' && memchr("&?=~", line.p[line.n - 1], 4) != NULL;
}

struct slice readcf_names(struct readcf *r, struct slice line)
{
	const char *dollar;
	size_t end = line.n;

	if (ends_nameless(line))
		readcf_error(r, "Name required for macro/class");
	if (memchr(line.p, '{', line.n) == NULL)
		return line;
	for (size_t i = 0; i + 1 < line.n && (dollar = memchr(line.p + i, '$', line.n - i - 1)) != NULL;) {
		size_t n, brace = (size_t)(dollar - line.p) + 1;

		i = brace + (line.p[brace] == '$');
		if (i != brace)
			continue;
		brace += strchr("=~&?", line.p[brace]) != NULL && brace + 1 < line.n;
		if (line.p[brace] != '{')
			continue;
		n = braced(r, readcf_from(line, brace));
		if (n == 0 || line.p[brace + 1] == '}') { /* no name, no more line */
			r->cut = true;
			return (struct slice){line.p, brace};
		}
		end = r->cut && brace < end ? brace : end;
		i = brace + n;
	}
	return (struct slice){line.p, end};
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
	path = readcf_shown(r, path);
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

static void begin_ruleset(struct readcf *r, struct slice text, struct slice name)
{
	r->ruleset = r->in_ruleset ? cfrw_ruleset(r->program, name.p, name.n) : -1;
	r->in_ruleset = r->ruleset >= 0; /* else the engine has said that there are too many */
	if (r->ruleset >= 0 && r->has_rules[r->ruleset])
		readcf_bare(r, "WARNING: Ruleset %.*s has multiple definitions", SLICE_ARG(text));
}

static void line_s(struct readcf *r, struct slice s)
{
	const char *is = memchr(s.p, '=', s.n);
	struct slice name = slice_trim(is != NULL ? (struct slice){s.p, (size_t)(is - s.p)} : s), number = SLICE_NONE;

	r->in_ruleset = readcf_ruleset(r, name);
	if (is == NULL || !r->in_ruleset) {
		begin_ruleset(r, s, name);
		return;
	}
	number = slice_trim(readcf_from(s, (size_t)(is - s.p) + 1));
	if (number.n == 0 || number.p[0] < '0' || number.p[0] > '9') {
		readcf_error(r, "bad ruleset definition \"%.*s\" (number required after `=')", SLICE_ARG(readcf_shown(r, s)));
		r->in_ruleset = false;
	}
	begin_ruleset(r, s, name.p[0] >= '0' && name.p[0] <= '9' ? name : number);
}

/* Whether there is a header's name and its colon. */
static void line_h(struct readcf *r, struct slice s)
{
	size_t n = 0, end;

	if (s.n != 0 && s.p[0] == '?') {
		const char *flags_end = memchr(s.p + 1, '?', s.n - 1);
		struct slice rest = flags_end != NULL ? readcf_from(s, (size_t)(flags_end - s.p) + 1) : SLICE_LIT("");

		if (flags_end == NULL || memchr(rest.p, ':', rest.n) == NULL) {
			readcf_error(r, "header syntax error, line \"%.*s\"", SLICE_ARG((flags_end != NULL ? (struct slice){s.p, (size_t)(flags_end - s.p)} : s)));
			return;
		}
		s = rest;
	}
	while (n < s.n && s.p[n] != ':' && !readcf_space(s.p[n]))
		n++;
	for (end = n; end < s.n && readcf_space(s.p[end]);)
		end++;
	if (n == 0 || end == s.n || s.p[end] != ':')
		readcf_error(r, "header syntax error, line \"%.*s\"", SLICE_ARG(readcf_shown(r, s)));
}

static void line_v(struct readcf *r, struct slice s)
{
	size_t n = 0;
	struct slice vendor;

	s = slice_trim(s);
	if (s.n == 0 || s.p[0] < '0' || s.p[0] > '9') {
		s = readcf_shown(r, s);
		readcf_error(r, "invalid argument to V line: \"%.20s\"", arena_dup(r->arena, s.p, s.n));
		return;
	}
	r->level = 0;
	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9' && r->level < 10000)
		r->level = r->level * 10 + (unsigned)(s.p[n++] - '0');
	if (n == s.n || s.p[n] != '/')
		return;
	vendor = readcf_from(s, n + 1);
	if (!slice_caseeq(vendor, SLICE_LIT("Berkeley")))
		readcf_error(r, "invalid V line vendor code: \"%.*s\"", SLICE_ARG(vendor));
}

void readcf_line(struct readcf *r, struct slice line)
{
	struct slice s = readcf_from(line, 1);

	switch (line.p[0]) {
	case 'R':
		readcf_rule(r, line);
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
		named(r, s);
		line_f(r, s);
		break;
	case 'D':
	case 'C':
		named(r, s);
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
