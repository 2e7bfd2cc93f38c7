/*
 * bdb.c - see bdb.h
 */
#include <stddef.h>

#include "engine/bdb.h"
#include "engine/lib.h"

bool bdb_load(struct bdb_api *api, const char **why)
{
	static const char *const files[] = {"libdb-5.3.so"};
	static const struct lib_function f[] = {
		{"db_create", offsetof(struct bdb_api, create)}, {"db_strerror", offsetof(struct bdb_api, strerror)}};

	return lib_load(files, 1, f, 2, api, why);
}

static void say_nothing(const DB_ENV *env, const char *prefix, const char *text)
{
	(void)env;
	(void)prefix;
	(void)text;
}

void bdb_silence(DB *db)
{
	db->set_errcall(db, say_nothing);
}
