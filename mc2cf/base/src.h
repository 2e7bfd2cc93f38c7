/*
 * src.h - source files and places in them
 *
 * Every stage says where a thing came from with a struct srcpos: a file (its
 * number in the set), a line and a column, both counted from 1; 0 is unknown.
 * The set keeps each file's text where it is known, so a diagnostic can show
 * the line.  A text that m4 read (an include) is loaded when first shown.
 * Who makes a place may note in it how it was come to (via): it stays with
 * the place, and means nothing here.
 */
#ifndef BASE_SRC_H
#define BASE_SRC_H

#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"

struct srcpos {
	uint32_t file; /* 0: no place at all */
	uint32_t line;
	uint32_t col;
	uint32_t via;  /* how one came there: a number of the stage that made the place (ir/site.h), or 0; no part of its order */
};

#define SRCPOS_NONE ((struct srcpos){0, 0, 0, 0})

struct srcset;

struct srcset *srcset_new(struct arena *a);
/* The number of the file with this name; the same name always gives the same number.  Never 0. */
uint32_t srcset_file(struct srcset *s, struct slice name);
/* Gives a file its text (bytes must live as long as the set). */
void srcset_text(struct srcset *s, uint32_t file, struct slice text);
/* Reads a file into the set: 0, or an errno value.  At most max bytes (EFBIG above). */
int srcset_load(struct srcset *s, struct slice name, size_t max, uint32_t *file, struct slice *text);
struct slice srcset_name(const struct srcset *s, uint32_t file);
/* The whole text of a file, where it is known; else empty. */
struct slice srcset_whole(const struct srcset *s, uint32_t file);
/* The text of a line without its newline; false when it is not known. Tries to load the file once. */
bool srcset_line(struct srcset *s, uint32_t file, uint32_t line, struct slice *text);
/*
 * The files of another set, which lies in a file of its own (see expand/image.h): the set becomes one whose files get high
 * numbers; they are files of s then, in the folder root instead of the first cut bytes of their names.
 */
void srcset_as_image(struct srcset *s);
void srcset_attach(struct srcset *s, const struct srcset *image, size_t cut, struct slice root);
/* Order of places: by file number, then line, then column. */
int srcpos_cmp(struct srcpos a, struct srcpos b);
/* The place of a word in so many lines, from a place on; that place where the word is in none of them. */
struct srcpos srcset_find(struct srcset *s, struct srcpos at, struct slice word, uint32_t lines);

#endif
