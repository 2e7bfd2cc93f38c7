/*
 * ir.h - the rule IR: what a sendmail.cf says, as data
 *
 * This is the waist of the house.  The .mc compiler ends in it, the .cf reader
 * ends in it; the writer prints it, the linter judges it, the engine runs it.
 * It knows neither m4 nor files nor sockets.
 *
 * An IR is a sequence of items in file order (order matters to sendmail: a
 * macro counts from where it is defined, a later map of the same name wins),
 * with tables by name beside it.  Each item says where it came from: the line
 * that spells it (.cf, template or LOCAL_ section) and the .mc line that asked
 * for it.  Two IRs are equal when ir_equal() says so: origins, comments and
 * white space in rules do not count; read(write(IR)) equals IR.
 *
 * Ownership: all memory belongs to the arena given to ir_new().
 * Sections of the op guide: 5.1 (R, S), 5.2-5.10 (D C M H P V K O Q X …).
 */
#ifndef IR_IR_H
#define IR_IR_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/src.h"
#include "base/symtab.h"

/* Where an item comes from. */
struct ir_origin {
	struct srcpos at;    /* the line that spells it: template, .cf, or the .mc's own raw line */
	struct srcpos asked; /* the .mc directive that asked for it, or SRCPOS_NONE */
};

enum ir_token_kind {
#define T(name, spelling, sides, argument, meaning) IR_T_##name,
#include "ir/tokens.def"
#undef T
	IR_T_COUNT
};

/* One token of a rule.  text: the literal; the name of a class or macro without $ and braces; the digit of $n.  More in token.h. */
struct ir_token {
	enum ir_token_kind kind;
	bool space; /* white space stood before it: the tokens were apart; never set on the first of a side */
	uint32_t col; /* where it stands in the line of the item's origin, from 1; 0: not known, or on a continuation line */
	struct slice text;
};

struct ir_tokens {
	struct ir_token *v;
	size_t n;
};

/* What need not be found out again of a rule that many configurations have. */
struct ir_known {
	struct slice lhs, rhs; /* the sides as a writer prints them */
	size_t column;         /* behind an R and lhs */
	bool sound;            /* ir_check_shape() has nothing to say of it, whatever the macros are */
	bool names;            /* rulesets, mailers or maps: see ir_names_others() */
};

enum ir_kind {
	IR_COMMENT,   /* text: without the leading "# "; carried for readers, never compared */
	IR_VERSION,   /* name: level, value: vendor or empty */
	IR_OPTION,    /* name: long name as in options.def, or as spelled when unknown; value */
	IR_MACRO,     /* D: name, value */
	IR_CLASS,     /* C: name, value: the words, separated by single spaces */
	IR_CLASSFILE, /* F: name, value: path, options and format as spelled */
	IR_MAP,       /* K: name, value: class and arguments */
	IR_MAILER,    /* M: name, fields */
	IR_HEADER,    /* H: value: the whole line behind the H, continuations with their newlines */
	IR_PRECEDENCE,/* P: name, value */
	IR_TRUSTED,   /* T: value: the names */
	IR_FILTER,    /* X: name, fields as text in value */
	IR_QUEUE,     /* Q: name, value */
	IR_ENV,       /* E: name, value */
	IR_RULESET,   /* S: name, value: its number as spelled, or empty; rules follow */
	IR_RULE,      /* R: lhs, rhs; belongs to the nearest IR_RULESET before it */
	IR_RAW        /* a line that is none of these (sendmail will complain of it): value */
};

/* A mailer's equate: P=, F=, S= … key is the first letter in the table of mailer fields, or as spelled. */
struct ir_field {
	struct slice key, value;
};

struct ir_item {
	enum ir_kind kind;
	struct ir_origin origin;
	struct slice name, value;
	struct slice comment;          /* a rule's third column, or what stood behind a # */
	struct ir_tokens lhs, rhs;     /* IR_RULE */
	const struct ir_known *known;  /* of a rule that was read ahead, or NULL */
	struct ir_field *fields;       /* IR_MAILER */
	size_t nfields;
	size_t index;                  /* its place in the IR; set by ir_add, as is */
	const struct ir_item *same;    /* the item of that kind and name before it, or NULL */
};

