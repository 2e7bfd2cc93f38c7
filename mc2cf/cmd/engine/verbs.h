/*
 * verbs.h - the verbs of mc2cf-engine, one file each; see cmd/verbs.h
 */
#ifndef CMD_ENGINE_VERBS_H
#define CMD_ENGINE_VERBS_H

#include "cmd/verbs.h"

#define VERB(name) int verb_##name(const struct invocation *in);
ENGINE_VERBS(VERB)
#undef VERB

#endif
