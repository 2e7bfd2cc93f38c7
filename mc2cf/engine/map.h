/*
 * map.h - the maps of a configuration: K lines, alias files and what is built in
 *
 * The core of the engine does no input or output: where a rule asks a map, it
 * hands out the question.  This is who answers it, by blocking.
 *
 *     struct maps *maps = maps_new(ir, &env);
 *     struct map *m = maps_find(maps, SLICE_LIT("access"));
 *     map_ask(m, &question, &scratch, &answer);       $(access key $@ arg $)
 *
 * A map is opened when it is first asked, and again when its file was replaced.
 * What a map says, and when, is sendmail's: see man mc2cf-maps(5).
 *
 * Ownership: maps_new() takes an arena of its own where it is given none; the IR must live as long.
 * Threads: one struct maps may be asked by many threads; each brings its own
 * scratch buffer and question.  maps_new and maps_free belong to one thread.
 */
#ifndef ENGINE_MAP_H
#define ENGINE_MAP_H

#include "engine/dns.h"
#include "ir/ir.h"

struct maps;
struct map;

/* Exit statuses of sysexits.h that sendmail's maps answer with; -bt's /map shows the number. */
enum map_status {
	MAP_OK = 0, MAP_NO_HOST = 68, MAP_NO_USER = 67, MAP_UNAVAILABLE = 69, MAP_SOFTWARE = 70, MAP_OS_ERROR = 71,
	MAP_IO_ERROR = 74, MAP_TEMPFAIL = 75, MAP_PROTOCOL = 76, MAP_CONFIG = 78
};

/* What the maps ask of their host; each function may be NULL.  user: the question's. */
struct map_env {
	void *ctx;
	struct arena *arena;      /* from which the maps are made, and which goes after them; NULL: they have their own */
	void (*on_oom)(void *ctx); /* must not return; NULL: abort */
	/* A message, as sendmail would print it behind the name of the .cf and the line; at: that line, or none. */
	void (*say)(void *ctx, struct srcpos at, struct slice text);
	/* What a K line says with macros as they stand there, in the arena. NULL: those that D lines before it define are known. */
	struct slice (*expand)(void *ctx, struct slice text, struct srcpos at, struct arena *a);
	/* class macro: sets the macro (name without braces) to value, or clears it (NULL). */
	void (*set_macro)(void *ctx, void *user, struct slice name, const struct slice *value);
	/* class bestmx: whether the host is one of ours (class w). */
	bool (*is_local)(void *ctx, void *user, struct slice host);
	struct slice domain;      /* $m, for names without a dot; empty: what /etc/hosts says of this machine */
	struct dns *dns;          /* NULL: nobody answers */
	bool deferred;            /* delivery mode `deferred': -D counts */
	bool programs;            /* class program may run what its K line says */
	/* class source: the text of the file with that name; false: there is none. NULL: files are read. */
	bool (*source)(void *ctx, struct slice name, struct slice *text);
	bool quiet;               /* open and lookup failures are not said */
	unsigned recheck_ms;      /* how long a file is taken to be as it was last seen; 0: it is looked at for each question */
};

/* %1 to %9 of a value. */
#define MAP_QUESTION_ARGS 9

struct map_question {
	struct slice key;
	const struct slice *args; /* $@ arguments: args[0] is %1 */
	size_t nargs;
	bool verbatim;            /* %0 in a value is not the key, but itself */
	void *user;               /* handed to the functions of map_env */
	unsigned depth;           /* 0; maps that ask maps count here */
};

struct map_answer {
	bool found;
	int status;         /* enum map_status: MAP_TEMPFAIL makes a rule's ruleset fail for now, the others do not matter to it */
	struct slice value; /* in the scratch buffer or in the map: until the next question with the same buffer, or maps_free */
};

/* All K lines and alias files, parsed; messages of what sendmail would complain of at start are said. NULL only without memory. */
struct maps *maps_new(const struct ir *ir, const struct map_env *env);
void maps_free(struct maps *maps);

/* The map of that name (in either case), or NULL. */
struct map *maps_find(struct maps *maps, struct slice name);
/* How many there are, and each in the order of its making. */
size_t maps_count(const struct maps *maps);
struct map *maps_at(const struct maps *maps, size_t i);

/*
 * $(map key $@ args $) of a rule: quotes are taken off the key, -D, -t and -T obeyed.  Where it is not found the rule takes
 * its default, or the key as it was.
 */
void map_ask(struct map *m, const struct map_question *q, struct buf *scratch, struct map_answer *out);
/* The bare lookup, as -bt's `/map NAME KEY' and F{x}@map: do it. */
void map_lookup(struct map *m, const struct map_question *q, struct buf *scratch, struct map_answer *out);

/* What F{name}key@class:args names. */
struct map_words {
	struct slice name, key, class_name, args;
	bool optional;      /* -o before it: no message of the class itself */
	struct srcpos at;
};
/* Asks a map that no K line has; true: value, in scratch, is what it says. What is wrong with it is said with its place. */
bool maps_words(struct maps *maps, const struct map_words *w, struct buf *scratch, struct slice *value);
/* Whether it never blocks and never allocates but in scratch: the core may ask it in place (arith, dequote, macro, null, regex, arpa, stab). */
bool map_is_pure(const struct map *m);
/*
 * A number that is another once the map may answer otherwise; 0: an answer holds for its question alone.  Read before a map
 * is asked, it says how long what map_ask() then says may be given again to the same key and arguments: a file's, until it
 * is seen to be another (recheck_ms); that of class host for a second at most, that of class source for ever.
 */
uint32_t map_version(struct map *m);
/* Opens it where it is not open yet; false: -bt says `Map named "x" not open'. An obligatory map that does not open counts as open and fails for now. */
bool map_open(struct map *m);

struct slice map_name(const struct map *m);
/* -S: what stands for white space between the tokens of a key or argument; 0: the option BlankSub. */
char map_space(const struct map *m);
struct slice map_class(const struct map *m);
/* The K line, or none for what is built in. */
const struct ir_item *map_item(const struct map *m);
/* Whether Debian's sendmail has that class; ours has cdb and lmdb besides. */
bool map_class_is_stock(struct slice class_name);

#endif
