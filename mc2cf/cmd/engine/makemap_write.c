/*
 * makemap_write.c - the file of a table reaches its place whole or not at all
 *
 * It is made under another name in the same folder, synced, given the mode and
 * the owner of the file that it replaces (else 0640, and TrustedUser as owner),
 * and renamed.  Who has the old file open goes on reading the old one.
 */
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cf/cf.h"
#include "cmd/engine/limits.h"
#include "cmd/engine/makemap.h"
#include "ir/codes.h"

static bool failed(const struct makemap *m, const char *path, const char *why)
{
	(void)m;
	fprintf(stderr, "mc2cf makemap: %s: %s\n", path, why);
	return false;
}

/* The value of the option TrustedUser, as a user; -1: none. */
static uid_t trusted_user(const struct makemap *m)
{
	struct srcset *src = srcset_new(m->arena);
	size_t n;
	const struct diag_code *codes = ir_codes(&n);
	struct ir *ir = ir_new(m->arena);
	const struct ir_item *o;
	const struct passwd *pw;
	struct slice text;
	uint32_t file;

	if (srcset_load(src, slice_of(m->cf), MAKEMAP_CF_MAX, &file, &text) != 0)
		return (uid_t)-1;
	cf_read(ir, text, file, diags_new(m->arena, src, codes, n));
	o = ir_find(ir, IR_OPTION, SLICE_LIT("TrustedUser"));
	pw = o != NULL ? getpwnam(arena_dup(m->arena, o->value.p, o->value.n)) : NULL;
	return pw != NULL ? pw->pw_uid : (uid_t)-1;
}

/* The new file becomes what the old one was: who may read it, whose it is. */
static bool dress(const struct makemap *m, int fd)
{
	struct stat old;
	bool there = stat(m->path, &old) == 0;
	uid_t owner = (uid_t)-1;

	if (there)
		owner = old.st_uid;
	else if (geteuid() == 0)
		owner = trusted_user(m);
	if (owner != (uid_t)-1 && owner != geteuid() && fchown(fd, owner, there ? old.st_gid : (gid_t)-1) != 0 && geteuid() == 0)
		return false;
	return fchmod(fd, there ? old.st_mode & 07777 : 0640) == 0;
}

static bool put_all(const struct makemap *m, struct table *t, const char **why)
{
	for (size_t i = 0; i < m->npairs; i++)
		if (m->kind->put(t, m->pairs[i].key, m->pairs[i].value, why) != TABLE_DONE)
			return false;
	return true;
}

static bool fill(const struct makemap *m, const char *path)
{
	struct table_how how = {m->duplicates, m->npairs, m->bytes};
	const char *why = "";
	struct table *t = m->kind->create(m->kind, path, &how, &why);

	if (t == NULL)
		return failed(m, path, why);
	if (!put_all(m, t, &why)) {
		m->kind->discard(t);
		return failed(m, path, why);
	}
	return m->kind->finish(t, &why) || failed(m, path, why);
}

/* What is in the folder must reach the disk before the old name means it, and the name after that. */
static bool settle(const struct makemap *m, const char *temporary, const char *folder)
{
	int fd = open(temporary, O_RDWR | O_CLOEXEC), dir;
	bool ok = fd >= 0 && dress(m, fd) && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	if (!ok || rename(temporary, m->path) != 0)
		return failed(m, m->path, strerror(errno));
	dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir >= 0) {
		fsync(dir);
		close(dir);
	}
	return true;
}

/* sendmail would not trust what is in a folder that all may write to. */
static bool folder_allowed(const struct makemap *m, const char *folder)
{
	struct stat st;

	if (stat(folder, &st) != 0)
		return failed(m, folder, strerror(errno));
	if ((st.st_mode & S_IWOTH) != 0 && !m->unsafe)
		return failed(m, folder, "all may write to this folder, so sendmail would not read the table; -s makes it nevertheless");
	return true;
}

static int by_key(const void *x, const void *y)
{
	const struct pair *a = x, *b = y;
	int c = slice_cmp(a->key, b->key);

	return c != 0 ? c : a->line < b->line ? -1 : a->line > b->line;
}

bool makemap_write(struct makemap *m)
{
	const char *slash = strrchr(m->path, '/');
	const char *folder = slash == NULL ? "." : slash == m->path ? "/" : arena_dup(m->arena, m->path, (size_t)(slash - m->path));
	struct buf b;
	int fd;

	if (!folder_allowed(m, folder))
		return false;
	/* In order a tree is filled without splitting pages. */
	if (m->npairs > 1 && (m->kind == &table_btree || m->kind == &table_lmdb))
		qsort(m->pairs, m->npairs, sizeof(*m->pairs), by_key);
	buf_init(&b, m->arena);
	buf_printf(&b, "%s.XXXXXX", m->path);
	buf_putc(&b, '\0');
	fd = mkstemp(b.p);
	if (fd < 0)
		return failed(m, b.p, strerror(errno));
	close(fd);
	if (m->kind == &table_lmdb)
		unlink(b.p); /* it makes its files itself, and takes an empty one for a broken one */
	if (fill(m, b.p) && settle(m, b.p, folder))
		return true;
	unlink(b.p);
	return false;
}
