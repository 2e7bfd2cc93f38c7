/*
 * mc_text.c - see mc_text.h
 *
 * One walk over the text.  Quotes ` ' nest as m4's do; within them, names are
 * seen too, since an argument is expanded when it is used (ifdef, and its like),
 * and a quoted name in capitals with a parenthesis is hardly ever just text.
 */
#include "base/buf.h"
#include "lint/limits.h"
#include "lint/mc_text.h"

struct open_call {
	size_t index;          /* of the call, in the list */
	const char *arg;       /* where the current argument begins */
	size_t quotes;         /* how deep in quotes its parenthesis stands */
	size_t parens;         /* open within the argument */
	struct slice args[LINT_CALL_ARGS];
	size_t nargs;
};

struct walk {
	struct arena *arena;
	struct lint_mc *mc;
	const char *p, *end;
	size_t quotes;
	enum lint_call_where where;
	struct open_call *open;
	size_t depth;
	bool line_start;       /* nothing but blanks stood in this line */
	const char *included;  /* where the text includes cf.m4 itself: before that, # begins a comment; NULL: it does not */
	const char *counted;   /* lines are counted up to here, */
	struct srcpos at;      /* which is this place */
};

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Names that count without a parenthesis too: sections, divert and the like. */
static bool counts_alone(struct slice name)
{
	static const char *const words[] = {"LOCAL_CONFIG", "LOCAL_RULESETS", "LOCAL_NET_CONFIG", "LOCAL_RULE_0", "LOCAL_RULE_1", "LOCAL_RULE_2", "LOCAL_RULE_3",
		"MAILER_DEFINITIONS", "LOCAL_SRV_FEATURES", "LOCAL_CLT_FEATURES", "LOCAL_TRY_TLS", "LOCAL_TLS_RCPT", "LOCAL_TLS_CLIENT", "LOCAL_TLS_SERVER", "LOCAL_UUCP"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (slice_eq_str(name, words[i]))
			return true;
	return false;
}

/* Goes on from place to place, so that a text is counted once. */
static struct srcpos advance(const char *from, const char *to, struct srcpos at)
{
	for (; from < to; from++) {
		at.col++;
		if (*from == '\n')
			at = (struct srcpos){at.file, at.line + 1, 1, 0};
	}
	return at;
}

static struct lint_call *add_call(struct walk *w, struct slice name)
{
	struct lint_mc *mc = w->mc;

	mc->call = arena_grow(w->arena, mc->call, mc->ncalls, &mc->cap, sizeof *mc->call);
	w->at = advance(w->counted, name.p, w->at);
	w->counted = name.p;
	mc->call[mc->ncalls] = (struct lint_call){.name = name, .whole = name, .at = w->at, .where = w->where, .depth = w->depth};
	return &mc->call[mc->ncalls++];
}

/* An argument as m4 takes it: no blanks before it, and one layer of quotes off where they enclose all of it. */
static struct slice argument(const char *p, const char *end)
{
	size_t depth = 0;
	struct slice s;

	while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'))
		p++;
	s = (struct slice){p, (size_t)(end - p)};
	if (s.n < 2 || s.p[0] != '`' || s.p[s.n - 1] != '\'')
		return s;
	for (size_t i = 0; i + 1 < s.n; i++) {
		depth += s.p[i] == '`';
		depth -= s.p[i] == '\'' && depth != 0;
		if (depth == 0)
			return s;
	}
	return (struct slice){s.p + 1, s.n - 2};
}

static void end_argument(struct walk *w)
{
	struct open_call *o = &w->open[w->depth - 1];

	if (o->nargs < LINT_CALL_ARGS)
		o->args[o->nargs++] = argument(o->arg, w->p);
	o->arg = w->p + 1;
}

static void end_call(struct walk *w)
{
	struct open_call *o = &w->open[w->depth - 1];
	struct lint_call *c = &w->mc->call[o->index];

	end_argument(w);
	c->arg = arena_array(w->arena, o->nargs, sizeof *c->arg);
	memcpy(c->arg, o->args, o->nargs * sizeof *c->arg);
	c->nargs = o->nargs;
	c->whole.n = (size_t)(w->p + 1 - c->whole.p);
	c->dnl = w->end - w->p > 3 && memcmp(w->p + 1, "dnl", 3) == 0 && (w->end - w->p == 4 || !is_name(w->p[4]));
	w->depth--;
}

/* Whether the walk stands where a comma or a parenthesis counts for the innermost call. */
static bool in_call(const struct walk *w)
{
	return w->depth != 0 && w->open[w->depth - 1].quotes == w->quotes;
}

/* A newline: remembered where it ends a line that stands by itself. */
static void end_line(struct walk *w)
{
	struct lint_mc *mc = w->mc;

	w->line_start = true;
	if (w->where == LINT_CALL_HASH)
		w->where = LINT_CALL_LIVE;
	if (w->quotes != 0 || w->depth != 0)
		return;
	mc->end = arena_grow(w->arena, mc->end, mc->nends, &mc->ends_cap, sizeof *mc->end);
	mc->end[mc->nends++] = w->p;
}

static void skip_line(struct walk *w)
{
	const char *nl = memchr(w->p, '\n', (size_t)(w->end - w->p));

	w->p = nl != NULL ? nl : w->end;
}

static const struct lint_mc *cut(struct arena *a, struct slice text, uint32_t file, enum lint_call_where where);

/* What a dnl comment would call, if it were none. */
static void comment(struct walk *w, const char *from)
{
	struct slice rest = {from, (size_t)(w->p - from)};
	const struct lint_mc *inner;

	if (memchr(rest.p, '(', rest.n) == NULL)
		return;
	inner = cut(w->arena, rest, w->mc->file, LINT_CALL_DNL);
	for (size_t i = 0; i < inner->ncalls; i++) {
		struct lint_call *c = add_call(w, inner->call[i].name);
		struct srcpos at = c->at;

		*c = inner->call[i];
		c->at = at;
		c->depth = w->depth;
	}
}

static void name(struct walk *w)
{
	struct slice s = {w->p, 0};

	while (w->p < w->end && is_name(*w->p))
		w->p++;
	s.n = (size_t)(w->p - s.p);
	if (slice_eq_str(s, "dnl") && w->quotes == 0) {
		const char *from = w->p;

		skip_line(w);
		comment(w, from);
		return;
	}
	if (w->p < w->end && *w->p == '(' && w->depth < LINT_CALL_DEPTH && !(s.p[0] >= '0' && s.p[0] <= '9')) {
		struct open_call *o = &w->open[w->depth];

		o->index = w->mc->ncalls;
		add_call(w, s);
		w->depth++;
		o->arg = ++w->p;
		o->quotes = w->quotes;
		o->parens = o->nargs = 0;
	} else if (counts_alone(s) && w->quotes == 0) {
		add_call(w, s);
	}
}

static void quote(struct walk *w, char c)
{
	if (c == '`') {
		w->quotes++;
	} else if (w->quotes != 0) {
		w->quotes--;
		/* a call that was opened within these quotes ends with them */
		while (w->depth != 0 && w->open[w->depth - 1].quotes > w->quotes)
			w->depth--;
	}
	w->p++;
}

static void step(struct walk *w)
{
	char c = *w->p;

	if (is_name(c)) {
		w->line_start = false;
		name(w);
		return;
	}
	if (c == '\n') {
		end_line(w);
	} else if (c == '#' && w->quotes == 0 && w->included != NULL && w->p < w->included) {
		skip_line(w);
		return;
	} else if (c == '#' && w->line_start && w->quotes == 0 && w->depth == 0 && w->where == LINT_CALL_LIVE) {
		w->where = LINT_CALL_HASH;
	} else if (c != ' ' && c != '\t') {
		w->line_start = false;
	}
	if (c == '`' || c == '\'') {
		quote(w, c);
		return;
	}
	if (in_call(w)) {
		struct open_call *o = &w->open[w->depth - 1];

		if (c == '(')
			o->parens++;
		else if (c == ')' && o->parens != 0)
			o->parens--;
		else if (c == ')')
			end_call(w);
		else if (c == ',' && o->parens == 0)
			end_argument(w);
	}
	w->p++;
}

/* The line that includes sendmail's own cf.m4. */
static const char *own_include(struct slice text)
{
	struct slice rest = text, line;

	while (slice_next(&rest, '\n', &line))
		if (slice_starts(line, SLICE_LIT("include(")) && slice_find(line, SLICE_LIT("cf.m4")) >= 0)
			return line.p;
	return NULL;
}

static const struct lint_mc *cut(struct arena *a, struct slice text, uint32_t file, enum lint_call_where where)
{
	struct lint_mc *mc = ARENA_NEW(a, struct lint_mc);
	struct walk w = {.arena = a, .mc = mc, .p = text.p, .end = text.p + text.n, .where = where, .line_start = true, .counted = text.p, .at = {file, 1, 1, 0}};

	*mc = (struct lint_mc){.text = text, .file = file};
	w.open = arena_array(a, LINT_CALL_DEPTH, sizeof *w.open);
	w.included = where == LINT_CALL_LIVE ? own_include(text) : NULL;
	while (w.p < w.end)
		step(&w);
	return mc;
}

const struct lint_mc *lint_mc_read(struct arena *a, struct slice text, uint32_t file)
{
	return cut(a, text, file, LINT_CALL_LIVE);
}

const struct lint_call *lint_mc_call(const struct lint_mc *mc, const char *name_, size_t *i)
{
	while (*i < mc->ncalls) {
		const struct lint_call *c = &mc->call[(*i)++];

		if (c->where != LINT_CALL_DNL && slice_eq_str(c->name, name_))
			return c;
	}
	return NULL;
}

struct srcpos lint_mc_place(const struct lint_mc *mc, const char *p)
{
	return advance(mc->text.p, p, (struct srcpos){mc->file, 1, 1, 0});
}
