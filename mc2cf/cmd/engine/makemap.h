/*
 * makemap.h - mc2cf makemap: tables from text, and text from tables
 *
 *   makemap.c        options; the whole
 *   makemap_read.c   the text: pairs, each with its place, and what is wrong with them
 *   makemap_write.c  the file: made beside the old one, then put in its place
 */
#ifndef CMD_ENGINE_MAKEMAP_H
#define CMD_ENGINE_MAKEMAP_H

#include "base/buf.h"
#include "base/diag.h"
#include "engine/table.h"

struct makemap {
	const struct table_kind *kind;
	const char *name;      /* as on the command line */
	const char *path;      /* with the ending */
	const char *input;     /* NULL: standard input */
	const char *cf;        /* -C: whose TrustedUser gets the file */
	char delim, comment;   /* -t (0: white space), -D */
	bool null, empty, no_fold, duplicates, replace, append, verbose, dump, unsafe; /* -N -e -f -d -r -o -v -u -s */

	struct arena *arena;
	struct srcset *src;
	struct diags *diags;
	struct pair *pairs;
	size_t npairs, cap, bytes;
	size_t old;            /* the first so many pairs come from the old file (-o) */
};

struct pair {
	struct slice key, value; /* the key with its NUL, where there is one */
	uint32_t line;           /* 0: from the old file */
};

/* Adds a pair as it is. */
void makemap_add(struct makemap *m, struct slice key, struct slice value, uint32_t line);
/* Reads the input into pairs; faults are queued.  False: it cannot be read, and that was said. */
bool makemap_read(struct makemap *m);
/* Writes the pairs; false: that was said. */
bool makemap_write(struct makemap *m);

#endif
