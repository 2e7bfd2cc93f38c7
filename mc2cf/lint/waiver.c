/*
 * waiver.c - what the sources allow
 *
 *     dnl mc2cf: allow MC1303 until=2027-01-01 reason="the scanner sets it"     in a .mc
 *     # mc2cf: allow duplicate-key                                             in a .cf or a table
 *
 * A waiver behind other text is about its line; one that has a line to itself
 * is about the next line that is neither empty nor a waiver.  Findings about
 * the file as a whole it allows wherever it stands, in what a .mc includes too.  What the compiler calls an
 * error is one: no sendmail.cf is written, and no waiver changes that.
 */
#include "lint/lint.h"
#include "lint/table.h"

#define SPEAKS "mc2cf:"
#define ALLOW SPEAKS " allow"

struct waiver {
	struct waiver *next;
	const struct diag_code *code;
	struct srcpos at;      /* of the code */
	uint32_t own, about;   /* lines */
	bool expired, used;
};

/* A file that was read because the .mc includes it. */
struct included {
	struct included *next;
	uint32_t file;
};

struct waive {
	const struct lint *l;
	struct slice today;
	struct waiver *first, **last;
	struct included *included;
};

struct words {
	struct waive *w;
	struct slice line, rest;
	struct srcpos at;
};

/* Cuts the next word off; a quoted part belongs to it. */
static struct slice next_word(struct slice *rest)
{
	size_t i = 0;
	bool quoted = false;
	struct slice word;

	*rest = slice_trim(*rest);
	for (; i < rest->n && (quoted || (rest->p[i] != ' ' && rest->p[i] != '\t')); i++)
		quoted ^= rest->p[i] == '"';
	word = (struct slice){rest->p, i};
	*rest = (struct slice){rest->p + i, rest->n - i};
	return word;
}

static bool is_date(struct slice s)
{
	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (i != 4 && i != 7 && (s.p[i] < '0' || s.p[i] > '9'))
			return false;
	return true;
}

static struct srcpos place(const struct words *x, struct slice word)
{
	return (struct srcpos){x->at.file, x->at.line, (uint32_t)(word.p - x->line.p) + 1, 0};
}

static void say_syntax(const struct words *x, struct slice word, const char *what)
{
	struct diag *g = diag_add(x->w->l->d, 1903, place(x, word), "`%.*s' %s", SLICE_ARG(word), what);

	diag_span(g, word.n);
	diag_help(g, "mc2cf: allow MC1234 until=2027-01-01 reason=\"why\": codes or names, then those two, which may be left out");
}

/* A word that is no code: until=, reason=. False where it is neither. */
static bool take_key(const struct words *x, struct slice word, struct slice *until)
{
	if (slice_starts(word, SLICE_LIT("until="))) {
		*until = (struct slice){word.p + 6, word.n - 6};
		if (!is_date(*until))
			say_syntax(x, word, "is no day like until=2027-01-01");
		return true;
	}
	return slice_starts(word, SLICE_LIT("reason="));
}

static void add(const struct words *x, struct slice word, uint32_t about)
{
	const struct diag_code *code = lint_code_find(word);
	struct waiver *v;

	if (code == NULL) {
		say_syntax(x, word, "is no code or name of a check");
		return;
	}
	if (code->number < 1000 && lint_severity(code) == DIAG_ERROR) {
		say_syntax(x, word, "is an error of the compiler, which cannot be allowed");
		return;
	}
	v = ARENA_NEW(x->w->l->arena, struct waiver);
	*v = (struct waiver){.code = code, .at = place(x, word), .own = x->at.line, .about = about};
	*x->w->last = v;
	x->w->last = &v->next;
}

/* The words behind "allow": codes, apart by commas or blanks. */
static void read_waiver(struct words *x, uint32_t about)
{
	struct waiver **first = x->w->last;
	struct slice until = SLICE_NONE;

	while (slice_trim(x->rest).n != 0) {
		struct slice word = next_word(&x->rest), code;

		if (take_key(x, word, &until))
			continue;
		while (slice_next(&word, ',', &code))
			if (code.n != 0)
				add(x, code, about);
	}
	for (struct waiver *v = *first; v != NULL; v = v->next)
		v->expired = is_date(until) && slice_cmp(until, x->w->today) < 0;
}

/* Where the comment begins that holds the waiver; -1: it is in none. */
static ptrdiff_t comment_of(struct slice line, ptrdiff_t allow)
{
	for (ptrdiff_t i = allow - 1; i >= 0; i--) {
		if (line.p[i] == '#')
			return i;
		if (line.p[i] == 'l' && i >= 2 && memcmp(line.p + i - 2, "dnl", 3) == 0)
			return i - 2;
		if (line.p[i] != ' ' && line.p[i] != '\t')
			return -1;
	}
	return -1;
}

static uint32_t next_line(struct slice rest, uint32_t number)
{
	struct slice line;

	while (slice_next(&rest, '\n', &line)) {
		number++;
		if (slice_trim(line).n != 0 && slice_find(line, SLICE_LIT(ALLOW)) < 0)
			return number;
	}
	return number;
}

