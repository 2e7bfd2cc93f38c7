/*
 * wordfile.h - the words of a file that an F line names
 */
#ifndef ENGINE_WORDFILE_H
#define ENGINE_WORDFILE_H

#include "base/slice.h"
#include "engine/cfrw.h"

struct wordfile {
	bool optional;          /* -o: it may be missing */
	struct slice whole;     /* all behind that */
	struct slice name;
	size_t nformat;
	char format[128];       /* as sscanf has it; empty: %s. What is longer is cut */
};

/* What stands behind the class of an F line; false: no file. */
bool wordfile_spec(struct slice spec, struct wordfile *out);
/* Class m gets what $m is when all lines are read. */
void words_add_domain(struct cfrw_words *w);
/* Whether the class has the word so far, in either case. */
bool words_have(const struct cfrw_words *to, struct slice word);
/* The words of one line of the file. */
void wordfile_line(const struct wordfile *w, struct slice line, struct cfrw_words *to);

#endif
