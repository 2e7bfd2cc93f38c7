/*
 * rule_piece.c - the text between two symbols of a rule becomes words; see rule_priv.h
 */
#include "engine/rule_priv.h"
#include "ir/token.h"

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

/* The name at the front of rest, which moves behind it. */
static struct slice take_name(struct slice *rest)
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

/* What a value has at the front of rest, behind a SCAN_DOLLAR. */
static void push_symbol(struct side *s, struct slice *rest)
{
	char sign = rest->n != 0 ? rest->p[0] : '\0';
	struct ir_token t = {.kind = ir_token_of_sign(sign, s->left ? 'L' : 'R')};

	if (t.kind != IR_T_POSITION)
		*rest = (struct slice){rest->p + (rest->n != 0), rest->n - (rest->n != 0)};
	if (t.kind == IR_T_POSITION || t.kind == IR_T_CLASS || t.kind == IR_T_NOTCLASS || t.kind == IR_T_DEFERRED)
		t.text = take_name(rest);
	side_push_symbol(s, &t);
}

/* Where the first symbol stands that is in no quotes. */
static size_t symbol_at(struct slice text)
{
	bool quoted = false;
	size_t i;

	if (memchr(text.p, SCAN_DOLLAR, text.n) == NULL)
		return text.n;
	for (i = 0; i < text.n && (quoted || text.p[i] != SCAN_DOLLAR); i++) {
		quoted ^= text.p[i] == '"';
		i += text.p[i] == '\\' && i + 1 < text.n;
	}
	return i;
}

/* Symbols in values are what they are in the rule. */
static void cut_around(struct side *s, struct slice text)
{
	while (text.n != 0) {
		struct slice front = {text.p, symbol_at(text)};

		cut(s, front);
		text = (struct slice){text.p + front.n, text.n - front.n};
		if (text.n == 0)
			break;
		text = (struct slice){text.p + 1, text.n - 1};
		push_symbol(s, &text);
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

/* Whether what stands at t ends the text before it, whatever that is. */
static bool is_apart(const struct side *s, const struct ir_token *t, const struct ir_token *end)
{
	if (t == end || t->space)
		return true;
	if (t->kind == IR_T_LITERAL)
		return t->text.n != 0 && (s->p->kinds[(unsigned char)t->text.p[0]] == SCAN_OPERATOR || s->p->kinds[(unsigned char)t->text.p[0]] == SCAN_QUOTE);
	return t->kind != IR_T_MACRO && t->kind != IR_T_DOLLAR && t->kind != IR_T_IF && t->kind != IR_T_SEPARATOR && t->kind != IR_T_FI;
}

void piece_bytes(const cfrw_program *p, struct rule_work *work)
{
	for (int c = 1; c < 0x80; c++)
		if (c != '$' && c != '\\')
			work->plain[c] = (unsigned char)((p->kinds[c] == SCAN_ATOM ? PIECE_ATOM : 0) | (c != '"' ? PIECE_QUOTED : 0));
}

/* Whether the text is one token that is no operator: bytes of one kind, or all between two quotes; its hash. */
static bool is_word(const unsigned char *plain, struct slice text, bool quoted, uint32_t *hash)
{
	const char *p = text.p + quoted, *end = text.p + text.n - quoted;
	unsigned kind = quoted ? PIECE_QUOTED : PIECE_ATOM;
	uint32_t h = WORD_HASH_START;

	if (text.n > ENGINE_TOKEN_MAX || (quoted && (text.n < 2 || *end != '"')))
		return false;
	h = quoted ? word_hash_byte(h, '"') : h;
	for (; p != end; p++) {
		if ((plain[(unsigned char)*p] & kind) == 0)
			return false;
		h = word_hash_byte(h, (unsigned char)*p);
	}
	*hash = quoted ? word_hash_byte(h, '"') : h;
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

struct tok piece_word(struct side *s, const struct ir_token *t, const struct ir_token *end)
{
	struct slice text = t->text;
	unsigned char kind = text.n != 0 ? s->p->kinds[(unsigned char)text.p[0]] : SCAN_SPACE;
	struct tok word;
	uint32_t hash;

	if (kind == SCAN_OPERATOR && text.n == 1)
		return operator_word(s, text);
	if ((kind != SCAN_QUOTE && (kind != SCAN_ATOM || !is_apart(s, t + 1, end))) || !is_word(s->work->plain, text, kind == SCAN_QUOTE, &hash))
		return NO_WORD;
	if (!words_add(&s->p->words, text.p, text.n, hash, &word))
		program_no_memory(s->p);
	return word;
}

void piece_literal(struct side *s, const struct ir_token *t, const struct ir_token *end)
{
	struct slice text = t->text;
	bool may = s->work->text.n == 0 && s->piece != ENGINE_TOKENS_MAX && !side_has_comments(s);
	struct tok word = may ? piece_word(s, t, end) : NO_WORD;

	if (word.id != META_NONE) {
		side_push_word(s, word);
		s->piece++;
		return;
	}
	if (memchr(text.p, '$', text.n) != NULL)
		put_text(s, name_translate(s->p->arena, text));
	else
		buf_put_slice(&s->work->text, text);
}
