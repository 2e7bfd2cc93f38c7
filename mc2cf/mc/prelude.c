/*
 * prelude.c - the text that m4 reads between macros/mc2cf.m4 and the .mc
 *
 * It carries what C's tables know into m4: the names whose values are wanted
 * at the end, their values before the .mc, the m4 names that FEATUREs set, and
 * where a site's own bundles lie.  { and } of macros/mc2cf.m4 are the bytes
 * 016 and 017.
 *
 * All but the bundles is the same for every .mc, so a build freezes it together
 * with macros/mc2cf.m4 and macros/directives.m4 (m4 -F), and m4 starts from
 * that state.  It is not for a .mc that includes cf.m4 itself (directives count
 * from there only), nor for -D (which must come before the values of before the
 * .mc) or --trust; and it must not be older than what it was made from.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mc/front.h"
#include "mc/table.h"

#define OPEN "\016"
#define CLOSE "\017"

static const char *const folders[] = {"feature", "mailer", "ostype", "domain", "hack", "siteconfig"};

/* Paths go into m4's text, where control bytes are our own quotes: such a name is nobody's bundle. */
static bool plain(const char *s)
{
	while (*s != '\0' && (unsigned char)*s >= ' ' && *s != 127)
		s++;
	return *s == '\0';
}

static void add_bundle(struct front *f, const char *root, const char *folder, const char *file)
{
	struct buf key, path;
	struct slice *value, name = slice_of(file);

	if (name.n < 4 || !plain(file) || !slice_eq_str((struct slice){name.p + name.n - 3, 3}, ".m4"))
		return;
	buf_init(&key, f->arena);
	buf_printf(&key, "%s/%.*s", folder, (int)(name.n - 3), name.p);
	if (symtab_get(f->bundles, buf_slice(&key)) != NULL)
		return;
	buf_init(&path, f->arena);
	buf_printf(&path, "%s/%s/%s", root, folder, file);
	value = ARENA_NEW(f->arena, struct slice);
	*value = buf_slice(&path);
	symtab_set(f->bundles, buf_slice(&key), value);
}

/* Whether a -I folder is the one of sendmail's own m4 files: what is here under the same name goes before theirs. */
static bool is_stock(struct front *f, const char *root)
{
	struct buf b;

	buf_init(&b, f->arena);
	buf_printf(&b, "%s/m4/proto.m4", root);
	buf_putc(&b, '\0');
	return access(b.p, R_OK) == 0;
}

static bool is_builtin(const struct front *f, const char *folder, const char *file)
{
	struct slice name = {file, strlen(file)};
	struct buf b;

	if (name.n > 3 && strcmp(folder, "feature") == 0 && mc_feature_find((struct slice){file, name.n - 3}) != NULL)
		return true;
	buf_init(&b, f->arena);
	buf_printf(&b, "%.*s%s/%s", SLICE_ARG(f->macros), folder, file);
	buf_putc(&b, '\0');
	return access(b.p, R_OK) == 0;
}

static void scan_folder(struct front *f, const char *root, const char *folder, bool stock)
{
	struct buf path;
	struct dirent *e;
	DIR *dir;

	buf_init(&path, f->arena);
	buf_printf(&path, "%s/%s", root, folder);
	buf_putc(&path, '\0');
	dir = opendir(path.p);
	if (dir == NULL)
		return;
	while ((e = readdir(dir)) != NULL)
		if (!stock || !is_builtin(f, folder, e->d_name))
			add_bundle(f, root, folder, e->d_name);
	closedir(dir);
}

void front_find_bundles(struct front *f)
{
	f->bundles = symtab_new(f->arena, false);
	for (size_t i = 0; i < f->job->ninclude; i++) {
		bool stock = is_stock(f, f->job->include[i]);

		if (stock)
			f->stock = slice_of(f->job->include[i]);
		for (size_t k = 0; plain(f->job->include[i]) && k < sizeof folders / sizeof *folders; k++)
			scan_folder(f, f->job->include[i], folders[k], stock);
	}
}

bool front_has_bundle(const struct front *f, const char *folder, struct slice name)
{
	struct buf b;

	/* a name, not a path: _mc_bring reads no path, and nobody is told what files there are */
	if (name.n == 0 || memchr(name.p, '/', name.n) != NULL || memchr(name.p, '\0', name.n) != NULL)
		return false;
	buf_init(&b, f->arena);
	buf_printf(&b, "%s/%.*s", folder, SLICE_ARG(name));
	if (symtab_get(f->bundles, buf_slice(&b)) != NULL)
		return true;
	buf_init(&b, f->arena);
	buf_printf(&b, "%.*s%s/%.*s.m4", SLICE_ARG(f->macros), folder, SLICE_ARG(name));
	buf_putc(&b, '\0');
	return access(b.p, R_OK) == 0;
}

