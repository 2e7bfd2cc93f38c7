/*
 * map_regex.c - class regex: POSIX regular expressions
 *
 * -s1,3 answers with what the groups matched, -d says what stands between them
 * (sendmail's $| where it is not said); -m answers with the key, -n turns the
 * question round.  Compiled when the K line is read; asked, it blocks nobody.
 */
#include <regex.h>

#include "engine/map_priv.h"

/* How sendmail holds a $| in a text. */
#define DELIMITER "\233"

struct regex {
	regex_t re;
	bool negated, groups;
	struct slice delim;
	size_t n;
	unsigned group[MAP_REGEX_GROUPS + 1];
};

/* The list behind -s: numbers, and 0 where there is none. */
static void group_list(struct regex *r, struct slice list)
{
	struct slice one;

	r->groups = true;
	while (r->n < MAP_REGEX_GROUPS && slice_next(&list, ',', &one)) {
		long v = map_number(one);

		r->group[r->n++] = v < 0 ? 0u : (unsigned)v;
	}
}

static bool regex_flag(struct map *m, char flag, struct slice word)
{
	struct regex *r = m->own;

	switch (flag) {
	case 'n': r->negated = true; return true;
	case 's': group_list(r, word); return true;
	case 'd': r->delim = word; return true;
	case 'b': return true;
	default: return false;
	}
}

/* Cuts the flags off; of each sendmail takes the first character and its value. */
static int take_flags(struct map *m, struct slice *args)
{
	int flags = REG_EXTENDED | REG_ICASE;
	struct slice rest = slice_trim(*args), word, value;

	while (rest.n != 0 && rest.p[0] == '-' && map_word(&rest, &word)) {
		char flag = word.n > 1 ? word.p[1] : ' ';

		value = word.n > 2 ? (struct slice){word.p + 2, word.n - 2} : SLICE_NONE;
		if (flag == 'b')
			flags &= ~REG_EXTENDED;
		else if (flag == 'f')
			flags &= ~REG_ICASE;
		else if (!regex_flag(m, flag, value) && strchr("amSDT", flag) != NULL)
			map_common_flag(m, flag, value);
		rest = slice_trim(rest);
	}
	*args = rest;
	return flags;
}

/* Without a list -s means all groups; each must be in the pattern. */
static bool check_groups(struct map *m, struct regex *r)
{
	if (r->n == 0)
		for (size_t i = 0; i <= r->re.re_nsub && i < MAP_REGEX_GROUPS; i++)
			r->group[r->n++] = (unsigned)i;
	for (size_t i = 0; i < r->n; i++)
		if (r->group[i] > r->re.re_nsub || r->group[i] >= MAP_REGEX_GROUPS) {
			map_say(m, "field (%u) out of range, only %zu substrings in pattern", r->group[i], r->re.re_nsub + 1);
			return false;
		}
	return true;
}

/* The largest number in the braces at p; *end is behind them.  0: they are no repetition. */
static size_t repetition(const char *p, const char **end)
{
	size_t n = 0, most = 0;

	for (p++; (*p >= '0' && *p <= '9') || *p == ','; p++) {
		n = *p == ',' ? 0 : n < 100000 ? n * 10 + (size_t)(*p - '0') : n;
		most = n > most ? n : most;
	}
	if (*p == '\\')
		p++;
	*end = p + (*p == '}');
	return *p == '}' ? most : 0;
}

/* Where a set in brackets ends. */
static const char *behind_set(const char *p)
{
	p += p[1] == '^' ? 2 : 1;
	if (*p == ']')
		p++;
	while (*p != '\0' && *p != ']')
		p++;
	return p;
}

