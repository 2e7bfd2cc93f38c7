/*
 * loop.c - m4 did not end within its limits: where, and why
 *
 * A second, short run with m4's trace on; its last lines name the place and
 * the macros that call one another.  The log's last record is the fallback.
 * Files that include one another in a circle are seen in the log itself.
 */
#include "mc/front.h"

struct loop {
	struct srcpos at;
	struct slice name[MC_LOOP_NAMES];
	size_t n;
};

static bool defined_by_site(const struct front *f, struct slice name)
{
	for (size_t i = 0; i < f->stream->nlog; i++)
		if (slice_eq_str(f->stream->log[i].kind, "define") && slice_eq(mc_field(&f->stream->log[i], 1), name) && !front_ours(f, f->stream->log[i].at))
			return true;
	return false;
}

/* The author's macros of the loop, each once, in the order of the alphabet: the trace begins anywhere in the loop. */
static void add_name(const struct front *f, struct loop *l, struct slice name)
{
	size_t i = 0;

	while (i < l->n && slice_cmp(l->name[i], name) < 0)
		i++;
	if (l->n == MC_LOOP_NAMES || (i < l->n && slice_eq(l->name[i], name)) || !defined_by_site(f, name))
		return;
	memmove(&l->name[i + 1], &l->name[i], (l->n - i) * sizeof *l->name);
	l->name[i] = name;
	l->n++;
}

/* m4trace:FILE:LINE: -DEPTH- name */
static void read_trace_line(struct front *f, struct loop *l, struct slice line)
{
	struct slice rest = line, head, file, number;
	ptrdiff_t dash = slice_find(line, SLICE_LIT("- "));

	if (!slice_next(&rest, ':', &head) || !slice_eq_str(head, "m4trace") || !slice_next(&rest, ':', &file) || !slice_next(&rest, ':', &number) || dash < 0)
		return;
	if (mc_number(number) != 0 && !slice_starts(file, f->macros))
		l->at = (struct srcpos){mc_stream_file(f->stream, file), (uint32_t)mc_number(number), 1, 0};
	add_name(f, l, (struct slice){line.p + dash + 2, line.n - (size_t)dash - 2});
}

static void trace(struct front *f, const char *const *argv, struct loop *l)
{
	size_t n = 0;
	const char **v;
	struct run r = {.arena = f->arena, .readable = front_readable(f), .input = front_prelude(f), .wall_milliseconds = MC_TRACE_MILLISECONDS, .cpu_seconds = MC_CPU_SECONDS,
		.output_max = MC_OUTPUT_MAX, .memory_max = MC_MEMORY_BYTES, .err_tail = MC_TRACE_TAIL};
	struct slice rest, line;

	while (argv[n] != NULL)
		n++;
	v = arena_array(f->arena, n + 2, sizeof *v);
	v[0] = argv[0];
	v[1] = "-dtfl";
	memcpy(v + 2, argv + 1, (n - 1) * sizeof *v);
	r.argv = v;
	run_program(&r);
	rest = r.err;
	slice_next(&rest, '\n', &line);
	while (slice_next(&rest, '\n', &line))
		read_trace_line(f, l, line);
}

static bool same_include(const struct mc_record *a, const struct mc_record *b)
{
	return slice_eq_str(a->kind, "include") && a->at.file == b->at.file && a->at.line == b->at.line && slice_eq(mc_field(a, 1), mc_field(b, 1));
}

bool front_circle(struct front *f)
{
	struct mc_stream *s = f->stream;
	size_t last = s->nlog, first, times = 0;

	while (last != 0 && !slice_eq_str(s->log[last - 1].kind, "include"))
		last--;
	for (size_t i = first = last; i-- > 0;)
		if (same_include(&s->log[i], &s->log[last - 1])) {
			first = i;
			times++;
		}
	if (times < MC_CIRCLE)
		return false;
	diag_help(diag_add(f->d, 108, front_place(f, s->log[first].at, SLICE_LIT("include")), "`%.*s' is included here again and again", SLICE_ARG(mc_field(&s->log[first], 1))),
		"a file includes itself, or the file that includes it");
	s->nlog = first + 1;
	return true;
}

static bool defines_one_of(const struct loop *l, const struct mc_record *r)
{
	for (size_t i = 0; i < l->n; i++)
		if (slice_eq_str(r->kind, "define") && slice_eq(mc_field(r, 1), l->name[i]))
			return true;
	return false;
}

void front_loop(struct front *f, enum run_end end, const char *const *argv)
{
	struct loop l = {.n = 0};
	const struct mc_stream *s = f->stream;
	struct diag *g;
	struct buf names;

	if (end != RUN_WAITED)
		trace(f, argv, &l);
	for (size_t i = s->nlog; l.at.file == 0 && i-- > 0;)
		if (!front_ours(f, s->log[i].at) && (l.n == 0 || defines_one_of(&l, &s->log[i])))
			l.at = s->log[i].at;
	for (size_t i = s->nlog; l.at.file == 0 && i-- > 0;)
		if (!front_ours(f, s->log[i].at))
			l.at = s->log[i].at;
	if (l.at.file == 0)
		l.at = (struct srcpos){f->file, 1, 1, 0};
	if (end == RUN_WAITED) {
		diag_help(diag_add(f->d, 108, front_place(f, l.at, SLICE_LIT("include")), "m4 waits here for a file that does not come to an end"), "include plain files only");
		return;
	}
	buf_init(&names, f->arena);
	for (size_t i = 0; i < l.n; i++)
		buf_printf(&names, "%s`%.*s'", i == 0 ? "" : ", ", SLICE_ARG(l.name[i]));
	g = diag_add(f->d, 108, front_place(f, l.at, l.n != 0 ? l.name[0] : SLICE_LIT("")), "m4 does not come to an end here");
	if (l.n != 0)
		diag_help(g, "it expands %.*s again and again: quote the value once more, or end the recursion", SLICE_ARG(buf_slice(&names)));
	for (size_t i = 0; i < s->nlog; i++)
		if (defines_one_of(&l, &s->log[i]) && !front_ours(f, s->log[i].at))
			diag_place(g, front_place(f, s->log[i].at, mc_field(&s->log[i], 1)), "`%.*s' is defined here", SLICE_ARG(mc_field(&s->log[i], 1)));
}
