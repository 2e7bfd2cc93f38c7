/*
 * live.c - a context's questions, answered by the real maps
 */
#include <setjmp.h>
#include <string.h>
#include <time.h>

#include "engine/answers.h"
#include "engine/context.h"
#include "engine/live.h"
#include "engine/names_options.h"
#include "ir/codes.h"

struct cfrw_maps {
	const cfrw_program *p;
	struct arena *arena;
	struct maps *maps;
	struct dns *dns;
	uint64_t born;     /* in nanoseconds: tells these from maps that lay here before */
	bool (*source)(void *data, struct cfrw_text name, struct cfrw_text *text);
	void *data;
};

const struct ir *program_ir(const cfrw_program *p)
{
	return p->ir;
}

const struct srcset *program_src(const cfrw_program *p)
{
	return p->src;
}

const struct cf_line *program_lines(const cfrw_program *p, size_t *n)
{
	*n = p->nlines;
	return p->lines;
}

size_t program_long_names(const cfrw_program *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->nmacros; i++)
		n += p->macros[i].name.n > 1;
	for (size_t i = 0; i < p->nclasses; i++)
		n += p->classes[i].name.n > 1;
	return n;
}

struct slice program_expanded(const cfrw_program *p, struct arena *a, struct slice text)
{
	struct buf b;

	buf_init(&b, a);
	expand_codes(&b, name_translate(a, text), program_macro_value, p);
	return b.n != 0 ? buf_slice(&b) : SLICE_LIT("");
}

struct maps *live_maps(const cfrw_maps *m)
{
	return m->maps;
}

struct dns *live_dns(const cfrw_maps *m)
{
	return m->dns;
}

static void say(void *ctx, struct srcpos at, struct slice text)
{
	const cfrw_maps *m = ctx;
	struct slice file = at.line != 0 ? srcset_name(m->p->src, at.file) : SLICE_NONE;

	m->p->host.log(m->p->host.data, CFRW_ERROR, file.p, at.line, (struct cfrw_text){text.p, text.n});
}

static void set_macro(void *ctx, void *user, struct slice name, const struct slice *value)
{
	(void)ctx;
	if (user != NULL)
		cfrw_set_text(user, (struct cfrw_text){name.p, name.n}, value != NULL ? (struct cfrw_text){value->p, value->n} : (struct cfrw_text){NULL, 0});
}

static bool is_local(void *ctx, void *user, struct slice host)
{
	(void)ctx;
	return user != NULL && cfrw_in(user, "w", host.p, host.n);
}

static void out_of_memory(void *ctx)
{
	longjmp(*(jmp_buf *)ctx, 1);
}

static struct dns *table_of(const cfrw_program *p, struct arena *a, struct srcset *src, uint32_t number, struct slice text)
{
	size_t ncodes;
	const struct diag_code *codes = ir_codes(&ncodes);
	struct diags *d = diags_new(a, src, codes, ncodes);
	struct dns *dns = dns_table(a, d, number, text);
	struct diag_view v;

	for (size_t i = 0; dns == NULL && diags_view(d, i, &v); i++)
		p->host.log(p->host.data, (enum cfrw_severity)v.severity, srcset_name(src, v.at.file).p, v.at.line, (struct cfrw_text){v.text.p, v.text.n});
	return dns;
}

static struct dns *canned(const cfrw_program *p, struct arena *a, const char *file)
{
	struct srcset *src = srcset_new(a);
	struct slice text;
	uint32_t number;
	int error = srcset_load(src, slice_of(file), ENGINE_FILE_MAX, &number, &text);

	if (error != 0) {
		const char *why = strerror(error);

		p->host.log(p->host.data, CFRW_ERROR, file, 0, (struct cfrw_text){why, strlen(why)});
		return NULL;
	}
	return table_of(p, a, src, number, text);
}

static struct dns *canned_text(const cfrw_program *p, struct arena *a, struct cfrw_text text)
{
	struct srcset *src = srcset_new(a);
	uint32_t number = srcset_file(src, SLICE_LIT("(answers)"));

	srcset_text(src, number, (struct slice){text.p, text.n});
	return table_of(p, a, src, number, (struct slice){text.p, text.n});
}

static bool source(void *ctx, struct slice name, struct slice *text)
{
	const cfrw_maps *m = ctx;
	struct cfrw_text t = {NULL, 0};
	bool found = m->source(m->data, (struct cfrw_text){name.p, name.n}, &t);

	*text = (struct slice){t.p, t.n};
	return found;
}

bool live_choose_dns(const cfrw_program *p, struct arena *a, const struct cfrw_maps_how *how, struct dns **dns)
{
	struct dns_config config = names_resolver(p->ir);

	*dns = NULL;
	if (how->dns != NULL && strcmp(how->dns, "none") == 0) /* without one, each question is a failure for now */
		return true;
	*dns = how->dns != NULL ? canned(p, a, how->dns) : how->answers.p != NULL ? canned_text(p, a, how->answers) : dns_resolver(a, &config);
	return *dns != NULL;
}

