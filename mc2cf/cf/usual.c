/*
 * usual.c - rules in which nothing is wrong at first sight
 *
 * Nearly all are such.  What is looked at is what sendmail 8.17.1 complains of when it reads a file: operators on the
 * wrong side, too many that match, map look-ups that stand in one another or have no end.
 */
#include "cf/limits.h"
#include "cf/read_priv.h"

#define NOT_LEFT \
	(CF_BIT(POSITION) | CF_BIT(COLON) | CF_BIT(CALL) | CF_BIT(HOSTBEGIN) | CF_BIT(HOSTEND) | CF_BIT(MAPBEGIN) | CF_BIT(MAPEND))
#define NOT_RIGHT (CF_WILD | CF_NO_POSITION)
#define LOOKUP (CF_BIT(HOSTBEGIN) | CF_BIT(MAPBEGIN))

/* Each look-up has its own end before another begins. */
static bool lookups_end(const struct ir_tokens *side)
{
	enum ir_token_kind end = IR_T_LITERAL;

	for (size_t i = 0; i < side->n; i++) {
		enum ir_token_kind kind = side->v[i].kind;

		if (kind == IR_T_HOSTBEGIN || kind == IR_T_MAPBEGIN) {
			if (end != IR_T_LITERAL)
				return false;
			end = kind == IR_T_HOSTBEGIN ? IR_T_HOSTEND : IR_T_MAPEND;
		} else if (kind == end)
			end = IR_T_LITERAL;
	}
	return end == IR_T_LITERAL;
}

/* $& and the like at the end of a line, even in what is said of the rule. */
static bool ends_nameless(struct slice line)
{
	return line.n >= 2 && line.p[line.n - 2] == '$' && cf_is_modifier(line.p[line.n - 1]);
}

bool cf_is_usual(const struct cf_reader *r, const struct ir_item *rule)
{
	if (r->odd || (r->left.kinds & NOT_LEFT) != 0 || r->left.wild > CF_WILD_MAX || (r->right.kinds & NOT_RIGHT) != 0 || ends_nameless(r->text))
		return false;
	return (r->right.kinds & LOOKUP) == 0 || lookups_end(&rule->rhs);
}
