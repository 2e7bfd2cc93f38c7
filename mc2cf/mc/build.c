/*
 * build.c - see build.h
 *
 * Lines of the output are counted as m4 counts them, so that -s lines are
 * needed only where its input jumps: a newline anywhere, records included, is
 * a line; a -s line itself is none.
 */
#include "mc/build.h"


static void flush_line(struct mc_builder *b)
{
	struct slice text = buf_slice(&b->line);

	if (!b->line_open)
		return;
	text.p = arena_dup(b->stream->arena, text.n != 0 ? text.p : "", text.n);
	if (b->log) {
		struct mc_record r = {.kind = SLICE_LIT("m4"), .field = ARENA_NEW(b->stream->arena, struct slice), .nfields = 1};

		r.field[0] = text;
		mc_stream_add_log(b->stream, r);
	} else {
		mc_stream_add_line(b->stream, b->section, (struct mc_line){b->line_at, text, 0});
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

static void close_args(struct mc_builder *b, struct mc_frame *f)
{
	if (f->nfields >= 4 && !mc_stream_add_args(b->stream, mc_number(f->field[1]), fields_dup(b, f, 4), f->nfields - 4, f->field[2], f->field[3]))
		mc_build_stray(b);
}

static void close_with(struct mc_builder *b, struct mc_frame *f)
{
	struct slice *value = ARENA_NEW(b->stream->arena, struct slice);

	*value = f->nfields >= 4 ? f->field[3] : SLICE_LIT("");
	if (f->nfields >= 4 && !mc_stream_add_with(b->stream, mc_number(f->field[1]), f->field[2], value))
		mc_build_stray(b);
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
	mc_stream_add_log(s, r);
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
		mc_stream_add_line(b->stream, b->section, (struct mc_line){b->at, SLICE_LIT(""), mc_number(f->field[1])});
	} else if (slice_eq_str(kind, "section") && f->nfields == 2) {
		flush_line(b);
		b->section = mc_stream_section(b->stream, f->field[1]);
	} else if (f->nfields >= 3) {
		struct mc_record r = {.kind = kind, .nfields = f->nfields - 1, .field = fields_dup(b, f, 1)};

		mc_stream_add_end(s, r);
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
