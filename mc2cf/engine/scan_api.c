/*
 * scan_api.c - text into a context's workspace
 */
#include <stdio.h>

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
	context_remark(c, "8-bit character in mailbox address \"%.*s\"", (int)n, shown);
}

/* What is wrong with an address, said behind its text. */
static void remark(cfrw_context *c, struct slice text, bool named, const char *what)
{
	enum { PART = 100 };

	if (!named)
		context_remark(c, "%s", what);
	else if (text.n <= ENGINE_SHOWN_MAX)
		context_remark(c, "%.*s... %s", SLICE_ARG(text), what);
	else
		context_remark(c, "%.*s...%.*s... %s", PART, text.p, PART, text.p + text.n - PART, what);
}

static bool refused(cfrw_context *c, enum scan_result r, struct slice text, bool named)
{
	switch (r) {
	case SCAN_OK:
		return true;
	case SCAN_CODES:
		refuse_codes(c, text);
		break;
	case SCAN_TOKEN_LONG:
		remark(c, text, named, named ? "prescan: token too long" : "553 5.1.0 prescan: token too long");
		break;
	case SCAN_MANY:
		remark(c, text, named, named ? "prescan: too many tokens" : "553 5.1.0 prescan: too many tokens");
		break;
	case SCAN_NO_MEMORY:
		context_fail(c, EX_OS, "out of memory");
		break;
	}
	return false;
}

static bool is_short(cfrw_context *c, struct slice text, bool named)
{
	char what[ENGINE_ADDRESS_MAX + 64];

	if (text.n <= ENGINE_ADDRESS_MAX)
		return true;
	snprintf(what, sizeof(what), "Address \"%.*s\" too long (%d bytes max)", ENGINE_ADDRESS_MAX, text.p, ENGINE_ADDRESS_MAX);
	remark(c, (struct slice){text.p, ENGINE_ADDRESS_MAX}, named, what);
	return false;
}

static void begin(cfrw_context *c)
{
	cfrw_cancel(c);
	tidy(c);
	c->failure = (struct cfrw_failure){.status = 0};
	c->n = 0;
}

static bool scan(cfrw_context *c, struct scan *s, struct slice text, size_t *used, bool named)
{
	struct address a = {c, text};
	enum scan_result r;

	begin(c);
	s->words = &c->words;
	s->v = c->ws;
	s->max = ENGINE_TOKENS_MAX - 1;
	s->fault = unbalanced;
	s->data = &a;
	r = scan_text(s, text);
	if (used != NULL && r == SCAN_OK)
		*used = s->used;
	c->n = r == SCAN_OK ? (uint32_t)s->n : 0;
	return refused(c, r, text, named) && c->n != 0;
}

bool cfrw_scan(cfrw_context *c, const char *p, size_t n, char delim, size_t *used)
{
	struct scan s = {.delim = delim, .comments = c->p->level < 9, .address = true};
	struct slice text = {p, n};

	if (used != NULL)
		*used = n;
	begin(c);
	return is_short(c, text, false) && scan(c, &s, text, used, false);
}

bool workspace_address(cfrw_context *c, struct slice text, bool limited)
{
	struct scan s = {.comments = true, .address = true};

	if (!scan(c, &s, text, NULL, true))
		return false;
	if (!limited || is_short(c, text, true))
		return true;
	c->n = 0;
	return false;
}

static void silent(void *data, char what)
{
	(void)data;
	(void)what;
}

bool workspace_header(cfrw_context *c, struct slice text, bool comments_stay)
{
	struct scan s = {.words = &c->words, .v = c->ws, .max = ENGINE_TOKENS_MAX - 1, .comments = !comments_stay, .fault = silent};

	begin(c);
	if (scan_text(&s, text) != SCAN_OK)
		return false;
	c->n = (uint32_t)s.n;
	return c->n != 0;
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
	struct scan s = {.comments = c->p->level < 9};
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
	return scan(c, &s, (struct slice){text, n}, NULL, false);
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
