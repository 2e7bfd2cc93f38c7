/*
 * test_answers.c - answers of maps that a context keeps: how many, of whom, and that a file which is replaced is seen soon
 *
 * A table says the same of each key: the number of its version.  What a thread is
 * told must never go back, and must be the last one within two seconds.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "engine/answers.h"
#include "engine/table.h"
#include "selftest/tap.h"

enum { THREADS = 3, KEYS = 40, CLASSES = 5, LATEST = 2000 /* milliseconds */ };

static const char *const classes[CLASSES] = {"hash", "btree", "cdb", "lmdb", "text"};

static void die(void *ctx)
{
	(void)ctx;
	exit(2);
}

/* --- what is kept --- */

static void keep(struct answers *a, const struct cfrw_host *h, const struct map *map, struct slice key, const struct slice *args, size_t nargs, uint32_t version, struct map_answer got)
{
	struct answer_key k;

	if (answer_key(&k, map, &(struct map_question){.key = key, .args = args, .nargs = nargs}))
		answers_put(a, h, &k, version, &got);
}

static bool known(struct answers *a, const struct map *map, struct slice key, const struct slice *args, size_t nargs, uint32_t version, struct map_answer *got)
{
	struct answer_key k;

	return answer_key(&k, map, &(struct map_question){.key = key, .args = args, .nargs = nargs}) && answers_get(a, &k, version, got);
}

static size_t kept_of(struct answers *a, const struct map *map, size_t n)
{
	struct map_answer got;
	size_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += known(a, map, (struct slice){(const char *)&i, sizeof(i)}, NULL, 0, 1, &got);
	return sum;
}

static void one(struct tap *t, struct answers *a, const struct cfrw_host *h, const struct map *x, const struct map *y)
{
	const struct slice key = SLICE_LIT("key"), v[] = {SLICE_LIT("one"), SLICE_LIT("two"), SLICE_LIT("on"), SLICE_LIT("etwo")};
	struct map_answer got;

	keep(a, h, x, key, v, 2, 7, (struct map_answer){true, MAP_OK, SLICE_LIT("value")});
	TAP_OK(t, known(a, x, key, v, 2, 7, &got) && got.found && slice_eq_str(got.value, "value"), "an answer is known");
	TAP_OK(t, !known(a, x, key, v, 2, 8, &got), "not for another version");
	TAP_OK(t, !known(a, y, key, v, 2, 7, &got), "not of another map");
	TAP_OK(t, !known(a, x, key, v, 1, 7, &got) && !known(a, x, key, v + 1, 1, 7, &got), "not with other arguments");
	TAP_OK(t, !known(a, x, key, v + 2, 2, 7, &got), "nor with the same bytes cut otherwise");
	TAP_OK(t, !known(a, x, SLICE_LIT("Key"), v, 2, 7, &got), "nor for other letters");
	keep(a, h, x, key, NULL, 0, 7, (struct map_answer){false, MAP_NO_HOST, SLICE_NONE});
	TAP_OK(t, known(a, x, key, NULL, 0, 7, &got) && !got.found && got.status == MAP_NO_HOST, "that there is nothing is known");
	keep(a, h, x, SLICE_LIT("later"), NULL, 0, 7, (struct map_answer){false, MAP_TEMPFAIL, SLICE_NONE});
	TAP_OK(t, !known(a, x, SLICE_LIT("later"), NULL, 0, 7, &got), "a failure that may pass is not kept");
	keep(a, h, x, key, v, 2, 9, (struct map_answer){true, MAP_OK, SLICE_LIT("")});
	TAP_OK(t, known(a, x, key, v, 2, 9, &got) && got.found && got.value.n == 0 && !known(a, x, key, v, 2, 7, &got), "a new answer takes the old one's place");
}

static void bounds(struct tap *t, struct answers **a, const struct cfrw_host *h, const struct map *x)
{
	char large[ENGINE_ANSWER_MAX + 1] = "";
	struct map_answer got;

	keep(*a, h, x, (struct slice){large, sizeof(large)}, NULL, 0, 1, (struct map_answer){true, MAP_OK, SLICE_LIT("x")});
	TAP_OK(t, !known(*a, x, (struct slice){large, sizeof(large)}, NULL, 0, 1, &got), "a long question is not kept");
	keep(*a, h, x, SLICE_LIT("k"), NULL, 0, 1, (struct map_answer){true, MAP_OK, {large, sizeof(large)}});
	TAP_OK(t, !known(*a, x, SLICE_LIT("k"), NULL, 0, 1, &got), "nor a long answer");
	for (size_t i = 0; i < 100000; i++)
		keep(*a, h, x, (struct slice){(const char *)&i, sizeof(i)}, NULL, 0, 1, (struct map_answer){true, MAP_OK, SLICE_LIT("x")});
	TAP_OK(t, kept_of(*a, x, 100000) == ENGINE_ANSWERS, "so many are kept and no more");
	answers_begin(a, h, x, 1);
	TAP_OK(t, kept_of(*a, x, 100000) == ENGINE_ANSWERS, "those of the same maps stay");
	answers_begin(a, h, x, 2);
	TAP_OK(t, kept_of(*a, x, 100000) == 0, "those of others, which lie at the same place, go");
}

