/*
 * record.h - what came back from m4, as data
 *
 * mc.l and mc.y read m4's two streams (see macros/mc2cf.m4) and call the
 * builder, which makes of them: the log (records in the order of execution,
 * m4's own messages between them), the expanded arguments of each use, values,
 * and the author's raw text by section.  Nothing is judged here.
 *
 * Ownership: all memory is the arena's; slices point into m4's output.
 */
#ifndef MC_RECORD_H
#define MC_RECORD_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/src.h"
#include "base/symtab.h"
#include "mc/limits.h"

/* One record; also a message of m4 itself (kind "m4", field 0 is its line). */
struct mc_record {
	struct slice kind;
	struct srcpos at;        /* log records only */
	struct slice *field;
	size_t nfields;
};

/* The numbered use N as expanded text, and names as they stood there. */
struct mc_use_text {
	struct slice *arg;       /* the expanded arguments, the first is number 1's; NULL: there is no such text */
	size_t nargs;
	struct slice map_type, settings_dir;
	struct symtab *with;     /* name → struct slice, or NULL */
};

/* A line of a section, or the mark of a use (use != 0). */
struct mc_line {
	struct srcpos at;
	struct slice text;
	unsigned long use;
};

struct mc_section {
	struct slice name;
	struct mc_line *v;
	size_t n, cap;
};

/* A value at the end, a port, a filter, a queue group: field 0 is the name or the number of the use. */
struct mc_stream {
	struct arena *arena;
	struct srcset *src;
	struct mc_record *log;
	size_t nlog, log_cap;
	struct mc_record *end;   /* value, port, client, filter and queue records */
	size_t nend, end_cap;
	struct mc_use_text *use; /* by number */
	size_t nuse;
	struct mc_section **section;
	size_t nsection, section_cap;
	struct slice alias, alias_name; /* what m4 calls a file, and what it is called */
	size_t broken;           /* records that made no sense: control bytes in the input */
};

struct mc_stream *mc_stream_new(struct arena *a, struct srcset *src);
/* m4 reads a copy of a file: places in it are places in the file. */
void mc_stream_alias(struct mc_stream *s, struct slice copy, struct slice name);
/* The number of a file that m4 names. */
uint32_t mc_stream_file(const struct mc_stream *s, struct slice name);
/*
 * Reads m4's standard error (the log) or standard output into the stream.  The scanner works in the text itself, as flex
 * does: it must be writable, live as long as the arena, and have two NUL bytes behind it.
 */
void mc_stream_log(struct mc_stream *s, struct slice text);
void mc_stream_text(struct mc_stream *s, struct slice text);

/* What the stream is made of, piece by piece: for who reads m4's answer, and who makes it himself.  False: there are too many uses. */
void mc_stream_add_log(struct mc_stream *s, struct mc_record r);
void mc_stream_add_end(struct mc_stream *s, struct mc_record r);
bool mc_stream_add_args(struct mc_stream *s, unsigned long use, struct slice *arg, size_t n, struct slice map_type, struct slice settings_dir);
bool mc_stream_add_with(struct mc_stream *s, unsigned long use, struct slice name, struct slice *value);
/* The section of that name, made where there is none. */
struct mc_section *mc_stream_section(struct mc_stream *s, struct slice name);
void mc_stream_add_line(struct mc_stream *s, struct mc_section *sec, struct mc_line line);

const struct mc_use_text *mc_stream_use(const struct mc_stream *s, unsigned long n);
/* A field of a record; empty where it is not there. */
struct slice mc_field(const struct mc_record *r, size_t i);
unsigned long mc_number(struct slice s);
/* The stream as text, one record a line: --stop-after=records. */
void mc_stream_dump(const struct mc_stream *s, struct buf *out);

#endif
