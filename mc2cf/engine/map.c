/*
 * map.c - the maps of a configuration: made, found, asked
 */

#include "engine/map_priv.h"
#include "engine/program.h"

struct map *map_add(struct maps *maps, struct slice name, const struct map_type *type, const struct ir_item *item)
{
	struct map *m = symtab_get(maps->by_name, name);
	struct map before = {.name = name};

	if (m != NULL) {
		map_close(m);
		before = *m;
	} else {
		m = ARENA_NEW(maps->arena, struct map);
		pthread_mutex_init(&m->lock, NULL);
		symtab_set(maps->by_name, name, m);
	}
	*m = (struct map){.maps = maps, .name = name, .type = type, .item = item, .lock = m->lock, .flags = before.flags | MF_TRY_PLAIN | MF_TRY_NULL};
	/* What an earlier K line of that name said still holds where the new one does not say it, as sendmail has it. */
	m->append = before.append;
	m->tempappend = before.tempappend;
	m->has_tempappend = before.has_tempappend;
	return m;
}

static bool is_alnum(char c)
{
	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9');
}

/* Letters and digits, whatever stands behind them. */
static struct slice cut_class(struct slice *args)
{
	struct slice word = slice_trim(*args);
	size_t n = 0;

	if (word.n == 0)
		return SLICE_LIT("");
	while (n < word.n && is_alnum(word.p[n]))
		n++;
	*args = (struct slice){word.p + n, word.n - n};
	return (struct slice){word.p, n};
}

bool map_parse(struct map *m, struct slice args)
{
	const struct map_type *type = m->type;
	bool ok = type->parse == NULL || type->parse(m, args);

	m->opened = ok ? MAP_CLOSED : MAP_ABSENT;
	if (ok && type->ending != NULL && m->file.n != 0)
		m->path = map_db_path(m, type->ending);
	return ok;
}

static void add_map(struct maps *maps, struct slice name, struct slice args, const struct ir_item *item)
{
	struct map quiet = {.maps = maps, .name = name};
	struct slice class_name = cut_class(&args);
	const struct map_type *type = class_name.n != 0 ? map_type_find(class_name) : NULL;

	if (class_name.n == 0)
		map_say(&quiet, "readcf: config K line, map %.*s: no map class", SLICE_ARG(name));
	else if (type == NULL)
		map_say(&quiet, "readcf: map %.*s: class %.*s not available", SLICE_ARG(name), SLICE_ARG(class_name));
	else
		map_parse(map_add(maps, name, type, item), args);
}

static bool value_of(const void *macros, struct slice name, struct slice *value)
{
	const struct ir_item *item = symtab_get(macros, name);

	*value = item != NULL ? item->value : SLICE_NONE;
	return item != NULL;
}

/* A K line in which name and class are not plain to see: any one character is between them. */
static void add_odd_line(struct maps *maps, const struct symtab *macros, struct slice text, const struct ir_item *item)
{
	struct map quiet = {.maps = maps};
	struct slice name;
	struct buf b;
	size_t n = 0;

	buf_init(&b, maps->arena);
	expand_codes(&b, name_translate(maps->arena, text), value_of, macros);
	text = slice_trim(buf_slice(&b));
	while (n < text.n && (is_alnum(text.p[n]) || text.p[n] == '_' || text.p[n] == '.'))
		n++;
	name = (struct slice){text.p, n};
	n += n < text.n;
	if (name.n == 0)
		map_say(&quiet, "readcf: config K line: no map name");
	else
		add_map(maps, name, (struct slice){text.p + n, text.n - n}, item);
}

/* Words of DontBlameSendmail that let sendmail read tables in folders that others may write to. */
static void read_blame(struct maps *maps, struct slice words)
{
	struct slice word;

	while (slice_next(&words, ',', &word)) {
		word = slice_trim(word);
		maps->group_writable |= slice_caseeq(word, SLICE_LIT("groupwritabledirpathsafe"));
		maps->unsafe_path |= slice_caseeq(word, SLICE_LIT("mapinunsafedirpath"));
	}
}

static void add_item(struct maps *maps, struct symtab *macros, struct ir_item *item)
{
	maps->at = item->origin.at;
	if (item->kind == IR_MACRO)
		symtab_set(macros, item->name, item);
	else if (item->kind == IR_MAP)
		add_map(maps, item->name, map_expand(maps, macros, item->value), item);
	else if (item->kind == IR_RAW && item->value.n != 0 && item->value.p[0] == 'K')
		add_odd_line(maps, macros, (struct slice){item->value.p + 1, item->value.n - 1}, item);
	else if (item->kind == IR_OPTION && slice_eq_str(item->name, "DontBlameSendmail"))
		read_blame(maps, item->value);
	else if (item->kind == IR_OPTION && slice_eq_str(item->name, "TrustedUser"))
		maps->trusted = arena_dup(maps->arena, item->value.p != NULL ? item->value.p : "", item->value.n);
	else if (item->kind == IR_OPTION && slice_eq_str(item->name, "LDAPDefaultSpec"))
		maps->ldap_default = map_expand(maps, macros, item->value);
	else if (item->kind == IR_OPTION && slice_eq_str(item->name, "AliasFile"))
		map_add_aliases(maps, map_expand(maps, macros, item->value), item);
}

