/* codes.c - see codes.h */
#include "ir/codes.h"

static const struct diag_code codes[] = {
#define CODE(number, severity, name, summary) {number, severity, name, summary},
#include "ir/codes.def"
#undef CODE
};

const struct diag_code *ir_codes(size_t *n)
{
	*n = sizeof(codes) / sizeof(*codes);
	return codes;
}
