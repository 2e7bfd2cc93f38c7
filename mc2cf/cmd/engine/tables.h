/*
 * tables.h - a sendmail.cf whose tables lie elsewhere, as the text of which makemap would make them
 *
 * A K line of a file (hash, btree, cdb …) becomes one of class source, which
 * reads the text; one of class text and an F line get another name.  Lines stay
 * where they are.
 *
 *     struct tables t = tables_in(arena, "examples/gateway");
 *     tables_file(&t, "site.cf", "copy.cf");
 */
#ifndef CMD_ENGINE_TABLES_H
#define CMD_ENGINE_TABLES_H

#include "base/buf.h"

enum tables_use { TABLES_MAP /* a database */, TABLES_TEXT /* class text: the whole path must be named */, TABLES_WORDS /* of a class */ };

struct tables {
	struct arena *arena;
	/* The name of the text that stands for a file of that name (.db left off); p NULL: the line stays as it is. */
	struct slice (*place)(void *data, struct slice name, enum tables_use use);
	void *data;
};

/* One line, with its newline; false: it is none that names a table, and nothing is put. */
bool tables_line(const struct tables *t, struct slice line, struct buf *out);

/* The texts that are in a folder, by the last part of the name. */
struct tables tables_in(struct arena *a, const char *folder);
/* Copies a sendmail.cf (to may be from); false: that cannot be, which errno says. */
bool tables_file(const struct tables *t, const char *from, const char *to);

#endif
