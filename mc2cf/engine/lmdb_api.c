/*
 * lmdb_api.c - see lmdb_api.h
 */
#include <stddef.h>

#include "engine/lib.h"
#include "engine/lmdb_api.h"

bool lmdb_load(struct lmdb_api *api, const char **why)
{
	static const char *const files[] = {"liblmdb.so.0"};
#define F(name) {"mdb_" #name, offsetof(struct lmdb_api, name)}
	static const struct lib_function f[] = {F(env_create), F(env_open), F(env_close), F(env_set_mapsize), F(env_sync), F(txn_begin), F(txn_commit),
		F(txn_abort), F(txn_reset), F(txn_renew), F(dbi_open), F(get), F(put), F(cursor_open), F(cursor_get), F(cursor_close), F(strerror)};
#undef F

	return lib_load(files, 1, f, sizeof(f) / sizeof(f[0]), api, why);
}
