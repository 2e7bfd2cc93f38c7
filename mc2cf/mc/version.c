/* version.c - see version.h */
#include <stddef.h>

#include "mc/limits.h"
#include "mc/version.h"

/* A number of at most two digits; NULL where there is none. */
static const char *number(const char *s, unsigned *n)
{
	const char *p = s;

	for (*n = 0; *p >= '0' && *p <= '9' && p - s < 2; p++)
		*n = *n * 10 + (unsigned)(*p - '0');
	return p != s ? p : NULL;
}

/* Any version, however old. */
static bool parse(const char *s, struct mc_version *v)
{
	*v = (struct mc_version){.any_patch = true};
	if (s[0] != '8' || s[1] != '.' || (s = number(s + 2, &v->minor)) == NULL)
		return false;
	if (*s == '.' && (s = number(s + 1, &v->patch)) != NULL)
		v->any_patch = false;
	return s != NULL && *s == '\0';
}

bool mc_version_read(const char *text, struct mc_version *v)
{
	return parse(text, v) && v->minor >= MC_TARGET_OLDEST && v->minor <= MC_TARGET_NEWEST;
}

bool mc_version_has(struct mc_version v, const char *since)
{
	struct mc_version s;

	if (v.minor == 0 || !parse(since, &s))
		return true;
	if (v.minor != s.minor)
		return v.minor > s.minor;
	return (v.any_patch ? MC_PATCH_MAX : v.patch) >= s.patch;
}
