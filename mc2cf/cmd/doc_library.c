/*
 * doc_library.c - what the library folder says of an entry; see doc.h
 *
 * A FEATURE or MAILER has a template of its own, conditions in others, or a
 * bundle of definitions; a system or domain is such a bundle, and a HACK too.  Files are read
 * line by line for what stands at the head of a line, which is all that a
 * reader needs to find the place; nothing is expanded.
 */
#include <dirent.h>
#include <stdlib.h>

#include "base/src.h"
#include "base/symtab.h"
#include "cmd/doc.h"

/* No file of the library is that large, and no folder has that many. */
enum { LIBRARY_FILE_MAX = 1 << 20, LIBRARY_FILES_MAX = 256 };

static struct slice load(struct doc *d, const char *path)
{
	struct slice text = SLICE_LIT("");
	uint32_t file;

	if (srcset_load(srcset_new(d->arena), slice_of(path), LIBRARY_FILE_MAX, &file, &text) != 0)
		return SLICE_LIT("");
	return text;
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names of the files of a folder with that ending, without it, sorted. */
static size_t files(struct doc *d, const char *folder, const char *ending, const char **v)
{
	DIR *dir = d->lib != NULL ? opendir(doc_format(d, "%s/%s", d->lib, folder)) : NULL;
	struct dirent *e;
	size_t n = 0, tail = strlen(ending);

	while (dir != NULL && n < LIBRARY_FILES_MAX && (e = readdir(dir)) != NULL) {
		size_t len = strlen(e->d_name);

		if (len > tail && strcmp(e->d_name + len - tail, ending) == 0)
			v[n++] = arena_dup(d->arena, e->d_name, len - tail);
	}
	if (dir != NULL)
		closedir(dir);
	qsort(v, n, sizeof *v, compare);
	return n;
}

/* What a line of a comment says, without its `dnl' and #; false where it is no comment. */
static bool comment(struct slice *line)
{
	static const char *const marks[] = {"dnl # ", "#| ", "# "};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (slice_starts(*line, slice_of(marks[i]))) {
			line->p += strlen(marks[i]);
			line->n -= strlen(marks[i]);
			return true;
		}
	return false;
}

/* The first sentence of the comment that text begins with, over as many lines as it takes. */
static const char *sentence(struct doc *d, struct slice text)
{
	struct slice line, all;
	struct buf b;
	ptrdiff_t end;

	buf_init(&b, d->arena);
	while (slice_next(&text, '\n', &line) && comment(&line)) {
		buf_printf(&b, "%s%.*s", b.n != 0 ? " " : "", SLICE_ARG(line));
		if (line.n != 0 && line.p[line.n - 1] == '.')
			break;
	}
	all = buf_slice(&b);
	end = slice_find(all, SLICE_LIT(". "));
	if (end > 0)
		all.n = (size_t)end;
	else if (all.n != 0 && all.p[all.n - 1] == '.')
		all.n--;
	return doc_format(d, "%.*s", SLICE_ARG(all));
}

bool doc_bundle_at(struct doc *d, const char *folder, size_t i, const char **name, const char **head)
{
	const char *v[LIBRARY_FILES_MAX];
	const char *path = doc_format(d, "macros/%s", folder);
	size_t n = files(d, path, ".m4", v);

	if (i >= n)
		return false;
	*name = v[i];
	*head = sentence(d, load(d, doc_format(d, "%s/%s/%s.m4", d->lib, path, v[i])));
	return true;
}

/* Lines of a bundle that begin like a directive. */
static void bundle(struct doc *d, const char *folder, const char *name, doc_put *put)
{
	static const char *const begin[] = {"define(", "FEATURE(", "MODIFY_MAILER_FLAGS(", "EXPOSED_USER(", "DAEMON_OPTIONS(", "MAILER("};
	struct slice text = load(d, doc_format(d, "%s/macros/%s/%s.m4", d->lib, folder, name)), line;

	while (slice_next(&text, '\n', &line)) {
		if (slice_starts(line, SLICE_LIT("_mc_default(")))
			put(d, "default", doc_format(d, "define%.*s", (int)(line.n - 11), line.p + 11));
		for (size_t i = 0; i < sizeof begin / sizeof *begin; i++)
			if (slice_starts(line, slice_of(begin[i])))
				put(d, "sets", doc_format(d, "%.*s%s", SLICE_ARG(line), line.p[line.n - 1] == ')' ? "" : " ..."));
	}
}

/* The head of a group of rules says what they are for; its examples, and what they run under, are for the tests. */
static bool is_head(struct slice before, struct slice line)
{
	return slice_starts(line, SLICE_LIT("#| ")) && !slice_starts(before, SLICE_LIT("#|")) && !slice_starts(line, SLICE_LIT("#|  ")) &&
		!slice_starts(line, SLICE_LIT("#| mc:")) && !slice_starts(line, SLICE_LIT("#| given:"));
}

/* The template of its own: what it adds. */
static void own_template(struct doc *d, const char *path, struct slice name, struct symtab *said, doc_put *put)
{
	struct slice text = load(d, doc_format(d, "%s/%s", d->lib, path)), whole = text, line, before = SLICE_LIT(""), from = text;

	if (text.n != 0)
		put(d, "template", path);
	for (; slice_next(&text, '\n', &line); before = line, from = text) {
		if (is_head(before, line))
			put(d, "rules", sentence(d, from));
		if (slice_starts(line, SLICE_LIT("at ")))
			put(d, "adds", doc_format(d, "lines at %.*s", (int)(line.n - 3), line.p + 3));
	}
	doc_adds(d, whole, name, true, said, put);
}

/* Lines that stand in other templates under its condition. */
static void added_elsewhere(struct doc *d, const char *folder, struct slice name, struct symtab *said, doc_put *put)
{
	const char *v[LIBRARY_FILES_MAX];
	size_t n = files(d, doc_format(d, "templates%s", folder), ".cf", v);

	for (size_t i = 0; i < n; i++)
		doc_adds(d, load(d, doc_format(d, "%s/templates%s/%s.cf", d->lib, folder, v[i])), name, false, said, put);
}

static bool name_byte(char c)
{
	return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Whether a condition asks for the name (or for an argument of it). */
static bool asks(struct slice line, struct slice name)
{
	for (size_t i = 5; slice_starts(line, SLICE_LIT("when ")) && i + name.n <= line.n; i++)
		if (memcmp(line.p + i, name.p, name.n) == 0 && !name_byte(line.p[i - 1]) && line.p[i - 1] != '.' && (i + name.n == line.n || !name_byte(line.p[i + name.n])))
			return true;
	return false;
}

/* Other templates in which it decides. */
static void conditions(struct doc *d, const struct doc_entry *e, const char *folder, struct slice name, doc_put *put)
{
	const char *v[LIBRARY_FILES_MAX];
	size_t n = files(d, doc_format(d, "templates/%s", folder), ".cf", v);

	for (size_t i = 0; i < n; i++) {
		const char *path = doc_format(d, "templates/%s/%s.cf", folder, v[i]);
		struct slice text = load(d, doc_format(d, "%s/%s", d->lib, path)), line;
		bool found = false;

		if (e->group == DOC_FEATURES && strcmp(folder, "feature") == 0 && strcmp(v[i], e->name) == 0)
			continue; /* its own, see above */
		while (!found && slice_next(&text, '\n', &line))
			found = asks(line, name);
		if (found)
			put(d, "decides in", path);
	}
}

void doc_library_facts(struct doc *d, const struct doc_entry *e, doc_put *put)
{
	const char *fact = e->group == DOC_MAILERS ? doc_format(d, "mailer.%s", e->name) : e->name;
	struct symtab *said = symtab_new(d->arena, false);

	if (d->lib == NULL)
		return;
	if (e->group == DOC_FEATURES || e->group == DOC_MAILERS) {
		const char *folder = e->group == DOC_FEATURES ? "feature" : "mailer";

		own_template(d, doc_format(d, "templates/%s/%s.cf", folder, e->name), slice_of(fact), said, put);
		bundle(d, folder, e->name, put);
	}
	if (e->group == DOC_FEATURES || e->group == DOC_MAILERS || e->group == DOC_NAMES) {
		added_elsewhere(d, "", slice_of(fact), said, put);
		added_elsewhere(d, "/rules", slice_of(fact), said, put);
		added_elsewhere(d, "/feature", slice_of(fact), said, put);
		conditions(d, e, "rules", slice_of(fact), put);
		conditions(d, e, "feature", slice_of(fact), put);
	}
	if (e->group == DOC_SYSTEMS || e->group == DOC_DOMAINS)
		bundle(d, e->group == DOC_SYSTEMS ? "ostype" : "domain", e->name, put);
	if (e->group == DOC_HACKS) {
		own_template(d, doc_format(d, "templates/hack/%s.cf", e->name), slice_of(fact), said, put);
		bundle(d, "hack", e->name, put);
	}
}
