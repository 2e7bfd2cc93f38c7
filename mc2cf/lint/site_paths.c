/* site_paths.c - paths that a configuration names, as such */
#include "lint/checks.h"
#include "lint/query.h"

/* Where everybody may make files. */
static ptrdiff_t open_folder(struct slice value)
{
	static const char *const folders[] = {"/tmp/", "/var/tmp/", "/dev/shm/"};

	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		ptrdiff_t at = slice_find(value, slice_of(folders[i]));

		if (at >= 0 && (at == 0 || strchr(" \t=:,<", value.p[at - 1]) != NULL))
			return at;
	}
	return -1;
}

static bool names_files(const struct ir_item *item)
{
	return item->kind == IR_OPTION || item->kind == IR_MAP || item->kind == IR_CLASSFILE || item->kind == IR_FILTER || item->kind == IR_QUEUE;
}

void check_path_in_tmp(const struct lint *l)
{
	const struct ir_item *item;

	for (size_t i = 0; (item = ir_at(l->ir, i)) != NULL; i++) {
		ptrdiff_t at = names_files(item) ? open_folder(item->value) : -1;
		size_t n = 0;

		if (at < 0)
			continue;
		while ((size_t)at + n < item->value.n && strchr(" \t,", item->value.p[(size_t)at + n]) == NULL)
			n++;
		diag_help(lint_say_item(l, 1382, item, NULL, "%.*s lies where everybody may make files, or links in its place", (int)n, item->value.p + at), "a folder that only root, or the user that needs it, can write to");
	}
}
