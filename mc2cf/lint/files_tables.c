/* files_tables.c - tables and what makemap and newaliases built of them */
#include "lint/checks.h"
#include "lint/files_named.h"
#include "lint/table.h"

static void say_not_built(const struct lint *l, const struct named_file *f)
{
	if (f->aliases)
		diag_help(lint_say_item(l, 1703, f->item, NULL, "%.*s has not been built: there are no aliases", SLICE_ARG(f->db)), "newaliases");
	else
		diag_help(lint_say_item(l, 1703, f->item, NULL, "%.*s has not been built: mail that asks for it waits", SLICE_ARG(f->db)), "makemap hash %.*s < %.*s", SLICE_ARG(f->path), SLICE_ARG(f->path));
}

void check_databases(const struct lint *l)
{
	struct named_file f;

	for (size_t i = 0; files_next(l, &i, &f);) {
		struct lint_stat source, built;
		bool there = files_stat(l, f.path, &source) && source.type == LINT_FILE_PLAIN;

		if (f.db.n == 0)
			continue;
		if (!files_stat(l, f.db, &built)) {
			if (there && (!f.optional || f.aliases))
				say_not_built(l, &f);
		} else if (there && !slice_eq(f.path, f.db) && source.mtime > built.mtime) {
			diag_help(lint_say_item(l, 1702, f.item, NULL, "%.*s is newer than %.*s: what was changed does not count yet", SLICE_ARG(f.path), SLICE_ARG(f.db)), "%s", f.aliases ? "newaliases" : "makemap");
		}
	}
}

static bool holds_passwords(const struct lint *l, const struct named_file *f)
{
	if (slice_eq_str(f->item->name, "authinfo") || slice_eq_str(f->item->name, "DefaultAuthInfo"))
		return true;
	for (size_t i = 0; slice_eq_str(f->item->name, "access") && i < l->ntables; i++)
		for (size_t k = 0; l->tables[i]->kind == LINT_TABLE_ACCESS && k < l->tables[i]->nrows; k++)
			if (slice_starts(l->tables[i]->row[k].key, SLICE_LIT("AuthInfo:")))
				return true;
	return false;
}

void check_passwords(const struct lint *l)
{
	struct named_file f;

	for (size_t i = 0; files_next(l, &i, &f);) {
		const struct slice paths[] = {f.path, f.db};
		struct lint_stat st;

		for (size_t k = 0; holds_passwords(l, &f) && k < 2; k++)
			if (paths[k].n != 0 && files_stat(l, paths[k], &st) && (st.mode & 07) != 0)
				diag_help(lint_say_item(l, 1711, f.item, NULL, "everybody on this machine can read the passwords in %.*s (mode %04o)", SLICE_ARG(paths[k]), st.mode), "chmod 600 %.*s", SLICE_ARG(paths[k]));
	}
}

void check_help_file(const struct lint *l)
{
	struct lint_setting s = lint_option(l, "HelpFile");
	struct slice folder;
	struct lint_stat st;

	if (lint_is_server(l) && s.value.n != 0 && s.value.p[0] == '/' && !files_stat(l, s.value, &st) && files_parent(s.value, &folder) && files_stat(l, folder, &st))
		diag_help(lint_say_setting(l, 1712, &s, "without %.*s HELP tells the version of sendmail", SLICE_ARG(s.value)), "a file with a line: smtp	no help here");
}
