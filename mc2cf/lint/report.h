/*
 * report.h - findings, apart from what they were found in, and the formats in which they are told
 *
 * A configuration's memory is given back before the next one is looked at, so
 * a finding is a copy of all that any format says of it.
 */
#ifndef LINT_REPORT_H
#define LINT_REPORT_H

#include "base/buf.h"
#include "base/diag.h"

/* A place, or a stretch from it on; line and col 0: not known. */
struct lint_place {
	struct slice file;
	uint32_t line, col;            /* the column counts bytes */
	uint32_t point;                /* the same in characters */
	struct slice text;             /* what is said of it */
};

/* Bytes of a file that become others. */
struct lint_edit {
	struct slice file;
	uint32_t line, col;            /* where they begin */
	uint32_t end_line, end_col;    /* behind the last one */
	uint32_t point, end_point;     /* the columns in characters */
	struct slice text;
};

struct lint_finding {
	const struct diag_code *code;
	enum diag_severity severity;
	struct lint_place at;          /* text: the finding's sentence */
	uint32_t end_col, end_point;   /* behind what it is about; 0: not known */
	struct slice help;
	struct slice source;           /* the line, without its ends; LINT_SOURCE_MAX of it */
	struct slice human;            /* as the terminal has it */
	struct lint_place *place;
	size_t nplaces;
	struct lint_edit *edit;
	size_t nedits;
};

struct lint_findings {
	struct arena *arena;
	struct lint_finding **v;
	size_t n, cap;
	struct slice *looked_at;       /* files, in order */
	size_t nfiles, files_cap;
};

/* findings.c: copies what is in a queue. */
void lint_collect(struct lint_findings *f, struct diags *d, bool colour);
void lint_add(struct lint_findings *f, struct lint_finding *x);
void lint_looked_at(struct lint_findings *f, struct slice file);
size_t lint_count(const struct lint_findings *f, enum diag_severity at_least);
const char *lint_severity_word(enum diag_severity s);

typedef void lint_report_fn(const struct lint_findings *f, struct buf *out);
/* The format of that name: text gcc json sarif checkstyle junit github; NULL. */
lint_report_fn *lint_report_find(struct slice name);

lint_report_fn lint_report_text, lint_report_gcc, lint_report_json, lint_report_sarif, lint_report_checkstyle, lint_report_junit, lint_report_github;

#endif
