/*
 * hosts.c - see hosts.h
 *
 * Before the C library looks into the hosts file, which on most machines has the machine's own name, it asks a cache that few
 * have, twice, and reads what it needs for the name service: that takes ten times as long.  So the file is read here where
 * the answer is sure to be the same: the service switch says that it comes first, host.conf that all its lines count, and
 * what is said of the name is an address of version 4.  The order of aliases was seen with glibc 2.36.
 */
#define _GNU_SOURCE /* environ */
#include <arpa/inet.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "engine/hosts.h"
#include "engine/map_priv.h"

/* The next line without its comment. */
static bool next_line(struct slice *text, struct slice *line)
{
	struct slice rest;

	if (!slice_next(text, '\n', &rest))
		return false;
	slice_next(&rest, '#', line);
	return true;
}

static void copy(char to[256], struct slice from)
{
	size_t n = from.n < 255 ? from.n : 255;

	memcpy(to, from.p, n);
	to[n] = '\0';
}

/* --- whether the file is asked, and how --- */

/* "hosts: files …", once; what is in brackets behind a service would change its meaning. */
static bool files_first(struct slice text)
{
	struct slice line, word, next;
	size_t found = 0;

	while (next_line(&text, &line)) {
		if (!map_word(&line, &word) || !slice_starts(word, SLICE_LIT("hosts")))
			continue;
		if (!slice_eq_str(word, "hosts:") || !map_word(&line, &word) || !slice_eq_str(word, "files"))
			return false;
		if (map_word(&line, &next) && next.p[0] == '[')
			return false;
		found++;
	}
	return found == 1;
}

/* "multi on", and nothing but an order, which is no longer looked at. */
static bool all_lines(struct slice text)
{
	struct slice line, word;
	bool multi = false;

	while (next_line(&text, &line)) {
		if (!map_word(&line, &word) || slice_eq_str(word, "order"))
			continue;
		if (!slice_eq_str(word, "multi") || !map_word(&line, &word) || !slice_eq_str(word, "on"))
			return false;
		multi = true;
	}
	return multi;
}

static bool file_says(const char *path, bool (*is)(struct slice text))
{
	size_t n;
	char *text = map_read_file(path, HOSTS_MAX, &n);
	bool yes = text != NULL && is((struct slice){text, n});

	free(text);
	return yes;
}

/* RESOLV_MULTI and others change what host.conf says. */
static bool is_changed(void)
{
	for (char **e = environ; e != NULL && *e != NULL; e++)
		if (strncmp(*e, "RESOLV_", 7) == 0)
			return true;
	return false;
}

void hosts_open(struct hosts *h)
{
	*h = (struct hosts){NULL, 0};
	if (!is_changed() && file_says("/etc/nsswitch.conf", files_first) && file_says("/etc/host.conf", all_lines))
		h->text = map_read_file("/etc/hosts", HOSTS_MAX, &h->n);
	if (h->text != NULL && (h->n == 0 || h->text[h->n - 1] != '\n' || memchr(h->text, '\0', h->n) != NULL)) /* which the C library reads in its own way */
		hosts_close(h);
}

void hosts_close(struct hosts *h)
{
	free(h->text);
	h->text = NULL;
}

/* --- a name --- */

static void add_alias(struct host *to, struct slice alias)
{
	if (to->dotted[0] == '\0' && alias.n != 0 && memchr(alias.p, '.', alias.n) != NULL)
		copy(to->dotted, alias);
}

static bool is_named(struct slice names, struct slice name)
{
	struct slice word;

	while (map_word(&names, &word))
		if (slice_caseeq(word, name))
			return true;
	return false;
}

/* The name of a further line is an alias too, the last of them. */
static bool add_line(struct host *to, struct slice address, struct slice names)
{
	char text[INET_ADDRSTRLEN], first[256];
	struct slice official, alias;

	if (address.n >= sizeof(text) || to->naddresses == MACHINE_ADDRESSES)
		return false;
	memcpy(text, address.p, address.n);
	text[address.n] = '\0';
	if (inet_pton(AF_INET, text, to->addresses[to->naddresses].bytes) != 1)
		return false;
	to->naddresses++;
	map_word(&names, &official);
	copy(first, official);
	if (!to->found)
		copy(to->name, official);
	while (map_word(&names, &alias))
		add_alias(to, alias);
	if (to->found && strcmp(to->name, first) != 0)
		add_alias(to, official);
	to->found = true;
	return true;
}

/* An address, or something like it, is looked for in other ways. */
static bool is_plain(const char *name)
{
	return ((name[0] | 0x20) >= 'a' && (name[0] | 0x20) <= 'z') && strchr(name, ':') == NULL;
}

bool hosts_find(const struct hosts *h, const char *name, struct host *to)
{
	struct slice rest = {h->text, h->n}, line, address;

	*to = (struct host){.found = false};
	if (h->text == NULL || !is_plain(name))
		return false;
	while (next_line(&rest, &line))
		if (map_word(&line, &address) && is_named(line, slice_of(name)) && !add_line(to, address, line))
			return false;
	return to->found;
}

void host_ask(const char *name, struct host *to)
{
	const struct hostent *h = gethostbyname(name);

	*to = (struct host){.found = h != NULL};
	if (h == NULL)
		return;
	copy(to->name, slice_of(h->h_name));
	for (char **alias = h->h_aliases; *alias != NULL; alias++)
		add_alias(to, slice_of(*alias));
	if (h->h_addrtype != AF_INET || (size_t)h->h_length != sizeof(to->addresses[0]))
		return;
	for (char **a = h->h_addr_list; *a != NULL && to->naddresses < MACHINE_ADDRESSES; a++)
		memcpy(&to->addresses[to->naddresses++], *a, sizeof(to->addresses[0]));
}
