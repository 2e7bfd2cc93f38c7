/* table.c - see table.h */
#include "base/buf.h"
#include "lint/table.h"

enum syntax { SYNTAX_MAKEMAP, SYNTAX_ALIASES, SYNTAX_WORDS };

static const struct kind {
	const char *word, *map, *files;
	enum syntax syntax;
} kinds[] = {
#define TABLE(id, word, map, syntax, files) {word, map, files, SYNTAX_##syntax},
#include "lint/tables.def"
#undef TABLE
};

bool lint_table_is_words(enum lint_table_kind k)
{
	return kinds[k].syntax == SYNTAX_WORDS;
}

static bool in_list(struct slice word, const char *list)
{
	struct slice rest = slice_of(list), one;

	while (slice_next(&rest, ' ', &one))
		if (slice_eq(one, word))
			return true;
	return false;
}

bool lint_table_kind_of_word(struct slice word, enum lint_table_kind *kind)
{
	for (unsigned k = 0; k < LINT_TABLE_KINDS; k++)
		if (slice_eq_str(word, kinds[k].word)) {
			*kind = (enum lint_table_kind)k;
			return true;
		}
	return false;
}

bool lint_table_kind_of_path(struct slice path, enum lint_table_kind *kind)
{
	static const char *const suffixes[] = {".txt", ".in", ".src", ".map"};
	struct slice name = path;

	for (size_t i = path.n; i-- > 0;)
		if (path.p[i] == '/') {
			name = (struct slice){path.p + i + 1, path.n - i - 1};
			break;
		}
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		size_t n = strlen(suffixes[i]);

		if (name.n > n && memcmp(name.p + name.n - n, suffixes[i], n) == 0)
			name.n -= n;
	}
	for (unsigned k = 0; k < LINT_TABLE_KINDS; k++)
		if (in_list(name, kinds[k].files)) {
			*kind = (enum lint_table_kind)k;
			return true;
		}
	return false;
}

/* The path in a K line's value (class, switches, path), an F line's (switches, path, format) or an alias file's. */
static struct slice path_in(struct slice value)
{
	struct slice rest = slice_trim(value), word, part;

	while (slice_next(&rest, ' ', &word)) {
		if (word.n == 0 || word.p[0] == '-' || word.p[0] == '@' || word.p[0] == '|')
			continue;
		while (slice_next(&word, ',', &part)) { /* AliasFile: the first of several that is a path */
			const char *slash = part.n != 0 ? memchr(part.p, '/', part.n) : NULL;

			if (slash != NULL)
				return (struct slice){slash, (size_t)(part.p + part.n - slash)};
		}
	}
	return SLICE_NONE;
}

bool lint_table_kind_of_item(const struct ir_item *item, enum lint_table_kind *kind, struct slice *path)
{
	bool class = item->kind == IR_CLASSFILE;
	char key[3] = {'F', 0, 0};
	struct slice name = item->name;

	if (item->kind != IR_MAP && item->kind != IR_OPTION && !class)
		return false;
	if (class) {
		key[1] = name.n == 1 ? name.p[0] : 0;
		name = slice_of(key);
	}
	*path = path_in(item->value);
	if (path->n == 0 || memchr(path->p, '%', path->n) != NULL)
		return false;
	for (unsigned k = 0; k < LINT_TABLE_KINDS; k++)
		if (in_list(name, kinds[k].map) && (kinds[k].map[0] == 'F' && kinds[k].syntax == SYNTAX_WORDS) == class) {
			*kind = (enum lint_table_kind)k;
			return true;
		}
	*kind = LINT_TABLE_CLASS;
	return class;
}

