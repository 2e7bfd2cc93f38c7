/*
 * map_expand.c - macros in K lines, as they stand where the line is read
 *
 * $x and ${name} become the value of the D line before it, $$ a dollar sign.
 * Who knows more macros (what the machine is called) gives map_env an expand.
 */
#include "engine/map_priv.h"

/* The name behind a dollar sign; *rest is what stands behind it. False: it is no macro. */
static bool macro_name(struct slice *rest, struct slice *name)
{
	const char *end;

	if (rest->n == 0 || strchr("?|.*+-@=~&:>#[](){123456789", rest->p[0]) != NULL) {
		if (rest->n == 0 || rest->p[0] != '{' || (end = memchr(rest->p, '}', rest->n)) == NULL)
			return false;
		*name = (struct slice){rest->p + 1, (size_t)(end - rest->p) - 1};
		*rest = (struct slice){end + 1, rest->n - (size_t)(end + 1 - rest->p)};
		return true;
	}
	*name = (struct slice){rest->p, 1};
	*rest = (struct slice){rest->p + 1, rest->n - 1};
	return true;
}

static void put_macro(const struct symtab *macros, struct slice name, struct buf *out)
{
	const struct ir_item *d = symtab_get(macros, name);

	if (d != NULL)
		buf_put_slice(out, d->value);
}

struct slice map_expand(struct maps *maps, const struct symtab *macros, struct slice text)
{
	struct slice rest = text, name;
	struct buf out;

	if (text.n == 0 || memchr(text.p, '$', text.n) == NULL)
		return text;
	if (maps->env.expand != NULL)
		return maps->env.expand(maps->env.ctx, text, maps->at, maps->arena);
	buf_init(&out, maps->arena);
	while (rest.n != 0) {
		char c = rest.p[0];

		rest = (struct slice){rest.p + 1, rest.n - 1};
		if (c == '$' && rest.n != 0 && rest.p[0] == '$')
			rest = (struct slice){rest.p + 1, rest.n - 1};
		else if (c == '$' && macro_name(&rest, &name)) {
			put_macro(macros, name, &out);
			continue;
		}
		buf_putc(&out, c);
	}
	return buf_slice(&out);
}