struct ir;

struct ir *ir_new(struct arena *a);
struct arena *ir_arena(const struct ir *ir);
/* Appends a copy of *item (slices are kept as they are: their bytes must live in the arena or longer) and files it in the tables. */
struct ir_item *ir_add(struct ir *ir, const struct ir_item *item);
size_t ir_count(const struct ir *ir);
struct ir_item *ir_at(const struct ir *ir, size_t i);

/* The last item of a kind with that name (mailers, maps: case-insensitive), or NULL. */
struct ir_item *ir_find(const struct ir *ir, enum ir_kind kind, struct slice name);
/* All names of a kind, each once, in the order of their first appearance. */
const struct symtab *ir_names(const struct ir *ir, enum ir_kind kind);
/* The index of the first IR_RULESET item with that name or number; false when there is none. */
bool ir_ruleset(const struct ir *ir, struct slice name_or_number, size_t *index);

/* Whether two IRs say the same to sendmail; where not, *why (may be NULL) says in a sentence what differs first, made in a's arena. */
bool ir_equal(const struct ir *a, const struct ir *b, struct slice *why);
/* The canonical text form that --stop-after=ir prints and the tests compare: one item a line, origin in front. */
void ir_dump(const struct ir *ir, const struct srcset *src, struct buf *out);
/* A map or ruleset that may be missing: ir_check says nothing of what asks for it. */
void ir_excuse(struct ir *ir, struct slice name);
bool ir_is_excused(const struct ir *ir, struct slice name);
/*
 * Checks what must hold of any IR, whoever made it; queues diagnostics: a call of a ruleset that is nowhere, $n beyond the
 * operators of the left-hand side, a mailer that names a missing ruleset, a map that is used and not declared.
 * Where d holds errors already, they explain what a template's items lack, and only the site's own lines are checked.
 */
void ir_check(const struct ir *ir, struct diags *d);
/* The part of it that looks at one rule by itself, and at the macros on its left-hand side. */
void ir_check_shape(const struct ir *ir, const struct ir_item *rule, struct diags *d);
bool ir_has_macro(const struct ir_item *rule);
/* Whether the right-hand side names a ruleset, a mailer or a map. */
bool ir_names_others(const struct ir_item *rule);

/* Tables from the .def files. */
struct ir_option {
	const char *name;   /* long name as written: "MaxMessageSize" */
	char letter;        /* old one-letter name, or 0 */
	const char *type;   /* bool int size time enum flags path string mode user … */
	const char *values; /* of an enum or flag set: "a|b|c"; else "" */
	const char *since;  /* "8.7" */
};
/* The option by long name (case-insensitive) or by letter (a slice of one byte), or NULL. */
const struct ir_option *ir_option_find(struct slice name);
const struct ir_option *ir_option_at(size_t i); /* NULL past the end */
const char *ir_token_spelling(enum ir_token_kind k);

/* Whether sendmail has such a class of maps, however it was built; and help for one that it has not. */
bool ir_map_class_known(struct slice name);
void ir_map_class_help(struct diag *g, struct slice name);
/* What is wanting to a map of that class with this behind it, as the end of a sentence; or NULL. And how it is written. */
const char *ir_map_lacks(struct slice class, struct slice rest);
const char *ir_map_form(struct slice class);
/* The map's file, where it is no full path; or nothing. */
struct slice ir_map_relative(struct slice class, struct slice rest);

/* What the sendmail type of an option accepts: true, or false with a sentence in *why (static text). */
bool ir_option_value_ok(const struct ir_option *o, struct slice value, const char **why);
/* Whether sendmail does not start with a value that the option does not accept; otherwise it goes on without a word. */
bool ir_option_refuses(const struct ir_option *o, struct slice value);
/* Why sendmail does not start with a value, be it empty, that the type of the option allows; NULL where it does (static text). */
const char *ir_option_refused(const struct ir_option *o, struct slice value);
/* The first word of a list of flags that sendmail does not know; empty where all are known or it is no list. */
struct slice ir_option_bad_word(const struct ir_option *o, struct slice value);

#endif
