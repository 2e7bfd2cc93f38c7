/*
 * map_user.c - classes user and syslog: what the system is asked
 *
 * user: the key is a user's name; -v says which field of the password file is
 * the value: name, passwd, uid, gid, gecos, dir or shell.
 * syslog: the key is logged at the level of -L; the value is always empty.
 */
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <syslog.h>
#include <unistd.h>

#include "engine/map_priv.h"

enum field { F_NAME, F_PASSWD, F_UID, F_GID, F_GECOS, F_DIR, F_SHELL, F_COUNT };

static const char *const fields[F_COUNT] = {"name", "passwd", "uid", "gid", "gecos", "dir", "shell"};

static bool user_open(struct map *m)
{
	enum field *f = m->own;

	if (f == NULL)
		f = ARENA_NEW(map_arena(m), enum field);
	*f = F_NAME;
	m->own = f;
	if (m->value_column.n == 0)
		return true;
	for (int i = 0; i < F_COUNT; i++)
		if (slice_caseeq(m->value_column, slice_of(fields[i]))) {
			*f = (enum field)i;
			return true;
		}
	map_say(m, "User map %.*s: unknown column name %.*s", SLICE_ARG(m->name), SLICE_ARG(m->value_column));
	return false;
}

static struct slice field_of(const struct passwd *pw, enum field f, char *room, size_t size)
{
	switch (f) {
	case F_PASSWD: return SLICE_LIT("x"); /* never the real one */
	case F_UID: snprintf(room, size, "%ld", (long)pw->pw_uid); return slice_of(room);
	case F_GID: snprintf(room, size, "%ld", (long)pw->pw_gid); return slice_of(room);
	case F_GECOS: return slice_of(pw->pw_gecos);
	case F_DIR: return slice_of(pw->pw_dir);
	case F_SHELL: return slice_of(pw->pw_shell);
	default: return slice_of(pw->pw_name);
	}
}

static void user_lookup(struct map *m, const struct map_question *q, struct buf *out, struct map_answer *a)
{
	char name[MAP_KEY_MAX + 1], text[MAP_LINE_MAX], number[24];
	struct map_question folded = *q;
	struct passwd pw, *found = NULL;
	int error;

	a->status = MAP_NO_USER;
	folded.key = (struct slice){name, map_key(m, q->key, name)};
	error = getpwnam_r(name, &pw, text, sizeof(text), &found);
	if (found != NULL)
		map_found(m, field_of(found, *(enum field *)m->own, number, sizeof(number)), &folded, out, a);
	else if (error != 0)
		a->status = MAP_TEMPFAIL;
}

static const struct level {
	const char *name;
	int value;
} levels[] = {
	{"emerg", LOG_EMERG}, {"panic", LOG_EMERG}, {"alert", LOG_ALERT}, {"crit", LOG_CRIT}, {"err", LOG_ERR}, {"error", LOG_ERR},
	{"warning", LOG_WARNING}, {"warn", LOG_WARNING}, {"notice", LOG_NOTICE}, {"info", LOG_INFO}, {"debug", LOG_DEBUG},
};

static bool set_level(struct map *m, struct slice word)
{
	int *level = m->own;

	if (word.n > 4 && slice_caseeq((struct slice){word.p, 4}, SLICE_LIT("LOG_")))
		word = (struct slice){word.p + 4, word.n - 4};
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (slice_caseeq(word, slice_of(levels[i].name))) {
			*level = levels[i].value;
			return true;
		}
	map_say(m, "syslog_map_parseargs: Unknown priority %.*s", SLICE_ARG(word));
	return false;
}

static bool syslog_parse(struct map *m, struct slice args)
{
	int *level = ARENA_NEW(m->maps->arena, int);
	struct slice word;

	*level = LOG_INFO;
	m->own = level;
	while (map_word(&args, &word) && word.p[0] == '-') {
		struct slice value = word.n > 2 ? (struct slice){word.p + 2, word.n - 2} : SLICE_NONE;
		char flag = word.n > 1 ? word.p[1] : ' ';

		if (flag == 'L') {
			if (value.n == 0)
				map_word(&args, &value);
			if (!set_level(m, value))
				return false;
		} else if (flag == 'D' || flag == 'S')
			map_common_flag(m, flag, value);
		else
			map_say(m, "Illegal option %c map syslog", flag);
	}
	return true;
}

static void syslog_lookup(struct map *m, const struct map_question *q, struct buf *out, struct map_answer *a)
{
	map_value(m, q->key, q, out, a);
	syslog(LOG_MAIL | *(int *)m->own, "%.*s", SLICE_ARG(a->value));
	map_plain(SLICE_NONE, out, a);
}

const struct map_type map_type_user = {"user", MT_KEEPS | MT_STOCK, map_parse_common, user_open, NULL, user_lookup, NULL};
const struct map_type map_type_syslog = {"syslog", MT_STOCK, syslog_parse, NULL, NULL, syslog_lookup, NULL};
