/*
 * version.h - releases of sendmail: "8.14" is all of 8.14, "8.14.3" that release
 *
 * A struct mc_version that is all zero is the newest release that is known.
 */
#ifndef MC_VERSION_H
#define MC_VERSION_H

#include <stdbool.h>

/* The targets that --target takes: 8.OLDEST to 8.NEWEST. */
#define MC_TARGET_OLDEST 12
#define MC_TARGET_NEWEST 18

struct mc_version {
	unsigned minor; /* behind "8."; 0: the newest */
	unsigned patch;
	bool any_patch; /* the release line as a whole, as it ended */
};

/* False where text is no version that can be a target. */
bool mc_version_read(const char *text, struct mc_version *v);
/* Whether the version has what came with `since'; "" (nobody says since when) is always there. */
bool mc_version_has(struct mc_version v, const char *since);

#endif
