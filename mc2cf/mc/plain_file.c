/*
 * plain_file.c - see plain.h: the .mc and the files that it includes
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mc/plain.h"

/* Bytes that records, prelude and -s lines are made of are m4's to stumble over. */
static bool readable(struct slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] < ' ' && strchr("\t\n\v\f\r\b\033", text.p[i]) == NULL)
			return false;
	return memchr(text.p, '\0', text.n) == NULL && slice_find(text, SLICE_LIT("#line ")) < 0;
}

static void run_file(struct plain *p, struct slice text, uint32_t file)
{
	struct plain_frame *f = plain_add_frame(p, text, (struct srcpos){.file = file, .line = 1});

	p->beyond |= !readable(text);
	if (f == NULL || p->beyond)
		return;
	f->file = f->floor = true;
	plain_run(p);
}

/* The text of a plain file. */
static bool load(struct plain *p, struct slice path, struct slice *text)
{
	int fd = open(arena_dup(p->arena, path.p, path.n), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	char *bytes;
	bool good;

	if (fd < 0)
		return false;
	good = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && (size_t)st.st_size < MC_FILE_MAX;
	bytes = arena_alloc(p->arena, good ? (size_t)st.st_size + 1 : 1);
	p->beyond |= !good || read(fd, bytes, (size_t)st.st_size + 1) != st.st_size;
	*text = (struct slice){bytes, good ? (size_t)st.st_size : 0};
	close(fd);
	return true;
}

static uint32_t file_number(struct plain *p, struct slice name)
{
	for (uint32_t i = 1; i < p->nfile; i++)
		if (slice_eq(p->file[i], name))
			return i;
	if (p->nfile == PLAIN_FILES) {
		plain_beyond(p);
		return PLAIN_MC;
	}
	p->file[p->nfile] = name;
	return p->nfile++;
}

bool plain_read_file(struct plain *p, struct slice path, bool own_quotes)
{
	char open = p->open, close = p->close;
	struct slice text;

	if (!load(p, path, &text))
		return false;
	if (own_quotes) {
		p->open = '`';
		p->close = '\'';
	}
	run_file(p, text, file_number(p, path));
	if (own_quotes && (open != '`' || close != '\'')) {
		p->open = open;
		p->close = close;
	}
	return true;
}

/* What m4 would be given otherwise than by the .mc, it is given. */
static bool suits(struct front *f)
{
	const struct mc_job *j = f->job;

	return !j->by_m4 && j->m4 == NULL && j->ninclude == 0 && !j->trust && !j->trace && front_built(f);
}

/* -D name=value, before all else. */
static void define_given(struct plain *p)
{
	for (size_t i = 0; i < p->f->job->ndefine; i++) {
		struct slice value = slice_of(p->f->job->define[i]), name;

		slice_next(&value, '=', &name);
		if (plain_usual_name(name) && readable(value))
			plain_define(p, name, value);
		else
			plain_beyond(p);
	}
}

bool front_plain(struct front *f)
{
	struct plain *p;

	if (!suits(f))
		return false;
	p = ARENA_NEW(f->arena, struct plain);
	*p = (struct plain){.f = f, .arena = f->arena, .s = mc_stream_new(f->arena, f->src), .open = '`', .close = '\'', .line_begins = true,
		.names = symtab_new(f->arena, false), .nfile = PLAIN_MC + 1, .file = {[PLAIN_STDIN] = SLICE_LIT("stdin")}};
	plain_record(p, SLICE_LIT("begin"), (struct srcpos){.file = PLAIN_STDIN, .line = 1}, NULL, 0);
	plain_add_builtins(p);
	define_given(p);
	if (!f->own_include)
		plain_wake(p, (struct srcpos){.file = PLAIN_STDIN, .line = front_prelude_lines(f)});
	run_file(p, front_text(f), PLAIN_MC);
	if (!p->beyond)
		plain_finish(p);
	if (!p->beyond)
		plain_deliver(p);
	return !p->beyond;
}
