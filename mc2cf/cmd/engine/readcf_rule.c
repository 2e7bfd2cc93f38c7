/*
 * readcf_rule.c - see readcf.h: R lines
 *
 * What a rule's parts may hold; that a replacement has something to replace is the engine's to say.
 */
#include <string.h>

#include "cmd/engine/readcf.h"

#define WILDCARDS 9

/* The character behind the next $; 0: no more. */
static char next_operator(const char **p, const char *end)
{
	const char *at = *p;

	while (at < end && *at != '$') /* they stand close together */
		at++;
	if (at + 1 >= end)
		return '\0';
	*p = at + 2;
	return at[1];
}

static void left(struct readcf *r, struct slice s)
{
	const char *p = s.p, *end = s.p + s.n;
	unsigned wild = 0;
	char c;

	if (slice_trim(s).n == 0)
		readcf_error(r, "R line: null LHS");
	while ((c = next_operator(&p, end)) != '\0')
		switch (c) {
		case '*':
		case '+':
		case '-':
		case '=':
		case '~':
			wild++;
			break;
		case '1':
		case '2':
		case '3':
		case '4':
		case '5':
		case '6':
		case '7':
		case '8':
		case '9':
			readcf_error(r, "Inappropriate use of $1-$9 on LHS");
			break;
		case ':':
		case '>':
		case '[':
		case ']':
		case '(':
		case ')':
			readcf_error(r, "Inappropriate use of $%c on LHS", c);
			break;
		default:
			break;
		}
	if (wild > WILDCARDS)
		readcf_error(r, "R line: too many wildcards");
}

static void right(struct readcf *r, struct slice s)
{
	const char *p = s.p, *end = s.p + s.n;
	char c, open = '\0';

	while ((c = next_operator(&p, end)) != '\0')
		switch (c) {
		case '=':
		case '~':
		case '-':
		case '+':
		case '*':
			readcf_error(r, "Inappropriate use of $%c on RHS", c);
			break;
		case '0':
			readcf_error(r, "replacement $0 out of bounds");
			break;
		case '(':
		case '[':
			if (open != '\0') {
				readcf_error(r, "cannot nest map lookups");
				return;
			}
			open = c == '(' ? ')' : ']';
			break;
		default:
			open = c == open ? '\0' : open;
			break;
		}
	if (open != '\0')
		readcf_error(r, "missing map closing token");
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
	readcf_rules(r);
	left(r, (struct slice){line.p + 1, (size_t)(tab - line.p) - 1});
	rest = readcf_from(line, (size_t)(tab - line.p));
	while (rest.n != 0 && rest.p[0] == '\t')
		rest = readcf_from(rest, 1);
	tab = memchr(rest.p, '\t', rest.n);
	right(r, tab != NULL ? (struct slice){rest.p, (size_t)(tab - rest.p)} : rest);
}
