/*
 * where.h - what the two parts of the verb where share: the question (where.c) and its answer (where_answer.c)
 */
#ifndef CMD_WHERE_H
#define CMD_WHERE_H

#include "cmd/map.h"

struct where {
	struct where_args args;
	struct compile c;
	struct map map;
	const char *what;   /* the map's or the .mc's name, for messages */
	struct slice said;  /* the file whose difference was told */
	struct buf out;
	int status;
};

/* FILE:LINE or LINE, or with -LINE behind it. */
struct query {
	struct slice file; /* empty: none was given */
	uint32_t from, to;
};

/* What made lines of a sendmail.cf: of the one that the caller names, or of what the .mc makes. */
void where_lines(struct where *w, const struct query *q);
/* The other way: what a line of a .mc, a bundle or a template made. */
void where_source(struct where *w, const struct query *q);
/* Whether a file is one that lines come from, as the map calls it. */
bool where_is_source(const struct map *m, struct slice file);

#endif
