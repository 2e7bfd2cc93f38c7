/*
 * program.h - a loaded sendmail.cf, as the engine runs it
 *
 * Rules are arrays of tokens, of which some are operations; a rule's gate says
 * in one line of cache what a workspace must have for the rule to be looked at:
 * its literals (as a mask, see word.h), its first and last token, its length.
 *
 * Everything belongs to the program's arena, itself and its words too; nothing
 * changes once it is loaded, but for texts of rules, which are made when a trace
 * first asks for them.
 */
#ifndef ENGINE_PROGRAM_H
#define ENGINE_PROGRAM_H

#include "engine/limits.h"
#include "engine/scan.h"
#include "ir/ir.h"

/* What the tokens of a left-hand side are: see op_of(). */
enum lhs_kind {
	LHS_LITERAL,  /* a word as it stands */
	LHS_ZEROANY,
	LHS_ONEANY,
	LHS_ONE,
	LHS_CLASS,    /* arg: class */
	LHS_NOTCLASS,
	LHS_ZERO,
	LHS_DEFERRED, /* arg: macro */
	/* $* and $+ as the sealed program has them: arg is how many tokens they take at least */
	LHS_ANY,
	LHS_ANY_LAST,    /* nothing stands behind it */
	LHS_ANY_LITERAL  /* a literal stands behind it, with this fold; it is matched too */
};

/* Of a right-hand side; behind each stand as many words as its fold says. */
enum rhs_kind {
	RHS_POSITION = 1, /* arg: from 0; no words */
	RHS_DEFERRED, /* arg: macro; no words */
	RHS_RUN       /* literals side by side */
};

/* An operation is a token whose id has its kind where that of a word has nothing, so a word is one too. */
#define OP_SHIFT WORD_BITS_SHIFT

static inline struct tok op_of(unsigned kind, size_t arg, uint32_t fold)
{
	return (struct tok){(uint32_t)kind << OP_SHIFT | (uint32_t)arg, fold};
}

static inline unsigned op_kind(const struct tok *op)
{
	return op->id >> OP_SHIFT;
}

static inline uint32_t op_arg(const struct tok *op)
{
	return op->id & (((uint32_t)1 << OP_SHIFT) - 1);
}

struct gate {
	uint64_t need;         /* bits of the literals */
	uint64_t pairs;        /* bits of literals side by side */
	uint32_t first, last;  /* folds of the first and the last token, where the rule asks for them, or 0 */
	uint16_t min, max;     /* tokens */
	uint8_t then;          /* 0: the same rule again, ':' the next one, '@' return */
};

/* What a trace prints of a rule. */
enum rule_side {
	RULE_LEFT,
	RULE_RIGHT,
	RULE_BARE, /* the right one once its $>"name" has been called: sendmail takes the quotes off then */
	RULE_SIDES
};

struct rule {
	const struct tok *lhs;      /* its left-hand side, and behind it the right one without its prefix */
	uint64_t mask, pairs;       /* of the literals of the right-hand side */
	uint32_t nlhs, nrhs;
	uint32_t line;              /* of the program's file */
	uint32_t number;            /* among all rules */
	uint32_t bare;              /* which of those with $>"name" it is */
	bool quoted;                /* it has a $>"name" */
	bool positions;             /* it has $1 … */
	unsigned char prefix;       /* its $@ or $: (enum word_meta) */
};

static inline const struct tok *rule_rhs(const struct rule *rule)
{
	return rule->lhs + rule->nlhs;
}

/* The operation behind one of a right-hand side. */
static inline const struct tok *rhs_next(const struct tok *op)
{
	return op + 1 + op->fold;
}

/* How a trace prints a rule; host's memory, once asked for: see rule_text.c. */
struct rule_texts {
	_Atomic(char *) side[RULE_SIDES];
};

struct ruleset {
	struct slice name;      /* as a trace prints it */
	const struct gate *gates;
	const struct rule *rules;
	size_t n;
};

/* A class: single tokens as bits over fold numbers, phrases as sorted text in lower case. */
struct klass {
	struct slice name;
	uint64_t *bits;
	size_t nbits;
	struct slice *phrases;
	size_t nphrases;
	struct slice *members;  /* all, in the order they came */
	size_t nmembers, cap;
};

