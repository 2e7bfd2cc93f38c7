/* map_json.c - the source map as a file, and back; mc2cf-map(5) describes it */
#include "cmd/map.h"

#define MAP_VERSION 1

static void write_place(struct json *j, const char *key, const struct map_place *at)
{
	if (at->line == 0)
		return;
	json_open(j, key, '{');
	json_string(j, "file", at->file);
	json_number(j, "line", at->line);
	if (at->col != 0)
		json_number(j, "col", at->col);
	json_close(j, '{');
}

static void write_text(struct json *j, const char *key, struct slice s)
{
	if (s.n != 0)
		json_string(j, key, s);
}

static void write_step(struct json *j, const char *key, const struct map_step *s)
{
	json_open(j, key, '{');
	json_string(j, "name", s->word);
	write_text(j, "argument", s->argument);
	if (s->at.line != 0) {
		json_string(j, "file", s->at.file);
		json_number(j, "line", s->at.line);
		json_number(j, "col", s->at.col);
	}
	json_close(j, '{');
}

static void write_row(struct json *j, const struct map_row *row, size_t line)
{
	struct buf sum;

	buf_init(&sum, j->out->arena);
	buf_printf(&sum, "%08x", (unsigned)row->sum);
	json_open(j, NULL, '{');
	json_number(j, "line", line);
	json_string(j, "sum", buf_slice(&sum));
	json_string(j, "kind", row->kind);
	write_text(j, "name", row->name);
	write_text(j, "ruleset", row->ruleset);
	write_place(j, map_by_template(row) ? "template" : "own", &row->text);
	write_text(j, "set_by", row->option_of);
	if (row->nsteps != 0)
		write_step(j, "directive", &row->steps[0]);
	if (row->nsteps > 1) {
		json_open(j, "through", '[');
		for (size_t i = 1; i < row->nsteps; i++)
			write_step(j, NULL, &row->steps[i]);
		json_close(j, '[');
	}
	json_close(j, '{');
}

void map_write(const struct map *m, struct buf *out)
{
	struct json j = {.out = out, .flat = 2};

	json_open(&j, NULL, '{');
	json_number(&j, "version", MAP_VERSION);
	json_string(&j, "generator", SLICE_LIT("mc2cf " MC2CF_VERSION));
	json_string(&j, "source", m->source);
	write_text(&j, "output", m->output);
	json_string(&j, "library", m->library);
	json_open(&j, "lines", '[');
	for (size_t i = 0; i < m->n; i++)
		write_row(&j, &m->v[i], i + 1);
	json_close(&j, '[');
	json_close(&j, '{');
}

static struct map_place read_place(const struct json_value *v)
{
	return (struct map_place){json_text(v, "file"), json_uint(v, "line"), json_uint(v, "col")};
}

static struct map_step read_step(const struct json_value *v)
{
	return (struct map_step){json_text(v, "name"), json_text(v, "argument"), read_place(v)};
}

static uint32_t read_sum(struct slice s)
{
	uint32_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n = n << 4 | (uint32_t)(s.p[i] <= '9' ? s.p[i] - '0' : (s.p[i] | 0x20) - 'a' + 10);
	return n;
}

static void read_row(struct arena *a, const struct json_value *v, struct map_row *row)
{
	const struct json_value *template = json_get(v, "template", JSON_OBJECT), *directive = json_get(v, "directive", JSON_OBJECT);
	const struct json_value *through = json_get(v, "through", JSON_ARRAY);

	*row = (struct map_row){.sum = read_sum(json_text(v, "sum")), .kind = json_text(v, "kind"), .name = json_text(v, "name"), .ruleset = json_text(v, "ruleset"),
		.option_of = json_text(v, "set_by"), .text = read_place(template != NULL ? template : json_get(v, "own", JSON_OBJECT))};
	if (directive == NULL)
		return;
	row->steps = arena_array(a, 1 + (through != NULL ? through->n : 0), sizeof *row->steps);
	row->steps[row->nsteps++] = read_step(directive);
	for (size_t i = 0; through != NULL && i < through->n; i++)
		row->steps[row->nsteps++] = read_step(&through->v[i]);
}

static bool refuse(struct arena *a, struct slice *why, const char *text, unsigned long number)
{
	struct buf b;

	buf_init(&b, a);
	buf_printf(&b, "%s%lu", text, number);
	*why = buf_slice(&b);
	return false;
}

bool map_read(struct arena *a, struct slice text, struct map *m, struct slice *why)
{
	size_t wrong;
	const struct json_value *top = json_read(a, text, &wrong), *lines = json_get(top, "lines", JSON_ARRAY);
	uint32_t version = json_uint(top, "version");

	if (top == NULL)
		return refuse(a, why, "is no JSON, at byte ", wrong + 1);
	if (version == 0 || lines == NULL) {
		*why = SLICE_LIT("is no source map of mc2cf");
		return false;
	}
	if (version != MAP_VERSION)
		return refuse(a, why, "is a source map of another version of mc2cf: ", version);
	*m = (struct map){.source = json_text(top, "source"), .output = json_text(top, "output"), .library = json_text(top, "library"), .n = lines->n};
	m->v = arena_array(a, lines->n + 1, sizeof *m->v);
	for (size_t i = 0; i < lines->n; i++) {
		if (json_uint(&lines->v[i], "line") != i + 1)
			return refuse(a, why, "is no source map of mc2cf: it has no line ", i + 1);
		read_row(a, &lines->v[i], &m->v[i]);
	}
	return true;
}
