/*
 * load.c - from the bytes of a sendmail.cf to a program
 *
 * cf/ reads it into the IR; the IR is walked in file order, since a rule sees
 * the macros that stand before it.  A line with something wrong is reported and
 * left out, as sendmail does.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cf/cf.h"
#include "engine/load.h"
#include "ir/codes.h"

void program_say(const cfrw_program *p, enum cfrw_severity severity, const struct ir_item *item, const char *fmt, ...)
{
	struct slice file = item != NULL ? srcset_name(p->src, item->origin.at.file) : SLICE_NONE;
	char text[1024];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	p->host.log(p->host.data, severity, file.p, item != NULL ? item->origin.at.line : 0,
	            (struct cfrw_text){text, (size_t)n < sizeof(text) ? (size_t)n : sizeof(text) - 1});
}

void program_no_memory(cfrw_program *p)
{
	arena_alloc(p->arena, SIZE_MAX); /* which there never is */
}

static void set_version(cfrw_program *p, const struct ir_item *item)
{
	p->level = 0;
	for (size_t i = 0; i < item->name.n && p->level < 1000; i++)
		if (item->name.p[i] >= '0' && item->name.p[i] <= '9')
			p->level = p->level * 10 + (unsigned)(item->name.p[i] - '0');
	p->vendor = item->value;
}

static void set_option(struct loader *l, const struct ir_item *item)
{
	cfrw_program *p = l->p;

	if (slice_caseeq(item->name, SLICE_LIT("OperatorChars")))
		l->operators = item;
	if (slice_caseeq(item->name, SLICE_LIT("BlankSub")) && item->value.n != 0)
		p->space = item->value.p[0];
	if (slice_caseeq(item->name, SLICE_LIT("BlankSub")))
		p->space_from = item->index;
}

/* T lines: trusted users are the words of class t. */
static void add_trusted(cfrw_program *p, const struct ir_item *item)
{
	struct slice s = slice_trim(item->value);

	while (s.n != 0) {
		size_t n = 0;

		while (n < s.n && s.p[n] != ' ' && s.p[n] != '\t')
			n++;
		class_add(p, program_class(p, SLICE_LIT("t")), (struct slice){s.p, n});
		s = slice_trim((struct slice){s.p + n, s.n - n});
	}
}

static void one_item(struct loader *l, const struct ir_item *item)
{
	switch (item->kind) {
	case IR_VERSION:
		set_version(l->p, item);
		break;
	case IR_OPTION:
		set_option(l, item);
		break;
	case IR_MACRO:
		line_macro(l, item);
		break;
	case IR_CLASS:
		line_class(l, item);
		break;
	case IR_TRUSTED:
		add_trusted(l->p, item);
		break;
	case IR_CLASSFILE:
		line_classfile(l, item);
		break;
	case IR_MAILER:
		line_mailer(l, item);
		break;
	case IR_HEADER:
		line_header(l, item);
		break;
	case IR_RULESET:
		line_ruleset(l, item);
		break;
	case IR_RULE:
		line_rule(l, item);
		break;
	default: /* asked for later, through the IR */
		break;
	}
}

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

static void load(struct loader *l, struct slice text, const char *name)
{
	cfrw_program *p = l->p;
	uint32_t file;
	size_t ncodes;
	const struct diag_code *codes = ir_codes(&ncodes);
	const struct ir_item *item;

	arena_reserve(p->arena, text.n < ENGINE_LOAD_MAX / ENGINE_LOAD_SHARE ? text.n * ENGINE_LOAD_SHARE : ENGINE_LOAD_MAX);
	buf_init(&l->work.text, p->arena);
	p->src = srcset_new(p->arena);
	p->diags = diags_new(p->arena, p->src, codes, ncodes);
	p->ir = ir_new(p->arena);
	p->macro_names = symtab_new(p->arena, false);
	p->class_names = symtab_new(p->arena, false);
	p->ruleset_names = symtab_new(p->arena, false);
	file = srcset_file(p->src, slice_of(arena_dup(p->arena, name, strlen(name))));
	text.p = arena_dup(p->arena, text.p, text.n);
	srcset_text(p->src, file, text);
	cf_read(p->ir, text, file, p->diags);
	tell(p, l->how->plain);
	preset(l);
	for (size_t i = 0; (item = ir_at(p->ir, i)) != NULL; i++)
		one_item(l, item);
	program_seal(l);
}

