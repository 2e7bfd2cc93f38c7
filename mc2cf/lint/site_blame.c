/* site_blame.c - DontBlameSendmail: the checks of files that are switched off, each by its word */
#include "base/buf.h"
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

/* GroupWritableIncludeFile is no part of GroupWritableIncludeFileSafe. */
static struct srcpos whole_word(const struct lint *l, struct srcpos at, struct slice word)
{
	struct slice line;

	for (;;) {
		struct srcpos here = lint_word(l, at, word);
		size_t end = here.col - 1 + word.n;

		if (srcpos_cmp(here, at) == 0 || !srcset_line(l->src, here.file, here.line, &line) || end >= line.n || (line.p[end] | 0x20) < 'a' || (line.p[end] | 0x20) > 'z')
			return here;
		at = here;
		at.col++;
	}
}

/* Each where it is written. */
static void say_written(const struct lint *l, const struct blame *b, struct srcpos at)
{
	diag_help(lint_say(l, b->code, whole_word(l, at, slice_of(b->flag)), "%s: %s", b->flag, b->what), "mend the owners and modes of the files instead, and take the word out");
}

/* What an OSTYPE or a DOMAIN sets is said in one sentence. */
static void say_made(const struct lint *l, const struct lint_setting *s, unsigned code)
{
	struct buf b;

	buf_init(&b, l->arena);
	for (size_t i = 0; i < sizeof blames / sizeof *blames; i++)
		if (blames[i].code == code && lint_list_has(s->value, blames[i].flag))
			buf_printf(&b, "%s%s", b.n != 0 ? ", " : "", blames[i].flag);
	if (b.n != 0)
		diag_help(lint_say_setting(l, code, s, "checks of files are switched off here: %.*s", SLICE_ARG(buf_slice(&b))), "define(`confDONT_BLAME_SENDMAIL', `Safe') below it, and mend the owners and modes of the files");
}

static bool is_written(const struct lint *l, const struct lint_setting *s)
{
	struct srcpos at = s->at.file != 0 ? lint_word(l, s->at, s->value) : s->at;

	return s->at.file != 0 && srcpos_cmp(at, s->at) != 0;
}

void check_blame(const struct lint *l)
{
	struct lint_setting s = lint_option(l, "DontBlameSendmail");
	bool written = s.set && is_written(l, &s);

	for (size_t i = 0; i < sizeof blames / sizeof *blames && s.set; i++) {
		if (written && lint_list_has(s.value, blames[i].flag))
			say_written(l, &blames[i], s.at);
		if (!written && (i == 0 || blames[i].code != blames[i - 1].code))
			say_made(l, &s, blames[i].code);
	}
}
