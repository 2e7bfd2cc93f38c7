/*
 * class_read.c - the words of what an F line names: a file, a map, a program
 *
 *     F{x}-o /etc/mail/names %[^#]     lines of a file, by a format (wordfile.h)
 *     F{x}key@hash:-o /etc/mail/table  what a map says to the key, cut at white space
 *     F{x}@LDAP                        the same of a directory, by sendmail's schema
 *     F{x}|/path/of/program            what it prints, where programs may be run
 *
 * Each was tried with sendmail 8.17.1: a program gets no words and no format
 * counts for it; a map sees the K lines that stand before.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/limits_map.h"
#include "engine/live.h"
#include "engine/load.h"
#include "engine/map_priv.h"
#include "engine/run.h"
#include "engine/wordfile.h"

static const struct cfrw_maps_how usual;

static void out_of_memory(void *ctx)
{
	program_no_memory(ctx);
}

static struct slice first_word(struct slice *rest)
{
	struct slice word;

	*rest = slice_trim(*rest);
	word = (struct slice){rest->p, 0};
	while (word.n < rest->n && strchr(" \t\n\v\f\r", word.p[word.n]) == NULL)
		word.n++;
	*rest = (struct slice){rest->p + word.n, rest->n - word.n};
	return word;
}

/* --- maps --- */

/* key@class:args and @LDAP; false: the spec is none. */
static bool map_spec(struct slice s, struct map_words *w)
{
	const char *at = s.n != 0 && s.p[0] != '/' && s.p[0] != '|' ? memchr(s.p, '@', s.n) : NULL, *colon;
	struct slice behind;

	if (at == NULL)
		return false;
	w->key = (struct slice){s.p, (size_t)(at - s.p)};
	behind = (struct slice){at + 1, s.n - w->key.n - 1};
	if (slice_eq_str(behind, "LDAP")) {
		w->class_name = SLICE_LIT("ldap");
		w->args = SLICE_NONE;
		return true;
	}
	colon = behind.n != 0 ? memchr(behind.p, ':', behind.n) : NULL;
	if (colon == NULL || colon == behind.p)
		return false;
	w->class_name = (struct slice){behind.p, (size_t)(colon - behind.p)};
	w->args = slice_trim((struct slice){colon + 1, behind.n - w->class_name.n - 1});
	return true;
}

bool class_is_map(struct slice spec)
{
	struct map_words w;

	return map_spec(spec, &w);
}

struct asker {
	const struct cfrw_words *to;
	bool loud;             /* K lines are heard when all maps are made */
};

static void say(void *ctx, struct srcpos at, struct slice text)
{
	const struct asker *a = ctx;

	(void)at;
	if (a->loud)
		program_say(a->to->p, CFRW_ERROR, a->to->item, "%.*s", SLICE_ARG(text));
}

static void no_memory(void *ctx)
{
	const struct asker *a = ctx;

	program_no_memory(a->to->p);
}

static struct slice expand(void *ctx, struct slice text, struct srcpos at, struct arena *arena)
{
	const struct asker *a = ctx;
	struct buf b;

	(void)at;
	buf_init(&b, arena);
	expand_text(&b, name_translate(arena, text), true, program_macro_value, a->to->p);
	return b.n != 0 ? buf_slice(&b) : SLICE_LIT("");
}

/* What @LDAP stands for. */
static struct slice schema(struct asker *a, struct slice name, struct arena *work)
{
	struct buf b;

	buf_init(&b, work);
	buf_printf(&b, "-k (&(objectClass=sendmailMTAClass)(sendmailMTAClassName=%.*s)(|(sendmailMTACluster=${sendmailMTACluster})(sendmailMTAHost=$j))) "
	               "-v sendmailMTAClassValue,sendmailMTAClassSearch:FILTER:sendmailMTAClass,sendmailMTAClassURL:URL:sendmailMTAClass", SLICE_ARG(name));
	return expand(a, buf_slice(&b), SRCPOS_NONE, work);
}

