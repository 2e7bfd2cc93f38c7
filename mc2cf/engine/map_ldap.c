/*
 * map_ldap.c - class ldap: a directory is asked
 *
 * The connection is made when the map is opened and kept; one that broke is made
 * anew, and the question put again, once.
 */
#include <stdlib.h>

#include "engine/ldap_map.h"

static bool ldap_open(struct map *m)
{
	struct ldap_open *o = calloc(1, sizeof(*o));

	if (o == NULL || !ldap_map_connect(m, o)) {
		free(o);
		return false;
	}
	m->state = o;
	return true;
}

static void ldap_close(struct map *m)
{
	ldap_map_disconnect(m->state);
	free(m->state);
}

static bool is_down(int error)
{
	return error == LDAP_SERVER_DOWN || error == LDAP_CONNECT_ERROR;
}

static void search(struct map *m, const struct map_question *q, struct arena *work, struct buf *out, struct map_answer *a)
{
	struct ldap_open *o = m->state;
	const char *filter = ldap_map_filter(m->own, q, work);
	struct buf found;
	size_t entries = 0;
	int error = LDAP_SERVER_DOWN;
	bool ok;

	buf_init(&found, work);
	ok = o->ld != NULL && ldap_map_search(m, o, filter, work, &found, &entries, &error);
	if (!ok && is_down(error)) {
		ldap_map_disconnect(o);
		ok = ldap_map_connect(m, o) && ldap_map_search(m, o, filter, work, &found, &entries, &error);
	}
	if (!ok) {
		a->status = MAP_TEMPFAIL;
		if (error == LDAP_FILTER_ERROR)
			map_say(m, "Error in ldap_search in map %.*s: %s", SLICE_ARG(m->name), o->api.err2string(error));
		else if (o->ld != NULL)
			map_say(m, "Error getting LDAP results, map=%.*s, name=%.*s: %s", SLICE_ARG(m->name), SLICE_ARG(q->key), o->api.err2string(error));
		return;
	}
	a->status = MAP_NO_HOST;
	if (entries != 0)
		map_found(m, found.n != 0 ? buf_slice(&found) : SLICE_LIT(""), q, out, a);
}

static void ldap_lookup(struct map *m, const struct map_question *q, struct buf *out, struct map_answer *a)
{
	struct arena *work = arena_new(0, m->maps->env.on_oom, m->maps->env.ctx);

	if (work != NULL)
		search(m, q, work, out, a);
	arena_free(work);
}

const struct map_type map_type_ldap = {"ldap", MT_STOCK, ldap_map_parse, ldap_open, ldap_close, ldap_lookup, NULL};
