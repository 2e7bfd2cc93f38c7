/*
 * plain.c - see plain.h: arguments, calls: the expander
 */
#include "mc/plain.h"

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

static void call(struct plain *p, const struct plain_token *t);

static void put(struct plain *p, struct slice text, struct srcpos at)
{
	if (p->into != NULL)
		buf_put_slice(p->into, text);
	else
		plain_put(p, text, at);
}

static void step(struct plain *p, const struct plain_token *t)
{
	if (t->kind == TOKEN_WORD)
		call(p, t);
	else
		put(p, t->text, t->at);
}

/* An argument: what comes up to a comma or the last parenthesis, which is returned; 0: it does not end. */
static char argument(struct plain *p, struct slice *value)
{
	struct buf b, *outer = p->into;
	struct plain_token t;
	size_t open = 0;
	char end = 0;
	bool begun = false;

	buf_init(&b, p->arena);
	p->into = &b;
	for (plain_next(p, &t); end == 0 && t.kind != TOKEN_END; end == 0 ? plain_next(p, &t) : (void)0) {
		if (t.kind == TOKEN_TEXT && !begun) {
			/* blanks before an argument do not count */
			while (t.text.n != 0 && strchr(" \t\n\v\f\r", t.text.p[0]) != NULL)
				t.text = (struct slice){t.text.p + 1, t.text.n - 1};
			if (t.text.n == 0)
				continue;
		}
		begun = true;
		if (t.kind == TOKEN_MARK && open == 0 && t.text.p[0] != '(') {
			end = t.text.p[0];
			break;
		}
		open = t.kind != TOKEN_MARK || t.text.p[0] == ',' ? open : t.text.p[0] == '(' ? open + 1 : open - 1;
		if (t.kind == TOKEN_STRING && b.n == 0 && b.cap == 0) {
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

	plain_take(plain_top(p), 1, &parenthesis);
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
	struct plain_frame *f = plain_top(p);

	return f->p != f->end ? *f->p == '(' : plain_beneath(p) == '(';
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

static void call(struct plain *p, const struct plain_token *t)
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

void plain_run(struct plain *p)
{
	size_t floor = p->depth;
	struct plain_token t;

	for (plain_next(p, &t); t.kind != TOKEN_END; plain_next(p, &t))
		step(p, &t);
	p->depth = floor - 1;
}

/* Nothing in it is anything but text: no quote, no comment, and no word is a macro's name. */
static bool only_text(const struct plain *p, struct slice text)
{
	for (size_t i = 0, from; i < text.n;) {
		struct slice word;

		if (text.p[i] == p->open || (!p->awake && text.p[i] == '#'))
			return false;
		from = i++;
		if (!plain_name_begins(text.p[from]))
			continue;
		while (i < text.n && plain_in_name(text.p[i]))
			i++;
		word = (struct slice){text.p + from, i - from};
		if (plain_find(p, word) != NULL || internal(p, word))
			return false;
	}
	return true;
}

/* What need not be read to be expanded: only text, or one macro that stands for only text. */
static bool at_once(const struct plain *p, struct slice text, struct slice *value)
{
	const struct plain_name *m;

	*value = text;
	if (only_text(p, text))
		return true;
	m = plain_find(p, text);
	if (m == NULL || m->kind != PLAIN_TEXT || plain_has_parameter(m->text) || slice_eq_str(m->text, PLAIN_NOT_EMPTY))
		return false;
	*value = m->text.n != 0 ? m->text : SLICE_LIT("");
	return plain_usual_name(text) && only_text(p, m->text);
}

struct slice plain_expand_line(struct plain *p, struct slice text, struct srcpos at, bool *cut)
{
	struct buf b, *outer = p->into;
	size_t collecting = p->collecting;
	struct plain_frame *f;
	struct slice value;

	*cut = false;
	if (at_once(p, text, &value))
		return value;
	buf_init(&b, p->arena);
	f = plain_add_frame(p, text, at);
	if (f == NULL)
		return text;
	f->floor = true;
	p->into = &b;
	p->collecting = 0;
	p->valuing++;
	plain_run(p);
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
