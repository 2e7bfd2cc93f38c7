/*
 * cover_priv.h - what coverage counts
 */
#ifndef CMD_ENGINE_COVER_PRIV_H
#define CMD_ENGINE_COVER_PRIV_H

#include "cmd/engine/cover.h"
#include "engine/limits.h"

struct cover_rule {
	unsigned long matched, failed;
};

struct cover_ruleset {
	struct cover_rule *rules;
	size_t n;
	unsigned long calls;
};

struct cover_entry {
	struct slice file, key;
	uint32_t line;             /* 0: of the file of expectations */
	unsigned long hits;
};

struct cover {
	struct arena *a;
	struct world *w;
	struct cover_ruleset rulesets[ENGINE_RULESETS_MAX];
	unsigned long *mailers;    /* as the world has them */
	struct cover_entry *entries;
	size_t nentries;
};

#endif
