/*
 * map_alias.c - alias files: class stab, and the maps of option AliasFile
 *
 * An alias file has lines `name: value'; a line that begins with white space goes
 * on with the value before it, # begins a comment line.  Read as text it is held
 * in memory, small letters in keys.
 */
#include <errno.h>
#include <stdlib.h>

#include "engine/map_priv.h"

struct aliases {
	struct arena *arena;
	struct symtab *by_name;
};

/* The logical line at the head of *rest: joined, in the arena. */
static struct slice next_alias(struct slice *rest, struct arena *a)
{
	struct slice line;
	struct buf b;

	buf_init(&b, a);
	if (slice_next(rest, '\n', &line))
		buf_put_slice(&b, line);
	while (rest->n != 0 && (rest->p[0] == ' ' || rest->p[0] == '\t') && slice_next(rest, '\n', &line))
		if (b.n == 0 || b.p[0] != '#') {
			buf_putc(&b, '\n');
			buf_put_slice(&b, line);
		}
	return b.n != 0 ? buf_slice(&b) : SLICE_LIT("");
}

/* The colon that ends the name: not one in quotes. */
static const char *end_of_name(struct slice line)
{
	bool quoted = false;

	for (size_t i = 0; i < line.n; i++) {
		if (line.p[i] == '"')
			quoted = !quoted;
		else if (line.p[i] == ':' && !quoted)
			return line.p + i;
	}
	return NULL;
}

static struct slice lowered(struct arena *a, struct slice s)
{
	char *p = arena_dup(a, s.n != 0 ? s.p : "", s.n);

	for (size_t i = 0; i < s.n; i++)
		if (p[i] >= 'A' && p[i] <= 'Z')
			p[i] = (char)(p[i] + 32);
	return (struct slice){p, s.n};
}

static void read_aliases(struct aliases *t, struct slice text)
{
	while (text.n != 0) {
		struct slice line = next_alias(&text, t->arena), name, *value;
		const char *colon = end_of_name(line);

		if (line.n == 0 || line.p[0] == '#' || colon == NULL)
			continue;
		name = slice_trim((struct slice){line.p, (size_t)(colon - line.p)});
		value = ARENA_NEW(t->arena, struct slice);
		*value = slice_trim((struct slice){colon + 1, line.n - (size_t)(colon + 1 - line.p)});
		if (name.n != 0 && symtab_get(t->by_name, lowered(t->arena, name)) == NULL)
			symtab_set(t->by_name, lowered(t->arena, name), value);
	}
}

static bool stab_open(struct map *m)
{
	const char *why;
	struct aliases *t;
	size_t n;
	char *text;

	if (m->path == NULL)
		m->path = map_cstr(m, m->file);
	why = map_file_unsafe(m, m->path, &m->stamp);
	text = why == NULL ? map_read_file(m->path, MAP_TEXT_MAX, &n) : NULL;
	t = text != NULL ? calloc(1, sizeof(*t)) : NULL;
	if (t == NULL || (t->arena = arena_new(0, m->maps->env.on_oom, m->maps->env.ctx)) == NULL) {
		free(text);
		free(t);
		return false;
	}
	t->by_name = symtab_new(t->arena, false);
	read_aliases(t, (struct slice){text, n});
	free(text);
	m->state = t;
	return true;
}

static void stab_close(struct map *m)
{
	struct aliases *t = m->state;

	arena_free(t->arena);
	free(t);
}

static void stab_lookup(struct map *m, const struct map_question *q, struct buf *out, struct map_answer *a)
{
	const struct aliases *t = m->state;
	char key[MAP_KEY_MAX + 1];
	const struct slice *value = symtab_get(t->by_name, (struct slice){key, map_key(m, q->key, key)});

	if (value != NULL)
		map_plain(*value, out, a);
}

/* The class before the colon, where there is one: a colon in a path is none. */
static struct slice spec_class(struct slice *spec)
{
	const char *colon = memchr(spec->p, ':', spec->n), *slash = memchr(spec->p, '/', spec->n);
	struct slice name;

	if (spec->p[0] == '"' || colon == NULL || (slash != NULL && slash < colon))
		return SLICE_LIT("implicit");
	name = slice_trim((struct slice){spec->p, (size_t)(colon - spec->p)});
	*spec = (struct slice){colon + 1, spec->n - (size_t)(colon + 1 - spec->p)};
	return name;
}

static bool can_hold_aliases(const struct map_type *t)
{
	static const struct map_type *const can[] = {&map_type_hash, &map_type_btree, &map_type_text, &map_type_stab, &map_type_implicit,
		&map_type_sequence, &map_type_switch, &map_type_user, &map_type_program, &map_type_null};

	for (size_t i = 0; i < sizeof(can) / sizeof(can[0]); i++)
		if (t == can[i])
			return true;
	return (t->traits & MT_STOCK) == 0 || slice_eq_str(slice_of(t->name), "ldap") || slice_eq_str(slice_of(t->name), "socket");
}

/* One file of the option: a map of its own, Alias0, Alias1 …; the next takes the number of one that is none. */
static void add_file(struct maps *maps, struct slice spec, const struct ir_item *option)
{
	struct slice class_name = spec_class(&spec);
	const struct map_type *type = map_type_find(class_name);
	struct buf name;
	struct map *m;

	buf_init(&name, maps->arena);
	buf_printf(&name, "Alias%zu", maps->naliases);
	m = map_add(maps, buf_slice(&name), type != NULL ? type : &map_type_null, option);
	m->flags |= MF_ALIAS;
	m->opened = MAP_ABSENT;
	if (type == NULL) {
		map_say(m, "setalias: unknown alias class %.*s", SLICE_ARG(class_name));
		return;
	}
	if (!can_hold_aliases(type)) {
		map_say(m, "setalias: map class %s can't handle aliases", type->name);
		return;
	}
	maps->naliases++;
	map_parse(m, spec);
	map_sequence_add(maps_find(maps, SLICE_LIT("aliases.files")), m);
}

void map_add_aliases(struct maps *maps, struct slice value, const struct ir_item *option)
{
	struct slice spec;

	while (slice_next(&value, ',', &spec)) {
		spec = slice_trim(spec);
		if (spec.n != 0)
			add_file(maps, spec, option);
	}
}

/* The maps that are there without a K line. */
void map_add_builtin(struct maps *maps)
{
	struct map *m = map_add(maps, SLICE_LIT("aliases.files"), &map_type_sequence, NULL);

	map_parse(m, SLICE_NONE);
	m = map_add(maps, SLICE_LIT("aliases"), &map_type_switch, NULL);
	map_parse(m, SLICE_LIT("aliases"));
	m = map_add(maps, SLICE_LIT("host"), &map_type_host, NULL);
	map_parse(m, SLICE_LIT("-a."));
}

const struct map_type map_type_stab = {"stab", MT_KEEPS | MT_STOCK | MT_FILE | MT_WATCH, map_parse_common, stab_open, stab_close, stab_lookup, ""};
