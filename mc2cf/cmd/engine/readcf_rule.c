/*
 * readcf_rule.c - see readcf.h: R lines
 *
 * What a rule's parts may hold; that a replacement has something to replace is the engine's to say.
 */
#include <string.h>

#include "cmd/engine/readcf.h"

#define WILDCARDS 9

static bool in(char c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

/* The character behind each $ from *i on; 0: no more. */
static char next_operator(struct slice s, size_t *i)
{
	for (; *i + 1 < s.n; ++*i)
		if (s.p[*i] == '$') {
			*i += 2;
			return s.p[*i - 1];
		}
	return '\0';
}

static void left(struct readcf *r, struct slice s)
{
	size_t i = 0, wild = 0;
	char c;

	if (slice_trim(s).n == 0)
		readcf_error(r, "R line: null LHS");
	while ((c = next_operator(s, &i)) != '\0') {
		if (c >= '1' && c <= '9')
			readcf_error(r, "Inappropriate use of $1-$9 on LHS");
		else if (in(c, ":>[]()"))
			readcf_error(r, "Inappropriate use of $%c on LHS", c);
		if (in(c, "*+-=~"))
			wild++;
	}
	if (wild > WILDCARDS)
		readcf_error(r, "R line: too many wildcards");
}

static void right(struct readcf *r, struct slice s)
{
	size_t i = 0;
	char c, open = '\0';

	while ((c = next_operator(s, &i)) != '\0') {
		if (in(c, "=~-+*"))
			readcf_error(r, "Inappropriate use of $%c on RHS", c);
		if (c == '0')
			readcf_error(r, "replacement $0 out of bounds");
		if (c == '(' || c == '[') {
			if (open != '\0') {
				readcf_error(r, "cannot nest map lookups");
				return;
			}
			open = c == '(' ? ')' : ']';
		} else if (c == open)
			open = '\0';
	}
	if (open != '\0')
		readcf_error(r, "missing map closing token");
}

void readcf_rule(struct readcf *r, struct slice line)
{
	const char *tab = memchr(line.p, '\t', line.n);
	struct slice rest;

	if (!r->in_ruleset) {
		readcf_error(r, "missing valid ruleset for \"%.*s\"", SLICE_ARG(readcf_shown(r, line)));
		return;
	}
	if (tab == NULL) {
		readcf_error(r, "invalid rewrite line \"%.*s\" (tab expected)", SLICE_ARG(readcf_shown(r, line)));
		return;
	}
	r->operators = true;
	if (r->ruleset >= 0)
		r->has_rules[r->ruleset] = true;
	left(r, (struct slice){line.p + 1, (size_t)(tab - line.p) - 1});
	rest = readcf_from(line, (size_t)(tab - line.p));
	while (rest.n != 0 && rest.p[0] == '\t')
		rest = readcf_from(rest, 1);
	tab = memchr(rest.p, '\t', rest.n);
	right(r, tab != NULL ? (struct slice){rest.p, (size_t)(tab - rest.p)} : rest);
}
