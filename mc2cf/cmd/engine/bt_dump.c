/*
 * bt_dump.c - =S and =M: rulesets and mailers as they were understood; ?: help
 */
#include <stdio.h>

#include "cmd/engine/bt.h"

/* A side begins with a blank; here it ends with one. */
static void put_side(struct bt *b, struct cfrw_text side)
{
	if (side.n == 0)
		return;
	bt_put(b, side.p + 1, side.n - 1);
	bt_puts(b, " ");
}

static void dump_ruleset(struct bt *b, struct slice given)
{
	int number = bt_find(b, given);
	struct cfrw_rule r;

	if (number < 0) {
		size_t n = 0;

		while (n < given.n && bt_named(given.p[n]))
			n++;
		if (n != 0 && n < given.n && bt_space(given.p[n])) /* sendmail has cut it there */
			given.n = n;
		bt_printf(b, "Undefined ruleset %.*s\n", SLICE_ARG(given));
		return;
	}
	for (size_t i = 0; cfrw_rule(b->site.program, number, i, &r); i++) {
		bt_puts(b, "R");
		put_side(b, r.lhs);
		bt_puts(b, "\t\t");
		put_side(b, r.rhs);
		bt_puts(b, "\n");
	}
}

static void dump_mailers(struct bt *b)
{
	struct arena *a = bt_arena();
	struct buf out;

	buf_init(&out, a);
	for (size_t i = 0; i < b->site.mailers.n; i++) {
		mailer_print(b->site.program, &b->site.mailers.v[i], i, &out);
		buf_putc(&out, '\n');
	}
	bt_put(b, out.p, out.n);
	arena_free(a);
}

void bt_dump(struct bt *b, struct slice line)
{
	if (line.n < 2)
		bt_puts(b, "Usage: =Sruleset or =M\n");
	else if (line.p[1] == 'S')
		dump_ruleset(b, (struct slice){line.p + 2, line.n - 2});
	else if (line.p[1] == 'M')
		dump_mailers(b);
	else
		bt_printf(b, "Unknown \"=\" command %.*s\n", SLICE_ARG(line));
}

/* The lines of the help file for -bt; $$ is $ there, as macros are put in. */
static bool help_file(struct bt *b, const char *path)
{
	FILE *f = fopen(path, "r");
	char line[1024];
	bool any = false;

	if (f == NULL)
		return false;
	while (fgets(line, sizeof(line), f) != NULL) {
		if (strncmp(line, "-bt\t", 4) != 0)
			continue;
		line[strcspn(line, "\n")] = '\0';
		for (const char *p = line + 4; *p != '\0'; p++) {
			p += p[0] == '$' && p[1] == '$';
			bt_put(b, p, 1);
		}
		bt_puts(b, "\n");
		any = true;
	}
	fclose(f);
	return any;
}

void bt_help(struct bt *b)
{
	struct cfrw_text path;
	char name[1024];
	bool known = cfrw_option(b->site.program, "HelpFile", &path) && path.n < sizeof(name);

	if (known) {
		memcpy(name, path.p, path.n);
		name[path.n] = '\0';
	}
	if (known)
		bt_puts(b, help_file(b, name) ? "End of HELP info\n" : "HELP topic \"-bt\" unknown\n");
	else
		bt_puts(b, "Sendmail " SITE_VERSION " -- HELP not implemented\n");
}
