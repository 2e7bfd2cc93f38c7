/* files_keys.c - private keys */
#include "lint/checks.h"
#include "lint/files.h"
#include "lint/query.h"

void check_key_readable(const struct lint *l)
{
	static const char *const keys[] = {"ServerKeyFile", "ClientKeyFile"};

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		struct lint_setting s = lint_option(l, keys[i]);
		struct lint_stat st;

		if (s.value.n == 0 || !l->files->stat(l->files->ctx, s.value, true, &st) || (st.mode & 077) == 0)
			continue;
		diag_help(lint_say_setting(l, 1701, &s, "the private key %.*s has mode %04o: others than its owner can read or change it", SLICE_ARG(s.value), st.mode & 07777),
			"chmod 600 %.*s; sendmail does not use a key that others can read, unless DontBlameSendmail says so", SLICE_ARG(s.value));
	}
}
