/*
 * image.h - the templates as a build has parsed them
 *
 * Reading the templates and cutting their rules into tokens is most of what a
 * compile does.  So a build does it once, in memory at an address that nothing
 * else wants, and writes that memory to a file; a compile maps the file there,
 * and all pointers in it are right.
 *
 * Whoever can write an image can make the program do anything, so it is taken
 * only from who can replace the program as well, and is replaced as a whole:
 * a compile may have the old one mapped.
 *
 * An image is of the program that made it: it holds addresses of that program
 * too.  Where another program, another system or another use of the address
 * is in the way there is no image, and where a template is not the file that
 * it was (its size, when it was changed) that template is read as usual.  What
 * was not there is not looked for while the time of its folder is what it was.
 */
#ifndef EXPAND_IMAGE_H
#define EXPAND_IMAGE_H

#include "base/buf.h"
#include "expand/tree.h"

struct image;

/* Parses all templates of the library at lib and appends the image to out; false where there is no memory at the address. */
bool image_make(const char *lib, struct buf *out);
/* The image of the library at lib, or NULL. */
const struct image *image_open(const char *lib);
/* The files in it become files of src. */
void image_attach(const struct image *m, struct srcset *src, const char *lib);
/* The tree of the template at path below templates/, in the file called name; false where the image has none that still holds. */
bool image_find(const struct image *m, struct slice path, const char *name, struct node **tree);
/* Whether the folder at path, which ends in /, and called name, holds what it held. */
bool image_knows_folder(const struct image *m, struct slice path, const char *name);
/* Whether there was a template at path, good or bad. */
bool image_had(const struct image *m, struct slice path);

#endif
