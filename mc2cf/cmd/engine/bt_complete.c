/*
 * bt_complete.c - the words that may stand at a place of a line; see bt_edit.h
 */
#include "cmd/engine/bt_edit.h"
#include "engine/limits.h"

static const char *const commands[] = {
	"/canon", "/expand", "/header", "/map", "/mx", "/parse", "/quit", "/sender", "/try", "/tryflags", "=S", "=M", "$=", ".D", ".C", "-d21.12",
};

static const char *text(struct arena *a, struct cfrw_text t)
{
	return arena_dup(a, t.p, t.n);
}

/* Those that are named, or have rules. */
static const char *ruleset(struct bt *b, struct arena *a, size_t i)
{
	const cfrw_program *p = b->site.program;

	for (int n = 0; n < ENGINE_RULESETS_MAX; n++) {
		struct cfrw_text name = cfrw_ruleset_name(p, n);

		if (name.n != 0 && (cfrw_rules(p, n) != 0 || name.p[0] < '0' || name.p[0] > '9') && i-- == 0)
			return text(a, name);
	}
	return NULL;
}

/* A name behind $ or the like: with braces where it needs them and has none yet. */
static const char *braced(struct arena *a, struct slice name, bool open)
{
	struct buf s;

	buf_init(&s, a);
	buf_printf(&s, "%s%.*s%s", name.n > 1 && !open ? "{" : "", SLICE_ARG(name), name.n > 1 ? "}" : "");
	buf_putc(&s, '\0');
	return s.p;
}

static const char *macro(struct bt *b, struct arena *a, size_t i, bool open)
{
	struct slice name = program_macro_name(b->site.program, i);

	return name.p != NULL ? braced(a, name, open) : NULL;
}

/* Each once. */
static const char *class(struct bt *b, struct arena *a, size_t i, bool open)
{
	struct cfrw_item it, last;

	for (int kind = 0; kind < 2; kind++) {
		enum cfrw_kind k = kind == 0 ? CFRW_CLASSES : CFRW_CLASSFILES;

		for (size_t at = 0; cfrw_next(b->site.program, k, &at, &it);) {
			if (cfrw_find(b->site.program, k, it.name, &last) && last.at != it.at)
				continue;
			if (kind != 0 && cfrw_find(b->site.program, CFRW_CLASSES, it.name, &last))
				continue; /* words and a file */
			if (i-- == 0)
				return braced(a, (struct slice){it.name.p, it.name.n}, open);
		}
	}
	return NULL;
}

static const char *mailer(struct bt *b, struct arena *a, size_t i)
{
	const struct mailers *m = &b->site.mailers;

	return i < m->n ? arena_dup(a, m->v[i].name.p, m->v[i].name.n) : NULL;
}

static const char *map(struct bt *b, struct arena *a, size_t i)
{
	struct maps *m = live_maps(b->site.maps);
	struct slice name;

	if (i >= maps_count(m))
		return NULL;
	name = map_name(maps_at(m, i));
	return arena_dup(a, name.p, name.n);
}

static bool begins(const char *line, size_t at, const char *with)
{
	size_t n = strlen(with);

	return at >= n && slice_caseeq((struct slice){line, n}, (struct slice){with, n});
}

const char *bt_complete(struct bt *b, struct arena *a, const char *line, size_t at, size_t i)
{
	bool open = at != 0 && line[at - 1] == '{';
	bool word = at == 0 || line[at - 1] == ',';

	if (at != 0 && begins(line, at, "=S"))
		return ruleset(b, a, i);
	if (begins(line, at, "$=") || begins(line, at, ".C"))
		return class(b, a, i, open);
	if (begins(line, at, "$") || begins(line, at, ".D"))
		return macro(b, a, i, open);
	if (begins(line, at, "/try "))
		return mailer(b, a, i);
	if (begins(line, at, "/map "))
		return map(b, a, i);
	if (at == 0 && i < sizeof(commands) / sizeof(*commands))
		return commands[i];
	if (word)
		return ruleset(b, a, at == 0 ? i - sizeof(commands) / sizeof(*commands) : i);
	return NULL;
}
