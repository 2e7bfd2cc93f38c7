/*
 * exchangers.h - where the mail of a host is brought to (RFC 5321, 5.1; RFC 7505)
 *
 * As sendmail's getmxrr finds it: MX records by preference, of the same one
 * those first that are ours (class w); without any the host itself, where it is
 * one.  A CNAME that leads to a name without MX records is an answer of none.
 * [192.0.2.1] is itself; [host] is the host, whatever its MX records say.
 */
#ifndef ENGINE_EXCHANGERS_H
#define ENGINE_EXCHANGERS_H

#include "engine/limits_map.h"
#include "engine/map.h"

/*
 * Best first, each but an address with a dot behind it, in memory of a; how many.  search: the search list is tried.
 * user: whose class w it is (struct map_env, is_local).  *status, where there is none: MAP_TEMPFAIL, it cannot be known
 * now; MAP_UNAVAILABLE, the host says that it takes no mail; else MAP_OK or MAP_NO_HOST.
 */
size_t exchangers_of(struct maps *maps, struct slice host, bool search, void *user, struct arena *a, struct slice v[MAP_MX_MAX], int *status);

#endif
