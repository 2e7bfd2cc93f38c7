/*
 * cfrw.h - libcfrw: executes the rulesets of a sendmail.cf
 *
 * A program is a sendmail.cf that has been read.  It does not change any more,
 * so threads share it.  A context is where rulesets are run: it has macros,
 * classes and a workspace of its own, and belongs to one thread at a time.
 *
 * The library does no input and output while it rewrites.  A ruleset that looks
 * something up stops with a question (which map, which key, which arguments);
 * whoever embeds the library finds the answer as he likes and the ruleset goes
 * on.  The stack is the context's own, so any number of rewrites may wait.
 *
 *     cfrw_program *p = cfrw_load_file("/etc/mail/sendmail.cf", NULL);
 *     cfrw_context *c = cfrw_context_new(p);
 *     enum cfrw_status s = cfrw_rewrite(c, "3,0", "joe@example.com", 15);
 *     while (s == CFRW_QUESTION)
 *             s = cfrw_answer(c, CFRW_NOTFOUND, NULL, 0);
 *
 * Text is (pointer, length) and may hold any byte.  What a call returns belongs
 * to the program or the context; of a context it is good until the next call
 * that runs a ruleset or sets something.  Nothing here exits, prints or keeps
 * state outside its handles.  Names of macros and classes are written without
 * $ and braces: "j", "client_addr".
 *
 * A host's functions must return, and must not run, set, add, answer or cancel
 * anything of the context that calls them; a program's are called by all threads.
 */
#ifndef CFRW_H
#define CFRW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define CFRW_API __attribute__((visibility("default")))
#else
#define CFRW_API
#endif

typedef struct cfrw_program cfrw_program;
typedef struct cfrw_context cfrw_context;

struct cfrw_text {
	const char *p;
	size_t n;
};

/* --- what the host gives; NULL members: malloc, and silence --- */

enum cfrw_severity { CFRW_NOTE, CFRW_WARNING, CFRW_ERROR };

struct cfrw_host {
	void *(*alloc)(void *data, size_t n);
	void (*release)(void *data, void *p, size_t n);
	/* What sendmail would say: a message without newline.  file and line: where, of a line of the .cf; else NULL and 0. */
	void (*log)(void *data, enum cfrw_severity severity, const char *file, unsigned line, struct cfrw_text text);
	void *data;
};

/* --- programs --- */

struct cfrw_setting {
	const char *name;
	struct cfrw_text value;
};

struct cfrw_words; /* a class that is being filled */
/* One word more; good only in the functions of struct cfrw_load. */
CFRW_API void cfrw_word(struct cfrw_words *to, const char *p, size_t n);

struct cfrw_maps_how; /* below */

struct cfrw_load {
	const struct cfrw_host *host;
	const struct cfrw_setting *macros; /* what stands before the first line is read: w, j, m, k … */
	size_t nmacros;
	const struct cfrw_setting *words;  /* a word of a class each: what is in $=w before the first line */
	size_t nwords;
	/* Reads what an F line names (spec: the line behind the class) and gives the words; NULL: F lines are empty. */
	void (*classfile)(void *data, const char *name, struct cfrw_text spec, struct cfrw_words *to);
	/* Gives words of class w when all lines are read (cfrw_option may be asked); NULL: none. */
	void (*own_names)(void *data, const cfrw_program *p, struct cfrw_words *to);
	void *data;
	const struct cfrw_maps_how *maps; /* of cfrw_load_here: whom F lines with maps may ask, and whether those with programs run; NULL: what is usual */
	bool plain; /* the log is not told of lines that are wrong as such (cfrw_errors counts them), only of what is found beyond: rules, classes, maps */
};

/* The program, or NULL after the log function was told why.  how may be NULL.  name: of the text, for messages. */
CFRW_API cfrw_program *cfrw_load_memory(const char *p, size_t n, const char *name, const struct cfrw_load *how);
CFRW_API cfrw_program *cfrw_load_file(const char *path, const struct cfrw_load *how);
/* All its contexts must be gone. */
CFRW_API void cfrw_program_free(cfrw_program *p);

