/*
 * ask.c - see ask.h
 */
#include "cmd/engine/ask.h"

static bool same_name(struct slice name, const struct expect_table *t)
{
	return slice_eq(name, t->name);
}

/* A table is the file's text, and what the file of expectations adds. */
static bool source(void *data, struct cfrw_text name, struct cfrw_text *text)
{
	struct asker *k = data;
	struct slice wanted = {name.p, name.n}, own = SLICE_NONE;
	bool found = world_beside(k->w, k->got.arena, wanted, &own);
	struct buf b;

	for (size_t i = 0; k->w->file != NULL && i < k->w->file->ntables; i++) {
		const struct expect_table *t = &k->w->file->tables[i];

		if (!same_name(wanted, t))
			continue;
		buf_init(&b, k->got.arena);
		buf_put_slice(&b, buf_slice(&t->text)); /* of two equal keys the first counts */
		buf_put_slice(&b, own);
		own = buf_slice(&b);
		found = true;
	}
	*text = (struct cfrw_text){own.p, own.n};
	return found;
}

struct asker *asker_new(struct arena *a, const struct world *w, arena_oom_fn on_oom, void *ctx)
{
	struct asker *k = ARENA_NEW(a, struct asker);
	struct cfrw_maps_how how = {.answers = {w->answers.p, w->answers.n}, .source = source, .data = k, .quiet = true};

	k->w = w;
	buf_init(&k->got, a);
	buf_reserve(&k->got, 1024);
	k->scratch = arena_new(0, on_oom, ctx);
	k->site = (struct site){.program = w->program, .context = cfrw_context_new(w->program), .mailers = w->mailers};
	k->site.maps = cfrw_maps_new(w->program, &how);
	if (k->scratch != NULL && k->site.context != NULL && k->site.maps != NULL)
		return k;
	asker_free(k);
	return NULL;
}

void asker_free(struct asker *k)
{
	cfrw_maps_free(k->site.maps);
	cfrw_context_free(k->site.context);
	arena_free(k->scratch);
}

void asker_fresh(struct asker *k)
{
	cfrw_reset(k->site.context);
	site_fresh(&k->site);
	cfrw_set(k->site.context, "S", "", 0);
}

/* As .D of sendmail -bt does: $x in a value names a macro. */
static void give(struct asker *k, const struct expect_given *g)
{
	bool braces = g->name.n > 1;

	k->got.n = 0;
	if (braces)
		buf_putc(&k->got, '{');
	buf_put_slice(&k->got, g->name);
	if (braces)
		buf_putc(&k->got, '}');
	buf_put_slice(&k->got, g->value);
	cfrw_define(k->site.context, k->got.p, k->got.n);
}

void asker_begin(struct asker *k, const struct expect_block *b)
{
	asker_fresh(k);
	for (size_t i = 0; i < b->ngiven; i++)
		give(k, &b->given[i]);
}

static struct slice said(struct asker *k, const char *text)
{
	k->got.n = 0;
	buf_puts(&k->got, text);
	return buf_slice(&k->got);
}

/* The words apart by one blank, those that are empty left out. */
static struct slice words(struct asker *k, struct slice first, struct slice second, struct slice third)
{
	k->got.n = 0;
	buf_put_slice(&k->got, first);
	for (int i = 0; i < 2; i++) {
		struct slice s = i == 0 ? second : third;

		if (s.n != 0)
			buf_putc(&k->got, ' ');
		buf_put_slice(&k->got, s);
	}
	return buf_slice(&k->got);
}

static struct slice dash(struct slice host)
{
	return host.n != 0 ? host : SLICE_LIT("-");
}

/* "a $| b" in two; second.p NULL: there is no $|. */
static struct slice cut_two(struct slice input, struct slice *second)
{
	ptrdiff_t at = slice_find(input, SLICE_LIT("$|"));

	*second = SLICE_NONE;
	if (at < 0)
		return input;
	*second = slice_trim((struct slice){input.p + at + 2, input.n - (size_t)at - 2});
	return slice_trim((struct slice){input.p, (size_t)at});
}

static struct slice check(struct asker *k, const struct expectation *e)
{
	struct session s = {.site = &k->site, .arena = k->scratch};
	struct session_verdict v;
	struct slice second, first = cut_two(e->subject, &second);

	session_check(&s, arena_dup(k->scratch, e->verb.p, e->verb.n), first, second, &v);
	if (v.kind == SESSION_REJECT || v.kind == SESSION_DEFER)
		return words(k, SLICE_LIT("error"), v.host, v.said);
	if (v.kind == SESSION_QUARANTINE)
		return words(k, SLICE_LIT("quarantine"), v.said, SLICE_NONE);
	return said(k, v.kind == SESSION_DISCARD ? "discard" : "ok");
}

struct slice asker_told(struct asker *k, const struct destination *d)
{
	if (d->mailer != NULL)
		return words(k, d->mailer->name, dash(d->host), d->user);
	if (d->unreadable)
		return said(k, "no address");
	return d->said.p != NULL ? words(k, SLICE_LIT("error"), d->host, d->said) : words(k, d->message, SLICE_NONE, SLICE_NONE);
}

static struct slice parse(struct asker *k, const struct expectation *e)
{
	struct destination d;

	address_parse(&k->site, k->scratch, e->subject, 0, &d);
	k->mailer = d.mailer;
	return asker_told(k, &d);
}

/* Rulesets by name, apart by commas, on the workspace; false: one of them is nowhere. */
static bool run_each(struct asker *k, struct slice names)
{
	struct slice name;

	while (slice_next(&names, ',', &name)) {
		int n = cfrw_ruleset(k->w->program, name.p, name.n);

		if (n < 0)
			return false;
		address_run(&k->site, n);
	}
	return true;
}

