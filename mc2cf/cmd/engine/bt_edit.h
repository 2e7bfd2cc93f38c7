/*
 * bt_edit.h - lines from a terminal: editing, history, completion of names of rulesets, macros, classes, maps and mailers
 */
#ifndef CMD_ENGINE_BT_EDIT_H
#define CMD_ENGINE_BT_EDIT_H

#include "cmd/engine/bt.h"

struct bt_edit;

/* NULL where there is no library for it, or no memory. */
struct bt_edit *bt_edit_open(struct bt *b);
/* The next line, good until the next call; false at the end. */
bool bt_edit_next(struct bt_edit *e, struct slice *line);
/* NULL is allowed. */
void bt_edit_close(struct bt_edit *e);

/* bt_complete.c: the i-th word that may stand where a word begins at `at' of the line; NULL: no more. In a's memory. */
const char *bt_complete(struct bt *b, struct arena *a, const char *line, size_t at, size_t i);

#endif
