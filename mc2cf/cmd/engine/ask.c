/*
 * ask.c - see ask.h
 */
#include "cmd/engine/ask.h"

/* What sendmail -bt itself sets behind its file. */
static const struct cfrw_setting behind[] = {{"addr_type", {"e r", 3}}, {"deliveryMode", {"i", 1}}, {"quarantine", {"", 0}}, {"S", {"", 0}}};

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

struct asker *asker_new(struct arena *a, const struct world *w)
{
	struct asker *k = ARENA_NEW(a, struct asker);
	struct cfrw_maps_how how = {.answers = {w->answers.p, w->answers.n}, .source = source, .data = k, .quiet = true};

	k->w = w;
	buf_init(&k->got, a);
	buf_init(&k->room, a);
	buf_reserve(&k->got, 1024);
	buf_reserve(&k->room, 1024);
	k->two = cfrw_ruleset(w->program, WORLD_TWO, sizeof(WORLD_TWO) - 1);
	k->c = cfrw_context_new(w->program);
	k->maps = cfrw_maps_new(w->program, &how);
	if (k->c != NULL && k->maps != NULL)
		return k;
	asker_free(k);
	return NULL;
}

void asker_free(struct asker *k)
{
	cfrw_maps_free(k->maps);
	cfrw_context_free(k->c);
}

void asker_fresh(struct asker *k)
{
	cfrw_reset(k->c);
	for (size_t i = 0; i < sizeof(behind) / sizeof(*behind); i++)
		cfrw_set(k->c, behind[i].name, behind[i].value.p, behind[i].value.n);
}

void asker_give(struct asker *k, const char *name, struct slice value)
{
	cfrw_set(k->c, name, value.p, value.n);
}

/* As .D of sendmail -bt does: $x in a value names a macro. */
static void give(struct asker *k, const struct expect_given *g)
{
	k->room.n = 0;
	if (g->name.n > 1)
		buf_printf(&k->room, "{%.*s}", SLICE_ARG(g->name));
	else
		buf_put_slice(&k->room, g->name);
	buf_put_slice(&k->room, g->value);
	cfrw_define(k->c, k->room.p, k->room.n);
}

void asker_begin(struct asker *k, const struct expect_block *b)
{
	asker_fresh(k);
	for (size_t i = 0; i < b->ngiven; i++)
		give(k, &b->given[i]);
}

static void run(struct asker *k, int ruleset)
{
	cfrw_settle(k->maps, k->c, cfrw_run(k->c, ruleset));
}

static struct slice said(struct asker *k, const char *text)
{
	k->got.n = 0;
	buf_puts(&k->got, text);
	return buf_slice(&k->got);
}

static int number_of(const struct asker *k, struct slice name)
{
	return cfrw_ruleset(k->w->program, name.p, name.n);
}

/* Rulesets by name, apart by commas, on each address of the input; false: one of them is nowhere. */
static bool run_all(struct asker *k, struct slice names, struct slice input)
{
	bool two = slice_find(input, SLICE_LIT("$|")) >= 0;
	size_t used;

	do {
		struct slice rest = names, name;
		bool good = cfrw_scan(k->c, input.p, input.n, ',', &used);

		if (good && two)
			run(k, k->two);
		while (good && slice_next(&rest, ',', &name)) {
			int n = number_of(k, name);

			if (n < 0)
				return false;
			run(k, n);
		}
		used += used < input.n; /* the comma */
		input = (struct slice){input.p + used, input.n - used};
	} while (input.n != 0);
	return true;
}

static void put(struct asker *k, struct cfrw_text t)
{
	buf_put(&k->got, t.p, t.n);
}

static struct slice error_text(struct asker *k, const struct cfrw_result *r)
{
	buf_puts(&k->got, r->verdict == CFRW_QUARANTINE ? "quarantine " : "error ");
	if (r->verdict != CFRW_QUARANTINE) {
		put(k, r->dsn);
		buf_putc(&k->got, ' ');
		if (r->code != 0)
			buf_printf(&k->got, "%03d ", r->code);
	}
	put(k, r->user);
	return buf_slice(&k->got);
}

/* What is in the workspace, as a verdict: only refusals count. */
static struct slice verdict(struct asker *k)
{
	struct cfrw_result r = cfrw_result(k->c);

