/*
 * map_lmdb.c - class lmdb, our own addition
 *
 * Keys and flags are as of class hash.  The file is one that `mc2cf makemap lmdb'
 * has made and put in its place whole: it is read without locks.
 */
#include <stdlib.h>

#include "engine/lmdb_api.h"
#include "engine/map_priv.h"

struct open_lmdb {
	struct lmdb_api api;
	MDB_env *env;
	MDB_txn *txn;
	MDB_dbi dbi;
	bool plain, null;
};

static int open_env(struct map *m, struct open_lmdb *o)
{
	int r = o->api.env_create(&o->env);

	if (r == 0)
		r = o->api.env_open(o->env, m->path, MDB_NOSUBDIR | MDB_NOLOCK | MDB_RDONLY | MDB_NOTLS, 0);
	if (r == 0)
		r = o->api.txn_begin(o->env, NULL, MDB_RDONLY, &o->txn);
	if (r == 0)
		r = o->api.dbi_open(o->txn, NULL, 0, &o->dbi);
	return r;
}

static void shut(struct open_lmdb *o)
{
	if (o->txn != NULL)
		o->api.txn_abort(o->txn);
	if (o->env != NULL)
		o->api.env_close(o->env);
	free(o);
}

static bool lmdb_open(struct map *m)
{
	struct open_lmdb *o;
	const char *why = NULL;
	int r;

	m->path = map_db_path(m, ".lmdb");
	if (!map_db_allowed(m))
		return false;
	o = calloc(1, sizeof(*o));
	if (o == NULL)
		return false;
	if (lmdb_load(&o->api, &why)) {
		r = open_env(m, o);
		if (r == 0) {
			o->plain = (m->flags & MF_TRY_PLAIN) != 0;
			o->null = (m->flags & MF_TRY_NULL) != 0;
			m->state = o;
			return true;
		}
		why = o->api.strerror(r);
	}
	if ((m->flags & MF_OPTIONAL) == 0)
		map_say(m, "Cannot open lmdb database %s: %s", m->path, why);
	shut(o);
	return false;
}

static void lmdb_close(struct map *m)
{
	shut(m->state);
}

static int get(struct open_lmdb *o, char *key, size_t n, struct slice *value)
{
	MDB_val k = {n, key}, v;
	int r = n != 0 ? o->api.get(o->txn, o->dbi, &k, &v) : MDB_NOTFOUND;

	if (r == 0)
		*value = (struct slice){v.mv_data, v.mv_size};
	return r;
}

static void lmdb_lookup(struct map *m, const struct map_question *q, struct buf *out, struct map_answer *a)
{
	struct open_lmdb *o = m->state;
	char key[MAP_KEY_MAX + 1];
	size_t n = map_key(m, q->key, key);
	struct slice value;
	int r = MDB_NOTFOUND;

	if (o->plain) {
		r = get(o, key, n, &value);
		o->null = o->null && r != 0;
	}
	if (r == MDB_NOTFOUND && o->null) {
		r = get(o, key, n + 1, &value);
		o->plain = o->plain && r != 0;
	}
	if (r == 0) {
		if (value.n != 0 && value.p[value.n - 1] == '\0')
			value.n--;
		map_found(m, value, q, out, a);
	} else if (r != MDB_NOTFOUND)
		a->status = MAP_TEMPFAIL;
}

const struct map_type map_type_lmdb = {"lmdb", MT_FILE | MT_WATCH, map_parse_common, lmdb_open, lmdb_close, lmdb_lookup};
