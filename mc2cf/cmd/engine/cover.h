/*
 * cover.h - coverage: which rules were tried, which matched, which entries of tables were found, which mailers got mail
 *
 * Asking with coverage is slower (each rule that is tried is told) and done by
 * one thread.
 */
#ifndef CMD_ENGINE_COVER_H
#define CMD_ENGINE_COVER_H

#include "cmd/engine/ask.h"

struct cover_how {
	bool wanted, details;      /* --coverage, --coverage=all */
	const char *lcov;          /* a file for genhtml; NULL: none */
	const char *keep;          /* where the sendmail.cf is written, so that genhtml can show it */
	double min;                /* percent of rules; below 0: any */
};

struct cover;

struct cover *cover_new(struct arena *a, struct world *w);
/* Watches what an asker of that world does; behind each answer cover_answered() looks at the mailer. */
void cover_watch(struct cover *c, struct asker *k);
void cover_answered(struct cover *c, const struct asker *k);
/* Takes from an asker what its tables have counted. */
void cover_end(struct cover *c, struct asker *k);

/* A summary in words, for worlds that n covers watched; the percentage of rules that matched. */
double cover_say(struct cover *const *v, size_t n, const struct cover_how *how, bool quiet);
/* False: that cannot be written, and was said. */
bool cover_lcov(struct arena *a, struct cover *const *v, size_t n, const struct cover_how *how);

#endif
