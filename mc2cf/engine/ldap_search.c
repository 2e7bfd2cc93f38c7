/*
 * ldap_search.c - connection, search, values
 *
 * An attribute of kind DN, FILTER or URL names another search, whose values come
 * behind those of the first; each such name is followed once, and not for ever.
 */
#include <errno.h>
#include <sys/time.h>

#include "engine/lib.h"
#include "engine/ldap_map.h"

static bool load(struct ldap_api *api, const char **why)
{
	static const char *const files[] = {"libldap-2.5.so.0", "libldap.so.2", "libldap_r-2.4.so.2", "libldap-2.4.so.2"};
#define F(name) {"ldap_" #name, offsetof(struct ldap_api, name)}
	static const struct lib_function f[] = {F(initialize), F(set_option), F(sasl_bind_s), F(unbind_ext_s), F(search_ext_s), F(count_entries), F(first_entry),
		F(next_entry), F(get_dn), F(first_attribute), F(next_attribute), F(get_values_len), F(value_free_len), F(memfree), F(msgfree), F(err2string), F(url_parse),
		F(free_urldesc), {"ber_free", offsetof(struct ldap_api, ber_free_)}};
#undef F

	return lib_load(files, sizeof(files) / sizeof(files[0]), f, sizeof(f) / sizeof(f[0]), api, why);
}

static void set_options(const struct ldap_map *l, struct ldap_open *o)
{
	struct timeval wait = {.tv_sec = l->network_timeout != 0 ? (time_t)l->network_timeout : MAP_LDAP_TIMEOUT};
	int size = (int)l->size_limit, time_limit = (int)l->time_limit;

	o->api.set_option(o->ld, LDAP_OPT_PROTOCOL_VERSION, &l->version);
	o->api.set_option(o->ld, LDAP_OPT_NETWORK_TIMEOUT, &wait);
	o->api.set_option(o->ld, LDAP_OPT_TIMEOUT, &wait);
	if (l->deref >= 0)
		o->api.set_option(o->ld, LDAP_OPT_DEREF, &l->deref);
	if (l->size_limit != 0)
		o->api.set_option(o->ld, LDAP_OPT_SIZELIMIT, &size);
	if (l->time_limit != 0)
		o->api.set_option(o->ld, LDAP_OPT_TIMELIMIT, &time_limit);
	o->api.set_option(o->ld, LDAP_OPT_REFERRALS, l->no_referrals ? LDAP_OPT_OFF : &l->version); /* anything but OFF is on; ON is an object of the library */
}

bool ldap_map_connect(struct map *m, struct ldap_open *o)
{
	const struct ldap_map *l = m->own;
	struct berval secret = {0, NULL};
	const char *why = NULL;
	int r, error;

	if (o->api.initialize == NULL && !load(&o->api, &why)) {
		map_say(m, "ldap_init/ldap_bind failed to %s in map %.*s: %s", l->host, SLICE_ARG(m->name), why);
		return false;
	}
	errno = 0;
	r = o->api.initialize(&o->ld, l->uri);
	if (r == LDAP_SUCCESS) {
		set_options(l, o);
		if (l->simple && l->secret != NULL)
			secret = (struct berval){strlen(l->secret), (char *)(uintptr_t)l->secret};
		r = o->api.sasl_bind_s(o->ld, l->bind_dn, LDAP_SASL_SIMPLE, &secret, NULL, NULL, NULL);
	}
	if (r == LDAP_SUCCESS)
		return true;
	error = errno;
	if ((m->flags & MF_OPTIONAL) == 0 && r == LDAP_SERVER_DOWN) /* what the system had to say, if it had */
		map_say_errno(m, error, "ldap_init/ldap_bind failed to %s in map %.*s", l->host, SLICE_ARG(m->name));
	else if ((m->flags & MF_OPTIONAL) == 0)
		map_say(m, "ldap_init/ldap_bind failed to %s in map %.*s: %s", l->host, SLICE_ARG(m->name), o->api.err2string(r));
	ldap_map_disconnect(o);
	return false;
}

