/*
 * confine.h - a process that can read some files only, and write none
 *
 * --sandbox: m4 runs on a .mc that nobody has read, so the kernel (Landlock,
 * Linux 5.13 and later) keeps it to the folders of the job.  The kernel looks at the
 * file that is opened, so "..", links and anything that m4 can be talked into
 * make no difference.
 */
#ifndef MC_CONFINE_H
#define MC_CONFINE_H

/*
 * From here on this process may read what lies below the paths (files or folders, NULL-terminated; missing ones are
 * skipped) and write nothing but what it has open.  0, or an errno value: then nothing has changed.
 */
int confine_reads(const char *const *paths);

#endif
