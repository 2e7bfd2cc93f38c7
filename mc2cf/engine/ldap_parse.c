/*
 * ldap_parse.c - the arguments of a K line of class ldap
 *
 * A value stands behind its flag or in the next word, in double quotes where it
 * holds white space; what is no flag ends them.  The option LDAPDefaultSpec has
 * the same form and says what the K line does not.
 */
#include <errno.h>
#include <stdlib.h>

#include "engine/ldap_map.h"

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The value of a flag: the rest of the word or the next one; quotes around it are taken off. */
static struct slice value_of(struct slice *rest)
{
	struct slice v;

	while (rest->n != 0 && is_blank(rest->p[0]))
		*rest = (struct slice){rest->p + 1, rest->n - 1};
	if (rest->n != 0 && rest->p[0] == '"') {
		const char *end = memchr(rest->p + 1, '"', rest->n - 1);

		if (end != NULL) {
			v = (struct slice){rest->p + 1, (size_t)(end - rest->p) - 1};
			*rest = (struct slice){end + 1, rest->n - (size_t)(end + 1 - rest->p)};
			return v;
		}
	}
	map_word(rest, &v);
	return v;
}

static bool word_is(struct slice v, const char *word)
{
	if (v.n > 10 && slice_caseeq((struct slice){v.p, 10}, SLICE_LIT("LDAP_AUTH_")))
		v = (struct slice){v.p + 10, v.n - 10};
	return slice_caseeq(v, slice_of(word));
}

static bool wrong(const struct map *m, const char *what, struct slice v)
{
	map_say(m, "%s (not %.*s) in map %.*s", what, SLICE_ARG(v), SLICE_ARG(m->name));
	return false;
}

static bool set_method(struct map *m, struct ldap_map *l, struct slice v)
{
	l->simple = word_is(v, "simple");
	return l->simple || word_is(v, "none") || word_is(v, "krbv4") || wrong(m, "Method for binding must be [none|simple|krbv4]", v);
}

static bool set_deref(struct map *m, struct ldap_map *l, struct slice v)
{
	static const char *const words[] = {"never", "search", "find", "always"}; /* LDAP_DEREF_NEVER … in order */

	for (int i = 0; i < 4; i++)
		if (slice_caseeq(v, slice_of(words[i]))) {
			l->deref = i;
			return true;
		}
	return wrong(m, "Deref must be [never|always|search|find]", v);
}

static bool set_scope(struct map *m, struct ldap_map *l, struct slice v)
{
	static const char *const words[] = {"base", "one", "sub"}; /* LDAP_SCOPE_BASE … in order */

	for (int i = 0; i < 3; i++)
		if (slice_caseeq(v, slice_of(words[i]))) {
			l->scope = i;
			return true;
		}
	return wrong(m, "Scope must be [base|one|sub]", v);
}

static bool set_version(struct map *m, struct ldap_map *l, struct slice v)
{
	l->version = (int)map_number(v);
	if (l->version > 3)
		map_say(m, "LDAP version %d exceeds max of 3 in map %.*s", l->version, SLICE_ARG(m->name));
	else if (l->version < 2)
		map_say(m, "LDAP version %d is lower than min of 2 in map %.*s", l->version, SLICE_ARG(m->name));
	return l->version >= 2 && l->version <= 3;
}

/* One flag; false: it is none of ours, or (*bad) its value is wrong. */
static bool one_flag(struct map *m, struct ldap_map *l, char flag, struct slice *rest, bool *bad)
{
	switch (flag) {
	case '1': l->single = true; return true;
	case 'n': l->names_only = true; return true;
	case 'K': l->multi = true; return true;
	case 'R': l->no_referrals = true; return true;
	case 'x': return true; /* taken, and without effect */
	case 'V': l->separator = value_of(rest); return true;
	case 'k': l->filter = map_cstr(m, value_of(rest)); return true;
	case 'v': m->value_column = value_of(rest); return true;
	case 'h': l->host = map_cstr(m, value_of(rest)); return true;
	case 'H': l->uri = map_cstr(m, value_of(rest)); return true;
	case 'p': l->port = map_number(value_of(rest)); return true;
	case 'b': l->base = map_cstr(m, value_of(rest)); return true;
	case 'd': l->bind_dn = map_cstr(m, value_of(rest)); return true;
	case 'P': l->secret = map_cstr(m, value_of(rest)); return true;
	case 'c': l->network_timeout = map_time(value_of(rest), 's'); return true;
	case 'l': l->time_limit = map_time(value_of(rest), 's'); return true;
	case 'Z': l->size_limit = (unsigned)map_number(value_of(rest)); return true;
	case 'M': *bad |= !set_method(m, l, value_of(rest)); return true;
	case 'r': *bad |= !set_deref(m, l, value_of(rest)); return true;
	case 's': *bad |= !set_scope(m, l, value_of(rest)); return true;
	case 'w': *bad |= !set_version(m, l, value_of(rest)); return true;
	default: return false;
	}
}

/* -z: the character behind it, be it a blank. */
static struct slice delimiter(struct slice *rest)
{
	size_t n = rest->n > 1 && rest->p[0] == '\\' ? 2 : rest->n != 0;
	struct slice v = {rest->p, n};