/* Fills m, whose arena may run out. */
static bool maps_make(cfrw_maps *m, const struct cfrw_maps_how *how)
{
	struct map_env env = {.ctx = m, .arena = m->arena, .say = say, .set_macro = set_macro, .is_local = is_local, .deferred = how->deferred, .programs = how->programs,
	                      .quiet = how->quiet, .recheck_ms = 1000, .source = how->source != NULL ? source : NULL};

	if (!live_choose_dns(m->p, m->arena, how, &m->dns))
		return false;
	env.dns = m->dns;
	m->maps = maps_new(m->p->ir, &env);
	return m->maps != NULL;
}

cfrw_maps *cfrw_maps_new(const cfrw_program *p, const struct cfrw_maps_how *how)
{
	static const struct cfrw_maps_how usual;
	jmp_buf oom;
	struct arena *a = arena_new(0, out_of_memory, &oom);
	struct timespec now;
	cfrw_maps *m;

	if (a == NULL || setjmp(oom) != 0) {
		arena_free(a);
		return NULL;
	}
	m = ARENA_NEW(a, struct cfrw_maps);
	clock_gettime(CLOCK_MONOTONIC, &now);
	*m = (struct cfrw_maps){.p = p, .arena = a, .born = (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec};
	if (how != NULL) {
		m->source = how->source;
		m->data = how->data;
	}
	if (!maps_make(m, how != NULL ? how : &usual)) {
		arena_free(a);
		return NULL;
	}
	return m;
}

void cfrw_maps_free(cfrw_maps *m)
{
	if (m == NULL)
		return;
	maps_free(m->maps);
	dns_close(m->dns);
	arena_free(m->arena);
}

/* Answers are made here; what one question takes is given back when many have been asked. */
static bool scratch_ready(cfrw_context *c)
{
	if (c->scratch_arena != NULL && arena_used(c->scratch_arena) > ENGINE_SCRATCH_KEPT) {
		arena_free(c->scratch_arena);
		c->scratch_arena = NULL;
	}
	if (c->scratch_arena == NULL) {
		c->scratch_arena = arena_new(0, context_oom, c);
		if (c->scratch_arena == NULL)
			return false;
		buf_init(&c->scratch, c->scratch_arena);
	}
	return true;
}

/* What joins words in a map's key: -S, else the option BlankSub as the map's line found it. */
static char space_of(const cfrw_program *p, const struct map *map)
{
	const struct ir_item *line = map_item(map);

	if (map_space(map) != '\0')
		return map_space(map);
	return line == NULL || line->index > p->space_from ? p->space : ' '; /* host is there when all lines are read */
}

/* A map is asked, but for what it was asked before and still says. */
static void ask_map(cfrw_context *c, struct map *map, const struct map_question *q, struct map_answer *a)
{
	const struct cfrw_host *h = &c->p->host;
	uint32_t version = map_version(map);
	struct answer_key k;
	bool keep = version != 0 && answer_key(&k, map, q);

	if (keep && answers_get(c->answers, &k, version, a))
		return;
	map_ask(map, q, &c->scratch, a);
	if (keep)
		answers_put(c->answers, h, &k, version, a);
}

static struct map *find_map(cfrw_maps *m, cfrw_context *c, struct slice name)
{
	struct map **place = answers_map(c->answers, name);

	if (*place == NULL || !slice_eq(map_name(*place), name))
		*place = maps_find(m->maps, name);
	return *place;
}

static enum cfrw_status answer(cfrw_maps *m, cfrw_context *c, const struct cfrw_question *q)
{
	struct map *map = find_map(m, c, (struct slice){q->map.p, q->map.n});
	struct slice args[MAP_QUESTION_ARGS];
	struct map_question ask = {.args = args, .user = c};
	struct map_answer a = {.found = false};

	if (map == NULL)
		return cfrw_answer(c, CFRW_NOMAP, NULL, 0);
	if (space_of(m->p, map) != m->p->space)
		cfrw_spaced(c, space_of(m->p, map));
	ask.key = (struct slice){q->key.p, q->key.n};
	ask.nargs = q->nargs < MAP_QUESTION_ARGS ? q->nargs : MAP_QUESTION_ARGS;
	for (size_t i = 0; i < ask.nargs; i++)
		args[i] = (struct slice){q->args[i].p, q->args[i].n};
	c->scratch.n = 0;
	ask_map(c, map, &ask, &a);
	if (!a.found)
		a.value = SLICE_NONE;
	else if (a.value.p == NULL)
		a.value = SLICE_LIT("");
	return cfrw_answer(c, a.status == MAP_TEMPFAIL ? CFRW_TEMPFAIL : a.found ? CFRW_FOUND : CFRW_NOTFOUND, a.value.p, a.value.n);
}

static enum cfrw_status settle_one(cfrw_maps *m, cfrw_context *c)
{
	if (setjmp(c->oom) != 0 || !scratch_ready(c) || !answers_begin(&c->answers, &c->p->host, m, m->born))
		return cfrw_answer(c, CFRW_TEMPFAIL, NULL, 0);
	return answer(m, c, &c->question);
}

enum cfrw_status cfrw_settle(cfrw_maps *m, cfrw_context *c, enum cfrw_status status)
{
	while (status == CFRW_QUESTION && c->waiting)
		status = settle_one(m, c);
	return status;
}
