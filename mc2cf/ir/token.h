/*
 * token.h - questions about a rule's tokens
 *
 * What a LITERAL is (the one reader, cf/, keeps to it, and the engine counts on it):
 *   - a quoted string, one token from " to ": text as the .cf spells it, quotes,
 *     backslashes and $x included (sendmail puts a macro's value in there when it
 *     loads the rule, and never looks for operators in it); or
 *   - one operator character (OperatorChars and ()<>,; ); or
 *   - a run of other bytes without blank, quote or $; \c is two bytes of it.
 *   A # stands bare here; the .cf spells it \#.
 * MACRO, DOLLAR, IF … FI become text before sendmail cuts the rule into tokens:
 * where one touches its neighbour (no space), both may become one token.
 */
#ifndef IR_TOKEN_H
#define IR_TOKEN_H

#include "base/buf.h"
#include "ir/ir.h"

/* "ZEROANY" … as in tokens.def. */
const char *ir_token_name(enum ir_token_kind k);
/* What a $ with that byte behind it begins; of two the one that may stand on the side, 'L' or 'R'.  MACRO where it is no sign. */
enum ir_token_kind ir_token_of_sign(char sign, char side);
/* Whether tokens.def allows the kind on the side, 'L' or 'R'. */
bool ir_token_on_side(enum ir_token_kind k, char side);
/* Whether it matches and so is counted by $1, $2 … */
bool ir_token_is_operator(enum ir_token_kind k);
/* Whether white space between two neighbours can matter to sendmail. */
bool ir_token_gap_counts(const struct ir_token *a, const struct ir_token *b);
/* Whether a blank stands between two neighbours where a rule is printed: the author's own, or one that keeps two words apart. */
bool ir_token_apart(const struct ir_token *a, const struct ir_token *b);
/* Equal to sendmail: white space that does not count is not compared. */
bool ir_tokens_equal(const struct ir_tokens *a, const struct ir_tokens *b);
/* A literal's text without quotes around it: the name that $>"x" calls. */
struct slice ir_token_bare(const struct ir_token *t);
/* The token as a .cf spells it, but for a # in a literal. */
void ir_token_put(const struct ir_token *t, struct buf *out);

#endif
