/* json_read.c - the reader: recursive descent, as deep as JSON_DEPTH_MAX; see json.h */
#include "base/json.h"
#include "base/limits.h"

struct reader {
	struct arena *arena;
	struct slice s;
	size_t i;
	unsigned depth;
};

static bool read_value(struct reader *r, struct json_value *v);

static int peek(struct reader *r)
{
	while (r->i < r->s.n && memchr(" \t\r\n", r->s.p[r->i], 4) != NULL)
		r->i++;
	return r->i < r->s.n ? (unsigned char)r->s.p[r->i] : -1;
}

static bool take(struct reader *r, char c)
{
	if (peek(r) != c)
		return false;
	r->i++;
	return true;
}

static bool read_word(struct reader *r, struct json_value *v, const char *word, enum json_kind kind)
{
	size_t n = strlen(word);

	if (r->s.n - r->i < n || memcmp(r->s.p + r->i, word, n) != 0)
		return false;
	*v = (struct json_value){.kind = kind, .text = {r->s.p + r->i, n}};
	r->i += n;
	return true;
}

static bool digit(const struct reader *r, size_t i)
{
	return i < r->s.n && r->s.p[i] >= '0' && r->s.p[i] <= '9';
}

static size_t digits(const struct reader *r, size_t i)
{
	while (digit(r, i))
		i++;
	return i;
}

static bool read_number(struct reader *r, struct json_value *v)
{
	size_t from = r->i, i = from + (r->s.p[from] == '-');
	bool good = digit(r, i);

	i = i < r->s.n && r->s.p[i] == '0' ? i + 1 : digits(r, i);
	if (good && i < r->s.n && r->s.p[i] == '.') {
		good = digit(r, i + 1);
		i = digits(r, i + 1);
	}
	if (good && i < r->s.n && (r->s.p[i] == 'e' || r->s.p[i] == 'E')) {
		i += i + 1 < r->s.n && (r->s.p[i + 1] == '+' || r->s.p[i + 1] == '-') ? 2 : 1;
		good = digit(r, i);
		i = digits(r, i);
	}
	*v = (struct json_value){.kind = JSON_NUMBER, .text = {r->s.p + from, i - from}};
	r->i = good ? i : from;
	return good;
}

/* Four hexadecimal digits at i: their value, or -1. */
static long hex4(const struct reader *r, size_t i)
{
	long value = 0;

	for (size_t k = i; k < i + 4; k++) {
		char c = k < r->s.n ? r->s.p[k] : '\0';
		int d = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;

		if (d < 0)
			return -1;
		value = value * 16 + d;
	}
	return value;
}

static void put_utf8(struct buf *b, unsigned long c)
{
	if (c < 0x80) {
		buf_putc(b, (char)c);
		return;
	}
	if (c >= 0x10000)
		buf_putc(b, (char)(0xf0 | c >> 18));
	if (c >= 0x800)
		buf_putc(b, (char)(c >= 0x10000 ? 0x80 | (c >> 12 & 0x3f) : 0xe0 | c >> 12));
	buf_putc(b, (char)(c >= 0x800 ? 0x80 | (c >> 6 & 0x3f) : 0xc0 | c >> 6));
	buf_putc(b, (char)(0x80 | (c & 0x3f)));
}

/* Behind \u; a half of a pair that has no other half is U+FFFD. */
static bool read_unicode(struct reader *r, struct buf *b)
{
	long c = hex4(r, r->i), low;

	if (c < 0)
		return false;
	r->i += 4;
	if (c >= 0xd800 && c < 0xdc00 && r->i + 1 < r->s.n && r->s.p[r->i] == '\\' && r->s.p[r->i + 1] == 'u' &&
	    (low = hex4(r, r->i + 2)) >= 0xdc00 && low < 0xe000) {
		r->i += 6;
		c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
	}
	put_utf8(b, c >= 0xd800 && c < 0xe000 ? 0xfffd : (unsigned long)c);
	return true;
}

