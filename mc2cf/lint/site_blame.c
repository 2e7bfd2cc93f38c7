/* site_blame.c - DontBlameSendmail: the checks of files that are switched off, each by its word */
#include "lint/checks.h"
#include "lint/query.h"

static const struct blame {
	unsigned code;
	const char *flag, *what;
} blames[] = {
#define BLAME(code, flag, what) {code, flag, what},
#include "lint/blame.def"
#undef BLAME
};

void check_blame(const struct lint *l)
{
	struct lint_setting s = lint_option(l, "DontBlameSendmail");

	for (size_t i = 0; i < sizeof blames / sizeof *blames && s.set; i++) {
		const struct blame *b = &blames[i];
		struct diag *g;

		if (!lint_list_has(s.value, b->flag))
			continue;
		g = lint_say(l, b->code, s.at.file != 0 ? lint_word(l, s.at, slice_of(b->flag)) : (struct srcpos){l->file, 0, 0, 0}, "%s: %s", b->flag, b->what);
		diag_help(g, "mend the owners and modes of the files instead, and take the word out");
	}
}
