/*
 * test_expand.c - the template notation, tried on small libraries
 *
 * A case is a text: the templates ("== path" and their lines) and the site
 * ("fact n=v", "feature NAME n=v …", "mailer NAME", "option n=v", "class n=v",
 * "section NAME text", "mark NAME use-number").  The line number in the case
 * is the .mc line that the facts, uses and sections come from.  Templates are
 * written to a scratch folder, the site is expanded, and what reached the IR is
 * compared: NAME=VALUE for a macro, `# text' for a comment, and the codes of
 * the diagnostics with their lines.  Each case is tried twice: the second time
 * the templates are read ahead, which must change nothing.
 */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cf/cf.h"
#include "expand/expand.h"
#include "ir/codes.h"
#include "selftest/tap.h"

#define MC "site.mc"

struct world {
	struct arena *arena;
	struct srcset *src;
	struct diags *d;
	struct site *site;
	struct ir *ir;
	char lib[64];
};

_Noreturn static void oom(void *ctx)
{
	(void)ctx;
	abort();
}

static void die(const char *what)
{
	perror(what);
	exit(2);
}

static FILE *template_open(const struct world *w, struct slice path)
{
	char name[256];
	FILE *f;

	snprintf(name, sizeof(name), "%s/templates/%.*s", w->lib, SLICE_ARG(path));
	f = fopen(name, "w");
	if (f == NULL)
		die(name);
	return f;
}

static void make_folder(const char *lib, const char *sub)
{
	char name[128];

	snprintf(name, sizeof(name), "%s%s", lib, sub);
	if (mkdir(name, 0700) != 0)
		die(name);
}

/* name=value */
static void take_pair(struct slice pair, struct slice *name, struct slice *value)
{
	*value = pair;
	slice_next(value, '=', name);
	if (memchr(pair.p, '=', pair.n) == NULL)
		*value = SLICE_LIT("");
}

static void take_use(struct world *w, enum site_use_kind kind, struct slice rest, struct srcpos at)
{
	struct slice word, name, value;
	struct site_use *u;

	slice_next(&rest, ' ', &word);
	u = site_use_add(w->site, kind, word, at);
	if (kind == SITE_FEATURE)
		site_set(w->site, word, SLICE_LIT("1"), at);
	while (slice_next(&rest, ' ', &word)) {
		take_pair(word, &name, &value);
		site_use_set(w->site, u, name, value);
	}
}

static void take_item(struct world *w, enum site_item_kind kind, struct slice rest, struct srcpos at)
{
	struct slice name, value;

	take_pair(rest, &name, &value);
	site_item_add(w->site, kind, name, value, at);
}

static void take_section(struct world *w, struct slice rest, struct srcpos at, bool mark)
{
	struct slice name;
	struct site_section *sec;

	slice_next(&rest, ' ', &name);
	sec = site_section(w->site, name);
	site_line_add(w->site, sec, at, mark ? SLICE_NONE : rest, mark ? w->site->uses[rest.p[0] - '0'] : NULL);
}

static void take_site(struct world *w, struct slice line, struct srcpos at)
{
	struct slice rest = line, word, name, value;

	if (!slice_next(&rest, ' ', &word))
		return;
	if (slice_eq_str(word, "fact")) {
		take_pair(rest, &name, &value);
		site_set(w->site, name, value, at);
	} else if (slice_eq_str(word, "feature")) {
		take_use(w, SITE_FEATURE, rest, at);
	} else if (slice_eq_str(word, "mailer")) {
		take_use(w, SITE_MAILER, rest, at);
	} else if (slice_eq_str(word, "option")) {
		take_item(w, SITE_OPTION, rest, at);
	} else if (slice_eq_str(word, "class")) {
		take_item(w, SITE_CLASS, rest, at);
	} else if (slice_eq_str(word, "section") || slice_eq_str(word, "mark")) {
		take_section(w, rest, at, slice_eq_str(word, "mark"));
	} else {
		fprintf(stderr, "bad case: %.*s\n", SLICE_ARG(line));
		exit(2);
	}
}

static void take_case(struct world *w, const char *text)
{
	struct srcpos at = {srcset_file(w->src, SLICE_LIT(MC)), 0, 1, 0};
	struct slice rest = slice_of(text), line;
	FILE *f = NULL;

	while (slice_next(&rest, '\n', &line)) {
		at.line++;
		if (slice_starts(line, SLICE_LIT("== "))) {
			if (f != NULL)
				fclose(f);
			f = line.n > 3 ? template_open(w, (struct slice){line.p + 3, line.n - 3}) : NULL;
		} else if (f != NULL) {
			fprintf(f, "%.*s\n", SLICE_ARG(line));
		} else {
			take_site(w, line, at);
		}
	}
	if (f != NULL)
		fclose(f);
}

