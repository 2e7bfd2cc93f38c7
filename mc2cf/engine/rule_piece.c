/*
 * rule_piece.c - the text between two symbols of a rule becomes words; see rule_priv.h
 */
#include "engine/rule_priv.h"

static void unbalanced(void *data, char what)
{
	struct side *s = data;

	program_say(s->p, CFRW_WARNING, s->item, "%.*s... Unbalanced '%c'", SLICE_ARG(buf_slice(&s->work->text)), what);
}

static void cut(struct side *s, struct slice text)
{
	struct tok v[ENGINE_TOKENS_MAX];
	struct scan scan = {.words = &s->p->words, .v = v, .max = ENGINE_TOKENS_MAX - s->piece, .comments = side_has_comments(s), .loose = true,
	                    .comment = s->comment, .fault = unbalanced, .data = s};
	enum scan_result r = scan_text(&scan, text);

	if (r == SCAN_NO_MEMORY)
		program_no_memory(s->p);
	if (r != SCAN_OK)
		program_say(s->p, CFRW_ERROR, s->item, "cannot cut this rule into tokens: one is too long, or there are too many");
	for (size_t i = 0; i < scan.n; i++)
		side_push_word(s, v[i]);
	s->piece = 0;
	s->comment = scan.comment;
}

static struct slice deferred_name(struct slice *rest)
{
	struct slice name;

	if (rest->n != 0 && rest->p[0] == '{') {
		*rest = (struct slice){rest->p + 1, rest->n - 1};
		if (slice_next(rest, '}', &name))
			return name;
		return SLICE_NONE;
	}
	name = (struct slice){rest->p, rest->n != 0};
	*rest = (struct slice){rest->p + name.n, rest->n - name.n};
	return name;
}

/* What a value had as $&x is one of its own. */
static void cut_around(struct side *s, struct slice text)
{
	struct slice mark = SLICE_LIT("\x81&");

	while (text.n != 0) {
		ptrdiff_t at = slice_find(text, mark);
		struct slice front = {text.p, at >= 0 ? (size_t)at : text.n};

		cut(s, front);
		text = (struct slice){text.p + front.n, text.n - front.n};
		if (at < 0)
			break;
		text = (struct slice){text.p + 2, text.n - 2};
		side_push_deferred(s, deferred_name(&text));
	}
}

void piece_end(struct side *s)
{
	if (s->work->text.n != 0) {
		cut_around(s, buf_slice(&s->work->text));
		s->work->text.n = 0;
	}
	s->piece = 0;
}

static void put_text(struct side *s, struct slice text)
{
	expand_text(&s->work->text, text, true, program_macro_value, s->p);
}

void piece_value(struct side *s, struct slice name)
{
	struct slice value;

	if (program_macro_value(s->p, name, &value))
		put_text(s, value);
}

/* Whether what stands at tokens[i] ends the text before it, whatever that is. */
static bool is_apart(const struct side *s, const struct ir_tokens *tokens, size_t i)
{
	const struct ir_token *t = &tokens->v[i];

	if (i == tokens->n || t->space)
		return true;
	if (t->kind == IR_T_LITERAL)
		return t->text.n != 0 && (s->p->kinds[(unsigned char)t->text.p[0]] == SCAN_OPERATOR || s->p->kinds[(unsigned char)t->text.p[0]] == SCAN_QUOTE);
	return t->kind != IR_T_MACRO && t->kind != IR_T_DOLLAR && t->kind != IR_T_IF && t->kind != IR_T_SEPARATOR && t->kind != IR_T_FI;
}

/* Whether the text is one token that is no operator: bytes of one kind, or all between two quotes; its hash. */
static bool is_word(const unsigned char *kinds, struct slice text, uint32_t *hash)
{
	bool quoted = text.n != 0 && kinds[(unsigned char)text.p[0]] == SCAN_QUOTE;
	uint32_t h = WORD_HASH_START;

	if (text.n > ENGINE_TOKEN_MAX || text.n < (quoted ? 2 : 1) || (quoted && text.p[text.n - 1] != '"'))
		return false;
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		h = word_hash_byte(h, c);
		if (quoted && (i == 0 || i == text.n - 1))
			continue;
		if (c == '$' || c == '\0' || c >= 0x80 || c == '\\' || (quoted ? c == '"' : kinds[c] != SCAN_ATOM))
			return false;
	}
	*hash = h;
	return true;
}

/* Operator characters make up half of all rules: each is looked up once. */
static struct tok operator_word(struct side *s, struct slice text)
{
	struct tok *known = &s->work->operators[(unsigned char)text.p[0]];

	if (known->id == META_NONE && !words_intern(&s->p->words, text, known))
		program_no_memory(s->p);
	return *known;
}

/* False: it must be cut. */
static bool whole_token(struct side *s, const struct ir_tokens *tokens, size_t i)
{
	struct slice text = tokens->v[i].text;
	unsigned char kind = text.n != 0 ? s->p->kinds[(unsigned char)text.p[0]] : SCAN_SPACE;
	uint32_t hash;
	struct tok t;

	if (s->work->text.n != 0 || s->piece == ENGINE_TOKENS_MAX || side_has_comments(s))
		return false;
	if (kind == SCAN_OPERATOR && text.n == 1)
		t = operator_word(s, text);
	else if ((kind != SCAN_ATOM && kind != SCAN_QUOTE) || (kind == SCAN_ATOM && !is_apart(s, tokens, i + 1)) || !is_word(s->p->kinds, text, &hash))
		return false;
	else if (!words_add(&s->p->words, text.p, text.n, hash, &t))
		program_no_memory(s->p);
	side_push_word(s, t);
	s->piece++;
	return true;
}

void piece_literal(struct side *s, const struct ir_tokens *tokens, size_t i)
{
	struct slice text = tokens->v[i].text;

	if (whole_token(s, tokens, i))
		return;
	if (memchr(text.p, '$', text.n) != NULL)
		put_text(s, name_translate(s->p->arena, text));
	else
		buf_put_slice(&s->work->text, text);
}
