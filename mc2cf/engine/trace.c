/*
 * trace.c - what happens, in the words of sendmail -bt and -d21.12
 *
 * Lines are made in the context's text buffer, which grows when it must; a line
 * for which there is no memory is left out.
 */
#include <stdio.h>

#include "engine/context.h"
#include "engine/print.h"

bool text_room(cfrw_context *c, size_t n)
{
	void *p = c->text;

	if (n <= c->text_cap - c->ntext)
		return true;
	if (!mem_grow(&c->p->host, &p, &c->text_cap, c->ntext, c->ntext + n, 1))
		return false;
	c->text = p;
	return true;
}

void text_put(cfrw_context *c, const char *p, size_t n)
{
	if (!text_room(c, n))
		return;
	memcpy(c->text + c->ntext, p, n);
	c->ntext += n;
}

static char *odd_word(char *to, const struct word *w)
{
	for (uint32_t i = 0; i < w->n; i++)
		to += print_byte(to, (unsigned char)w->p[i]);
	return to;
}

/* A blank before each. */
void text_tokens(cfrw_context *c, const struct tok *v, size_t n)
{
	char *to = c->text + c->ntext;

	for (size_t i = 0; i < n; i++) {
		const struct word *w = word_at(&c->words, v[i].id);

		if ((size_t)w->n * PRINT_BYTE_MAX + 1 > (size_t)(c->text + c->text_cap - to)) {
			c->ntext = (size_t)(to - c->text);
			if (!text_room(c, (size_t)w->n * PRINT_BYTE_MAX + 1))
				return;
			to = c->text + c->ntext;
		}
		*to++ = ' ';
		to = w->plain ? put_word(to, w) : odd_word(to, w);
	}
	c->ntext = (size_t)(to - c->text);
}

static void emit(cfrw_context *c, enum cfrw_event event, const struct frame *f, const struct rule *rule)
{
	struct cfrw_trace t = {.event = event, .text = {c->text, c->ntext}, .ruleset = f != NULL ? f->ruleset : -1, .depth = (int)c->nframes};

	if (rule != NULL) {
		t.file = srcset_name(c->p->src, c->p->file).p;
		t.line = rule->line;
		t.rule = f->rule;
	}
	c->trace_fn(c->trace_data, &t);
}

/* "%-16.16s" */
static void put_name(cfrw_context *c, struct slice name)
{
	size_t n = name.n < 16 ? name.n : 16;

	text_put(c, name.p, n);
	text_put(c, "                ", 16 - n);
}

void trace_frame(cfrw_context *c, enum cfrw_event event, const struct frame *f)
{
	const struct rule *rule = NULL;

	if (c->trail.muted)
		return;
	c->ntext = 0;
	if (event == CFRW_LOOP) {
		text_put(c, "workspace: ", 11);
	} else if (event == CFRW_REWRITE) {
		text_put(c, "rewritten as:", 13);
		rule = &c->p->rulesets[f->ruleset].rules[f->rule];
	} else {
		put_name(c, c->p->rulesets[f->ruleset].name);
		text_put(c, event == CFRW_CALL ? "   input:" : " returns:", 9);
	}
	if (c->trail.mode == TRAIL_RECORD)
		trail_event(c, event, f, (struct slice){c->text, c->ntext});
	text_tokens(c, c->ws + f->base, f->n);
	emit(c, event, f, rule);
}

void trace_rule(cfrw_context *c, enum cfrw_event event, const struct frame *f, const struct rule *rule)
{
	enum rule_side right = rule->quoted && c->bared[rule->bare] ? RULE_BARE : RULE_RIGHT;
	struct slice text;

	c->ntext = 0;
	if (event == CFRW_FAIL) {
		text_put(c, "----- rule fails", 16);
	} else if (event == CFRW_TRY) {
		text_put(c, "-----trying rule:", 17);
		text = rule_text(c->p, rule, RULE_LEFT);
		text_put(c, text.p, text.n);
	} else {
		text_put(c, "-----rule matches:", 18);
		text = rule_text(c->p, rule, right);
		text_put(c, text.p, text.n);
	}
	emit(c, event, f, rule);
}

void trace_skip(cfrw_context *c, const struct frame *f, struct slice name, int ruleset)
{
	char number[32];
	int n = snprintf(number, sizeof(number), " (%d)", ruleset);

	c->ntext = 0;
	text_put(c, "-----skip subr ", 15);
	text_put(c, name.p, name.n);
	text_put(c, number, (size_t)n);
	emit(c, CFRW_SKIP, f, &c->p->rulesets[f->ruleset].rules[f->rule]);
}

void trace_value(const cfrw_context *context, const char *side, uint32_t macro, struct slice value)
{
	cfrw_context *c = (cfrw_context *)(uintptr_t)context; /* only its text buffer is used */
	struct slice name = c->p->macros[macro].name;

	c->ntext = 0;
	text_put(c, "rewrite: ", 9);
	text_put(c, side, 3);
	text_put(c, " $&{", 4);
	text_put(c, name.p, name.n);
	text_put(c, "} => \"", 6);
	if (value.p != NULL)
		text_put(c, value.p, value.n);
	else
		text_put(c, "(NULL)", 6);
	text_put(c, "\"", 1);
	emit(c, CFRW_VALUE, c->nframes != 0 ? &c->frames[c->nframes - 1] : NULL, NULL);
}
