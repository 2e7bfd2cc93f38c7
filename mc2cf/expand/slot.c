/* slot.c - see slot.h */
#include "expand/limits.h"
#include "expand/slot.h"

static bool fill(const struct slot_scope *s, struct slice line, struct srcpos at, struct buf *out, struct srcpos *why, unsigned depth);

/* The length of the slot that line begins with, "%{" and "}" counted; 0 where it does not end. */
static size_t slot_length(struct slice line)
{
	size_t open = 0;

	for (size_t i = 1; i < line.n; i++) {
		if (line.p[i] == '{')
			open++;
		else if (line.p[i] == '}' && --open == 0)
			return i + 1;
	}
	return 0;
}

static bool fill_number(const struct slot_scope *s, struct slice slot, struct srcpos at, struct buf *out)
{
	unsigned number = numbers_next(s->numbers, s->site);

	buf_printf(out, "%u", number);
	if (number == 0)
		diag_span(diag_add(s->d, 509, at, "no ruleset number below %d is left: the site's own rulesets take too many", NUMBERS_MAX), slot.n);
	return number != 0;
}

static bool fill_slot(const struct slot_scope *s, struct slice slot, struct srcpos at, struct buf *out, struct srcpos *why, unsigned depth)
{
	struct slice rest = {slot.p + 2, slot.n - 3}, name;
	const struct site_fact *f;
	bool has_default = memchr(rest.p, '|', rest.n) != NULL;

	if (!slice_next(&rest, '|', &name))
		name = SLICE_NONE;
	if (slice_eq_str(name, "free_number"))
		return fill_number(s, slot, at, out);
	f = site_get(s->site, s->use, name);
	if (f != NULL) {
		buf_put_slice(out, f->value);
		if (why->file == 0)
			*why = f->at;
		return true;
	}
	if (has_default) {
		at.col += (uint32_t)(slot.n - 1 - rest.n);
		return fill(s, rest, at, out, why, depth + 1);
	}
	diag_span(diag_add(s->d, 505, at, "the template needs `%.*s', which is not set here and has no default", SLICE_ARG(name)), slot.n);
	return false;
}

static bool fill(const struct slot_scope *s, struct slice line, struct srcpos at, struct buf *out, struct srcpos *why, unsigned depth)
{
	size_t from = 0, n;
	bool good = true;

	if (depth > SLOT_DEPTH_MAX) {
		diag_add(s->d, 505, at, "defaults are nested too deep");
		return false;
	}
	for (size_t i = 0; i + 1 < line.n; i++) {
		if (line.p[i] != '%' || line.p[i + 1] != '{')
			continue;
		struct srcpos here = {at.file, at.line, at.col + (uint32_t)i, 0};

		n = slot_length((struct slice){line.p + i, line.n - i});
		if (n == 0) {
			diag_add(s->d, 505, here, "the slot has no closing brace");
			return false;
		}
		buf_put(out, line.p + from, i - from);
		good &= fill_slot(s, (struct slice){line.p + i, n}, here, out, why, depth);
		from = i + n;
		i = from - 1;
	}
	buf_put(out, line.p + from, line.n - from);
	return good;
}

bool slot_fill(const struct slot_scope *s, struct slice line, struct srcpos at, struct buf *out, struct srcpos *why)
{
	return fill(s, line, at, out, why, 0);
}
