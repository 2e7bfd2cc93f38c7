/*
 * target.h - what a .mc asks for and the sendmail that it is compiled for does not have (--target)
 *
 * Without a target all of these do nothing.  What the site asks for and the
 * target lacks is said at its place; an option that the target does not know
 * is left out, as the target's own m4 files would do, silently where it came
 * from a default.  Private to mc/.
 */
#ifndef MC_TARGET_H
#define MC_TARGET_H

#include "mc/lower.h"

/* A directive, FEATURE, MAILER, OSTYPE or socket. */
void target_record(struct lower *l, const struct mc_record *r, struct srcpos at);
/* Names and their values; before the options are made of them. */
void target_names(struct lower *l);
/* Arguments of FEATUREs; once all are known. */
void target_arguments(struct lower *l);
/* A raw line of the sendmail.cf. */
void target_line(struct lower *l, struct srcpos at, struct slice line);
/* Whether the target has a FEATURE. */
bool target_has_feature(const struct lower *l, const char *name);

#endif
