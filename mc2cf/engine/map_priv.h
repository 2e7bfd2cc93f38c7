/*
 * map_priv.h - what the classes of maps share
 */
#ifndef ENGINE_MAP_PRIV_H
#define ENGINE_MAP_PRIV_H

#include <pthread.h>
#include <stdatomic.h>
#include <sys/types.h>
#include <time.h>

#include "engine/limits_map.h"
#include "engine/map.h"
#include "engine/names_options.h"

/* Flags of a K line that most classes take. */
enum {
	MF_OPTIONAL = 1 << 0,   /* -o */
	MF_NO_FOLD = 1 << 1,    /* -f */
	MF_MATCH_ONLY = 1 << 2, /* -m */
	MF_APPEND = 1 << 3,     /* -A */
	MF_KEEP_QUOTES = 1 << 4,/* -q */
	MF_NO_DEFER = 1 << 5,   /* -t */
	MF_DEFER = 1 << 6,      /* -D */
	MF_TRY_PLAIN = 1 << 7,  /* keys without a null byte are looked for; not with -N */
	MF_TRY_NULL = 1 << 8,   /* keys with one; not with -O */
	MF_ALIAS = 1 << 9       /* an alias file: where there is no database, the text is read */
};

/* Traits of a class. */
enum {
	MT_PURE = 1 << 0,  /* never blocks, keeps no state */
	MT_FILE = 1 << 1,  /* `No file name for' it, where there is none */
	MT_STOCK = 1 << 2, /* Debian's sendmail has it */
	MT_WATCH = 1 << 3, /* opened anew when its file is another */
	MT_KEEPS = 1 << 5, /* makes things in map_arena() when it is opened */
	MT_SHARED = 1 << 4 /* looks after threads itself: no lock is held while it is asked */
};

enum map_opened { MAP_CLOSED, MAP_OPEN, MAP_ABSENT /* optional, and not there */, MAP_BOGUS /* not there: fails for now */ };

/* What a file was when it was last looked at. */
struct map_stamp {
	dev_t dev;
	ino_t ino;
	off_t size;
	struct timespec mtime, ctime;
};

struct map_type {
	const char *name;
	unsigned traits;
	/* Takes the arguments of the K line; false: the map is no map. NULL: there is nothing to take. */
	bool (*parse)(struct map *m, struct slice args);
	/* NULL: nothing to open. False: could not be; it has said why. */
	bool (*open)(struct map *m);
	void (*close)(struct map *m);
	void (*lookup)(struct map *m, const struct map_question *q, struct buf *out, struct map_answer *a);
	const char *ending; /* of the name of its file, "" where there is none; NULL: it has no file */
};

struct map {
	struct maps *maps;
	const struct ir_item *item;
	const struct map_type *type;
	struct slice name, args;
	struct slice file;              /* behind the flags; empty: none */
	struct slice append, tempappend;/* -a -T */
	struct slice key_column, value_column; /* -k -v */
	struct slice base_domain;       /* -B */
	bool has_tempappend;
	char delim;                     /* -z; 0: none */
	char space;                     /* -S */
	unsigned flags;                 /* MF_… */
	unsigned timeout, retry;        /* -d -r; 0: not said */
	void *own;                      /* what the class makes of its arguments, in the arena of the maps */

	struct arena *arena;            /* of what it makes once questions are asked; see map_arena() */
	pthread_mutex_t lock;           /* over what follows, and the lookups of a class that is not pure */
	enum map_opened opened;
	struct map_stamp stamp;
	_Atomic uint64_t seen;          /* when the file was last looked at, in milliseconds; written with the lock held, as version */
	_Atomic uint32_t version;       /* of what it says, since it was opened; 0: it is not open */
	uint32_t versions;              /* so far */
	const char *path;               /* the file that is watched, with its .db */
	void *state;                    /* of the class while it is open */
};

struct maps {
	struct arena *arena;
	const struct ir *ir;
	struct map_env env;
	struct symtab *by_name;
	bool counts;                    /* what maps of class source are asked */
	bool ready;                     /* all lines are read: threads may ask */
	struct srcpos at;               /* of the line that is being read; none once all are */
	bool group_writable, unsafe_path; /* DontBlameSendmail */
	const char *trusted;            /* TrustedUser, a name or a number; NULL: none */
	struct slice ldap_default;      /* option LDAPDefaultSpec, as it stands so far */
	size_t naliases;                /* alias files so far */
	unsigned names;                 /* enum names_option: how names are found */
};