void ldap_map_disconnect(struct ldap_open *o)
{
	if (o->ld != NULL)
		o->api.unbind_ext_s(o->ld, NULL, NULL);
	o->ld = NULL;
}

/* One search that is still to be made. */
struct todo {
	const char *base, *filter;
	int scope;
	const char *const *names; /* NULL: those of the map */
	unsigned depth;
	struct todo *next;
};

struct work {
	struct map *m;
	struct ldap_open *o;
	struct arena *a;
	struct buf *out;
	size_t entries, values;
	struct todo *first, **last;
	struct symtab *seen; /* what was followed, and the names of entries */
	bool full;           /* no more values are wanted */
};

static void put_value(struct work *w, const char *name, const struct berval *v)
{
	const struct ldap_map *l = w->m->own;

	if (w->full)
		return;
	if (w->values++ > 0)
		buf_putc(w->out, w->m->delim);
	if (name != NULL && (l->names_only || l->separator.p != NULL))
		buf_puts(w->out, name);
	if (l->separator.p != NULL && !l->names_only)
		buf_put_slice(w->out, l->separator);
	if (v != NULL)
		buf_put(w->out, v->bv_val, v->bv_len);
	w->full = w->m->delim == '\0';
}

static void follow(struct work *w, enum ldap_kind kind, const struct berval *v, unsigned depth)
{
	const struct ldap_map *l = w->m->own;
	struct buf key;
	struct todo *t;
	LDAPURLDesc *url = NULL;

	buf_init(&key, w->a);
	buf_printf(&key, "%d:%.*s", (int)kind, (int)v->bv_len, v->bv_val);
	if (depth >= LDAP_DEPTH_MAX || symtab_set(w->seen, buf_slice(&key), w) != NULL)
		return;
	t = ARENA_NEW(w->a, struct todo);
	*t = (struct todo){.base = l->base, .filter = "(objectClass=*)", .scope = l->scope, .depth = depth + 1};
	if (kind == LDAP_DN) {
		t->base = arena_dup(w->a, v->bv_val, v->bv_len);
		t->scope = LDAP_SCOPE_BASE;
	} else if (kind == LDAP_FILTER_TEXT)
		t->filter = arena_dup(w->a, v->bv_val, v->bv_len);
	else {
		size_t n = 0;
		const char **names;

		if (w->o->api.url_parse(arena_dup(w->a, v->bv_val, v->bv_len), &url) != LDAP_SUCCESS)
			return;
		while (url->lud_attrs != NULL && url->lud_attrs[n] != NULL)
			n++;
		names = arena_array(w->a, n + 1, sizeof(*names));
		for (size_t i = 0; i < n; i++)
			names[i] = arena_dup(w->a, url->lud_attrs[i], strlen(url->lud_attrs[i]));
		t->names = n != 0 ? names : NULL;
		t->base = url->lud_dn != NULL ? arena_dup(w->a, url->lud_dn, strlen(url->lud_dn)) : l->base;
		t->scope = url->lud_scope;
		if (url->lud_filter != NULL)
			t->filter = arena_dup(w->a, url->lud_filter, strlen(url->lud_filter));
		w->o->api.free_urldesc(url);
	}
	*w->last = t;
	w->last = &t->next;
}

static const struct ldap_attribute *attribute_of(const struct ldap_map *l, const char *name)
{
	for (size_t i = 0; i < l->nattributes; i++)
		if (slice_caseeq(slice_of(l->attributes[i].name), slice_of(name)))
			return &l->attributes[i];
	return NULL;
}

static bool is_wanted(const char *const *names, const char *name)
{
	for (; names != NULL && *names != NULL; names++)
		if (slice_caseeq(slice_of(*names), slice_of(name)))
			return true;
	return names == NULL;
}

/* Whether the entry is of one of the classes, which are apart by |. */
static bool of_class(struct work *w, LDAPMessage *entry, struct slice classes)
{
	struct berval **v;
	struct slice one;
	bool is = false;

	if (classes.n == 0)
		return true;
	v = w->o->api.get_values_len(w->o->ld, entry, "objectClass");
	while (v != NULL && slice_next(&classes, '|', &one))
		for (size_t i = 0; v[i] != NULL; i++)
			is = is || slice_caseeq(one, (struct slice){v[i]->bv_val, v[i]->bv_len});
	if (v != NULL)
		w->o->api.value_free_len(v);
	return is;
}

