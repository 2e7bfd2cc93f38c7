/*
 * lmdb_api.h - LMDB, loaded when it is wanted
 */
#ifndef ENGINE_LMDB_API_H
#define ENGINE_LMDB_API_H

#include <lmdb.h>
#include <stdbool.h>

struct lmdb_api {
	__typeof__(&mdb_env_create) env_create;
	__typeof__(&mdb_env_open) env_open;
	__typeof__(&mdb_env_close) env_close;
	__typeof__(&mdb_env_set_mapsize) env_set_mapsize;
	__typeof__(&mdb_env_sync) env_sync;
	__typeof__(&mdb_txn_begin) txn_begin;
	__typeof__(&mdb_txn_commit) txn_commit;
	__typeof__(&mdb_txn_abort) txn_abort;
	__typeof__(&mdb_txn_reset) txn_reset;
	__typeof__(&mdb_txn_renew) txn_renew;
	__typeof__(&mdb_dbi_open) dbi_open;
	__typeof__(&mdb_get) get;
	__typeof__(&mdb_put) put;
	__typeof__(&mdb_cursor_open) cursor_open;
	__typeof__(&mdb_cursor_get) cursor_get;
	__typeof__(&mdb_cursor_close) cursor_close;
	__typeof__(&mdb_strerror) strerror;
};

bool lmdb_load(struct lmdb_api *api, const char **why);

#endif
