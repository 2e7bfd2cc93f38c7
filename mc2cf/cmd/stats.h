/*
 * stats.h - how long the stages took, for --stats
 */
#ifndef CMD_STATS_H
#define CMD_STATS_H

#include <stddef.h>
#include <stdio.h>
#include <time.h>

/* A compile has six stages. */
#define STATS_MAX 8

struct stats {
	struct timespec last;
	struct { const char *stage; double ms; } v[STATS_MAX];
	size_t n;
};

void stats_start(struct stats *s);
/* The stage that ended now. */
void stats_mark(struct stats *s, const char *stage);
void stats_print(const struct stats *s, size_t arena_bytes, FILE *f);

#endif