static void kept(struct tap *t)
{
	struct cfrw_host h;
	struct answers *a = NULL;
	const char maps[2] = "";
	const struct map *x = (const void *)&maps[0], *y = (const void *)&maps[1]; /* they are looked at by nobody */

	mem_host(&h, NULL);
	TAP_OK(t, answers_begin(&a, &h, x, 1), "memory");
	one(t, a, &h, x, y);
	bounds(t, &a, &h, x);
	answers_free(a, &h);
}

/* --- files --- */

struct site {
	char folder[64];
	cfrw_program *program;
	cfrw_maps *maps;
	atomic_bool stop;
	atomic_uint back, asked;
};

static void path_of(const struct site *s, const char *class_name, char *to, size_t n)
{
	const struct table_kind *kind = table_kind_find(class_name);

	snprintf(to, n, "%s/%s%s", s->folder, class_name, kind != NULL ? kind->ending : "");
}

static bool write_text(const char *path, int version)
{
	FILE *f = fopen(path, "w");

	for (int i = 0; f != NULL && i < KEYS; i++)
		fprintf(f, "key%d %d\n", i, version);
	return f != NULL && fclose(f) == 0;
}

static bool write_table(const char *class_name, const char *path, int version)
{
	const struct table_kind *kind = table_kind_find(class_name);
	struct table_how how = {false, KEYS, KEYS * 20};
	char key[16], value[16];
	const char *why = "";
	struct table *t;

	if (kind == NULL)
		return write_text(path, version);
	t = kind->create(kind, path, &how, &why);
	for (int i = 0; t != NULL && i < KEYS; i++) {
		snprintf(key, sizeof(key), "key%d", i);
		snprintf(value, sizeof(value), "%d", version);
		if (kind->put(t, slice_of(key), slice_of(value), &why) != TABLE_DONE)
			return false;
	}
	if (t != NULL && kind->put(t, SLICE_LIT("two words"), SLICE_LIT("222"), &why) != TABLE_DONE)
		return false;
	return t != NULL && kind->finish(t, &why);
}

/* All tables, of that version, take the place of what is there. */
static bool replace(const struct site *s, int version)
{
	char path[128], beside[136];
	bool good = true;

	for (int i = 0; i < CLASSES; i++) {
		path_of(s, classes[i], path, sizeof(path));
		snprintf(beside, sizeof(beside), "%s.new", path);
		good = good && write_table(classes[i], beside, version) && rename(beside, path) == 0;
	}
	return good;
}

static void remove_all(const struct site *s)
{
	char path[128];

	for (int i = 0; i < CLASSES; i++) {
		path_of(s, classes[i], path, sizeof(path));
		unlink(path);
	}
}

/* What a rule gets for a key: a version, or -1: nothing. */
static int ask(struct site *s, cfrw_context *c, const char *class_name, const char *key)
{
	enum cfrw_status status = cfrw_settle(s->maps, c, cfrw_rewrite(c, class_name, key, strlen(key)));
	struct cfrw_text t = cfrw_printed(c);
	char text[32];

	atomic_fetch_add(&s->asked, 1);
	if (status != CFRW_DONE)
		return -2;
	snprintf(text, sizeof(text), "%.*s", (int)t.n, t.p);
	return strcmp(text, "none") == 0 ? -1 : atoi(text);
}

/* Whether all tables say that of a key, soon. */
static bool soon(struct site *s, cfrw_context *c, const char *key, int version)
{
	for (int ms = 0; ms < LATEST; ms += 20) {
		int same = 0;

		for (int i = 0; i < CLASSES; i++)
			same += ask(s, c, classes[i], key) == version;
		if (same == CLASSES)
			return true;
		nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
	}
	return false;
}

static void *work(void *data)
{
	struct site *s = data;
	cfrw_context *c = cfrw_context_new(s->program);
	int last[CLASSES] = {0};
	char key[16];

	for (unsigned i = 0; c != NULL && !atomic_load(&s->stop); i++) {
		int k = (int)(i % CLASSES), got;

		snprintf(key, sizeof(key), "key%u", i / CLASSES % KEYS);
		got = ask(s, c, classes[k], key);
		if (got < last[k])
			atomic_fetch_add(&s->back, 1);
		last[k] = got;
	}
	cfrw_context_free(c);
	return NULL;
}

