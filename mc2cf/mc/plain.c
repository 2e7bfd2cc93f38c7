/*
 * plain.c - see plain.h: tokens, arguments, calls
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mc/plain.h"

enum token_kind { END, TEXT, MARK, WORD, STRING };

/* MARK: one of ( ) , in an argument list. */
struct token {
	enum token_kind kind;
	struct slice text;
	struct srcpos at;
};

static bool name_begins(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool in_name(char c)
{
	return name_begins(c) || (c >= '0' && c <= '9');
}

void plain_beyond(struct plain *p)
{
	p->beyond = true;
}

bool plain_at_top(struct plain *p)
{
	p->beyond |= p->into != NULL;
	return !p->beyond;
}

struct plain_name *plain_find(const struct plain *p, struct slice name)
{
	struct plain_name *m = symtab_get(p->names, name);

	return m != NULL && !m->gone ? m : NULL;
}

void plain_define(struct plain *p, struct slice name, struct slice text)
{
	struct plain_name *m = symtab_get(p->names, name);

	if (m == NULL) {
		m = ARENA_NEW(p->arena, struct plain_name);
		symtab_set(p->names, name, m);
	} else if (m->kind != PLAIN_TEXT) {
		plain_beyond(p);
		return;
	}
	m->gone = false;
	m->text = text;
}

static struct plain_frame *top(struct plain *p)
{
	struct plain_frame *f = &p->frame[p->depth - 1];

	while (f->p == f->end && !f->floor) {
		p->depth--;
		f--;
	}
	return f;
}

static struct plain_frame *add_frame(struct plain *p, struct slice text, struct srcpos at)
{
	struct plain_frame *f;

	if (p->depth == PLAIN_DEPTH || text.n > PLAIN_BYTES - p->bytes) {
		plain_beyond(p);
		return NULL;
	}
	p->bytes += text.n;
	f = &p->frame[p->depth++];
	*f = (struct plain_frame){.p = text.p, .end = text.p + text.n, .at = at};
	return f;
}

void plain_push(struct plain *p, struct slice text, struct srcpos at)
{
	if (text.n != 0) {
		top(p);
		add_frame(p, text, at);
	}
}

/* The next n bytes are read.  A place is that of their first one. */
static struct srcpos take(struct plain_frame *f, size_t n, struct slice *text)
{
	struct srcpos at;
	const char *end = f->p + n, *q = f->p;

	if (f->file && f->newline)
		f->at.line++;
	at = f->at;
	*text = (struct slice){f->p, n};
	f->p = end;
	f->newline = n != 0 && end[-1] == '\n';
	if (f->file)
		while (q != end && (q = memchr(q, '\n', (size_t)(end - q))) != NULL && ++q != end)
			f->at.line++;
	return at;
}

/* Past the quote that closes the one at p; NULL: it is not closed in this text. */
static const char *quote_end(const struct plain *p, const struct plain_frame *f)
{
	size_t depth = 0;

	for (const char *q = f->p; q != f->end; q++)
		if (*q == p->open)
			depth++;
		else if (*q == p->close && --depth == 0)
			return q + 1;
	return NULL;
}

static const char *word_end(const struct plain_frame *f)
{
	const char *q = f->p;

	while (q != f->end && in_name(*q))
		q++;
	return q;
}

static bool is_mark(char c)
{
	return c == '(' || c == ')' || c == ',';
}

/* Up to what may be more than text, or past a newline. */
static const char *text_end(const struct plain *p, const struct plain_frame *f)
{
	const char *q = f->p;

	while (q != f->end && !name_begins(*q) && *q != p->open && !(p->collecting != 0 && is_mark(*q)) && (p->awake || *q != '#'))
		if (*q++ == '\n')
			break;
	return q;
}

/* What stands behind the top frame, which is read to its end; a floor has a newline behind it, or a file's end. */
static char beneath(struct plain *p)
{
	struct plain_frame *f = &p->frame[p->depth - 1];

	while (f->p == f->end && !f->floor)
		f--;
	if (f->p != f->end)
		return *f->p;
	if (f->file)
		plain_beyond(p);
	return '\n';
}

/* m4 reads a name on into the text behind it. */
static void word(struct plain *p, struct plain_frame *f, struct token *t)
{
	t->kind = WORD;
	t->at = take(f, (size_t)(word_end(f) - f->p), &t->text);
	if (f->p == f->end && in_name(beneath(p)))
		plain_beyond(p);
}

static void quoted(struct plain *p, struct plain_frame *f, struct token *t)
{
	const char *end = quote_end(p, f);

	t->kind = STRING;
	if (end == NULL) {
		plain_beyond(p);
		return;
	}
	t->at = take(f, (size_t)(end - f->p), &t->text);
	t->text = (struct slice){t->text.p + 1, t->text.n - 2};
}

static void comment(struct plain *p, struct plain_frame *f, struct token *t)
{
	const char *end = memchr(f->p, '\n', (size_t)(f->end - f->p));

	t->kind = TEXT;
	if (end == NULL)
		plain_beyond(p);
	else
		t->at = take(f, (size_t)(end + 1 - f->p), &t->text);
}

static void next(struct plain *p, struct token *t)
{
	struct plain_frame *f = top(p);

	t->kind = END;
	if (p->beyond || f->p == f->end)
		return;
	if (name_begins(*f->p)) {
		word(p, f, t);
	} else if (*f->p == p->open) {
		quoted(p, f, t);
	} else if (*f->p == '#' && !p->awake) {
		comment(p, f, t);
	} else if (p->collecting != 0 && is_mark(*f->p)) {
		t->kind = MARK;
		t->at = take(f, 1, &t->text);
	} else {
		t->kind = TEXT;
		t->at = take(f, (size_t)(text_end(p, f) - f->p), &t->text);
	}
	if (p->beyond)
		t->kind = END;
}

static void call(struct plain *p, const struct token *t);

static void put(struct plain *p, struct slice text, struct srcpos at)
{
	if (p->into != NULL)
		buf_put_slice(p->into, text);
	else
		plain_put(p, text, at);
}

static void step(struct plain *p, const struct token *t)
{
	if (t->kind == WORD)
		call(p, t);
	else
		put(p, t->text, t->at);
}

/* An argument: what comes up to a comma or the last parenthesis, which is returned; 0: it does not end. */
static char argument(struct plain *p, struct slice *value)
{
	struct buf b, *outer = p->into;
	struct token t;
	size_t open = 0;
	char end = 0;
	bool begun = false;

	buf_init(&b, p->arena);
	p->into = &b;
	for (next(p, &t); end == 0 && t.kind != END; end == 0 ? next(p, &t) : (void)0) {
		if (t.kind == TEXT && !begun) {
			/* blanks before an argument do not count */
			while (t.text.n != 0 && strchr(" \t\n\v\f\r", t.text.p[0]) != NULL)
				t.text = (struct slice){t.text.p + 1, t.text.n - 1};
			if (t.text.n == 0)
				continue;
		}
		begun = true;
		if (t.kind == MARK && open == 0 && t.text.p[0] != '(') {
			end = t.text.p[0];
			break;
		}
		open = t.kind != MARK || t.text.p[0] == ',' ? open : t.text.p[0] == '(' ? open + 1 : open - 1;
		if (t.kind == STRING && b.n == 0 && b.cap == 0) {
			/* most are one quoted text: no copy */
			b = (struct buf){p->arena, (char *)(uintptr_t)t.text.p, t.text.n, t.text.n};
			continue;
		}
		step(p, &t);
	}
	p->into = outer;
	*value = b.n != 0 ? buf_slice(&b) : SLICE_LIT("");
	if (end == 0)
		plain_beyond(p);
	return end;
}

static void arguments(struct plain *p, struct plain_call *c)
{
	struct slice parenthesis;
	char end = ',';

	take(top(p), 1, &parenthesis);
	if (p->collecting++ == PLAIN_NESTING)
		plain_beyond(p);
	while (end == ',' && !p->beyond) {
		if (c->n == PLAIN_ARGS)
			plain_beyond(p);
		else
			end = argument(p, &c->arg[c->n++]);
	}
	p->collecting--;
}

static bool parenthesis_follows(struct plain *p)
{
	struct plain_frame *f = top(p);

	return f->p != f->end ? *f->p == '(' : beneath(p) == '(';
}

bool plain_has_parameter(struct slice text)
{
	for (size_t i = 0; i + 1 < text.n; i++)
		if (text.p[i] == '$' && memchr("0123456789#*@", text.p[i + 1], 13) != NULL)
			return true;
	return false;
}

/* Names of macros/ itself, and those that it takes away when it wakes. */
static bool internal(const struct plain *p, struct slice name)
{
	return slice_starts(name, SLICE_LIT("_mc_")) || slice_starts(name, SLICE_LIT("_m4_")) ||
	       (!p->awake && (slice_eq_str(name, "format") || slice_eq_str(name, "hpux")));
}

static void expand_call(struct plain *p, struct plain_call *c)
{
	if (c->macro->kind == PLAIN_CALL) {
		c->macro->call(p, c);
		return;
	}
	if (plain_has_parameter(c->macro->text) || slice_eq_str(c->macro->text, PLAIN_NOT_EMPTY))
		plain_beyond(p);
	else
		plain_push(p, c->macro->text, c->at);
}

static void call(struct plain *p, const struct token *t)
{
	struct plain_call c = {.name = t->text, .macro = plain_find(p, t->text), .at = t->at};
	bool follows;

	if (c.macro == NULL) {
		p->beyond |= internal(p, t->text);
		put(p, t->text, t->at);
		return;
	}
	follows = parenthesis_follows(p);
	if (c.macro->bare_is_text && !follows) {
		put(p, t->text, t->at);
		return;
	}
	if (c.macro->kind == PLAIN_BEYOND || ++p->calls > PLAIN_CALLS)
		plain_beyond(p);
	if (follows && !p->beyond)
		arguments(p, &c);
	if (!p->beyond)
		expand_call(p, &c);
}

/* Reads the frame on top, which is a floor, to its end. */
static void run(struct plain *p)
{
	size_t floor = p->depth;
	struct token t;

	for (next(p, &t); t.kind != END; next(p, &t))
		step(p, &t);
	p->depth = floor - 1;
}

void plain_skip_line(struct plain *p)
{
	struct plain_frame *f = top(p);
	const char *end = memchr(f->p, '\n', (size_t)(f->end - f->p));
	struct slice text;

	while (end == NULL && !f->floor) {
		f->p = f->end;
		f = top(p);
		end = memchr(f->p, '\n', (size_t)(f->end - f->p));
	}
	if (end != NULL) {
		take(f, (size_t)(end + 1 - f->p), &text);
		return;
	}
	p->beyond |= p->valuing == 0 || p->collecting != 0;
	p->cut = true;
	f->p = f->end;
}

/* Nothing in it can be anything but text. */
static bool only_text(const struct plain *p, struct slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if (name_begins(text.p[i]) || text.p[i] == p->open || (!p->awake && text.p[i] == '#'))
			return false;
	return true;
}

struct slice plain_expand_line(struct plain *p, struct slice text, struct srcpos at, bool *cut)
{
	struct buf b, *outer = p->into;
	size_t collecting = p->collecting;
	struct plain_frame *f;

	*cut = false;
	if (only_text(p, text))
		return text;
	buf_init(&b, p->arena);
	f = add_frame(p, text, at);
	if (f == NULL)
		return text;
	f->floor = true;
	p->into = &b;
	p->collecting = 0;
	p->valuing++;
	run(p);
	p->valuing--;
	p->collecting = collecting;
	p->into = outer;
	*cut = p->cut;
	p->cut = false;
	/* the newline that m4 then takes for the record's own */
	p->beyond |= *cut && b.n != 0 && b.p[b.n - 1] == '\n';
	return b.n != 0 ? buf_slice(&b) : SLICE_LIT("");
}

struct slice plain_expand(struct plain *p, struct slice text, struct srcpos at)
{
	bool cut;
	struct slice value = plain_expand_line(p, text, at, &cut);

	p->beyond |= cut;
	return value;
}

struct slice plain_quoted(struct plain *p, struct slice text)
{
	struct buf b;

	buf_init(&b, p->arena);
	buf_putc(&b, p->open);
	buf_put_slice(&b, text);
	buf_putc(&b, p->close);
	return buf_slice(&b);
}

/* Bytes that records, prelude and -s lines are made of are m4's to stumble over. */
static bool readable(struct slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] < ' ' && strchr("\t\n\v\f\r\b\033", text.p[i]) == NULL)
			return false;
	return memchr(text.p, '\0', text.n) == NULL && slice_find(text, SLICE_LIT("#line ")) < 0;
}

