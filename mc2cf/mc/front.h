/*
 * front.h - what the parts of the front end share while one .mc is read
 *
 * struct front is one compile: the job, where diagnostics go, m4's answer and
 * the files that are known.  Private to mc/.
 */
#ifndef MC_FRONT_H
#define MC_FRONT_H

#include "mc/mc.h"
#include "mc/record.h"
#include "mc/run.h"

struct front {
	const struct mc_job *job;
	struct arena *arena;
	struct srcset *src;
	struct diags *d;
	struct slice text;       /* the .mc */
	uint32_t file;           /* its number */
	struct slice copy;       /* of a .mc from standard input: the file that m4 reads; else empty */
	int copy_fd;             /* where the copy has no name of its own: its descriptor, which m4 inherits; else 0 */
	struct slice macros;     /* folder of the prelude, with a slash */
	struct symtab *bundles;  /* "feature/NAME" → struct slice path: a site's own files in -I folders */
	struct slice stock;      /* the -I folder that holds sendmail's own m4 files, or empty */
	const char *frozen;      /* the state that m4 starts from; NULL: it reads the prelude */
	bool own_include;        /* the .mc includes a cf.m4 itself */
	struct mc_stream *stream;
	bool met;                /* the job's meanwhile was called */
	bool mended;             /* lines were left out, so what is missing may stand in them */
	uint32_t broken_line;    /* of the .mc: a quote or an argument begins there and is never closed; 0: none */
};

/* prelude.c: finds the site's own files; the text that m4 reads between the prelude and the .mc. */
void front_find_bundles(struct front *f);
struct slice front_prelude(struct front *f);
/* The line of that text where the directives begin to count. */
uint32_t front_prelude_lines(const struct front *f);
/* The frozen state of the prelude that this job may start from, or NULL. */
#define MC_FROZEN "mc2cf-" MC2CF_VERSION ".m4f"
const char *front_frozen(struct front *f);
/* The frozen state of this library, whether or not this job may start from it: it is there as long as macros/ is as it was built. */
const char *front_built(struct front *f);
/* Whether folder/name.m4 is there, the site's own or ours. */
bool front_has_bundle(const struct front *f, const char *folder, struct slice name);

/* mc.c: the .mc as m4 reads it: its last line has an end. */
struct slice front_text(struct front *f);
/* mc.c: whether m4 read everything; a .mc can end it early. */
bool front_came_to_end(const struct front *f);

/* plain.c: expands a .mc that asks little of m4 by itself; false where it is work for m4. */
bool front_plain(struct front *f);

/* scan.c: what can be said of the .mc before m4 sees it; false where m4 would make nothing of it. */
bool front_scan(struct front *f);

/* message.c: m4's own messages and its end become diagnostics; false where m4 could not work at all, with *why. */
bool front_messages(struct front *f, const struct run *r, enum run_end end, struct slice *why);
/* loop.c: m4 did not end: finds out where, and says so. */
void front_loop(struct front *f, enum run_end end, const char *const *argv);
/* A file that includes itself, by whatever way: says so, and leaves one turn of the circle in the log. */
bool front_circle(struct front *f);

/* place.c: the column of a text in the line of a place (0 where it is not there); and a diagnostic's place there. */
struct srcpos front_place(struct front *f, struct srcpos at, struct slice text);
/* The same for a call of a directive with that first argument: also in the lines behind, where m4 names the line of an outer call. */
struct srcpos front_call(struct front *f, struct srcpos at, struct slice name, struct slice argument);
/* Where a word of a directive's arguments stands, behind the place or in the lines below; the place itself where it is not found. */
struct srcpos front_word(struct front *f, struct srcpos at, struct slice word);
/* An edit that puts another word in its place, where it stands in the text as it is; else none. */
void front_mend(struct front *f, struct diag *g, struct srcpos at, struct slice old, struct slice new);
bool front_line(struct front *f, struct srcpos at, struct slice *line);
/* Whether a place lies in our own macros. */
bool front_ours(const struct front *f, struct srcpos at);

/* missing.c: help for an include, and for a FEATURE, MAILER … of the site's own, that was not found; false where there is nothing to say of it. */
void front_help_include(const struct front *f, struct diag *g, struct slice name);
bool front_help_bundle(const struct front *f, struct diag *g, const char *folder, const char *directive, struct slice name);

/* sandbox.c: the paths that m4 may read, or NULL without --sandbox; the includes that lead elsewhere. */
const char *const *front_readable(struct front *f);
void front_check_includes(struct front *f);
void front_refuse(struct front *f, struct srcpos at, struct slice directive, struct slice name);
bool front_outside(const struct front *f, struct slice name);

/* lower.c: the site that the records ask for. */
struct site *front_lower(struct front *f);

#endif
