/*
 * mc.h - the .mc front end: from site.mc to a struct site
 *
 * Runs GNU m4 once with macros/ in front of the .mc, under limits; reads the
 * stream of located records and raw text that comes back (mc.l, mc.y); checks
 * names, arguments and order against the tables (features.def, mailers.def,
 * confvars.def, directives.def …); lowers everything into a site.
 *
 * All findings are queued as diagnostics, none is printed.  The site is
 * complete as far as stock's own result would be, even when there were errors.
 */
#ifndef MC_MC_H
#define MC_MC_H

#include "base/diag.h"
#include "base/buf.h"
#include "ir/site.h"
#include "mc/version.h"

struct mc_job {
	struct slice path;          /* the .mc, or "-" for standard input */
	struct slice text;          /* what it holds, where it is to be another text than the file's (p NULL: the file's) */
	const char *lib;            /* folder that holds macros/ and templates/ */
	const char *const *include; /* -I folders, in order */
	size_t ninclude;
	const char *const *define;  /* -D name=value */
	size_t ndefine;
	const char *m4;             /* the program; NULL: "m4" on the PATH */
	bool sandbox;               /* keep includes to the .mc's folder, -I folders and the mail settings folder */
	struct mc_version target;   /* the sendmail that will read the result; all zero: the newest */
	bool trace;                 /* the site tells how the .mc came to each place (struct site_step) */
	bool by_m4;                 /* m4 expands even what is plain enough without it */
	bool trust;                 /* allow syscmd, esyscmd, debugfile */
	void (*meanwhile)(void *ctx); /* called once, while m4 runs, where it is needed: work that can be done without its answer; or NULL */
	void *ctx;
};

enum mc_result {
	MC_OK,     /* site is made; look at the diagnostics for errors */
	MC_FAILED  /* the tool could not work: m4 not found, file not readable, out of processes; a diagnostic or *why says why */
};

/* The site that the .mc asks for.  *why: a sentence for MC_FAILED. */
enum mc_result mc_read(const struct mc_job *job, struct arena *a, struct srcset *src, struct diags *d, struct site **site, struct slice *why);
/* The records as text, one a line, for --stop-after=records; same result codes. */
enum mc_result mc_records(const struct mc_job *job, struct arena *a, struct srcset *src, struct diags *d, struct buf *out, struct slice *why);

/*
 * Appends the text that m4 reads behind macros/mc2cf.m4, as far as it is the same for every .mc: what a build freezes
 * (m4 -F) for a faster start.  lib: as in struct mc_job.
 */
void mc_prelude(const char *lib, struct arena *a, struct buf *out);

#endif