static void files(struct tap *t, struct site *s, cfrw_context *c)
{
	struct timespec past = {.tv_sec = 1, .tv_nsec = 200000000};
	char path[128];
	FILE *f;

	TAP_OK(t, soon(s, c, "key1", 1) && soon(s, c, "no", -1) && soon(s, c, "key1", 1), "tables are asked");
	TAP_OK(t, replace(s, 2) && soon(s, c, "key1", 2) && soon(s, c, "key2", 2), "tables that are replaced are seen");
	path_of(s, "text", path, sizeof(path));
	f = fopen(path, "a");
	TAP_OK(t, f != NULL && fputs("no 3\n", f) > 0 && fclose(f) == 0, "a file grows");
	nanosleep(&past, NULL);
	TAP_OK(t, ask(s, c, "text", "no") == 3, "what it says more is seen, of which nothing was known");
	remove_all(s);
	nanosleep(&past, NULL);
	TAP_OK(t, soon(s, c, "key1", 2) && soon(s, c, "key3", 2), "tables that are gone say what they said");
	TAP_OK(t, replace(s, 4) && soon(s, c, "key1", 4) && soon(s, c, "key3", 4) && soon(s, c, "no", -1), "until there are others");
}

static void threads(struct tap *t, struct site *s, cfrw_context *c)
{
	pthread_t id[THREADS];
	bool seen = true;

	for (int i = 0; i < THREADS; i++)
		pthread_create(&id[i], NULL, work, s);
	for (int version = 5; version < 7; version++)
		seen = seen && replace(s, version) && soon(s, c, "key7", version);
	atomic_store(&s->stop, true);
	for (int i = 0; i < THREADS; i++)
		pthread_join(id[i], NULL);
	TAP_OK(t, seen, "tables are replaced while threads ask");
	TAP_OK(t, atomic_load(&s->back) == 0, "no thread is told what was before");
	TAP_OK(t, atomic_load(&s->asked) > 5000, "they asked often");
}

/* A context outlives maps, and meets others: those of the same program, perhaps at the same place, with an equal version. */
static void others(struct tap *t, struct site *s, cfrw_context *c)
{
	int wrong = 0;

	for (int version = 10; version < 20; version++) {
		cfrw_maps_free(s->maps);
		wrong += !replace(s, version);
		s->maps = cfrw_maps_new(s->program, &(struct cfrw_maps_how){.dns = "none"});
		for (int i = 0; i < CLASSES; i++)
			wrong += ask(s, c, classes[i], "key1") != version;
	}
	TAP_OK(t, wrong == 0, "what other maps said does not count");
}

/* A map that does something does it each time. */
static void deeds(struct tap *t, struct site *s, cfrw_context *c)
{
	struct cfrw_text v;
	int right = 0;

	for (int i = 0; i < 3; i++) {
		cfrw_set(c, "x", "other", 5);
		ask(s, c, "set", "value");
		right += cfrw_get(c, "x", &v) && slice_eq_str((struct slice){v.p, v.n}, "value");
	}
	TAP_OK(t, right == 3, "a macro is set each time");
}

/* A map that stands before the option BlankSub has a blank where others have what it says. */
static void blanks(struct tap *t, struct site *s, cfrw_context *c)
{
	static const char *const without[] = {"x", "x.x", "x.x.x", "x.x.x.x"}; /* of a shape that no run has had */
	int right = 0;

	for (int i = 0; i < 4; i++) {
		right += ask(s, c, "hash", "two words") == 222;
		right += ask(s, c, "btree", without[i]) == -1;
	}
	TAP_OK(t, right == 8, "a key of two words, for a map that has its own blank");
}

static cfrw_program *program(const struct site *s)
{
	char text[2048];
	size_t n = (size_t)snprintf(text, sizeof(text), "V10\nO DontBlameSendmail=MapInUnsafeDirPath\nKm macro\nSset\nR$*\t$: $(m {x} $@ $1 $)\n");

	for (int i = 0; i < CLASSES; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "K%s %s %s%s/%s\nS%s\nR$*\t$: $(%s $1 $: none $)\n", classes[i], classes[i],
		                      strcmp(classes[i], "text") == 0 ? "-k0 -v1 " : "", s->folder, classes[i], classes[i], classes[i]);
	n += (size_t)snprintf(text + n, sizeof(text) - n, "O BlankSub=.\n");
	return cfrw_load_memory(text, n, "answers.cf", NULL);
}

int main(void)
{
	struct tap t = {0};
	struct site s = {.folder = "/tmp/answers-XXXXXX"};
	cfrw_context *c;

	kept(&t);
	if (mkdtemp(s.folder) == NULL)
		return 2;
	s.program = program(&s);
	if (s.program == NULL || !replace(&s, 1))
		die(NULL);
	s.maps = cfrw_maps_new(s.program, &(struct cfrw_maps_how){.dns = "none"});
	c = cfrw_context_new(s.program);
	files(&t, &s, c);
	threads(&t, &s, c);
	others(&t, &s, c);
	deeds(&t, &s, c);
	blanks(&t, &s, c);
	remove_all(&s);
	rmdir(s.folder);
	cfrw_context_free(c);
	cfrw_maps_free(s.maps);
	cfrw_program_free(s.program);
	return tap_done(&t);
}
