/*
 * confine.c - see confine.h
 *
 * glibc has no wrappers for Landlock's three system calls.  Elsewhere than on
 * Linux there is nothing like it: ENOSYS, and the caller refuses to go on.
 */
/* for O_PATH */
#define _GNU_SOURCE
#include <errno.h>

#include "mc/confine.h"

#if defined(__linux__)
#include <fcntl.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The kernel's interface, as linux/landlock.h has it; older headers do not have that file. The numbers are the same on all machines. */
enum { CREATE_RULESET = 444, ADD_RULE = 445, RESTRICT_SELF = 446, PATH_BENEATH = 1 };
struct ruleset {
	uint64_t handled_access_fs;
};
struct path_beneath {
	uint64_t allowed_access;
	int32_t parent_fd;
} __attribute__((packed));

/* All rights of Landlock's first version but for execution (bit 0): m4 itself must be started. */
#define READ_FILE (UINT64_C(1) << 2)
#define READ_DIR (UINT64_C(1) << 3)
#define WRITING (UINT64_C(1) << 1 | UINT64_C(0x1ff) << 4)

static int allow(int rules, const char *path)
{
	struct path_beneath rule = {.allowed_access = READ_FILE | READ_DIR};
	struct stat st;
	int fd = open(path, O_PATH | O_CLOEXEC), error = 0;

	if (fd < 0)
		return 0;
	if (fstat(fd, &st) == 0 && !S_ISDIR(st.st_mode))
		rule.allowed_access = READ_FILE;
	rule.parent_fd = fd;
	if (syscall(ADD_RULE, rules, PATH_BENEATH, &rule, 0) != 0)
		error = errno;
	close(fd);
	return error;
}

int confine_reads(const char *const *paths)
{
	struct ruleset all = {READ_FILE | READ_DIR | WRITING};
	int rules = (int)syscall(CREATE_RULESET, &all, sizeof all, 0), error = 0;

	if (rules < 0)
		return errno;
	for (; *paths != NULL && error == 0; paths++)
		error = allow(rules, *paths);
	if (error == 0 && (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || syscall(RESTRICT_SELF, rules, 0) != 0))
		error = errno;
	close(rules);
	return error;
}
#else
int confine_reads(const char *const *paths)
{
	(void)paths;
	return ENOSYS;
}
#endif
