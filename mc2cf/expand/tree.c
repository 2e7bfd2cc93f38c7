/*
 * tree.c - see tree.h
 *
 * Lines are taken one by one; open blocks stand on a small stack.  A line that
 * begins with a lower-case letter belongs to the notation (no sendmail.cf line
 * begins so); the table `words' says what each word means and where it may stand.
 */
#include "expand/limits.h"
#include "expand/tree.h"

struct block {
	struct node *node;   /* NULL for the file itself */
	struct node **tail;  /* where the next node of this block is hung */
	bool in_else;
};

struct parser {
	struct arena *arena;
	struct diags *d;
	enum template_kind kind;
	struct block open[BLOCK_DEPTH_MAX + 1];
	size_t depth;
	size_t dead;         /* blocks opened above BLOCK_DEPTH_MAX, skipped whole */
	struct srcpos at;
};

static struct node *add(struct parser *p, enum node_kind kind, struct slice text)
{
	struct block *b = &p->open[p->depth];
	struct node *n = ARENA_NEW(p->arena, struct node);

	n->kind = kind;
	n->at = p->at;
	n->text = text;
	*b->tail = n;
	b->tail = &n->next;
	return n;
}

static size_t whens(const struct parser *p)
{
	size_t n = 0;

	for (size_t i = 1; i <= p->depth; i++)
		n += p->open[i].node->kind == NODE_WHEN;
	return n;
}

static bool inside(const struct parser *p, enum node_kind kind)
{
	for (size_t i = 1; i <= p->depth; i++)
		if (p->open[i].node->kind == kind)
			return true;
	return false;
}

/* Lines that come out must know where: those of a fragment stand in an `at'. */
static bool placed(struct parser *p)
{
	if (p->kind != TEMPLATE_FRAGMENT || inside(p, NODE_AT))
		return true;
	diag_add(p->d, 502, p->at, "a line of a FEATURE or MAILER must stand in an `at' block");
	return false;
}

static void take_leaf(struct parser *p, enum node_kind kind, struct slice text)
{
	if (p->dead == 0 && placed(p))
		add(p, kind, text);
}

/* Puts nothing out, so it may stand anywhere. */
static void take_gap(struct parser *p, enum node_kind kind, struct slice text)
{
	if (p->dead == 0)
		add(p, kind, text);
}

static void take_block(struct parser *p, enum node_kind kind, struct slice text)
{
	struct node *n;

	if (p->depth == BLOCK_DEPTH_MAX || p->dead != 0 || (kind == NODE_WHEN && whens(p) == WHEN_DEPTH_MAX)) {
		if (p->dead++ == 0)
			diag_add(p->d, 503, p->at, "blocks are nested too deep (when: at most %d)", WHEN_DEPTH_MAX);
		return;
	}
	if (kind == NODE_AT && (inside(p, NODE_AT) || inside(p, NODE_EACH)))
		diag_add(p->d, 503, p->at, "`at %.*s' stands inside another `at' or `each'", SLICE_ARG(text));
	n = add(p, kind, text);
	p->open[++p->depth] = (struct block){.node = n, .tail = &n->body};
}

static void take_when(struct parser *p, enum node_kind kind, struct slice text)
{
	size_t depth = p->depth;
	struct srcpos at = p->at;

	take_block(p, kind, text);
	if (p->depth == depth)
		return;
	at.col += (uint32_t)(sizeof("when ") - 1);
	p->open[p->depth].node->cond = cond_parse(p->arena, p->d, text, at);
}

static void take_else(struct parser *p, enum node_kind kind, struct slice text)
{
	struct block *b = &p->open[p->depth];

	(void)text;
	if (p->dead != 0)
		return;
	if (p->depth == 0 || b->node->kind != kind || b->in_else) {
		diag_add(p->d, 503, p->at, "`else' without a `when' before it");
		return;
	}
	b->in_else = true;
	b->tail = &b->node->otherwise;
}

