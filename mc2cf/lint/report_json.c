/*
 * report_json.c - findings as JSON: our own form, and SARIF 2.1.0
 */
#include "base/json.h"
#include "lint/lint.h"
#include "lint/report.h"

static const char *code_text(const struct diag_code *c, struct buf *b)
{
	b->n = 0;
	buf_printf(b, "MC%04u", c->number);
	buf_putc(b, '\0');
	return b->p;
}

static void put_number(struct json *j, const char *key, uint32_t n)
{
	if (n != 0)
		json_number(j, key, n);
}

static void put_edits(struct json *j, const struct lint_finding *x)
{
	if (x->nedits == 0)
		return;
	json_open(j, "fix", '[');
	for (size_t i = 0; i < x->nedits; i++) {
		const struct lint_edit *e = &x->edit[i];

		json_open(j, NULL, '{');
		json_string(j, "file", e->file);
		json_number(j, "line", e->line);
		json_number(j, "column", e->col);
		json_number(j, "endLine", e->end_line);
		json_number(j, "endColumn", e->end_col);
		json_string(j, "text", e->text);
		json_close(j, '{');
	}
	json_close(j, '[');
}

static void put_finding(struct json *j, const struct lint_finding *x, struct buf *scratch)
{
	json_open(j, NULL, '{');
	json_string(j, "file", x->at.file);
	put_number(j, "line", x->at.line);
	put_number(j, "column", x->at.col);
	put_number(j, "endColumn", x->end_col);
	json_string(j, "severity", slice_of(lint_severity_word(x->severity)));
	json_string(j, "code", slice_of(code_text(x->code, scratch)));
	json_string(j, "name", slice_of(x->code->name));
	json_string(j, "message", x->at.text);
	if (x->help.n != 0)
		json_string(j, "help", x->help);
	if (x->nplaces != 0) {
		json_open(j, "places", '[');
		for (size_t i = 0; i < x->nplaces; i++) {
			json_open(j, NULL, '{');
			json_string(j, "file", x->place[i].file);
			put_number(j, "line", x->place[i].line);
			put_number(j, "column", x->place[i].col);
			json_string(j, "message", x->place[i].text);
			json_close(j, '{');
		}
		json_close(j, '[');
	}
	put_edits(j, x);
	json_close(j, '{');
}

void lint_report_json(const struct lint_findings *f, struct buf *out)
{
	struct json j;
	struct buf scratch;

	buf_init(&scratch, f->arena);
	j = (struct json){.out = out, .flat = 2};
	json_open(&j, NULL, '{');
	json_string(&j, "tool", SLICE_LIT("mc2cf"));
	json_string(&j, "version", SLICE_LIT(MC2CF_VERSION));
	json_open(&j, "files", '[');
	for (size_t i = 0; i < f->nfiles; i++)
		json_string(&j, NULL, f->looked_at[i]);
	json_close(&j, '[');
	json_open(&j, "findings", '[');
	for (size_t i = 0; i < f->n; i++)
		put_finding(&j, f->v[i], &scratch);
	json_close(&j, '[');
	json_number(&j, "errors", lint_count(f, DIAG_ERROR));
	json_number(&j, "warnings", (lint_count(f, DIAG_WARNING) - lint_count(f, DIAG_ERROR)));
	json_number(&j, "notes", (f->n - lint_count(f, DIAG_WARNING)));
	json_close(&j, '{');
}

/* A path as a URI reference: what may not stand in one is written %XX. */
static struct slice uri(const struct lint_findings *f, struct slice path)
{
	struct buf b;

	buf_init(&b, f->arena);
	if (path.n != 0 && path.p[0] == '/')
		buf_puts(&b, "file://");
	for (size_t i = 0; i < path.n; i++) {
		char c = path.p[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("-._~/+@=,", c) != NULL)
			buf_putc(&b, c);
		else
			buf_printf(&b, "%%%02X", (unsigned char)c);
	}
	return b.n != 0 ? buf_slice(&b) : SLICE_LIT(".");
}

static void put_region(struct json *j, uint32_t line, uint32_t col, uint32_t end_line, uint32_t end_col)
{
	if (line == 0)
		return;
	json_open(j, "region", '{');
	json_number(j, "startLine", line);
	put_number(j, "startColumn", col);
	put_number(j, "endLine", end_line);
	if (col != 0)
		put_number(j, "endColumn", end_col);
	json_close(j, '{');
}

static void put_artifact(struct json *j, const struct lint_findings *f, struct slice file)
{
	json_open(j, "artifactLocation", '{');
	json_string(j, "uri", uri(f, file));
	json_close(j, '{');
}

static void put_location(struct json *j, const struct lint_findings *f, const struct lint_place *p, uint32_t end_point, bool say)
{
	json_open(j, NULL, '{');
	json_open(j, "physicalLocation", '{');
	put_artifact(j, f, p->file);
	put_region(j, p->line, p->point, 0, end_point);
	json_close(j, '{');
	if (say) {
		json_open(j, "message", '{');
		json_string(j, "text", p->text);
		json_close(j, '{');
	}
	json_close(j, '{');
}

