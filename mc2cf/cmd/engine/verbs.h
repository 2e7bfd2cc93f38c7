/*
 * verbs.h - the verbs of mc2cf-engine, one file each; see cmd/verbs.h
 */
#ifndef CMD_ENGINE_VERBS_H
#define CMD_ENGINE_VERBS_H

#include "cmd/verbs.h"

int verb_bt(const struct invocation *in);
int verb_makemap(const struct invocation *in);
int verb_route(const struct invocation *in);
int verb_test(const struct invocation *in);

#endif
