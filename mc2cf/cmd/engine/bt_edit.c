/*
 * bt_edit.c - libedit, loaded when there is a terminal; see bt_edit.h
 */
#include <histedit.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cmd/engine/bt_edit.h"
#include "cmd/engine/limits.h"
#include "engine/lib.h"

struct library {
	EditLine *(*init)(const char *, FILE *, FILE *, FILE *);
	void (*end)(EditLine *);
	const char *(*gets)(EditLine *, int *);
	int (*set)(EditLine *, int, ...);
	int (*get)(EditLine *, int, ...);
	int (*insert)(EditLine *, const char *);
	const LineInfo *(*line)(EditLine *);
	int (*source)(EditLine *, const char *);
	History *(*history_init)(void);
	void (*history_end)(History *);
	int (*history)(History *, HistEvent *, int, ...);
};

static const struct lib_function functions[] = {
	{"el_init", offsetof(struct library, init)},       {"el_end", offsetof(struct library, end)},
	{"el_gets", offsetof(struct library, gets)},       {"el_set", offsetof(struct library, set)},
	{"el_get", offsetof(struct library, get)},         {"el_insertstr", offsetof(struct library, insert)},
	{"el_line", offsetof(struct library, line)},
	{"el_source", offsetof(struct library, source)},   {"history_init", offsetof(struct library, history_init)},
	{"history_end", offsetof(struct library, history_end)}, {"history", offsetof(struct library, history)},
};

static bool load(struct library *lib)
{
	static const char *const files[] = {"libedit.so.2", "libedit.so.0", "libedit.so"};
	const char *why;

	return lib_load(files, sizeof(files) / sizeof(*files), functions, sizeof(functions) / sizeof(*functions), lib, &why);
}

struct bt_edit {
	struct library lib;
	struct bt *b;
	EditLine *el;
	History *history;
	char line[BT_LINE + 1];
};

static char *prompt(EditLine *el)
{
	static const char text[] = "> ";

	(void)el;
	return (char *)(uintptr_t)text;
}

/* Escape sequences stand between bytes 1: they take no room on the screen. */
static char *coloured_prompt(EditLine *el)
{
	static const char text[] = "\1\033[1;34m\1>\1\033[0m\1 ";

	(void)el;
	return (char *)(uintptr_t)text;
}

/* How far all words that fit begin alike. */
static size_t common(const char *a, const char *b, size_t n)
{
	size_t i = 0;

	while (i < n && a[i] != '\0' && a[i] == b[i])
		i++;
	return i;
}

static void list(struct bt *b, struct arena *a, const char *text, size_t at, const char *word, size_t n)
{
	const char *s;

	bt_puts(b, "\n");
	for (size_t i = 0; (s = bt_complete(b, a, text, at, i)) != NULL; i++)
		if (strncmp(s, word, n) == 0)
			bt_printf(b, "%s  ", s);
	bt_puts(b, "\n");
	bt_flush(b);
}

/* Where the word under the cursor begins: behind a blank or a comma, or the mark of a name. */
static size_t word_start(const char *s, size_t n)
{
	size_t at = n;

	while (at != 0 && !bt_space(s[at - 1]) && strchr(",${", s[at - 1]) == NULL && !(s[at - 1] == '=' && at >= 2 && s[at - 2] == '$'))
		at--;
	if (at == 0 && n >= 2 && (memcmp(s, "=S", 2) == 0 || memcmp(s, ".D", 2) == 0 || memcmp(s, ".C", 2) == 0))
		at = 2;
	return at;
}

/* The library knows its handle only; it is loaded already, so this asks for its addresses once more. */
static struct bt_edit *owner(EditLine *el)
{
	struct library lib;
	void *e = NULL;

	return load(&lib) && lib.get(el, EL_CLIENTDATA, &e) == 0 ? e : NULL;
}

/* What all words that fit have in common is put in; where that is nothing more, they are shown. */
static unsigned char complete_in(struct bt_edit *e, struct arena *a)
{
	const LineInfo *info = e->lib.line(e->el);
	size_t n = (size_t)(info->cursor - info->buffer), at, have, fits = 0, same = 0;
	const char *text = arena_dup(a, info->buffer, n), *s, *first = NULL;
	struct buf more;

	at = word_start(text, n);
	have = n - at;
	for (size_t i = 0; (s = bt_complete(e->b, a, text, at, i)) != NULL; i++) {
		if (strncmp(s, text + at, have) != 0)
			continue;
		same = first == NULL ? strlen(s) : common(first, s, same);
		first = first == NULL ? s : first;
		fits++;
	}
	if (fits == 0)
		return CC_ERROR;
	if (same == have && fits > 1) {
		list(e->b, a, text, at, text + at, have);
		return CC_REDISPLAY;
	}
	buf_init(&more, a);
	buf_put(&more, first + have, same - have);
	buf_puts(&more, fits == 1 && at == 0 ? " " : "");
	buf_putc(&more, '\0');
	return e->lib.insert(e->el, more.p) == 0 ? CC_REFRESH : CC_ERROR;
}

static unsigned char complete(EditLine *el, int key)
{
	struct bt_edit *e = owner(el);
	struct arena *a;
	unsigned char answer;

	(void)key;
	if (e == NULL)
		return CC_ERROR;
	a = bt_arena();
	answer = complete_in(e, a);
	arena_free(a);
	return answer;
}

static bool set_up(struct bt_edit *e)
{
	HistEvent event;

	e->el = e->lib.init("mc2cf", stdin, stdout, stderr);
	e->history = e->lib.history_init();
	if (e->el == NULL || e->history == NULL)
		return false;
	e->lib.history(e->history, &event, H_SETSIZE, BT_HISTORY);
	e->lib.history(e->history, &event, H_SETUNIQUE, 1);
	e->lib.set(e->el, EL_CLIENTDATA, e);
	e->lib.set(e->el, EL_EDITOR, "emacs");
	e->lib.set(e->el, EL_SIGNAL, 1);
	e->lib.set(e->el, EL_HIST, e->lib.history, e->history);
	e->lib.set(e->el, EL_PROMPT_ESC, e->b->colour ? coloured_prompt : prompt, '\1');
	e->lib.set(e->el, EL_ADDFN, "mc2cf-complete", "completes names", complete);
	e->lib.set(e->el, EL_BIND, "^I", "mc2cf-complete", NULL);
	e->lib.set(e->el, EL_BIND, "^R", "em-inc-search-prev", NULL);
	e->lib.source(e->el, NULL); /* ~/.editrc */
	return true;
}

struct bt_edit *bt_edit_open(struct bt *b)
{
	struct bt_edit *e = calloc(1, sizeof(*e));

	if (e == NULL)
		return NULL;
	e->b = b;
	if (load(&e->lib) && set_up(e))
		return e;
	bt_edit_close(e);
	return NULL;
}

bool bt_edit_next(struct bt_edit *e, struct slice *line)
{
	HistEvent event;
	int n = 0;
	const char *s = e->lib.gets(e->el, &n);

	if (s == NULL || n <= 0)
		return false;
	if (n > 1)
		e->lib.history(e->history, &event, H_ENTER, s);
	if (s[n - 1] == '\n')
		n--;
	if ((size_t)n > BT_LINE)
		n = (int)BT_LINE;
	memcpy(e->line, s, (size_t)n);
	*line = (struct slice){e->line, (size_t)n};
	return true;
}

void bt_edit_close(struct bt_edit *e)
{
	if (e == NULL)
		return;
	if (e->el != NULL)
		e->lib.end(e->el);
	if (e->history != NULL)
		e->lib.history_end(e->history);
	free(e);
}