	*rest = (struct slice){rest->p + n, rest->n - n};
	return v;
}

static bool all_flags(struct map *m, struct ldap_map *l, struct slice rest)
{
	bool bad = false;

	for (rest = slice_trim(rest); rest.n != 0 && rest.p[0] == '-'; rest = slice_trim(rest)) {
		char flag = rest.n > 1 ? rest.p[1] : ' ';
		struct slice value = SLICE_NONE;

		rest = (struct slice){rest.p + (rest.n > 1 ? 2 : 1), rest.n - (rest.n > 1 ? 2 : 1)};
		if (one_flag(m, l, flag, &rest, &bad))
			continue;
		if (flag == 'z')
			value = delimiter(&rest);
		else if (rest.n != 0 && !is_blank(rest.p[0]))
			map_word(&rest, &value);
		if (!map_common_flag(m, flag, value))
			map_say(m, "Illegal option %c map %.*s", flag, SLICE_ARG(m->name));
	}
	return !bad;
}

static bool set_kind(struct map *m, struct ldap_attribute *a, struct slice kind)
{
	static const char *const words[] = {"NORMAL", "DN", "FILTER", "URL"};

	for (int i = 0; i < 4; i++)
		if (slice_caseeq(kind, slice_of(words[i]))) {
			a->kind = (enum ldap_kind)i;
			return true;
		}
	map_say(m, "Unknown attribute type (%.*s) in %.*s", SLICE_ARG(kind), SLICE_ARG(m->name));
	return false;
}

static bool read_attributes(struct map *m, struct ldap_map *l)
{
	struct slice rest = m->value_column, one, name, kind;
	bool normal = false, classes = false;

	while (l->nattributes < LDAP_ATTRIBUTES_MAX && slice_next(&rest, ',', &one)) {
		struct ldap_attribute *a = &l->attributes[l->nattributes];

		if (!slice_next(&one, ':', &name) || name.n == 0)
			continue;
		*a = (struct ldap_attribute){map_cstr(m, name), LDAP_NORMAL, SLICE_NONE};
		if (slice_next(&one, ':', &kind)) {
			if (!set_kind(m, a, kind))
				return false;
			a->classes = one;
		}
		normal = normal || a->kind == LDAP_NORMAL;
		classes = classes || a->classes.n != 0;
		l->names[l->nattributes++] = a->name;
	}
	if (classes)
		l->names[l->nattributes] = "objectClass";
	if (l->nattributes != 0 && !normal)
		map_say(m, "LDAP recursion requested in %.*s but no returnable attribute given", SLICE_ARG(m->name));
	return l->nattributes == 0 || normal;
}

/* -P names a file; its first line is the secret. */
static bool read_secret(struct map *m, struct ldap_map *l)
{
	size_t n;
	char *text;

	if (l->secret == NULL || !l->simple)
		return true;
	text = map_read_file(l->secret, MAP_LINE_MAX, &n);
	if (text == NULL) {
		if (errno == EFBIG)
			map_say(m, "LDAP map: secret in %s too long", l->secret);
		else
			map_say_errno(m, errno, "LDAP map: cannot open secret %s", l->secret);
		return false;
	}
	l->secret = arena_dup(m->maps->arena, text, strcspn(text, "\n"));
	free(text);
	return true;
}

static const char *uri_of(struct map *m, const struct ldap_map *l)
{
	struct slice hosts = slice_of(l->host != NULL ? l->host : "localhost"), one;
	struct buf b;

	if (l->uri != NULL)
		return l->uri;
	buf_init(&b, m->maps->arena);
	while (map_word(&hosts, &one)) {
		buf_printf(&b, "%sldap://%.*s", b.n != 0 ? " " : "", SLICE_ARG(one));
		if (memchr(one.p, ':', one.n) == NULL && l->port > 0)
			buf_printf(&b, ":%ld", l->port);
	}
	buf_putc(&b, '\0');
	return b.p;
}

bool ldap_map_parse(struct map *m, struct slice args)
{
	struct ldap_map *l = ARENA_NEW(m->maps->arena, struct ldap_map);
	bool ok = true;

	*l = (struct ldap_map){.scope = LDAP_SCOPE_SUBTREE, .deref = -1, .version = 3};
	m->own = l;
	m->flags |= MF_NO_FOLD;
	if (m->maps->ldap_default.n != 0)
		ok = all_flags(m, l, m->maps->ldap_default);
	ok = all_flags(m, l, args) && ok;
	if (l->host != NULL && l->uri != NULL) {
		map_say(m, "Can not specify both an LDAP host and an LDAP URI in map %.*s", SLICE_ARG(m->name));
		return false;
	}
	if (l->filter == NULL && ok) {
		map_say(m, "No filter given in map %.*s", SLICE_ARG(m->name));
		return false;
	}
	ok = ok && read_secret(m, l) && read_attributes(m, l);
	l->host = l->host != NULL ? l->host : l->uri != NULL ? l->uri : "localhost";
	l->uri = uri_of(m, l);
	return ok;
}
