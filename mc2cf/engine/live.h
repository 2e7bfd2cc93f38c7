/*
 * live.h - the blocking layer's inside, for the command line
 */
#ifndef ENGINE_LIVE_H
#define ENGINE_LIVE_H

#include "cf/cf.h"
#include "engine/cfrw.h"
#include "engine/limits.h"
#include "engine/map.h"

struct maps *live_maps(const cfrw_maps *m);
struct dns *live_dns(const cfrw_maps *m);
/* Who answers questions to the name service: NULL is nobody.  False: the file cannot be used, which was said. */
bool live_choose_dns(const cfrw_program *p, struct arena *a, const struct cfrw_maps_how *how, struct dns **dns);
/* The IR that a program was made of. */
const struct ir *program_ir(const cfrw_program *p);
const struct srcset *program_src(const cfrw_program *p);
/* Of a file that was loaded `plain': the lines of which there may be something to say that the log was not told, as struct cf_sink has them. */
const struct cf_line *program_lines(const cfrw_program *p, size_t *n);
/* How many names in braces macros and classes have, or some more. */
size_t program_long_names(const cfrw_program *p);

/* A text as a .cf spells it with the values that macros have at the end of the file; symbols are sendmail's own codes. */
struct slice program_expanded(const cfrw_program *p, struct arena *a, struct slice text);

/* As cfrw_scan, for an address as mail has it: what is in parentheses is left out. */
bool workspace_address(cfrw_context *c, struct slice text, bool limited);
/* The same for what stands in a header; nothing is said of what is wrong with it. */
bool workspace_header(cfrw_context *c, struct slice text, bool comments_stay);
/* As cfrw_scan, for what a ruleset that checks gets: the two texts with $| between them, or (second.p NULL) the first alone. */
bool workspace_check(cfrw_context *c, struct slice first, struct slice second);
/* The tokens from..to as text, with that character between two words that would touch; good until the next call or ruleset. */
struct slice workspace_text(cfrw_context *c, size_t from, size_t to, char space);
/* '#', '@' or ':' where the token is $#, $@ or $:, else 0. */
char workspace_meta(const cfrw_context *c, size_t i);
/* Whether the token is $#, $|, $> or another of those that are no text. */
bool workspace_is_symbol(const cfrw_context *c, size_t i);
/* Leaves only the tokens from..to. */
void workspace_keep(cfrw_context *c, size_t from, size_t to);
/* The i-th macro that the program names; p NULL: no more. */
struct slice program_macro_name(const cfrw_program *p, size_t i);
/* Option BlankSub. */
char program_space(const cfrw_program *p);

/* What sendmail finds out about the machine before it reads its file. */
struct machine {
	char node[256];      /* $k: what uname says */
	char name[256];      /* $j: the whole name */
	char first[256];     /* $w */
	char domain[256];    /* $m */
	char asked[256];     /* the name that the name service was asked for */
	struct machine_address {
		unsigned char bytes[4];
	} addresses[MACHINE_ADDRESSES]; /* that it has */
	size_t naddresses;
	struct machine_address own[MACHINE_ADDRESSES]; /* that the whole name has, where it is another and its addresses were at hand */
	size_t nown;
	bool own_known;
};
void machine_find(struct machine *m);
/* The machine's names and addresses, for class w. */
void machine_names(const struct machine *m, const cfrw_program *p, struct cfrw_words *to);

/* The words of what an F line names; how: what maps and programs may be asked, NULL: as cfrw_maps_new() has it. */
void class_read(const struct cfrw_maps_how *how, struct slice spec, struct cfrw_words *to);

/* Whether what stands behind the class and -o names a map. */
bool class_is_map(struct slice spec);

#endif