static void show_item(const struct ir_item *item, struct buf *out)
{
	switch (item->kind) {
	case IR_MACRO:
		buf_printf(out, "%.*s=%.*s", SLICE_ARG(item->name), SLICE_ARG(item->value));
		break;
	case IR_OPTION:
		buf_printf(out, "O %.*s=%.*s", SLICE_ARG(item->name), SLICE_ARG(item->value));
		break;
	case IR_CLASS:
		buf_printf(out, "C %.*s=%.*s", SLICE_ARG(item->name), SLICE_ARG(item->value));
		break;
	case IR_COMMENT:
		buf_printf(out, "# %.*s", SLICE_ARG(item->value));
		break;
	default:
		buf_printf(out, "?%d", (int)item->kind);
		break;
	}
	if (item->origin.asked.file != 0)
		buf_printf(out, " <%u", item->origin.asked.line);
	buf_putc(out, '\n');
}

/* One diagnostic a line: its code and the line in the template or (mc) in the case. */
static void show_diags(struct world *w, struct buf *out)
{
	struct diag_view v;

	for (size_t i = 0; diags_view(w->d, i, &v); i++)
		buf_printf(out, "%s%u:%u\n", v.at.file == srcset_file(w->src, SLICE_LIT(MC)) ? "mc " : "", v.code->number, v.at.line);
}

static void clean(const char *lib)
{
	char command[128];

	/* The folder was made by mkdtemp: its name holds nothing that a shell would take amiss. */
	snprintf(command, sizeof(command), "rm -rf '%s'", lib);
	if (system(command) != 0)
		die(command);
}

static void try_once(struct tap *t, const char *name, const char *text, const char *wanted, bool ahead)
{
	struct world w = {.arena = arena_new(0, oom, NULL), .lib = "/tmp/test_expand.XXXXXX"};
	size_t n;
	const struct diag_code *codes = ir_codes(&n);
	struct templates *templates;
	struct buf out;

	if (mkdtemp(w.lib) == NULL)
		die(w.lib);
	make_folder(w.lib, "/templates");
	make_folder(w.lib, "/templates/rules");
	make_folder(w.lib, "/templates/feature");
	make_folder(w.lib, "/templates/mailer");
	w.src = srcset_new(w.arena);
	w.d = diags_new(w.arena, w.src, codes, n);
	w.site = site_new(w.arena);
	w.ir = ir_new(w.arena);
	take_case(&w, text);
	buf_init(&out, w.arena);
	templates = templates_new(w.lib, w.arena, w.src, w.d);
	if (ahead)
		templates_read_ahead(templates);
	if (!expand_site(w.site, templates, w.d, w.ir))
		buf_puts(&out, "unreadable\n");
	for (size_t i = 0; i < ir_count(w.ir); i++)
		show_item(ir_at(w.ir, i), &out);
	show_diags(&w, &out);
	TAP_TEXT(t, out.n != 0 ? buf_slice(&out) : SLICE_LIT(""), wanted, name);
	clean(w.lib);
	arena_free(w.arena);
}

static void try(struct tap *t, const char *name, const char *text, const char *wanted)
{
	char ahead[256];

	try_once(t, name, text, wanted, false);
	snprintf(ahead, sizeof(ahead), "%s (read ahead)", name);
	try_once(t, ahead, text, wanted, true);
}

static void try_lines(struct tap *t)
{
	try(t, "notes stay, headings and lines come out, in order",
	    "== main.cf\n#| head\n# note\n## Heading\nDaone\n\ninclude rules/x.cf\nDctwo\n== rules/x.cf\nDbin x\n",
	    "# Heading\na=one\nb=in x\nc=two\n");
	try(t, "a slot takes a value, its default, a default with braces and a slot in it",
	    "fact who=me\n== main.cf\nDa%{who}-%{who|you}\nDb%{no|de fault}\nDc%{no|$&{x} %{who}}\nDd%{no|}!\n",
	    "a=me-me <1\nb=de fault\nc=$&{x} me <1\nd=!\n");
	try(t, "a slot without value and default is a fault, and so is one without end",
	    "== main.cf\nDa1\nDb%{nothing}\nDc%{open\nDd2\n", "a=1\nd=2\n505:2\n505:3\n");
	try(t, "a value with newlines makes lines",
	    "fact v=x\n== main.cf\nDa%{v}\n", "a=x <1\n");
}

