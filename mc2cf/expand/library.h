/*
 * library.h - templates by name, for who makes an image of them
 */
#ifndef EXPAND_LIBRARY_H
#define EXPAND_LIBRARY_H

#include "expand/tree.h"

struct templates;

/* The tree of the template at that path, its rules read ahead; false where there is anything to say of it. */
bool templates_parsed(struct templates *t, struct slice path, struct node **tree);

#endif
