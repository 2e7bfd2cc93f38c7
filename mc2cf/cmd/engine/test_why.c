/*
 * test_why.c - see test.h: an expectation that failed is asked once more, and what the rules do is told
 *
 * The nearest rule was tried in vain, and its left-hand side has the most words
 * in common with what it was tried on: one that says what was expected, else one
 * of the ruleset that decided.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cmd/engine/limits.h"
#include "cmd/engine/test.h"
#include "cmd/engine/verbs.h"
#include "engine/limits.h"

struct fired {
	int ruleset;
	size_t rule;
	uint32_t line;
};

struct near {
	struct fired rule;
	int score;                 /* 0: none; else one more than its likeness */
};

struct watch {
	struct world *w;
	const struct expectation *e;
	struct fired *fired;
	size_t nfired, shown;
	struct near nearest;       /* of those that say what is wanted */
	struct near *by_ruleset;   /* of all of a ruleset */
	struct buf workspace;
	struct slice want;         /* what the right-hand side of a rule would have to say, squeezed */
};

static struct slice slice_from(struct cfrw_text t)
{
	return (struct slice){t.p, t.n};
}

/* What a rule says that gives the answer that is wanted. */
static struct slice wanted(struct arena *a, const struct expectation *e)
{
	struct slice rest = e->answer, first = SLICE_LIT(""), second = SLICE_LIT("");
	struct buf b;

	buf_init(&b, a);
	slice_next(&rest, ' ', &first);
	slice_next(&rest, ' ', &second);
	if (slice_eq_str(first, "error"))
		buf_printf(&b, "$#error%s%.*s", second.n != 0 ? "$@" : "", SLICE_ARG(second));
	else if (slice_eq_str(first, "ok"))
		buf_puts(&b, "RELAY");
	else if (e->kind == EXPECT_PARSE || e->kind == EXPECT_PICK || slice_eq_str(first, "discard"))
		buf_printf(&b, "$#%.*s", SLICE_ARG(first));
	return b.n != 0 ? buf_slice(&b) : SLICE_LIT("");
}

static bool holds_folded(struct slice s, struct slice part)
{
	for (size_t i = 0; i + part.n <= s.n; i++)
		if (slice_caseeq((struct slice){s.p + i, part.n}, part))
			return true;
	return false;
}

/* How many words of a left-hand side stand in the workspace, of those that must: in tenths. */
static int likeness(struct slice lhs, struct slice workspace)
{
	int all = 0, there = 0;

	for (size_t i = 0; i < lhs.n;) {
		size_t from = i;

		if (lhs.p[i] == '$') {
			i += 2;
			if (i <= lhs.n && (lhs.p[i - 1] == '=' || lhs.p[i - 1] == '~' || lhs.p[i - 1] == '&')) {
				if (i < lhs.n && lhs.p[i] == '{')
					while (i < lhs.n && lhs.p[i] != '}')
						i++;
				i++;
			}
			continue;
		}
		while (i < lhs.n && lhs.p[i] != ' ' && lhs.p[i] != '\t' && lhs.p[i] != '$')
			i++;
		if (i > from) {
			all++;
			there += holds_folded(workspace, (struct slice){lhs.p + from, i - from});
		}
		while (i < lhs.n && (lhs.p[i] == ' ' || lhs.p[i] == '\t'))
			i++;
	}
	return all == 0 ? 5 : 10 * there / all;
}

static void better(struct near *n, const struct cfrw_trace *t, int score)
{
	if (score >= n->score)
		*n = (struct near){{t->ruleset, t->rule, t->line}, score};
}

static void failed_rule(struct watch *v, const struct cfrw_trace *t)
{
	struct cfrw_rule rule;
	int score;

	if (!cfrw_rule(v->w->program, t->ruleset, t->rule, &rule))
		return;
	score = 1 + likeness(slice_from(rule.lhs), buf_slice(&v->workspace));
	better(&v->by_ruleset[t->ruleset], t, score);
	if (v->want.n != 0 && holds_folded(expect_squeeze(v->workspace.arena, slice_from(rule.rhs)), v->want))
		better(&v->nearest, t, score);
}

static void matched(struct watch *v, const struct cfrw_trace *t)
{
	if (v->nfired == v->shown) { /* the last ones decide */
		memmove(v->fired, v->fired + 1, (v->shown - 1) * sizeof(*v->fired));
		v->nfired--;
	}
	v->fired[v->nfired++] = (struct fired){t->ruleset, t->rule, t->line};
}

