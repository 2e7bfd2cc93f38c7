/*
 * sound.h - whether the first page of a Berkeley DB holds together
 *
 * The library takes some of what stands there as it is, and divides by it.  What
 * this lets pass can still be wrong inside; then the library says so.
 */
#ifndef ENGINE_SOUND_H
#define ENGINE_SOUND_H

#include <stdbool.h>

bool sound_bdb(int fd);

#endif
