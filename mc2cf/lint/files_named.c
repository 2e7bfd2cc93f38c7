/* files_named.c - see files_named.h */
#include "base/buf.h"
#include "ir/option.h"
#include "lint/files_named.h"

bool files_stat(const struct lint *l, struct slice path, struct lint_stat *st)
{
	return l->files->stat(l->files->ctx, path, true, st);
}

bool files_parent(struct slice path, struct slice *folder)
{
	size_t n = path.n;

	while (n > 1 && path.p[n - 1] == '/')
		n--;
	while (n > 0 && path.p[n - 1] != '/')
		n--;
	if (n <= 1)
		return false;
	*folder = (struct slice){path.p, n - 1};
	return true;
}

/* user or user:group, by name or number. */
static bool is_user(const struct lint *l, const char *option, uint32_t uid)
{
	struct slice who = lint_option(l, option).value, rest = who;
	uint32_t is = 0;

	if (!slice_next(&rest, ':', &who) || who.n == 0)
		return false;
	for (size_t i = 0; i < who.n; i++) {
		if (who.p[i] < '0' || who.p[i] > '9')
			return l->files->user(l->files->ctx, who, &is) && is == uid;
		is = is * 10 + (uint32_t)(who.p[i] - '0');
	}
	return is == uid;
}

bool files_is_trusted(const struct lint *l, uint32_t uid)
{
	return uid == 0 || is_user(l, "TrustedUser", uid) || is_user(l, "RunAsUser", uid);
}

/* A word that is a path: not a switch, a program or a part of one. */
static struct slice first_path(struct slice value)
{
	struct slice rest = slice_trim(value), word;

	while (slice_next(&rest, ' ', &word)) {
		const char *slash = word.n != 0 ? memchr(word.p, '/', word.n) : NULL;

		if (slash == NULL || word.p[0] == '-' || word.p[0] == '|' || memchr(word.p, '%', word.n) != NULL || memchr(word.p, '$', word.n) != NULL)
			continue;
		word = (struct slice){slash, (size_t)(word.p + word.n - slash)};
		return memchr(word.p, ',', word.n) != NULL ? (struct slice){word.p, (size_t)((const char *)memchr(word.p, ',', word.n) - word.p)} : word;
	}
	return SLICE_NONE;
}

static struct slice with_db(const struct lint *l, struct slice path)
{
	struct buf b;

	if (path.n > 3 && memcmp(path.p + path.n - 3, ".db", 3) == 0)
		return path;
	buf_init(&b, l->arena);
	buf_put_slice(&b, path);
	buf_puts(&b, ".db");
	return buf_slice(&b);
}

static bool is_built(struct slice value)
{
	struct slice rest = slice_trim(value), class = SLICE_NONE;

	(void)slice_next(&rest, ' ', &class);
	return slice_caseeq(class, SLICE_LIT("hash")) || slice_caseeq(class, SLICE_LIT("btree"));
}

static bool has_switch(struct slice value, const char *word)
{
	struct slice one;

	while (slice_next(&value, ' ', &one))
		if (slice_eq_str(one, word))
			return true;
	return false;
}

static bool is_path_option(const struct ir_item *item)
{
	const struct ir_option *o = ir_option_find(item->name);

	return o != NULL && (strcmp(o->type, "path") == 0 || strcmp(o->name, "AliasFile") == 0) && strcmp(o->name, "SafeFileEnvironment") != 0 && strcmp(o->name, "QueueDirectory") != 0;
}

static bool take(const struct lint *l, const struct ir_item *item, struct named_file *f)
{
	bool option = item->kind == IR_OPTION;

	if (option ? !is_path_option(item) : item->kind != IR_MAP && item->kind != IR_CLASSFILE)
		return false;
	*f = (struct named_file){.item = item, .path = first_path(item->value)};
	if (f->path.n == 0 || (item->kind == IR_MAP && !is_built(item->value)))
		return false;
	f->aliases = option && slice_eq_str(item->name, "AliasFile");
	f->optional = f->aliases || has_switch(item->value, "-o");
	if (f->aliases || item->kind == IR_MAP)
		f->db = with_db(l, f->path);
	return true;
}

bool files_next(const struct lint *l, size_t *i, struct named_file *f)
{
	const struct ir_item *item;

	while ((item = ir_at(l->ir, (*i)++)) != NULL)
		if (take(l, item, f))
			return true;
	return false;
}
