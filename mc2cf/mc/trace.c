/*
 * trace.c - how the .mc came to each record: the files that were read, and the macros that were expanded, on the way
 *
 * The log is in the order of execution.  A record that reads a file opens it;
 * the file is closed again when a record stands in one that was open before
 * (m4 says nothing at the end of an include).  m4 names the line of a macro's
 * call for all that comes out of it, so a directive that its line does not
 * spell came out of a macro that stands there: it is searched in the values
 * of the names that the line holds.
 */
#include "mc/lower.h"

struct reading {
	struct slice path;  /* the file's name ends in it */
	uint32_t step;      /* that read it */
};

struct trace {
	struct lower *l;
	struct site *site;
	size_t steps_cap;
	struct reading open[MC_TRACE_FILES];
	size_t depth;
	size_t record;      /* the one at hand */
};

static bool word_byte(char c)
{
	return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* The next name in *rest; false at the end. */
static bool next_word(struct slice *rest, struct slice *word)
{
	size_t i = 0, n;

	while (i < rest->n && !word_byte(rest->p[i]))
		i++;
	for (n = i; n < rest->n && word_byte(rest->p[n]);)
		n++;
	*word = (struct slice){rest->p + i, n - i};
	*rest = (struct slice){rest->p + n, rest->n - n};
	return word->n != 0;
}

static bool has_word(struct slice text, struct slice wanted)
{
	struct slice word;

	while (next_word(&text, &word))
		if (slice_eq(word, wanted))
			return true;
	return false;
}

/* Directives that m4 counts tell their number first. */
static struct slice argument(const struct mc_record *r)
{
	return slice_trim(mc_field(r, r->kind.n != 0 && r->kind.p[0] >= 'A' && r->kind.p[0] <= 'Z' ? 2 : 1));
}

static uint32_t step_add(struct trace *t, struct site_step step)
{
	struct site *s = t->site;

	if (s->nsteps == t->steps_cap) {
		struct site_step *v = arena_array(s->arena, t->steps_cap * 2, sizeof *v);

		memcpy(v, s->steps, s->nsteps * sizeof *v);
		s->steps = v;
		t->steps_cap *= 2;
	}
	s->steps[s->nsteps] = step;
	return (uint32_t)++s->nsteps;
}

static bool reads(struct slice file, struct slice path)
{
	return file.n >= path.n && memcmp(file.p + file.n - path.n, path.p, path.n) == 0 && (file.n == path.n || path.p[0] == '/' || file.p[file.n - path.n - 1] == '/');
}

static void open_file(struct trace *t, struct slice path)
{
	if (t->depth < MC_TRACE_FILES && path.n != 0)
		t->open[t->depth++] = (struct reading){path, (uint32_t)t->record + 1};
}

/* The step that reads the file of a record; files that were open above it are done. */
static uint32_t reader(struct trace *t, const struct mc_record *r)
{
	struct slice file = srcset_name(t->l->f->src, r->at.file);

	for (size_t i = t->depth; i > 0; i--)
		if (reads(file, t->open[i - 1].path)) {
			t->depth = i;
			return t->open[i - 1].step;
		}
	if (r->at.file == t->l->f->file)
		t->depth = 0;
	return 0;
}

/* The path of a bundle, of the site's own or ours; key: feature/NAME. */
static struct slice bundle_path(struct trace *t, struct slice key)
{
	const struct slice *own = symtab_get(t->l->f->bundles, key);

	return own != NULL ? *own : lower_text(t->l, "%.*s%.*s.m4", SLICE_ARG(t->l->f->macros), SLICE_ARG(key));
}

/* The last define of a name before the record at hand that the site makes, or NULL. */
static const struct mc_record *define_of(const struct trace *t, struct slice name)
{
	const struct mc_stream *s = t->l->f->stream;

	for (size_t i = t->record; i-- > 0;)
		if ((slice_eq_str(s->log[i].kind, "define") || slice_eq_str(s->log[i].kind, "pushdef")) && slice_eq(mc_field(&s->log[i], 1), name))
			return front_ours(t->l->f, s->log[i].at) ? NULL : &s->log[i];
	return NULL;
}

/* The macro in text that, itself or by others, makes the directive: its step, or 0.  Bounded by depth. */
static uint32_t macro_of(struct trace *t, struct slice text, struct slice directive, uint32_t from, unsigned depth)
{
	struct slice name;

	while (next_word(&text, &name)) {
		const struct mc_record *d = define_of(t, name);
		struct slice value = d != NULL ? mc_field(d, 2) : SLICE_LIT("");
		size_t before = t->site->nsteps;
		uint32_t step, inner;

		if (d == NULL || slice_eq(name, directive))
			continue;
		step = step_add(t, (struct site_step){front_call(t->l->f, d->at, d->kind, name), SLICE_LIT("macro"), name, from});
		inner = has_word(value, directive) ? step : depth != 0 ? macro_of(t, value, directive, step, depth - 1) : 0;
		if (inner != 0)
			return inner;
		t->site->nsteps = before;
	}
	return 0;
}

/* Whether the line of a place spells the directive itself. */
static bool spelled(struct trace *t, struct srcpos at, struct slice directive, struct slice first)
{
	struct slice line, word = first;

	if (!front_line(t->l->f, at, &line) || !has_word(line, directive))
		return false;
	slice_next(&first, '\n', &word);
	return word.n == 0 || slice_find(line, word) >= 0;
}

static uint32_t macro_at(struct trace *t, const struct mc_record *r, uint32_t from)
{
	struct srcpos at = front_call(t->l->f, r->at, r->kind, argument(r));
	struct slice line;

	if (front_ours(t->l->f, r->at) || spelled(t, at, r->kind, argument(r)) || !front_line(t->l->f, r->at, &line))
		return 0;
	return macro_of(t, line, r->kind, from, MC_TRACE_MACROS);
}

/* The directive that a bundle is read for stands before its record enter; key: feature/NAME. */
static size_t asker(const struct trace *t, struct slice key)
{
	const struct mc_stream *s = t->l->f->stream;
	struct slice folder;

	slice_next(&key, '/', &folder);
	for (size_t i = t->record; i-- > 0;)
		if (slice_caseeq(s->log[i].kind, folder))
			return i;
	return t->record;
}

static void record(struct trace *t, const struct mc_record *r)
{
	struct site_step *step = &t->site->steps[t->record];
	bool end = slice_eq_str(srcset_name(t->l->f->src, r->at.file), "stdin");
	uint32_t from = reader(t, r), macro;

	*step = (struct site_step){SRCPOS_NONE, r->kind, argument(r), from};
	if (slice_eq_str(r->kind, "section")) {
		step->word = argument(r);
		step->argument = SLICE_LIT("");
	}
	macro = end ? 0 : macro_at(t, r, from);
	step = &t->site->steps[t->record]; /* macro_at may have moved them */
	if (!end)
		step->at = front_call(t->l->f, r->at, step->word, step->argument);
	step->from = macro != 0 ? macro : from;
	if (slice_eq_str(r->kind, "include") || slice_eq_str(r->kind, "sinclude"))
		open_file(t, step->argument);
	else if (slice_eq_str(r->kind, "enter"))
		open_file(t, bundle_path(t, mc_field(r, 1)));
	if (slice_eq_str(r->kind, "enter"))
		*step = t->site->steps[asker(t, mc_field(r, 1))];
}

void trace_steps(struct lower *l)
{
	struct trace t = {.l = l, .site = l->site};
	const struct mc_stream *s = l->f->stream;

	t.steps_cap = s->nlog * 2 + 16;
	l->site->steps = arena_array(l->arena, t.steps_cap, sizeof *l->site->steps);
	l->site->nsteps = s->nlog;
	for (t.record = 0; t.record < s->nlog; t.record++)
		record(&t, &s->log[t.record]);
}

/* The record that begins the section stands above the line in the same file; else it is the file's reader. */
uint32_t trace_line(struct lower *l, struct srcpos at, struct slice section)
{
	const struct mc_stream *s = l->f->stream;
	struct slice file = srcset_name(l->f->src, at.file);
	size_t begins = 0, read = 0;

	for (size_t i = 0; l->site->steps != NULL && i < s->nlog; i++) {
		const struct mc_record *r = &s->log[i];

		if (slice_eq_str(r->kind, "section") && r->at.file == at.file && r->at.line <= at.line && (begins == 0 || s->log[begins - 1].at.line <= r->at.line))
			begins = i + 1;
		else if (slice_eq_str(r->kind, "include") && argument(r).n != 0 && reads(file, argument(r)))
			read = i + 1;
		else if (slice_eq_str(r->kind, "enter") && mc_field(r, 1).n != 0 && slice_find(file, mc_field(r, 1)) >= 0)
			read = i + 1;
	}
	if (begins != 0 && (slice_caseeq(mc_field(&s->log[begins - 1], 1), section) || slice_eq_str(section, "network_neighbours")))
		return (uint32_t)begins;
	return (uint32_t)read;
}