static void put_fix(struct json *j, const struct lint_findings *f, const struct lint_finding *x)
{
	if (x->nedits == 0)
		return;
	json_open(j, "fixes", '[');
	json_open(j, NULL, '{');
	json_open(j, "artifactChanges", '[');
	json_open(j, NULL, '{');
	put_artifact(j, f, x->edit[0].file);
	json_open(j, "replacements", '[');
	for (size_t i = 0; i < x->nedits; i++) {
		json_open(j, NULL, '{');
		json_open(j, "deletedRegion", '{');
		json_number(j, "startLine", x->edit[i].line);
		json_number(j, "startColumn", x->edit[i].point);
		json_number(j, "endLine", x->edit[i].end_line);
		json_number(j, "endColumn", x->edit[i].end_point);
		json_close(j, '{');
		json_open(j, "insertedContent", '{');
		json_string(j, "text", x->edit[i].text);
		json_close(j, '{');
		json_close(j, '{');
	}
	json_close(j, '[');
	json_close(j, '{');
	json_close(j, '[');
	json_close(j, '{');
	json_close(j, '[');
}

static void put_result(struct json *j, const struct lint_findings *f, const struct lint_finding *x, struct buf *scratch)
{
	struct buf text;

	buf_init(&text, f->arena);
	buf_put_slice(&text, x->at.text);
	if (x->help.n != 0) {
		buf_puts(&text, "\n");
		buf_put_slice(&text, x->help);
	}
	json_open(j, NULL, '{');
	json_string(j, "ruleId", slice_of(code_text(x->code, scratch)));
	json_string(j, "level", slice_of(lint_severity_word(x->severity)));
	json_open(j, "message", '{');
	json_string(j, "text", buf_slice(&text));
	json_close(j, '{');
	json_open(j, "locations", '[');
	put_location(j, f, &x->at, x->end_point, false);
	json_close(j, '[');
	if (x->nplaces != 0) {
		json_open(j, "relatedLocations", '[');
		for (size_t i = 0; i < x->nplaces; i++)
			put_location(j, f, &x->place[i], 0, true);
		json_close(j, '[');
	}
	put_fix(j, f, x);
	json_close(j, '{');
}

static void put_rule(struct json *j, const struct diag_code *c, struct buf *scratch)
{
	const struct lint_page *page = lint_page_find(c->number);

	json_open(j, NULL, '{');
	json_string(j, "id", slice_of(code_text(c, scratch)));
	json_string(j, "name", slice_of(c->name));
	json_open(j, "shortDescription", '{');
	json_string(j, "text", slice_of(c->summary));
	json_close(j, '{');
	if (page != NULL) {
		json_open(j, "fullDescription", '{');
		json_string(j, "text", slice_of(page->why));
		json_close(j, '{');
	}
	json_open(j, "defaultConfiguration", '{');
	json_string(j, "level", slice_of(lint_severity_word(lint_severity(c))));
	json_close(j, '{');
	json_close(j, '{');
}

/* The rules of which there are findings, each once. */
static void put_rules(struct json *j, const struct lint_findings *f, struct buf *scratch)
{
	size_t n;
	const struct diag_code *codes = lint_codes(&n);

	json_open(j, "rules", '[');
	for (size_t c = 0; c < n; c++)
		for (size_t i = 0; i < f->n; i++)
			if (f->v[i]->code == &codes[c]) {
				put_rule(j, &codes[c], scratch);
				break;
			}
	json_close(j, '[');
}

void lint_report_sarif(const struct lint_findings *f, struct buf *out)
{
	struct json j;
	struct buf scratch;

	buf_init(&scratch, f->arena);
	j = (struct json){.out = out, .flat = 99};
	json_open(&j, NULL, '{');
	json_string(&j, "$schema", SLICE_LIT("https://json.schemastore.org/sarif-2.1.0.json"));
	json_string(&j, "version", SLICE_LIT("2.1.0"));
	json_open(&j, "runs", '[');
	json_open(&j, NULL, '{');
	json_open(&j, "tool", '{');
	json_open(&j, "driver", '{');
	json_string(&j, "name", SLICE_LIT("mc2cf"));
	json_string(&j, "version", SLICE_LIT(MC2CF_VERSION));
	put_rules(&j, f, &scratch);
	json_close(&j, '{');
	json_close(&j, '{');
	json_string(&j, "columnKind", SLICE_LIT("unicodeCodePoints"));
	json_open(&j, "results", '[');
	for (size_t i = 0; i < f->n; i++)
		put_result(&j, f, f->v[i], &scratch);
	json_close(&j, '[');
	json_close(&j, '{');
	json_close(&j, '[');
	json_close(&j, '{');
}
