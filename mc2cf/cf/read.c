/*
 * read.c - from physical lines to logical ones, and which kind each is
 *
 * As sendmail does it (checked with 8.17.1):
 *   - a line that begins with a blank or tab goes on with the line before, even
 *     where that one is a comment or empty;
 *   - from version level 3 on, # begins a comment anywhere in a line but in \#
 *     and $#, quotes or not; it ends with the physical line;
 *   - white space at the end of a logical line is dropped, a \r before the
 *     newline too.
 * A line without # is not copied: items point into the caller's text.
 */
#include <stdarg.h>

#include "cf/limits.h"
#include "cf/read_priv.h"

struct cf_reader *cf_reader_new(struct ir *ir, struct diags *d)
{
	struct cf_reader *r = ARENA_NEW(ir_arena(ir), struct cf_reader);
	const struct ir_item *item;

	r->ir = ir;
	r->arena = ir_arena(ir);
	buf_init(&r->folded, r->arena);
	r->rule.kind = IR_RULE;
	r->d = d;
	for (size_t i = 0; (item = ir_at(ir, i)) != NULL; i++) {
		if (item->kind == IR_VERSION)
			r->level = cf_level(item->name);
		r->in_ruleset |= item->kind == IR_RULESET;
	}
	return r;
}

struct srcpos cf_place(const struct cf_reader *r, const char *p)
{
	struct srcpos at = r->origin.at;
	size_t offset;

	if (at.col == 0)
		at.col = 1;
	if (p == NULL || p < r->text.p || p > r->text.p + r->text.n)
		return at;
	offset = (size_t)(p - r->text.p);
	if (offset == 0 || memchr(r->text.p, '\n', offset) == NULL)
		at.col += (uint32_t)offset;
	return at;
}

bool cf_is_made(const struct cf_reader *r)
{
	return r->origin.asked.file != 0 && srcpos_cmp(r->origin.asked, r->origin.at) != 0;
}

struct diag *cf_say(struct cf_reader *r, unsigned code, const char *p, const char *fmt, ...)
{
	struct diag *g;
	struct buf text;
	va_list ap;

	buf_init(&text, r->arena);
	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	g = diag_add(r->d, code, cf_is_made(r) ? r->origin.asked : cf_place(r, p), "%.*s", SLICE_ARG(buf_slice(&text)));
	if (cf_is_made(r))
		diag_place(g, cf_place(r, p), "it is made by this line");
	return g;
}

void cf_add(struct cf_reader *r, struct ir_item *item)
{
	item->origin = r->origin;
	if (r->comment.n != 0 && item->comment.n == 0)
		item->comment = r->comment;
	if (r->ahead != NULL)
		*r->ahead = *item;
	else if (r->sink == NULL)
		ir_add(r->ir, item);
	else if (item->kind == IR_RULE)
		r->sink->rule(r->sink->ctx, item);
	else
		r->sink->item(r->sink->ctx, ir_add(r->ir, item));
}

void cf_add_raw(struct cf_reader *r)
{
	struct slice raw = r->raw;
	struct buf out;

	if (cf_is_space(raw.p[0]) && raw.p[0] != '\n') { /* an empty line before it, lest it go on with the item before */
		buf_init(&out, r->arena);
		buf_putc(&out, '\n');
		buf_put_slice(&out, raw);
		raw = buf_slice(&out);
	}
	r->comment = SLICE_NONE;
	cf_add(r, &(struct ir_item){.kind = IR_RAW, .value = raw});
}

static void read_comment(struct cf_reader *r)
{
	struct slice rest = r->raw, line;

	r->comment = SLICE_NONE;
	while (slice_next(&rest, '\n', &line)) {
		if (line.n > 0 && line.p[0] == '#')
			line = cf_drop(line, 1);
		if (line.n > 0 && line.p[0] == ' ')
			line = cf_drop(line, 1);
		while (line.n > 0 && cf_is_space(line.p[line.n - 1]))
			line.n--;
		cf_add(r, &(struct ir_item){.kind = IR_COMMENT, .value = line});
	}
}

void cf_bad_name(struct cf_reader *r, struct slice construct, const char *why)
{
	struct diag *g;

	r->bad_name = true;
	g = cf_say(r, 407, construct.p, "`%.*s': %s", (int)(construct.n < 40 ? construct.n : 40), construct.p, why);
	diag_help(g, "a name in braces has up to %d letters, digits and _; a dollar sign that is meant is $$", CF_NAME_MAX);
}

/* The name of the construct at text[i], whose length is returned. */
static size_t check_dollar(struct cf_reader *r, struct slice text, size_t i)
{
	struct slice rest = cf_drop(text, i + 1), name;
	const char *why = NULL;
	size_t n;

	if (rest.n != 0 && cf_is_modifier(rest.p[0]))
		rest = cf_drop(rest, 1);
	if (rest.n != 0 && rest.p[0] == '{' && cf_take_name(&rest, &name, &why))
		return (size_t)(rest.p - text.p) - i;
	n = cf_dollar_length(text, i);
	if (why != NULL)
		cf_bad_name(r, (struct slice){text.p + i, n}, why);
	return n;
}

