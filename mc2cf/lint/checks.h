/* checks.h - every check's function, from checks.def; private to lint/ */
#ifndef LINT_CHECKS_H
#define LINT_CHECKS_H

#include "lint/lint.h"

#define CHECK(number, severity, name, stage, fn, title) CHECK_FN_##stage(fn)
#define CHECK_FN_RULES(fn) lint_fn fn;
#define CHECK_FN_MC(fn) lint_fn fn;
#define CHECK_FN_CF(fn) lint_fn fn;
#define CHECK_FN_SITE(fn) lint_fn fn;
#define CHECK_FN_TABLE(fn) lint_fn fn;
#define CHECK_FN_FILES(fn) lint_fn fn;
#define CHECK_FN_SELF(fn)
#include "lint/checks.def"

#endif
