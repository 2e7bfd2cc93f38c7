/*
 * verbs.h - the verbs of mc2cf, one file each
 *
 * A verb gets the words behind its name and returns the exit status: STATUS_OK,
 * STATUS_INPUT where the input has errors, STATUS_TOOL where the tool itself
 * could not work (bad usage, unreadable or unwritable file, no m4, no memory).
 */
#ifndef CMD_VERBS_H
#define CMD_VERBS_H

enum { STATUS_OK = 0, STATUS_INPUT = 1, STATUS_TOOL = 2 };

/* What every verb is given of the process. */
struct invocation {
	const char *argv0;
	int argc;        /* the words behind the verb */
	char **argv;
};

int verb_compile(const struct invocation *in);
/* A verb that the program mc2cf-engine does; argv[-1] is its name. */
int verb_engine(const struct invocation *in);
int verb_doc(const struct invocation *in);
int verb_fmt(const struct invocation *in);
int verb_lint(const struct invocation *in);
int verb_help(const struct invocation *in);
int verb_version(const struct invocation *in);
int verb_where(const struct invocation *in);

/* The options of verb_compile as help text. */
void compile_help(void);

#endif
