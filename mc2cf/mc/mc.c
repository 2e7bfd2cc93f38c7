/*
 * mc.c - see mc.h: one run of m4, and what is made of it
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mc/front.h"
#include "mc/table.h"

/* The whole of standard input. */
static bool read_stdin(struct front *f, struct slice *why)
{
	struct buf b;
	char block[16384];
	ssize_t n;

	buf_init(&b, f->arena);
	while ((n = read(0, block, sizeof block)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || b.n > MC_FILE_MAX) {
			*why = n < 0 ? slice_of(strerror(errno)) : SLICE_LIT("standard input is too large for a .mc");
			return false;
		}
		buf_put(&b, block, (size_t)n);
	}
	f->text = buf_slice(&b);
	f->file = srcset_file(f->src, SLICE_LIT("<stdin>"));
	srcset_text(f->src, f->file, f->text);
	return true;
}

/* Whether m4 can read the copy by its descriptor: then its name goes at once, and nothing is left behind whatever ends us. */
static bool forget_name(struct front *f, int fd)
{
	struct buf b;

	buf_init(&b, f->arena);
	buf_printf(&b, "/proc/self/fd/%d", fd);
	buf_putc(&b, '\0');
	if (fd < 3 || access(b.p, R_OK) != 0)
		return false;
	unlink(f->copy.p);
	f->copy = (struct slice){b.p, b.n - 1};
	f->copy_fd = fd;
	return true;
}

static const char *text(struct front *f, const char *before, struct slice s)
{
	struct buf b;

	buf_init(&b, f->arena);
	buf_puts(&b, before);
	buf_put_slice(&b, s);
	buf_putc(&b, '\0');
	return b.p;
}

static bool ends_in_newline(const struct front *f)
{
	return f->text.n == 0 || f->text.p[f->text.n - 1] == '\n';
}

/* What m4 reads: in the copy the last line has an end, or m4's line numbers behind it would belong to it. */
struct slice front_text(struct front *f)
{
	struct buf b;

	if (ends_in_newline(f))
		return f->text;
	buf_init(&b, f->arena);
	buf_put_slice(&b, f->text);
	buf_putc(&b, '\n');
	return buf_slice(&b);
}

/* m4 reads files only: a private copy, removed after the run. */
static bool write_copy(struct front *f, struct slice *why)
{
	const char *path = run_temporary(f->arena);
	struct slice bytes = front_text(f);
	size_t done = 0;
	int fd = mkstemp((char *)(uintptr_t)path), error = errno;

	while (fd >= 0 && done < bytes.n) {
		ssize_t n = write(fd, bytes.p + done, bytes.n - done);

		error = errno;
		if (n < 0 && error != EINTR)
			break;
		done += n > 0 ? (size_t)n : 0;
	}
	if (fd < 0 || done < bytes.n) {
		const char *reason = strerror(error);

		*why = slice_of(text(f, text(f, "a copy of it for m4 cannot be written to ", slice_of(path)), slice_of(text(f, ": ", slice_of(reason)))));
	}
	if (fd >= 0) {
		f->copy = slice_of(path);
		if (!forget_name(f, fd))
			close(fd);
	}
	return fd >= 0 && done == bytes.n;
}

static void remove_copy(struct front *f)
{
	if (f->copy_fd != 0)
		close(f->copy_fd);
	else if (f->copy.n != 0)
		unlink(f->copy.p);
	f->copy.n = 0;
	f->copy_fd = 0;
}

/* A plain file; what comes from a pipe is gone once it is read, and m4 wants to read it too. */
static bool readable_twice(struct front *f)
{
	struct slice path = f->job->path;
	struct stat st;

	return !slice_starts(path, SLICE_LIT("/dev/")) && !slice_starts(path, SLICE_LIT("/proc/")) && stat(text(f, "", path), &st) == 0 && S_ISREG(st.st_mode);
}

