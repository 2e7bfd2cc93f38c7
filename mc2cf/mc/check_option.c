/*
 * check_option.c - the value of an O line that the author wrote himself, below LOCAL_CONFIG
 *
 * Whether there is such an option the reader of .cf lines says (0410, 0411).
 */
#include "ir/ir.h"
#include "mc/lower.h"

/* What sendmail reads of a line: up to a comment. */
static struct slice without_comment(struct slice line)
{
	for (size_t i = 1; i < line.n; i++)
		if (line.p[i] == '#' && line.p[i - 1] != '\\')
			return (struct slice){line.p, i};
	return line;
}

void check_raw_option(struct lower *l, struct srcpos at, struct slice line)
{
	const struct ir_option *o;
	struct slice value = without_comment(line), name;
	const char *why = NULL;
	struct diag *g;

	if (value.n < 3 || value.p[0] != 'O' || value.p[1] != ' ')
		return;
	value = (struct slice){value.p + 2, value.n - 2};
	slice_next(&value, '=', &name);
	o = ir_option_find(slice_trim(name));
	value = slice_trim(value);
	if (o == NULL || (value.n == 0 && ir_option_refused(o, value) == NULL) || ir_option_value_ok(o, value, &why))
		return;
	g = diag_add(l->f->d, ir_option_refuses(o, value) ? 312 : 412, front_place(l->f, at, value), "`%.*s' is no value for option %s", SLICE_ARG(value), o->name);
	if (value.n != 0)
		diag_span(g, value.n);
	diag_help(g, "%s", why != NULL ? why : "it is not accepted");
	if (o->values[0] != '\0' && strlen(o->values) < 120)
		diag_help(g, "known are: %s", o->values);
}
