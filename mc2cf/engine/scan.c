/*
 * scan.c - see scan.h
 *
 * The token being made is kept as a piece of the input as long as it is one;
 * where a byte is left out of it (the backslash of \!), it is copied.
 */
#include "engine/limits.h"
#include "engine/scan.h"

/* Where the next byte stands. */
enum state { BETWEEN, IN_ATOM, IN_QUOTE };

struct scanner {
	struct scan *s;
	enum state state;
	bool escaped;
	size_t open;       /* angle brackets */
	bool bracket;      /* the last token was a < */
	bool route;        /* <@: up to the > a delimiter is none */
	unsigned comment;  /* depth of parentheses */
	enum scan_result result;
	size_t n;          /* of the token being made */
	uint32_t hash;
	char token[ENGINE_TOKEN_MAX];
};

void scan_kinds(unsigned char kinds[256], struct slice operators)
{
	memset(kinds, SCAN_ATOM, 256);
	for (size_t i = 0; i < operators.n; i++)
		kinds[(unsigned char)operators.p[i]] = SCAN_OPERATOR;
	for (const char *p = "()<>,;"; *p != '\0'; p++)
		kinds[(unsigned char)*p] = SCAN_OPERATOR;
	for (const char *p = " \t\n\v\f\r\xff"; *p != '\0'; p++)
		kinds[(unsigned char)*p] = SCAN_SPACE;
	for (int i = META_NONE + 1; i < META_COUNT; i++)
		kinds[META_CODE + i] = SCAN_META;
	kinds['"'] = SCAN_QUOTE;
	kinds['\\'] = SCAN_BACKSLASH;
}

static void end_token(struct scanner *c)
{
	struct scan *s = c->s;

	c->state = BETWEEN;
	if (c->n == 0)
		return;
	if (s->n == s->max)
		c->result = SCAN_MANY;
	else if (!words_add(s->words, c->token, c->n, c->hash, &s->v[s->n]))
		c->result = SCAN_NO_MEMORY;
	else
		s->n++;
	c->n = 0;
	c->hash = WORD_HASH_START;
}

static inline void put(struct scanner *c, char b)
{
	if (c->n == ENGINE_TOKEN_MAX) {
		c->result = SCAN_TOKEN_LONG;
		return;
	}
	c->token[c->n++] = b;
	c->hash = word_hash_byte(c->hash, (unsigned char)b);
}

static void unput(struct scanner *c)
{
	c->n--;
	c->hash = WORD_HASH_START;
	for (size_t i = 0; i < c->n; i++)
		c->hash = word_hash_byte(c->hash, (unsigned char)c->token[i]);
}

static void put_atom(struct scanner *c, char b)
{
	put(c, b);
	c->bracket = false;
	c->state = IN_ATOM;
}

static void quoted(struct scanner *c, char b)
{
	put(c, b);
	if (b == '\\')
		c->escaped = true;
	else if (b == '"')
		end_token(c);
}

/* The byte behind a backslash. */
static void escaped(struct scanner *c, char b)
{
	c->escaped = false;
	if (b == '!' && c->state != IN_QUOTE) { /* \! is the operator ! */
		unput(c);
		end_token(c);
		put(c, b);
		if (c->s->words->kinds['!'] == SCAN_OPERATOR)
			end_token(c);
		else
			c->state = IN_ATOM;
		return;
	}
	put(c, b);
}

static void in_comment(struct scanner *c, char b)
{
	if (b == '\\')
		c->escaped = true;
	else if (b == '(')
		c->comment++;
	else if (b == ')')
		c->comment--;
}

static void operator(struct scanner *c, char b)
{
	struct scan *s = c->s;

	if (b == '(' && s->comments) {
		end_token(c);
		c->comment++;
		return;
	}
	if (b == ')' && s->comments) {
		if (s->loose)
			end_token(c);
		s->fault(s->data, ')');
		return;
	}
	if (b == '>' && c->open == 0 && !s->loose) {
		s->fault(s->data, '>');
		return;
	}
	end_token(c);
	c->route = (c->route && b != '>') || (b == '@' && c->bracket);
	c->bracket = b == '<';
	c->open += b == '<' && !s->loose;
	c->open -= b == '>' && !s->loose;
	put(c, b);
	end_token(c);
}

