/*
 * live.h - the blocking layer's inside, for the command line
 */
#ifndef ENGINE_LIVE_H
#define ENGINE_LIVE_H

#include "engine/cfrw.h"
#include "engine/map.h"

struct maps *live_maps(const cfrw_maps *m);
struct dns *live_dns(const cfrw_maps *m);
/* The IR that a program was made of. */
const struct ir *program_ir(const cfrw_program *p);
const struct srcset *program_src(const cfrw_program *p);

/* What sendmail finds out about the machine before it reads its file. */
struct machine {
	char node[256];      /* $k: what uname says */
	char name[256];      /* $j: the whole name */
	char first[256];     /* $w */
	char domain[256];    /* $m */
};
void machine_find(struct machine *m);
/* The machine's names and addresses, for class w. */
void machine_names(const struct machine *m, const cfrw_program *p, struct cfrw_words *to);

#endif
