/*
 * relay_who.c - see relay.h: who is tried
 */
#include <stdio.h>

#include "cmd/engine/relay.h"
#include "engine/live.h"
#include "engine/source.h"

#define STRANGER "stranger.example"
#define S(text) ((struct slice){text, sizeof(text) - 1})
#define C(text) {text, sizeof(text) - 1}

#define CLIENT(a, n, r, h) {.address = C(a), .name = C(n), .name_given = true, .resolve = C(r), .helo = C(h)}

static const struct session_client usual[] = {
	CLIENT("198.18.77.77", "mx." STRANGER, "OK", "mx." STRANGER),
	CLIENT("198.18.79.9", "[198.18.79.9]", "FAIL", "[198.18.79.9]"),
	CLIENT("198.18.80.9", "%o", "FORGED", "%o"),
	CLIENT("198.18.81.9", "[198.18.81.9]", "TEMP", "%o"),
	CLIENT("IPv6:2001:db8:77:0:0:0:0:77", "mx6." STRANGER, "OK", "mx6." STRANGER),
	CLIENT("IPv6:2001:db8:78:0:0:0:0:9", "[IPv6:2001:db8:78:0:0:0:0:9]", "FAIL", "localhost"),
	CLIENT("198.18.77.78", "mx2." STRANGER, "OK", "localhost"),
};

/* %o: the first name of ours. */
static const struct slice usual_senders[] = {C("a@" STRANGER), C(""), C("joe@%o"), C("root@%o"), C("x@%v"), C("somebody"), C("@%o:a@" STRANGER), C("joe@localhost"),
                                             C("joe%%o@" STRANGER), C("postmaster")};

struct slice relay_answers(struct arena *a, struct slice own_name)
{
	static const char *const hosts[][2] = {{STRANGER, "198.18.77.76"}, {"mx." STRANGER, "198.18.77.77"}, {"mx2." STRANGER, "198.18.77.78"}, {"third-party.example", RELAY_ADDRESS}};
	struct buf b;

	buf_init(&b, a);
	buf_puts(&b, "localhost A 127.0.0.1\n");
	for (size_t i = 0; i < sizeof(hosts) / sizeof(*hosts); i++)
		buf_printf(&b, "%s A %s\n%s MX 10 %s\n", hosts[i][0], hosts[i][1], hosts[i][0], hosts[i][0]);
	/* Anybody may say that his mail goes to us. */
	buf_printf(&b, "points-to-you.example A 198.18.77.6\npoints-to-you.example MX 10 %.*s\n", SLICE_ARG(own_name));
	return buf_slice(&b);
}

static void add(struct relay_names *to, struct slice s)
{
	for (size_t i = 0; i < to->n; i++)
		if (slice_caseeq(to->v[i], s))
			return;
	if (to->n < sizeof(to->v) / sizeof(*to->v))
		to->v[to->n++] = s;
}

static struct slice joined(struct arena *a, const char *format, struct slice s)
{
	struct buf b;
	const char *at = strchr(format, '*');

	buf_init(&b, a);
	buf_put(&b, format, (size_t)(at - format));
	buf_put_slice(&b, s);
	buf_puts(&b, at + 1);
	return buf_slice(&b);
}

static bool is_name(struct slice s)
{
	bool letter = false;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i] | 0x20;

		if (s.p[i] == ':' || s.p[i] == '[' || s.p[i] == '@')
			return false;
		letter = letter || (c >= 'a' && c <= 'z');
	}
	return letter;
}

static bool has_dot(struct slice s)
{
	return memchr(s.p, '.', s.n) != NULL;
}

static void add_client(struct relay_who *to, struct session_client c)
{
	if (to->nclients < sizeof(to->clients) / sizeof(*to->clients))
		to->clients[to->nclients++] = c;
}

static struct session_client client(struct slice address, struct slice name, struct slice resolve)
{
	return (struct session_client){.address = address, .name = name, .name_given = true, .resolve = resolve, .helo = S("localhost")};
}

/* A whole net of 2^24 addresses that is nobody's own: "45". */
static bool is_wide_net(struct slice s)
{
	int n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		n = n * 10 + (s.p[i] - '0');
	}
	return s.n != 0 && s.n <= 3 && n != 10 && n != 127 && n < 224;
}

/* A key that lets relay: too wide where it is a top-level domain, or a net as large as a continent's. */
static void suggest(struct arena *a, struct relay_who *to, struct slice key, bool as_client, bool as_recipient)
{
	if (key.n != 0 && key.p[0] == '.')
		key = (struct slice){key.p + 1, key.n - 1};
	if (key.n > 1 && key.p[key.n - 1] == '.')
		key.n--;
	if (is_wide_net(key) && as_client) {
		struct slice address = joined(a, "*.77.88.99", key);

		add_client(to, client(address, joined(a, "[*]", address), S("FAIL")));
	} else if (is_name(key) && !has_dot(key) && !slice_caseeq(key, S("localhost"))) {
		if (as_client)
			add_client(to, client(S("198.18.77.79"), joined(a, "mx.relay-test.*", key), S("OK")));
		if (as_recipient)
			add(&to->parties, joined(a, "third-party-test.*", key));
	} else if (is_name(key) && as_recipient && to->ours.n < 3)
		add(&to->ours, key);
}

