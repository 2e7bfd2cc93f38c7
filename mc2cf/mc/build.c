/*
 * build.c - see build.h
 *
 * Lines of the output are counted as m4 counts them, so that -s lines are
 * needed only where its input jumps: a newline anywhere, records included, is
 * a line; a -s line itself is none.
 */
#include "mc/build.h"

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

static struct mc_section *section_named(struct mc_builder *b, struct slice name)
{
	struct mc_stream *s = b->stream;
	struct mc_section *sec;

	for (size_t i = 0; i < s->nsection; i++)
		if (slice_eq(s->section[i]->name, name))
			return s->section[i];
	sec = ARENA_NEW(s->arena, struct mc_section);
	sec->name = name;
	PUSH(s->arena, s->section, s->nsection, s->section_cap, sec);
	return sec;
}

static void line_push(struct mc_builder *b, struct mc_section *sec, struct mc_line line)
{
	PUSH(b->stream->arena, sec->v, sec->n, sec->cap, line);
}

static void flush_line(struct mc_builder *b)
{
	struct slice text = buf_slice(&b->line);

	if (!b->line_open)
		return;
	text.p = arena_dup(b->stream->arena, text.n != 0 ? text.p : "", text.n);
	if (b->log) {
		struct mc_record r = {.kind = SLICE_LIT("m4"), .field = ARENA_NEW(b->stream->arena, struct slice), .nfields = 1};

		r.field[0] = text;
		PUSH(b->stream->arena, b->stream->log, b->stream->nlog, b->stream->log_cap, r);
	} else {
		line_push(b, b->section, (struct mc_line){b->line_at, text, 0});
	}
	b->line.n = 0;
	b->line_open = false;
}

void mc_build_sync(struct mc_builder *b, struct slice text)
{
	struct slice rest = {text.p + 6, text.n - 6};
	const char *quote = memchr(text.p, '"', text.n);

	b->at.line = (uint32_t)mc_number(rest);
	b->at.col = 1;
	if (quote != NULL)
		b->at.file = mc_stream_file(b->stream, (struct slice){quote + 1, text.n - (size_t)(quote + 1 - text.p) - 2});
}

void mc_build_text(struct mc_builder *b, struct slice text)
{
	bool whole = text.p[text.n - 1] == '\n';

	if (!b->line_open) {
		b->line_at = b->at;
		b->line_open = true;
	}
	buf_put(&b->line, text.p, text.n - (whole ? 1 : 0));
	if (whole) {
		flush_line(b);
		b->at.line++;
	}
}

void mc_build_stray(struct mc_builder *b)
{
	b->stream->broken++;
}

void mc_build_open(struct mc_builder *b)
{
	struct mc_frame *f;

	if (++b->depth > MC_RECORD_DEPTH)
		return;
	f = &b->frame[b->depth - 1];
	f->nfields = 0;
	buf_init(&f->current, b->stream->arena);
}

static struct mc_frame *top(struct mc_builder *b)
{
	return b->depth != 0 && b->depth <= MC_RECORD_DEPTH ? &b->frame[b->depth - 1] : NULL;
}

void mc_build_piece(struct mc_builder *b, struct slice text)
{
	struct mc_frame *f = top(b);

	if (text.n != 0 && text.p[text.n - 1] == '\n')
		b->at.line++;
	if (f == NULL)
		return;
	if (f->current.n == 0 && f->current.cap == 0) {
		/* most fields are one piece: no copy */
		f->current = (struct buf){b->stream->arena, (char *)(uintptr_t)text.p, text.n, text.n};
		return;
	}
	buf_put(&f->current, text.p, text.n);
}

void mc_build_next(struct mc_builder *b, size_t n)
{
	struct mc_frame *f = top(b);

	for (; f != NULL && n != 0; n--) {
		if (f->nfields < MC_FIELDS_MAX)
			f->field[f->nfields++] = f->current.n != 0 ? buf_slice(&f->current) : SLICE_LIT("");
		else
			mc_build_stray(b);
		buf_init(&f->current, b->stream->arena);
	}
}

