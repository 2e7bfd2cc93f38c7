/*
 * build.h - the builder that the grammar of records calls
 *
 * One call a token.  A record may stand inside a field of another (a value
 * that holds a directive), so open records are a stack.
 */
#ifndef MC_BUILD_H
#define MC_BUILD_H

#include "mc/record.h"

struct mc_frame {
	struct slice field[MC_FIELDS_MAX];
	size_t nfields;
	struct buf current;
};

struct mc_builder {
	struct mc_stream *stream;
	bool log;                        /* standard error: no sections, m4's messages between the records */
	struct mc_frame frame[MC_RECORD_DEPTH];
	size_t depth, lex_depth;         /* open records, as the grammar and as the scanner sees it */
	struct mc_section *section;
	struct srcpos at;                /* of the next output line, by m4's -s lines */
	struct buf line;                 /* the raw line that is being put together */
	struct srcpos line_at;
	bool line_open;
};

/* The scanner, for the grammar: the next token, its text in *value; 0 at the end. */
#define YY_DECL int mc_yylex(struct slice *value, void *yyscanner)
YY_DECL;

void mc_build_sync(struct mc_builder *b, struct slice text);
void mc_build_text(struct mc_builder *b, struct slice text);
void mc_build_open(struct mc_builder *b);
void mc_build_piece(struct mc_builder *b, struct slice text);
/* So many separators in a row: the field ends, and empty ones follow. */
void mc_build_next(struct mc_builder *b, size_t n);
void mc_build_close(struct mc_builder *b, struct slice text);
/* A byte that belongs to no record. */
void mc_build_stray(struct mc_builder *b);
/* The end of the stream: an open line counts as a line. */
void mc_build_end(struct mc_builder *b);

#endif
