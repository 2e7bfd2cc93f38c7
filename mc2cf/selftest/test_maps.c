/*
 * test_maps.c - maps asked by many threads while their files are replaced; maps that compute allocate nothing
 *
 * Two versions of each table take turns under one name.  Whatever a thread is
 * told must be of one of them, and after a replacement of the new one.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "engine/dns.h"
#include "engine/map.h"
#include "engine/table.h"
#include "selftest/tap.h"

enum { THREADS = 6, KEYS = 50, TURNS = 40 };

static const char *const classes[] = {"hash", "btree", "cdb", "lmdb"};
enum { CLASSES = 4 };

struct shared {
	struct maps *maps;
	char folder[64];
	atomic_bool stop;
	atomic_uint wrong, asked;
};

static void die(void *ctx)
{
	(void)ctx;
	exit(2);
}

/* The table of a class, version 0 or 1, put in its place. */
static bool replace(const struct shared *s, const char *class_name, int version)
{
	const struct table_kind *kind = table_kind_find(class_name);
	struct table_how how = {false, KEYS, KEYS * 20};
	char path[128], beside[136], key[16], value[32];
	const char *why = "";
	struct table *t;

	snprintf(path, sizeof(path), "%s/%s%s", s->folder, class_name, kind->ending);
	snprintf(beside, sizeof(beside), "%s.new", path);
	unlink(beside);
	t = kind->create(kind, beside, &how, &why);
	for (int i = 0; t != NULL && i < KEYS; i++) {
		snprintf(key, sizeof(key), "key%d", i);
		snprintf(value, sizeof(value), "%c%d %%0", 'a' + version, i);
		if (kind->put(t, slice_of(key), slice_of(value), &why) != TABLE_DONE)
			return false;
	}
	return t != NULL && kind->finish(t, &why) && rename(beside, path) == 0;
}

static bool is_right(struct slice value, int i, int version)
{
	char wanted[48];

	snprintf(wanted, sizeof(wanted), "%c%d key%d", 'a' + version, i, i);
	return slice_eq_str(value, wanted);
}

static void ask(struct shared *s, const char *map, const char *key, struct buf *scratch, struct map_answer *a)
{
	struct slice args[2] = {SLICE_LIT("3"), SLICE_LIT("4")};
	struct map_question q = {.key = slice_of(key), .args = args, .nargs = 2};

	map_ask(maps_find(s->maps, slice_of(map)), &q, scratch, a);
	atomic_fetch_add(&s->asked, 1);
}

static void *work(void *data)
{
	struct shared *s = data;
	struct arena *arena = arena_new(0, die, NULL);
	struct map_answer a;
	struct buf scratch;
	char key[16];

	buf_init(&scratch, arena);
	for (unsigned i = 0; !atomic_load(&s->stop); i++) {
		snprintf(key, sizeof(key), "key%u", i % KEYS);
		ask(s, classes[i % CLASSES], key, &scratch, &a);
		if (!a.found || (!is_right(a.value, (int)(i % KEYS), 0) && !is_right(a.value, (int)(i % KEYS), 1)))
			atomic_fetch_add(&s->wrong, 1);
		ask(s, "all", key, &scratch, &a);
		if (!a.found)
			atomic_fetch_add(&s->wrong, 1);
		ask(s, "add", "+", &scratch, &a);
		if (!a.found || !slice_eq_str(a.value, "7"))
			atomic_fetch_add(&s->wrong, 1);
		ask(s, "re", key, &scratch, &a);
		if (!a.found || !slice_eq_str(a.value, "key"))
			atomic_fetch_add(&s->wrong, 1);
		ask(s, "names", "localhost", &scratch, &a);
	}
	arena_free(arena);
	return NULL;
}

static void add_map(struct ir *ir, const char *name, const char *text)
{
	struct arena *a = ir_arena(ir);

	ir_add(ir, &(struct ir_item){.kind = IR_MAP, .name = slice_of(arena_dup(a, name, strlen(name))), .value = slice_of(arena_dup(a, text, strlen(text)))});
}

