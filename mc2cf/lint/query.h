/*
 * query.h - what checks ask of a configuration, and how they say what they found
 *
 * Settings are asked of the IR, so a .mc and a .cf answer alike; FEATUREs and
 * names of a .mc are asked of its site, and a .cf has none.
 */
#ifndef LINT_QUERY_H
#define LINT_QUERY_H

#include "lint/lint.h"

/* --- options: settings.c --- */
/* An option as sendmail has it: the last O line, else not set.  at: the .mc line that sets it, or the O line; none where nobody does. */
struct lint_setting {
	bool set;              /* the configuration says it; else value is sendmail's own default, or empty */
	struct slice value;
	struct srcpos at;
	const struct ir_item *item;
};
struct lint_setting lint_option(const struct lint *l, const char *name);
/* Its value as a number; otherwise where it is not set or empty. */
long lint_option_number(const struct lint *l, const char *name, long otherwise);
/* Its value in seconds; unit: of a number without one, 'm' for most Timeouts, 's', 'd' …. */
long lint_option_seconds(const struct lint *l, const char *name, char unit, long otherwise);
bool lint_option_true(const struct lint *l, const char *name);
/* Whether a word is in its list, by any separator and in any case: PrivacyOptions, DontBlameSendmail. */
bool lint_option_has(const struct lint *l, const char *name, const char *word);
bool lint_list_has(struct slice list, const char *word);

/* Whether the sendmail that is meant was built with that: "STARTTLS", as `sendmail -d0.1 -bt' has it; true where nobody says. */
bool lint_built_with(const struct lint *l, const char *word);

/* --- names and FEATUREs of the .mc; not set and NULL for a .cf --- */
struct lint_setting lint_conf(const struct lint *l, const char *name);
/* The first use of a FEATURE; NULL: it is not used. */
const struct site_use *lint_feature(const struct lint *l, const char *name);
const struct site_use *lint_mailer_use(const struct lint *l, const char *name);
/* What was said to the use: "map" of access_db (see templates/README.md, facts "access_db.map"). */
struct slice lint_argument(const struct lint *l, const struct site_use *use, const char *name);

/* --- items of the IR --- */
/* The next item of a kind behind *i: for (size_t i = 0; (item = lint_next(l, IR_MAP, &i)) != NULL;) */
const struct ir_item *lint_next(const struct lint *l, enum ir_kind kind, size_t *i);
/* The value of a mailer's field; empty where it has none. */
struct slice lint_field(const struct ir_item *mailer, const char *key);
bool lint_has_field(const struct ir_item *mailer, const char *key);
/* Whether the site wrote the item, not a template. */
bool lint_is_own(const struct ir_item *item);
/* Whether the site wrote just this line: a raw line of a .mc, or any line of a .cf. */
bool lint_wrote(const struct lint *l, const struct ir_item *item);
/* Where the site asked for it: the directive, or the line itself; the file where nobody did. */
struct srcpos lint_asked_at(const struct lint *l, const struct ir_item *item);
/* The first item of the same kind and name. */
const struct ir_item *lint_first(const struct ir_item *item);
/* A macro's value, ${name} or $x without the $; empty where it is not defined. */
struct slice lint_macro(const struct lint *l, const char *name);
/* Whether a word is in a class by a C line. */
bool lint_class_has(const struct lint *l, const char *name, struct slice word);

/* A daemon's socket. */
struct lint_port {
	struct slice name, port, addr, family, modifiers, filters;
	struct srcpos at;
};
/* The next DaemonPortOptions behind *i, as lint_next() goes; false past the end. */
bool lint_next_port(const struct lint *l, size_t *i, struct lint_port *p);
/* Whether it is the port of that name or number. */
bool lint_port_is(const struct lint_port *p, const char *name, const char *number);
/* Whether other machines can connect: a port that is not bound to the loopback address.  Not so for FEATURE(msp). */
bool lint_faces_network(const struct lint *l);
/* --- the machine's part: role.c --- */
/* Whether strangers are served: other machines can connect, and it is neither a null client nor a submission program. */
bool lint_is_server(const struct lint *l);
/* Whether it is the program that hands mail to a server: submit.cf. */
bool lint_is_submission(const struct lint *l);
/* Whether a server has what STARTTLS needs. */
bool lint_is_tls(const struct lint *l);
/* Whether a port lets clients log in. */
bool lint_offers_auth(const struct lint *l);
/* Whether a word is in a list apart by blanks, in any case. */
bool lint_word_in(struct slice list, struct slice word);
bool lint_list_words(struct slice list, const char *word);
/* Whether other machines can connect to the port. */
bool lint_port_faces_network(const struct lint_port *p);
/* A word of class R that opens too much: "com", "de", "193". */
bool lint_is_wide(struct slice word);
/* The next key=value of a list like those of ports and filters; apart: the byte between them. */
bool lint_next_field(struct slice *rest, char apart, struct slice *key, struct slice *value);

/* --- rulesets --- */
struct lint_ruleset {
	const struct ir_item *head;        /* the S line */
	const struct ir_item **rules;      /* in order, those of a second S line of the same name too */
	size_t nrules, cap;
	bool own;                          /* the site wrote the S line */
};
/* All, in order; made once. */
const struct lint_ruleset *const *lint_rulesets(const struct lint *l, size_t *n);
/* By name or number; NULL: there is none. */
const struct lint_ruleset *lint_ruleset(const struct lint *l, struct slice name_or_number);
/* Whether a rule, a mailer, a header or sendmail itself calls it. */
bool lint_is_called(const struct lint *l, const struct lint_ruleset *r);
/* Whether a header line names it: HSubject: $>Name. */
bool lint_checks_header(const struct lint *l, const struct lint_ruleset *r);
/* Whether it writes addresses for a mailer: S= and R=, and final. */
bool lint_rewrites(const struct lint *l, const struct lint_ruleset *r);

/* --- saying it: say.c.  Each returns the diagnostic, for diag_help(), diag_place(), diag_edit(). --- */
/* At a place. */
__attribute__((format(printf, 4, 5))) struct diag *lint_say(const struct lint *l, unsigned code, struct srcpos at, const char *fmt, ...);
/* At the line that sets an option; where nobody sets it, at the file. */
__attribute__((format(printf, 4, 5))) struct diag *lint_say_setting(const struct lint *l, unsigned code, const struct lint_setting *s, const char *fmt, ...);
/* About the file as a whole: something that is missing. */
__attribute__((format(printf, 3, 4))) struct diag *lint_say_file(const struct lint *l, unsigned code, const char *fmt, ...);
/* At an item: the .mc line that asked for it, else its own; token: of a rule, NULL for all of it. */
__attribute__((format(printf, 5, 6))) struct diag *lint_say_item(const struct lint *l, unsigned code, const struct ir_item *item, const struct ir_token *token, const char *fmt, ...);
/* At a word in the line of a place (the place itself, where the word is not there). */
struct srcpos lint_word(const struct lint *l, struct srcpos at, struct slice word);
/* A rule's left- or right-hand side as text. */
const char *lint_tokens(const struct lint *l, const struct ir_tokens *t);

#endif
