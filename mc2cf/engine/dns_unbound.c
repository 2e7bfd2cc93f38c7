/*
 * dns_unbound.c - the resolver: libunbound, loaded with the first question
 *
 * A context of libunbound answers one question at a time here; as many are made
 * as threads ask at once, and they are kept.  A question is given up when its
 * time is over, which libunbound by itself does late.
 */
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unbound.h>

#include "engine/dns_priv.h"
#include "base/src.h"
#include "engine/lib.h"

struct api {
	__typeof__(&ub_ctx_create) create;
	__typeof__(&ub_ctx_delete) delete;
	__typeof__(&ub_ctx_resolvconf) resolvconf;
	__typeof__(&ub_ctx_set_fwd) set_fwd;
	__typeof__(&ub_ctx_set_option) set_option;
	__typeof__(&ub_ctx_zone_remove) zone_remove;
	__typeof__(&ub_ctx_add_ta_file) add_ta_file;
	__typeof__(&ub_ctx_async) async;
	__typeof__(&ub_resolve_async) resolve_async;
	__typeof__(&ub_cancel) cancel;
	__typeof__(&ub_fd) fd;
	__typeof__(&ub_process) process;
	__typeof__(&ub_resolve_free) resolve_free;
};

/* A context that nobody uses. */
struct idle {
	struct ub_ctx *ctx;
	struct idle *next;
};

enum { SERVERS_MAX = 3, PROBE_SECONDS = 5 };

struct resolver {
	struct dns dns;
	const char *servers[SERVERS_MAX]; /* of resolv.conf, where none is named otherwise */
	size_t nservers;
	bool doubtful, nobody; /* whether somebody listens is to be found out; when that was done, nobody did */
	time_t probed;
	struct dns_config config;
	pthread_mutex_t lock;
	bool loaded, missing;
	struct api api;
	struct idle *idle, *spare; /* contexts; list cells without one */
};

static bool load(struct api *api)
{
	static const char *const files[] = {"libunbound.so.8", "libunbound.so.9"};
#define F(name) {"ub_ctx_" #name, offsetof(struct api, name)}
	static const struct lib_function f[] = {F(create), F(delete), F(resolvconf), F(set_fwd), F(set_option), F(zone_remove), F(add_ta_file), F(async),
		{"ub_resolve_async", offsetof(struct api, resolve_async)}, {"ub_cancel", offsetof(struct api, cancel)}, {"ub_fd", offsetof(struct api, fd)},
		{"ub_process", offsetof(struct api, process)}, {"ub_resolve_free", offsetof(struct api, resolve_free)}};
#undef F
	const char *why;

	return lib_load(files, 2, f, sizeof(f) / sizeof(f[0]), api, &why);
}

static int set_servers(struct resolver *r, struct ub_ctx *ctx)
{
	if (r->config.server != NULL)
		return r->api.set_fwd(ctx, r->config.server);
	return r->api.resolvconf(ctx, r->config.resolv_conf);
}

static struct ub_ctx *new_context(struct resolver *r)
{
	static const char *const own_zones[] = {"test.", "100.51.198.in-addr.arpa.", "2.0.192.in-addr.arpa.", "113.0.203.in-addr.arpa.",
		"8.b.d.0.1.0.0.2.ip6.arpa.", "home.arpa.", "localhost.", "127.in-addr.arpa.",
		"1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa."};
	struct ub_ctx *ctx = r->api.create();