static void one_attribute(struct work *w, LDAPMessage *entry, const char *name, const struct todo *t)
{
	const struct ldap_map *l = w->m->own;
	const struct ldap_attribute *spec = t->names == NULL ? attribute_of(l, name) : NULL;
	struct berval **v;

	if (t->names != NULL ? !is_wanted(t->names, name) : (l->nattributes != 0 && spec == NULL))
		return;
	if (spec != NULL && !of_class(w, entry, spec->classes))
		return;
	if (l->names_only) {
		put_value(w, name, NULL);
		return;
	}
	v = w->o->api.get_values_len(w->o->ld, entry, name);
	for (size_t i = 0; v != NULL && v[i] != NULL; i++) {
		if (spec != NULL && spec->kind != LDAP_NORMAL)
			follow(w, spec->kind, v[i], t->depth);
		else
			put_value(w, name, v[i]);
	}
	if (v != NULL)
		w->o->api.value_free_len(v);
}

/* Whether the entry has not been there before; it has from now on. */
static bool is_new(struct work *w, LDAPMessage *entry)
{
	char *dn = w->o->api.get_dn(w->o->ld, entry);
	bool fresh;

	if (dn == NULL)
		return true;
	fresh = symtab_set(w->seen, (struct slice){arena_dup(w->a, dn, strlen(dn)), strlen(dn)}, w) == NULL;
	w->o->api.memfree(dn);
	return fresh;
}

static void one_entry(struct work *w, LDAPMessage *entry, const struct todo *t)
{
	BerElement *ber = NULL;
	char *name;

	if (!is_new(w, entry))
		return;
	name = w->o->api.first_attribute(w->o->ld, entry, &ber);
	for (; name != NULL; name = w->o->api.next_attribute(w->o->ld, entry, ber)) {
		one_attribute(w, entry, name, t);
		w->o->api.memfree(name);
	}
	if (ber != NULL)
		w->o->api.ber_free_(ber, 0);
}

static int one_search(struct work *w, const struct todo *t)
{
	const struct ldap_map *l = w->m->own;
	const char *const *names = t->names != NULL ? t->names : l->nattributes != 0 ? l->names : NULL;
	LDAPMessage *result = NULL;
	int r = w->o->api.search_ext_s(w->o->ld, t->base, t->scope, t->filter, (char **)(uintptr_t)names, 0, NULL, NULL, NULL,
	                               l->size_limit != 0 ? (int)l->size_limit : LDAP_NO_LIMIT, &result);

	if (r == LDAP_SUCCESS) {
		int n = w->o->api.count_entries(w->o->ld, result);

		w->entries += n > 0 ? (size_t)n : 0;
		for (LDAPMessage *e = w->o->api.first_entry(w->o->ld, result); e != NULL; e = w->o->api.next_entry(w->o->ld, e))
			one_entry(w, e, t);
	}
	if (result != NULL)
		w->o->api.msgfree(result);
	return r;
}

bool ldap_map_search(struct map *m, struct ldap_open *o, const char *filter, struct arena *a, struct buf *out, size_t *entries, int *error)
{
	const struct ldap_map *l = m->own;
	struct todo first = {.base = l->base, .filter = filter, .scope = l->scope};
	struct work w = {.m = m, .o = o, .a = a, .out = out, .first = &first, .last = &first.next, .seen = symtab_new(a, true)};

	*error = one_search(&w, &first);
	if (*error != LDAP_SUCCESS)
		return false;
	*entries = w.entries;
	if (l->single && w.entries != 1) {
		*entries = 0;
		return true;
	}
	for (const struct todo *t = first.next; t != NULL && !w.full; t = t->next)
		one_search(&w, t);
	if (w.values == 0 && (m->flags & MF_MATCH_ONLY) == 0)
		*entries = 0;
	return true;
}
