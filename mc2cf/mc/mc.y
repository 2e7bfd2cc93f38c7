/*
 * mc.y - the shape of what m4 sends: text lines and records, and records in records
 *
 * A table of contents: every action is one call of the builder (build.h).
 * Values are slices of m4's output, so nothing needs a destructor.
 */
%define api.pure full
%define api.prefix {mc_yy}
%define api.value.type {struct slice}
%expect 0
%lex-param {yyscan_t scanner}
%parse-param {yyscan_t scanner} {struct mc_builder *b}
%code requires {
#include "mc/build.h"
typedef void *yyscan_t;
}
%code {
static void mc_yyerror(yyscan_t scanner, struct mc_builder *b, const char *why);
}
%token MC_SYNC MC_TEXT MC_PIECE MC_CLOSE MC_NEXT
%token MC_OPEN MC_STRAY
%%
stream  : %empty
        | stream MC_TEXT                { mc_build_text(b, $2); }
        | stream MC_SYNC                { mc_build_sync(b, $2); }
        | stream MC_STRAY               { mc_build_stray(b); }
        | stream record
        ;
record  : open fields MC_CLOSE          { mc_build_close(b, $3); }
        ;
open    : MC_OPEN                       { mc_build_open(b); }
        ;
fields  : field
        | fields next field
        ;
next    : MC_NEXT                       { mc_build_next(b, $1.n); }
        ;
field   : %empty
        | field MC_PIECE                { mc_build_piece(b, $2); }
        | field MC_SYNC                 { mc_build_sync(b, $2); }
        | field record
        ;
%%
/* The only error is a record that the end of the stream cuts off: m4 stopped there, and its own message says why. */
static void mc_yyerror(yyscan_t scanner, struct mc_builder *b, const char *why)
{
	(void)why;
	(void)scanner;
	mc_build_stray(b);
}