struct macro {
	struct slice name;
	struct slice value;     /* p NULL: not defined; $ of a name is SCAN_DOLLAR */
};

struct cfrw_program {
	struct cfrw_host host;
	struct arena *arena;
	struct cfrw_host own;   /* whose memory the arena is: for words */
	struct srcset *src;
	uint32_t file;          /* its number there */
	struct diags *diags;
	struct ir *ir;
	struct words words;
	unsigned char kinds[256];
	char space;             /* option BlankSub */
	size_t space_from;      /* the item that sets it: maps declared before it do not know of it */
	uint32_t nbare;         /* rules with $>"name" */
	uint32_t nrules;
	_Atomic(struct rule_texts *) texts; /* by the number of the rule; NULL: none was asked for */
	bool shapeless;         /* see trail.h: words that it does not have may yet count */
	unsigned level;
	struct slice vendor;
	unsigned errors;
	struct cf_line *lines;  /* see program_lines() */
	size_t nlines, lines_cap;
	void *file_text;        /* of a file of words, of malloc, while it is read: it is given back where memory runs out */
	struct said **said;     /* while lines are read: where what is said of them is kept */

	struct symtab *macro_names;  /* name → struct macro * in macros */
	struct macro *macros;
	size_t nmacros, macros_cap;
	struct symtab *class_names;
	struct klass *classes;
	size_t nclasses, classes_cap;

	int next_ruleset;       /* the number that the next name gets; names are words, which know their ruleset */
	struct ruleset rulesets[ENGINE_RULESETS_MAX];
};

static inline size_t macro_index(const cfrw_program *p, const struct macro *m)
{
	return (size_t)(m - p->macros);
}

/* The number of a macro's or a class's name, made when it is new. */
size_t program_macro(cfrw_program *p, struct slice name);
size_t program_class(cfrw_program *p, struct slice name);
/* The same where the name is known; -1 where it is not. */
ptrdiff_t program_macro_find(const cfrw_program *p, struct slice name);
ptrdiff_t program_class_find(const cfrw_program *p, struct slice name);
/* The value of a macro as the file stands; an expand_value_fn. */
bool program_macro_value(const void *program, struct slice name, struct slice *value);
/* The word that a name of a ruleset is, so that a call finds its ruleset by it; good until there is another word. */
struct word *program_ruleset_word(cfrw_program *p, struct slice name);
/* The number that a name of a ruleset begins with, as sendmail has it, which puts what strtol gives into an int; false: it begins with no digit. */
bool ruleset_number(struct slice name, int *number);
/* The letters, digits and _ that a name begins with: what stands behind them does not count. */
struct slice ruleset_own_part(struct slice name);
/* The ruleset of a name, made when it is new; -1 and a message, of that line, when there are too many or the number is bad. */
int program_ruleset(cfrw_program *p, struct slice name, const struct ir_item *item);
__attribute__((format(printf, 4, 5))) void program_say(cfrw_program *p, enum cfrw_severity severity, const struct ir_item *item, const char *fmt, ...);

/* While it is loaded: memory has run out; does not return. */
void program_no_memory(cfrw_program *p);

/* name.c: text as a .cf spells it, with the $ that begin a name made SCAN_DOLLAR and $$ made $. */
struct slice name_translate(struct arena *a, struct slice text);

/* expand.c */
typedef bool expand_value_fn(const void *data, struct slice name, struct slice *value);
/* Puts macros' values into text (see name_translate); symbols: $* and the like stay as they are. False where it grows beyond all bounds. */
bool expand_text(struct buf *out, struct slice text, bool symbols, expand_value_fn *value, const void *data);
/* The same, and symbols are sendmail's own codes: a byte each. */
bool expand_codes(struct buf *out, struct slice text, expand_value_fn *value, const void *data);

/* Whether a token stands in quotes. */
static inline bool rule_is_quoted(struct slice token)
{
	return token.n >= 2 && token.p[0] == '"';
}

/* rule_text.c: good as long as the program; ends in a NUL byte. */
struct slice rule_text(const cfrw_program *p, const struct rule *rule, enum rule_side side);
void rule_texts_free(cfrw_program *p);
/* class.c */
void class_add(cfrw_program *p, size_t class_index, struct slice member);
void classes_finish(cfrw_program *p);

#endif
