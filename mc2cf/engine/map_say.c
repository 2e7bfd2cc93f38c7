/*
 * map_say.c - messages of the maps, worded as sendmail words them
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "engine/map_priv.h"

static void put(const struct maps *maps, char *text, int n)
{
	const struct map_env *env = &maps->env;

	if (n < 0 || env->say == NULL || (env->quiet && maps->at.line == 0))
		return;
	env->say(env->ctx, maps->at, (struct slice){text, (size_t)n < MAP_MESSAGE_MAX ? (size_t)n : MAP_MESSAGE_MAX - 1});
}

void map_say(const struct map *m, const char *fmt, ...)
{
	char text[MAP_MESSAGE_MAX];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	put(m->maps, text, n);
}

void maps_say(const struct maps *maps, const char *fmt, ...)
{
	char text[MAP_MESSAGE_MAX];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	put(maps, text, n);
}

void map_say_errno(const struct map *m, int error, const char *fmt, ...)
{
	char text[MAP_MESSAGE_MAX];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (error != 0 && n >= 0 && (size_t)n < sizeof(text))
		n += snprintf(text + n, sizeof(text) - (size_t)n, ": %s", strerror(error));
	put(m->maps, text, n);
}

struct arena *map_arena(const struct map *m)
{
	return m->maps->ready ? m->arena : m->maps->arena;
}

const char *map_cstr(const struct map *m, struct slice s)
{
	return arena_dup(map_arena(m), s.p != NULL ? s.p : "", s.n);
}
