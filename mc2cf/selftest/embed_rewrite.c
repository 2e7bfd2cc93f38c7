/*
 * embed_rewrite.c - libcfrw in forty lines: where does mail go?
 *
 *     embed_rewrite FILE.cf ADDRESS ...
 *
 * Only the public header is used.  The answers to questions come from the
 * person at the terminal: a value, or an empty line for `not found'.
 */
#include <stdio.h>
#include <string.h>

#include "engine/cfrw.h"

static enum cfrw_status ask(cfrw_context *c)
{
	const struct cfrw_question *q = cfrw_question(c);
	char line[512];

	fprintf(stderr, "%.*s: %.*s? ", (int)q->map.n, q->map.p, (int)q->key.n, q->key.p);
	if (fgets(line, sizeof(line), stdin) == NULL || line[0] == '\n')
		return cfrw_answer(c, CFRW_NOTFOUND, NULL, 0);
	return cfrw_answer(c, CFRW_FOUND, line, strcspn(line, "\n"));
}

int main(int argc, char **argv)
{
	cfrw_program *p = argc > 1 ? cfrw_load_file(argv[1], NULL) : NULL;
	cfrw_context *c = p != NULL ? cfrw_context_new(p) : NULL;

	for (int i = 2; c != NULL && i < argc; i++) {
		enum cfrw_status s = cfrw_rewrite(c, "3,0", argv[i], strlen(argv[i]));
		struct cfrw_result r;

		while (s == CFRW_QUESTION)
			s = ask(c);
		r = cfrw_result(c);
		if (r.verdict == CFRW_MAILER)
			printf("%s: mailer %.*s, host %.*s, user %.*s\n", argv[i], (int)r.mailer.n, r.mailer.p, (int)r.host.n, r.host.p, (int)r.user.n, r.user.p);
		else
			printf("%s: %.*s\n", argv[i], (int)r.user.n, r.user.p);
	}
	cfrw_context_free(c);
	cfrw_program_free(p);
	return c == NULL;
}
