/*
 * world.c - see world.h
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/src.h"
#include "cmd/engine/limits.h"
#include "cmd/engine/world.h"
#include "engine/wordfile.h"

static void say(void *data, enum cfrw_severity severity, const char *file, unsigned line, struct cfrw_text text)
{
	const struct world *w = data;

	if (!w->loud || severity == CFRW_NOTE)
		return;
	if (file != NULL && line != 0)
		fprintf(stderr, "%s:%u: %.*s\n", file, line, (int)text.n, text.p);
	else
		fprintf(stderr, "%s: %.*s\n", w->source, (int)text.n, text.p);
}

/* What an F line names, from the folder of the source. */
static void classfile(void *data, const char *name, struct cfrw_text spec, struct cfrw_words *to)
{
	const struct world *w = data;
	struct wordfile file;
	struct slice text, line;

	if (!wordfile_spec((struct slice){spec.p, spec.n}, &file) || file.name.p[0] != '/') {
		fprintf(stderr, "mc2cf test: %s: what class %s is filled from cannot be read here: %.*s\n", w->source, name, (int)spec.n, spec.p);
		return;
	}
	if (world_beside(w, w->a, file.name, &text)) {
		while (slice_next(&text, '\n', &line))
			wordfile_line(&file, line, to);
	} else if (!file.optional)
		fprintf(stderr, "mc2cf test: %s: class %s wants %.*s, and there is no such file in %s\n", w->source, name, SLICE_ARG(file.name), w->folder);
}

static void own_names(void *data, const cfrw_program *p, struct cfrw_words *to)
{
	const struct world *w = data;
	const char *dot = strchr(w->how->host, '.');

	(void)p;
	cfrw_word(to, w->how->host, dot != NULL ? (size_t)(dot - w->how->host) : strlen(w->how->host));
	cfrw_word(to, w->how->host, strlen(w->how->host));
	cfrw_word(to, "[127.0.0.1]", 11);
}

static struct cfrw_text text_of(const char *s)
{
	return (struct cfrw_text){s, strlen(s)};
}

static bool load(struct world *w)
{
	struct slice text = world_text(w);
	const char *host = w->how->host, *dot = strchr(host, '.');
	struct cfrw_host says = {.log = say, .data = w};
	struct cfrw_setting macros[] = {
		{"w", {host, dot != NULL ? (size_t)(dot - host) : strlen(host)}}, {"j", text_of(host)}, {"k", text_of(host)},
		{"opMode", {"t", 1}}, {"v", {"8.17.1", 6}}, {"_", {"root@localhost", 14}}, {"m", text_of(dot != NULL ? dot + 1 : "")}};
	struct cfrw_setting domain = {"m", text_of(dot != NULL ? dot + 1 : "")};
	struct cfrw_load how = {.host = &says, .macros = macros, .nmacros = sizeof(macros) / sizeof(*macros) - (dot == NULL), .words = &domain, .nwords = dot != NULL,
	                        .classfile = classfile, .own_names = own_names, .data = w};

	w->loud = true;
	w->program = cfrw_load_memory(text.p, text.n, w->name, &how);
	w->loud = false;
	return w->program != NULL;
}

static bool is_cf(struct slice s)
{
	return s.n > 3 && memcmp(s.p + s.n - 3, ".cf", 3) == 0;
}

/* The folder with its slash, and the name of the sendmail.cf. */
static void name_it(struct world *w)
{
	const char *slash = strrchr(w->source, '/'), *name = slash != NULL ? slash + 1 : w->source;
	struct slice s = slice_of(name);
	struct buf b;

	buf_init(&b, w->a);
	if (w->how->tables != NULL)
		buf_printf(&b, "%s/", w->how->tables);
	else
		buf_printf(&b, "%.*s", slash != NULL ? (int)(slash - w->source) + 1 : 2, slash != NULL ? w->source : "./");
	buf_putc(&b, '\0');
	w->folder = b.p;
	if (w->how->cf != NULL || is_cf(s)) {
		w->name = w->how->cf != NULL ? w->how->cf : w->source;
		w->given = true;
		return;
	}
	buf_init(&b, w->a);
	buf_put_slice(&b, s.n > 3 && memcmp(s.p + s.n - 3, ".mc", 3) == 0 ? (struct slice){s.p, s.n - 3} : s);
	buf_puts(&b, ".cf");
	buf_putc(&b, '\0');
	w->name = b.p;
}

static void cut_lines(struct world *w)
{
	struct slice rest = w->cf, line;
	size_t n = 0;

	for (size_t i = 0; i < w->cf.n; i++)
		n += w->cf.p[i] == '\n';
	w->lines = arena_array(w->a, n + 1, sizeof(*w->lines));
	while (slice_next(&rest, '\n', &line))
		w->lines[w->nlines++] = line;
}

struct world *world_open(struct arena *a, const struct world_how *how, const char *source, const struct expect_file *file)
{
	struct world *w = ARENA_NEW(a, struct world);
	struct srcset *src = srcset_new(a);
	uint32_t number;
	int error;

	*w = (struct world){.a = a, .how = how, .source = source, .file = file};
	w->answers = file != NULL ? buf_slice(&file->dns) : SLICE_LIT("localhost A 127.0.0.1\n");
	name_it(w);
	if (w->given) {
		error = srcset_load(src, slice_of(w->name), WORLD_TABLE_MAX, &number, &w->cf);
		if (error != 0) {
			fprintf(stderr, "mc2cf test: cannot read %s: %s\n", w->name, strerror(error));
			return NULL;
		}
	} else if (!world_compile(w, NULL, &w->cf))
		return NULL;
	if (!load(w))
		return NULL;
	mailers_read(&w->mailers, w->program, a);
	cut_lines(w);
	return w;
}

void world_close(struct world *w)
{
	if (w != NULL)
		cfrw_program_free(w->program);
}