/* Lines with something wrong in them; sendmail would go on without such a line, and so does the program. */
CFRW_API unsigned cfrw_errors(const cfrw_program *p);
/* The version level of the V line, and the vendor. */
CFRW_API unsigned cfrw_level(const cfrw_program *p, struct cfrw_text *vendor);
/* The value of an option by its long name or letter; false where the file does not set it. */
CFRW_API bool cfrw_option(const cfrw_program *p, const char *name, struct cfrw_text *value);

enum cfrw_kind { CFRW_OPTIONS, CFRW_MACROS, CFRW_CLASSES, CFRW_CLASSFILES, CFRW_MAPS, CFRW_MAILERS, CFRW_HEADERS, CFRW_PRECEDENCES, CFRW_TRUSTED,
                 CFRW_FILTERS, CFRW_QUEUES, CFRW_ENVIRONMENT };

struct cfrw_item {
	struct cfrw_text name, value;
	const char *file;
	unsigned line;
	const void *at; /* where cfrw_field looks */
};
/* The lines of a kind in the order of the file: for (size_t i = 0; cfrw_next(p, CFRW_MAPS, &i, &item); ) … */
CFRW_API bool cfrw_next(const cfrw_program *p, enum cfrw_kind kind, size_t *i, struct cfrw_item *item);
/* The last line of a kind with that name. */
CFRW_API bool cfrw_find(const cfrw_program *p, enum cfrw_kind kind, struct cfrw_text name, struct cfrw_item *item);
/* A mailer's fields: 'P', 'F', 'S' …; false where it has none such. */
CFRW_API bool cfrw_field(const struct cfrw_item *mailer, char key, struct cfrw_text *value);

/* The number of a ruleset by its name or number; -1: there is none. */
CFRW_API int cfrw_ruleset(const cfrw_program *p, const char *name, size_t n);
/* Its name, or its number as text; empty for a number that is none. */
CFRW_API struct cfrw_text cfrw_ruleset_name(const cfrw_program *p, int ruleset);

struct cfrw_rule {
	struct cfrw_text lhs, rhs; /* as the file spells them, but for white space */
	const char *file;
	unsigned line;
};
/* How many rules a ruleset has, and the i-th from 0; false: there is none. */
CFRW_API size_t cfrw_rules(const cfrw_program *p, int ruleset);
CFRW_API bool cfrw_rule(const cfrw_program *p, int ruleset, size_t i, struct cfrw_rule *rule);

/* --- contexts --- */

/* NULL: no memory.  It is faster the longer it is used: it keeps what its runs have done, some megabytes at most. */
CFRW_API cfrw_context *cfrw_context_new(const cfrw_program *p);
CFRW_API void cfrw_context_free(cfrw_context *c);
/* As it was when it was new, but for budget, trace and words added to classes: macros are what the program says. */
CFRW_API void cfrw_reset(cfrw_context *c);
/* The program that it was made of. */
CFRW_API const cfrw_program *cfrw_program_of(const cfrw_context *c);
/* The most steps of one rewrite; 0: the usual budget. */
CFRW_API void cfrw_budget(cfrw_context *c, unsigned long steps);

/* Sets a macro; value NULL: back to what the program says.  The value is taken as it is, a $ in it is a $.  False: no memory. */
CFRW_API bool cfrw_set(cfrw_context *c, const char *name, const char *value, size_t n);
/* The same for a name with a length. */
CFRW_API bool cfrw_set_text(cfrw_context *c, struct cfrw_text name, struct cfrw_text value);
/* What stands behind a D, or behind .D of sendmail -bt: a name and a value, in which $x names a macro. */
CFRW_API bool cfrw_define(cfrw_context *c, const char *p, size_t n);
/* Its value as it was set; false where it is not defined. */
CFRW_API bool cfrw_get(const cfrw_context *c, const char *name, struct cfrw_text *value);
/* The text with its $x, ${name}, $?x … $| … $. replaced, in the context's memory. */
CFRW_API struct cfrw_text cfrw_expand(cfrw_context *c, const char *p, size_t n);

