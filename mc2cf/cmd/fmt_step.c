/* fmt_step.c - see fmt.h */
#include "cmd/fmt.h"
#include "lint/mc_text.h"
#include "mc/table.h"

/* What becomes of the text: edits in order. */
struct shape {
	const struct lint_mc *mc;
	struct buf out;
	const char *done;      /* up to here it is in out */
};

static void edit(struct shape *s, const char *from, const char *to, const char *with)
{
	if (from < s->done)
		return;
	buf_put(&s->out, s->done, (size_t)(from - s->done));
	buf_puts(&s->out, with);
	s->done = to;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* A directive that leaves nothing in the text; a call of it, not its name in a sentence. */
static bool is_quiet(const struct lint_call *c)
{
	static const char *const loud[] = {"include", "sinclude", "divert", "undivert", "ifdef", "ifelse", "changequote", "errprint", "dnl"};

	if (c->where != LINT_CALL_LIVE || c->nargs == 0 || !mc_directive_known(c->name))
		return false;
	for (size_t i = 0; i < sizeof loud / sizeof *loud; i++)
		if (slice_eq_str(c->name, loud[i]))
			return false;
	return true;
}

/* Whether the call is the first thing in its line; *begin: where that begins. */
static bool begins_line(const struct shape *s, const struct lint_call *c, const char **begin)
{
	const char *p = c->whole.p;

	while (p > s->mc->text.p && is_blank(p[-1]))
		p--;
	*begin = p;
	return p == s->mc->text.p || p[-1] == '\n';
}

static void do_final(struct shape *s)
{
	const char *end = s->mc->text.p + s->mc->text.n;

	if (end[-1] != '\n')
		edit(s, end, end, "\n");
}

static void do_blanks(struct shape *s)
{
	for (size_t i = 0; i < s->mc->nends; i++) {
		const char *nl = s->mc->end[i], *p = nl;

		while (p > s->mc->text.p && is_blank(p[-1]))
			p--;
		if (p != nl)
			edit(s, p, nl, "");
	}
}

static void do_empty(struct shape *s)
{
	size_t empty = 1; /* none at the start */

	for (size_t i = 0; i < s->mc->nends; i++) {
		const char *nl = s->mc->end[i];

		empty = nl == s->mc->text.p || nl[-1] == '\n' ? empty + 1 : 0;
		if (empty > 1)
			edit(s, nl, nl + 1, "");
	}
}

static void do_leading(struct shape *s)
{
	for (size_t i = 0; i < s->mc->ncalls; i++) {
		const struct lint_call *c = &s->mc->call[i];
		const char *begin;

		if (c->depth == 0 && is_quiet(c) && begins_line(s, c, &begin) && begin != c->whole.p)
			edit(s, begin, c->whole.p, "");
	}
}

/* Where the argument begins: at its quote, if it has one that was taken off. */
static const char *raw(const struct lint_call *c, size_t i)
{
	const char *p = c->arg[i].p;

	return p > c->whole.p && p[-1] == '`' ? p - 1 : p;
}

static void do_arguments(struct shape *s)
{
	for (size_t i = 0; i < s->mc->ncalls; i++) {
		const struct lint_call *c = &s->mc->call[i];

		if (c->depth != 0 || !is_quiet(c))
			continue;
		for (size_t k = 0; k < c->nargs; k++) {
			const char *to = raw(c, k), *from = to;

			while (is_blank(from[-1]))
				from--;
			if (from[-1] == '(' && from != to && k == 0)
				edit(s, from, to, "");
			else if (from[-1] == ',' && k != 0 && (c->arg[k].n != 0 || to != c->arg[k].p) && (to - from != 1 || *from != ' '))
				edit(s, from, to, " ");
		}
	}
}

static bool is_word(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z') || (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '_' || s.p[i] == '-' || s.p[i] == '.'))
			return false;
	return s.n != 0;
}

static void do_quotes(struct shape *s)
{
	static const char *const names[] = {"FEATURE", "MAILER", "OSTYPE", "DOMAIN", "HACK", "define", "undefine"};

	for (size_t i = 0; i < s->mc->ncalls; i++) {
		const struct lint_call *c = &s->mc->call[i];

		for (size_t k = 0; k < sizeof names / sizeof *names && c->depth == 0 && is_quiet(c); k++)
			if (slice_eq_str(c->name, names[k]) && is_word(c->arg[0]) && raw(c, 0) == c->arg[0].p) {
				edit(s, c->arg[0].p, c->arg[0].p, "`");
				edit(s, c->arg[0].p + c->arg[0].n, c->arg[0].p + c->arg[0].n, "'");
			}
	}
}

static void do_dnl(struct shape *s)
{
	const char *end = s->mc->text.p + s->mc->text.n, *begin;

	for (size_t i = 0; i < s->mc->ncalls; i++) {
		const struct lint_call *c = &s->mc->call[i];
		const char *behind = c->whole.p + c->whole.n, *p = behind;

		if (c->depth != 0 || !is_quiet(c) || !begins_line(s, c, &begin))
			continue;
		while (p < end && is_blank(*p))
			p++;
		if (p == end || *p == '\n')
			edit(s, behind, p, "dnl");
		else if (p != behind && end - p >= 3 && memcmp(p, "dnl", 3) == 0)
			edit(s, behind, p, "");
	}
}

struct slice fmt_step(struct arena *a, struct slice text, enum fmt_step step)
{
	static void (*const steps[FMT_STEPS])(struct shape *) = {[FMT_FINAL] = do_final, [FMT_BLANKS] = do_blanks, [FMT_EMPTY] = do_empty,
		[FMT_LEADING] = do_leading, [FMT_ARGUMENTS] = do_arguments, [FMT_QUOTES] = do_quotes, [FMT_DNL] = do_dnl};
	struct shape s = {.mc = lint_mc_read(a, text, 0), .done = text.p};
	size_t i = 0;

	/* other quotes than ` and ' are beyond us */
	if (text.n == 0 || lint_mc_call(s.mc, "changequote", &i) != NULL || lint_mc_call(s.mc, "changecom", &i) != NULL)
		return text;
	buf_init(&s.out, a);
	steps[step](&s);
	if (s.done == text.p)
		return text;
	buf_put(&s.out, s.done, (size_t)(text.p + text.n - s.done));
	return buf_slice(&s.out);
}
