/*
 * lint_since.c - only findings on lines that git says have changed: --since REV
 *
 * git is asked once for each file that has findings, in the file's own folder.
 * What git does not know is new as a whole; a finding about a file as a whole
 * counts where any line of it has changed.
 */
#include <stdio.h>

#include "cmd/limits.h"
#include "cmd/lint.h"
#include "mc/run.h"

struct range {
	struct range *next;
	uint32_t from, to;   /* the last one */
};

struct file {
	bool all;            /* new to git */
	struct range *ranges;
};

struct since {
	struct arena *arena;
	const char *rev;
	struct symtab *files;
};

static const char *text(struct arena *a, struct slice s)
{
	return arena_dup(a, s.n != 0 ? s.p : "", s.n);
}

/* What a git command prints; its exit status, or -1 where it cannot be run. */
static int run_git(struct since *x, const char *const *argv, struct slice *out)
{
	struct run r = {.arena = x->arena, .argv = argv, .wall_milliseconds = LINT_GIT_MILLISECONDS, .cpu_seconds = LINT_GIT_MILLISECONDS / 1000,
		.output_max = LINT_INPUT_MAX, .memory_max = LINT_GIT_MEMORY};

	if (run_program(&r) != RUN_EXITED)
		return -1;
	*out = r.out;
	return r.status;
}

static uint32_t number(struct slice *s)
{
	uint32_t n = 0;
	size_t i = 0;

	for (; i < s->n && s->p[i] >= '0' && s->p[i] <= '9'; i++)
		n = n * 10 + (uint32_t)(s->p[i] - '0');
	*s = (struct slice){s->p + i, s->n - i};
	return n;
}

/* @@ -a,b +c,d @@ */
static void take_hunk(struct since *x, struct file *f, struct slice line)
{
	ptrdiff_t plus = slice_find(line, SLICE_LIT(" +"));
	struct slice rest = {line.p + plus + 2, line.n - (size_t)plus - 2};
	struct range *r = ARENA_NEW(x->arena, struct range);
	uint32_t count = 1;

	r->from = number(&rest);
	if (rest.n != 0 && rest.p[0] == ',') {
		rest = (struct slice){rest.p + 1, rest.n - 1};
		count = number(&rest);
	}
	if (count == 0) /* lines were only taken out: the one that follows them is another now */
		r->from++, count = 1;
	r->to = r->from + count - 1;
	r->next = f->ranges;
	f->ranges = r;
}

static void split(struct since *x, struct slice path, const char **folder, const char **name)
{
	size_t n = path.n;

	while (n != 0 && path.p[n - 1] != '/')
		n--;
	*folder = n != 0 ? text(x->arena, (struct slice){path.p, n}) : ".";
	*name = text(x->arena, (struct slice){path.p + n, path.n - n});
}

static struct file *ask(struct since *x, struct slice path)
{
	struct file *f = ARENA_NEW(x->arena, struct file);
	const char *folder, *name;
	struct slice rest = SLICE_NONE, line;

	split(x, path, &folder, &name);
	{
		const char *known[] = {"git", "-C", folder, "ls-files", "--error-unmatch", "--", name, NULL};
		const char *diff[] = {"git", "-C", folder, "diff", "--no-color", "--no-ext-diff", "--unified=0", x->rev, "--", name, NULL};

		f->all = run_git(x, known, &rest) != 0;
		rest = SLICE_NONE;
		if (!f->all && run_git(x, diff, &rest) != 0)
			return NULL;
	}
	while (slice_next(&rest, '\n', &line))
		if (slice_starts(line, SLICE_LIT("@@ ")) && slice_find(line, SLICE_LIT(" +")) >= 0)
			take_hunk(x, f, line);
	return f;
}

static bool is_changed(const struct file *f, uint32_t line)
{
	if (f->all || (line == 0 && f->ranges != NULL))
		return true;
	for (const struct range *r = f->ranges; r != NULL; r = r->next)
		if (line >= r->from && line <= r->to)
			return true;
	return false;
}

/* The revision is one, and no option of git's. */
static bool is_revision(struct since *x)
{
	const char *argv[] = {"git", "rev-parse", "--verify", "--quiet", "--end-of-options", NULL, NULL};
	struct slice printed;
	struct buf out;

	buf_init(&out, x->arena);
	buf_printf(&out, "%s^{commit}", x->rev);
	buf_putc(&out, '\0');
	argv[5] = out.p;
	return run_git(x, argv, &printed) == 0;
}

/* A file of ours, as a template: no change of the site's. */
static bool is_library(const struct lint_args *a, struct slice name)
{
	return a->lib != NULL && slice_starts(name, slice_of(a->lib));
}

bool lint_since(const struct lint_args *args, struct lint_findings *f)
{
	const char *rev = args->since;
	struct since x = {.arena = f->arena, .rev = rev, .files = symtab_new(f->arena, false)};
	size_t kept = 0;

	if (!is_revision(&x)) {
		fprintf(stderr, "mc2cf: --since %s: %s\n", rev, run_find(f->arena, "git") == NULL ? "there is no git" : "git knows no such commit here");
		return false;
	}
	for (size_t i = 0; i < f->n; i++) {
		struct slice name = f->v[i]->at.file;
		struct file *file = symtab_get(x.files, name);

		if (is_library(args, name))
			continue;
		if (file == NULL && (file = ask(&x, name)) == NULL) {
			fprintf(stderr, "mc2cf: --since %s: git cannot compare %.*s\n", rev, SLICE_ARG(name));
			return false;
		}
		symtab_set(x.files, name, file);
		if (is_changed(file, f->v[i]->at.line))
			f->v[kept++] = f->v[i];
	}
	f->n = kept;
	return true;
}
