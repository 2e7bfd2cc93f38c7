/*
 * table.h - files of tables: made from pairs, and read back
 *
 *     struct table *t = table_create(kind, "access.db.new", &how, &why);
 *     table_put(t, key, value);  …
 *     table_finish(t, &why);     or table_discard(t)
 *
 * The kinds are those of classes hash and btree (Berkeley DB 5.3, as sendmail's
 * makemap makes them), cdb and lmdb.
 *
 * Threads: a table belongs to one.
 */
#ifndef ENGINE_TABLE_H
#define ENGINE_TABLE_H

#include "base/arena.h"
#include "base/slice.h"

struct table;

struct table_how {
	bool duplicates; /* a key may come several times */
	size_t pairs;    /* about how many there will be */
	size_t bytes;    /* and how long they are together */
};

enum table_put { TABLE_DONE, TABLE_EXISTS, TABLE_FAILED };

struct table_kind {
	const char *name;   /* the class */
	const char *ending; /* of the file's name, with the dot */
	size_t key_max;     /* bytes of a key; 0: any */
	/* *why: static text, or good until the thread's next call. */
	struct table *(*create)(const struct table_kind *kind, const char *path, const struct table_how *how, const char **why);
	enum table_put (*put)(struct table *t, struct slice key, struct slice value, const char **why);
	bool (*finish)(struct table *t, const char **why);
	void (*discard)(struct table *t);
	/* Each pair in the order of the file; false: it cannot be read, or each said so. */
	bool (*dump)(const struct table_kind *kind, const char *path, bool (*each)(void *ctx, struct slice key, struct slice value), void *ctx, const char **why);
};

/* The kind of a class of maps; "implicit" is hash.  NULL: it has no files. */
const struct table_kind *table_kind_find(const char *class_name);
/* All of them; NULL behind the last. */
const struct table_kind *table_kind_at(size_t i);

extern const struct table_kind table_hash, table_btree, table_cdb, table_lmdb;

#endif
