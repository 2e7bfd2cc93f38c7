/*
 * lint_unit.c - one configuration with its tables: compile or read it, run the checks, copy the findings
 *
 * A .mc goes through the same stages as mc2cf compile, in the sandbox unless it
 * is trusted, and what they say are findings too.  Where a .mc has errors,
 * its rules are not looked at: what is wrong with them may follow from those.
 * Its settings are, unless what could not be read may set some.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cf/cf.h"
#include "cmd/limits.h"
#include "cmd/lint.h"
#include "expand/expand.h"
#include "lint/mc_text.h"
#include "mc/mc.h"

struct run {
	const struct lint_unit *u;
	struct arena *arena;
	struct lint l;
	struct slice instead;  /* p not NULL: what the configuration is taken to hold */
	struct ir *ir;
	struct lint_table **table;
	size_t ntables, cap;
};

_Noreturn static void out_of_memory(void *ctx)
{
	(void)ctx;
	fputs("mc2cf: out of memory\n", stderr);
	exit(2);
}

static bool failed(const char *path, struct slice why)
{
	fprintf(stderr, "mc2cf: %s: %.*s\n", path, SLICE_ARG(why));
	return false;
}

static bool load(struct run *r, const char *path, uint32_t *file, struct slice *text)
{
	int error = srcset_load(r->l.src, slice_of(strcmp(path, "-") == 0 ? "/dev/stdin" : path), LINT_INPUT_MAX, file, text);

	return error == 0 || failed(path, slice_of(strerror(error)));
}

/* The text that the front end has read. */
static void find_text(struct run *r, const char *path)
{
	r->l.file = srcset_file(r->l.src, strcmp(path, "-") == 0 ? SLICE_LIT("<stdin>") : slice_of(path));
	r->l.text = srcset_whole(r->l.src, r->l.file);
}

static bool compile(struct run *r, const char *path)
{
	const struct lint_args *a = r->u->args;
	struct mc_job job = {.path = slice_of(path), .text = r->instead, .lib = a->lib, .include = a->include, .ninclude = a->ninclude, .define = a->define, .ndefine = a->ndefine,
		.target = a->target, .sandbox = !a->trust, .trust = a->trust};
	struct templates *templates = templates_new(a->lib, r->arena, r->l.src, r->l.d);
	struct site *site = NULL;
	struct ir *ir = ir_new(r->arena);
	struct slice why = SLICE_NONE;

	if (r->u->first)
		templates_use_image(templates);
	if (mc_read(&job, r->arena, r->l.src, r->l.d, &site, &why) == MC_FAILED)
		return failed(path, why.n != 0 ? why : SLICE_LIT("cannot be compiled"));
	find_text(r, path);
	r->l.is_mc = true;
	r->l.site = site;
	r->l.mc = lint_mc_read(r->arena, r->l.text, r->l.file);
	if (!expand_site(site, templates, r->l.d, ir))
		return true;
	ir_check(ir, r->l.d);
	r->ir = ir;
	return true;
}

static bool read_cf(struct run *r, const char *path)
{
	struct ir *ir = ir_new(r->arena);

	r->l.text = r->instead;
	if (r->instead.p != NULL)
		srcset_text(r->l.src, r->l.file = srcset_file(r->l.src, slice_of(path)), r->instead);
	else if (!load(r, path, &r->l.file, &r->l.text))
		return false;
	cf_read(ir, r->l.text, r->l.file, r->l.d);
	/* all lines are the site's own, as far as one can see */
	for (size_t i = 0; i < ir_count(ir); i++)
		ir_at(ir, i)->origin.asked = ir_at(ir, i)->origin.at;
	ir_check(ir, r->l.d);
	r->ir = ir;
	return true;
}

static void add_table(struct run *r, const char *path, enum lint_table_kind kind, const struct ir_item *map)
{
	uint32_t file;
	struct slice text;

	for (size_t i = 0; i < r->ntables; i++)
		if (slice_eq_str(r->table[i]->name, path))
			return;
	if (!load(r, path, &file, &text))
		return;
	r->table = arena_grow(r->arena, r->table, r->ntables, &r->cap, sizeof *r->table);
	r->table[r->ntables] = lint_table_read(r->arena, kind, slice_of(path), file, text);
	r->table[r->ntables++]->map = map;
}

static struct slice last_part(struct slice path)
{
	for (size_t i = path.n; i-- > 0;)
		if (path.p[i] == '/')
			return (struct slice){path.p + i + 1, path.n - i - 1};
	return path;
}

static const char *text_of(struct run *r, struct slice a, struct slice b, const char *c)
{
	struct buf out;

	buf_init(&out, r->arena);
	buf_put_slice(&out, a);
	buf_put_slice(&out, b);
	buf_puts(&out, c);
	buf_putc(&out, '\0');
	return out.p;
}

/* A folder is no table, and a pipe would be waited for. */
static bool is_readable(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, R_OK) == 0;
}

/* Where the source of a table is: on the command line, beside the configuration, or where sendmail looks for it. */
static const char *source_of(struct run *r, struct slice path)
{
	const struct lint_inputs *in = r->u->in;
	struct slice name = last_part(path), config = slice_of(r->u->config->path), folder = {config.p, config.n - last_part(config).n};
	static const char *const ends[] = {"", ".txt"};

	for (size_t i = 0; i < in->n; i++)
		if (in->v[i].kind == LINT_INPUT_TABLE && in->v[i].named && slice_eq(last_part(slice_of(in->v[i].path)), name))
			return in->v[i].path;
	for (size_t i = 0; i < 2; i++) {
		const char *beside = text_of(r, folder, name, ends[i]);

		if (is_readable(beside) && !lint_leads_out(r->u->args, r->arena, beside, r->u->config->named))
			return beside;
	}
	if (r->u->args->root != NULL) {
		const char *there = text_of(r, strcmp(r->u->args->root, "/") == 0 ? SLICE_LIT("") : slice_of(r->u->args->root), path, "");

		if (is_readable(there))
			return there;
	}
	return NULL;
}

