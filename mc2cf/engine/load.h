/*
 * load.h - what the parts of the loader share
 *
 *   load.c   from bytes to a program
 *   lines.c  the kinds of lines that set something
 *   seal.c   what is done once, when all is read
 */
#ifndef ENGINE_LOAD_H
#define ENGINE_LOAD_H

#include "engine/program.h"

struct cfrw_words {
	cfrw_program *p;
	size_t class_index;
};

struct loader {
	cfrw_program *p;
	const struct cfrw_load *how;
	int ruleset;            /* that rules are added to, or -1 */
	const struct ir_item *operators; /* the last OperatorChars so far */
	bool operators_known;
	struct rule_work work;
	struct rule_list {
		struct rule *rules;
		struct gate *gates;
		size_t n, cap;
	} lists[ENGINE_RULESETS_MAX];
};

/* lines.c */
void line_macro(struct loader *l, const struct ir_item *item);
void line_class(struct loader *l, const struct ir_item *item);
void line_classfile(struct loader *l, const struct ir_item *item);
void line_ruleset(struct loader *l, const struct ir_item *item);
void line_rule(struct loader *l, const struct ir_item *item);
void line_mailer(struct loader *l, const struct ir_item *item);
void line_header(struct loader *l, const struct ir_item *item);
void settle_operators(struct loader *l);

/* seal.c */
void program_seal(struct loader *l);

#endif