static bool read_text(struct front *f, struct slice *why)
{
	int error;

	if (f->job->text.p != NULL) {
		f->text = f->job->text;
		f->file = srcset_file(f->src, f->job->path);
		srcset_text(f->src, f->file, f->text);
		return write_copy(f, why);
	}
	if (slice_eq_str(f->job->path, "-"))
		return read_stdin(f, why) && write_copy(f, why);
	error = srcset_load(f->src, f->job->path, MC_FILE_MAX, &f->file, &f->text);
	if (error == 0)
		return (ends_in_newline(f) && readable_twice(f)) || write_copy(f, why);
	*why = slice_of(strerror(error));
	return false;
}

static const char *const *arguments(struct front *f)
{
	const struct mc_job *j = f->job;
	const char **v = arena_array(f->arena, j->ninclude + j->ndefine + 16, sizeof *v);
	struct slice file = f->copy.n != 0 ? f->copy : j->path;
	size_t n = 0;

	v[n++] = j->m4 != NULL ? j->m4 : "m4";
	v[n++] = "-s";
	v[n++] = "-L" MC_NESTING;
	v[n++] = "-H" MC_HASH;
	v[n++] = text(f, "-D_CF_DIR_=", f->macros);
	for (size_t i = 0; i < j->ninclude; i++)
		v[n++] = text(f, "-I", slice_of(j->include[i]));
	for (size_t i = 0; i < j->ndefine; i++)
		v[n++] = text(f, "-D", slice_of(j->define[i]));
	v[n++] = text(f, "-D_mc_lib=", f->macros);
	if (j->trust)
		v[n++] = "-D_mc_trust";
	if (f->frozen != NULL) {
		v[n++] = "-R";
		v[n++] = f->frozen;
	} else {
		v[n++] = text(f, text(f, "", f->macros), SLICE_LIT("mc2cf.m4"));
	}
	v[n++] = "-";
	/* a name that begins with a dash is no option */
	v[n++] = text(f, file.n != 0 && file.p[0] == '-' ? "./" : "", file);
	return v;
}

/* m4 itself says so, and ends like after any other error. */
static bool out_of_memory(const struct front *f)
{
	for (size_t i = f->stream->nlog; i-- > 0;)
		if (slice_eq_str(f->stream->log[i].kind, "m4") && slice_find(mc_field(&f->stream->log[i], 0), SLICE_LIT("memory exhausted")) >= 0)
			return true;
	return false;
}

bool front_came_to_end(const struct front *f)
{
	for (size_t i = f->stream->nlog; i-- > 0;)
		if (slice_eq_str(f->stream->log[i].kind, "end"))
			return true;
	return false;
}

/* m4 ended by itself and left the rest out: by m4exit, or by something that kept it from the record end. */
static void say_ended(struct front *f)
{
	const struct mc_record *r = NULL;
	struct srcpos at = {f->file, 1, 1, 0};

	for (size_t i = f->stream->nlog; i-- > 0 && r == NULL;)
		if (!front_ours(f, f->stream->log[i].at))
			r = &f->stream->log[i];
	if (r != NULL)
		at = front_place(f, r->at, slice_eq_str(r->kind, "exit") ? SLICE_LIT("m4exit") : SLICE_LIT(""));
	diag_help(diag_add(f->d, 124, at, r != NULL && slice_eq_str(r->kind, "exit") ? "m4exit ends m4 here: the rest of the .mc is left out" : "m4 was ended behind this, before the end of the .mc"),
		"leave m4exit out; errprint(`ERROR: why') makes a .mc fail");
}

static enum mc_result run_once(struct front *f, struct slice *why)
{
	const char *const *argv = arguments(f);
	struct run r = {.arena = f->arena, .argv = argv, .readable = front_readable(f), .input = front_prelude(f), .wall_milliseconds = MC_WALL_MILLISECONDS, .cpu_seconds = MC_CPU_SECONDS,
		.output_max = MC_OUTPUT_MAX, .memory_max = MC_MEMORY_BYTES, .meanwhile = f->met ? NULL : f->job->meanwhile, .ctx = f->job->ctx};
	enum run_end end;
	bool circle;

