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

bool world_beside(const struct world *w, struct arena *a, struct slice name, struct slice *text)
{
	struct srcset *src = srcset_new(a);
	struct buf b;
	uint32_t file;

	for (size_t i = name.n; i-- > 0;)
		if (name.p[i] == '/') {
			name = (struct slice){name.p + i + 1, name.n - i - 1};
			break;
		}
	buf_init(&b, a);
	buf_printf(&b, "%s%.*s", w->folder, SLICE_ARG(name));
	return name.n != 0 && srcset_load(src, buf_slice(&b), WORLD_TABLE_MAX, &file, text) == 0;
}

static struct slice last_word(struct slice s)
{
	size_t i;

	s = slice_trim(s);
	for (i = s.n; i > 0 && s.p[i - 1] != ' ' && s.p[i - 1] != '\t' && s.p[i - 1] != '/';)
		i--;
	return (struct slice){s.p + i, s.n - i};
}

static struct slice cut_word(struct slice *rest)
{
	struct slice s = slice_trim(*rest);
	size_t n = 0;

	while (n < s.n && s.p[n] != ' ' && s.p[n] != '\t')
		n++;
	*rest = (struct slice){s.p + n, s.n - n};
	return (struct slice){s.p, n};
}

/* "hash -T<TMPF> /etc/mail/access" becomes "source -T<TMPF> access". */
static void put_source(struct buf *out, struct slice name, struct slice rest)
{
	struct slice file = last_word(rest), flags;
	size_t end = (size_t)(file.p - rest.p);

	while (end > 0 && rest.p[end - 1] != ' ' && rest.p[end - 1] != '\t')
		end--;
	flags = (struct slice){rest.p, end};
	if (file.n > 3 && memcmp(file.p + file.n - 3, ".db", 3) == 0)
		file.n -= 3;
	buf_printf(out, "%.*s source %.*s %.*s\n", SLICE_ARG(name), SLICE_ARG(slice_trim(flags)), SLICE_ARG(file));
}

/* What a directory says is in the table of the attribute that is asked for. */
static void put_ldap(struct buf *out, struct slice name, struct slice rest)
{
	struct slice attribute = SLICE_LIT("-"), word;

	while ((word = cut_word(&rest)).n != 0)
		if (slice_eq_str(word, "-v"))
			attribute = cut_word(&rest);
		else if (slice_starts(word, SLICE_LIT("-v")))
			attribute = (struct slice){word.p + 2, word.n - 2};
	if (memchr(attribute.p, ',', attribute.n) != NULL)
		attribute.n = (size_t)((const char *)memchr(attribute.p, ',', attribute.n) - attribute.p);
	buf_printf(out, "%.*s source -o ldap-%.*s\n", SLICE_ARG(name), SLICE_ARG(attribute));
}

/* A text map is read where it lies, which must be a whole path. */
static void put_text(const struct world *w, struct buf *out, struct slice line, struct slice file)
{
	char *folder = realpath(w->folder, NULL);
	size_t n = (size_t)(file.p - line.p);

	while (n > 0 && line.p[n - 1] != ' ' && line.p[n - 1] != '\t')
		n--;
	buf_printf(out, "%.*s%s/%.*s\n", (int)n, line.p, folder != NULL ? folder : "", SLICE_ARG(file));
	free(folder);
}

static void put_map(const struct world *w, struct buf *out, struct slice line)
{
	static const char *const files[] = {"hash", "btree", "dbm", "cdb", "lmdb"};
	struct slice rest = line, name = cut_word(&rest), class_name = cut_word(&rest), text;

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		if (slice_caseeq(class_name, slice_of(files[i]))) {
			put_source(out, name, rest);
			return;
		}
	if (slice_caseeq(class_name, SLICE_LIT("ldap")))
		put_ldap(out, name, rest);
	else if (slice_caseeq(class_name, SLICE_LIT("text")) && world_beside(w, w->a, last_word(rest), &text))
		put_text(w, out, line, last_word(rest));
	else
		buf_printf(out, "%.*s\n", SLICE_ARG(line));
}

struct slice world_text(const struct world *w)
{
	struct slice rest = w->cf, line;
	struct buf out;

	buf_init(&out, w->a);
	while (slice_next(&rest, '\n', &line)) {
		if (line.n != 0 && line.p[0] == 'K')
			put_map(w, &out, line);
		else if (slice_starts(line, SLICE_LIT("O ServiceSwitchFile")) || slice_starts(line, SLICE_LIT("O HostsFile")))
			buf_puts(&out, "#\n"); /* what this machine knows of names does not count */
		else {
			buf_put_slice(&out, line);
			buf_putc(&out, '\n');
		}
	}
	buf_puts(&out, "O ServiceSwitchFile=/dev/null\nO HostsFile=/dev/null\n");
	return buf_slice(&out);
}