static void take_end(struct parser *p, enum node_kind kind, struct slice text)
{
	(void)kind;
	(void)text;
	if (p->dead != 0)
		p->dead--;
	else if (p->depth == 0)
		diag_add(p->d, 503, p->at, "`end' without a block before it");
	else
		p->depth--;
}

enum { IN_MAIN = 1 << TEMPLATE_MAIN, IN_RULES = 1 << TEMPLATE_RULES, IN_FRAGMENT = 1 << TEMPLATE_FRAGMENT,
       IN_ALL = IN_MAIN | IN_RULES | IN_FRAGMENT };

static const struct word {
	const char *name;
	bool argument;
	unsigned where;
	void (*take)(struct parser *p, enum node_kind kind, struct slice text);
	enum node_kind kind;
} words[] = {
	{"when",    true,  IN_ALL,      take_when,  NODE_WHEN},
	{"else",    false, IN_ALL,      take_else,  NODE_WHEN},
	{"end",     false, IN_ALL,      take_end,   NODE_WHEN},
	{"each",    true,  IN_ALL,      take_block, NODE_EACH},
	{"at",      true,  IN_FRAGMENT, take_block, NODE_AT},
	{"gap",     true,  IN_ALL,      take_gap,   NODE_GAP},
	{"hook",    true,  IN_ALL,      take_leaf,  NODE_HOOK},
	{"include", true,  IN_MAIN,     take_leaf,  NODE_INCLUDE},
	{"insert",  true,  IN_MAIN,     take_leaf,  NODE_INSERT},
};
enum { NWORDS = sizeof(words) / sizeof(*words) };

static void unknown_word(struct parser *p, struct slice word)
{
	const char *names[NWORDS];
	struct diag *g = diag_add(p->d, 502, p->at, "`%.*s' is not a word of the template notation", SLICE_ARG(word));

	for (size_t i = 0; i < NWORDS; i++)
		names[i] = words[i].name;
	diag_near(g, word, names, NWORDS);
}

static void take_word(struct parser *p, struct slice line)
{
	struct slice rest = line, word;

	slice_next(&rest, ' ', &word);
	rest = slice_trim(rest);
	for (size_t i = 0; i < NWORDS; i++) {
		if (!slice_eq_str(word, words[i].name))
			continue;
		if ((words[i].where & (1u << p->kind)) == 0)
			diag_add(p->d, 502, p->at, "`%s' may not stand in a template of this folder", words[i].name);
		else if (words[i].argument != (rest.n != 0))
			diag_add(p->d, 502, p->at, "`%s' %s", words[i].name, words[i].argument ? "needs a name behind it" : "takes nothing behind it");
		else
			words[i].take(p, words[i].kind, rest);
		return;
	}
	unknown_word(p, word);
}

static void take_text(struct parser *p, struct slice line)
{
	if (p->dead == 0 && placed(p))
		add(p, NODE_LINE, line)->slots = slice_find(line, SLICE_LIT("%{")) >= 0;
}

static void take_line(struct parser *p, struct slice line)
{
	if (slice_trim(line).n == 0)
		return;
	if (line.p[0] >= 'a' && line.p[0] <= 'z')
		take_word(p, line);
	else if (line.p[0] != '#')
		take_text(p, line);
	else if (line.n > 1 && line.p[1] == '#')
		take_text(p, (struct slice){line.p + 1, line.n - 1});
}

struct node *template_parse(struct arena *a, struct diags *d, enum template_kind kind, struct slice text, uint32_t file)
{
	struct parser p = {.arena = a, .d = d, .kind = kind, .at = {file, 0, 1, 0}};
	struct node *first = NULL;
	struct slice line;

	p.open[0].tail = &first;
	while (slice_next(&text, '\n', &line)) {
		p.at.line++;
		take_line(&p, line);
	}
	for (; p.depth != 0; p.depth--)
		diag_add(d, 503, p.open[p.depth].node->at, "this block has no `end'");
	return first;
}