static void ask(struct asker *a, struct maps *maps, struct map_words *w, struct arena *work)
{
	struct slice value, word;
	struct buf scratch;

	buf_init(&scratch, work);
	if (w->args.p == NULL)
		w->args = schema(a, w->name, work);
	a->loud = true;
	w->args = name_translate(work, w->args);
	if (!maps_words(maps, w, &scratch, &value))
		return;
	while ((word = first_word(&value)).n != 0)
		cfrw_word((struct cfrw_words *)(uintptr_t)a->to, word.p, word.n);
}

static void read_map(const struct cfrw_maps_how *how, struct map_words *w, struct cfrw_words *to, struct arena *work)
{
	struct asker a = {.to = to};
	struct map_env env = {.ctx = &a, .say = say, .expand = expand, .programs = how->programs, .on_oom = no_memory};
	struct maps *maps;

	w->name = to->item->name;
	w->at = to->item->origin.at;
	if (!live_choose_dns(to->p, work, how, &env.dns))
		return;
	maps = maps_new(program_ir(to->p), &env);
	if (maps != NULL)
		ask(&a, maps, w, work);
	maps_free(maps);
	dns_close(env.dns);
}

/* --- programs --- */

/* What cannot be run leaves a word: sendmail's child prints its message where the program would have printed. */
static void complain(struct cfrw_words *to)
{
	struct slice name = srcset_name(to->p->src, to->item->origin.at.file);
	char word[MAP_PATH_MAX];
	int n = snprintf(word, sizeof(word), "%.*s:", SLICE_ARG(name));

	if (n > 0 && (size_t)n < sizeof(word))
		cfrw_word(to, word, strcspn(word, " \t"));
}

static void read_program(const struct cfrw_maps_how *how, struct slice path, struct cfrw_words *to, struct arena *work)
{
	char *words[] = {arena_dup(work, path.p, path.n), NULL};
	struct run r = {words, program_ir(to->p), arena_alloc(work, CLASS_PROGRAM_MAX), CLASS_PROGRAM_MAX};
	const struct wordfile plain = {.nformat = 0};
	struct slice text, line;
	size_t n;
	int status;

	if (!how->programs) {
		program_say(to->p, CFRW_WARNING, to->item, "class %.*s stays empty: programs are not run here: %.*s", SLICE_ARG(to->item->name), SLICE_ARG(path));
		return;
	}
	if (path.n == 0)
		return;
	if (!run_program(&r, work, &n, &status)) {
		complain(to);
		return;
	}
	text = (struct slice){r.out, n};
	while (slice_next(&text, '\n', &line))
		wordfile_line(&plain, line, to);
}

/* --- files --- */

static void read_file(const struct wordfile *w, struct cfrw_words *to)
{
	size_t n = 0;
	char *text = map_read_file(arena_dup(to->p->arena, w->name.p, w->name.n), MAP_FILE_MAX, &n);
	struct slice rest = {text, n}, line;

	if (text == NULL) {
		if (errno == EFBIG) /* of others bt and lint say what is wrong */
			program_say(to->p, CFRW_ERROR, to->item, "class %.*s stays empty: %.*s has more than %zu bytes", SLICE_ARG(to->item->name), SLICE_ARG(w->name), MAP_FILE_MAX);
		return;
	}
	to->p->file_text = text;
	while (slice_next(&rest, '\n', &line))
		wordfile_line(w, line, to);
	to->p->file_text = NULL;
	free(text);
}

void class_read(const struct cfrw_maps_how *how, struct slice spec, struct cfrw_words *to)
{
	struct arena *work;
	struct wordfile w;
	struct map_words m;
	bool is_map;

	if (to->item == NULL || !wordfile_spec(spec, &w))
		return;
	m = (struct map_words){.optional = w.optional};
	is_map = map_spec(w.whole, &m);
	if (!is_map && w.name.p[0] != '|') {
		read_file(&w, to);
		return;
	}
	work = arena_new(0, out_of_memory, to->p);
	if (work == NULL)
		program_no_memory(to->p);
	how = how != NULL ? how : &usual;
	if (is_map)
		read_map(how, &m, to, work);
	else
		read_program(how, (struct slice){w.name.p + 1, w.name.n - 1}, to, work);
	arena_free(work);
}
