/* files_modes.c - who else can write to the files that a configuration names, and to the folders above them */
#include "lint/checks.h"
#include "lint/files_named.h"

/* Each path is told of once, for the first item that names it. */
static bool is_new(struct symtab *seen, struct slice path)
{
	return symtab_set(seen, path, seen) == NULL;
}

static void judge_file(const struct lint *l, const struct ir_item *item, struct slice path, const struct lint_stat *st)
{
	if ((st->mode & 02) != 0)
		diag_help(lint_say_item(l, 1704, item, NULL, "everybody can write to %.*s (mode %04o)", SLICE_ARG(path), st->mode), "chmod o-w %.*s", SLICE_ARG(path));
	else if ((st->mode & 020) != 0)
		diag_help(lint_say_item(l, 1705, item, NULL, "its group can write to %.*s (mode %04o)", SLICE_ARG(path), st->mode), "chmod g-w %.*s", SLICE_ARG(path));
	if (!files_is_trusted(l, st->uid))
		diag_help(lint_say_item(l, 1708, item, NULL, "%.*s belongs to user %u, who can change it", SLICE_ARG(path), (unsigned)st->uid), "chown root %.*s, or TrustedUser", SLICE_ARG(path));
}

static void judge_folder(const struct lint *l, const struct ir_item *item, struct slice folder, const struct lint_stat *st)
{
	if ((st->mode & 02) != 0)
		diag_help(lint_say_item(l, 1706, item, NULL, "everybody can write to the folder %.*s (mode %04o), and sendmail reads nothing below it", SLICE_ARG(folder), st->mode), "chmod go-w %.*s", SLICE_ARG(folder));
	else if ((st->mode & 020) != 0)
		diag_help(lint_say_item(l, 1707, item, NULL, "its group can write to the folder %.*s (mode %04o), and sendmail reads no tables below it", SLICE_ARG(folder), st->mode), "chmod g-w %.*s", SLICE_ARG(folder));
	if (!files_is_trusted(l, st->uid))
		diag_help(lint_say_item(l, 1708, item, NULL, "the folder %.*s belongs to user %u, who can put other files there", SLICE_ARG(folder), (unsigned)st->uid), "chown root %.*s", SLICE_ARG(folder));
}

static void judge_path(const struct lint *l, const struct ir_item *item, struct slice path, struct symtab *seen)
{
	struct lint_stat st;

	if (path.n == 0 || !files_stat(l, path, &st))
		return;
	if (st.type == LINT_FILE_PLAIN && is_new(seen, path))
		judge_file(l, item, path, &st);
	if (st.type == LINT_FILE_FOLDER && is_new(seen, path))
		judge_folder(l, item, path, &st);
	for (struct slice up = path; files_parent(up, &up);)
		if (is_new(seen, up) && files_stat(l, up, &st))
			judge_folder(l, item, up, &st);
}

void check_file_modes(const struct lint *l)
{
	struct symtab *seen = symtab_new(l->arena, false);
	struct named_file f;

	for (size_t i = 0; files_next(l, &i, &f);) {
		judge_path(l, f.item, f.path, seen);
		judge_path(l, f.item, f.db, seen);
	}
}

/* Programs of mailers. */
void check_programs(const struct lint *l)
{
	const struct ir_item *m;

	for (size_t i = 0; (m = lint_next(l, IR_MAILER, &i)) != NULL;) {
		struct slice path = lint_field(m, "P"), folder;
		struct lint_stat st;

		if (path.n == 0 || path.p[0] != '/' || !files_parent(path, &folder))
			continue;
		if (!files_stat(l, path, &st)) {
			if (files_stat(l, folder, &st))
				diag_help(lint_say_item(l, 1713, m, NULL, "mailer `%.*s': there is no %.*s", SLICE_ARG(m->name), SLICE_ARG(path)), "install it, or name where it is");
		} else if ((st.mode & 0111) == 0 || st.type != LINT_FILE_PLAIN) {
			diag_help(lint_say_item(l, 1713, m, NULL, "mailer `%.*s': %.*s is no program", SLICE_ARG(m->name), SLICE_ARG(path)), "chmod 755 %.*s", SLICE_ARG(path));
		} else if ((st.mode & 022) != 0) {
			diag_help(lint_say_item(l, 1714, m, NULL, "mailer `%.*s': others can write to %.*s (mode %04o)", SLICE_ARG(m->name), SLICE_ARG(path), st.mode), "chmod 755 %.*s", SLICE_ARG(path));
		}
	}
}