struct maps *maps_new(const struct ir *ir, const struct map_env *env)
{
	struct arena *a = env->arena != NULL ? env->arena : arena_new(0, env->on_oom, env->ctx);
	struct symtab *macros;
	struct maps *maps;

	if (a == NULL)
		return NULL;
	maps = ARENA_NEW(a, struct maps);
	*maps = (struct maps){.arena = a, .ir = ir, .env = *env, .by_name = symtab_new(a, true), .names = names_options(ir)};
	macros = symtab_new(a, false);
	map_add_builtin(maps);
	for (size_t i = 0; i < ir_count(ir); i++)
		add_item(maps, macros, ir_at(ir, i));
	maps->at = SRCPOS_NONE;
	maps->ready = true;
	return maps;
}

void maps_free(struct maps *maps)
{
	void *m;

	if (maps == NULL)
		return;
	for (size_t i = 0; symtab_at(maps->by_name, &i, NULL, &m);) {
		map_close(m);
		arena_free(((struct map *)m)->arena);
		pthread_mutex_destroy(&((struct map *)m)->lock);
	}
	if (maps->env.arena == NULL)
		arena_free(maps->arena);
}

struct map *maps_find(struct maps *maps, struct slice name)
{
	return symtab_get(maps->by_name, name);
}

size_t maps_count(const struct maps *maps)
{
	return symtab_count(maps->by_name);
}

struct map *maps_at(const struct maps *maps, size_t i)
{
	void *m = NULL;

	return symtab_at(maps->by_name, &i, NULL, &m) ? m : NULL;
}

static void ask_locked(struct map *m, const struct map_question *q, struct buf *scratch, struct map_answer *out)
{
	enum map_opened opened;

	pthread_mutex_lock(&m->lock);
	map_ready(m);
	opened = m->opened;
	if ((m->type->traits & MT_SHARED) != 0)
		pthread_mutex_unlock(&m->lock);
	if (opened == MAP_BOGUS)
		out->status = MAP_TEMPFAIL;
	else if (opened == MAP_OPEN)
		m->type->lookup(m, q, scratch, out);
	if ((m->type->traits & MT_SHARED) == 0)
		pthread_mutex_unlock(&m->lock);
}

void map_lookup(struct map *m, const struct map_question *q, struct buf *scratch, struct map_answer *out)
{
	*out = (struct map_answer){.found = false, .status = MAP_OK};
	if (q->depth > MAP_NEST_MAX) {
		out->status = MAP_CONFIG;
		return;
	}
	if ((m->type->traits & MT_PURE) == 0)
		ask_locked(m, q, scratch, out);
	else if (m->opened != MAP_ABSENT)
		m->type->lookup(m, q, scratch, out);
}

/* Takes quotes and backslashes off; what a backslash stands before is kept.  The key itself where it has none. */
static struct slice without_quotes(struct slice key, char *room)
{
	size_t n = 0;

	if (key.n == 0 || key.n > MAP_LINE_MAX || (memchr(key.p, '"', key.n) == NULL && memchr(key.p, '\\', key.n) == NULL))
		return key;
	for (size_t i = 0; i < key.n; i++) {
		if (key.p[i] == '"')
			continue;
		i += key.p[i] == '\\';
		if (i < key.n)
			room[n++] = key.p[i];
	}
	return (struct slice){room, n};
}

void map_ask(struct map *m, const struct map_question *q, struct buf *scratch, struct map_answer *out)
{
	char room[MAP_LINE_MAX + 1];
	struct map_question bare = *q;

	*out = (struct map_answer){.found = false, .status = MAP_OK};
	if (m->maps->env.deferred && (m->flags & MF_DEFER) != 0)
		return;
	if ((m->flags & MF_KEEP_QUOTES) == 0)
		bare.key = without_quotes(q->key, room);
	map_lookup(m, &bare, scratch, out);
	if (out->status != MAP_TEMPFAIL)
		return;
	if ((m->flags & MF_NO_DEFER) != 0)
		out->status = MAP_OK;
	if (!out->found && m->has_tempappend) {
		scratch->n = 0;
		buf_put_slice(scratch, bare.key);
		buf_put_slice(scratch, m->tempappend);
		out->found = true;
		out->value = buf_slice(scratch);
	}
}

bool map_is_pure(const struct map *m)
{
	return (m->type->traits & MT_PURE) != 0;
}

struct slice map_name(const struct map *m)
{
	return m->name;
}

char map_space(const struct map *m)
{
	return m->space;
}

struct slice map_class(const struct map *m)
{
	return slice_of(m->type->name);
}

const struct ir_item *map_item(const struct map *m)
{
	return m->item;
}
