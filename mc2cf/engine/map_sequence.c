/*
 * map_sequence.c - classes that ask other maps: sequence, switch, implicit
 *
 * sequence asks the maps that it names, one after the other, until one finds the
 * key; a map that fails for now is remembered, and where none after it finds the
 * key, that is the answer.  switch takes their names from the service switch:
 * `Kali switch aliases' with `aliases nis files' is ali.nis, ali.files.
 */
#include "engine/names.h"

struct members {
	struct map *v[MAP_STACK_MAX];
	size_t n;
};

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

static bool next_name(struct slice *rest, struct slice *name)
{
	size_t n = 0;

	if (rest->n == 0)
		return false;
	while (rest->n != 0 && !(is_name(rest->p[0]) && rest->p[0] != '.'))
		*rest = (struct slice){rest->p + 1, rest->n - 1};
	while (n < rest->n && is_name(rest->p[n]))
		n++;
	*name = (struct slice){rest->p, n};
	*rest = (struct slice){rest->p + n, rest->n - n};
	return n != 0;
}

void map_sequence_add(struct map *sequence, struct map *member)
{
	struct members *s = sequence->own;

	if (s->n == MAP_STACK_MAX)
		map_say(sequence, "Sequence map %.*s: too many member maps (%d max)", SLICE_ARG(sequence->name), MAP_STACK_MAX);
	else
		s->v[s->n++] = member;
}

static bool sequence_parse(struct map *m, struct slice args)
{
	struct members *s = ARENA_NEW(m->maps->arena, struct members);
	struct slice name;

	m->own = s;
	while (next_name(&args, &name)) {
		struct map *member = maps_find(m->maps, name);

		if (member == NULL)
			map_say(m, "Sequence map %.*s: unknown member map %.*s", SLICE_ARG(m->name), SLICE_ARG(name));
		else
			map_sequence_add(m, member);
	}
	return true;
}

static void ask_members(struct map *m, const struct map_question *q, struct buf *out, struct map_answer *a)
{
	const struct members *s = m->own;
	struct map_question inner = *q;
	int status = MAP_NO_HOST;

	inner.depth++;
	for (size_t i = 0; i < s->n; i++) {
		map_lookup(s->v[i], &inner, out, a);
		if (a->found)
			return;
		if (a->status == MAP_TEMPFAIL)
			status = MAP_TEMPFAIL;
	}
	a->status = status;
}

static bool switch_open(struct map *m)
{
	struct members *s = ARENA_NEW(map_arena(m), struct members);
	struct slice word, rest;
	bool known;

	m->own = s;
	known = names_services(m->maps, m->file, map_arena(m), &rest);
	while (known && s->n < MAP_STACK_MAX && map_word(&rest, &word)) {
		struct buf name;
		struct map *member;

		buf_init(&name, map_arena(m));
		buf_printf(&name, "%.*s.%.*s", SLICE_ARG(m->name), SLICE_ARG(word));
		member = maps_find(m->maps, buf_slice(&name));
		if (member == NULL)
			map_say(m, "Switch map %.*s: unknown member map %.*s", SLICE_ARG(m->name), SLICE_ARG(buf_slice(&name)));
		else
			s->v[s->n++] = member;
	}
	return known;
}

/* A hash; an alias file that is none is read as text. */
static bool implicit_open(struct map *m)
{
	struct map *inner = m->own;
	struct map_stamp st;

	if (inner == NULL) {
		inner = ARENA_NEW(map_arena(m), struct map);
		*inner = *m;
		pthread_mutex_init(&inner->lock, NULL);
		inner->arena = map_arena(m);
		inner->flags |= MF_OPTIONAL;
		m->own = inner;
	}
	inner->type = &map_type_hash;
	if ((m->flags & MF_ALIAS) != 0 && !map_stamp_of(map_db_path(m, ".db"), &st)) {
		map_say(m, "WARNING: cannot open alias database %.*s; reading text version", SLICE_ARG(m->file));
		inner->type = &map_type_stab;
	}
	return map_open(inner) && inner->opened == MAP_OPEN;
}

static void implicit_close(struct map *m)
{
	struct map *inner = m->own;

	if (inner != NULL && inner->opened == MAP_OPEN && inner->type->close != NULL)
		inner->type->close(inner);
}

static void implicit_lookup(struct map *m, const struct map_question *q, struct buf *out, struct map_answer *a)
{
	map_lookup(m->own, q, out, a);
}

const struct map_type map_type_sequence = {"sequence", MT_STOCK | MT_SHARED, sequence_parse, NULL, NULL, ask_members, NULL};
const struct map_type map_type_switch = {"switch", MT_KEEPS | MT_STOCK | MT_SHARED | MT_FILE, map_parse_common, switch_open, NULL, ask_members, NULL};
const struct map_type map_type_implicit = {"implicit", MT_KEEPS | MT_STOCK | MT_SHARED | MT_FILE, map_parse_common, implicit_open, implicit_close, implicit_lookup, NULL};
