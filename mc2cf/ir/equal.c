/*
 * equal.c - whether two IRs say the same to sendmail
 *
 * Item by item in order, comments left out.  Origins, comments and the white
 * space in rules do not count, but where it may decide what is one token.
 */
#include "ir/kind.h"
#include "ir/token.h"

static const struct ir_item *next_item(const struct ir *ir, size_t *i)
{
	const struct ir_item *item;

	while ((item = ir_at(ir, *i)) != NULL) {
		(*i)++;
		if (item->kind != IR_COMMENT)
			return item;
	}
	return NULL;
}

static bool fields_equal(const struct ir_item *x, const struct ir_item *y)
{
	if (x->nfields != y->nfields)
		return false;
	for (size_t i = 0; i < x->nfields; i++)
		if (!slice_eq(x->fields[i].key, y->fields[i].key) || !slice_eq(x->fields[i].value, y->fields[i].value))
			return false;
	return true;
}

/* E without a = takes a variable away, E with nothing behind it sets it to nothing. */
static bool values_equal(const struct ir_item *x, const struct ir_item *y)
{
	if (x->kind == IR_ENV && (x->value.p == NULL) != (y->value.p == NULL))
		return false;
	return slice_eq(x->value, y->value);
}

static const char *difference(const struct ir_item *x, const struct ir_item *y)
{
	if (x->kind != y->kind)
		return "kind";
	if (!slice_eq(x->name, y->name))
		return "name";
	if (!values_equal(x, y))
		return "value";
	if (!fields_equal(x, y))
		return "fields";
	if (!ir_tokens_equal(&x->lhs, &y->lhs))
		return "left-hand side";
	if (!ir_tokens_equal(&x->rhs, &y->rhs))
		return "right-hand side";
	return NULL;
}

static void explain(const struct ir *a, const struct ir_item *x, const struct ir_item *y, const char *what, struct slice *why)
{
	struct buf b;

	if (why == NULL)
		return;
	buf_init(&b, ir_arena(a));
	if (x == NULL || y == NULL) {
		const struct ir_item *more = x != NULL ? x : y;

		buf_printf(&b, "only the %s has %s `%.*s' of line %u", x != NULL ? "first" : "second", ir_kind_name(more->kind),
		           SLICE_ARG(more->name), more->origin.at.line);
	} else {
		buf_printf(&b, "the %s of %s `%.*s' (line %u) and %s `%.*s' (line %u) differ", what, ir_kind_name(x->kind),
		           SLICE_ARG(x->name), x->origin.at.line, ir_kind_name(y->kind), SLICE_ARG(y->name), y->origin.at.line);
	}
	*why = buf_slice(&b);
}

bool ir_equal(const struct ir *a, const struct ir *b, struct slice *why)
{
	size_t i = 0, k = 0;

	for (;;) {
		const struct ir_item *x = next_item(a, &i), *y = next_item(b, &k);
		const char *what = NULL;

		if (x == NULL && y == NULL)
			return true;
		if (x != NULL && y != NULL)
			what = difference(x, y);
		if (x == NULL || y == NULL || what != NULL) {
			explain(a, x, y, what, why);
			return false;
		}
	}
}
