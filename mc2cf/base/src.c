/*
 * src.c - see src.h
 *
 * Lines are found through an index of line starts that is made when a line of
 * the file is first asked for.  One try to load a file that has no text: a
 * diagnostic without its line is better than a second error.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/src.h"
#include "base/symtab.h"

struct file {
	struct slice name, text;
	bool tried;        /* text is there, or loading it failed */
	size_t *starts;    /* offset of each line */
	size_t nlines;
	uint32_t number;
};

struct srcset {
	struct arena *arena;
	struct symtab *by_name;
	struct file **v;
	size_t n, cap;
	uint32_t base;                 /* the number of no file: those of this set follow it */
	const struct srcset *attached; /* the set whose files are ours too, or NULL */
	size_t cut;
	struct slice root, *names;     /* of its files, as they are asked for */
};

struct srcset *srcset_new(struct arena *a)
{
	struct srcset *s = ARENA_NEW(a, struct srcset);

	s->arena = a;
	s->by_name = symtab_new(a, false);
	return s;
}

static struct file *file_of(const struct srcset *s, uint32_t file)
{
	if (file > SRC_IMAGE && s->attached != NULL)
		s = s->attached;
	return file > s->base && file - s->base <= s->n ? s->v[file - s->base - 1] : NULL;
}

static bool is_attached(const struct srcset *s, uint32_t file)
{
	return file > SRC_IMAGE && s->attached != NULL;
}

void srcset_as_image(struct srcset *s)
{
	s->base = SRC_IMAGE;
}

void srcset_attach(struct srcset *s, const struct srcset *image, size_t cut, struct slice root)
{
	s->attached = image;
	s->cut = cut;
	s->root = root;
	s->names = arena_array(s->arena, image->n, sizeof *s->names);
}

static struct slice attached_name(const struct srcset *s, const struct file *f)
{
	struct slice *name = &s->names[f->number - SRC_IMAGE - 1];
	struct buf b;

	if (name->n == 0) {
		buf_init(&b, s->arena);
		buf_put_slice(&b, s->root);
		buf_put(&b, f->name.p + s->cut, f->name.n - s->cut);
		buf_putc(&b, '\0');
		*name = (struct slice){b.p, b.n - 1};
	}
	return *name;
}

static void file_push(struct srcset *s, struct file *f)
{
	if (s->n == s->cap) {
		size_t cap = s->cap != 0 ? s->cap * 2 : 16;
		struct file **v = arena_array(s->arena, cap, sizeof(struct file *));

		if (s->n != 0)
			memcpy(v, s->v, s->n * sizeof(struct file *));
		s->v = v;
		s->cap = cap;
	}
	s->v[s->n++] = f;
}

uint32_t srcset_file(struct srcset *s, struct slice name)
{
	struct file *f = symtab_get(s->by_name, name);

	if (f == NULL) {
		f = ARENA_NEW(s->arena, struct file);
		f->name = (struct slice){arena_dup(s->arena, name.p, name.n), name.n};
		file_push(s, f);
		f->number = s->base + (uint32_t)s->n;
		symtab_set(s->by_name, f->name, f);
	}
	return f->number;
}

void srcset_text(struct srcset *s, uint32_t file, struct slice text)
{
	struct file *f = file_of(s, file);

	if (f == NULL)
		return;
	f->text = text;
	f->tried = true;
	f->starts = NULL;
	f->nlines = 0;
}

