/*
 * read_priv.h - what the parts of the reader share
 *
 *   read.c         physical lines → logical lines, comments, which kind of line
 *   read_line.c    the kinds that are a name and a value
 *   read_option.c  O lines
 *   read_mailer.c  M lines
 *   read_rule.c    S and R lines
 *   lex.c          rule text → tokens
 *   ahead.c        rules before they are wanted
 *   meant.c        comments, and names with something wrong
 *   name.c         $-constructs, names of macros and classes, operator characters
 */
#ifndef CF_READ_PRIV_H
#define CF_READ_PRIV_H

#include "cf/cf.h"

struct cf_reader {
	struct ir *ir;
	struct arena *arena;
	struct diags *d;
	unsigned level;        /* of the last V line */
	bool in_ruleset;       /* an R line has a ruleset to go to */
	bool operators_known;  /* sendmail settles them at the first rule */
	struct srcpos operators_at; /* … which is here */
	unsigned char kinds[256]; /* of bytes in a rule: enum cf_byte */
	bool usual_operators;  /* they are those of CF_OPERATORS_USUAL */

	bool pending;          /* there is a logical line to which more may be added */
	struct slice line;     /* it, where it is one physical line */
	struct buf folded;     /* it, where it is several */
	const char *stop;      /* where the last of them ends, */
	uint32_t more;         /* of so many behind the first */
	struct ir_origin origin;

	struct slice text;     /* the logical line being read, comments removed */
	struct slice raw;      /* the same as it stood */
	struct slice comment;  /* what stood behind a # */

	const struct ir_item *ready; /* the pending line as a rule that was read ahead, or NULL */
	struct ir_item *ahead;       /* where an item goes instead of to the IR, or NULL */
	const struct cf_sink *sink;  /* who is given them, or NULL */
	bool clean;                  /* no byte of the text is 0 */
	bool bad_name;               /* a name in the pending line is none */
	bool usual, was_usual;       /* it is a rule with nothing wrong at first sight; and so was the one before */

	struct ir_item rule;         /* the one being read: empty but for what each has */
	struct cf_scratch {
		struct ir_token *v;  /* of the rule being read */
		size_t cap;
	} tokens;
};

/* What a byte is in the text of a rule; what is part of a word by itself is 0. */
enum cf_byte { CF_WORD, CF_SPACE, CF_OPERATOR, CF_QUOTE, CF_DOLLAR, CF_BACKSLASH, CF_CODE };

/* The place of a byte of the logical line. */
struct srcpos cf_place(const struct cf_reader *r, const char *p);
/* Whether a template made the line. */
bool cf_is_made(const struct cf_reader *r);
/* A diagnostic at p; a line that a template made also says which line of the .mc asked for it. */
__attribute__((format(printf, 4, 5))) struct diag *cf_say(struct cf_reader *r, unsigned code, const char *p, const char *fmt, ...);
/* Adds the line to the IR as it is, IR_RAW: sendmail will refuse it.  The caller says why. */
void cf_add_raw(struct cf_reader *r);
/* Adds an item of the current line; its origin and comment are filled in. */
void cf_add(struct cf_reader *r, struct ir_item *item);

/* ahead.c: adds the pending line where it was read ahead in the way that it would be read now. */
bool cf_take_ready(struct cf_reader *r);

/* The length of $x, ${name}, $=x, $&{name}, $$ … at text[i] == '$'; a lone $ at the end is 1. */
size_t cf_dollar_length(struct slice text, size_t i);
/* Whether the text's last byte is a $ that begins nothing. */
bool cf_ends_in_lone_dollar(struct slice text);
/* The name of a macro or class at the front of *rest, which is cut off; false (and why) where sendmail would complain. */
bool cf_take_name(struct slice *rest, struct slice *name, const char **why);
/* A bad $-construct: says so.  The same is said once for a place. */
void cf_bad_name(struct cf_reader *r, struct slice construct, const char *why);
/* A version level as a number; what is too large counts as the newest. */
unsigned cf_level(struct slice digits);
/* Settles the operator characters. */
void cf_settle_operators(struct cf_reader *r);
/* Cuts both sides of a rule into tokens, which are the reader's own where there is a sink; false when a name in one is bad (a diagnostic has been made). */
bool cf_lex(struct cf_reader *r, struct slice left, struct slice right, struct ir_item *rule);

/* Each takes r->text, whose first byte is the kind's letter. */
void cf_read_version(struct cf_reader *r);
void cf_read_macro(struct cf_reader *r);
void cf_read_class(struct cf_reader *r);
void cf_read_classfile(struct cf_reader *r);
void cf_read_trusted(struct cf_reader *r);
void cf_read_precedence(struct cf_reader *r);
void cf_read_env(struct cf_reader *r);
void cf_read_map(struct cf_reader *r);
void cf_read_header(struct cf_reader *r);
void cf_read_filter(struct cf_reader *r);
void cf_read_queue(struct cf_reader *r);
void cf_read_option(struct cf_reader *r);
void cf_read_mailer(struct cf_reader *r);
void cf_read_ruleset(struct cf_reader *r);
void cf_read_rule(struct cf_reader *r);

static inline bool cf_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* What may stand between a $ and a name. */
static inline bool cf_is_modifier(char c)
{
	return c == '=' || c == '~' || c == '&' || c == '?';
}

/* A letter, a digit or _; without a branch, as nobody can guess which comes next. */
static inline bool cf_is_name_char(char c)
{
	unsigned u = (unsigned char)c;

	return ((u | 0x20) - 'a' < 26) | (u - '0' < 10) | (u == '_');
}

static inline struct slice cf_skip_space(struct slice s)
{
	while (s.n > 0 && cf_is_space(s.p[0])) {
		s.p++;
		s.n--;
	}
	return s;
}

static inline struct slice cf_drop(struct slice s, size_t n)
{
	return n != 0 ? (struct slice){s.p + n, s.n - n} : s;
}

#endif
