/*
 * library.c - reads template files, and binds what FEATUREs, MAILERs and HACKs bring
 *
 * Only files that are wanted are opened: main.cf, what it includes, and
 * feature/NAME.cf, mailer/NAME.cf or hack/NAME.cf for the uses of the site.  A
 * FEATURE without a file is fine: it is a condition in other templates only.
 * A file is read and parsed once, whoever asks first; whether it could be read,
 * and what is wrong with it, is said where it is wanted.
 */
#include <errno.h>

#include "expand/image.h"
#include "expand/library.h"
#include "expand/limits.h"
#include "expand/walk.h"
#include "ir/codes.h"

struct template {
	struct node *tree;
	int error;   /* 0 or an errno value */
	bool faulty; /* read ahead, and there was something to say: it is parsed once more where it is wanted */
	bool ahead;  /* its rules were read ahead, or are about to be */
};

struct templates {
	const char *lib;
	struct arena *arena;
	struct srcset *src;
	struct diags *d;
	const struct image *image; /* the templates as the build has parsed them, or NULL */
	struct buf name;           /* of a file: LIB/templates/, and what follows */
	bool asked[SITE_HACK + 1], known[SITE_HACK + 1]; /* whether the image knows all files of that kind's folder, once it was asked */
	struct cf_ahead *cf;       /* for rules that are read ahead; NULL: none were yet */
	struct symtab *read; /* path below templates/ → struct template */
};

struct templates *templates_new(const char *lib, struct arena *a, struct srcset *src, struct diags *d)
{
	struct templates *t = ARENA_NEW(a, struct templates);

	*t = (struct templates){.lib = lib, .arena = a, .src = src, .d = d, .read = symtab_new(a, false)};
	buf_init(&t->name, a);
	return t;
}

/* Files below templates/ are named with plain words, so no path leads out. */
static bool plain_path(struct slice path)
{
	for (size_t i = 0; i < path.n; i++) {
		char c = path.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '-' && c <= '9') || c == '_')) /* - . / and digits */
			return false;
	}
	return path.n != 0 && path.n < TEMPLATE_PATH_MAX && path.p[0] != '/' && slice_find(path, SLICE_LIT("..")) < 0;
}

/* Where the fragments of a use are. */
static const char *const folders[] = {[SITE_FEATURE] = "feature/", [SITE_MAILER] = "mailer/", [SITE_HACK] = "hack/"};

static enum template_kind kind_of(struct slice path)
{
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		if (slice_starts(path, slice_of(folders[i])))
			return TEMPLATE_FRAGMENT;
	return memchr(path.p, '/', path.n) != NULL ? TEMPLATE_RULES : TEMPLATE_MAIN;
}

/* The name of the file at path, until the next one is made. */
static struct slice name_of(struct templates *t, struct slice path)
{
	struct buf *b = &t->name;

	b->n = 0;
	buf_puts(b, t->lib);
	buf_puts(b, "/templates/");
	buf_put_slice(b, path);
	buf_putc(b, '\0');
	return (struct slice){b->p, b->n - 1};
}

/* Whether the image tells that there is no such file: its folder is asked once. */
static bool is_missing(struct templates *t, struct slice path)
{
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		struct slice folder = slice_of(folders[i]);

		if (!slice_starts(path, folder))
			continue;
		if (!t->asked[i])
			t->known[i] = image_knows_folder(t->image, folder, name_of(t, folder).p);
		t->asked[i] = true;
		return t->known[i] && memchr(path.p + folder.n, '/', path.n - folder.n) == NULL && !image_had(t->image, path);
	}
	return false;
}

static int read_template(struct templates *t, struct slice path, struct diags *d, struct node **tree)
{
	struct slice name, text;
	uint32_t file;
	int error;

	if (t->image != NULL && is_missing(t, path))
		return ENOENT;
	name = name_of(t, path);
	if (t->image != NULL && image_find(t->image, path, name.p, tree))
		return 0;
	error = srcset_load(t->src, name, TEMPLATE_MAX, &file, &text);
	if (error == 0)
		*tree = template_parse(t->arena, d, kind_of(path), text, file);
	return error;
}

void templates_use_image(struct templates *t)
{
	t->image = image_open(t->lib);
	if (t->image != NULL)
		image_attach(t->image, t->src, t->lib);
}

bool templates_make_image(const char *lib, struct buf *out)
{
	return image_make(lib, out);
}

/* The template of that path, what is wrong with it said to d. */
static struct template *get(struct templates *t, struct slice path, struct diags *d)
{
	struct template *m = symtab_get(t->read, path);

	if (m == NULL) {
		m = ARENA_NEW(t->arena, struct template);
		symtab_set(t->read, (struct slice){arena_dup(t->arena, path.p, path.n), path.n}, m);
	} else if (!m->faulty) {
		return m;
	}
	m->faulty = false;
	m->error = read_template(t, path, d, &m->tree);
	return m;
}

