/*
 * map_lmdb.c - class lmdb, our own addition
 *
 * Keys and flags are as of class hash.  The file is one that `mc2cf makemap lmdb'
 * has made and put in its place whole: it is read without locks.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "engine/lmdb_file.h"
#include "engine/map_priv.h"

struct open_lmdb {
	struct lmdb_file file;
	bool plain, null;
};

static bool lmdb_open(struct map *m)
{
	struct open_lmdb *o;
	int fd;

	m->path = map_db_path(m, ".lmdb");
	if (!map_db_allowed(m))
		return false;
	o = calloc(1, sizeof(*o));
	fd = o != NULL ? open(m->path, O_RDONLY | O_CLOEXEC) : -1;
	if (fd >= 0 && lmdb_file_open(&o->file, fd)) {
		o->plain = (m->flags & MF_TRY_PLAIN) != 0;
		o->null = (m->flags & MF_TRY_NULL) != 0;
		m->state = o;
		return true;
	}
	if ((m->flags & MF_OPTIONAL) == 0)
		map_say_errno(m, fd >= 0 ? EINVAL : errno, "Cannot open lmdb database %s", m->path);
	if (fd >= 0)
		close(fd);
	free(o);
	return false;
}

static void lmdb_close(struct map *m)
{
	struct open_lmdb *o = m->state;

	lmdb_file_close(&o->file);
	free(o);
}

static void lmdb_lookup(struct map *m, const struct map_question *q, struct buf *out, struct map_answer *a)
{
	struct open_lmdb *o = m->state;
	char key[MAP_KEY_MAX + 1];
	struct slice k = {key, map_key(m, q->key, key)}, value;
	enum lmdb_found r = LMDB_NOT_FOUND;

	if (o->plain) {
		r = lmdb_file_get(&o->file, k, &value);
		o->null = o->null && r != LMDB_FOUND;
	}
	if (r == LMDB_NOT_FOUND && o->null) {
		k.n++;
		r = lmdb_file_get(&o->file, k, &value);
		o->plain = o->plain && r != LMDB_FOUND;
	}
	if (r == LMDB_BROKEN)
		a->status = MAP_TEMPFAIL;
	if (r != LMDB_FOUND)
		return;
	if (value.n != 0 && value.p[value.n - 1] == '\0')
		value.n--;
	map_found(m, value, q, out, a);
}

const struct map_type map_type_lmdb = {"lmdb", MT_FILE | MT_WATCH, map_parse_common, lmdb_open, lmdb_close, lmdb_lookup, ".lmdb"};