/* The last field of an expanded record ends in the newline that protects the record from a dnl in it. */
static struct slice without_newline(struct slice s)
{
	if (s.n != 0 && s.p[s.n - 1] == '\n')
		s.n--;
	return s;
}

static struct slice *fields_dup(struct mc_builder *b, const struct mc_frame *f, size_t from)
{
	struct slice *v = arena_array(b->stream->arena, f->nfields, sizeof *v);

	for (size_t i = from; i < f->nfields; i++)
		v[i - from] = f->field[i];
	return v;
}

static struct mc_use_text *use_text(struct mc_builder *b, unsigned long n)
{
	struct mc_stream *s = b->stream;

	if (n == 0 || n > MC_USES_MAX) {
		mc_build_stray(b);
		return NULL;
	}
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

static void close_args(struct mc_builder *b, struct mc_frame *f)
{
	struct mc_use_text *u = f->nfields >= 4 ? use_text(b, mc_number(f->field[1])) : NULL;

	if (u == NULL)
		return;
	u->map_type = f->field[2];
	u->settings_dir = f->field[3];
	u->nargs = f->nfields - 4;
	u->arg = fields_dup(b, f, 4);
}

static void close_with(struct mc_builder *b, struct mc_frame *f)
{
	struct mc_use_text *u = f->nfields >= 4 ? use_text(b, mc_number(f->field[1])) : NULL;
	struct slice *value = ARENA_NEW(b->stream->arena, struct slice);

	if (u == NULL)
		return;
	if (u->with == NULL)
		u->with = symtab_new(b->stream->arena, false);
	*value = f->field[3];
	symtab_set(u->with, f->field[2], value);
}

static void close_log(struct mc_builder *b, struct mc_frame *f)
{
	struct mc_stream *s = b->stream;
	struct mc_record r = {.kind = f->field[0]};

	if (f->nfields < 3) {
		mc_build_stray(b);
		return;
	}
	flush_line(b);
	r.at = (struct srcpos){mc_stream_file(s, f->field[1]), (uint32_t)mc_number(f->field[2]), 0, 0};
	r.nfields = f->nfields - 3;
	r.field = fields_dup(b, f, 3);
	PUSH(s->arena, s->log, s->nlog, s->log_cap, r);
}

static void close_text(struct mc_builder *b, struct mc_frame *f)
{
	struct mc_stream *s = b->stream;
	struct slice kind = f->field[0];

	if (slice_eq_str(kind, "args")) {
		close_args(b, f);
	} else if (slice_eq_str(kind, "with")) {
		close_with(b, f);
	} else if (slice_eq_str(kind, "use") && f->nfields == 2) {
		line_push(b, b->section, (struct mc_line){b->at, SLICE_LIT(""), mc_number(f->field[1])});
	} else if (slice_eq_str(kind, "section") && f->nfields == 2) {
		flush_line(b);
		b->section = section_named(b, f->field[1]);
	} else if (f->nfields >= 3) {
		struct mc_record r = {.kind = kind, .nfields = f->nfields - 1, .field = fields_dup(b, f, 1)};

		PUSH(s->arena, s->end, s->nend, s->end_cap, r);
	} else {
		mc_build_stray(b);
	}
}

void mc_build_close(struct mc_builder *b, struct slice text)
{
	struct mc_frame *f = top(b);

	if (f != NULL) {
		f->current.n = without_newline(buf_slice(&f->current)).n;
		mc_build_next(b, 1);
		if (b->log)
			close_log(b, f);
		else
			close_text(b, f);
	}
	if (b->depth != 0)
		b->depth--;
	if (text.n == 2)
		b->at.line++;
}

void mc_build_end(struct mc_builder *b)
{
	flush_line(b);
}
