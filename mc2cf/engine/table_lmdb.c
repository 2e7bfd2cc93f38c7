/*
 * table_lmdb.c - tables of class lmdb: one file, no lock file beside it
 */
#include <stdlib.h>

#include "engine/lmdb_api.h"
#include "engine/limits_map.h"
#include "engine/table.h"

struct table {
	struct lmdb_api api;
	MDB_env *env;
	MDB_txn *txn;
	MDB_dbi dbi;
	bool duplicates;
};

static int open_new(struct table *t, const char *path, const struct table_how *how)
{
	/* Pages are half full at worst; what is not used is not written. */
	size_t size = (how->bytes + how->pairs * 64) * 4 + TABLE_CACHE_MIN;
	int r = t->api.env_create(&t->env);

	if (r == 0)
		r = t->api.env_set_mapsize(t->env, size);
	if (r == 0)
		r = t->api.env_open(t->env, path, MDB_NOSUBDIR | MDB_NOLOCK | MDB_NOSYNC, 0600);
	if (r == 0)
		r = t->api.txn_begin(t->env, NULL, 0, &t->txn);
	if (r == 0)
		r = t->api.dbi_open(t->txn, NULL, how->duplicates ? MDB_DUPSORT : 0, &t->dbi);
	return r;
}

static void lmdb_discard(struct table *t)
{
	if (t->txn != NULL)
		t->api.txn_abort(t->txn);
	if (t->env != NULL)
		t->api.env_close(t->env);
	free(t);
}

static struct table *lmdb_make(const struct table_kind *kind, const char *path, const struct table_how *how, const char **why)
{
	struct table *t = calloc(1, sizeof(*t));
	int r;

	(void)kind;
	if (t == NULL || !lmdb_load(&t->api, why)) {
		free(t);
		return NULL;
	}
	t->duplicates = how->duplicates;
	r = open_new(t, path, how);
	if (r == 0)
		return t;
	*why = t->api.strerror(r);
	lmdb_discard(t);
	return NULL;
}

static enum table_put lmdb_put(struct table *t, struct slice key, struct slice value, const char **why)
{
	MDB_val k = {key.n, (void *)(uintptr_t)key.p}, v = {value.n, (void *)(uintptr_t)value.p};
	int r = t->api.put(t->txn, t->dbi, &k, &v, t->duplicates ? 0 : MDB_NOOVERWRITE);

	if (r == 0)
		return TABLE_DONE;
	*why = t->api.strerror(r);
	return r == MDB_KEYEXIST ? TABLE_EXISTS : TABLE_FAILED;
}

static bool lmdb_finish(struct table *t, const char **why)
{
	int r = t->api.txn_commit(t->txn);

	t->txn = NULL;
	if (r == 0)
		r = t->api.env_sync(t->env, 1);
	if (r != 0)
		*why = t->api.strerror(r);
	lmdb_discard(t);
	return r == 0;
}

static int dump_open(struct table *t, const char *path, bool (*each)(void *ctx, struct slice key, struct slice value), void *ctx)
{
	MDB_cursor *cursor;
	MDB_val k, v;
	int r = t->api.env_create(&t->env);

	if (r == 0)
		r = t->api.env_open(t->env, path, MDB_NOSUBDIR | MDB_NOLOCK | MDB_RDONLY, 0);
	if (r == 0)
		r = t->api.txn_begin(t->env, NULL, MDB_RDONLY, &t->txn);
	if (r == 0)
		r = t->api.dbi_open(t->txn, NULL, 0, &t->dbi);
	if (r == 0)
		r = t->api.cursor_open(t->txn, t->dbi, &cursor);
	if (r != 0)
		return r;
	while ((r = t->api.cursor_get(cursor, &k, &v, MDB_NEXT)) == 0)
		if (!each(ctx, (struct slice){k.mv_data, k.mv_size}, (struct slice){v.mv_data, v.mv_size}))
			break;
	t->api.cursor_close(cursor);
	return r == MDB_NOTFOUND ? 0 : r == 0 ? MDB_PANIC : r;
}

static bool lmdb_dump(const struct table_kind *kind, const char *path, bool (*each)(void *ctx, struct slice key, struct slice value), void *ctx,
                      const char **why)
{
	struct table *t = calloc(1, sizeof(*t));
	int r;

	(void)kind;
	if (t == NULL || !lmdb_load(&t->api, why)) {
		free(t);
		return false;
	}
	r = dump_open(t, path, each, ctx);
	if (r != 0)
		*why = t->api.strerror(r);
	lmdb_discard(t);
	return r == 0;
}

const struct table_kind table_lmdb = {"lmdb", ".lmdb", 511, lmdb_make, lmdb_put, lmdb_finish, lmdb_discard, lmdb_dump};
