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

/* The verbs that run rulesets, and the program that does them: beside mc2cf where it was built, else below where it is installed. */
#define ENGINE_VERBS(VERB) VERB(bt) VERB(makemap) VERB(route) VERB(test)
#define ENGINE_BESIDE "/mc2cf-engine"
#define ENGINE_INSTALLED "/libexec/mc2cf-" MC2CF_VERSION ENGINE_BESIDE

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
