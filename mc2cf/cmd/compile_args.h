/*
 * compile_args.h - the options of the verb compile
 */
#ifndef CMD_COMPILE_ARGS_H
#define CMD_COMPILE_ARGS_H

#include "base/arena.h"
#include "mc/version.h"

enum stop_after { STOP_CF, STOP_IR, STOP_RECORDS, STOP_PRELUDE, STOP_TEMPLATES };
enum colour_choice { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };
enum args_result { ARGS_GOOD, ARGS_BAD, ARGS_HELP, ARGS_VERSION };

struct compile_args {
	struct arena *arena;
	const char *file, *output, *lib, *map;
	const char **include, **define, **silent; /* -I, -D, -Wno- */
	size_t ninclude, ndefine, nsilent;
	enum stop_after stop;
	enum colour_choice colour;
	struct mc_version target;
	bool keep_going, werror, sandbox, trust, by_m4, stats;
	bool annotate, trace; /* trace: where lines come from is wanted, in whatever form */
	bool help, version;
};

/* The verb where: what it needs to compile, and what it is asked. */
struct where_args {
	struct compile_args compile; /* file: the .mc, or NULL; map: the map to be read, or NULL */
	const char **places;
	size_t nplaces;
};
enum args_result where_args_read(struct where_args *w, struct arena *a, int argc, char **argv);
void where_options_help(void);

/* Fills *c from the command line; ARGS_BAD after saying on standard error what is wrong. */
enum args_result compile_args_read(struct compile_args *c, struct arena *a, int argc, char **argv);

#endif
