/* words.h - what words of a class of hosts cannot be; private to lint/ */
#ifndef LINT_WORDS_H
#define LINT_WORDS_H

#include "base/slice.h"

/* Why a word of class w, R, M, E … matches nothing; NULL: it may. */
const char *lint_word_oddity(struct slice word, const char *class);

#endif
