/*
 * ahead.c - rules that are cut into tokens before they are wanted
 *
 * A reader of its own reads one line at a time, under the operator characters
 * and the version level that nearly every sendmail.cf has, and gives the item
 * back instead of adding it to an IR.  The reader that is then given the rule
 * takes it only where it would read the line in the same way.
 */
#include "cf/limits.h"
#include "cf/read_priv.h"
#include "cf/write_priv.h"
#include "ir/codes.h"

struct cf_ahead {
	struct cf_reader *reader;
	struct diags *d;
	struct ir_item item;
};

struct cf_ahead *cf_ahead_new(struct arena *a)
{
	struct cf_ahead *h = ARENA_NEW(a, struct cf_ahead);
	struct ir *ir = ir_new(a);
	struct ir_item operators = {.kind = IR_OPTION, .name = SLICE_LIT("OperatorChars"), .value = SLICE_LIT(CF_OPERATORS_USUAL)};
	const struct diag_code *codes;
	size_t n;

	codes = ir_codes(&n);
	h->d = diags_new(a, srcset_new(a), codes, n);
	ir_add(ir, &operators);
	h->reader = cf_reader_new(ir, h->d);
	h->reader->level = CF_LEVEL_MAX;
	h->reader->in_ruleset = true;
	h->reader->ahead = &h->item;
	return h;
}

/* One side as the writer prints it, so that it need not be made again for every sendmail.cf. */
static struct slice printed(struct arena *a, const struct ir_tokens *side)
{
	struct buf b;

	buf_init(&b, a);
	cf_put_side(side, true, &b);
	return b.n != 0 ? buf_slice(&b) : SLICE_LIT("");
}

/* Whether nothing is wrong with the rule's shape in any configuration: what a macro brings into it is not known here. */
static bool is_sound(struct cf_ahead *h, const struct ir_item *rule)
{
	size_t said = diags_said(h->d);

	ir_check_shape(h->reader->ir, rule, h->d);
	return diags_said(h->d) == said && !ir_has_macro(rule);
}

static const struct ir_known *what_is_known(struct cf_ahead *h, const struct ir_item *rule)
{
	struct arena *a = h->reader->arena;
	struct ir_known *known = ARENA_NEW(a, struct ir_known);

	*known = (struct ir_known){.lhs = printed(a, &rule->lhs), .rhs = printed(a, &rule->rhs), .sound = is_sound(h, rule), .names = ir_names_others(rule)};
	known->column = cf_column_behind(known->lhs);
	return known;
}

const struct ir_item *cf_ahead_rule(struct cf_ahead *h, struct slice line)
{
	size_t said = diags_said(h->d);
	struct ir_item *rule;

	h->item = (struct ir_item){.kind = IR_RAW};
	cf_reader_line(h->reader, line, (struct ir_origin){{0, 0, 1, 0}, SRCPOS_NONE});
	cf_reader_end(h->reader);
	if (h->item.kind != IR_RULE || diags_said(h->d) != said)
		return NULL;
	rule = ARENA_NEW(h->reader->arena, struct ir_item);
	*rule = h->item;
	rule->known = what_is_known(h, rule);
	return rule;
}

/* Whether the reader is where the rules were read: their places are those of a line that begins in the first column. */
static bool alike(struct cf_reader *r)
{
	if (!r->in_ruleset || r->level < CF_LEVEL_COMMENTS || r->origin.at.col > 1)
		return false;
	cf_settle_operators(r);
	return r->usual_operators;
}

void cf_reader_rule(struct cf_reader *r, const struct ir_item *rule, struct slice line, struct ir_origin origin)
{
	cf_reader_line(r, line, origin);
	r->ready = rule;
}

bool cf_take_ready(struct cf_reader *r)
{
	struct ir_item rule;

	if (r->ready == NULL)
		return false;
	rule = *r->ready;
	r->ready = NULL;
	if (r->folded.n != 0 || !alike(r))
		return false;
	r->comment = SLICE_NONE;
	cf_add(r, &rule);
	return true;
}