/* Whether the $ begins a construct, as is seen at a glance: none before it, from a place on that is in none, could have it for a name. */
static bool begins_construct(const char *from, const char *dollar)
{
	size_t before = (size_t)(dollar - from);

	if (before >= 1 && dollar[-1] == '$')
		return false;
	return before < 2 || dollar[-2] != '$' || !cf_is_modifier(dollar[-1]);
}

/* The $ whose name the brace would begin, or NULL. */
static const char *dollar_of(const char *from, const char *brace)
{
	const char *p = brace - from >= 2 && cf_is_modifier(brace[-1]) ? brace - 2 : brace - 1;

	return p >= from && *p == '$' ? p : NULL;
}

/*
 * Names in $x and ${name}, wherever they stand: sendmail looks at them before it knows what the line is.  Only one in
 * braces can be wrong, and there are few: each is looked at from its brace.
 */
static void check_names(struct cf_reader *r, struct slice text)
{
	const char *p = text.p, *end = text.p + text.n, *brace, *dollar;

	while ((brace = memchr(p, '{', (size_t)(end - p))) != NULL) {
		dollar = dollar_of(p, brace);
		if (dollar != NULL && !begins_construct(p, dollar))
			break;
		p = dollar != NULL ? dollar + check_dollar(r, text, (size_t)(dollar - text.p)) : brace + 1;
	}
	while (brace != NULL && (p = memchr(p, '$', (size_t)(end - p))) != NULL)
		p += check_dollar(r, text, (size_t)(p - text.p));
}

/* False: no # in it but in $#, with a $ that is seen to begin that at a glance. */
static bool may_have_comment(struct slice text)
{
	const char *end = text.p + text.n;

	for (const char *p = text.p; (p = memchr(p, '#', (size_t)(end - p))) != NULL; p++)
		if (p == text.p || p[-1] != '$' || !begins_construct(text.p, p - 1))
			return true;
	return false;
}

/* Lines that were nothing but a comment go: they could not be written empty. */
static struct slice without_empty_lines(struct slice text)
{
	char *to = (char *)(uintptr_t)text.p; /* it was made for this line */
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != '\n' || (i + 1 < text.n && text.p[i + 1] != '\n'))
			to[n++] = text.p[i];
	return (struct slice){to, n};
}

/* White space at the end goes; a $ before it took a blank for a macro's name, so it is nothing and goes too. */
static void trim_end(struct cf_reader *r)
{
	bool cut = r->comment.p != NULL || r->bad_name;

	do {
		while (r->text.n > 1 && cf_is_space(r->text.p[r->text.n - 1])) {
			r->text.n--;
			cut = true;
		}
		if (!cut || r->text.n <= 1 || !cf_ends_in_lone_dollar(r->text))
			return;
		r->text.n--;
	} while (r->sink == NULL); /* sendmail keeps a blank before such a $; no line is written with one at its end */
}

static void cut_comments(struct cf_reader *r)
{
	struct cf_meaning m = {.arena = r->arena, .comments = true, .as_spelled = true};

	r->text = without_empty_lines(cf_meant(&m, r->text));
	r->comment = m.comment;
}

/* A sink gets names as sendmail mends them; else a line with one that is none is to stay as it is. */
static void mend_names(struct cf_reader *r)
{
	struct cf_meaning m = {.arena = r->arena};

	if (r->sink != NULL)
		r->text = cf_meant(&m, r->text);
}

static void clean(struct cf_reader *r)
{
	r->comment = SLICE_NONE;
	r->text = r->raw;
	if (r->level >= CF_LEVEL_COMMENTS && may_have_comment(r->text))
		cut_comments(r);
	check_names(r, r->text);
	if (r->bad_name)
		mend_names(r);
	trim_end(r);
}

static void refuse(struct cf_reader *r)
{
	struct diag *g;

	if (cf_is_space(r->text.p[0])) {
		g = cf_say(r, 408, NULL, "this line begins with white space and there is no line that it could go on with");
		diag_help(g, "begin a line of its own in the first column; a continuation must follow its line at once");
	} else {
		g = cf_say(r, 401, NULL, "sendmail knows no line that begins with `%.1s'", r->text.p);
		diag_help(g, "a line is # comment, or begins with one of V D C F T K O H P E M X Q S R");
	}
	cf_add_raw(r);
}