static void try_conditions(struct tap *t)
{
	static const char facts[] = "fact yes=1\nfact none=\nfact word=abc\nsection s Dz1\n== main.cf\n";
	static const struct { const char *cond, *wanted; } rows[] = {
		{"yes", "# then <1\nz=1 <4\n"}, {"no", "# otherwise\nz=1 <4\n"}, {"none", "# then <2\nz=1 <4\n"}, {"not no", "# then\nz=1 <4\n"}, {"not not yes", "# then\nz=1 <4\n"},
		{"none is empty", "# then <2\nz=1 <4\n"}, {"yes is empty", "# otherwise\nz=1 <4\n"}, {"no is empty", "# otherwise\nz=1 <4\n"}, {"word is abc", "# then <3\nz=1 <4\n"}, {"word is abcd", "# otherwise\nz=1 <4\n"},
		{"yes and no", "# otherwise\nz=1 <4\n"}, {"yes or no", "# then <1\nz=1 <4\n"}, {"no or no or yes", "# then <1\nz=1 <4\n"}, {"yes and yes and no", "# otherwise\nz=1 <4\n"},
		{"no and no or yes", "# then <1\nz=1 <4\n"}, {"no and (no or yes)", "# otherwise\nz=1 <4\n"}, {"not (no or none)", "# otherwise\nz=1 <4\n"}, {"not no and yes", "# then <1\nz=1 <4\n"},
		{"section.s", "# then <4\nz=1 <4\n"}, {"section.t", "# otherwise\nz=1 <4\n"}, {"section.s is empty", "# otherwise\nz=1 <4\n"}, {"(yes)", "# then <1\nz=1 <4\n"}, {"((no))or yes", "# then <1\nz=1 <4\n"}, {"not word is abc or none is empty", "# then <2\nz=1 <4\n"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char text[512];

		snprintf(text, sizeof(text), "%swhen %s\n## then\nelse\n## otherwise\nend\nhook s\n", facts, rows[i].cond);
		try(t, rows[i].cond, text, rows[i].wanted);
	}
	try(t, "conditions that are none", "== main.cf\nwhen and\nend\nwhen a b\nend\nwhen (a\nend\nwhen a is\nend\nwhen a or\nend\nwhen ()\nend\n",
	    "504:1\n504:3\n504:5\n504:7\n504:9\n504:11\n");
	try(t, "a condition that is nested too deep", "== main.cf\nwhen ((((((((((((((((((a))))))))))))))))))\nend\n", "504:1\n");
}

static void try_blocks(struct tap *t)
{
	try(t, "two whens deep", "fact a=\nfact b=\n== main.cf\nwhen a\nwhen b\nDa1\nelse\nDa2\nend\nDa3\nend\nDa4\n", "a=1 <2\na=3 <1\na=4\n");
	try(t, "three whens are one too many", "fact a=\n== main.cf\nwhen a\nwhen a\nwhen a\nDa1\nelse\nDa2\nhook x\nend\nend\nend\nDa3\n", "a=3\n503:3\n");
	try(t, "blocks that do not match", "== main.cf\nend\nelse\nwhen a\nelse\nelse\nend\nwhen a\n", "503:1\n503:2\n503:5\n503:7\n");
	try(t, "words that are none, or not here", "== main.cf\nhok x\nhook\nend x\nat x\nDa1\ninclude rules/a.cf\n== rules/a.cf\ninclude rules/b.cf\ninsert options\n",
	    "a=1\n502:1\n502:2\n502:3\n502:4\n502:1\n502:2\n");
	try(t, "lines of a feature outside at", "feature f\n== feature/f.cf\nDa1\nhook h\nat x\nat y\nend\nend\n== main.cf\nhook x\nhook y\n", "502:1\n502:2\n503:4\n");
}

static void try_files(struct tap *t)
{
	try(t, "no main.cf", "fact a=\n", "unreadable\n501:0\n");
	try(t, "an include that is not there", "== main.cf\nDa1\ninclude rules/no.cf\nDa2\n", "unreadable\na=1\na=2\n501:2\n");
	try(t, "a path that leads out", "== main.cf\ninclude ../x\ninclude /etc/passwd\n", "unreadable\n501:1\n501:2\n");
	try(t, "a circle", "== main.cf\nDa1\ninclude main.cf\n",
	    "a=1\na=1\na=1\na=1\na=1\na=1\na=1\na=1\na=1\na=1\na=1\na=1\na=1\na=1\na=1\na=1\na=1\n508:2\n");
	try(t, "rules that are wrong in the same way are all reported", "== main.cf\nSx\nRa\nRa\nRb\n", "?14\n?16\n?16\n?16\n402:2\n402:3\n402:4\n");
	try(t, "what is wrong with a file that is not wanted is not said", "== main.cf\nDa1\nwhen no\ninclude rules/x.cf\nend\n== rules/x.cf\nend\nSx\nRa\n", "a=1\n");
	try(t, "what is wrong with a file is said once", "== main.cf\nDa1\ninclude rules/x.cf\n== rules/x.cf\nend\nDb1\n", "a=1\nb=1\n503:1\n");
	try(t, "a feature that was not used is not read", "feature f\n== feature/f.cf\nat x\nDa1\nend\n== feature/g.cf\nnonsense\n== main.cf\nhook x\n", "a=1 <1\n");
	try(t, "a feature without a file", "feature f\nfeature ../../f\nfeature a/b\n== main.cf\nDa1\n", "a=1\n");
}

static void try_hooks(struct tap *t)
{
	static const char two[] = "feature b b.v=1\nfeature a\nmailer a\n== feature/a.cf\nat x\nDa1\nend\n== mailer/a.cf\nat x\nDm1\nend\n"
	                          "== feature/b.cf\nat y\nDby\nend\nat x\nDb%{b.v}\nend\n== main.cf\nhook x\nhook y\n== \n";
	char text[512];

	try(t, "fragments come in the order of the .mc", two, "b=1 <1\na=1 <2\nm=1 <3\nb=y <1\n");
	snprintf(text, sizeof(text), "%ssection x Ds1\nsection x Ds2\n", two);
	try(t, "the site's section follows", text, "b=1 <1\na=1 <2\nm=1 <3\ns=1 <23\ns=2 <24\nb=y <1\n");
	snprintf(text, sizeof(text), "%ssection x Ds1\nmark x 0\nsection x Ds2\n", two);
	try(t, "a mark puts a use between the section's lines", text, "a=1 <2\nm=1 <3\ns=1 <23\nb=1 <1\ns=2 <25\nb=y <1\n");
	try(t, "a hook in a fragment", "feature a\nfeature b\n== feature/a.cf\nat x\nDa1\nhook y\nend\n== feature/b.cf\nat y\nDb1\nend\n== main.cf\nhook x\n", "a=1 <1\nb=1 <2\n");
	try(t, "fragments at a hook that is nowhere", "feature a\n== feature/a.cf\nat x\nDa1\nend\n== main.cf\nDz1\n", "z=1\n506:1\n");
	try(t, "a hook that a condition left out", "feature a\n== feature/a.cf\nat x\nDa1\nend\n== main.cf\nwhen b\nhook x\nend\n", "");
	try(t, "a section without a hook", "section x Da1\nsection y \n== main.cf\n", "mc 507:1\n");
	try(t, "a fragment comes twice, a section may not", "feature a\nsection y Dy1\n== feature/a.cf\nat x\nDa1\nend\n== main.cf\nhook x\nhook x\nhook y\nhook y\n",
	    "a=1 <1\na=1 <1\ny=1 <2\n506:4\n");
	try(t, "a circle of hooks", "feature a\n== feature/a.cf\nat x\nhook x\nend\n== main.cf\nhook x\n", "508:2\n");
	try(t, "a binding under a condition", "feature a\nfact yes=\n== feature/a.cf\nwhen yes\nat x\nDa1\nend\nelse\nat x\nDa2\nend\nend\n== main.cf\nhook x\n", "a=1 <1\n");
}

static void try_each(struct tap *t)
{
	static const char lists[] = "feature d d.s=1\nfeature e e.s=2\nfeature d d.s=3\n== feature/d.cf\nat x\nDh0\neach d\nDd%{d.s}\nend\nend\n"
	                            "== feature/e.cf\nat x\neach e\nDe%{e.s}\nend\nend\n== main.cf\nhook x\n== \n";
	char text[512];

	try(t, "each goes over the uses", lists, "h=0 <1\nd=1 <1\nd=3 <3\ne=2 <2\n");
	snprintf(text, sizeof(text), "%smark x 0\nmark x 1\nsection x Ds1\nmark x 2\n", lists);
	try(t, "marks keep the order of different features", text, "h=0 <1\nd=1 <1\ne=2 <2\ns=1 <22\nd=3 <3\n");
	snprintf(text, sizeof(text), "%smark x 0\nmark x 1\n", lists);
	try(t, "a use without a mark comes first", text, "d=3 <3\nh=0 <1\nd=1 <1\ne=2 <2\n");
	try(t, "facts of a use are not seen outside", "feature d d.s=1\n== main.cf\neach d\nDa%{d.s}\nend\nDb%{d.s|none}\n", "a=1 <1\nb=none\n");
}

static void try_inserts(struct tap *t)
{
	try(t, "items come in the order of the site", "option TempFileMode=0600\nclass w=a b\noption MeToo=True\n== main.cf\ninsert options\ninsert classes\n",
	    "O TempFileMode=0600 <1\nO MeToo=True <3\nC w=a b <2\n");
	try(t, "items without an insert", "class w=a\nclass x=b\n== main.cf\nDa1\n", "a=1\nmc 507:1\n");
	try(t, "a part that is none", "== main.cf\ninsert nothing\n", "502:1\n");
}

int main(void)
{
	struct tap t = {0};

	try_lines(&t);
	try_conditions(&t);
	try_blocks(&t);
	try_files(&t);
	try_hooks(&t);
	try_each(&t);
	try_inserts(&t);
	return tap_done(&t);
}
