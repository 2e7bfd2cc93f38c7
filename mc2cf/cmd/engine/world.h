/*
 * world.h - a configuration that can be asked without a machine of its own
 *
 * Its .mc is compiled by mc2cf, in memory.  Tables and files of words are read
 * as text from the .mc's folder, under the last part of the name that the
 * sendmail.cf has for them; the name service is canned, and directories are
 * what `ldap' lines say.  So nothing has to be installed, and nobody is asked.
 *
 *   world.c          made and given back
 *   world_text.c     the sendmail.cf, and what becomes of its K lines
 *   world_origin.c   where the lines of the sendmail.cf come from
 *
 * A world does not change once it is open: threads share it, each with an asker (ask.h).
 */
#ifndef CMD_ENGINE_WORLD_H
#define CMD_ENGINE_WORLD_H

#include "cmd/engine/mailers.h"
#include "cmd/engine/origins.h"
#include "cmd/expect/expect.h"

/* How configurations are made: the same for all. */
struct world_how {
	const char *compiler;      /* the program mc2cf */
	char **options;            /* for it, ends with NULL */
	size_t noptions;
	const char *host;          /* what the machine is called */
	const char *tables;        /* the folder of tables; NULL: that of the source */
	const char *cf;            /* asked instead of what the compiler makes; NULL: none */
};

struct world {
	struct arena *a;
	const struct world_how *how;
	const struct expect_file *file; /* tables and answers besides; NULL: none */
	const char *source;             /* the .mc or .cf */
	const char *folder;             /* where tables lie, with a slash */
	const char *name;               /* of the sendmail.cf: "site.cf" */
	struct slice cf;                /* its text */
	struct slice *lines;            /* of it */
	size_t nlines;
	cfrw_program *program;
	struct mailers mailers;
	struct slice answers;           /* of the name service */
	struct origins origins;         /* lines NULL: not asked for */
	bool given;                     /* the sendmail.cf was there already */
	bool loud;                      /* what the engine says goes to standard error */
};

/* NULL: it cannot be made, and that was said. */
struct world *world_open(struct arena *a, const struct world_how *how, const char *source, const struct expect_file *file);
void world_close(struct world *w);
/* Fills origins, where the source is a .mc. */
void world_find_origins(struct world *w);

/* world_text.c */
/* Runs the compiler; map: a file that it writes a source map to, or NULL. */
bool world_compile(const struct world *w, const char *map, struct slice *cf);
/* The text that is loaded: maps of files become maps of text. */
struct slice world_text(struct world *w);
/* The text of a file beside the source: the last part of its name counts; false: there is none. */
bool world_beside(const struct world *w, struct arena *a, struct slice name, struct slice *text);

#endif