	end = run_program(&r);
	f->met |= r.met;
	f->stream = mc_stream_new(f->arena, f->src);
	if (f->copy.n != 0)
		mc_stream_alias(f->stream, f->copy, srcset_name(f->src, f->file));
	mc_stream_log(f->stream, r.err);
	mc_stream_text(f->stream, r.out);
	circle = f->stream->nlog > MC_LOG_LONG && front_circle(f);
	if (!front_messages(f, &r, end, why))
		return MC_FAILED;
	front_check_includes(f);
	if (end == RUN_EXITED && out_of_memory(f))
		end = RUN_KILLED;
	if (circle)
		return MC_OK;
	if (end != RUN_EXITED)
		front_loop(f, end, argv);
	else if (!front_came_to_end(f) && diags_errors(f->d) == 0)
		say_ended(f);
	else if (r.status != 0 && diags_errors(f->d) == 0)
		diag_add(f->d, 106, (struct srcpos){f->file, 1, 1, 0}, "m4 ended with status %d and does not say why", r.status);
	return MC_OK;
}

/* m4 reads nothing behind an open quote: the line where it begins is left out, so that the rest is checked too. */
static bool mend(struct front *f)
{
	struct slice text = f->text, whole = f->text, line, why;
	struct buf b;
	bool good;

	buf_init(&b, f->arena);
	for (uint32_t n = 1; slice_next(&text, '\n', &line); n++) {
		buf_put_slice(&b, n == f->broken_line ? SLICE_LIT("dnl") : line);
		buf_putc(&b, '\n');
	}
	remove_copy(f);
	f->mended = true;
	f->text = buf_slice(&b);
	good = write_copy(f, &why);
	if (!good)
		f->text = whole;
	return good;
}

static enum mc_result front_run(struct front *f, struct slice *why)
{
	enum mc_result result;

	if (front_plain(f)) {
		front_check_includes(f);
		return MC_OK;
	}
	f->frozen = front_frozen(f);
	result = run_once(f, why);
	if (result != MC_OK && f->frozen != NULL) {
		/* another m4 than the one that froze it may not like the state */
		f->frozen = NULL;
		result = run_once(f, why);
	}
	for (int i = 0; i < MC_MENDS && result == MC_OK && f->broken_line != 0 && mend(f); i++) {
		f->broken_line = 0;
		result = run_once(f, why);
	}
	return result;
}

static enum mc_result front_start(struct front *f, const struct mc_job *job, struct arena *a, struct srcset *src, struct diags *d, struct slice *why)
{
	enum mc_result result;

	*f = (struct front){.job = job, .arena = a, .src = src, .d = d};
	f->macros = slice_of(text(f, job->lib, SLICE_LIT("/macros/")));
	if (!read_text(f, why)) {
		remove_copy(f);
		return MC_FAILED;
	}
	front_find_bundles(f);
	if (front_scan(f)) {
		result = front_run(f, why);
	} else {
		f->stream = mc_stream_new(a, src);
		result = MC_OK;
	}
	remove_copy(f);
	return result;
}

enum mc_result mc_read(const struct mc_job *job, struct arena *a, struct srcset *src, struct diags *d, struct site **site, struct slice *why)
{
	struct front f;

	if (front_start(&f, job, a, src, d, why) != MC_OK)
		return MC_FAILED;
	*site = front_lower(&f);
	return MC_OK;
}

enum mc_result mc_records(const struct mc_job *job, struct arena *a, struct srcset *src, struct diags *d, struct buf *out, struct slice *why)
{
	struct front f;

	if (front_start(&f, job, a, src, d, why) != MC_OK)
		return MC_FAILED;
	mc_stream_dump(f.stream, out);
	return MC_OK;
}
