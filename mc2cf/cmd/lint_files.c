/* lint_files.c - the file system below a root, for checks; see lint/files.h */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#ifdef __linux__
#include <sys/vfs.h>
#endif

#include "base/src.h"
#include "cmd/limits.h"
#include "cmd/lint.h"

struct below {
	const char *root;
	struct arena *arena;
	struct slice passwd, fstab;
	bool read;
};

static bool full_path(const struct below *b, struct slice path, char *into)
{
	const char *root = strcmp(b->root, "/") == 0 ? "" : b->root;
	int n;

	if (path.n == 0 || memchr(path.p, '\0', path.n) != NULL)
		return false;
	n = snprintf(into, PATH_MAX, "%s%s%.*s", root, path.p[0] == '/' ? "" : "/", SLICE_ARG(path));
	return n > 0 && n < PATH_MAX;
}

/* What other machines can write to behind our back. */
static bool is_network(const char *path)
{
#ifdef __linux__
	static const unsigned long kinds[] = {0x6969 /* NFS */, 0xff534d42 /* CIFS */, 0xfe534d42 /* SMB2 */, 0x517b /* SMB */, 0x5346414f /* AFS */, 0x01021997 /* 9P */};
	struct statfs fs;

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (statfs(path, &fs) == 0 && (unsigned long)(unsigned int)fs.f_type == kinds[i])
			return true;
#else
	(void)path;
#endif
	return false;
}

static void read_file(struct below *b, const char *path, struct slice *text)
{
	char name[PATH_MAX];
	struct srcset *src = srcset_new(b->arena);
	uint32_t file;

	if (full_path(b, slice_of(path), name))
		(void)srcset_load(src, slice_of(name), LINT_INPUT_MAX, &file, text);
}

static void read_etc(struct below *b)
{
	if (b->read)
		return;
	b->read = true;
	read_file(b, "/etc/passwd", &b->passwd);
	if (strcmp(b->root, "/") != 0)
		read_file(b, "/etc/fstab", &b->fstab);
}

static bool next_word(struct slice *line, struct slice *word)
{
	size_t i = 0, n = 0;

	while (i < line->n && (line->p[i] == ' ' || line->p[i] == '\t'))
		i++;
	while (i + n < line->n && line->p[i + n] != ' ' && line->p[i + n] != '\t')
		n++;
	*word = (struct slice){line->p + i, n};
	*line = (struct slice){line->p + i + n, line->n - i - n};
	return n != 0;
}

/* A copy of another machine's files lies on our disk; its fstab says what it has from elsewhere. */
static bool is_mounted(const struct below *b, struct slice path)
{
	static const char *const kinds[] = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "ceph", "fuse.sshfs", "fuse.glusterfs"};
	struct slice rest = b->fstab, line, device, mount, kind;
	bool network = false;
	size_t best = 0;

	while (slice_next(&rest, '\n', &line)) {
		if (!next_word(&line, &device) || device.p[0] == '#' || !next_word(&line, &mount) || !next_word(&line, &kind) || mount.n < best || !slice_starts(path, mount) ||
			(path.n > mount.n && mount.n > 1 && path.p[mount.n] != '/'))
			continue;
		best = mount.n;
		network = false;
		for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
			network |= slice_eq_str(kind, kinds[i]);
	}
	return network;
}

static bool look(void *ctx, struct slice path, bool follow, struct lint_stat *out)
{
	char name[PATH_MAX];
	struct stat st;

	if (!full_path(ctx, path, name) || (follow ? stat(name, &st) : lstat(name, &st)) != 0)
		return false;
	read_etc(ctx);
	*out = (struct lint_stat){
		.type = S_ISREG(st.st_mode) ? LINT_FILE_PLAIN : S_ISDIR(st.st_mode) ? LINT_FILE_FOLDER : S_ISLNK(st.st_mode) ? LINT_FILE_LINK : LINT_FILE_OTHER,
		.mode = st.st_mode & 07777, .uid = st.st_uid, .gid = st.st_gid, .mtime = st.st_mtime, .network = is_network(name) || is_mounted(ctx, path),
	};
	return true;
}


/* From etc/passwd of the root: what a name service knows besides, we do not. */
static bool user(void *ctx, struct slice who, uint32_t *uid)
{
	struct below *b = ctx;
	struct slice rest, line, field;

	read_etc(b);
	for (rest = b->passwd; slice_next(&rest, '\n', &line);) {
		unsigned long n = 0;

		if (!slice_next(&line, ':', &field) || !slice_eq(field, who) || !slice_next(&line, ':', &field) || !slice_next(&line, ':', &field))
			continue;
		for (size_t i = 0; i < field.n && field.p[i] >= '0' && field.p[i] <= '9'; i++)
			n = n * 10 + (unsigned long)(field.p[i] - '0');
		*uid = (uint32_t)n;
		return true;
	}
	return false;
}

struct lint_files *lint_files_below(struct arena *a, const char *root)
{
	struct lint_files *f = ARENA_NEW(a, struct lint_files);
	struct below *b = ARENA_NEW(a, struct below);

	*b = (struct below){.root = root, .arena = a};
	*f = (struct lint_files){look, user, b};
	return f;
}