/* A comment that speaks to us, and nearly says allow: what it was to allow is found, and whoever wrote it should learn why. */
static void check_misspelt(struct words *x)
{
	ptrdiff_t speaks = slice_find(x->line, SLICE_LIT(SPEAKS));
	struct slice word;

	if (speaks < 0 || comment_of(x->line, speaks) < 0)
		return;
	x->rest = (struct slice){x->line.p + speaks + sizeof SPEAKS - 1, x->line.n - (size_t)speaks - (sizeof SPEAKS - 1)};
	word = next_word(&x->rest);
	if (word.n != 0 && slice_distance(word, SLICE_LIT("allow"), 2) <= 2)
		say_syntax(x, word, "is not `allow' with one blank before it");
}

static void read_file(struct waive *w, uint32_t file, struct slice text)
{
	struct slice rest = text, line;
	uint32_t number = 0, next = 0; /* next: the line that waivers above it are about, found once for all of them */

	if (slice_find(text, SLICE_LIT(SPEAKS)) < 0)
		return;
	while (slice_next(&rest, '\n', &line)) {
		ptrdiff_t allow = slice_find(line, SLICE_LIT(ALLOW)), begin = allow >= 0 ? comment_of(line, allow) : -1;
		struct words x = {w, line, SLICE_NONE, {file, ++number, 0, 0}};

		if (begin < 0) {
			check_misspelt(&x);
			continue;
		}
		x.rest = (struct slice){line.p + allow + sizeof ALLOW - 1, line.n - (size_t)allow - (sizeof ALLOW - 1)};
		if (slice_trim((struct slice){line.p, (size_t)begin}).n != 0) {
			read_waiver(&x, number);
			continue;
		}
		if (next <= number)
			next = next_line(rest, number);
		read_waiver(&x, next);
	}
}

static bool is_read(const struct waive *w, uint32_t file)
{
	for (size_t i = 0; i < w->l->ntables; i++)
		if (w->l->tables[i]->file == file)
			return true;
	for (const struct included *f = w->included; f != NULL; f = f->next)
		if (f->file == file)
			return true;
	return file == 0 || file == w->l->file;
}

static void read_include(struct waive *w, uint32_t file)
{
	struct included *f;
	struct slice line;

	if (is_read(w, file))
		return;
	f = ARENA_NEW(w->l->arena, struct included);
	*f = (struct included){w->included, file};
	w->included = f;
	(void)srcset_line(w->l->src, file, 1, &line); /* loads it */
	read_file(w, file, srcset_whole(w->l->src, file));
}

/* What a .mc includes: files that asked for something, and those in which something was found. */
static void read_includes(struct waive *w)
{
	const struct site *site = w->l->site;
	struct diag_view v;
	struct slice name;
	void *fact;

	for (size_t i = 0; site != NULL && i < site->nuses; i++)
		read_include(w, site->uses[i]->at.file);
	for (size_t i = 0; site != NULL && symtab_at(site->facts, &i, &name, &fact);)
		read_include(w, ((const struct site_fact *)fact)->at.file);
	for (size_t i = 0; diags_view(w->l->d, i, &v); i++)
		read_include(w, v.at.file);
}

static bool is_included(const struct waive *w, uint32_t file)
{
	for (const struct included *f = w->included; f != NULL; f = f->next)
		if (f->file == file)
			return true;
	return false;
}

/* What is about a configuration as a whole may be allowed by what it includes. */
static bool allows(const struct waive *w, const struct waiver *v, const struct diag_view *g)
{
	if (v->code != g->code)
		return false;
	if (v->at.file != g->at.file)
		return g->at.line == 0 && g->at.file == w->l->file && is_included(w, v->at.file);
	return g->at.line == 0 || g->at.line == v->about || g->at.line == v->own;
}

static bool is_allowed(void *ctx, const struct diag_view *g)
{
	struct waive *w = ctx;
	bool allowed = false;

	for (struct waiver *v = w->first; v != NULL; v = v->next)
		if (allows(w, v, g)) {
			v->used = true;
			allowed |= !v->expired;
		}
	return allowed;
}

/* A check that was not asked does not show that there is nothing to allow. */
static bool was_asked(const struct lint *l, const struct diag_code *code)
{
	const struct lint_check *c;

	for (size_t i = 0; (c = lint_check_at(i)) != NULL; i++)
		if (c->code == code)
			return (c->stage != LINT_FILES || l->files != NULL) && (l->ir != NULL || c->stage == LINT_TABLE || c->stage == LINT_MC || (c->stage == LINT_SITE && l->settings != NULL));
	return true;
}

static void say_waivers(const struct waive *w)
{
	for (const struct waiver *v = w->first; v != NULL; v = v->next) {
		if (v->used && v->expired)
			diag_help(diag_add(w->l->d, 1901, v->at, "MC%04u (%s) was allowed until a day that has passed", v->code->number, v->code->name), "mend it, or allow it for longer");
		else if (!v->used && was_asked(w->l, v->code))
			diag_help(diag_add(w->l->d, 1902, v->at, "there is no finding MC%04u (%s) that this could allow", v->code->number, v->code->name),
				"take it out; it holds for its own line, or alone in a line for the next one");
	}
}

void lint_waive(const struct lint *l, struct slice today)
{
	struct waive w = {.l = l, .today = today};

	w.last = &w.first;
	read_file(&w, l->file, l->text);
	for (size_t i = 0; i < l->ntables; i++)
		read_file(&w, l->tables[i]->file, l->tables[i]->text);
	read_includes(&w);
	if (w.first == NULL)
		return;
	diags_drop(l->d, is_allowed, &w);
	say_waivers(&w);
}
