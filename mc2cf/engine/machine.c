/*
 * machine.c - the names and addresses of this machine; a file is loaded as it
 *
 * As sendmail finds them before and after it reads its configuration (seen with
 * 8.17.1): the whole name is what the name service makes of the node's name; in
 * class w are the name and its first word, the addresses of the name, and what
 * interfaces have, as far as option DontProbeInterfaces lets it.
 */
#define _GNU_SOURCE
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/decimal.h"
#include "base/slice.h"
#include "engine/hosts.h"
#include "engine/wordfile.h"

static void copy(char *to, size_t size, const char *from)
{
	size_t n = strlen(from);

	n = n < size ? n : size - 1;
	memcpy(to, from, n);
	to[n] = '\0';
}

/* The name that the name service gives to a name; where that has no dot, an alias that has one. */
static void whole_name(struct machine *m, const struct hosts *file)
{
	struct host h;

	if (!hosts_find(file, m->asked, &h))
		host_ask(m->asked, &h);
	copy(m->name, sizeof(m->name), h.found ? h.name : m->asked);
	if (strchr(m->name, '.') == NULL && h.dotted[0] != '\0')
		copy(m->name, sizeof(m->name), h.dotted);
	memcpy(m->addresses, h.addresses, sizeof(m->addresses));
	m->naddresses = h.naddresses;
	if (strcmp(m->name, m->asked) != 0 && hosts_find(file, m->name, &h)) {
		m->own_known = true;
		memcpy(m->own, h.addresses, sizeof(m->own));
		m->nown = h.naddresses;
	}
}

void machine_find(struct machine *m)
{
	struct utsname u;
	struct hosts file;
	char *dot;

	memset(m, 0, sizeof(*m));
	if (gethostname(m->asked, sizeof(m->asked) - 1) != 0)
		copy(m->asked, sizeof(m->asked), "localhost");
	hosts_open(&file);
	whole_name(m, &file);
	hosts_close(&file);
	copy(m->first, sizeof(m->first), m->name);
	dot = strchr(m->first, '.');
	if (dot != NULL) {
		*dot = '\0';
		copy(m->domain, sizeof(m->domain), m->name + (dot - m->first) + 1);
	}
	copy(m->node, sizeof(m->node), uname(&u) == 0 ? u.nodename : m->asked);
}

static void add(struct cfrw_words *to, const char *word)
{
	cfrw_word(to, word, strlen(word));
}

static void add_bracketed(struct cfrw_words *to, const char *text)
{
	char word[INET6_ADDRSTRLEN + 64];
	int n = snprintf(word, sizeof(word), "[%s]", text);

	if (n > 0 && (size_t)n < sizeof(word))
		cfrw_word(to, word, (size_t)n);
}

static void add_address(struct cfrw_words *to, const void *in)
{
	const unsigned char *byte = in;
	char word[INET_ADDRSTRLEN + 2] = "[", *end = word + 1;

	for (int i = 0; i < 4; i++) {
		end = decimal_put(end, byte[i], 1);
		*end++ = i < 3 ? '.' : ']';
	}
	cfrw_word(to, word, (size_t)(end - word));
}

static void add_addresses(struct cfrw_words *to, const struct machine_address *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		add_address(to, v[i].bytes);
}

/* Of the whole name, which the name service may know better than the short one, and of that. */
static void add_own_addresses(const struct machine *m, struct cfrw_words *to)
{
	struct host h;

	if (m->own_known) {
		add_addresses(to, m->own, m->nown);
	} else if (strcmp(m->name, m->asked) != 0) {
		host_ask(m->name, &h);
		add_addresses(to, h.addresses, h.naddresses);
	}
	add_addresses(to, m->addresses, m->naddresses);
}

static void add_interfaces(struct cfrw_words *to, bool loopback)
{
	struct ifaddrs *all, *i;
	char name[NI_MAXHOST];

	if (getifaddrs(&all) != 0)
		return;
	for (i = all; i != NULL; i = i->ifa_next) {
		if (i->ifa_addr == NULL || i->ifa_addr->sa_family != AF_INET || (i->ifa_flags & IFF_UP) == 0)
			continue;
		if ((i->ifa_flags & IFF_LOOPBACK) != 0 && !loopback)
			continue;
		add_address(to, &((const struct sockaddr_in *)(const void *)i->ifa_addr)->sin_addr);
		if (getnameinfo(i->ifa_addr, sizeof(struct sockaddr_in), name, sizeof(name), NULL, 0, NI_NAMEREQD) == 0 && !words_have(to, slice_of(name))) {
			add(to, name);
			if ((i->ifa_flags & IFF_LOOPBACK) != 0)
				add_bracketed(to, name);
		}
	}
	freeifaddrs(all);
}

void machine_names(const struct machine *m, const cfrw_program *p, struct cfrw_words *to)
{
	struct cfrw_text v = {"", 0};
	bool set = cfrw_option(p, "DontProbeInterfaces", &v);
	struct slice probe = {v.p, v.n};

	words_add_domain(to);
	add(to, m->first);
	add(to, m->name);
	add_own_addresses(m, to);
	if (!set || slice_caseeq(probe, SLICE_LIT("loopback")) || (v.n != 0 && strchr("fFnN", v.p[0]) != NULL))
		add_interfaces(to, !slice_caseeq(probe, SLICE_LIT("loopback")));
}

struct here {
	struct machine machine;
	const struct cfrw_maps_how *maps;
};

static void own_names(void *data, const cfrw_program *p, struct cfrw_words *to)
{
	const struct here *h = data;

	machine_names(&h->machine, p, to);
}

static void classfile(void *data, const char *name, struct cfrw_text spec, struct cfrw_words *to)
{
	const struct here *h = data;

	(void)name;
	class_read(h->maps, (struct slice){spec.p, spec.n}, to);
}

cfrw_program *cfrw_load_here(const char *path, const struct cfrw_load *base)
{
	struct here h;
	struct cfrw_load how = base != NULL ? *base : (struct cfrw_load){.host = NULL};
	struct cfrw_setting words[] = {{"e", {"7bit", 4}}, {"e", {"8bit", 4}}, {"e", {"binary", 6}}, {"n", {"multipart/signed", 16}}, {"s", {"rfc822", 6}},
	                               {"k", {h.machine.node, 0}}};
	const size_t nwords = sizeof(words) / sizeof(*words);
	struct cfrw_setting macros[MACHINE_MACROS] = {{"w", {h.machine.first, 0}}, {"j", {h.machine.name, 0}}, {"k", {h.machine.node, 0}}, {"m", {h.machine.domain, 0}}};
	size_t n = 4;

	machine_find(&h.machine);
	h.maps = how.maps;
	for (size_t i = 0; i < n; i++)
		macros[i].value.n = strlen(macros[i].value.p);
	n -= h.machine.domain[0] == '\0';
	for (size_t i = 0; i < how.nmacros && n < MACHINE_MACROS; i++)
		macros[n++] = how.macros[i];
	for (size_t i = 0; i < nwords; i++)
		words[i].value.n = strlen(words[i].value.p);
	how.words = words;
	how.nwords = nwords;
	how.macros = macros;
	how.nmacros = n;
	how.classfile = classfile;
	how.own_names = own_names;
	how.data = &h;
	return cfrw_load_file(path, &how);
}
