/*
 * result.c - the workspace as text, and as what it decides
 */
#include "engine/context.h"
#include "engine/live.h"

static bool join_room(const cfrw_context *c, char **to, size_t *cap, size_t used, size_t need)
{
	void *p = *to;

	if (!mem_grow(&c->p->host, &p, cap, used, need, 1))
		return false;
	*to = p;
	return true;
}

struct slice join(cfrw_context *c, const struct tok *v, size_t n, char space, char **to, size_t *used, size_t *cap)
{
	size_t from = *used, at = from;
	bool before = false;

	for (size_t i = 0; i < n; i++) {
		const struct word *w = word_at(&c->words, v[i].id);

		if (at + w->n + 1 > *cap && !join_room(c, to, cap, at, at + w->n + 1))
			return SLICE_NONE;
		if (before && w->atom) {
			(*to)[at++] = space;
			c->blanks = true;
		}
		put_word(*to + at, w);
		at += w->n;
		before = w->atom;
	}
	if (*to == NULL && !join_room(c, to, cap, 0, 1))
		return SLICE_NONE;
	*used = at;
	return (struct slice){*to + from, at - from};
}

size_t cfrw_tokens(const cfrw_context *c)
{
	return c->n;
}

struct cfrw_text cfrw_token(const cfrw_context *c, size_t i)
{
	struct slice s = i < c->n ? word_text(&c->words, c->ws[i].id) : SLICE_NONE;

	return (struct cfrw_text){s.p, s.n};
}

struct cfrw_text cfrw_printed(cfrw_context *c)
{
	c->ntext = 0;
	text_tokens(c, c->ws, c->n);
	return (struct cfrw_text){c->text + (c->ntext != 0), c->ntext - (c->ntext != 0)};
}

static struct cfrw_text part_with(cfrw_context *c, unsigned which, size_t from, size_t to, char space)
{
	size_t used = 0;
	struct slice s = join(c, c->ws + from, to - from, space, &c->extra[which], &used, &c->extra_cap[which]);

	return (struct cfrw_text){s.p, s.n};
}

static struct cfrw_text part(cfrw_context *c, unsigned which, size_t from, size_t to)
{
	return part_with(c, which, from, to, c->p->space);
}

struct cfrw_text cfrw_address(cfrw_context *c)
{
	return part(c, 2, 0, c->n);
}

struct slice workspace_text(cfrw_context *c, size_t from, size_t to, char space)
{
	size_t used = 0;

	return join(c, c->ws + from, to - from, space, &c->extra[0], &used, &c->extra_cap[0]);
}

char workspace_meta(const cfrw_context *c, size_t i)
{
	return i >= c->n ? '\0' : is_meta(c->ws[i], META_MAILER) ? '#' : is_meta(c->ws[i], META_AT) ? '@' : is_meta(c->ws[i], META_COLON) ? ':' : '\0';
}

bool workspace_is_symbol(const cfrw_context *c, size_t i)
{
	return i < c->n && c->ws[i].id < META_COUNT;
}

void workspace_keep(cfrw_context *c, size_t from, size_t to)
{
	memmove(c->ws, c->ws + from, (to - from) * sizeof(*c->ws));
	c->n = (uint32_t)(to - from);
}

struct slice program_macro_name(const cfrw_program *p, size_t i)
{
	return i < p->nmacros ? p->macros[i].name : SLICE_NONE;
}

char program_space(const cfrw_program *p)
{
	return p->space;
}

/* Where the next metasymbol of that kind stands from i on, or the end. */
static size_t find_meta(const cfrw_context *c, size_t i, enum word_meta m)
{
	while (i < c->n && !is_meta(c->ws[i], m))
		i++;
	return i;
}

static bool equals(struct cfrw_text t, const char *s)
{
	return slice_caseeq((struct slice){t.p, t.n}, slice_of(s));
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Text without its quotes and the backslashes that hold something. */
static struct cfrw_text unquoted(char *p, size_t n)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		if (p[i] == '"')
			continue;
		i += p[i] == '\\' && i + 1 < n;
		p[k++] = p[i];
	}
	return (struct cfrw_text){p, k};
}

/* The text of an error; a reply code in front is taken off. */
static void error_text(cfrw_context *c, struct cfrw_result *r)
{
	struct cfrw_text t = unquoted(c->extra[2], r->user.n);

	if (t.n >= 3 && is_digit(t.p[0]) && is_digit(t.p[1]) && is_digit(t.p[2]) && (t.n == 3 || t.p[3] == ' ')) {
		r->code = (t.p[0] - '0') * 100 + (t.p[1] - '0') * 10 + (t.p[2] - '0');
		t = (struct cfrw_text){t.p + 3 + (t.n > 3), t.n - 3 - (t.n > 3)};
	}
	r->user = t;
}

struct cfrw_result cfrw_result(cfrw_context *c)
{
	struct cfrw_result r = {.verdict = CFRW_PLAIN};
	size_t host, user, end;

	if (c->n < 2 || !is_meta(c->ws[0], META_MAILER))
		return r;
	end = c->n;
	user = find_meta(c, 1, META_COLON);
	host = find_meta(c, 1, META_AT);
	r.mailer = part(c, 0, 1, host < user ? host : user);
	if (host < user)
		r.host = part(c, 1, host + 1, user);
	if (user < end)
		r.user = part_with(c, 2, user + 1, end, equals(r.mailer, "error") ? ' ' : c->p->space); /* a text keeps its blanks */
	r.verdict = CFRW_MAILER;
	if (equals(r.mailer, "ok"))
		r.verdict = CFRW_OK;
	else if (equals(r.mailer, "discard"))
		r.verdict = CFRW_DISCARD;
	else if (equals(r.mailer, "error")) {
		r.verdict = equals(r.host, "quarantine") ? CFRW_QUARANTINE : CFRW_ERROR_REPLY;
		r.dsn = r.host;
		if (r.user.n != 0)
			error_text(c, &r);
	}
	return r;
}