	k->got.n = 0;
	if (r.verdict == CFRW_ERROR_REPLY || r.verdict == CFRW_QUARANTINE)
		return error_text(k, &r);
	if (r.verdict == CFRW_DISCARD)
		return said(k, "discard");
	if (r.verdict == CFRW_MAILER && slice_caseeq((struct slice){r.mailer.p, r.mailer.n}, SLICE_LIT("quarantine"))) {
		buf_puts(&k->got, "quarantine ");
		put(k, r.user);
		return buf_slice(&k->got);
	}
	return said(k, "ok");
}

struct slice asker_check(struct asker *k, struct slice ruleset, struct slice input)
{
	k->mailer = NULL;
	if (!run_all(k, ruleset, input)) /* sendmail lets pass what no ruleset looks at */
		return said(k, "ok");
	return verdict(k);
}

static void triple(struct asker *k, struct cfrw_text mailer, struct slice host, struct slice user)
{
	k->got.n = 0;
	put(k, mailer);
	buf_putc(&k->got, ' ');
	if (host.n != 0)
		buf_put_slice(&k->got, host);
	else
		buf_putc(&k->got, '-');
	buf_putc(&k->got, ' ');
	buf_put_slice(&k->got, user);
}

static struct slice pick(struct asker *k)
{
	struct cfrw_result r = cfrw_result(k->c);

	k->got.n = 0;
	if (r.verdict == CFRW_PLAIN)
		return said(k, "ok");
	if (r.verdict == CFRW_ERROR_REPLY || r.verdict == CFRW_QUARANTINE)
		return error_text(k, &r);
	if (r.verdict == CFRW_DISCARD)
		return said(k, "discard");
	k->mailer = world_mailer(k->w, r.mailer);
	triple(k, r.mailer, (struct slice){r.host.p, r.host.n}, (struct slice){r.user.p, r.user.n});
	return buf_slice(&k->got);
}

static void lower(char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] >= 'A' && p[i] <= 'Z')
			p[i] = (char)(p[i] + 32);
}

/* Ruleset 2 or 1, the mailer's own, and 4: what an address goes through on its way out. */
static struct slice outward(struct asker *k, const struct world_mailer *m, struct slice address, bool sender, bool header)
{
	static const char *const first[2] = {"2", "1"};
	size_t used;
	struct cfrw_text out;
	int n;

	if (!cfrw_scan(k->c, address.p, address.n, '\0', &used))
		return address;
	n = cfrw_ruleset(k->w->program, first[sender], 1);
	if (n >= 0)
		run(k, n);
	if (m->rulesets[sender][header] >= 0)
		run(k, m->rulesets[sender][header]);
	n = cfrw_ruleset(k->w->program, "4", 1);
	if (n >= 0)
		run(k, n);
	out = cfrw_address(k->c);
	return (struct slice){out.p, out.n};
}

/* Mailer, host and user that $#mailer $@host $:user makes: the user is rewritten for the mailer. */
static struct slice built(struct asker *k, const struct cfrw_result *r)
{
	struct slice user;
	size_t host;

	k->mailer = world_mailer(k->w, r->mailer);
	if (k->mailer == NULL) {
		k->got.n = 0;
		buf_printf(&k->got, "no mailer %.*s", (int)r->mailer.n, r->mailer.p);
		return buf_slice(&k->got);
	}
	k->room.n = 0;
	buf_put(&k->room, r->host.p, r->host.n);
	host = k->room.n;
	buf_put(&k->room, r->user.p, r->user.n);
	cfrw_set(k->c, "h", k->room.p, host);
	user = outward(k, k->mailer, (struct slice){k->room.p + host, k->room.n - host}, false, false);
	if (!k->mailer->keep_host)
		lower(k->room.p, host);
	triple(k, (struct cfrw_text){k->mailer->name.p, k->mailer->name.n}, (struct slice){k->room.p, host}, user);
	if (!k->mailer->keep_user)
		lower(k->got.p + k->got.n - user.n, user.n);
	return buf_slice(&k->got);
}

struct slice asker_parse(struct asker *k, struct slice address)
{
	struct cfrw_result r;
	size_t used;

	k->mailer = NULL;
	if (!cfrw_scan(k->c, address.p, address.n, '\0', &used))
		return said(k, "no address");
	run(k, cfrw_ruleset(k->w->program, "3", 1));
	run(k, cfrw_ruleset(k->w->program, "0", 1));
	r = cfrw_result(k->c);
	k->got.n = 0;
	if (r.verdict == CFRW_PLAIN)
		return said(k, "no mailer");
	if (r.verdict == CFRW_ERROR_REPLY || r.verdict == CFRW_QUARANTINE)
		return error_text(k, &r);
	return built(k, &r);
}