static void add_row(struct arena *a, struct lint_table *t, struct lint_row row)
{
	t->row = arena_grow(a, t->row, t->nrows, &t->cap, sizeof *t->row);
	t->row[t->nrows++] = row;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* key, blanks, value; a line that begins with # is a comment. */
static void makemap_line(struct arena *a, struct lint_table *t, struct slice line, uint32_t number)
{
	size_t from = 0, end, value;

	if (line.n == 0 || line.p[0] == '#')
		return;
	while (from < line.n && is_blank(line.p[from]))
		from++;
	for (end = from; end < line.n && !is_blank(line.p[end]);)
		end++;
	for (value = end; value < line.n && is_blank(line.p[value]);)
		value++;
	if (end == from)
		return;
	add_row(a, t, (struct lint_row){{line.p + from, end - from}, slice_trim((struct slice){line.p + value, line.n - value}), {t->file, number, (uint32_t)from + 1, 0},
		value < line.n ? (uint32_t)value + 1 : 0});
}

/* name: values; a line that begins with a blank goes on. */
static void aliases_line(struct arena *a, struct lint_table *t, struct slice line, uint32_t number)
{
	const char *colon;
	struct slice value;
	size_t quote = 0;

	if (line.n == 0 || line.p[0] == '#')
		return;
	if (is_blank(line.p[0])) {
		struct lint_row *last = t->nrows != 0 ? &t->row[t->nrows - 1] : NULL;

		if (last != NULL && slice_trim(line).n != 0) /* both lie in one text: the value reaches over the line's end */
			last->value = slice_trim((struct slice){last->value.p, (size_t)(line.p + line.n - last->value.p)});
		return;
	}
	if (line.p[0] == '"') {
		const char *close = memchr(line.p + 1, '"', line.n - 1);

		quote = close != NULL ? (size_t)(close - line.p) : 0;
	}
	colon = memchr(line.p + quote, ':', line.n - quote);
	if (colon == NULL) {
		add_row(a, t, (struct lint_row){slice_trim(line), {line.p + line.n, 0}, {t->file, number, 1, 0}, 0}); /* the line below may go on */
		return;
	}
	value = (struct slice){colon + 1, (size_t)(line.p + line.n - colon - 1)};
	while (value.n != 0 && is_blank(*value.p))
		value = (struct slice){value.p + 1, value.n - 1};
	add_row(a, t, (struct lint_row){slice_trim((struct slice){line.p, (size_t)(colon - line.p)}), slice_trim(value), {t->file, number, 1, 0}, (uint32_t)(value.p - line.p) + 1});
	if (t->row[t->nrows - 1].value.n == 0)
		t->row[t->nrows - 1].value = (struct slice){value.p, 0};
}

static void words_line(struct arena *a, struct lint_table *t, struct slice line, uint32_t number)
{
	size_t from = 0, end;

	while (from < line.n && is_blank(line.p[from]))
		from++;
	for (end = from; end < line.n && !is_blank(line.p[end]) && line.p[end] != '#';)
		end++;
	if (end > from)
		add_row(a, t, (struct lint_row){{line.p + from, end - from}, SLICE_LIT(""), {t->file, number, (uint32_t)from + 1, 0}, 0});
}

struct lint_table *lint_table_read(struct arena *a, enum lint_table_kind kind, struct slice name, uint32_t file, struct slice text)
{
	struct lint_table *t = ARENA_NEW(a, struct lint_table);
	struct slice rest = text, line;
	uint32_t number = 0;
	struct symtab *keys = symtab_new(a, true);

	*t = (struct lint_table){.kind = kind, .name = name, .file = file, .text = text};
	while (slice_next(&rest, '\n', &line)) {
		number++;
		switch (kinds[kind].syntax) {
		case SYNTAX_MAKEMAP: makemap_line(a, t, line, number); break;
		case SYNTAX_ALIASES: aliases_line(a, t, line, number); break;
		case SYNTAX_WORDS:   words_line(a, t, line, number); break;
		}
	}
	for (size_t i = 0; i < t->nrows; i++)
		if (symtab_get(keys, t->row[i].key) == NULL)
			symtab_set(keys, t->row[i].key, &t->row[i]);
	t->by_key = keys;
	return t;
}

const struct lint_row *lint_table_find(const struct lint_table *t, struct slice key)
{
	return symtab_get(t->by_key, key);
}