/* What work ahead needs: nobody may want the file, so what is wrong with it is said to nobody. */
struct ahead {
	struct templates *t;
	struct cf_ahead *cf;
	struct diags *d;
};

static void read_ahead_file(struct ahead *h, struct slice path);

static void read_ahead(struct ahead *h, struct node *list)
{
	for (; list != NULL; list = list->next) {
		if (list->kind == NODE_INCLUDE && plain_path(list->text))
			read_ahead_file(h, list->text);
		if (list->kind == NODE_LINE && list->text.p[0] == 'R' && !list->slots)
			list->rule = cf_ahead_rule(h->cf, list->text);
		read_ahead(h, list->body);
		read_ahead(h, list->otherwise);
	}
}

/* Each file once: one that includes itself is reported when it is walked. */
static void read_ahead_file(struct ahead *h, struct slice path)
{
	size_t said = diags_said(h->d);
	struct template *m = get(h->t, path, h->d);

	if (m->ahead)
		return;
	m->ahead = true;
	m->faulty = diags_said(h->d) != said;
	if (!m->faulty)
		read_ahead(h, m->tree);
}

void templates_read_ahead(struct templates *t)
{
	size_t ncodes;
	const struct diag_code *codes = ir_codes(&ncodes);
	struct ahead h = {t, NULL, NULL};

	if (t->image != NULL)
		return;
	h.cf = cf_ahead_new(t->arena);
	h.d = diags_new(t->arena, t->src, codes, ncodes);
	read_ahead_file(&h, SLICE_LIT("main.cf"));
}

bool templates_parsed(struct templates *t, struct slice path, struct node **tree)
{
	size_t said = diags_said(t->d);
	struct template *m = get(t, path, t->d);
	struct ahead h = {t, t->cf, t->d};

	if (m->error != 0 || m->tree == NULL || diags_said(t->d) != said)
		return false;
	if (t->cf == NULL)
		h.cf = t->cf = cf_ahead_new(t->arena);
	if (!m->ahead)
		read_ahead(&h, m->tree);
	m->ahead = true;
	*tree = m->tree;
	return true;
}

static void declare_hooks(struct expander *x, const struct node *list)
{
	for (; list != NULL; list = list->next) {
		if (list->kind == NODE_HOOK)
			hook_get(x, list->text)->declared = true;
		declare_hooks(x, list->body);
		declare_hooks(x, list->otherwise);
	}
}

/* 0 or an errno value. */
static int load(struct expander *x, struct slice path, const struct node **tree)
{
	const struct template *m = get(x->templates, path, x->templates->d);

	*tree = m->tree;
	declare_hooks(x, m->tree);
	return m->error;
}

static void cannot_read(struct expander *x, struct slice path, struct srcpos at, int error)
{
	struct diag *g = diag_add(x->d, 501, at, "cannot read the template %s/templates/%.*s: %s", x->templates->lib, SLICE_ARG(path), strerror(error));

	diag_help(g, "the library folder must hold templates/ and macros/ of this version; --lib names another");
	x->readable = false;
}

bool library_read(struct expander *x, struct slice path, struct srcpos at, const struct node **tree)
{
	int error = plain_path(path) ? load(x, path, tree) : EINVAL;

	if (error != 0)
		cannot_read(x, path, at, error);
	return error == 0;
}

/* Binds the `at' blocks of one file; those below `when' count where the condition holds. */
static void bind(struct expander *x, const struct site_use *use, const struct node *list)
{
	struct srcpos why = SRCPOS_NONE;

	for (; list != NULL; list = list->next) {
		if (list->kind == NODE_AT)
			hook_bind(x, use, list);
		else if (list->kind == NODE_WHEN && list->cond != NULL)
			bind(x, use, cond_holds(list->cond, x->site, use, &why) ? list->body : list->otherwise);
	}
}

static void read_use(struct expander *x, const struct site_use *use)
{
	struct buf path;
	const struct node *tree;
	int error;

	buf_init(&path, x->arena);
	buf_puts(&path, folders[use->kind]);
	buf_put_slice(&path, use->name);
	buf_puts(&path, ".cf");
	/* A name that is no file name was reported by who read the .mc. */
	if (!plain_path(buf_slice(&path)))
		return;
	error = load(x, buf_slice(&path), &tree);
	if (error == 0)
		bind(x, use, tree);
	else if (error != ENOENT)
		cannot_read(x, buf_slice(&path), use->at, error);
}

void library_read_uses(struct expander *x)
{
	for (size_t i = 0; i < x->site->nuses; i++)
		if (!x->site->uses[i]->repeated)
			read_use(x, x->site->uses[i]);
}