/* Adds a word to a class; false: no memory. */
CFRW_API bool cfrw_add(cfrw_context *c, const char *name, const char *word, size_t n);
/* Whether a word is in a class, by the program or added; letters may differ in case. */
CFRW_API bool cfrw_in(const cfrw_context *c, const char *name, const char *word, size_t n);
/* The words of a class: for (size_t i = 0; cfrw_members(c, "w", &i, &word); ) … */
CFRW_API bool cfrw_members(const cfrw_context *c, const char *name, size_t *i, struct cfrw_text *word);

/* --- tracing --- */

enum cfrw_event {
	CFRW_CALL    = 1,  /* a ruleset begins:   "canonify           input: joe @ example . com" */
	CFRW_RETURN  = 2,  /* it ends:            "canonify         returns: …" */
	CFRW_TRY     = 4,  /* a rule is tried:    "-----trying rule: $* < @ $+ >" */
	CFRW_FAIL    = 8,  /* it does not match:  "----- rule fails" */
	CFRW_MATCH   = 16, /* it does:            "-----rule matches: …" */
	CFRW_REWRITE = 32, /* the new workspace:  "rewritten as: …" */
	CFRW_VALUE   = 64, /* the value of a $&x:  "rewrite: RHS $&{x} => …" */
	CFRW_LOOP    = 128, /* the workspace of an endless loop: "workspace:  a" */
	CFRW_SKIP    = 256, /* a call of a ruleset without rules: "-----skip subr Local_check_mail (190)" */
	CFRW_TRACE_CALLS = 3,
	CFRW_TRACE_ALL = 511
};

struct cfrw_trace {
	enum cfrw_event event;
	struct cfrw_text text; /* the line that sendmail prints, without its newline */
	int ruleset;
	int depth;
	const char *file;      /* of the rule, where one is tried or has matched */
	unsigned line;
	size_t rule;           /* its place in the ruleset, from 0 */
};
typedef void cfrw_trace_fn(void *data, const struct cfrw_trace *t);
/* events: those wanted, added up; 0 switches tracing off, and then it costs nothing. */
CFRW_API void cfrw_trace(cfrw_context *c, unsigned events, cfrw_trace_fn *fn, void *data);

/* --- running rulesets --- */

enum cfrw_status {
	CFRW_DONE,     /* the workspace is the answer */
	CFRW_QUESTION, /* cfrw_question says what is asked; go on with cfrw_answer */
	CFRW_FAILED    /* cfrw_failure says why; the workspace is as far as it got */
};

/*
 * Cuts text into tokens, which become the workspace.  delim: a character that ends an address, or 0.
 * *used: what was read.  False: there are no tokens (then *used may be less than n), or it is refused, which the log is told.
 */
CFRW_API bool cfrw_scan(cfrw_context *c, const char *p, size_t n, char delim, size_t *used);
/* Runs a ruleset on the workspace. */
CFRW_API enum cfrw_status cfrw_run(cfrw_context *c, int ruleset);
/* Both: rulesets, names or numbers apart by commas, each on what the one before left. */
CFRW_API enum cfrw_status cfrw_rewrite(cfrw_context *c, const char *rulesets, const char *p, size_t n);

struct cfrw_question {
	struct cfrw_text map;   /* the name of the map; "host" for $[name$] */
	struct cfrw_text key;
	const struct cfrw_text *args; /* %1 … of the map; %0 is the key */
	size_t nargs;
	bool hostname;          /* asked by $[name$] */
};
/* What is asked, good until it is answered; NULL: nothing. */
CFRW_API const struct cfrw_question *cfrw_question(const cfrw_context *c);

