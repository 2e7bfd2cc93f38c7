/*
 * files.h - the file system as checks see it
 *
 * lint/ makes no system calls: who runs it says how files are looked at, below
 * which root, or that they are those of another machine (then there is none).
 */
#ifndef LINT_FILES_H
#define LINT_FILES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

enum lint_file_type { LINT_FILE_PLAIN, LINT_FILE_FOLDER, LINT_FILE_LINK, LINT_FILE_OTHER };

struct lint_stat {
	enum lint_file_type type;
	unsigned mode;              /* the permission bits, 07777 */
	uint32_t uid, gid;
	int64_t mtime;              /* seconds */
	bool network;               /* it lies on a file system like NFS */
};

struct lint_files {
	/* What lies at a path, links followed or not; false where nothing does. */
	bool (*stat)(void *ctx, struct slice path, bool follow, struct lint_stat *st);
	/* The user's number; false where there is no such user. */
	bool (*user)(void *ctx, struct slice name, uint32_t *uid);
	void *ctx;
};

#endif
