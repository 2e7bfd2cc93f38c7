/*
 * lower.h - from records to a site: what the lowering parts share
 *
 * Records are taken in the order of execution.  Each kind has a function; the
 * state below is what later ones need of earlier ones.  Private to mc/.
 */
#ifndef MC_LOWER_H
#define MC_LOWER_H

#include "mc/front.h"
#include "mc/table.h"

/* What is known of a name that define gave a meaning. */
struct lower_name {
	struct srcpos at;      /* the last define */
	struct slice value;    /* as written */
	bool ours;             /* given by a bundle of macros/, not by the .mc */
};

/* MODIFY_MAILER_FLAGS for one name. */
struct lower_flags {
	bool set;
	struct slice base;     /* where set: instead of the default flags */
	struct buf add, del;
};

struct lower {
	const struct mc_record *last; /* the record of the .mc's before this one, and where it was found */
	struct srcpos last_at;
	struct front *f;
	struct arena *arena;
	struct site *site;
	struct symtab *names;          /* name → struct lower_name */
	struct symtab *flags;          /* MODIFY_MAILER_FLAGS name → struct lower_flags */
	struct site_use **use;         /* by number; NULL where the use came to nothing */
	struct srcpos *said;           /* by number: where */
	size_t nuse;
	struct srcpos asked[64];       /* the .mc's lines that read the bundles we are in */
	size_t depth;
	struct srcpos mailer, ostype, domain, feature; /* the first of each; feature: of the .mc's own */
	struct srcpos late;            /* the last OSTYPE or DOMAIN, where it stands behind MAILER */
	struct symtab *once;           /* FEATURE name → struct srcpos: used by the .mc itself */
	size_t filters, masquerade_domains;
	struct srcpos masquerade_domain;
};

typedef void lower_fn(struct lower *l, const struct mc_record *r, struct srcpos at);

/* lower_name.c */
lower_fn lower_define, lower_undefine, lower_loop;
/* lower_internal.c: define and undefine of a name by which files of stock know a FEATURE. */
void lower_internal_define(struct lower *l, const struct mc_record *r, struct slice name, struct srcpos at);
void lower_internal_undefine(struct lower *l, const struct mc_record *r, struct slice name);
/* Whether folder/name.m4 is the site's own. */
bool lower_own_bundle(const struct lower *l, const char *folder, struct slice name);
/* lower_value.c */
void lower_values(struct lower *l);
/* lower_feature.c; a HACK is one where it has rules */
lower_fn lower_feature, lower_hack_use;
/* One use of a FEATURE that has a row. */
struct feature_use {
	struct lower *l;
	const struct mc_record *r;
	const struct mc_feature *row;
	struct site_use *use;
	struct slice name;
	unsigned long number;
	struct srcpos at;
};
/* feature_argument.c: its arguments, by the row's list. */
void feature_arguments(struct feature_use *u);
/* lower_dnsbl.c: the argument `list' of dnsbl, enhdnsbl and rhsbl. */
void lower_dnsbl(struct lower *l, struct site_use *u, unsigned long number, struct slice name);
/* lower_mailer.c */
lower_fn lower_mailer, lower_modify_flags;
/* The names that a bundle has sent along with a use, as facts of the use. */
void lower_snapshot(struct lower *l, struct site_use *u, unsigned long number);
/* lower_place.c: OSTYPE, DOMAIN, HACK and their like */
lower_fn lower_ostype, lower_domain, lower_hack;
/* lower_item.c */
lower_fn lower_class, lower_section, lower_versionid, lower_ports, lower_filter;
void lower_later(struct lower *l);
/* trace.c: the steps by which the .mc came to each record; and that of a raw line of a section. */
void trace_steps(struct lower *l);
uint32_t trace_line(struct lower *l, struct srcpos at, struct slice section);
/* lower_text.c: the raw lines, and what is suspicious among them. */
void lower_sections(struct lower *l);
/* derive.c */
void lower_derive(struct lower *l);
/* check.c: what can be said of the .mc as a whole. */
void lower_check(struct lower *l);
/* check_meaning.c: values that do not what they seem to. */
void check_meaning(struct lower *l);
/* check_mailer.c: the mailers that names choose. */
void check_named_mailers(struct lower *l);
/* check_quote.c: an apostrophe in an argument. */
void check_apostrophe(struct lower *l, const struct mc_record *r, struct slice first, struct srcpos at);
/* Whether white space belongs to the name of a FEATURE, MAILER and so on. */
void check_name_end(struct lower *l, const struct mc_record *r, struct srcpos at);
/* check_stock.c: what sendmail's own m4 files warn of besides. */
void check_stock(struct lower *l);
/* check_count.c: more arguments than the directive reads. */
void check_count(struct lower *l, const struct mc_record *r, struct srcpos at);
/* check_value.c: what to write instead of a value that the option does not take; otherwise: what it is without one, or "". */
struct ir_option;
void check_value_help(struct diag *g, const struct ir_option *o, struct slice value, const char *otherwise);
/* The same for one word of a list. */
void check_value_word_help(struct lower *l, struct diag *g, const struct ir_option *o, struct slice word);
/* check_text.c */
void check_raw_line(struct lower *l, struct srcpos at, struct slice line);
/* check_option.c: the value of an O line. */
void check_raw_option(struct lower *l, struct srcpos at, struct slice line);
/* near.c: adds the name that was meant; false where none is near. */
bool mc_name_near(struct diag *g, struct slice name);
/* check_slip.c: a comment that is none, and text that a slip leaves behind a directive. */
void check_slip(struct lower *l, struct srcpos at, struct slice line);
/* NAME (: m4 takes NAME without arguments. Says so, with code 114 or 122; true where it did. */
bool check_blank(struct lower *l, struct srcpos at, unsigned code);
void check_hash(struct lower *l, struct srcpos at, struct slice what);
/* Quotes that are none for m4 around or in a text: says so; true where it did. */
bool check_quotes(struct lower *l, struct srcpos at, struct slice text, const char *what);

/* The argument i (1 is the first) of the numbered use: expanded where m4 gave that, else as written (r may be NULL). */
struct slice lower_argument(const struct lower *l, const struct mc_record *r, unsigned long number, size_t i);
/* Whether a FEATURE or another fact is set. */
bool lower_is(const struct lower *l, const char *fact);
struct slice lower_fact(const struct lower *l, const char *fact);
void lower_set(struct lower *l, const char *fact, struct slice value, struct srcpos at);
/* A name made of two parts, in the arena. */
struct slice lower_join(struct lower *l, struct slice a, const char *b, struct slice c);
/* Whether the .mc itself (or a file of the site) says the record, not a bundle of ours. */
bool lower_by_site(const struct lower *l, const struct mc_record *r);
void lower_remember(struct lower *l, unsigned long number, struct site_use *u, struct srcpos at);
__attribute__((format(printf, 2, 3))) struct slice lower_text(struct lower *l, const char *fmt, ...);

#endif