static bool cut_tag(struct slice *key, struct slice tag)
{
	if (key->n <= tag.n || !slice_caseeq((struct slice){key->p, tag.n}, tag))
		return false;
	*key = (struct slice){key->p + tag.n, key->n - tag.n};
	return true;
}

static void read_access(struct arena *a, struct relay_who *to, const struct source_entry *e)
{
	struct slice key = e->key, value = slice_trim(e->value);

	if (!slice_caseeq(value, S("RELAY")))
		return;
	if (cut_tag(&key, S("From:"))) {
		if (key.n != 0 && key.p[key.n - 1] == '@')
			add(&to->senders, joined(a, "*" STRANGER, key));
		else if (memchr(key.p, '@', key.n) != NULL)
			add(&to->senders, key);
		else
			add(&to->senders, joined(a, has_dot(key) ? "joe@*" : "joe@relay-test.*", key));
	} else if (cut_tag(&key, S("Connect:")))
		suggest(a, to, key, true, false);
	else if (cut_tag(&key, S("To:")))
		suggest(a, to, key, false, true);
	else
		suggest(a, to, key, true, true);
}

static void read_tables(struct arena *a, struct asker *k, struct relay_who *to)
{
	struct maps *maps = live_maps(k->site.maps);
	struct source_entry e;

	for (size_t n = 0; n < maps_count(maps); n++) {
		struct map *m = maps_at(maps, n);

		if (m == NULL || !source_is(m))
			continue;
		e.line = 0;
		for (size_t i = 0; source_next(m, &i, &e);) {
			e.key = (struct slice){arena_dup(a, e.key.p, e.key.n), e.key.n};
			if (slice_caseeq(map_name(m), S("access")))
				read_access(a, to, &e);
			else if (slice_caseeq(map_name(m), S("mailertable")) && is_name(e.key) && e.key.p[0] != '.' && to->ours.n < 3)
				add(&to->ours, e.key);
		}
	}
}

static void read_class(struct arena *a, struct asker *k, const char *name, struct relay_who *to, void (*fn)(struct arena *a, struct relay_who *to, struct slice word))
{
	struct cfrw_text word;

	for (size_t i = 0; cfrw_members(k->site.context, name, &i, &word);)
		fn(a, to, (struct slice){arena_dup(a, word.p, word.n), word.n});
}

static void own_name(struct arena *a, struct relay_who *to, struct slice word)
{
	(void)a;
	if (is_name(word) && has_dot(word) && to->ours.n < 2)
		add(&to->ours, word);
}

static void relay_domain(struct arena *a, struct relay_who *to, struct slice word)
{
	suggest(a, to, word, true, true);
}

/* FEATURE(relay_entire_domain) where the domain is "com". */
static void whole_domain(struct arena *a, struct relay_who *to, struct slice word)
{
	if (!has_dot(word))
		suggest(a, to, word, true, false);
}

static struct slice filled(struct arena *a, struct slice s, struct slice own)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '%' && i + 1 < s.n && (s.p[i + 1] == 'o' || s.p[i + 1] == 'v'))
			buf_put_slice(&b, s.p[++i] == 'o' ? own : S("third-party.example"));
		else
			buf_putc(&b, s.p[i]);
	}
	return b.n != 0 ? buf_slice(&b) : S("");
}

void relay_find(struct arena *a, struct asker *k, struct relay_who *to)
{
	struct cfrw_text j = cfrw_expand(k->site.context, "$j", 2);
	struct slice own = {arena_dup(a, j.p, j.n), j.n};

	memset(to, 0, sizeof(*to));
	add(&to->ours, own.n != 0 ? own : S("localhost"));
	own = to->ours.v[0];
	read_class(a, k, "w", to, own_name);
	for (size_t i = 0; i < sizeof(usual) / sizeof(*usual); i++) {
		struct session_client c = usual[i];

		c.name = filled(a, c.name, own);
		c.helo = filled(a, c.helo, own);
		add_client(to, c);
	}
	to->usual_clients = to->nclients;
	for (size_t i = 0; i < sizeof(usual_senders) / sizeof(*usual_senders); i++)
		add(&to->senders, filled(a, usual_senders[i], own));
	to->senders.usual = to->senders.n;
	add(&to->parties, S("third-party.example"));
	to->parties.usual = to->parties.n;
	add(&to->parties, S("points-to-you.example"));
	read_class(a, k, "R", to, relay_domain);
	read_class(a, k, "m", to, whole_domain);
	read_tables(a, k, to);
}
