/*
 * table_db.c - tables of Berkeley DB: hash and btree
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "engine/bdb.h"
#include "engine/limits_map.h"
#include "engine/table.h"

struct table {
	struct bdb_api api;
	DB *db;
	bool duplicates;
};

static bool failed(const struct bdb_api *api, int r, const char **why)
{
	*why = r > 0 ? strerror(r) : api->strerror(r);
	return false;
}

/* A large table is made in memory as far as it fits: its pages are touched in no order. */
static int open_new(struct table *t, const struct table_kind *kind, const char *path, const struct table_how *how)
{
	size_t cache = how->bytes * 2 + TABLE_CACHE_MIN < TABLE_CACHE_MAX ? how->bytes * 2 + TABLE_CACHE_MIN : TABLE_CACHE_MAX;
	bool hash = kind == &table_hash;
	int r = t->db->set_cachesize(t->db, 0, (u_int32_t)cache, 1);

	if (r == 0 && how->duplicates)
		r = t->db->set_flags(t->db, DB_DUP);
	if (r == 0 && hash && how->pairs < UINT32_MAX)
		r = t->db->set_h_nelem(t->db, (u_int32_t)how->pairs);
	return r == 0 ? t->db->open(t->db, NULL, path, NULL, hash ? DB_HASH : DB_BTREE, DB_CREATE | DB_TRUNCATE, 0600) : r;
}

static struct table *db_make(const struct table_kind *kind, const char *path, const struct table_how *how, const char **why)
{
	struct table *t = calloc(1, sizeof(*t));
	int r;

	if (t == NULL || !bdb_load(&t->api, why)) {
		free(t);
		return NULL;
	}
	t->duplicates = how->duplicates;
	r = t->api.create(&t->db, NULL, 0);
	if (r == 0) {
		bdb_silence(t->db);
		r = open_new(t, kind, path, how);
	}
	if (r == 0)
		return t;
	failed(&t->api, r, why);
	if (t->db != NULL)
		t->db->close(t->db, DB_NOSYNC);
	free(t);
	return NULL;
}

static enum table_put db_put(struct table *t, struct slice key, struct slice value, const char **why)
{
	DBT k = {.data = (void *)(uintptr_t)key.p, .size = (u_int32_t)key.n}, v = {.data = (void *)(uintptr_t)value.p, .size = (u_int32_t)value.n};
	int r = t->db->put(t->db, NULL, &k, &v, t->duplicates ? 0 : DB_NOOVERWRITE);

	if (r == 0)
		return TABLE_DONE;
	failed(&t->api, r, why);
	return r == DB_KEYEXIST ? TABLE_EXISTS : TABLE_FAILED;
}

static bool db_finish(struct table *t, const char **why)
{
	int r = t->db->close(t->db, 0);
	bool ok = r == 0 || failed(&t->api, r, why);

	free(t);
	return ok;
}

static void db_discard(struct table *t)
{
	t->db->close(t->db, DB_NOSYNC);
	free(t);
}

static int dump_open(DB *db, bool (*each)(void *ctx, struct slice key, struct slice value), void *ctx)
{
	DBT k = {.flags = 0}, v = {.flags = 0};
	DBC *cursor;
	int r = db->cursor(db, NULL, &cursor, 0);

	if (r != 0)
		return r;
	while ((r = cursor->get(cursor, &k, &v, DB_NEXT)) == 0)
		if (!each(ctx, (struct slice){k.data, k.size}, (struct slice){v.data, v.size}))
			break;
	cursor->close(cursor);
	return r == DB_NOTFOUND ? 0 : r == 0 ? EIO : r;
}

static bool db_dump(const struct table_kind *kind, const char *path, bool (*each)(void *ctx, struct slice key, struct slice value), void *ctx,
                    const char **why)
{
	struct bdb_api api;
	DB *db = NULL;
	int r;

	if (!bdb_load(&api, why))
		return false;
	r = api.create(&db, NULL, 0);
	if (r == 0) {
		bdb_silence(db);
		r = db->open(db, NULL, path, NULL, kind == &table_hash ? DB_HASH : DB_BTREE, DB_RDONLY, 0);
	}
	if (r == 0)
		r = dump_open(db, each, ctx);
	if (db != NULL)
		db->close(db, DB_NOSYNC);
	return r == 0 || failed(&api, r, why);
}

const struct table_kind table_hash = {"hash", ".db", 0, db_make, db_put, db_finish, db_discard, db_dump};
const struct table_kind table_btree = {"btree", ".db", 0, db_make, db_put, db_finish, db_discard, db_dump};
