/*
 * codes.h - the table of diagnostic codes, for test programs
 */
#ifndef SELFTEST_CODES_H
#define SELFTEST_CODES_H

#include "base/diag.h"

static const struct diag_code test_codes[] = {
#define CODE(number, severity, name, summary) {number, severity, name, summary},
#include "ir/codes.def"
#undef CODE
};

static const size_t test_ncodes = sizeof(test_codes) / sizeof(test_codes[0]);

#endif
