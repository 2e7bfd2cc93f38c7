/*
 * scan_api.c - text into a context's workspace
 */
#include "engine/context.h"
#include "engine/live.h"
#include "engine/print.h"

struct address {
	cfrw_context *c;
	struct slice text;
};

static void unbalanced(void *data, char what)
{
	const struct address *a = data;

	context_unbalanced(a->c, a->text, what);
}

/* Words of rewrites that are over are forgotten when they have become many. */
static void tidy(cfrw_context *c)
{
	if (c->words.n < ENGINE_WORDS_KEPT)
		return;
	words_clear(&c->words);
	c->generation++;
}

/* Bytes that sendmail keeps for itself are shown as ?. */
static void refuse_codes(cfrw_context *c, struct slice text)
{
	char shown[ENGINE_ADDRESS_MAX];
	size_t n = text.n < sizeof(shown) ? text.n : sizeof(shown);

	for (size_t i = 0; i < n; i++)
		shown[i] = ((unsigned char)text.p[i] & 0xe0) == 0x80 ? '?' : text.p[i];
	context_say(c, "8-bit character in mailbox address \"%.*s\"", (int)n, shown);
}

static bool refused(cfrw_context *c, enum scan_result r, struct slice text)
{
	switch (r) {
	case SCAN_OK:
		return true;
	case SCAN_CODES:
		refuse_codes(c, text);
		break;
	case SCAN_TOKEN_LONG:
		context_say(c, "553 5.1.0 prescan: token too long");
		break;
	case SCAN_MANY:
		context_say(c, "553 5.1.0 prescan: too many tokens");
		break;
	case SCAN_NO_MEMORY:
		context_fail(c, EX_OS, "out of memory");
		break;
	}
	return false;
}

static bool scan(cfrw_context *c, const char *p, size_t n, char delim, bool comments, bool address, size_t *used)
{
	struct slice text = {p, n};
	struct address a = {c, text};
	struct scan s = {.words = &c->words, .max = ENGINE_TOKENS_MAX - 1, .delim = delim, .comments = comments, .address = address,
	                 .fault = unbalanced, .data = &a};
	enum scan_result r;

	if (used != NULL)
		*used = n;
	cfrw_cancel(c);
	tidy(c);
	c->failure = (struct cfrw_failure){.status = 0};
	if (n > ENGINE_ADDRESS_MAX) {
		context_say(c, "Address \"%.*s\" too long (%d bytes max)", ENGINE_ADDRESS_MAX, p, ENGINE_ADDRESS_MAX);
		return false;
	}
	s.v = c->ws;
	r = scan_text(&s, text);
	if (used != NULL && r == SCAN_OK)
		*used = s.used;
	c->n = r == SCAN_OK ? (uint32_t)s.n : 0;
	return refused(c, r, text) && c->n != 0;
}

bool cfrw_scan(cfrw_context *c, const char *p, size_t n, char delim, size_t *used)
{
	return scan(c, p, n, delim, c->p->level < 9, true, used);
}

bool workspace_address(cfrw_context *c, const char *p, size_t n, char delim, size_t *used)
{
	return scan(c, p, n, delim, true, true, used);
}

/* Bytes that are sendmail's own are no part of a text from outside. */
static size_t put_text(char *to, struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		to[i] = ((unsigned char)s.p[i] & 0xe0) == 0x80 ? '?' : s.p[i];
	return s.n;
}

bool workspace_check(cfrw_context *c, struct slice first, struct slice second)
{
	char text[ENGINE_ADDRESS_MAX];
	size_t n;

	if (first.n + second.n + 3 > sizeof(text))
		return false;
	n = put_text(text, first);
	if (second.p != NULL) {
		text[n++] = ' ';
		text[n++] = (char)(META_CODE + META_SEPARATOR);
		text[n++] = ' ';
		n += put_text(text + n, second);
	}
	return scan(c, text, n, '\0', c->p->level < 9, false, NULL);
}

enum cfrw_status cfrw_rewrite(cfrw_context *c, const char *rulesets, const char *p, size_t n)
{
	struct slice rest = slice_of(rulesets), name;
	size_t count = 0;

	if (!cfrw_scan(c, p, n, '\0', NULL)) {
		if (c->failure.status == 0)
			context_fail(c, EX_DATA, "not an address");
		return CFRW_FAILED;
	}
	while (slice_next(&rest, ',', &name)) {
		int number = cfrw_ruleset(c->p, name.p, name.n);

		if (number < 0 || count == sizeof(c->todo_v) / sizeof(*c->todo_v)) {
			context_fail(c, EX_CONF, "Undefined ruleset %.*s", SLICE_ARG(name));
			return CFRW_FAILED;
		}
		c->todo_v[count++] = (int16_t)number;
	}
	if (count == 0)
		return CFRW_DONE;
	c->todo = c->todo_v + 1;
	c->ntodo = count - 1;
	return cfrw_run(c, c->todo_v[0]);
}