/* How large the pattern is with its repetitions written out: the library takes that much memory, and a few bytes can ask for all there is. */
static bool is_small(const char *pattern)
{
	size_t sums[MAP_REGEX_DEPTH] = {0}, last = 0, depth = 0;

	for (const char *p = pattern; *p != '\0'; p++) {
		bool escaped = *p == '\\' && p[1] != '\0';
		char c = escaped ? *++p : *p;
		size_t times;

		if (c == '(' && depth + 1 < MAP_REGEX_DEPTH)
			sums[++depth] = last = 0;
		else if (c == '(')
			return false;
		else if (c == ')' && depth > 0) {
			last = sums[depth--] + 1;
			sums[depth] += last;
		} else if (c == '{' && (times = repetition(p, &p)) != 0) {
			p--;
			sums[depth] += last * (times - 1);
			last *= times;
		} else if (c == '+') { /* x+ is made xx*, and x++ twice that */
			sums[depth] += last;
			last *= 2;
		} else if (c != '*' && c != '?') {
			if (c == '[' && !escaped && *(p = behind_set(p)) == '\0')
				p--;
			last = 1;
			sums[depth]++;
		}
		if (sums[depth] > MAP_REGEX_SIZE || last > MAP_REGEX_SIZE)
			return false;
	}
	return true;
}

static bool regex_parse(struct map *m, struct slice args)
{
	struct regex *r = ARENA_NEW(m->maps->arena, struct regex);
	char why[MAP_MESSAGE_MAX];
	int flags, error;

	m->own = r;
	r->delim = SLICE_LIT(DELIMITER);
	flags = take_flags(m, &args);
	error = !is_small(map_cstr(m, args)) ? REG_ESPACE : regcomp(&r->re, map_cstr(m, args), flags | (r->groups ? 0 : REG_NOSUB));
	if (error != 0) {
		regerror(error, &r->re, why, sizeof(why));
		map_say(m, "pattern-compile-error: %s", why);
		m->own = NULL;
		return false;
	}
	return !r->groups || check_groups(m, r);
}

/*
 * Whether sendmail takes what a group matched: no white space but in quotes, and as many opening as closing marks there.
 * It refuses the whole match otherwise.
 */
static bool group_scans(struct slice s)
{
	bool quoted = false;
	int parens = 0, angles = 0;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '\\') {
			if (++i == s.n)
				return false;
		} else if (c == '"')
			quoted = !quoted;
		else if (!quoted) {
			if (c == ' ')
				return false;
			parens += (c == '(') - (c == ')');
			angles += (c == '<') - (c == '>');
		}
	}
	return !quoted && parens == 0 && angles == 0;
}

static void put_groups(const struct map *m, const struct regex *r, const struct map_question *q, const char *key, const regmatch_t *match,
                       struct buf *out, struct map_answer *a)
{
	char room[MAP_LINE_MAX];
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++) {
		const regmatch_t *g = &match[r->group[i]];
		struct slice text = g->rm_so >= 0 ? (struct slice){key + g->rm_so, (size_t)(g->rm_eo - g->rm_so)} : SLICE_LIT("");

		if (!group_scans(text))
			return;
		if (i != 0 && r->delim.n < sizeof(room) - n) {
			memcpy(room + n, r->delim.p != NULL ? r->delim.p : "", r->delim.n);
			n += r->delim.n;
		}
		text.n = text.n < sizeof(room) - n ? text.n : sizeof(room) - n;
		memcpy(room + n, text.p, text.n);
		n += text.n;
	}
	map_value(m, (struct slice){room, n}, q, out, a);
}

static void regex_lookup(struct map *m, const struct map_question *q, struct buf *out, struct map_answer *a)
{
	const struct regex *r = m->own;
	regmatch_t match[MAP_REGEX_GROUPS];
	char key[MAP_LINE_MAX + 1];
	size_t n = q->key.n < MAP_LINE_MAX ? q->key.n : MAP_LINE_MAX;
	bool hit;

	if (n != 0)
		memcpy(key, q->key.p, n);
	key[n] = '\0';
	hit = regexec(&r->re, key, MAP_REGEX_GROUPS, match, 0) == 0;
	if (hit == r->negated)
		return;
	if ((m->flags & MF_MATCH_ONLY) != 0)
		map_value(m, q->key, NULL, out, a);
	else if (hit && r->groups)
		put_groups(m, r, q, key, match, out, a);
	else
		map_value(m, SLICE_LIT(""), q, out, a);
}

static void regex_close(struct map *m)
{
	struct regex *r = m->own;

	if (r != NULL)
		regfree(&r->re);
}

const struct map_type map_type_regex = {"regex", MT_PURE | MT_STOCK, regex_parse, NULL, regex_close, regex_lookup, NULL};
