/* checks.c - the tables of checks and pages; see lint.h */
#include "ir/codes.h"
#include "lint/checks.h"
#include "lint/lint.h"

/* One namespace: the compiler's codes come first, and no number is used twice. */
static const struct diag_code codes[] = {
#define CODE(number, severity, name, summary) {number, severity, name, summary},
#include "ir/codes.def"
#undef CODE
#define CHECK(number, severity, name, stage, fn, title) {number, severity, name, title},
#define ALSO(number, severity, name, stage, title) {number, severity, name, title},
#include "lint/checks.def"
};
enum { NCODES = sizeof(codes) / sizeof(*codes) };

enum {
#define CODE(number, severity, name, summary) COMPILER_##number,
#include "ir/codes.def"
#undef CODE
	FIRST_CHECK
};

/* The i-th check has the code codes[FIRST_CHECK + i]. */
enum {
#define CHECK(number, severity, name, stage, fn, title) AT_##number,
#define ALSO(number, severity, name, stage, title) AT_##number,
#include "lint/checks.def"
	NCHECKS
};

static const struct lint_check checks[] = {
#define CHECK(number, severity, name, stage, fn, title) {&codes[FIRST_CHECK + AT_##number], LINT_##stage, fn},
#define ALSO(number, severity, name, stage, title) {&codes[FIRST_CHECK + AT_##number], LINT_##stage, NULL},
#include "lint/checks.def"
};

static const struct lint_page pages[] = {
#define PAGE(number, why, bad, good, since, source) {number, why, bad, good, since, source},
#include "lint/pages/compiler.def"
#include "lint/pages/rules.def"
#include "lint/pages/mc.def"
#include "lint/pages/site.def"
#include "lint/pages/table.def"
#include "lint/pages/files.def"
#include "lint/pages/self.def"
#undef PAGE
};

const struct diag_code *lint_codes(size_t *n)
{
	*n = NCODES;
	return codes;
}

const struct diag_code *lint_code_find(struct slice word)
{
	unsigned number = diag_code_number(word);

	for (size_t i = 0; i < NCODES; i++)
		if (number != 0 ? codes[i].number == number : slice_caseeq(word, slice_of(codes[i].name)))
			return &codes[i];
	return NULL;
}

const struct diag_code *lint_code_numbered(unsigned number)
{
	for (size_t i = 0; i < NCODES; i++)
		if (codes[i].number == number)
			return &codes[i];
	return NULL;
}

bool lint_fix_changes(unsigned number)
{
	static const unsigned numbers[] = {
#define CHANGES(number) number,
#include "lint/checks.def"
	};

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (numbers[i] == number)
			return true;
	return false;
}

bool lint_replaces(unsigned number, unsigned other)
{
	static const struct { unsigned number, other; } rows[] = {
#define REPLACES(number, other) {number, other},
#include "lint/checks.def"
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].number == number && (other == 0 || rows[i].other == other))
			return true;
	return false;
}

bool lint_raises(unsigned number)
{
	static const unsigned numbers[] = {
#define RAISES(number) number,
#include "lint/checks.def"
	};

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (numbers[i] == number)
			return true;
	return false;
}

enum diag_severity lint_severity(const struct diag_code *code)
{
	return lint_raises(code->number) ? DIAG_ERROR : code->severity;
}

const struct lint_check *lint_check_at(size_t i)
{
	return i < NCHECKS ? &checks[i] : NULL;
}

const struct lint_page *lint_page_find(unsigned number)
{
	for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++)
		if (pages[i].number == number)
			return &pages[i];
	return NULL;
}

const char *lint_stage_title(enum lint_stage s)
{
	static const char *const titles[] = {[LINT_RULES] = "rules", [LINT_MC] = "the .mc", [LINT_CF] = "the sendmail.cf", [LINT_SITE] = "security", [LINT_TABLE] = "tables",
		[LINT_FILES] = "files", [LINT_SELF] = "the lint itself"};

	return titles[s];
}
