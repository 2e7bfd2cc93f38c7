/*
 * args.h - the command line, by table
 *
 * Options and file names may stand in any order; `--' ends the options.  Short
 * options take their value attached or as the next word (-oFILE, -o FILE),
 * long ones behind `=' or as the next word.  A flag's short letters are not
 * bundled: none of them would be bundled in practice, and -Werror is one word.
 */
#ifndef CMD_ARGS_H
#define CMD_ARGS_H

#include "base/arena.h"
#include "base/slice.h"

enum arg_kind {
	ARG_FLAG,    /* no value */
	ARG_VALUE,   /* a value, attached or the next word */
	ARG_OPTIONAL /* a value only behind `=' */
};

/* One option; set() gets the verb's own structure, and NULL or the value; it returns NULL or what is wrong, in words. */
struct arg {
	const char *longname;  /* without the dashes, or NULL */
	char letter;           /* or 0 */
	enum arg_kind kind;
	const char *(*set)(void *into, const char *value);
	const char *shown;     /* how the help shows its value */
	const char *help;
};

struct args {
	const struct arg *table;
	size_t n;
	void *into;
	const char **files;    /* what is no option */
	size_t nfiles;
};

/* Reads argv; false after saying on standard error what is wrong. */
bool args_read(struct args *a, struct arena *arena, int argc, char **argv);
/* The table as help text on standard output. */
void args_help(const struct arg *table, size_t n);
/* Prints " (did you mean `x'?)" to standard error where one of the names is near; sizes: see slice_distance(). */
void args_did_you_mean(const char *word, const char *const *names, size_t n);

#endif
