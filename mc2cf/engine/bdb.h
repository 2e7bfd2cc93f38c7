/*
 * bdb.h - Berkeley DB 5.3, loaded when it is wanted
 */
#ifndef ENGINE_BDB_H
#define ENGINE_BDB_H

#include <db.h>
#include <stdbool.h>

struct bdb_api {
	__typeof__(&db_create) create;
	__typeof__(&db_strerror) strerror;
};

bool bdb_load(struct bdb_api *api, const char **why);
/* The library prints nothing by itself. */
void bdb_silence(DB *db);

#endif