static struct slice cut_word(struct slice *rest)
{
	struct slice s = slice_trim(*rest);
	size_t n = 0;

	while (n < s.n && s.p[n] != ' ' && s.p[n] != '\t')
		n++;
	*rest = slice_trim((struct slice){s.p + n, s.n - n});
	return (struct slice){s.p, n};
}

/* An address as that mailer writes it; what stands around <…> stays. */
static struct slice step(struct asker *k, const struct expectation *e)
{
	struct slice rest = e->subject, name = cut_word(&rest), address = rest, done;
	const struct world_mailer *m = world_mailer(k->w, (struct cfrw_text){name.p, name.n});
	const char *open = memchr(rest.p, '<', rest.n), *shut = memchr(rest.p, '>', rest.n);
	struct cfrw_text t;
	size_t used;

	if (m == NULL)
		return said(k, "no such mailer");
	k->mailer = m;
	if (open != NULL && shut > open)
		address = (struct slice){open + 1, (size_t)(shut - open) - 1};
	if (address.n == 0) /* nobody: no rule is asked */
		return said(k, "<>");
	if (!cfrw_scan(k->c, address.p, address.n, '\0', &used))
		return said(k, "no address");
	run(k, cfrw_ruleset(k->w->program, "3", 1));
	t = cfrw_address(k->c);
	k->room.n = 0;
	buf_put(&k->room, t.p, t.n);
	done = outward(k, m, buf_slice(&k->room), e->sender, e->header);
	k->got.n = 0;
	if (address.p != rest.p)
		buf_put(&k->got, rest.p, (size_t)(address.p - rest.p));
	buf_put_slice(&k->got, done);
	if (address.p != rest.p)
		buf_put(&k->got, shut, rest.n - (size_t)(shut - rest.p));
	return buf_slice(&k->got);
}

static struct slice ruleset(struct asker *k, const struct expectation *e)
{
	struct slice rest = e->subject, names = cut_word(&rest);
	struct cfrw_text t;

	if (!run_all(k, names, rest))
		return said(k, "no such ruleset");
	t = cfrw_printed(k->c);
	k->got.n = 0;
	put(k, t);
	return buf_slice(&k->got);
}

/* Flags as sendmail lists them: each once, in order. */
static void put_flags(struct asker *k, struct slice flags)
{
	for (int c = '!'; c < 127; c++)
		if (c != ',' && memchr(flags.p, c, flags.n) != NULL)
			buf_putc(&k->got, (char)c);
}

static struct slice mailer_field(struct asker *k, const struct expectation *e)
{
	struct slice field = e->subject, name = cut_word(&field);
	struct cfrw_item item;
	struct cfrw_text v;

	if (!cfrw_find(k->w->program, CFRW_MAILERS, (struct cfrw_text){name.p, name.n}, &item))
		return said(k, "no such mailer");
	k->got.n = 0;
	if (!cfrw_field(&item, field.p[0], &v))
		buf_printf(&k->got, "no %.*s of a mailer %.*s", SLICE_ARG(field), SLICE_ARG(name));
	else if (field.p[0] == 'F')
		put_flags(k, (struct slice){v.p, v.n});
	else
		put(k, v);
	return buf_slice(&k->got);
}

/* How a line that begins with the subject goes on: the one that is meant, where there is one, else all. */
static struct slice written(struct asker *k, const struct expectation *e)
{
	struct slice rest = k->w->cf, line;
	size_t n = 0;

	k->got.n = 0;
	while (slice_next(&rest, '\n', &line)) {
		struct slice tail;

		if (!slice_starts(line, e->subject))
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
	switch (e->kind) {
	case EXPECT_PARSE:
		return asker_parse(k, e->subject);
	case EXPECT_STEP:
		return step(k, e);
	case EXPECT_RULESET:
		return ruleset(k, e);
	case EXPECT_CHECK:
		return asker_check(k, e->verb, e->subject);
	case EXPECT_MAILER:
		return mailer_field(k, e);
	case EXPECT_CF:
		return written(k, e);
	case EXPECT_PICK:
		break;
	}
	return run_all(k, e->verb, e->subject) ? pick(k) : said(k, "no such ruleset");
}
