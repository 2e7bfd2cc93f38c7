/*
 * names_options.h - what the options ResolverOptions and DontExpandCnames make of how names are found
 */
#ifndef ENGINE_NAMES_OPTIONS_H
#define ENGINE_NAMES_OPTIONS_H

#include "engine/dns.h"
#include "ir/ir.h"

enum names_option {
	NAMES_SEARCH = 1 << 0,      /* DNSRCH: all domains of the search list are tried, not the first alone */
	NAMES_DOMAIN = 1 << 1,      /* DEFNAMES: they are for names without a dot too */
	NAMES_TCP = 1 << 2,         /* USEVC */
	NAMES_WILDCARD_MX = 1 << 3, /* HasWildcardMX: an MX record behind the search list means nothing */
	NAMES_TEMPFAIL = 1 << 4,    /* WorkAroundBrokenAAAA: a question that fails for now does not end the search */
	NAMES_ALIASES = 1 << 5      /* DontExpandCnames: an alias is a name as good as another */
};

/* Those that are set once all lines are read. */
unsigned names_options(const struct ir *ir);
/* The resolver of this machine as they want it. */
struct dns_config names_resolver(const struct ir *ir);

#endif
