/* files_named.h - the files that a configuration names; private to lint/ */
#ifndef LINT_FILES_NAMED_H
#define LINT_FILES_NAMED_H

#include "lint/files.h"
#include "lint/query.h"

/* A file that an item names: an option, a map, a class. */
struct named_file {
	const struct ir_item *item;
	struct slice path;
	struct slice db;      /* of a map that makemap or newaliases builds: where the built one lies; else empty */
	bool aliases, optional;
};

/* The next behind *i. */
bool files_next(const struct lint *l, size_t *i, struct named_file *f);
bool files_stat(const struct lint *l, struct slice path, struct lint_stat *st);
/* The folder that a path lies in; false for the root. */
bool files_parent(struct slice path, struct slice *folder);
/* Whether it is root, TrustedUser or RunAsUser. */
bool files_is_trusted(const struct lint *l, uint32_t uid);

#endif
