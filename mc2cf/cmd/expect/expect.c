/* expect.c - see expect.h: lines, blocks and what is compared */
#include "cmd/expect/expect_priv.h"

static bool skipped(char c)
{
	return c == '"' || c == ' ' || (c >= '\t' && c <= '\r');
}

struct slice expect_squeeze(struct arena *a, struct slice s)
{
	char *p = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		if (!skipped(s.p[i]))
			p[n++] = s.p[i];
	return (struct slice){p, n};
}

/* "error" or "error D.S.N" before a text that the expectation leaves open. */
static bool begins(struct slice want, struct slice got)
{
	size_t i = 0, k = 0;

	while (i < want.n) {
		if (skipped(want.p[i]) != (k < got.n && skipped(got.p[k])))
			return false;
		if (skipped(want.p[i])) {
			while (i < want.n && skipped(want.p[i]))
				i++;
			while (k < got.n && skipped(got.p[k]))
				k++;
		} else if (k == got.n || want.p[i++] != got.p[k++])
			return false;
	}
	return k == got.n || skipped(got.p[k]);
}

bool expect_holds(const struct expectation *e, struct slice got)
{
	size_t k = 0, i = 0;

	for (; i < got.n; i++) {
		if (skipped(got.p[i]))
			continue;
		if (k == e->squeezed.n || got.p[i] != e->squeezed.p[k])
			break;
		k++;
	}
	if (i == got.n && k == e->squeezed.n)
		return true;
	return e->brief && begins(e->answer, got);
}

static const struct {
	const char *name;
	bool sender, header;
} steps[] = {{"header_from", true, true}, {"header_to", false, true}, {"envelope_from", true, false}, {"envelope_to", false, false}};

static enum expect_kind kind_of(struct slice verb, struct expectation *e)
{
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		if (slice_eq_str(verb, steps[i].name)) {
			e->sender = steps[i].sender;
			e->header = steps[i].header;
			return EXPECT_STEP;
		}
	if (slice_eq_str(verb, "parse"))
		return EXPECT_PARSE;
	if (slice_eq_str(verb, "mailer"))
		return EXPECT_MAILER;
	if (slice_eq_str(verb, "cf"))
		return EXPECT_CF;
	if (slice_eq_str(verb, "ruleset"))
		return EXPECT_RULESET;
	if (slice_starts(verb, SLICE_LIT("check_")) || slice_starts(verb, SLICE_LIT("tls_")) || slice_starts(verb, SLICE_LIT("try_")))
		return EXPECT_CHECK;
	return EXPECT_PICK;
}

static bool two_words(struct slice s)
{
	slice_word(&s);
	return s.n != 0;
}

/* Where the last " -> " stands, or one at the end; -1: nowhere. */
static ptrdiff_t find_arrow(struct slice s)
{
	for (size_t i = s.n; i-- > 0;)
		if (s.n - i >= 2 && memcmp(s.p + i, "->", 2) == 0 && (s.n - i == 2 || s.p[i + 2] == ' ') && (i == 0 || s.p[i - 1] == ' ' || s.p[i - 1] == '\t'))
			return (ptrdiff_t)i;
	return -1;
}

static void read_expectation(struct reader *r, struct slice verb, struct slice rest)
{
	ptrdiff_t arrow = find_arrow(rest);
	struct expectation e = {.verb = verb, .line = r->at.line}, *to;

	if (arrow < 0) {
		diag_help(diag_add(r->d, 701, r->at, "no ` -> ' with an answer behind it"), "a line is: WHAT ADDRESS -> ANSWER");
		return;
	}
	e.subject = slice_trim((struct slice){rest.p, (size_t)arrow});
	e.answer = slice_trim((struct slice){rest.p + arrow + 2, rest.n - (size_t)arrow - 2});
	e.kind = kind_of(verb, &e);
	if (e.subject.n == 0 || (e.answer.n == 0 && e.kind != EXPECT_RULESET)) {
		diag_add(r->d, 701, r->at, e.subject.n != 0 ? "no answer behind the ` -> '" : "`%.*s' of what?", SLICE_ARG(verb));
		return;
	}
	if ((e.kind == EXPECT_STEP || e.kind == EXPECT_RULESET || e.kind == EXPECT_MAILER) && !two_words(e.subject)) {
		diag_add(r->d, 701, r->at, e.kind == EXPECT_RULESET ? "`%.*s' wants a ruleset and an input" : e.kind == EXPECT_MAILER ? "`%.*s' wants a mailer and a field"
		         : "`%.*s' wants a mailer and an address", SLICE_ARG(verb));
		return;
	}
	e.squeezed = expect_squeeze(r->a, e.answer);
	e.brief = slice_eq_str(e.answer, "error") || (slice_starts(e.answer, SLICE_LIT("error ")) && memchr(e.answer.p + 6, ' ', e.answer.n - 6) == NULL);
	to = GROW(r->a, r->block->v, r->block->n, struct expectation);
	*to = e;
	r->out->n++;
}

void expect_read(struct arena *a, struct slice text, uint32_t file, struct diags *d, struct expect_file *out)
{
	struct reader r = {.a = a, .d = d, .out = out, .at = {.file = file, .col = 1}, .config = SLICE_LIT("site.mc")};
	struct slice line, word;

	*out = (struct expect_file){.file = file};
	buf_init(&out->dns, a);
	buf_puts(&out->dns, "as-written\nlocalhost A 127.0.0.1\n1.0.0.127.in-addr.arpa PTR localhost\n");
	while (slice_next(&text, '\n', &line)) {
		r.at.line++;
		line = slice_trim(line);
		if (line.n != 0 && line.p[line.n - 1] == '\r')
			line = slice_trim((struct slice){line.p, line.n - 1});
		if (line.n == 0) {
			r.block = NULL;
			continue;
		}
		if (line.p[0] == '#')
			continue;
		word = slice_word(&line);
		expect_line(&r, word, line, read_expectation);
	}
}