static void make_maps(struct ir *ir, const struct shared *s)
{
	char text[128];

	for (int i = 0; i < CLASSES; i++) {
		snprintf(text, sizeof(text), "%s %s/%s", classes[i], s->folder, classes[i]);
		add_map(ir, classes[i], text);
	}
	add_map(ir, "all", "sequence missing cdb hash");
	add_map(ir, "add", "arith");
	add_map(ir, "re", "regex -s1 (key).*");
	add_map(ir, "names", "host");
	/* The folder of a build may be one that others may write to. */
	ir_add(ir, &(struct ir_item){.kind = IR_OPTION, .name = SLICE_LIT("DontBlameSendmail"), .value = SLICE_LIT("MapInUnsafeDirPath")});
}

static void threads(struct tap *t, struct shared *s, struct buf *scratch)
{
	pthread_t id[THREADS];
	struct map_answer a;
	bool replaced = true, seen = true;

	for (int i = 0; i < THREADS; i++)
		pthread_create(&id[i], NULL, work, s);
	for (int turn = 1; turn <= TURNS; turn++)
		for (int c = 0; c < CLASSES; c++) {
			replaced = replaced && replace(s, classes[c], turn % 2);
			ask(s, classes[c], "key7", scratch, &a);
			seen = seen && a.found && is_right(a.value, 7, turn % 2);
		}
	atomic_store(&s->stop, true);
	for (int i = 0; i < THREADS; i++)
		pthread_join(id[i], NULL);
	TAP_OK(t, replaced, "tables are replaced while they are asked");
	TAP_OK(t, seen, "what was put there last is what is found");
	TAP_OK(t, atomic_load(&s->wrong) == 0, "no thread is told anything else");
	TAP_OK(t, atomic_load(&s->asked) > 1000, "they were asked often");
}

/* Once scratch has grown, maps that compute take nothing more from it. */
static void quiet(struct tap *t, struct shared *s, struct arena *arena, struct buf *scratch)
{
	struct map_answer a;
	size_t used;

	ask(s, "re", "keykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykey", scratch, &a);
	used = arena_used(arena);
	for (int i = 0; i < 1000; i++) {
		ask(s, "add", "*", scratch, &a);
		ask(s, "re", "keyx", scratch, &a);
	}
	TAP_OK(t, arena_used(arena) == used && map_is_pure(maps_find(s->maps, SLICE_LIT("re"))), "maps that compute allocate nothing");
}

/* Where nobody listens for questions none is waited for: they fail for now, all of them. */
static void nobody(struct tap *t, const struct shared *s, struct arena *a)
{
	struct dns_answer answer;
	struct timespec from, to;
	struct dns *dns;
	char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "%s/resolv.conf", s->folder);
	f = fopen(path, "w");
	if (f == NULL) {
		TAP_OK(t, false, "a resolv.conf");
		return;
	}
	fputs("nameserver 127.88.77.66\n", f);
	fclose(f);
	dns = dns_resolver(a, &(struct dns_config){.resolv_conf = path});
	clock_gettime(CLOCK_MONOTONIC, &from);
	for (int i = 0; i < 3; i++) {
		dns_ask(dns, SLICE_LIT("host.example"), DNS_A, 0, a, &answer);
		TAP_OK(t, answer.outcome == DNS_TEMPFAIL, "nobody answers");
	}
	clock_gettime(CLOCK_MONOTONIC, &to);
	TAP_OK(t, to.tv_sec - from.tv_sec <= 2, "and that is known at once");
	dns_close(dns);
	unlink(path);
}

int main(void)
{
	struct tap t = {0};
	struct shared s = {.folder = "build/maps-XXXXXX"};
	struct arena *arena = arena_new(0, die, NULL);
	struct map_env env = {.on_oom = die};
	struct ir *ir = ir_new(arena);
	struct buf scratch;
	char path[128];

	if (mkdtemp(s.folder) == NULL) {
		strcpy(s.folder, "/tmp/maps-XXXXXX");
		if (mkdtemp(s.folder) == NULL)
			return 2;
	}
	buf_init(&scratch, arena);
	for (int i = 0; i < CLASSES; i++)
		TAP_OK(&t, replace(&s, classes[i], 0), classes[i]);
	make_maps(ir, &s);
	s.maps = maps_new(ir, &env);
	threads(&t, &s, &scratch);
	quiet(&t, &s, arena, &scratch);
	maps_free(s.maps);
	nobody(&t, &s, arena);
	for (int i = 0; i < CLASSES; i++) {
		snprintf(path, sizeof(path), "%s/%s%s", s.folder, classes[i], table_kind_find(classes[i])->ending);
		unlink(path);
	}
	rmdir(s.folder);
	arena_free(arena);
	return tap_done(&t);
}