static void on_event(void *data, const struct cfrw_trace *t)
{
	struct watch *v = data;
	struct slice text = slice_from(t->text);
	const char *colon;

	if (t->event == CFRW_MATCH)
		matched(v, t);
	else if (t->event == CFRW_FAIL)
		failed_rule(v, t);
	else if (t->event != CFRW_TRY && (colon = memchr(text.p, ':', text.n)) != NULL) {
		v->workspace.n = 0;
		buf_put(&v->workspace, colon + 1, text.n - (size_t)(colon + 1 - text.p));
	}
}

void test_put_origin(struct world *w, uint32_t line, struct buf *out)
{
	struct origin o;

	world_find_origins(w);
	o = origins_of(&w->origins, line);
	buf_printf(out, "%s:%u", w->name, (unsigned)line);
	if (o.text.line != 0)
		buf_printf(out, ", %.*s:%u", SLICE_ARG(o.text.file), (unsigned)o.text.line);
	if (o.directive.n == 0)
		return;
	buf_printf(out, ", %.*s", SLICE_ARG(o.directive));
	if (o.argument.n != 0)
		buf_printf(out, "(`%.*s')", SLICE_ARG(o.argument));
	if (o.asked.line != 0)
		buf_printf(out, " in %.*s:%u", SLICE_ARG(o.asked.file), (unsigned)o.asked.line);
}

static void put_rule(struct watch *v, const struct fired *f, struct buf *out)
{
	struct cfrw_text name = cfrw_ruleset_name(v->w->program, f->ruleset);
	struct cfrw_rule rule;

	if (!cfrw_rule(v->w->program, f->ruleset, f->rule, &rule))
		return;
	buf_printf(out, "      %.*s: R%.*s  %.*s\n          ", (int)name.n, name.p, (int)rule.lhs.n, rule.lhs.p, (int)rule.rhs.n, rule.rhs.p);
	test_put_origin(v->w, f->line, out);
	buf_putc(out, '\n');
}

/* The ruleset of the last rule that says $#error, $#mailer …, or of the last rule. */
static int decided(const struct watch *v)
{
	for (size_t i = v->nfired; i-- > 0;) {
		struct cfrw_rule rule;
		struct slice rhs;

		if (!cfrw_rule(v->w->program, v->fired[i].ruleset, v->fired[i].rule, &rule))
			continue;
		rhs = expect_squeeze(v->workspace.arena, slice_from(rule.rhs));
		if (slice_starts(rhs, SLICE_LIT("$#")) && rhs.n > 2 && rhs.p[2] != '$')
			return v->fired[i].ruleset;
	}
	return v->nfired != 0 ? v->fired[v->nfired - 1].ruleset : 0;
}

static void tell(struct watch *v, struct buf *out)
{
	struct near *other = &v->by_ruleset[decided(v)];

	buf_puts(out, v->nfired == 0 ? "    no rule matched\n" : v->nfired == v->shown ? "    the last rules that matched:\n" : "    rules that matched:\n");
	for (size_t i = 0; i < v->nfired; i++)
		put_rule(v, &v->fired[i], out);
	if (v->nearest.score != 0)
		buf_puts(out, "    the nearest rule that would have given it:\n");
	else if (other->score != 0)
		buf_puts(out, "    the nearest rule that did not match where it was decided:\n");
	if (v->nearest.score != 0 || other->score != 0)
		put_rule(v, v->nearest.score != 0 ? &v->nearest.rule : &other->rule, out);
}

static void out_of_memory(void *ctx)
{
	(void)ctx;
	fputs("mc2cf test: out of memory\n", stderr);
	exit(STATUS_TOOL);
}

struct slice test_why(struct tests *t, const struct test_unit *u, size_t i, struct buf *lines)
{
	struct watch v = {.w = t->worlds[u->world], .e = &u->block->v[i], .shown = t->verbose ? TEST_RULES_VERBOSE : TEST_RULES_SHOWN};
	struct asker *k = asker_new(t->a, v.w, out_of_memory, NULL);
	struct slice got;

	if (k == NULL)
		return SLICE_LIT("(no memory)");
	v.fired = arena_array(t->a, v.shown, sizeof(*v.fired));
	v.by_ruleset = arena_array(t->a, ENGINE_RULESETS_MAX, sizeof(*v.by_ruleset));
	v.want = wanted(t->a, v.e);
	buf_init(&v.workspace, t->a);
	buf_putc(&v.workspace, ' ');
	asker_begin(k, u->block);
	for (size_t n = 0; n < i; n++)
		asker_ask(k, &u->block->v[n]);
	cfrw_trace(k->site.context, CFRW_TRACE_ALL & ~(unsigned)CFRW_VALUE, on_event, &v);
	got = asker_ask(k, v.e);
	got = (struct slice){arena_dup(t->a, got.p, got.n), got.n};
	if (v.e->kind != EXPECT_CF && v.e->kind != EXPECT_MAILER)
		tell(&v, lines);
	asker_free(k);
	return got;
}