enum cfrw_answer {
	CFRW_FOUND,    /* value is what the map says */
	CFRW_NOTFOUND,
	CFRW_TEMPFAIL, /* it cannot be known now: the rewrite's failure is 75; it goes on with value, or as not found where that is NULL */
	CFRW_NOMAP     /* there is no such map: as not found, and the log says so */
};
/* Goes on with an answer, whose value is copied; where nothing is asked, it only says how the last rewrite ended. */
CFRW_API enum cfrw_status cfrw_answer(cfrw_context *c, enum cfrw_answer answer, const char *value, size_t n);
/* Puts the key together anew, with that character between words that would touch: what a map with -S wants; arguments keep BlankSub. */
CFRW_API void cfrw_spaced(cfrw_context *c, char space);
/* Leaves a rewrite that waits for an answer. */
CFRW_API void cfrw_cancel(cfrw_context *c);

/* Why it failed: a status as in sysexits.h (65 too long, 75 try later, 78 wrong configuration) and a sentence. */
struct cfrw_failure {
	int status;
	struct cfrw_text text;
};
CFRW_API struct cfrw_failure cfrw_failure(const cfrw_context *c);

/* --- results --- */

/* The workspace: its tokens, and as sendmail -bt prints it (a blank between any two). */
CFRW_API size_t cfrw_tokens(const cfrw_context *c);
CFRW_API struct cfrw_text cfrw_token(const cfrw_context *c, size_t i);
CFRW_API struct cfrw_text cfrw_printed(cfrw_context *c);
/* As an address: blanks only where two words would touch. */
CFRW_API struct cfrw_text cfrw_address(cfrw_context *c);

enum cfrw_verdict {
	CFRW_PLAIN,      /* no $#: just a workspace */
	CFRW_MAILER,     /* $#mailer $@host $:user */
	CFRW_OK,         /* $#ok */
	CFRW_ERROR_REPLY,/* $#error $@ dsn $: "code text" */
	CFRW_DISCARD,    /* $#discard */
	CFRW_QUARANTINE  /* $#error $@ quarantine $: reason */
};

struct cfrw_result {
	enum cfrw_verdict verdict;
	struct cfrw_text mailer, host, user; /* as addresses; user of an error is its text */
	struct cfrw_text dsn;                /* of an error: "5.7.1" */
	int code;                            /* of an error: 550; 0: none was given */
};
/* What the workspace says; the texts are the context's, and stay until the next call of it. */
CFRW_API struct cfrw_result cfrw_result(cfrw_context *c);

/* --- for simple hosts: real maps, which answer by blocking --- */

typedef struct cfrw_maps cfrw_maps;

struct cfrw_maps_how {
	bool programs;    /* maps of the class program may run what they name; in cfrw_load_here, also F|program */
	bool deferred;    /* delivery mode `deferred': maps with -D are not asked */
	bool quiet;       /* the log is not told what cannot be opened */
	const char *dns;  /* a file of canned answers, see mc2cf-maps(5), instead of the network; "none": nobody answers */
	struct cfrw_text answers; /* such a file's text, where dns is NULL and p is not */
	/* Maps of class source: the text of the table that a K line names; false: there is none. NULL: files are read. */
	bool (*source)(void *data, struct cfrw_text name, struct cfrw_text *text);
	void *data;
};

/*
 * The maps of a program's K lines; each is opened when it is first asked.  NULL: no memory.  Threads may share it.
 * A file is looked at once a second at most, when its map is asked: one that was replaced or written to counts from then on,
 * in all threads; one that is gone stays as it was.  Until then a context may give an answer again that it has had from a
 * file (also that there is none), and a host's name for a second.  What else a map may say or do, it is asked each time.
 */
CFRW_API cfrw_maps *cfrw_maps_new(const cfrw_program *p, const struct cfrw_maps_how *how);
CFRW_API void cfrw_maps_free(cfrw_maps *m);
/* Answers question after question until the rewrite is done or has failed. */
CFRW_API enum cfrw_status cfrw_settle(cfrw_maps *m, cfrw_context *c, enum cfrw_status status);

/* cfrw_load_file with what sendmail knows of the machine: $w, $j, $m, $k, class w; and what F lines name. how: host, macros and maps count. */
CFRW_API cfrw_program *cfrw_load_here(const char *path, const struct cfrw_load *how);

#ifdef __cplusplus
}
#endif

#endif
