/*
 * limits.h - every limit of expand/, with its reason
 */
#ifndef EXPAND_LIMITS_H
#define EXPAND_LIMITS_H

#include <stddef.h>

/* A template is read by people; the longest has some 300 lines.  A larger file is not a template. */
#define TEMPLATE_MAX ((size_t)1024 * 1024)

/* when … when: what the notation promises its readers (templates/README.md). */
#define WHEN_DEPTH_MAX 2

/* All blocks together (at, each, when, when), so that walking the tree is bounded; one more than is ever useful. */
#define BLOCK_DEPTH_MAX 5

/* Where the image of the templates lies in memory: far from what systems with addresses of 47 bits put there by themselves. */
#define IMAGE_ADDRESS 0x200000000000
/* All templates, parsed, take a fifth of this. */
#define IMAGE_MAX ((size_t)8 * 1024 * 1024)

/* The time that the system notes for a change may be so old, in nanoseconds: it counts ticks of its clock, of which it has 100 in a second or more. */
#define IMAGE_TICK 20000000

/* Parentheses and nots in one condition: recursion stays small, and nobody reads more. */
#define COND_DEPTH_MAX 16

/* A default that holds a slot that holds a default …: two are in use, four are plenty. */
#define SLOT_DEPTH_MAX 4

/* Includes and hooks inside one another; deeper can only be a circle. */
#define PLACE_DEPTH_MAX 16

/* Nodes walked for one site: a full one takes some 3,000; hooks in hooks could multiply without bound. */
#define WALK_MAX ((size_t)200 * 1000)

/* The path of a template below the library folder, in bytes. */
#define TEMPLATE_PATH_MAX ((size_t)4096)

#endif
