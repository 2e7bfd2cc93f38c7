/*
 * stream.c - see record.h: runs the scanner and the grammar over one text, and prints what came of it
 */
#include <stdint.h>

#include "mc/build.h"
#include "mc/mc.tab.h"
#include "mc/mc.lex.h"

struct mc_stream *mc_stream_new(struct arena *a, struct srcset *src)
{
	struct mc_stream *s = ARENA_NEW(a, struct mc_stream);

	s->arena = a;
	s->src = src;
	return s;
}

#define PUSH(a, v, n, cap, item) \
	do { \
		if ((n) == (cap)) \
			(v) = grow((a), (v), &(cap), sizeof *(v)); \
		(v)[(n)++] = (item); \
	} while (0)

static void *grow(struct arena *a, const void *old, size_t *cap, size_t size)
{
	size_t was = *cap;
	void *v;

	*cap = was != 0 ? was * 2 : 16;
	v = arena_array(a, *cap, size);
	if (was != 0)
		memcpy(v, old, was * size);
	return v;
}

unsigned long mc_number(struct slice s)
{
	unsigned long n = 0;

	for (size_t i = 0; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && n < MC_USES_MAX * 10ul; i++)
		n = n * 10 + (unsigned long)(s.p[i] - '0');
	return n;
}

struct slice mc_field(const struct mc_record *r, size_t i)
{
	return i < r->nfields ? r->field[i] : SLICE_LIT("");
}

void mc_stream_add_log(struct mc_stream *s, struct mc_record r)
{
	PUSH(s->arena, s->log, s->nlog, s->log_cap, r);
}

void mc_stream_add_end(struct mc_stream *s, struct mc_record r)
{
	PUSH(s->arena, s->end, s->nend, s->end_cap, r);
}

struct mc_section *mc_stream_section(struct mc_stream *s, struct slice name)
{
	struct mc_section *sec;

	for (size_t i = 0; i < s->nsection; i++)
		if (slice_eq(s->section[i]->name, name))
			return s->section[i];
	sec = ARENA_NEW(s->arena, struct mc_section);
	sec->name = name;
	PUSH(s->arena, s->section, s->nsection, s->section_cap, sec);
	return sec;
}

void mc_stream_add_line(struct mc_stream *s, struct mc_section *sec, struct mc_line line)
{
	PUSH(s->arena, sec->v, sec->n, sec->cap, line);
}

static struct mc_use_text *use_text(struct mc_stream *s, unsigned long n)
{
	if (n == 0 || n > MC_USES_MAX)
		return NULL;
	if (n > s->nuse) {
		size_t cap = (size_t)n * 2 + 32;
		struct mc_use_text *v = arena_array(s->arena, cap, sizeof *v);

		if (s->nuse != 0)
			memcpy(v, s->use, s->nuse * sizeof *v);
		s->use = v;
		s->nuse = cap;
	}
	return &s->use[n - 1];
}

bool mc_stream_add_args(struct mc_stream *s, unsigned long use, struct slice *arg, size_t n, struct slice map_type, struct slice settings_dir)
{
	struct mc_use_text *u = use_text(s, use);

	if (u == NULL)
		return false;
	u->arg = arg;
	u->nargs = n;
	u->map_type = map_type;
	u->settings_dir = settings_dir;
	return true;
}

bool mc_stream_add_with(struct mc_stream *s, unsigned long use, struct slice name, struct slice *value)
{
	struct mc_use_text *u = use_text(s, use);

	if (u == NULL)
		return false;
	if (u->with == NULL)
		u->with = symtab_new(s->arena, false);
	symtab_set(u->with, name, value);
	return true;
}

void mc_stream_alias(struct mc_stream *s, struct slice copy, struct slice name)
{
	s->alias = copy;
	s->alias_name = name;
}

uint32_t mc_stream_file(const struct mc_stream *s, struct slice name)
{
	return srcset_file(s->src, s->alias.n != 0 && slice_eq(name, s->alias) ? s->alias_name : name);
}