static void find_tables(struct run *r, const struct ir *ir)
{
	const struct ir_item *item;

	for (size_t i = 0; (item = ir_at(ir, i)) != NULL; i++) {
		enum lint_table_kind kind;
		struct slice path;
		const char *source = lint_table_kind_of_item(item, &kind, &path) ? source_of(r, path) : NULL;

		if (source != NULL)
			add_table(r, source, kind, item);
	}
}

/* Tables that no configuration names. */
static void take_orphans(struct run *r)
{
	const struct lint_inputs *in = r->u->in;

	for (size_t i = 0; i < in->n; i++)
		if (in->v[i].kind == LINT_INPUT_TABLE && symtab_get(r->u->claimed, slice_of(in->v[i].path)) == NULL)
			add_table(r, in->v[i].path, in->v[i].table, NULL);
}

static bool is_unwanted(void *ctx, const struct diag_view *v)
{
	const struct lint_args *a = ctx;

	for (size_t i = 0; i < a->nonly; i++)
		if (lint_code_find(slice_of(a->only[i])) == v->code)
			return false;
	return lint_code_numbered(v->code->number) != NULL; /* that the queue was full is always told */
}

static void hand_over(struct run *r)
{
	struct lint_findings *f = r->u->into;

	lint_collect(f, r->l.d, r->u->colour);
	if (r->l.file != 0)
		lint_looked_at(f, srcset_name(r->l.src, r->l.file));
	for (size_t i = 0; i < r->ntables; i++)
		lint_looked_at(f, r->table[i]->name);
}

/* Whether an error has kept something from being read that may set options. */
static bool hides_settings(unsigned code)
{
	return code < 200 || code == 201 || (code >= 203 && code <= 205) || code == 226;
}

/* What is wrong in a .mc makes rules that nobody wrote, or leaves some out: its settings alone are looked at, if they are known.  A .cf is what it is. */
static void choose_ir(struct run *r)
{
	struct diag_view v;
	bool known = true;

	if (!r->l.is_mc || diags_errors(r->l.d) == 0) {
		r->l.ir = r->ir;
		return;
	}
	for (size_t i = 0; diags_view(r->l.d, i, &v); i++)
		known = known && (v.severity != DIAG_ERROR || !hides_settings(v.code->number));
	r->l.settings = known ? r->ir : NULL;
}

/* Once all has been looked at: what is an error before that ends the compiling. */
static void raise_codes(struct run *r)
{
	size_t n;
	const struct diag_code *codes = lint_codes(&n);

	for (size_t i = 0; i < n; i++)
		if (lint_raises(codes[i].number))
			diags_raise(r->l.d, codes[i].number);
}

static bool look(struct run *r)
{
	const struct lint_input *config = r->u->config;

	if (config == NULL)
		take_orphans(r);
	else if (config->kind == LINT_INPUT_MC ? !compile(r, config->path) : !read_cf(r, config->path))
		return false;
	if (r->ir != NULL)
		find_tables(r, r->ir);
	choose_ir(r);
	r->l.tables = (const struct lint_table *const *)r->table;
	r->l.ntables = r->ntables;
	r->l.built = r->u->args->built;
	r->l.target_minor = r->u->args->target.minor;
	r->l.target_patch = r->u->args->target.any_patch ? UINT_MAX : r->u->args->target.patch;
	if (r->u->args->root != NULL)
		r->l.files = lint_files_below(r->arena, r->u->args->root);
	lint_run(&r->l);
	raise_codes(r);
	lint_waive(&r->l, slice_of(r->u->args->today));
	if (r->u->args->nonly != 0)
		diags_drop(r->l.d, is_unwanted, (void *)(uintptr_t)r->u->args);
	hand_over(r);
	return true;
}

static void start(struct run *r)
{
	size_t ncodes;
	const struct diag_code *codes = lint_codes(&ncodes);

	r->l.arena = r->arena;
	r->l.src = srcset_new(r->arena);
	r->l.d = diags_new(r->arena, r->l.src, codes, ncodes);
}

bool lint_unit_run(const struct lint_unit *u)
{
	struct run r = {.u = u, .arena = arena_new(0, out_of_memory, NULL)};
	bool good;

	if (r.arena == NULL)
		out_of_memory(NULL);
	start(&r);
	for (size_t i = 0; i < u->args->nsilent; i++)
		(void)diags_silence(r.l.d, slice_of(u->args->silent[i]));
	good = look(&r);
	arena_free(r.arena);
	return good;
}

struct ir *lint_ir_of(const struct lint_args *x, struct arena *a, struct slice name, struct slice text)
{
	struct lint_unit u = {.args = x};
	struct run r = {.u = &u, .arena = a, .instead = text};
	const char *path = arena_dup(a, name.p, name.n);
	bool is_cf = name.n > 3 && strcmp(path + name.n - 3, ".cf") == 0;

	start(&r);
	if (!(is_cf ? read_cf(&r, path) : compile(&r, path)) || diags_errors(r.l.d) != 0)
		return NULL;
	return r.ir;
}
