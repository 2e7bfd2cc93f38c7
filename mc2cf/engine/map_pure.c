/*
 * map_pure.c - classes that need nobody: null, macro, stab, dequote
 */
#include "engine/map_priv.h"

static void null_lookup(struct map *m, const struct map_question *q, struct buf *out, struct map_answer *a)
{
	(void)m;
	(void)q;
	(void)out;
	a->status = MAP_NO_HOST;
}

/* Sets the macro that the key names, or clears it where there is no argument; always finds nothing but an empty text. */
static void macro_lookup(struct map *m, const struct map_question *q, struct buf *out, struct map_answer *a)
{
	const struct map_env *env = &m->maps->env;
	struct slice rest = q->key, name = rest;

	if (name.n == 0) {
		map_plain(SLICE_NONE, out, a);
		return;
	}
	if (name.p[0] != '{') /* as everywhere, a name without braces is one character; what is behind a name does not count */
		name.n = 1;
	else if (slice_next(&rest, '}', &name))
		name = (struct slice){name.p + 1, name.n - 1};
	if (env->set_macro != NULL)
		env->set_macro(env->ctx, q->user, name, q->nargs != 0 ? &q->args[0] : NULL);
	map_plain(SLICE_NONE, out, a);
}

static bool dequote_flag(struct map *m, char flag, struct slice word)
{
	if (flag == 's' || flag == 'S')
		m->space = word.n != 0 ? word.p[0] : '\0';
	return flag != 'a' && flag != 'D';
}

static bool dequote_parse(struct map *m, struct slice args)
{
	m->flags |= MF_KEEP_QUOTES;
	return map_args(m, args, dequote_flag, false);
}

struct dequoting {
	struct slice key;
	char space;
	bool in_quotes, found;
	int parens, angles;
};

/* One character in place; false: the result would not scan.  What stands in parentheses is a comment to sendmail, with its quotes. */
static bool dequote_char(struct dequoting *d, char c, struct buf *out)
{
	switch (c) {
	case ' ':
		if (d->space == '\0')
			return false;
		c = d->space;
		break;
	case '(':
		d->parens++;
		break;
	case ')':
		if (--d->parens < 0)
			return false;
		break;
	case '<':
		d->angles += d->parens == 0;
		break;
	case '>':
		if (d->parens == 0 && --d->angles < 0)
			return false;
		break;
	default:
		break;
	}
	buf_putc(out, c);
	return true;
}

static bool dequote(struct dequoting *d, struct buf *out)
{
	out->n = 0;
	for (size_t i = 0; i < d->key.n; i++) {
		if (d->key.p[i] == '\\') {
			if (++i == d->key.n)
				return false;
			buf_put(out, d->key.p + i - 1, 2);
		} else if (d->key.p[i] == '"' && d->parens == 0) {
			d->in_quotes = !d->in_quotes;
			d->found = true;
		} else if (!dequote_char(d, d->key.p[i], out))
			return false;
	}
	return d->found && !d->in_quotes && d->parens == 0 && d->angles == 0;
}

static void dequote_lookup(struct map *m, const struct map_question *q, struct buf *out, struct map_answer *a)
{
	struct dequoting d = {.key = q->key, .space = m->space};

	if (memchr(q->key.n != 0 ? q->key.p : "", '"', q->key.n) == NULL || !dequote(&d, out))
		return;
	buf_put_slice(out, m->append);
	a->found = true;
	a->value = out->n != 0 ? buf_slice(out) : SLICE_LIT("");
}

const struct map_type map_type_null = {"null", MT_PURE | MT_STOCK, map_parse_common, NULL, NULL, null_lookup, NULL};
const struct map_type map_type_macro = {"macro", MT_PURE | MT_STOCK, NULL, NULL, NULL, macro_lookup, NULL};
const struct map_type map_type_dequote = {"dequote", MT_PURE | MT_STOCK, dequote_parse, NULL, NULL, dequote_lookup, NULL};