static void read_kind(struct cf_reader *r)
{
	static const struct {
		char letter;
		void (*read)(struct cf_reader *);
	} kinds[] = {
		{'R', cf_read_rule},    {'S', cf_read_ruleset}, {'D', cf_read_macro},      {'C', cf_read_class},
		{'O', cf_read_option},  {'K', cf_read_map},     {'H', cf_read_header},     {'F', cf_read_classfile},
		{'M', cf_read_mailer},  {'P', cf_read_precedence}, {'T', cf_read_trusted}, {'V', cf_read_version},
		{'X', cf_read_filter},  {'Q', cf_read_queue},   {'E', cf_read_env},
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (r->text.p[0] == kinds[i].letter) {
			kinds[i].read(r);
			return;
		}
	}
	refuse(r);
}

static bool is_blank(struct slice s)
{
	return cf_skip_space(s).n == 0;
}

/* The pending line, to which nothing will be added. */
static void read_pending(struct cf_reader *r)
{
	r->raw = r->folded.n != 0 ? buf_slice(&r->folded) : r->line;
	if (r->raw.n != 0 && r->raw.p[0] == '#') {
		if (r->sink == NULL)
			read_comment(r);
		return;
	}
	if (is_blank(r->raw))
		return;
	if (!r->clean && memchr(r->raw.p, '\0', r->raw.n) != NULL) {
		diag_help(cf_say(r, 420, NULL, "a NUL byte in this line: sendmail reads no further"), "take it out");
		r->text = r->raw;
		cf_add_raw(r);
		return;
	}
	clean(r);
	if (r->bad_name && r->sink == NULL) /* what a part of it would be written as need not be read as that part */
		cf_add_raw(r);
	else
		read_kind(r);
}

/* Gives the pending line, which was read, as it stands. */
static void give_line(struct cf_reader *r)
{
	uint32_t first = r->origin.at.line;
	struct cf_line line = {{r->line.p, (size_t)(r->stop - r->line.p)}, first, first + r->more};

	if (r->usual)
		line.text = SLICE_NONE;
	if (!r->usual || !r->was_usual)
		r->sink->line(r->sink->ctx, &line);
	r->was_usual = r->usual;
}

void cf_reader_end(struct cf_reader *r)
{
	if (!r->pending)
		return;
	r->pending = false;
	r->usual = r->bad_name = false;
	if (!cf_take_ready(r))
		read_pending(r);
	if (r->sink != NULL && r->sink->line != NULL)
		give_line(r);
}

static void add_to_pending(struct cf_reader *r, struct slice line)
{
	if (r->folded.n == 0)
		buf_put_slice(&r->folded, r->line);
	buf_putc(&r->folded, '\n');
	buf_put_slice(&r->folded, line);
	r->more++;
}

/* Whether a line that begins so goes on with the one before. */
static inline bool continues(char c)
{
	return c == ' ' || c == '\t';
}

/* Takes a physical line; true where it begins a logical one, whose origin is to be set. */
static inline bool begins_line(struct cf_reader *r, struct slice line)
{
	const char *stop = line.p + line.n;

	while (line.n > 0 && line.p[line.n - 1] == '\r') /* sendmail drops one; more of them are white space at the end */
		line.n--;
	if (r->pending && line.n > 0 && continues(line.p[0])) {
		add_to_pending(r, line);
		r->stop = stop;
		return false;
	}
	cf_reader_end(r);
	if (r->folded.n != 0)
		buf_init(&r->folded, r->arena);
	r->pending = true;
	r->line = line;
	r->stop = stop;
	r->more = 0;
	return true;
}

void cf_reader_line(struct cf_reader *r, struct slice line, struct ir_origin origin)
{
	if (begins_line(r, line))
		r->origin = origin;
}

void cf_read(struct ir *ir, struct slice text, uint32_t file, struct diags *d)
{
	cf_read_to(ir, text, file, d, NULL);
}

/* The first line of a text that is not empty, which is cut off. */
static inline struct slice cut_line(struct slice *text)
{
	const char *newline = memchr(text->p, '\n', text->n);
	struct slice line = {text->p, newline != NULL ? (size_t)(newline - text->p) : text->n};

	*text = cf_drop(*text, line.n + (newline != NULL));
	return line;
}

/* A line that means nothing to a sink: empty, or a comment, and what follows does not go on with it. */
static inline bool is_idle(struct slice line, struct slice rest)
{
	return (line.n == 0 || line.p[0] == '#') && (rest.n == 0 || !continues(rest.p[0]));
}

void cf_read_to(struct ir *ir, struct slice text, uint32_t file, struct diags *d, const struct cf_sink *sink)
{
	struct cf_reader *r = cf_reader_new(ir, d);

	r->sink = sink;
	r->clean = text.n == 0 || memchr(text.p, '\0', text.n) == NULL;
	r->origin.at = (struct srcpos){file, 0, 1, 0};
	for (uint32_t number = 1; text.n != 0; number++) {
		struct slice line = cut_line(&text);

		if (sink != NULL && is_idle(line, text))
			cf_reader_end(r);
		else if (begins_line(r, line))
			r->origin.at.line = number;
	}
	cf_reader_end(r);
}