static bool read_escape(struct reader *r, struct buf *b)
{
	static const char names[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
	const char *at;

	if (r->i == r->s.n)
		return false;
	if (r->s.p[r->i] == 'u') {
		r->i++;
		return read_unicode(r, b);
	}
	at = memchr(names, r->s.p[r->i], sizeof names - 1);
	if (at == NULL)
		return false;
	buf_putc(b, bytes[at - names]);
	r->i++;
	return true;
}

static bool read_string(struct reader *r, struct slice *text)
{
	struct buf b;

	buf_init(&b, r->arena);
	while (r->i < r->s.n && r->s.p[r->i] != '"') {
		size_t from = r->i;

		while (r->i < r->s.n && (unsigned char)r->s.p[r->i] >= 0x20 && r->s.p[r->i] != '"' && r->s.p[r->i] != '\\')
			r->i++;
		buf_put(&b, r->s.p + from, r->i - from);
		if (r->i < r->s.n && r->s.p[r->i] == '\\') {
			r->i++;
			if (!read_escape(r, &b))
				return false;
		} else if (r->i < r->s.n && r->s.p[r->i] != '"') {
			return false;
		}
	}
	*text = b.n != 0 ? buf_slice(&b) : SLICE_LIT("");
	return take(r, '"');
}

static struct json_value *push(struct reader *r, struct json_value *v, size_t *cap)
{
	if (v->n == *cap) {
		size_t more = *cap != 0 ? *cap * 2 : 4;
		struct json_value *grown = arena_array(r->arena, more, sizeof *grown);

		if (v->n != 0)
			memcpy(grown, v->v, v->n * sizeof *grown);
		v->v = grown;
		*cap = more;
	}
	return &v->v[v->n++];
}

/* Behind the bracket that opens it. */
static bool read_list(struct reader *r, struct json_value *v, char close)
{
	size_t cap = 0;

	if (take(r, close))
		return true;
	do {
		struct slice key = SLICE_NONE;
		struct json_value *one;

		if (v->kind == JSON_OBJECT && (!take(r, '"') || !read_string(r, &key) || !take(r, ':')))
			return false;
		one = push(r, v, &cap);
		if (!read_value(r, one))
			return false;
		one->key = key;
	} while (take(r, ','));
	return take(r, close);
}

static bool read_nested(struct reader *r, struct json_value *v, enum json_kind kind, char close)
{
	bool good;

	*v = (struct json_value){.kind = kind};
	if (r->depth == JSON_DEPTH_MAX)
		return false;
	r->i++;
	r->depth++;
	good = read_list(r, v, close);
	r->depth--;
	return good;
}

static bool read_value(struct reader *r, struct json_value *v)
{
	switch (peek(r)) {
	case '{':
		return read_nested(r, v, JSON_OBJECT, '}');
	case '[':
		return read_nested(r, v, JSON_ARRAY, ']');
	case '"':
		r->i++;
		*v = (struct json_value){.kind = JSON_STRING};
		return read_string(r, &v->text);
	case 't':
		return read_word(r, v, "true", JSON_BOOL);
	case 'f':
		return read_word(r, v, "false", JSON_BOOL);
	case 'n':
		return read_word(r, v, "null", JSON_NULL);
	case -1:
		return false;
	default:
		return read_number(r, v);
	}
}

const struct json_value *json_read(struct arena *a, struct slice text, size_t *wrong)
{
	struct reader r = {.arena = a, .s = text};
	struct json_value *v = ARENA_NEW(a, struct json_value);

	if (read_value(&r, v) && peek(&r) == -1)
		return v;
	*wrong = r.i;
	return NULL;
}

const struct json_value *json_get(const struct json_value *object, const char *key, enum json_kind kind)
{
	for (size_t i = 0; object != NULL && object->kind == JSON_OBJECT && i < object->n; i++)
		if (slice_eq_str(object->v[i].key, key))
			return object->v[i].kind == kind ? &object->v[i] : NULL;
	return NULL;
}

struct slice json_text(const struct json_value *object, const char *key)
{
	const struct json_value *v = json_get(object, key, JSON_STRING);

	return v != NULL ? v->text : SLICE_LIT("");
}

uint32_t json_uint(const struct json_value *object, const char *key)
{
	const struct json_value *v = json_get(object, key, JSON_NUMBER);
	uint64_t n = 0;

	for (size_t i = 0; v != NULL && i < v->text.n; i++) {
		if (v->text.p[i] < '0' || v->text.p[i] > '9' || (n = n * 10 + (uint64_t)(v->text.p[i] - '0')) > UINT32_MAX)
			return 0;
	}
	return (uint32_t)n;
}