/* A metasymbol that was text for a while. */
static void meta(struct scanner *c, unsigned number)
{
	struct scan *s = c->s;

	if (s->n == s->max)
		c->result = SCAN_MANY;
	else
		s->v[s->n++] = (struct tok){number, word_at(s->words, number)->fold};
}

static void plain(struct scanner *c, char b)
{
	switch (c->s->words->kinds[(unsigned char)b]) {
	case SCAN_ATOM:
		put_atom(c, b);
		break;
	case SCAN_OPERATOR:
		operator(c, b);
		break;
	case SCAN_QUOTE:
		end_token(c);
		put(c, b);
		c->bracket = false;
		c->state = IN_QUOTE;
		break;
	case SCAN_SPACE:
		end_token(c);
		break;
	case SCAN_META:
		if (c->s->bytes) {
			put_atom(c, b);
			break;
		}
		end_token(c);
		meta(c, (unsigned char)b - META_CODE);
		break;
	default:
		put_atom(c, b);
		c->escaped = true;
		break;
	}
}

static void next(struct scanner *c, char b)
{
	if (c->escaped && c->comment != 0)
		c->escaped = false;
	else if (c->escaped)
		escaped(c, b);
	else if (c->comment != 0)
		in_comment(c, b);
	else if (c->state == IN_QUOTE)
		quoted(c, b);
	else
		plain(c, b);
}

/* Closes what is open, one by one. */
static void close_all(struct scanner *c)
{
	struct scan *s = c->s;

	while (c->result == SCAN_OK && !s->loose && (c->state == IN_QUOTE || c->comment != 0 || c->open != 0)) {
		char what = c->state == IN_QUOTE ? '"' : c->comment != 0 ? '(' : '<';

		s->fault(s->data, what);
		next(c, what == '"' ? '"' : what == '(' ? ')' : '>');
	}
	end_token(c);
}

/* Ordinary bytes, as many as there are in a row. */
static size_t run_of_atoms(struct scanner *c, const char *p, size_t n)
{
	const unsigned char *kinds = c->s->words->kinds;
	const bool address = c->s->address;
	const char delim = c->s->delim;
	uint32_t hash = c->hash;
	size_t i, room = ENGINE_TOKEN_MAX - c->n;
	char *to = c->token + c->n;

	for (i = 0; i < n && i < room; i++) {
		char b = p[i];

		if (kinds[(unsigned char)b] != SCAN_ATOM || b == delim || (address && ((unsigned char)b & 0xe0) == 0x80))
			break;
		to[i] = b;
		hash = word_hash_byte(hash, (unsigned char)b);
	}
	if (i == 0) { /* the token is full */
		c->result = SCAN_TOKEN_LONG;
		return 1;
	}
	c->n += i;
	c->hash = hash;
	c->bracket = false;
	c->state = IN_ATOM;
	return i;
}

enum scan_result scan_text(struct scan *s, struct slice text)
{
	const unsigned char *kinds = s->words->kinds;
	struct scanner c;
	size_t i;

	c.s = s;
	c.state = BETWEEN;
	c.escaped = false;
	c.open = 0;
	c.bracket = c.route = false;
	c.comment = s->comment;
	c.result = SCAN_OK;
	c.n = 0;
	c.hash = WORD_HASH_START;
	for (i = 0; i < text.n && c.result == SCAN_OK; i++) {
		char b = text.p[i];

		if (c.state != IN_QUOTE && c.comment == 0 && !c.escaped && kinds[(unsigned char)b] == SCAN_ATOM && b != s->delim &&
		    !(s->address && ((unsigned char)b & 0xe0) == 0x80)) {
			i += run_of_atoms(&c, text.p + i, text.n - i) - 1;
			continue;
		}
		if (s->address && ((unsigned char)b & 0xe0) == 0x80)
			c.result = SCAN_CODES;
		else if (b == s->delim && b != '\0' && c.state != IN_QUOTE && c.comment == 0 && !(c.route && c.open != 0)) /* backslashes do not hold it */
			break;
		else
			next(&c, b);
	}
	s->used = i;
	if (c.escaped && c.state == IN_ATOM && c.comment == 0 && c.open == 0) /* a backslash with nothing behind it */
		unput(&c);
	c.escaped &= c.state == IN_QUOTE || c.open != 0 || c.comment != 0;
	if (c.result == SCAN_OK)
		close_all(&c);
	s->comment = c.comment;
	return c.result;
}
