/* map_text.c - a source map's rows in words; see map.h */
#include "cmd/map.h"

void map_put_what(const struct map_row *row, struct buf *out)
{
	static const struct {
		const char *kind, *words;
	} known[] = {
		{"blank", "a blank line"}, {"heading", "a heading"}, {"origin", "where the lines below come from"}, {"file", "file of class"},
		{"trusted", "trusted users"}, {"raw", "a line that sendmail does not know"},
	};
	struct slice kind = row->kind;

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (slice_eq_str(kind, known[i].kind))
			kind = slice_of(known[i].words);
	buf_put_slice(out, kind);
	if (slice_eq_str(row->kind, "rule"))
		buf_printf(out, " of ruleset %.*s", SLICE_ARG(row->ruleset));
	else if (row->name.n != 0)
		buf_printf(out, " %.*s", SLICE_ARG(row->name));
}

static void put_place(const struct map_place *at, struct buf *out)
{
	buf_printf(out, "%.*s:%u", SLICE_ARG(at->file), (unsigned)at->line);
	if (at->col != 0)
		buf_printf(out, ":%u", (unsigned)at->col);
}

void map_put_step(const struct map_step *s, struct buf *out)
{
	if (s->at.line != 0) {
		put_place(&s->at, out);
		buf_puts(out, ": ");
	}
	buf_put_slice(out, s->word);
	if (slice_eq_str(s->word, "macro"))
		buf_printf(out, " %.*s", SLICE_ARG(s->argument));
	else if (s->argument.n != 0)
		buf_printf(out, "(`%.*s')", SLICE_ARG(s->argument));
	if (s->at.line == 0)
		buf_puts(out, ", which the end of the .mc brings");
}

/* Whether b stands right below a in one template, for the same reason; comments between them count as lines. */
static bool goes_on(const struct ir_item *a, const struct ir_item *b)
{
	return a->origin.asked.via == b->origin.asked.via && a->origin.at.file == b->origin.at.file && a->origin.at.line < b->origin.at.line &&
		b->origin.at.line - a->origin.at.line == b->index - a->index;
}

static bool annotated(const struct ir_item *item)
{
	return item->kind != IR_COMMENT && item->kind != IR_RAW;
}

static const struct ir_item *before(const struct ir *ir, const struct ir_item *item)
{
	for (size_t i = item->index; i-- > 0;)
		if (annotated(ir_at(ir, i)))
			return ir_at(ir, i);
	return NULL;
}

/* The last template line of the run that an item begins. */
static uint32_t run_end(const struct ir *ir, const struct ir_item *item)
{
	const struct ir_item *last = item, *next;

	for (size_t i = item->index + 1; (next = ir_at(ir, i)) != NULL && goes_on(item, next); i++)
		if (annotated(next))
			last = next;
	return last->origin.at.line;
}

void map_annotate(void *compile, const struct ir_item *item, struct buf *out)
{
	struct compile *c = compile;
	const struct ir_item *above = before(c->ir, item);
	struct map_row row;
	uint32_t end;

	if (above != NULL && item->origin.at.file != 0 && goes_on(above, item))
		return;
	map_describe(c, item, &row);
	buf_puts(out, MAP_ANNOTATION);
	for (size_t i = row.nsteps; i-- > 0;) {
		buf_putc(out, ' ');
		map_put_step(&row.steps[i], out);
		if (i != 0 || row.text.line != 0)
			buf_puts(out, " >");
	}
	if (row.text.line != 0) {
		end = run_end(c->ir, item);
		buf_printf(out, " %.*s:%u", SLICE_ARG(row.text.file), (unsigned)row.text.line);
		if (end > row.text.line)
			buf_printf(out, "-%u", (unsigned)end);
	}
	if (row.option_of.n != 0)
		buf_printf(out, " (the default; %.*s sets it)", SLICE_ARG(row.option_of));
	buf_putc(out, '\n');
}
