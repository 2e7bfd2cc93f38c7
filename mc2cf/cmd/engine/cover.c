/*
 * cover.c - see cover.h: counting, and the summary
 */
#include <stdio.h>

#include "cmd/engine/cover_priv.h"
#include "cmd/engine/test.h"
#include "engine/live.h"
#include "engine/source.h"

struct cover *cover_new(struct arena *a, struct world *w)
{
	struct cover *c = ARENA_NEW(a, struct cover);

	c->a = a;
	c->w = w;
	c->mailers = arena_array(a, w->mailers.n + 1, sizeof(*c->mailers));
	for (int i = 0; i < ENGINE_RULESETS_MAX; i++) {
		struct cover_ruleset *r = &c->rulesets[i];

		r->n = cfrw_rules(w->program, i);
		r->rules = arena_array(a, r->n + 1, sizeof(*r->rules));
	}
	return c;
}

static void on_event(void *data, const struct cfrw_trace *t)
{
	struct cover *c = data;
	struct cover_ruleset *r = &c->rulesets[t->ruleset];

	if (t->event == CFRW_CALL)
		r->calls++;
	else if (t->rule < r->n && t->event == CFRW_MATCH)
		r->rules[t->rule].matched++;
	else if (t->rule < r->n && t->event == CFRW_FAIL)
		r->rules[t->rule].failed++;
}

void cover_watch(struct cover *c, struct asker *k)
{
	source_count(live_maps(k->site.maps));
	cfrw_trace(k->site.context, CFRW_CALL | CFRW_MATCH | CFRW_FAIL, on_event, c);
}

void cover_answered(struct cover *c, const struct asker *k)
{
	if (k->mailer != NULL)
		c->mailers[k->mailer - c->w->mailers.v]++;
}

static void take_table(struct cover *c, struct map *m)
{
	struct source_entry e;
	size_t n = c->nentries, all = n;
	struct cover_entry *v;

	for (size_t i = 0; source_next(m, &i, &e);)
		all++;
	v = arena_array(c->a, all + 1, sizeof(*v));
	if (n != 0)
		memcpy(v, c->entries, n * sizeof(*v));
	for (size_t i = 0; source_next(m, &i, &e);) {
		struct slice file = source_file(m);

		v[n++] = (struct cover_entry){{arena_dup(c->a, file.p, file.n), file.n}, {arena_dup(c->a, e.key.p, e.key.n), e.key.n}, e.line, e.hits};
	}
	c->entries = v;
	c->nentries = n;
}

/* Lines that the file of expectations puts before the table's own. */
static uint32_t lines_before(const struct world *w, struct slice file)
{
	uint32_t n = 0;

	for (size_t i = 0; w->file != NULL && i < w->file->ntables; i++)
		for (size_t k = 0; slice_eq(w->file->tables[i].name, file) && k < w->file->tables[i].text.n; k++)
			n += w->file->tables[i].text.p[k] == '\n';
	return n;
}

void cover_end(struct cover *c, struct asker *k)
{
	struct maps *maps = live_maps(k->site.maps);

	for (size_t i = 0; i < maps_count(maps); i++) {
		struct map *m = maps_at(maps, i);
		size_t from = c->nentries;
		uint32_t before;

		if (m == NULL || !source_is(m))
			continue;
		take_table(c, m);
		before = lines_before(c->w, source_file(m));
		for (; from < c->nentries; from++)
			c->entries[from].line = c->entries[from].line > before ? c->entries[from].line - before : 0;
	}
}

/* Whether the sendmail.cf has that mailer; some are there without. */
static bool is_own(const struct cover *c, size_t mailer)
{
	struct slice name = c->w->mailers.v[mailer].name;
	struct cfrw_item item;

	return cfrw_find(c->w->program, CFRW_MAILERS, (struct cfrw_text){name.p, name.n}, &item);
}

struct sums {
	size_t rules, matched, tried, both, entries, found, mailers, used;
};

static void add_up(const struct cover *c, struct sums *s)
{
	for (int i = 0; i < ENGINE_RULESETS_MAX; i++)
		for (size_t k = 0; k < c->rulesets[i].n; k++) {
			const struct cover_rule *r = &c->rulesets[i].rules[k];

			s->rules++;
			s->matched += r->matched != 0;
			s->tried += r->matched + r->failed != 0;
			s->both += r->matched != 0 && r->failed != 0;
		}
	for (size_t i = 0; i < c->nentries; i++) {
		s->entries++;
		s->found += c->entries[i].hits != 0;
	}
	for (size_t i = 0; i < c->w->mailers.n; i++) {
		if (!is_own(c, i))
			continue;
		s->mailers++;
		s->used += c->mailers[i] != 0;
	}
}

static double percent(size_t part, size_t whole)
{
	return whole != 0 ? 100.0 * (double)part / (double)whole : 100.0;
}

/* What nothing has met. */
static void say_missing(struct cover *c)
{
	struct buf b;

	for (int i = 0; i < ENGINE_RULESETS_MAX; i++)
		for (size_t k = 0; k < c->rulesets[i].n; k++) {
			struct cfrw_text name = cfrw_ruleset_name(c->w->program, i);
			struct cfrw_rule rule;

			if (c->rulesets[i].rules[k].matched != 0 || !cfrw_rule(c->w->program, i, k, &rule))
				continue;
			buf_init(&b, c->a);
			test_put_origin(c->w, rule.line, &b);
			printf("%.*s: %s: %.*s: R%.*s  %.*s\n", SLICE_ARG(buf_slice(&b)), c->rulesets[i].rules[k].failed != 0 ? "never matched" : "never tried",
			       (int)name.n, name.p, (int)rule.lhs.n, rule.lhs.p, (int)rule.rhs.n, rule.rhs.p);
		}
	for (size_t i = 0; i < c->nentries; i++)
		if (c->entries[i].hits == 0)
			printf("%s%.*s:%u: never found: %.*s\n", c->w->folder, SLICE_ARG(c->entries[i].file), (unsigned)c->entries[i].line, SLICE_ARG(c->entries[i].key));
	for (size_t i = 0; i < c->w->mailers.n; i++)
		if (c->mailers[i] == 0 && is_own(c, i))
			printf("%s: never used: mailer %.*s\n", c->w->name, SLICE_ARG(c->w->mailers.v[i].name));
}

double cover_say(struct cover *const *v, size_t n, const struct cover_how *how, bool quiet)
{
	struct sums s = {0};

	for (size_t i = 0; i < n; i++) {
		add_up(v[i], &s);
		if (how->details && !quiet)
			say_missing(v[i]);
	}
	if (!quiet)
		printf("coverage: %zu of %zu rules matched (%.1f %%), %zu were tried, %zu both matched and failed; "
		       "%zu of %zu entries of tables were found; %zu of %zu mailers got mail\n", s.matched, s.rules, percent(s.matched, s.rules), s.tried, s.both,
		       s.found, s.entries, s.used, s.mailers);
	return percent(s.matched, s.rules);
}