	if (ctx == NULL)
		return NULL;
	/* Servers on loopback are as good as others: a machine's own resolver is there. */
	r->api.set_option(ctx, "do-not-query-localhost:", "no");
	r->api.set_option(ctx, "unblock-lan-zones:", "yes");
	/* The order of the server's answer is sendmail's. */
	r->api.set_option(ctx, "rrset-roundrobin:", "no");
	if (r->config.tcp)
		r->api.set_option(ctx, "tcp-upstream:", "yes");
	if (r->config.anchor != NULL)
		r->api.add_ta_file(ctx, r->config.anchor);
	if (set_servers(r, ctx) != 0 || r->api.async(ctx, 1) != 0) {
		r->api.delete(ctx);
		return NULL;
	}
	/*
	 * Zones that libunbound answers by itself; sendmail asks the name server, which may know more.
	 * This must come last: the context takes no settings after it.
	 */
	for (size_t i = 0; i < sizeof(own_zones) / sizeof(own_zones[0]); i++)
		r->api.zone_remove(ctx, own_zones[i]);
	return ctx;
}

static struct ub_ctx *take_context(struct resolver *r)
{
	struct idle *i;
	struct ub_ctx *ctx = NULL;
	bool ready;

	pthread_mutex_lock(&r->lock);
	if (!r->loaded && !r->missing) {
		r->loaded = load(&r->api);
		r->missing = !r->loaded;
	}
	i = r->idle;
	if (i != NULL) {
		ctx = i->ctx;
		r->idle = i->next;
		i->next = r->spare;
		r->spare = i;
	}
	ready = r->loaded;
	pthread_mutex_unlock(&r->lock);
	return ctx == NULL && ready ? new_context(r) : ctx;
}

static void keep_context(struct resolver *r, struct ub_ctx *ctx)
{
	struct idle *i;

	pthread_mutex_lock(&r->lock);
	i = r->spare;
	if (i != NULL)
		r->spare = i->next;
	else
		i = malloc(sizeof(*i));
	if (i != NULL) {
		*i = (struct idle){ctx, r->idle};
		r->idle = i;
	}
	pthread_mutex_unlock(&r->lock);
	if (i == NULL)
		r->api.delete(ctx);
}

struct waiting {
	bool done;
	int error;
	struct ub_result *result;
};

static void answered(void *data, int error, struct ub_result *result)
{
	struct waiting *w = data;

	*w = (struct waiting){true, error, result};
}

static long left_ms(const struct timespec *from, unsigned ms)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long)ms - (now.tv_sec - from->tv_sec) * 1000 - (now.tv_nsec - from->tv_nsec) / 1000000;
}

/* Waits for the answer; false: time is up, and the question is taken back. */
static bool wait_for(const struct resolver *r, struct ub_ctx *ctx, struct waiting *w, int id, unsigned ms)
{
	struct pollfd p = {.fd = r->api.fd(ctx), .events = POLLIN};
	struct timespec from;
	long left;

	clock_gettime(CLOCK_MONOTONIC, &from);
	while (!w->done) {
		left = left_ms(&from, ms);
		if (left <= 0) {
			r->api.cancel(ctx, id);
			return false;
		}
		if (poll(&p, 1, (int)left) > 0)
			r->api.process(ctx);
	}
	return true;
}

static void take_result(const struct ub_result *u, enum dns_type type, struct arena *a, struct dns_answer *out)
{
	out->outcome = DNS_TEMPFAIL;
	if (u->bogus) {
		out->bogus = true;
		return;
	}
	if (u->answer_packet == NULL || u->answer_len <= 0 || !dns_read_packet(u->answer_packet, (size_t)u->answer_len, type, a, out)) {
		out->n = 0;
		out->outcome = u->nxdomain ? DNS_NO_NAME : u->rcode == 0 && !u->havedata ? DNS_NO_DATA : DNS_TEMPFAIL;
	}
	out->secure = u->secure != 0;
}

/* Nobody listens: there is no use in waiting. Looked at before the first question, when one was not answered, and now and then while it is so. */
static bool is_nobody_there(struct resolver *r)
{
	struct timespec now;
	bool look, nobody;

	clock_gettime(CLOCK_MONOTONIC, &now);
	pthread_mutex_lock(&r->lock);
	look = r->doubtful || (r->nobody && now.tv_sec - r->probed >= PROBE_SECONDS);
	r->doubtful = false;
	nobody = r->nobody;
	pthread_mutex_unlock(&r->lock);
	if (!look)
		return nobody;
	nobody = dns_nobody_listens(r->servers, r->nservers);
	pthread_mutex_lock(&r->lock);
	r->nobody = nobody;
	r->probed = now.tv_sec;
	pthread_mutex_unlock(&r->lock);
	return nobody;
}

