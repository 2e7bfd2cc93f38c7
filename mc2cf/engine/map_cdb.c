/*
 * map_cdb.c - class cdb, our own addition: constant databases
 *
 * Keys and flags are as of class hash.  The file is never written to in place, so
 * it is not locked; a file that does not hold together finds nothing, for now.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "engine/cdb.h"
#include "engine/map_priv.h"

struct open_cdb {
	struct cdb_file file;
	bool plain, null;
};

static bool cdb_open(struct map *m)
{
	struct open_cdb *o;
	int fd;

	m->path = map_db_path(m, ".cdb");
	if (!map_db_allowed(m))
		return false;
	o = calloc(1, sizeof(*o));
	fd = o != NULL ? open(m->path, O_RDONLY | O_CLOEXEC) : -1;
	if (fd >= 0 && cdb_file_open(&o->file, fd)) {
		o->plain = (m->flags & MF_TRY_PLAIN) != 0;
		o->null = (m->flags & MF_TRY_NULL) != 0;
		m->state = o;
		return true;
	}
	if ((m->flags & MF_OPTIONAL) == 0)
		map_say_errno(m, fd >= 0 ? EINVAL : errno, "Cannot open cdb database %s", m->path);
	if (fd >= 0)
		close(fd);
	free(o);
	return false;
}

static void cdb_close(struct map *m)
{
	struct open_cdb *o = m->state;

	cdb_file_close(&o->file);
	free(o);
}

static void cdb_lookup(struct map *m, const struct map_question *q, struct buf *out, struct map_answer *a)
{
	struct open_cdb *o = m->state;
	char key[MAP_KEY_MAX + 1];
	struct slice k = {key, map_key(m, q->key, key)}, value;
	enum cdb_found r = CDB_NOT_FOUND;

	if (o->plain) {
		r = cdb_file_get(&o->file, k, &value);
		o->null = o->null && r != CDB_FOUND;
	}
	if (r == CDB_NOT_FOUND && o->null) {
		k.n++;
		r = cdb_file_get(&o->file, k, &value);
		o->plain = o->plain && r != CDB_FOUND;
	}
	if (r == CDB_BROKEN)
		a->status = MAP_TEMPFAIL;
	if (r != CDB_FOUND)
		return;
	if (value.n != 0 && value.p[value.n - 1] == '\0')
		value.n--;
	map_found(m, value, q, out, a);
}

const struct map_type map_type_cdb = {"cdb", MT_FILE | MT_WATCH, map_parse_common, cdb_open, cdb_close, cdb_lookup, ".cdb"};
