/* access.h - entries of the access map, taken apart; private to lint/ */
#ifndef LINT_ACCESS_H
#define LINT_ACCESS_H

#include "lint/query.h"
#include "lint/table.h"

enum access_value { ACCESS_VERDICT, ACCESS_SPAM, ACCESS_COUNT, ACCESS_TLS, ACCESS_TRY, ACCESS_SRV, ACCESS_CLT, ACCESS_AUTH, ACCESS_ANY };

struct access_tag {
	const char *name;
	enum access_value value;
	const char *feature, *title;
};

struct access_entry {
	const struct lint_row *row;
	struct slice tag;              /* as written, without the colon; empty: none */
	const struct access_tag *known; /* NULL: no tag, or one that is not known */
	struct slice key;              /* behind the tag */
	struct srcpos at;              /* of the key */
};

/* The i-th entry of an access table; false past the end. */
bool access_entry(const struct lint_table *t, size_t i, struct access_entry *e);
/* Says something at the key, at the value. */
__attribute__((format(printf, 4, 5))) struct diag *access_say_key(const struct lint *l, unsigned code, const struct access_entry *e, const char *fmt, ...);
__attribute__((format(printf, 4, 5))) struct diag *row_say_value(const struct lint *l, unsigned code, const struct lint_row *row, const char *fmt, ...);
__attribute__((format(printf, 4, 5))) struct diag *row_say_key(const struct lint *l, unsigned code, const struct lint_row *row, const char *fmt, ...);
/* 10, 10.1, 10.1.2.3: digits and dots. */
bool is_ipv4(struct slice s);

#endif