/* The bytes of a regular file that says how many it has; false where it has fewer by now, or cannot be read. */
static bool read_sized(struct arena *a, int fd, size_t size, struct slice *text)
{
	char *p = arena_alloc(a, size);
	size_t done = 0;

	while (done < size) {
		ssize_t n = read(fd, p + done, size - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		done += (size_t)n;
	}
	*text = (struct slice){p, size};
	return true;
}

/* All bytes of an open file: 0 or an errno value. */
static int read_all(struct arena *a, int fd, size_t max, struct slice *text)
{
	struct buf b;
	char chunk[65536];
	ssize_t n;

	buf_init(&b, a);
	while ((n = read(fd, chunk, sizeof(chunk))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno;
		if ((size_t)n > max - b.n)
			return EFBIG;
		buf_put(&b, chunk, (size_t)n);
	}
	*text = b.n != 0 ? buf_slice(&b) : SLICE_LIT("");
	return 0;
}

/* Only what can be read to an end: a folder is refused, a pipe is read; a terminal, until its user ends the input. */
static int read_file(struct arena *a, const char *path, size_t max, struct slice *text)
{
	struct stat st;
	int fd, error = 0;

	do
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	while (fd < 0 && errno == EINTR);
	if (fd < 0)
		return errno;
	if (fstat(fd, &st) != 0)
		error = errno;
	else if (S_ISDIR(st.st_mode))
		error = EISDIR;
	else if (!S_ISREG(st.st_mode) || st.st_size <= 0 || (size_t)st.st_size > max || !read_sized(a, fd, (size_t)st.st_size, text)) {
		(void)lseek(fd, 0, SEEK_SET); /* what cannot seek has not been read from either */
		error = read_all(a, fd, max, text);
	}
	close(fd);
	return error;
}

int srcset_load(struct srcset *s, struct slice name, size_t max, uint32_t *file, struct slice *text)
{
	uint32_t number = srcset_file(s, name);
	struct file *f = file_of(s, number);
	int error;

	*file = number;
	*text = SLICE_LIT("");
	f->tried = true;
	if (memchr(f->name.p, '\0', f->name.n) != NULL)
		return EINVAL;
	error = read_file(s->arena, f->name.p, max, text);
	if (error == 0)
		srcset_text(s, number, *text);
	return error;
}

struct slice srcset_name(const struct srcset *s, uint32_t file)
{
	const struct file *f = file_of(s, file);

	if (f != NULL && is_attached(s, file))
		return attached_name(s, f);
	return f != NULL ? f->name : SLICE_LIT("");
}

struct slice srcset_whole(const struct srcset *s, uint32_t file)
{
	const struct file *f = file_of(s, file);

	return f != NULL && f->text.p != NULL ? f->text : SLICE_LIT("");
}

static void index_lines(struct srcset *s, struct file *f)
{
	struct slice rest = f->text, line;
	size_t n = 1;

	for (size_t i = 0; i < f->text.n; i++)
		n += f->text.p[i] == '\n';
	f->starts = arena_array(s->arena, n, sizeof(size_t));
	while (slice_next(&rest, '\n', &line))
		f->starts[f->nlines++] = (size_t)(line.p - f->text.p);
}

bool srcset_line(struct srcset *s, uint32_t file, uint32_t line, struct slice *text)
{
	struct file *f = file_of(s, file);
	struct slice rest;

	if (f == NULL || line == 0)
		return false;
	if (!f->tried) {
		uint32_t number;
		struct stat st;

		/* The name may be a pipe or a device by now; showing a line must never wait for one. */
		if (memchr(f->name.p, '\0', f->name.n) == NULL && stat(f->name.p, &st) == 0 && S_ISREG(st.st_mode))
			(void)srcset_load(s, f->name, SRC_SHOW_MAX, &number, &rest);
		f->tried = true;
	}
	if (f->text.p == NULL)
		return false;
	if (is_attached(s, file)) {
		/* nothing is noted in an image */
		for (rest = f->text; line > 1 && slice_next(&rest, '\n', text); line--)
			;
		return line == 1 && slice_next(&rest, '\n', text);
	}
	if (f->starts == NULL)
		index_lines(s, f);
	if (line > f->nlines)
		return false;
	rest = (struct slice){f->text.p + f->starts[line - 1], f->text.n - f->starts[line - 1]};
	return slice_next(&rest, '\n', text);
}

int srcpos_cmp(struct srcpos a, struct srcpos b)
{
	if (a.file != b.file)
		return a.file < b.file ? -1 : 1;
	if (a.line != b.line)
		return a.line < b.line ? -1 : 1;
	return a.col < b.col ? -1 : a.col > b.col;
}

struct srcpos srcset_find(struct srcset *s, struct srcpos at, struct slice word, uint32_t lines)
{
	struct srcpos here = at;
	struct slice line;

	for (uint32_t i = 0; word.n != 0 && i < lines && srcset_line(s, here.file, here.line, &line); i++, here.line++) {
		size_t skip = i == 0 && at.col > 0 && at.col <= line.n ? at.col - 1 : 0;
		size_t n = line.n - skip < SRC_WORD_MAX ? line.n - skip : SRC_WORD_MAX;
		ptrdiff_t found = slice_find((struct slice){line.p + skip, n}, word);

		here.col = (uint32_t)(skip + (size_t)found + 1);
		if (found >= 0)
			return here;
	}
	return at;
}