static void out_of_memory(void *ctx)
{
	longjmp(*(jmp_buf *)ctx, 1);
}

static void say_plain(const struct cfrw_host *h, const char *file, const char *what)
{
	h->log(h->data, CFRW_ERROR, file, 0, (struct cfrw_text){what, strlen(what)});
}

/* A loader and a program without anything in them; NULL: no memory. */
static struct loader *loader_new(const struct cfrw_host *host, const struct cfrw_load *how)
{
	struct loader *l = mem_get(host, sizeof(*l));
	cfrw_program *p = mem_get(host, sizeof(*p));

	if (p == NULL || l == NULL) {
		mem_give(host, p, sizeof(*p));
		mem_give(host, l, sizeof(*l));
		return NULL;
	}
	memset(p, 0, sizeof(*p));
	memset(l, 0, sizeof(*l));
	p->host = *host;
	p->space = ' ';
	p->next_ruleset = ENGINE_RULESETS_MAX - 1;
	l->p = p;
	l->how = how;
	l->ruleset = -1;
	return l;
}

/* False: no memory. */
static bool load_all(struct loader *l, struct slice text, const char *name)
{
	jmp_buf oom;

	if (setjmp(oom) != 0)
		return false;
	l->p->arena = mem_large_arena(&l->p->host, out_of_memory, &oom);
	if (l->p->arena == NULL || !words_init(&l->p->words, &l->p->host, NULL))
		return false;
	load(l, text, name);
	return true;
}

cfrw_program *cfrw_load_memory(const char *text, size_t n, const char *name, const struct cfrw_load *how)
{
	static const struct cfrw_load nothing;
	struct cfrw_host host;
	struct loader *l;
	cfrw_program *p;

	how = how != NULL ? how : &nothing;
	mem_host(&host, how->host);
	l = loader_new(&host, how);
	if (l == NULL) {
		say_plain(&host, name, "out of memory");
		return NULL;
	}
	p = l->p;
	if (!load_all(l, (struct slice){text, n}, name)) {
		say_plain(&host, name, "out of memory");
		cfrw_program_free(p);
		p = NULL;
	}
	mem_give(&host, l, sizeof(*l));
	return p;
}

/* What a file takes, and one byte more, where its end is seen; more than that where it does not say. */
static size_t expected_size(FILE *f)
{
	struct stat st;

	return fstat(fileno(f), &st) == 0 && st.st_size > 0 && st.st_size < (off_t)ENGINE_FILE_MAX ? (size_t)st.st_size + 1 : 65536;
}

cfrw_program *cfrw_load_file(const char *path, const struct cfrw_load *how)
{
	struct cfrw_host host;
	FILE *f = fopen(path, "rb");
	size_t n = 0, cap = 0, more;
	void *text = NULL;
	cfrw_program *p = NULL;
	const char *why = NULL;

	mem_host(&host, how != NULL ? how->host : NULL);
	if (f == NULL) {
		say_plain(&host, path, strerror(errno));
		return NULL;
	}
	more = expected_size(f);
	for (;;) {
		size_t got;

		if (!mem_grow(&host, &text, &cap, n, n == cap ? n + more : cap, 1)) {
			why = "out of memory";
			break;
		}
		got = fread((char *)text + n, 1, cap - n, f);
		n += got;
		if (n > ENGINE_FILE_MAX)
			why = "this file is too large for a configuration";
		if (got == 0 && ferror(f))
			why = strerror(errno);
		if (got == 0 || why != NULL)
			break;
	}
	fclose(f);
	if (why != NULL)
		say_plain(&host, path, why);
	else
		p = cfrw_load_memory(text, n, path, how);
	mem_give(&host, text, cap);
	return p;
}

void cfrw_program_free(cfrw_program *p)
{
	struct cfrw_host host;

	if (p == NULL)
		return;
	host = p->host;
	rule_texts_free(p);
	words_free(&p->words);
	arena_free(p->arena);
	mem_give(&host, p, sizeof(*p));
}
