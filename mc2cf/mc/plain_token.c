/*
 * plain_token.c - see plain.h: what is being read, cut into tokens as m4 cuts it
 */
#include "mc/plain.h"

struct plain_frame *plain_top(struct plain *p)
{
	struct plain_frame *f = &p->frame[p->depth - 1];

	while (f->p == f->end && !f->floor) {
		p->depth--;
		f--;
	}
	return f;
}

struct plain_frame *plain_add_frame(struct plain *p, struct slice text, struct srcpos at)
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
		plain_top(p);
		plain_add_frame(p, text, at);
	}
}

struct srcpos plain_take(struct plain_frame *f, size_t n, struct slice *text)
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

	while (q != f->end && plain_in_name(*q))
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

	while (q != f->end && !plain_name_begins(*q) && *q != p->open && !(p->collecting != 0 && is_mark(*q)) && (p->awake || *q != '#'))
		if (*q++ == '\n')
			break;
	return q;
}

char plain_beneath(struct plain *p)
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
static void word(struct plain *p, struct plain_frame *f, struct plain_token *t)
{
	t->kind = TOKEN_WORD;
	t->at = plain_take(f, (size_t)(word_end(f) - f->p), &t->text);
	if (f->p == f->end && plain_in_name(plain_beneath(p)))
		plain_beyond(p);
}

static void quoted(struct plain *p, struct plain_frame *f, struct plain_token *t)
{
	const char *end = quote_end(p, f);

	t->kind = TOKEN_STRING;
	if (end == NULL) {
		plain_beyond(p);
		return;
	}
	t->at = plain_take(f, (size_t)(end - f->p), &t->text);
	t->text = (struct slice){t->text.p + 1, t->text.n - 2};
}

static void comment(struct plain *p, struct plain_frame *f, struct plain_token *t)
{
	const char *end = memchr(f->p, '\n', (size_t)(f->end - f->p));

	t->kind = TOKEN_TEXT;
	if (end == NULL)
		plain_beyond(p);
	else
		t->at = plain_take(f, (size_t)(end + 1 - f->p), &t->text);
}

void plain_next(struct plain *p, struct plain_token *t)
{
	struct plain_frame *f = plain_top(p);

	t->kind = TOKEN_END;
	if (p->beyond || f->p == f->end)
		return;
	if (plain_name_begins(*f->p)) {
		word(p, f, t);
	} else if (*f->p == p->open) {
		quoted(p, f, t);
	} else if (*f->p == '#' && !p->awake) {
		comment(p, f, t);
	} else if (p->collecting != 0 && is_mark(*f->p)) {
		t->kind = TOKEN_MARK;
		t->at = plain_take(f, 1, &t->text);
	} else {
		t->kind = TOKEN_TEXT;
		t->at = plain_take(f, (size_t)(text_end(p, f) - f->p), &t->text);
	}
	if (p->beyond)
		t->kind = TOKEN_END;
}

void plain_skip_line(struct plain *p)
{
	struct plain_frame *f = plain_top(p);
	const char *end = memchr(f->p, '\n', (size_t)(f->end - f->p));
	struct slice text;

	while (end == NULL && !f->floor) {
		f->p = f->end;
		f = plain_top(p);
		end = memchr(f->p, '\n', (size_t)(f->end - f->p));
	}
	if (end != NULL) {
		plain_take(f, (size_t)(end + 1 - f->p), &text);
		return;
	}
	p->beyond |= p->valuing == 0 || p->collecting != 0;
	p->cut = true;
	f->p = f->end;
}
