/*
 * load.c - from the bytes of a sendmail.cf to a program
 *
 * cf/ reads it line by line, and each is used at once, in file order: a rule
 * sees the macros that stand before it.  Rules are compiled from the reader's
 * own tokens and leave nothing else behind; all other lines stay in the IR,
 * where maps, mailers and options are found later.  A line with something wrong
 * is reported and left out, as sendmail does.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cf/cf.h"
#include "engine/load.h"
#include "ir/codes.h"

static void preset(struct loader *l)
{
	cfrw_program *p = l->p;

	for (size_t i = 0; i < l->how->nmacros; i++) {
		const struct cfrw_setting *s = &l->how->macros[i];
		size_t m = program_macro(p, slice_of(s->name));

		p->macros[m].value = (struct slice){arena_dup(p->arena, s->value.p, s->value.n), s->value.n};
	}
	for (size_t i = 0; i < l->how->nwords; i++) {
		const struct cfrw_setting *s = &l->how->words[i];

		class_add(p, program_class(p, slice_of(s->name)), (struct slice){s->value.p, s->value.n});
	}
}

/* What the reader has to say goes to the log. */
static void tell(cfrw_program *p, bool plain)
{
	struct diag_view v;

	p->errors = (unsigned)diags_errors(p->diags);
	for (size_t i = 0; !plain && diags_view(p->diags, i, &v); i++) {
		enum cfrw_severity s = v.severity == DIAG_ERROR ? CFRW_ERROR : v.severity == DIAG_WARNING ? CFRW_WARNING : CFRW_NOTE;

		p->host.log(p->host.data, s, srcset_name(p->src, v.at.file).p, v.at.line, (struct cfrw_text){v.text.p, v.text.n});
	}
}

/* Where the text comes from: it is at hand, or p is NULL and it is in a file. */
struct source {
	const char *name;
	struct slice text;
};

static size_t size_of(const struct source *from)
{
	struct stat st;

	if (from->text.p != NULL)
		return from->text.n;
	return stat(from->name, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 ? (size_t)st.st_size : 0;
}

/* 0, or an errno value. */
static int take_text(cfrw_program *p, const struct source *from, struct slice *text)
{
	if (from->text.p == NULL)
		return srcset_load(p->src, slice_of(from->name), ENGINE_FILE_MAX, &p->file, text);
	p->file = srcset_file(p->src, slice_of(from->name));
	*text = (struct slice){arena_dup(p->arena, from->text.p, from->text.n), from->text.n};
	srcset_text(p->src, p->file, *text);
	return 0;
}

static void keep_line(void *loader, const struct cf_line *line)
{
	cfrw_program *p = ((struct loader *)loader)->p;

	p->lines = arena_grow(p->arena, p->lines, p->nlines, &p->lines_cap, sizeof(*p->lines));
	p->lines[p->nlines++] = *line;
}

static void read_lines(struct loader *l, struct slice text)
{
	const struct cf_sink sink = {.rule = line_rule, .item = line_item, .line = l->how->plain ? keep_line : NULL, .ctx = l};
	cfrw_program *p = l->p;
	struct said *first = NULL;

	if (l->how->plain) {
		p->lines_cap = text.n / ENGINE_LOAD_LINE + 1;
		p->lines = arena_array(p->arena, p->lines_cap, sizeof(*p->lines));
	}
	p->said = &first;
	cf_read_to(p->ir, text, p->file, p->diags, &sink);
	line_rules_end(l);
	tell(p, l->how->plain);
	program_tell(p, first);
}

/* 0, or an errno value: there is no text. */
static int load(struct loader *l, const struct source *from)
{
	cfrw_program *p = l->p;
	size_t ncodes;
	const struct diag_code *codes = ir_codes(&ncodes);
	struct slice text;
	int error;

	p->src = srcset_new(p->arena);
	error = take_text(p, from, &text);
	if (error != 0)
		return error;
	buf_init(&l->work.text, p->arena);
	p->diags = diags_new(p->arena, p->src, codes, ncodes);
	p->ir = ir_new(p->arena);
	p->macro_names = symtab_new(p->arena, false);
	p->class_names = symtab_new(p->arena, false);
	preset(l);
	read_lines(l, text);
	program_seal(l);
	return 0;
}

static void out_of_memory(void *ctx)
{
	longjmp(*(jmp_buf *)ctx, 1);
}

static void say_plain(const struct cfrw_host *h, const char *file, const char *what)
{
	h->log(h->data, CFRW_ERROR, file, 0, (struct cfrw_text){what, strlen(what)});
}

/* A program without anything in it; NULL: no memory. */
static cfrw_program *program_new(const struct cfrw_host *host, struct arena *a, size_t size)
{
	cfrw_program *p;

	arena_reserve(a, size < ENGINE_LOAD_MAX && ENGINE_LOAD_SHARE(size) < ENGINE_LOAD_MAX ? ENGINE_LOAD_SHARE(size) : ENGINE_LOAD_MAX);
	p = ARENA_NEW(a, cfrw_program);
	p->host = *host;
	p->arena = a;
	mem_of_arena(&p->own, a);
	p->space = ' ';
	p->next_ruleset = ENGINE_RULESETS_MAX - 1;
	return words_init(&p->words, &p->own, NULL) && words_reserve(&p->words, ENGINE_LOAD_WORDS) ? p : NULL;
}

/* 0, or an errno value: there is no text, or no memory. */
static int load_into(struct arena *a, jmp_buf *oom, const struct cfrw_host *host, const struct source *from, const struct cfrw_load *how, cfrw_program **p)
{
	struct loader l = {.how = how, .ruleset = -1};

	if (setjmp(*oom) != 0)
		return ENOMEM;
	l.p = *p = program_new(host, a, size_of(from));
	return l.p != NULL ? load(&l, from) : ENOMEM;
}

static const char *reason(int error)
{
	return error == ENOMEM ? "out of memory" : error == EFBIG ? "this file is too large for a configuration" : strerror(error);
}

static cfrw_program *load_from(const struct source *from, const struct cfrw_load *how)
{
	static const struct cfrw_load nothing;
	struct cfrw_host host;
	struct arena *a;
	cfrw_program *p = NULL;
	jmp_buf oom;
	int error;

	how = how != NULL ? how : &nothing;
	mem_host(&host, how->host);
	a = mem_large_arena(&host, out_of_memory, &oom);
	error = a != NULL ? load_into(a, &oom, &host, from, how, &p) : ENOMEM;
	if (error == 0)
		return p;
	say_plain(&host, from->name, reason(error));
	if (p != NULL)
		free(p->file_text);
	arena_free(a);
	return NULL;
}

cfrw_program *cfrw_load_memory(const char *text, size_t n, const char *name, const struct cfrw_load *how)
{
	return load_from(&(struct source){name, {n != 0 ? text : "", n}}, how);
}

cfrw_program *cfrw_load_file(const char *path, const struct cfrw_load *how)
{
	return load_from(&(struct source){path, SLICE_NONE}, how);
}

void cfrw_program_free(cfrw_program *p)
{
	if (p == NULL)
		return;
	rule_texts_free(p);
	arena_free(p->arena);
}
