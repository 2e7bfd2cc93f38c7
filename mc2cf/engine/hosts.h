/*
 * hosts.h - what gethostbyname() makes of a name
 */
#ifndef ENGINE_HOSTS_H
#define ENGINE_HOSTS_H

#include "engine/live.h"

struct host {
	bool found;
	char name[256];      /* its official name */
	char dotted[256];    /* the first alias with a dot; empty: none has one */
	struct machine_address addresses[MACHINE_ADDRESSES];
	size_t naddresses;
};

/* The hosts file, where it is the first to be asked in the way that is known here. */
struct hosts {
	char *text;          /* NULL: it is not, or cannot be read */
	size_t n;
};

void hosts_open(struct hosts *h);
void hosts_close(struct hosts *h);
/* What stands there; false: it is to be asked for. */
bool hosts_find(const struct hosts *h, const char *name, struct host *to);
/* Asks for it. */
void host_ask(const char *name, struct host *to);

#endif
