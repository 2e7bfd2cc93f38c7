/* files_queue.c - where mail waits */
#include "lint/checks.h"
#include "lint/files_named.h"

/* /var/spool/mqueue, or the folder above /var/spool/mqueue/q*. */
static struct slice queue_folder(struct slice value)
{
	struct slice folder = value;

	if (value.n != 0 && memchr(value.p, '*', value.n) != NULL && !files_parent(value, &folder))
		return SLICE_NONE;
	return folder;
}

void check_queue_folder(const struct lint *l)
{
	struct lint_setting s = lint_option(l, "QueueDirectory");
	struct slice folder = queue_folder(s.value);
	struct lint_stat st;
	unsigned open = lint_is_server(l) ? 077 : 07; /* the group of a submission program may write there */

	if (folder.n == 0 || !files_stat(l, folder, &st) || st.type != LINT_FILE_FOLDER)
		return;
	if ((st.mode & open) != 0)
		diag_help(lint_say_setting(l, 1709, &s, "others can look into the queue %.*s (mode %04o)", SLICE_ARG(folder), st.mode), "chmod 700 %.*s", SLICE_ARG(folder));
	if (!files_is_trusted(l, st.uid))
		diag_help(lint_say_setting(l, 1716, &s, "the queue %.*s belongs to user %u", SLICE_ARG(folder), (unsigned)st.uid), "chown to root, or to RunAsUser if that is set");
	if (st.network)
		diag_help(lint_say_setting(l, 1710, &s, "the queue %.*s lies on another machine's disk", SLICE_ARG(folder)), "a disk of its own: locks and renames over the network lose mail and send it twice");
}

void check_safe_folder(const struct lint *l)
{
	struct lint_setting s = lint_option(l, "SafeFileEnvironment");
	struct lint_stat st;

	if (s.value.n != 0 && s.value.p[0] == '/' && files_stat(l, SLICE_LIT("/"), &st) && !files_stat(l, s.value, &st))
		diag_help(lint_say_setting(l, 1715, &s, "there is no folder %.*s: no mail can be written to files", SLICE_ARG(s.value)), "mkdir %.*s", SLICE_ARG(s.value));
}