static void read_text(struct mc_stream *s, struct slice text, bool log)
{
	struct mc_builder *b = ARENA_NEW(s->arena, struct mc_builder);
	struct mc_section *raw = ARENA_NEW(s->arena, struct mc_section);
	yyscan_t scanner;

	b->stream = s;
	b->log = log;
	b->at = (struct srcpos){0, 1, 1, 0};
	raw->name = SLICE_LIT("top");
	b->section = raw;
	buf_init(&b->line, s->arena);
	if (mc_yylex_init_extra(b, &scanner) != 0) {
		s->broken++;
		return;
	}
	if (mc_yy_scan_buffer((char *)(uintptr_t)text.p, text.n + 2, scanner) != NULL)
		mc_yyparse(scanner, b);
	mc_yylex_destroy(scanner);
	mc_build_end(b);
	if (!log && raw->n != 0) {
		struct mc_section **v = arena_array(s->arena, s->nsection + 1, sizeof *v);

		v[0] = raw;
		if (s->nsection != 0)
			memcpy(v + 1, s->section, s->nsection * sizeof *v);
		s->section = v;
		s->section_cap = ++s->nsection;
	}
}

void mc_stream_log(struct mc_stream *s, struct slice text)
{
	read_text(s, text, true);
}

void mc_stream_text(struct mc_stream *s, struct slice text)
{
	read_text(s, text, false);
}

const struct mc_use_text *mc_stream_use(const struct mc_stream *s, unsigned long n)
{
	return n != 0 && n <= s->nuse && s->use[n - 1].arg != NULL ? &s->use[n - 1] : NULL;
}

/* A field on one line: control bytes and backslashes spelled out. */
static void dump_field(struct buf *out, struct slice s)
{
	buf_putc(out, '`');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '\n')
			buf_puts(out, "\\n");
		else if (c == '\t')
			buf_puts(out, "\\t");
		else if (c < ' ' || c == '\\')
			buf_printf(out, "\\%03o", c);
		else
			buf_putc(out, (char)c);
	}
	buf_putc(out, '\'');
}

static void dump_place(const struct mc_stream *s, struct buf *out, struct srcpos at)
{
	if (at.file != 0)
		buf_printf(out, "%.*s:%u: ", SLICE_ARG(srcset_name(s->src, at.file)), (unsigned)at.line);
}

static void dump_record(const struct mc_stream *s, struct buf *out, const struct mc_record *r)
{
	size_t n = r->nfields;

	while (n != 0 && r->field[n - 1].n == 0)
		n--;
	dump_place(s, out, r->at);
	buf_put_slice(out, r->kind);
	for (size_t i = 0; i < n; i++) {
		buf_putc(out, ' ');
		dump_field(out, r->field[i]);
	}
	buf_putc(out, '\n');
}

static void dump_section(const struct mc_stream *s, struct buf *out, const struct mc_section *sec)
{
	for (size_t i = 0; i < sec->n; i++) {
		if (sec->v[i].use == 0 && sec->v[i].text.n == 0)
			continue;
		dump_place(s, out, sec->v[i].at);
		buf_put_slice(out, sec->name);
		if (sec->v[i].use != 0) {
			buf_printf(out, " use %lu\n", sec->v[i].use);
			continue;
		}
		buf_puts(out, " text ");
		dump_field(out, sec->v[i].text);
		buf_putc(out, '\n');
	}
}

void mc_stream_dump(const struct mc_stream *s, struct buf *out)
{
	for (size_t i = 0; i < s->nlog; i++)
		dump_record(s, out, &s->log[i]);
	for (size_t i = 0; i < s->nuse; i++) {
		struct mc_record r = {.kind = SLICE_LIT("args"), .field = s->use[i].arg, .nfields = s->use[i].nargs};

		if (s->use[i].arg == NULL)
			continue;
		buf_printf(out, "%zu: ", i + 1);
		dump_record(s, out, &r);
	}
	for (size_t i = 0; i < s->nsection; i++)
		dump_section(s, out, s->section[i]);
	for (size_t i = 0; i < s->nend; i++)
		dump_record(s, out, &s->end[i]);
}
