/*
 * relay.h - mc2cf test --relay: is there an address by which a stranger's mail leaves for a third party?
 */
#ifndef CMD_ENGINE_RELAY_H
#define CMD_ENGINE_RELAY_H

#include "cmd/engine/test.h"

/* The exit status: STATUS_OK where nothing gets through. */
int relay_test(struct tests *t);

#endif