static void put_define(struct buf *b, const char *name, const char *value)
{
	buf_printf(b, "_m4_define(" OPEN "%s" CLOSE "," OPEN "%s" CLOSE ")", name, value);
}

/* The name's value, if it has one when m4 gets there.  Short names, since m4 reads hundreds of these in each run. */
static void put_value(struct buf *b, const char *name)
{
	buf_printf(b, "_mi(" OPEN "%s" CLOSE "," OPEN "_mv(" OPEN "%s" CLOSE ")" CLOSE ")", name, name);
}

static void put_values(struct buf *b)
{
	buf_puts(b, "_m4_define(" OPEN "_mc_values" CLOSE "," OPEN);
	for (size_t i = 0; mc_conf_at(i) != NULL; i++)
		if (mc_conf_at(i)->reader != MC_MAILER && mc_conf_at(i)->reader != MC_ANY)
			put_value(b, mc_conf_at(i)->name);
	for (size_t i = 0; mc_obsolete_at(i) != NULL; i++)
		put_value(b, mc_obsolete_at(i)->name);
	buf_puts(b, CLOSE ")");
}

/* MAIL_SETTINGS_DIR is the one name that -D may set before everything. */
static void put_defaults(struct buf *b)
{
	buf_puts(b, "_m4_define(" OPEN "_mc_defaults" CLOSE "," OPEN);
	for (size_t i = 0; mc_conf_at(i) != NULL; i++) {
		const struct mc_conf *c = mc_conf_at(i);
		bool keep = strcmp(c->name, "MAIL_SETTINGS_DIR") == 0;

		if (c->initial == NULL)
			continue;
		if (keep)
			buf_printf(b, "_m4_ifdef(" OPEN "%s" CLOSE "," OPEN CLOSE "," OPEN, c->name);
		put_define(b, c->name, c->initial);
		if (keep)
			buf_puts(b, CLOSE ")");
	}
	buf_puts(b, CLOSE ")");
}

/* There is a file for this FEATURE, so that m4 need not look for one at each. */
static void put_has(struct buf *b, const char *what, struct slice feature)
{
	buf_printf(b, "_m4_define(" OPEN "%s %.*s" CLOSE ")", what, SLICE_ARG(feature));
}

static void put_bundles(struct buf *b, const struct front *f)
{
	struct slice key;
	void *value;

	for (size_t i = 0; symtab_at(f->bundles, &i, &key, &value);) {
		const struct slice *path = value;
		bool builtin = slice_starts(key, SLICE_LIT("feature/")) && mc_feature_find((struct slice){key.p + 8, key.n - 8}) != NULL;

		/* what a built-in FEATURE or MAILER means is decided here, not by a file of the same name */
		if (builtin || (slice_starts(key, SLICE_LIT("mailer/")) && mc_mailer_find((struct slice){key.p + 7, key.n - 7}) != NULL))
			continue;
		buf_printf(b, "_m4_define(" OPEN "_mc_site %.*s" CLOSE "," OPEN "%.*s" CLOSE ")", SLICE_ARG(key), SLICE_ARG(*path));
		if (slice_starts(key, SLICE_LIT("feature/")))
			put_has(b, "_mc_has", (struct slice){key.p + 8, key.n - 8});
	}
}

/* Defines WHAT NAME for each file NAME.EXT of a folder of the library. */
static void put_files(struct buf *b, const struct front *f, const char *folder, size_t extension, const char *what)
{
	struct buf path;
	struct dirent *e;
	DIR *dir;

	buf_init(&path, f->arena);
	buf_printf(&path, "%.*s%s", SLICE_ARG(f->macros), folder);
	buf_putc(&path, '\0');
	dir = opendir(path.p);
	while (dir != NULL && (e = readdir(dir)) != NULL)
		if (strlen(e->d_name) > extension && e->d_name[0] != '.')
			put_has(b, what, (struct slice){e->d_name, strlen(e->d_name) - extension});
	if (dir != NULL)
		closedir(dir);
}

