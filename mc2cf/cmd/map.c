/* map.c - the source map from the IR, its places and the text that was written; see map.h */
#include "cmd/map.h"
#include "ir/kind.h"
#include "mc/table.h"

uint32_t map_sum(struct slice line)
{
	uint32_t h = 2166136261u; /* FNV-1a */

	for (size_t i = 0; i < line.n; i++)
		h = (h ^ (unsigned char)line.p[i]) * 16777619u;
	return h;
}

bool map_by_template(const struct map_row *row)
{
	return slice_starts(row->text.file, SLICE_LIT("templates/"));
}

/* A file of ours is named from the library folder on. */
static struct map_place place_of(const struct compile *c, struct srcpos at)
{
	struct slice file = srcset_name(c->src, at.file), lib = slice_of(c->args.lib), rest = SLICE_NONE;

	if (slice_starts(file, lib) && file.n > lib.n && file.p[lib.n] == '/')
		rest = (struct slice){file.p + lib.n + 1, file.n - lib.n - 1};
	if (slice_starts(rest, SLICE_LIT("templates/")) || slice_starts(rest, SLICE_LIT("macros/")))
		file = rest;
	return (struct map_place){file, at.line, at.col};
}

/* Arguments may go over several lines. */
static struct slice one_line(struct arena *a, struct slice s)
{
	char *p = arena_dup(a, s.n != 0 ? s.p : "", s.n);

	for (size_t i = 0; i < s.n; i++)
		if (p[i] == '\n' || p[i] == '\t' || p[i] == '\r')
			p[i] = ' ';
	return (struct slice){p, s.n};
}

static void put_steps(struct compile *c, uint32_t via, struct map_row *row)
{
	const struct site_step *s;
	size_t n = 0;

	for (uint32_t i = via; (s = site_step(c->site, i)) != NULL && n < c->site->nsteps; i = s->from)
		n++;
	row->steps = arena_array(c->arena, n + 1, sizeof *row->steps);
	for (uint32_t i = via; row->nsteps < n && (s = site_step(c->site, i)) != NULL; i = s->from)
		row->steps[row->nsteps++] = (struct map_step){s->word, one_line(c->arena, s->argument), place_of(c, s->at)};
}

/* ?P?Return-Path: <$g> */
static struct slice header_name(struct slice value)
{
	const char *mark = value.n != 0 && value.p[0] == '?' ? memchr(value.p + 1, '?', value.n - 1) : NULL;
	struct slice name;

	if (mark != NULL)
		value = (struct slice){mark + 1, value.n - (size_t)(mark + 1 - value.p)};
	return slice_next(&value, ':', &name) ? slice_trim(name) : SLICE_LIT("");
}

/* A ruleset that has only a number is called by it. */
static struct slice ruleset_name(const struct ir_item *s)
{
	return s->name.n != 0 ? s->name : s->value;
}

static struct slice ruleset_of(const struct compile *c, const struct ir_item *item)
{
	for (size_t i = item->index + 1; i-- > 0;)
		if (ir_at(c->ir, i)->kind == IR_RULESET)
			return ruleset_name(ir_at(c->ir, i));
	return SLICE_LIT("");
}

/* The name that a .mc would set an option by. */
static struct slice option_of(struct slice option)
{
	for (size_t i = 0; mc_conf_at(i) != NULL; i++)
		if (mc_conf_at(i)->option != NULL && mc_conf_at(i)->reader == MC_OPTION && slice_eq_str(option, mc_conf_at(i)->option))
			return slice_of(mc_conf_at(i)->name);
	return SLICE_LIT("");
}

/* An option, a class … that a directive fills has no text of its own in the .mc; a line of a section has. */
static bool has_text(const struct map_row *row)
{
	struct slice word = row->nsteps != 0 ? row->steps[0].word : SLICE_NONE;

	return map_by_template(row) || word.n == 0 || mc_section_find(word) != NULL || slice_eq_str(word, "include") || slice_eq_str(word, "sinclude");
}

void map_describe(struct compile *c, const struct ir_item *item, struct map_row *row)
{
	*row = (struct map_row){.kind = slice_of(ir_kind_name(item->kind)), .name = item->name, .ruleset = SLICE_LIT(""), .option_of = SLICE_LIT("")};
	row->text = place_of(c, item->origin.at);
	put_steps(c, item->origin.asked.via, row);
	if (!has_text(row))
		row->text = (struct map_place){SLICE_LIT(""), 0, 0};
	if (item->kind == IR_RULE || item->kind == IR_RULESET)
		row->ruleset = ruleset_of(c, item);
	if (item->kind == IR_RULESET)
		row->name = row->ruleset;
	if (item->kind == IR_HEADER)
		row->name = header_name(item->value);
	if (item->kind == IR_OPTION && row->nsteps == 0)
		row->option_of = option_of(item->name);
}

/* Lines that belong to no item are the writer's. */
static void describe_rest(struct map_row *row, struct slice line)
{
	const char *kind = line.n == 0 ? "blank" : slice_starts(line, SLICE_LIT(MAP_ANNOTATION)) ? "origin" : "heading";

	*row = (struct map_row){.kind = slice_of(kind), .name = SLICE_LIT(""), .ruleset = SLICE_LIT(""), .option_of = SLICE_LIT("")};
}

static size_t count_lines(struct slice text)
{
	struct slice line;
	size_t n = 0;

	while (slice_next(&text, '\n', &line))
		n++;
	return n;
}

void map_make(struct compile *c, struct map *m)
{
	struct slice text = buf_slice(&c->out), rest = text, line;
	size_t i = 0, described = SIZE_MAX;
	struct map_row item = {0};

	*m = (struct map){.source = slice_of(c->args.file), .output = slice_of(c->args.output), .library = slice_of(c->args.lib)};
	m->v = arena_array(c->arena, count_lines(text) + 1, sizeof *m->v);
	for (; slice_next(&rest, '\n', &line); m->n++) {
		size_t at = (size_t)(line.p - text.p);

		while (i < ir_count(c->ir) && c->spans[i].to <= at)
			i++;
		if (i == ir_count(c->ir) || at < c->spans[i].from) {
			describe_rest(&m->v[m->n], line);
		} else {
			if (described != i)
				map_describe(c, ir_at(c->ir, i), &item);
			described = i;
			m->v[m->n] = item;
		}
		m->v[m->n].sum = map_sum(line);
	}
}
