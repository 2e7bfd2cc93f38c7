/*
 * names.c - see names.h
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <unistd.h>

#include "engine/names.h"

#define SYSTEM_HOSTS "/etc/hosts"

static bool has_dot(struct slice s)
{
	return s.n != 0 && memchr(s.p, '.', s.n) != NULL;
}

/* The line of a hosts file without its comment: cut into address and names. */
static bool next_line(struct slice *rest, struct slice *address, struct slice *names)
{
	struct slice line;

	while (slice_next(rest, '\n', &line)) {
		const char *comment = line.n != 0 ? memchr(line.p, '#', line.n) : NULL;

		if (comment != NULL)
			line.n = (size_t)(comment - line.p);
		if (map_word(&line, address)) {
			*names = line;
			return true;
		}
	}
	return false;
}

static bool is_named(struct slice names, struct slice host)
{
	struct slice word;

	while (map_word(&names, &word))
		if (slice_caseeq(word, host))
			return true;
	return false;
}

/* The first name with a dot; empty where none has one. */
static struct slice dotted_name(struct slice names)
{
	struct slice word;

	while (map_word(&names, &word))
		if (has_dot(word))
			return word;
	return SLICE_NONE;
}

bool names_by_file(const char *path, struct slice host, struct arena *a, struct slice *name)
{
	struct slice rest, address, names, best;
	size_t n;
	char *text = map_read_file(path, MAP_FILE_MAX, &n);
	bool found = false, dotted = false;

	if (text == NULL)
		return false;
	if (host.n != 0 && host.p[host.n - 1] == '.')
		host.n--;
	for (rest = (struct slice){text, n}; !dotted && next_line(&rest, &address, &names);) {
		if (!is_named(names, host))
			continue;
		best = dotted_name(names);
		dotted = best.n != 0;
		best = dotted ? best : host;
		*name = (struct slice){arena_dup(a, best.p, best.n), best.n};
		found = true;
	}
	free(text);
	return found;
}

static bool address_in_file(int family, const unsigned char *address, struct arena *a, struct slice *name)
{
	struct slice rest, word, names;
	unsigned char found[16];
	char *text;
	size_t n, bytes = family == AF_INET ? 4 : 16;
	bool is = false;

	text = map_read_file(SYSTEM_HOSTS, MAP_FILE_MAX, &n);
	if (text == NULL)
		return false;
	for (rest = (struct slice){text, n}; !is && next_line(&rest, &word, &names);)
		if (inet_pton(family, arena_dup(a, word.p, word.n), found) == 1 && memcmp(found, address, bytes) == 0 && map_word(&names, &word)) {
			*name = (struct slice){arena_dup(a, word.p, word.n), word.n};
			is = true;
		}
	free(text);
	return is;
}

bool names_of_address(const struct maps *maps, int family, const unsigned char *address, struct arena *a, struct slice *name, int *status)
{
	struct dns *dns = maps->env.dns;
	struct dns_answer r;

	*status = MAP_NO_HOST;
	if ((dns == NULL || !dns_is_table(dns)) && address_in_file(family, address, a, name))
		return true;
	if (dns == NULL) {
		*status = MAP_TEMPFAIL;
		return false;
	}
	dns_ask(dns, dns_reverse_name(family, address, a), DNS_PTR, 0, a, &r);
	for (size_t i = 0; r.outcome == DNS_OK && i < r.n; i++)
		if (r.v[i].type == DNS_PTR) {
			*name = r.v[i].text;
			return true;
		}
	if (r.outcome == DNS_TEMPFAIL)
		*status = MAP_TEMPFAIL;
	return false;
}

bool names_services(const struct maps *maps, struct slice service, struct arena *a, struct slice *words)
{
	const struct ir_item *o = ir_find(maps->ir, IR_OPTION, SLICE_LIT("ServiceSwitchFile"));
	struct slice rest, line, word;
	char *text = NULL;
	size_t n;

	if (o != NULL)
		text = map_read_file(arena_dup(a, o->value.p, o->value.n), MAP_FILE_MAX, &n);
	for (rest = (struct slice){text, text != NULL ? n : 0}; next_line(&rest, &word, &line);)
		if (slice_eq(word, service)) {
			*words = (struct slice){arena_dup(a, line.p, line.n), line.n};
			free(text);
			return true;
		}
	free(text);
	*words = slice_eq_str(service, "hosts") ? SLICE_LIT("dns files") : SLICE_LIT("files");
	return slice_eq_str(service, "hosts") || slice_eq_str(service, "aliases") || slice_eq_str(service, "passwd");
}

bool names_uses_dns(const struct maps *maps, struct arena *a)
{
	struct slice words, service;

	names_services(maps, SLICE_LIT("hosts"), a, &words);
	while (map_word(&words, &service))
		if (slice_eq_str(service, "dns"))
			return true;
	return false;
}

struct slice names_domain(const struct maps *maps, struct arena *a)
{
	const struct ir_item *m = ir_find(maps->ir, IR_MACRO, SLICE_LIT("m"));
	struct slice name;
	char host[256];
	const char *dot;

	if (m != NULL)
		return m->value;
	if (maps->env.domain.n != 0)
		return maps->env.domain;
	if (gethostname(host, sizeof(host)) != 0)
		return SLICE_NONE;
	host[sizeof(host) - 1] = '\0';
	name = slice_of(host);
	if (!has_dot(name) && !names_by_file(SYSTEM_HOSTS, slice_of(host), a, &name))
		return SLICE_NONE;
	dot = memchr(name.p, '.', name.n);
	if (dot == NULL)
		return SLICE_NONE;
	return (struct slice){arena_dup(a, dot + 1, name.n - (size_t)(dot + 1 - name.p)), name.n - (size_t)(dot + 1 - name.p)};
}

static const char *hosts_file(const struct maps *maps, struct arena *a)
{
	const struct ir_item *o = ir_find(maps->ir, IR_OPTION, SLICE_LIT("HostsFile"));

	return o != NULL ? arena_dup(a, o->value.p, o->value.n) : "/etc/hosts";
}

/* A name without a dot is in the machine's own domain. */
static struct slice qualified(const struct maps *maps, struct slice name, struct arena *a)
{
	struct slice domain = memchr(name.p, '.', name.n) == NULL ? names_domain(maps, a) : SLICE_NONE;
	struct buf b;

	if (domain.n == 0)
		return name;
	buf_init(&b, a);
	buf_printf(&b, "%.*s.%.*s", SLICE_ARG(name), SLICE_ARG(domain));
	return buf_slice(&b);
}

bool names_canonical(struct maps *maps, struct slice host, bool mx, bool search, struct arena *a, struct slice *name, int *status)
{
	struct slice words, service;
	int found, worst = MAP_NO_HOST;

	*name = host;
	names_services(maps, SLICE_LIT("hosts"), a, &words);
	while (map_word(&words, &service)) {
		bool is = false;

		found = MAP_NO_HOST;
		if (slice_eq_str(service, "dns"))
			is = names_by_dns(maps, *name, mx, search, a, name, &found);
		else if (slice_eq_str(service, "files"))
			is = names_by_file(hosts_file(maps, a), *name, a, name);
		if (is) {
			*name = qualified(maps, *name, a);
			return true;
		}
		if (found == MAP_TEMPFAIL)
			worst = MAP_TEMPFAIL;
	}
	*status = worst;
	return false;
}
