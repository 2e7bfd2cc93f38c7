/*
 * world_text.c - see world.h: the sendmail.cf is made by mc2cf, and its maps of files become maps of text
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/src.h"
#include "cmd/engine/limits.h"
#include "cmd/engine/tables.h"
#include "cmd/engine/world.h"

static bool fails(const char *what, const char *why)
{
	fprintf(stderr, "mc2cf test: %s: %s\n", what, why);
	return false;
}

/* The child: never comes back. */
static void be_compiler(const struct world *w, const char *map, int out)
{
	char **argv = calloc(w->how->noptions + 5, sizeof(*argv));
	char *option = NULL;
	size_t n = 0;

	if (argv == NULL || dup2(out, STDOUT_FILENO) < 0)
		_exit(2);
	argv[n++] = arena_dup(w->a, w->how->compiler, strlen(w->how->compiler));
	for (size_t i = 0; i < w->how->noptions; i++)
		argv[n++] = w->how->options[i];
	if (map != NULL) {
		option = arena_alloc(w->a, strlen(map) + 7);
		sprintf(option, "--map=%s", map);
		argv[n++] = option;
	}
	argv[n++] = arena_dup(w->a, w->source, strlen(w->source));
	execv(argv[0], argv);
	fails(w->how->compiler, strerror(errno));
	_exit(2);
}

static bool read_all(const struct world *w, int fd, struct slice *text)
{
	char part[65536];
	struct buf b;
	ssize_t n;

	buf_init(&b, w->a);
	do {
		n = read(fd, part, sizeof(part));
		if (n > 0)
			buf_put(&b, part, (size_t)n);
	} while (n > 0 || (n < 0 && errno == EINTR));
	*text = b.n != 0 ? buf_slice(&b) : SLICE_LIT("");
	return n == 0;
}

bool world_compile(const struct world *w, const char *map, struct slice *cf)
{
	int ends[2], status = 0;
	bool all;
	pid_t pid;

	if (pipe(ends) != 0 || (pid = fork()) < 0)
		return fails(w->source, strerror(errno));
	if (pid == 0) {
		close(ends[0]);
		be_compiler(w, map, ends[1]);
	}
	close(ends[1]);
	all = read_all(w, ends[0], cf);
	close(ends[0]);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (all && WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	return fails(w->source, "it does not compile");
}

/* "access" of "/etc/mail/access" */
static struct slice last_part(struct slice name)
{
	size_t i = name.n;

	while (i > 0 && name.p[i - 1] != '/')
		i--;
	return (struct slice){name.p + i, name.n - i};
}

bool world_beside(const struct world *w, struct arena *a, struct slice name, struct slice *text)
{
	struct srcset *src = srcset_new(a);
	struct buf b;
	uint32_t file;

	name = last_part(name);
	buf_init(&b, a);
	buf_printf(&b, "%s%.*s", w->folder, SLICE_ARG(name));
	return name.n != 0 && srcset_load(src, buf_slice(&b), WORLD_TABLE_MAX, &file, text) == 0;
}

/* What a directory says is in the table of the attribute that is asked for. */
static void put_ldap(struct buf *out, struct slice name, struct slice rest)
{
	struct slice attribute = SLICE_LIT("-"), word;

	while ((word = slice_word(&rest)).n != 0)
		if (slice_eq_str(word, "-v"))
			attribute = slice_word(&rest);
		else if (slice_starts(word, SLICE_LIT("-v")))
			attribute = (struct slice){word.p + 2, word.n - 2};
	if (memchr(attribute.p, ',', attribute.n) != NULL)
		attribute.n = (size_t)((const char *)memchr(attribute.p, ',', attribute.n) - attribute.p);
	buf_printf(out, "%.*s source -o ldap-%.*s\n", SLICE_ARG(name), SLICE_ARG(attribute));
}

/* Databases are what the world says they are; a text map is read where it lies, and words are read by who loads the text. */
static struct slice place(void *data, struct slice name, enum tables_use use)
{
	const struct world *w = data;
	struct slice text, last = last_part(name);
	struct buf b;
	char *folder;

	if (use == TABLES_MAP)
		return last;
	if (use == TABLES_WORDS || !world_beside(w, w->a, name, &text))
		return SLICE_NONE;
	folder = realpath(w->folder, NULL);
	buf_init(&b, w->a);
	buf_printf(&b, "%s/%.*s", folder != NULL ? folder : "", SLICE_ARG(last));
	free(folder);
	return buf_slice(&b);
}

/* A line that is loaded otherwise than it stands. */
static bool put_other(struct world *w, struct slice line, struct buf *out)
{
	struct tables t = {.arena = w->a, .place = place, .data = w};
	struct slice rest = line, name = slice_word(&rest);

	if (slice_starts(line, SLICE_LIT("O ServiceSwitchFile")) || slice_starts(line, SLICE_LIT("O HostsFile"))) {
		buf_puts(out, "#\n"); /* what this machine knows of names does not count */
		return true;
	}
	if (line.n != 0 && line.p[0] == 'K' && slice_caseeq(slice_word(&rest), SLICE_LIT("ldap"))) {
		put_ldap(out, name, rest);
		return true;
	}
	return tables_line(&t, line, out);
}

struct slice world_text(struct world *w)
{
	struct slice rest = w->cf, line;
	struct buf out;

	buf_init(&out, w->a);
	while (slice_next(&rest, '\n', &line))
		if (!put_other(w, line, &out)) {
			buf_put_slice(&out, line);
			buf_putc(&out, '\n');
		}
	buf_puts(&out, "O ServiceSwitchFile=/dev/null\nO HostsFile=/dev/null\n");
	return buf_slice(&out);
}