/* --- map_class.c --- */
const struct map_type *map_type_find(struct slice name);

/* --- map_args.c: the common flags; what stands behind them is left in m->file. extra: takes a flag that is the class's own. */
typedef bool (*map_flag_fn)(struct map *m, char flag, struct slice word);
bool map_args(struct map *m, struct slice args, map_flag_fn extra, bool complain);
bool map_parse_common(struct map *m, struct slice args);
/* One flag that all classes with common arguments take; false where it is none. */
bool map_common_flag(struct map *m, char flag, struct slice value);
/* The next word; false at the end. */
bool map_word(struct slice *rest, struct slice *word);
/* The number at its beginning, as atoi reads it. */
long map_number(struct slice s);
/* "5s", "1m30s": seconds; without a unit they are of that one. */
unsigned map_time(struct slice s, char unit);

/* --- map_value.c --- */
/* The value as a rule gets it: %n of q (NULL: none), and -a. */
void map_value(const struct map *m, struct slice value, const struct map_question *q, struct buf *out, struct map_answer *a);
/* The same for what a lookup found: with -m it is the key. */
void map_found(const struct map *m, struct slice value, const struct map_question *q, struct buf *out, struct map_answer *a);
/* A value without either. */
void map_plain(struct slice value, struct buf *out, struct map_answer *a);
/* The key as a database has it: cut, and in small letters without -f. room: MAP_KEY_MAX + 1 bytes; a NUL is put behind it. */
size_t map_key(const struct map *m, struct slice key, char *room);

/* --- map_say.c --- */
__attribute__((format(printf, 2, 3))) void map_say(const struct map *m, const char *fmt, ...);
/* The same with the text of errno behind it, where it is not 0. */
__attribute__((format(printf, 3, 4))) void map_say_errno(const struct map *m, int error, const char *fmt, ...);
/* Where a map makes what it keeps: the arena of the maps while lines are read, later its own, under its lock. */
struct arena *map_arena(const struct map *m);
/* What no map has to say, but those who look for names. */
__attribute__((format(printf, 2, 3))) void maps_say(const struct maps *maps, const char *fmt, ...);
/* A slice as a C string there. */
const char *map_cstr(const struct map *m, struct slice s);

/* --- map_file.c --- */
/* Whether sendmail would read it: NULL, or why not; *st is set where it is there. */
const char *map_file_unsafe(const struct map *m, const char *path, struct map_stamp *st);
/* Whether all folders on the way to what is there are safe: NULL, or what is wrong. */
const char *map_path_unsafe(const struct maps *maps, const char *path);
bool map_stamp_same(const struct map_stamp *a, const struct map_stamp *b);
bool map_stamp_of(const char *path, struct map_stamp *st);
/* A whole file in memory of malloc, with a NUL behind it; NULL with errno. */
char *map_read_file(const char *path, size_t max, size_t *n);

/* --- map_db.c --- */
/* The file with that ending, which the name may have already. */
const char *map_db_path(const struct map *m, const char *ending);
/* Whether m->path may be read; says why not, and remembers what it was. */
bool map_db_allowed(struct map *m);

/* --- map_open.c: with the lock held, or before threads ask --- */
/* Opens it where it is not open yet, or its file is another by now. */
void map_ready(struct map *m);
void map_close(struct map *m);

/* --- map.c --- */
/* The map of that name, made anew where there was one. */
struct map *map_add(struct maps *maps, struct slice name, const struct map_type *type, const struct ir_item *item);
/* Gives it its arguments; false: they are wrong, which was said, and it is no map. */
bool map_parse(struct map *m, struct slice args);
/* --- map_expand.c: macros: the D lines so far, by name. */
struct slice map_expand(struct maps *maps, const struct symtab *macros, struct slice text);
/* --- map_alias.c: the maps of option AliasFile. */
void map_add_aliases(struct maps *maps, struct slice value, const struct ir_item *option);
void map_add_builtin(struct maps *maps);
/* --- map_sequence.c: one more member. */
void map_sequence_add(struct map *sequence, struct map *member);

/* One object a class. */
#define C(name) extern const struct map_type map_type_##name;
#include "engine/map_classes.def"
#undef C

#endif
