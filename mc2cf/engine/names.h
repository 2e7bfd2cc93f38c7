/*
 * names.h - what a host is called: the name service, the hosts file, the search list
 */
#ifndef ENGINE_NAMES_H
#define ENGINE_NAMES_H

#include "engine/map_priv.h"

/*
 * The canonical name of a host as sendmail's dns service finds it: AAAA, A and MX records are asked for, CNAMEs followed, and
 * where search says so the search list is tried.  mx: an MX record does where the search list is, too.  False: *name is where
 * CNAMEs led, *status says why not (MAP_NO_HOST, MAP_TEMPFAIL).
 */
bool names_by_dns(const struct maps *maps, struct slice host, bool mx, bool search, struct arena *a, struct slice *name, int *status);
/* The same in a hosts file: its first name with a dot, or the name itself. */
bool names_by_file(const char *path, struct slice host, struct arena *a, struct slice *name);
/* By the services of the service switch's line `hosts', in its order; a name without a dot gets the domain of this machine.  False: as names_by_dns(). */
bool names_canonical(struct maps *maps, struct slice host, bool mx, bool search, struct arena *a, struct slice *name, int *status);
/* What an address is called: in /etc/hosts (unless answers are canned), then by PTR record. */
bool names_of_address(const struct maps *maps, int family, const unsigned char *address, struct arena *a, struct slice *name, int *status);
/* The records of a name, the search list tried as the C library tries it.  There must be a name service. */
void names_records(const struct maps *maps, struct slice name, enum dns_type type, unsigned timeout_ms, struct arena *a, struct dns_answer *out);
/* The words of a service in the service switch; false: it is not there, and sendmail has no choice of its own. */
bool names_services(const struct maps *maps, struct slice service, struct arena *a, struct slice *words);
/* Whether the service switch has dns for hosts. */
bool names_uses_dns(const struct maps *maps, struct arena *a);
/* The domain of this machine, as $m has it; empty: none. */
struct slice names_domain(const struct maps *maps, struct arena *a);

#endif