static void doubt(struct resolver *r)
{
	pthread_mutex_lock(&r->lock);
	r->doubtful = true;
	pthread_mutex_unlock(&r->lock);
}

static void resolver_ask(struct dns *dns, struct slice name, enum dns_type type, unsigned timeout_ms, struct arena *a, struct dns_answer *out)
{
	struct resolver *r = (struct resolver *)dns;
	struct ub_ctx *ctx;
	struct waiting w = {false, 0, NULL};
	int id = 0;

	out->outcome = DNS_TEMPFAIL;
	if (is_nobody_there(r) || (ctx = take_context(r)) == NULL)
		return;
	if (r->api.resolve_async(ctx, arena_dup(a, name.p, name.n), (int)type, 1, &w, answered, &id) != 0) {
		out->outcome = DNS_FAIL;
	} else if (!wait_for(r, ctx, &w, id, timeout_ms != 0 ? timeout_ms : r->config.timeout_ms)) {
		/* What comes late must find nobody. */
		r->api.delete(ctx);
		doubt(r);
		return;
	} else if (w.error == 0 && w.result != NULL)
		take_result(w.result, type, a, out);
	if (w.result != NULL)
		r->api.resolve_free(w.result);
	keep_context(r, ctx);
}

static void free_cells(struct resolver *r, struct idle *i, bool with_context)
{
	while (i != NULL) {
		struct idle *next = i->next;

		if (with_context)
			r->api.delete(i->ctx);
		free(i);
		i = next;
	}
}

static void resolver_close(struct dns *dns)
{
	struct resolver *r = (struct resolver *)dns;

	free_cells(r, r->idle, true);
	free_cells(r, r->spare, false);
	r->idle = r->spare = NULL;
	pthread_mutex_destroy(&r->lock);
}

static const struct dns_kind resolver_kind = {false, resolver_ask, resolver_close};

/* The search and domain lines of resolv.conf, of which the last counts, and its name servers. */
static void read_conf(struct resolver *r, struct arena *a)
{
	struct srcset *src = srcset_new(a);
	struct slice text, line, word = SLICE_NONE;
	uint32_t file;

	if (srcset_load(src, slice_of(r->config.resolv_conf), (size_t)64 * 1024, &file, &text) != 0)
		return;
	while (slice_next(&text, '\n', &line)) {
		line = slice_trim(line);
		for (size_t i = 0; i < line.n && line.p[i] != ' ' && line.p[i] != '\t'; i++)
			word = (struct slice){line.p, i + 1};
		if (line.n != 0 && (slice_eq_str(word, "search") || slice_eq_str(word, "domain")))
			dns_add_search(&r->dns, a, (struct slice){line.p + word.n, line.n - word.n});
		if (line.n != 0 && slice_eq_str(word, "nameserver") && r->config.server == NULL && r->nservers < SERVERS_MAX) {
			struct slice address = slice_trim((struct slice){line.p + word.n, line.n - word.n});

			r->servers[r->nservers++] = arena_dup(a, address.p, address.n);
		}
	}
}

struct dns *dns_resolver(struct arena *a, const struct dns_config *config)
{
	struct resolver *r = ARENA_NEW(a, struct resolver);

	*r = (struct resolver){.dns.kind = &resolver_kind, .config = *config};
	if (r->config.resolv_conf == NULL)
		r->config.resolv_conf = "/etc/resolv.conf";
	if (r->config.timeout_ms == 0)
		r->config.timeout_ms = DNS_TIMEOUT_MS;
	r->doubtful = true;
	pthread_mutex_init(&r->lock, NULL);
	read_conf(r, a);
	return &r->dns;
}
