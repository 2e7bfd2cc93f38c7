/*
 * test_json.c - base/json.h: what is written is read again, and what is no JSON is refused where it stops being one
 */
#include <stdlib.h>

#include "base/json.h"
#include "base/limits.h"
#include "selftest/tap.h"

static void die(void *ctx)
{
	(void)ctx;
	exit(2);
}

static struct slice written(struct arena *a, unsigned flat)
{
	struct buf *b = ARENA_NEW(a, struct buf);
	struct json j = {.out = b, .flat = flat};

	buf_init(b, a);
	json_open(&j, NULL, '{');
	json_string(&j, "text", SLICE_LIT("a\"b\\c\n\t\001\177 \303\244 \360\237\223\254 \377\355\240\200"));
	json_open(&j, "list", '[');
	json_number(&j, NULL, 0);
	json_number(&j, NULL, 4294967295ul);
	json_bool(&j, NULL, true);
	json_close(&j, '[');
	json_null(&j, "nothing");
	json_open(&j, "empty", '{');
	json_close(&j, '{');
	json_close(&j, '{');
	return buf_slice(b);
}

static void test_writer(struct tap *t, struct arena *a)
{
	const struct json_value *v;
	size_t wrong = 0;

	TAP_TEXT(t, written(a, 0), "{\"text\": \"a\\\"b\\\\c\\n\\t\\u0001\\u007f \303\244 \360\237\223\254 \\ufffd\\ufffd\\ufffd\\ufffd\", \"list\": [0, 4294967295, true], "
		"\"nothing\": null, \"empty\": {}}\n", "json: on one line");
	TAP_TEXT(t, written(a, 1), "{\n  \"text\": \"a\\\"b\\\\c\\n\\t\\u0001\\u007f \303\244 \360\237\223\254 \\ufffd\\ufffd\\ufffd\\ufffd\",\n  \"list\": [0, 4294967295, true],\n"
		"  \"nothing\": null,\n  \"empty\": {}\n}\n", "json: a member a line");
	v = json_read(a, written(a, 2), &wrong);
	TAP_OK(t, v != NULL && v->n == 4, "json: what was written is read");
	TAP_TEXT(t, json_text(v, "text"), "a\"b\\c\n\t\001\177 \303\244 \360\237\223\254 \357\277\275\357\277\275\357\277\275\357\277\275", "json: a text comes back, what is no UTF-8 as U+FFFD");
	TAP_OK(t, json_get(v, "list", JSON_ARRAY)->n == 3 && json_get(v, "list", JSON_OBJECT) == NULL, "json: a member is asked for by its kind");
	TAP_OK(t, json_get(v, "nothing", JSON_STRING) == NULL && json_text(v, "none").n == 0 && json_uint(v, "text") == 0, "json: what is not there is empty");
}

static void test_reader(struct tap *t, struct arena *a)
{
	static const char *const good[] = {"0", " [ 1 , 2.5e-3, -0 ] ", "\"\\u00e4\\ud83d\\udcec\\ud83d\"", "{\"a\":{\"b\":[]}}", "true", "null"};
	static const struct { const char *text; size_t wrong; } bad[] = {
		{"", 0}, {"[1,]", 3}, {"[1 2]", 3}, {"{\"a\" 1}", 5}, {"{a:1}", 1}, {"tru", 0}, {"01", 1}, {"1.", 0}, {"\"a", 2}, {"\"\\x\"", 2}, {"\"a\nb\"", 2}, {"1 2", 2}, {"\"\\u12g4\"", 3}, {"[", 1},
	};
	char deep[JSON_DEPTH_MAX + 2];
	size_t wrong;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		TAP_OK(t, json_read(a, slice_of(good[i]), &wrong) != NULL, "json: read");
	TAP_TEXT(t, json_read(a, slice_of(good[2]), &wrong)->text, "\303\244\360\237\223\254\357\277\275", "json: escapes, pairs and half a pair");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		wrong = 99;
		TAP_OK(t, json_read(a, slice_of(bad[i].text), &wrong) == NULL && wrong == bad[i].wrong, "json: refused where it goes wrong");
		if (wrong != bad[i].wrong)
			printf("# %s: at %zu\n", bad[i].text, wrong);
	}
	memset(deep, '[', sizeof deep);
	TAP_OK(t, json_read(a, (struct slice){deep, sizeof deep}, &wrong) == NULL && wrong == JSON_DEPTH_MAX, "json: nesting is bounded");
	TAP_OK(t, json_uint(json_read(a, SLICE_LIT("{\"n\": 4294967296}"), &wrong), "n") == 0, "json: a number that is too large is none");
}

int main(void)
{
	struct arena *a = arena_new(0, die, NULL);
	struct tap t = {0};

	test_writer(&t, a);
	test_reader(&t, a);
	arena_free(a);
	return tap_done(&t);
}
