/*
 * map.h - the source map: where each line of a sendmail.cf comes from
 *
 * map.c makes it from what the stages left behind, map_json.c writes it to a
 * file and reads it again, map_text.c says it in words: in the file itself
 * (--annotate) and to who asks (where.c).  mc2cf-map(5) describes the file.
 */
#ifndef CMD_MAP_H
#define CMD_MAP_H

#include "base/json.h"
#include "cmd/stages.h"

struct map_place {
	struct slice file;  /* as on the command line; macros/… and templates/… below the library folder */
	uint32_t line, col; /* 0: not known */
};

/* A directive that was carried out, a file that it stands in, a macro that made it: see struct site_step. */
struct map_step {
	struct slice word, argument;
	struct map_place at;
};

/* One line. */
struct map_row {
	uint32_t sum;               /* of its text */
	struct slice kind;          /* as ir_kind_name() has it, or blank, heading, origin */
	struct slice name, ruleset; /* of what it is; the ruleset that a rule belongs to */
	struct map_place text;      /* who spells it: a template's line, or one of the site's own */
	struct slice option_of;     /* the name that sets an option which nobody set */
	struct map_step *steps;     /* the directive that asked for it, then what led to that, from within */
	size_t nsteps;
};

struct map {
	struct slice source, output, library;
	struct map_row *v;          /* the first is line 1's */
	size_t n;
};

/* What can be said of one item; the sum is not set. */
void map_describe(struct compile *c, const struct ir_item *item, struct map_row *row);
/* The map of c->out; the stages went through with args.trace. */
void map_make(struct compile *c, struct map *m);
uint32_t map_sum(struct slice line);
/* Whether the line that spells it is a template's. */
bool map_by_template(const struct map_row *row);

void map_write(const struct map *m, struct buf *out);
/* False, with a sentence in *why, where the text is no map. */
bool map_read(struct arena *a, struct slice text, struct map *m, struct slice *why);

/* "rule of ruleset check_rcpt" */
void map_put_what(const struct map_row *row, struct buf *out);
/* "site.mc:8:1: define(`confLOG_LEVEL')" */
void map_put_step(const struct map_step *s, struct buf *out);
/* Puts a line of comment before an item, where it comes from elsewhere than the line above: for cf_write_options. */
void map_annotate(void *compile, const struct ir_item *item, struct buf *out);
#define MAP_ANNOTATION "#@"

#endif