/* What is the same for every .mc. */
static void put_fixed(struct buf *b, const struct front *f)
{
	put_values(b);
	put_defaults(b);
	for (size_t i = 0; mc_feature_at(i) != NULL; i++)
		if (mc_feature_at(i)->m4[0] != '\0')
			buf_printf(b, "_m4_define(" OPEN "_mc_sets %s" CLOSE "," OPEN "%s" CLOSE ")", mc_feature_at(i)->name, mc_feature_at(i)->m4);
	/* which FEATUREs have a bundle of ours, and which have lines of their own and so a place among the site's */
	put_files(b, f, "feature", sizeof ".m4" - 1, "_mc_has");
	put_files(b, f, "../templates/feature", sizeof ".cf" - 1, "_mc_lines");
}

void mc_prelude(const char *lib, struct arena *a, struct buf *out)
{
	struct front f = {.arena = a};
	struct buf macros;

	buf_init(&macros, a);
	buf_printf(&macros, "%s/macros/", lib);
	f.macros = buf_slice(&macros);
	buf_puts(out, "_mc_in()");
	put_fixed(out, &f);
	buf_puts(out, "_mc_wake()_mc_out()_m4_dnl\n");
}

static bool newer(const struct stat *a, const struct stat *b)
{
	return a->st_mtim.tv_sec != b->st_mtim.tv_sec ? a->st_mtim.tv_sec > b->st_mtim.tv_sec : a->st_mtim.tv_nsec > b->st_mtim.tv_nsec;
}

/* m4 takes a state that was cut off between two lines without a word; its last line shows that it is whole. */
static bool whole(const char *path, off_t size)
{
	static const char end[] = "# End of frozen state file\n";
	char tail[sizeof end - 1];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool is = fd >= 0 && size > (off_t)sizeof tail && pread(fd, tail, sizeof tail, size - (off_t)sizeof tail) == (ssize_t)sizeof tail && memcmp(tail, end, sizeof tail) == 0;

	if (fd >= 0)
		close(fd);
	return is;
}

/* Whether the frozen state at path is whole and at least as new as what it was made from; folders change when a file comes or goes. */
static bool fresh(const struct front *f, const char *path, const char *maker)
{
	static const char *const made_from[] = {"mc2cf.m4", "directives.m4", "feature", "../templates/feature"};
	struct stat frozen, from;

	if (stat(path, &frozen) != 0 || (maker != NULL && (stat(maker, &from) != 0 || newer(&from, &frozen))))
		return false;
	for (size_t i = 0; i < sizeof made_from / sizeof *made_from; i++) {
		struct buf b;

		buf_init(&b, f->arena);
		buf_put_slice(&b, f->macros);
		buf_puts(&b, made_from[i]);
		buf_putc(&b, '\0');
		if (stat(b.p, &from) != 0 || newer(&from, &frozen))
			return false;
	}
	return whole(path, frozen.st_size);
}

const char *front_built(struct front *f)
{
	/* an installed state belongs to its version; one in a build folder must be as new as the program, whose tables are in it */
	static const struct {
		const char *folder, *maker;
	} places[] = {{"/macros/", NULL}, {"/build/gen/macros/", "/proc/self/exe"}};

	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		struct buf b;

		buf_init(&b, f->arena);
		buf_printf(&b, "%s%s" MC_FROZEN, f->job->lib, places[i].folder);
		buf_putc(&b, '\0');
		if (fresh(f, b.p, places[i].maker))
			return b.p;
	}
	return NULL;
}

uint32_t front_prelude_lines(const struct front *f)
{
	const struct mc_conf *c;
	uint32_t lines = 1;

	for (size_t i = 0; f->job->ndefine != 0 && (c = mc_conf_at(i)) != NULL; i++)
		for (const char *s = c->initial; s != NULL && (s = strchr(s, '\n')) != NULL; s++)
			lines++;
	return lines;
}

const char *front_frozen(struct front *f)
{
	return f->own_include || f->job->trust || f->job->ndefine != 0 ? NULL : front_built(f);
}

struct slice front_prelude(struct front *f)
{
	struct buf b;

	buf_init(&b, f->arena);
	buf_puts(&b, "_mc_in()");
	if (f->frozen == NULL)
		put_fixed(&b, f);
	put_bundles(&b, f);
	if (!f->own_include)
		buf_puts(&b, "_mc_start()");
	/* from here on m4's messages are about what the author wrote */
	buf_puts(&b, "_mc_record(" OPEN "begin" CLOSE "," OPEN CLOSE ")_mc_out()_m4_dnl\n");
	return buf_slice(&b);
}
