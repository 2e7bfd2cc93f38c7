/*
 * map_db.c - classes hash and btree: Berkeley DB 5.3, files of makemap
 *
 * Keys may end in a NUL (makemap -N) or not.  Without -N and -O both are tried;
 * the first that is found decides which is tried from then on, until the file is
 * replaced.  Sendmail's own keys begin with @: `@:@' marks a finished alias file.
 * The file is locked as sendmail locks it: shared, while it is opened and asked.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "engine/bdb.h"
#include "engine/map_priv.h"
#include "engine/sound.h"

struct open_db {
	DB *db;
	int fd;
	bool plain, null; /* which keys are still tried */
	DBT value;        /* its memory is used again */
};

static bool is_btree(const struct map *m)
{
	return m->type == &map_type_btree;
}

/* "/etc/mail/access" and "/etc/mail/access.db" are both the file access.db. */
const char *map_db_path(const struct map *m, const char *ending)
{
	size_t n = strlen(ending);
	struct buf b;

	if (m->path != NULL)
		return m->path;
	buf_init(&b, map_arena(m));
	buf_put_slice(&b, m->file);
	if (m->file.n < n || memcmp(m->file.p + m->file.n - n, ending, n) != 0)
		buf_puts(&b, ending);
	buf_putc(&b, '\0');
	return b.p;
}

/* Whether the file may be read; says why not. */
bool map_db_allowed(struct map *m)
{
	const char *why = map_file_unsafe(m, m->path, &m->stamp);
	bool missing = errno == ENOENT;

	if (why == NULL)
		return true;
	if ((m->flags & MF_OPTIONAL) == 0)
		map_say(m, "%s map \"%.*s\": %s map file %s: %s", m->type->name, SLICE_ARG(m->name), missing ? "missing" : "unsafe", m->path, why);
	return false;
}

static bool cannot(const struct map *m, const char *why)
{
	if ((m->flags & MF_OPTIONAL) == 0)
		map_say(m, "Cannot open %s database %s: %s", m->type->name, m->path, why);
	return false;
}

static bool open_handle(struct map *m, struct open_db *o, const struct bdb_api *api)
{
	int r = api->create(&o->db, NULL, 0);

	if (r == 0) {
		bdb_silence(o->db);
		r = o->db->open(o->db, NULL, m->path, NULL, is_btree(m) ? DB_BTREE : DB_HASH, DB_RDONLY | DB_NOMMAP, 0);
	}
	if (r == 0)
		return true;
	if (o->db != NULL)
		o->db->close(o->db, DB_NOSYNC);
	o->db = NULL;
	return cannot(m, r > 0 ? strerror(r) : api->strerror(r));
}

static void db_shut(struct map *m)
{
	struct open_db *o = m->state;

	if (o->db != NULL)
		o->db->close(o->db, DB_NOSYNC);
	if (o->fd >= 0)
		close(o->fd);
	free(o->value.data);
	free(o);
}

static bool db_open_locked(struct map *m, struct open_db *o)
{
	struct bdb_api api;
	const char *why;
	bool ok;

	if (!bdb_load(&api, &why)) {
		map_say(m, "Cannot open %s database %s: %s", m->type->name, m->path, why);
		return false;
	}
	o->fd = open(m->path, O_RDONLY | O_CLOEXEC);
	if (o->fd < 0)
		return false;
	flock(o->fd, LOCK_SH);
	map_stamp_of(m->path, &m->stamp); /* as it is under the lock */
	ok = sound_bdb(o->fd) ? open_handle(m, o, &api) : cannot(m, strerror(EINVAL));
	flock(o->fd, LOCK_UN);
	return ok;
}

static bool db_open(struct map *m)
{
	struct open_db *o;

	m->path = map_db_path(m, ".db");
	if (!map_db_allowed(m))
		return false;
	o = calloc(1, sizeof(*o));
	if (o == NULL)
		return false;
	*o = (struct open_db){.fd = -1, .plain = (m->flags & MF_TRY_PLAIN) != 0, .null = (m->flags & MF_TRY_NULL) != 0, .value.flags = DB_DBT_REALLOC};
	m->state = o;
	if (db_open_locked(m, o))
		return true;
	o->db = NULL;
	db_shut(m);
	m->state = NULL;
	return false;
}

static int get(struct open_db *o, char *key, size_t n)
{
	DBT k = {.data = key, .size = (u_int32_t)n};

	return o->db->get(o->db, NULL, &k, &o->value, 0);
}

static int find(struct open_db *o, char *key, size_t n)
{
	int r = DB_NOTFOUND;

	if (o->plain) {
		r = get(o, key, n);
		if (r == 0)
			o->null = false;
	}
	if (r != 0 && o->null) {
		int with = get(o, key, n + 1);

		if (with == 0)
			o->plain = false;
		r = with == 0 || r == DB_NOTFOUND ? with : r;
	}
	return r;
}

static void db_lookup(struct map *m, const struct map_question *q, struct buf *out, struct map_answer *a)
{
	struct open_db *o = m->state;
	char key[MAP_KEY_MAX + 1];
	size_t n = map_key(m, q->key, key);
	struct slice value;
	int r = find(o, key, n);

	if (r != 0) {
		if (r != DB_NOTFOUND)
			a->status = MAP_TEMPFAIL;
		return;
	}
	value = (struct slice){o->value.data, o->value.size};
	if (value.n != 0 && value.p[value.n - 1] == '\0')
		value.n--;
	map_found(m, value, q, out, a);
}

const struct map_type map_type_hash = {"hash", MT_FILE | MT_STOCK | MT_WATCH, map_parse_common, db_open, db_shut, db_lookup, ".db"};
const struct map_type map_type_btree = {"btree", MT_FILE | MT_STOCK | MT_WATCH, map_parse_common, db_open, db_shut, db_lookup, ".db"};
