/*
 * lint_baseline.c - findings that were there before: --baseline and --write-baseline
 *
 * A line is a finding: code, file and the text of its line, apart by tabs, so
 * that it is found again when lines above it come or go.  A line of a baseline
 * stands for one finding.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cmd/limits.h"
#include "cmd/lint.h"
#include "cmd/output.h"

static struct slice plain_name(struct slice file)
{
	while (slice_starts(file, SLICE_LIT("./")))
		file = (struct slice){file.p + 2, file.n - 2};
	return file;
}

static struct slice key_of(struct arena *a, const struct lint_finding *x)
{
	struct buf b;

	buf_init(&b, a);
	buf_printf(&b, "MC%04u\t%.*s\t", x->code->number, SLICE_ARG(plain_name(x->at.file)));
	/* about the file as a whole: two of a code differ in what they say */
	for (size_t i = 0; i < (x->at.line != 0 ? x->source.n : x->at.text.n); i++) {
		char c = x->at.line != 0 ? x->source.p[i] : x->at.text.p[i];

		buf_putc(&b, c == '\t' || c == '\n' || c == '\r' ? ' ' : c);
	}
	return buf_slice(&b);
}

static bool failed(const char *path, int error)
{
	fprintf(stderr, "mc2cf: %s: %s\n", path, strerror(error));
	return false;
}

bool lint_baseline_write(const char *path, const struct lint_findings *f)
{
	struct buf out;
	int error;

	buf_init(&out, f->arena);
	buf_puts(&out, "# Findings of mc2cf lint that were there when this file was written; mc2cf lint --baseline leaves them out.\n");
	for (size_t i = 0; i < f->n; i++) {
		buf_put_slice(&out, key_of(f->arena, f->v[i]));
		buf_putc(&out, '\n');
	}
	error = output_write(path, buf_slice(&out));
	return error == 0 || failed(path, error);
}

struct entry {
	size_t left;
};

/* A line of a baseline: a code and a tab in front; another text is none. */
static bool is_entry(struct slice line)
{
	return line.n > 6 && line.p[0] == 'M' && line.p[1] == 'C' && memchr(line.p, '\t', line.n) == line.p + 6;
}

bool lint_baseline_drop(const char *path, struct lint_findings *f)
{
	struct srcset *src = srcset_new(f->arena);
	struct symtab *known = symtab_new(f->arena, false);
	struct slice rest, line;
	uint32_t file;
	size_t kept = 0;
	int error = srcset_load(src, slice_of(path), LINT_INPUT_MAX, &file, &rest);

	if (error != 0)
		return failed(path, error);
	for (size_t n = 1; slice_next(&rest, '\n', &line); n++) {
		struct entry *e = symtab_get(known, line);

		if (line.n == 0 || line.p[0] == '#')
			continue;
		if (!is_entry(line)) {
			fprintf(stderr, "mc2cf: %s:%zu: no line of a baseline, which lint --write-baseline writes\n", path, n);
			return false;
		}
		if (e == NULL)
			symtab_set(known, line, e = ARENA_NEW(f->arena, struct entry));
		e->left++;
	}
	for (size_t i = 0; i < f->n; i++) {
		struct entry *e = symtab_get(known, key_of(f->arena, f->v[i]));

		if (e != NULL && e->left != 0)
			e->left--;
		else
			f->v[kept++] = f->v[i];
	}
	f->n = kept;
	return true;
}
