/*
 * map_value.c - what a rule gets of what a map says
 *
 * %0 in a value is the key, %1 to %9 are the arguments, %% is a percent sign;
 * a % before anything else is itself.  Behind it comes what -a says.  Words of
 * classes stay as they are.
 */
#include "engine/map_priv.h"

static struct slice argument(const struct map_question *q, unsigned n)
{
	if (n == 0)
		return q->key;
	return n <= q->nargs ? q->args[n - 1] : SLICE_NONE;
}

static void put_value(struct slice value, const struct map_question *q, struct buf *out)
{
	const char *end, *p = value.p, *percent;

	if (value.n == 0)
		return;
	end = p + value.n;
	while (p < end && (percent = memchr(p, '%', (size_t)(end - p))) != NULL) {
		buf_put(out, p, (size_t)(percent - p));
		p = percent + 1;
		if (p < end && *p >= '0' && *p <= '9')
			buf_put_slice(out, argument(q, (unsigned)(*p++ - '0')));
		else {
			buf_putc(out, '%');
			p += p < end && *p == '%';
		}
	}
	if (p < end)
		buf_put(out, p, (size_t)(end - p));
}

static void finish(struct buf *out, struct map_answer *a)
{
	a->found = true;
	a->status = MAP_OK;
	a->value = out->n != 0 ? buf_slice(out) : SLICE_LIT("");
}

void map_plain(struct slice value, struct buf *out, struct map_answer *a)
{
	out->n = 0;
	buf_put_slice(out, value);
	finish(out, a);
}

void map_value(const struct map *m, struct slice value, const struct map_question *q, struct buf *out, struct map_answer *a)
{
	out->n = 0;
	if (q != NULL && !q->verbatim)
		put_value(value, q, out);
	else
		buf_put_slice(out, value);
	buf_put_slice(out, m->append);
	finish(out, a);
}

void map_found(const struct map *m, struct slice value, const struct map_question *q, struct buf *out, struct map_answer *a)
{
	if ((m->flags & MF_MATCH_ONLY) != 0)
		map_value(m, q->key, NULL, out, a);
	else
		map_value(m, value, q, out, a);
}

size_t map_key(const struct map *m, struct slice key, char *room)
{
	size_t n = key.n < MAP_KEY_MAX ? key.n : MAP_KEY_MAX;

	if (n != 0)
		memcpy(room, key.p, n);
	for (size_t i = 0; i < n && (m->flags & MF_NO_FOLD) == 0; i++)
		room[i] = (char)(room[i] + 32 * ((unsigned char)(room[i] - 'A') < 26));
	room[n] = '\0';
	return n;
}