static void run_file(struct plain *p, struct slice text, uint32_t file)
{
	struct plain_frame *f = add_frame(p, text, (struct srcpos){.file = file, .line = 1});

	p->beyond |= !readable(text);
	if (f == NULL || p->beyond)
		return;
	f->file = f->floor = true;
	run(p);
}

/* The text of a plain file. */
static bool load(struct plain *p, struct slice path, struct slice *text)
{
	int fd = open(arena_dup(p->arena, path.p, path.n), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	char *bytes;
	bool good;

	if (fd < 0)
		return false;
	good = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && (size_t)st.st_size < MC_FILE_MAX;
	bytes = arena_alloc(p->arena, good ? (size_t)st.st_size + 1 : 1);
	p->beyond |= !good || read(fd, bytes, (size_t)st.st_size + 1) != st.st_size;
	*text = (struct slice){bytes, good ? (size_t)st.st_size : 0};
	close(fd);
	return true;
}

static uint32_t file_number(struct plain *p, struct slice name)
{
	for (uint32_t i = 1; i < p->nfile; i++)
		if (slice_eq(p->file[i], name))
			return i;
	if (p->nfile == PLAIN_FILES) {
		plain_beyond(p);
		return PLAIN_MC;
	}
	p->file[p->nfile] = name;
	return p->nfile++;
}

bool plain_read_file(struct plain *p, struct slice path, bool own_quotes)
{
	char open = p->open, close = p->close;
	struct slice text;

	if (!load(p, path, &text))
		return false;
	if (own_quotes) {
		p->open = '`';
		p->close = '\'';
	}
	run_file(p, text, file_number(p, path));
	if (own_quotes && (open != '`' || close != '\'')) {
		p->open = open;
		p->close = close;
	}
	return true;
}

/* What m4 would be given otherwise than by the .mc, it is given. */
static bool suits(struct front *f)
{
	const struct mc_job *j = f->job;

	return !j->by_m4 && j->m4 == NULL && j->ninclude == 0 && !j->trust && !j->trace && front_built(f);
}

/* -D name=value, before all else. */
static void define_given(struct plain *p)
{
	for (size_t i = 0; i < p->f->job->ndefine; i++) {
		struct slice value = slice_of(p->f->job->define[i]), name;

		slice_next(&value, '=', &name);
		if (plain_usual_name(name) && readable(value))
			plain_define(p, name, value);
		else
			plain_beyond(p);
	}
}

bool front_plain(struct front *f)
{
	struct plain *p;

	if (!suits(f))
		return false;
	p = ARENA_NEW(f->arena, struct plain);
	*p = (struct plain){.f = f, .arena = f->arena, .s = mc_stream_new(f->arena, f->src), .open = '`', .close = '\'', .line_begins = true,
		.names = symtab_new(f->arena, false), .nfile = PLAIN_MC + 1, .file = {[PLAIN_STDIN] = SLICE_LIT("stdin")}};
	plain_record(p, SLICE_LIT("begin"), (struct srcpos){.file = PLAIN_STDIN, .line = 1}, NULL, 0);
	plain_add_builtins(p);
	define_given(p);
	if (!f->own_include)
		plain_wake(p, (struct srcpos){.file = PLAIN_STDIN, .line = front_prelude_lines(f)});
	run_file(p, front_text(f), PLAIN_MC);
	if (!p->beyond)
		plain_finish(p);
	if (!p->beyond)
		plain_deliver(p);
	return !p->beyond;
}