/* The same on each address of the input, or on two texts with $| between them. */
static bool run_all(struct asker *k, struct slice names, struct slice input)
{
	struct slice second, first = cut_two(input, &second);
	size_t used;

	if (second.p != NULL)
		return !workspace_check(k->site.context, first, second) || run_each(k, names);
	do {
		if (cfrw_scan(k->site.context, input.p, input.n, ',', &used) && !run_each(k, names))
			return false;
		used += used < input.n; /* the comma */
		input = (struct slice){input.p + used, input.n - used};
	} while (input.n != 0);
	return true;
}

/* What a ruleset picks as it stands: no mailer's rules are asked. */
static struct slice pick(struct asker *k)
{
	struct cfrw_result r = cfrw_result(k->site.context);
	struct reply error;

	if (address_reply(&k->site, k->scratch, &error))
		return r.verdict == CFRW_QUARANTINE ? words(k, SLICE_LIT("quarantine"), error.said, SLICE_NONE) : words(k, SLICE_LIT("error"), error.host, error.said);
	if (r.verdict == CFRW_PLAIN || r.verdict == CFRW_DISCARD)
		return said(k, r.verdict == CFRW_PLAIN ? "ok" : "discard");
	k->mailer = mailers_find(&k->site.mailers, (struct slice){r.mailer.p, r.mailer.n});
	return words(k, (struct slice){r.mailer.p, r.mailer.n}, dash((struct slice){r.host.p, r.host.n}), (struct slice){r.user.p, r.user.n});
}

/* An address as that mailer writes it. */
static struct slice step(struct asker *k, const struct expectation *e)
{
	struct slice rest = e->subject, name = slice_word(&rest);
	int status;

	k->mailer = mailers_find(&k->site.mailers, name);
	if (k->mailer == NULL)
		return said(k, "no such mailer");
	if (slice_eq_str(rest, "<>")) /* nobody: no rule is asked */
		return said(k, "<>");
	return address_remote(&k->site, k->scratch, rest, k->mailer, (e->sender ? ADDRESS_SENDER : 0) | (e->header ? ADDRESS_HEADER : 0), &status);
}

static struct slice ruleset(struct asker *k, const struct expectation *e)
{
	struct slice rest = e->subject, names = slice_word(&rest);
	struct cfrw_text t;

	if (!run_all(k, names, rest))
		return said(k, "no such ruleset");
	t = cfrw_printed(k->site.context);
	return words(k, (struct slice){t.p, t.n}, SLICE_NONE, SLICE_NONE);
}

/* Where the next field of what =M prints begins, with its blank, or the end. */
static size_t next_field(struct slice s)
{
	size_t i = 0;

	while (i < s.n && !(i + 2 < s.n && s.p[i] == ' ' && s.p[i + 2] == '=' && ((s.p[i + 1] >= 'A' && s.p[i + 1] <= 'Z') || s.p[i + 1] == 'r' || s.p[i + 1] == '/')))
		i++;
	return i;
}

/* As =M of sendmail -bt has it. */
static struct slice mailer_field(struct asker *k, const struct expectation *e)
{
	struct slice field = e->subject, name = slice_word(&field), rest;
	const struct mailer *m = mailers_find(&k->site.mailers, name);

	if (m == NULL)
		return said(k, "no such mailer");
	k->got.n = 0;
	mailer_print(k->w->program, m, 0, &k->got);
	rest = (struct slice){k->got.p, k->got.n};
	for (size_t at = next_field(rest); at < rest.n; at = next_field(rest)) {
		char letter = rest.p[at + 1];

		rest = (struct slice){rest.p + at + 3, rest.n - at - 3};
		if (field.n == 1 && field.p[0] == letter)
			return (struct slice){rest.p, next_field(rest)};
	}
	k->got.n = 0;
	buf_printf(&k->got, "no %.*s of a mailer %.*s", SLICE_ARG(field), SLICE_ARG(name));
	return buf_slice(&k->got);
}

/* How a line that begins with the subject goes on: the one that is meant, where there is one, else all. */
static struct slice written(struct asker *k, const struct expectation *e)
{
	size_t n = 0;

	k->got.n = 0;
	for (size_t i = 0; i < k->w->nlines; i++) {
		struct slice line = k->w->lines[i], tail;

		if (line.n == 0 || line.p[0] != e->subject.p[0] || !slice_starts(line, e->subject))
			continue;
		tail = (struct slice){line.p + e->subject.n, line.n - e->subject.n};
		while (tail.n != 0 && tail.p[0] == '=')
			tail = (struct slice){tail.p + 1, tail.n - 1};
		tail = slice_trim(tail);
		if (tail.n == 0)
			tail = SLICE_LIT("-");
		if (expect_holds(e, tail))
			return tail;
		if (n++ != 0)
			buf_puts(&k->got, " or ");
		buf_put_slice(&k->got, tail);
	}
	return n != 0 ? buf_slice(&k->got) : said(k, "no such line");
}

struct slice asker_ask(struct asker *k, const struct expectation *e)
{
	k->mailer = NULL;
	arena_clear(k->scratch);
	switch (e->kind) {
	case EXPECT_PARSE:
		return parse(k, e);
	case EXPECT_STEP:
		return step(k, e);
	case EXPECT_RULESET:
		return ruleset(k, e);
	case EXPECT_CHECK:
		return check(k, e);
	case EXPECT_MAILER:
		return mailer_field(k, e);
	case EXPECT_CF:
		return written(k, e);
	case EXPECT_PICK:
		break;
	}
	return run_all(k, e->verb, e->subject) ? pick(k) : said(k, "no such ruleset");
}
