/*
 * origins.h - where a line of a sendmail.cf comes from: the source map that mc2cf --map writes, see mc2cf-map(5)
 *
 * A site.mc is compiled by mc2cf itself, into a scratch folder that is removed again.  Between open and close signals that end
 * a program are held back, so that the folder does not stay; close as soon as the sendmail.cf has been read.
 */
#ifndef CMD_ENGINE_ORIGINS_H
#define CMD_ENGINE_ORIGINS_H

#include <signal.h>
#include <stdint.h>

#include "base/buf.h"

struct origins {
	struct arena *arena;
	const char *cf;          /* the sendmail.cf to be loaded */
	char folder[64];         /* of what was compiled; empty: nothing was */
	bool holds;              /* signals are held back; before: what was held back before */
	sigset_t before;
	const struct json_value *lines; /* NULL: no map */
	struct slice library;    /* the folder with templates/ and macros/ */
};

struct origin_place {
	struct slice file;       /* empty: none */
	uint32_t line;
};

struct origin {
	struct origin_place text; /* who spells the line: a template, or a line of the site's own */
	bool own;
	struct origin_place asked; /* the directive that asked for it */
	struct slice directive, argument;
};

/* A .mc (by its name) is compiled with the words that define (NULL at the end); false after saying on standard error what is wrong: *status. */
bool origins_open(struct origins *o, struct arena *a, const char *argv0, const char *file, const char *const *defines, const char *map, int *status);
/* Only a source map, of what is compiled elsewhere; false after saying what is wrong with it. */
bool origins_read(struct origins *o, struct arena *a, const char *map);
/* The program mc2cf: beside this one where both were built, else in bin, where this one is in libexec/VERSION; NULL: it is in neither. */
const char *compiler_find(struct arena *a, const char *argv0);
/* Tables are texts of a folder (tables.h) in what is to be loaded; false after saying why not. */
bool origins_tables(struct origins *o, const char *folder);
/* The folder goes; what is known of lines stays.  May be called again. */
void origins_close(struct origins *o);
/* What is known of a line; nothing where there is no map. */
struct origin origins_of(const struct origins *o, uint32_t line);

#endif
