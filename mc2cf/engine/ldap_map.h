/*
 * ldap_map.h - class ldap: what its K line says, and how a search goes
 *
 *   ldap_parse.c   the arguments
 *   ldap_filter.c  the filter of one question
 *   ldap_search.c  connection, search, values
 *   map_ldap.c     the class
 */
#ifndef ENGINE_LDAP_MAP_H
#define ENGINE_LDAP_MAP_H

#include <ldap.h>

#include "engine/map_priv.h"

enum ldap_kind { LDAP_NORMAL, LDAP_DN, LDAP_FILTER_TEXT, LDAP_URL };

/* An attribute behind -v: name[:kind[:class|class…]] */
struct ldap_attribute {
	const char *name;
	enum ldap_kind kind;
	struct slice classes; /* an entry must be of one of them; empty: any */
};

enum { LDAP_ATTRIBUTES_MAX = 64, LDAP_DEPTH_MAX = 10 };

struct ldap_map {
	const char *uri, *host, *base, *filter, *bind_dn, *secret;
	struct ldap_attribute attributes[LDAP_ATTRIBUTES_MAX];
	size_t nattributes;
	const char *names[LDAP_ATTRIBUTES_MAX + 2]; /* as libldap wants them; [0] NULL: all */
	long port;
	int scope, deref, version;
	bool simple, single, names_only, multi, no_referrals;
	unsigned network_timeout, time_limit, size_limit;
	struct slice separator; /* -V; p NULL: values only */
};

struct ldap_api {
	__typeof__(&ldap_initialize) initialize;
	__typeof__(&ldap_set_option) set_option;
	__typeof__(&ldap_sasl_bind_s) sasl_bind_s;
	__typeof__(&ldap_unbind_ext_s) unbind_ext_s;
	__typeof__(&ldap_search_ext_s) search_ext_s;
	__typeof__(&ldap_count_entries) count_entries;
	__typeof__(&ldap_first_entry) first_entry;
	__typeof__(&ldap_next_entry) next_entry;
	__typeof__(&ldap_get_dn) get_dn;
	__typeof__(&ldap_first_attribute) first_attribute;
	__typeof__(&ldap_next_attribute) next_attribute;
	__typeof__(&ldap_get_values_len) get_values_len;
	__typeof__(&ldap_value_free_len) value_free_len;
	__typeof__(&ldap_memfree) memfree;
	__typeof__(&ldap_msgfree) msgfree;
	__typeof__(&ldap_err2string) err2string;
	__typeof__(&ldap_url_parse) url_parse;
	__typeof__(&ldap_free_urldesc) free_urldesc;
	__typeof__(&ber_free) ber_free_;
};

struct ldap_open {
	struct ldap_api api;
	LDAP *ld;
};

bool ldap_map_parse(struct map *m, struct slice args);
/* The filter of a question, in the arena; NULL where it would be too long. */
const char *ldap_map_filter(const struct ldap_map *l, const struct map_question *q, struct arena *a);

bool ldap_map_connect(struct map *m, struct ldap_open *o);
void ldap_map_disconnect(struct ldap_open *o);
/* Puts the values that a question finds into out; *entries: how many entries there were. False: *error is libldap's. */
bool ldap_map_search(struct map *m, struct ldap_open *o, const char *filter, struct arena *a, struct buf *out, size_t *entries, int *error);

#endif
